"""`make bench`: prints figures and ratios; asserts nothing. `make bench BENCH="start search"` measures only those."""

from __future__ import annotations

import os
import platform
import sqlite3
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import grouping, indexing, keypress, network, reader, searching
from benchmarks.figures import Figure, print_table
from benchmarks.libraries import CORPUS

LARGE, MILLION = 100_000, 1_000_000
"""Stories of the large libraries. The larger takes 4 GB and 15 minutes to make, so it is measured only when named."""

BENCHMARKS: Mapping[str, tuple[str, Callable[[], Sequence[Figure]]]] = {
    "start": ("Starting", lambda: reader.starts(((0, 1.4), (LARGE, 1.5)))),
    "keys": ("Keys", lambda: [*keypress.moves(LARGE), *keypress.opening(179, 30), *reader.keys(LARGE)]),
    "search": (
        "Searching as you type",
        lambda: [
            *searching.through_terminal(LARGE, 50),
            *searching.by_kind(LARGE),
            *searching.size_on_disk(LARGE, 2.0),
        ],
    ),
    "index": ("Indexing", lambda: [*indexing.cold(), *indexing.unchanged(LARGE), *reader.first_index()]),
    "grouping": ("Grouping", grouping.figures),
    "network": ("The network", network.figures),
    "memory": ("Memory", lambda: reader.memory(LARGE, 120)),
    "million": (
        "A million stories",
        lambda: [
            *reader.starts(((MILLION, 1.6),)),
            *reader.keys(MILLION, 15),
            *searching.through_terminal(MILLION, 100, 300),
            *searching.by_kind(MILLION),
            *searching.size_on_disk(MILLION, 2.0),
        ],
    ),
    "quit": ("Quitting", reader.quitting),
}
"""Word → (heading, what measures)."""


def main() -> None:
    """Measure what the words name, or everything."""
    wanted = sys.argv[1:] or [word for word in BENCHMARKS if word != "million"]
    unknown = [word for word in wanted if word not in BENCHMARKS]
    if unknown:
        sys.exit(f"There is no benchmark {', '.join(unknown)}: there are {', '.join(BENCHMARKS)}.")
    print(
        f"Python {platform.python_version()}, Textual {version('textual')}, SQLite {sqlite3.sqlite_version},"
        f" {os.cpu_count()} cores, {'real' if CORPUS.is_dir() else 'bundled'} stories"
    )
    for word in wanted:
        title, measure = BENCHMARKS[word]
        print_table(title, measure())


if __name__ == "__main__":
    main()
