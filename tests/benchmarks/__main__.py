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

from benchmarks import grouping, indexing, keypress, network, reader
from benchmarks.figures import Figure, print_table
from benchmarks.libraries import CORPUS

LARGE = 100_000
"""Stories of the large library."""

BENCHMARKS: Mapping[str, tuple[str, Callable[[], Sequence[Figure]]]] = {
    "start": ("Starting", lambda: reader.starts(((0, 1.4), (LARGE, 1.5)))),
    "keys": ("Keys", lambda: [*keypress.moves(LARGE), *reader.keys(LARGE)]),
    "search": ("Searching as you type", lambda: reader.searches(LARGE, 60)),
    "index": ("Indexing", lambda: [*indexing.cold(), *indexing.unchanged(LARGE), *reader.first_index()]),
    "grouping": ("Grouping", grouping.figures),
    "network": ("The network", network.figures),
    "memory": ("Memory", lambda: reader.memory(LARGE, 120)),
    "quit": ("Quitting", reader.quitting),
}
"""Word → (heading, what measures)."""


def main() -> None:
    """Measure what the words name, or everything."""
    wanted = sys.argv[1:] or list(BENCHMARKS)
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
