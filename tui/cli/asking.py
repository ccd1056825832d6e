"""What a search on the command line asks for, and its faults with their places on standard error. Runs no search."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path

from tui.cli.cells import width
from tui.cli.output import lines_of_input
from tui.config import Paths, read_settings
from tui.core.searches import every, named
from tui.errors import UsageError
from tui.library.opening import MARKS, open_marks
from tui.library.searches import KeptSearch, Searches
from tui.query import Fault, Query, parse

BEFORE, AFTER = 40, 30
"""Characters of the search shown around the place of a fault."""


def asked(words: Sequence[str], places: Paths) -> Query | None:
    """The saved search that the words name, else the search that they are; None, its faults said, if it is wrong.

    Raises ConfigError, LibraryError, UsageError.
    """
    text = " ".join(lines_of_input() if list(words) == ["-"] else words).strip()
    if not text:
        raise UsageError("There is nothing to search for.", "'broadsheet list' prints every story.")
    saved = named(text, every(read_settings(places.config_file).searches, _kept(places.library_dir)))
    return sound(saved.text if saved is not None else text)


def _kept(library: Path) -> list[KeptSearch]:
    """The searches that were saved in the reader."""
    if not (library / MARKS).exists():
        return []
    with closing(open_marks(library)) as marks:
        return Searches(marks.connection, library / MARKS).saved()


def sound(text: str) -> Query | None:
    """The search in a text; None, its faults said, if it is wrong."""
    query = parse(text, now=datetime.now().astimezone(), typing=False)
    for fault in query.faults:
        print("\n".join(fault_lines(text, fault)), file=sys.stderr)
    return None if query.faults else query


def fault_lines(text: str, fault: Fault) -> list[str]:
    """What is wrong, and below it the search with the place underlined."""
    shown = "".join(letter if letter.isprintable() else " " for letter in text)
    start = max(0, fault.start - BEFORE)
    end = min(len(shown), max(fault.end, fault.start + 1) + AFTER)
    front = "…" * (start > 0) + shown[start : fault.start]
    place = shown[fault.start : min(fault.end, end)]
    message = "".join(letter for letter in fault.message if letter.isprintable())
    return [
        f"broadsheet: {message}{'' if message.endswith('?') else '.'}",
        f"  {front}{place}{shown[fault.end : end]}{'…' * (end < len(shown))}",
        f"  {' ' * width(front)}{'^' * max(1, width(place))}",
    ]
