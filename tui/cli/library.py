"""Opens the library for a command, brings it up to date, and says on standard error what was wrong. Prints no story."""

from __future__ import annotations

import os
import sys
import time
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tui.config import asset_dir, paths
from tui.core.choosing import Chosen, choose
from tui.core.syncing import Outcome, Progress
from tui.library.reading import Reading
from tui.library.search import Search
from tui.wiring import Shelf, open_desk, open_shelf, refresh


@dataclass(frozen=True, slots=True)
class Open:
    """A library that is open and up to date."""

    folder: Path
    shelf: Shelf
    scope: list[int] | None
    """Ids of the sources that count; None = all that the index holds."""
    outcome: Outcome

    @property
    def reading(self) -> Reading:
        return self.shelf.reading

    @property
    def search(self) -> Search:
        return self.shelf.search


def library_folder(options: Namespace) -> Path:
    """Where the library lies. Raises UsageError."""
    return paths(options.library, os.environ).library_dir


def named(words: Sequence[str]) -> list[str]:
    """The words, with "-" replaced by the lines of standard input."""
    out: list[str] = []
    for word in words:
        out += [line.strip() for line in sys.stdin if line.strip()] if word == "-" else [word]
    return out


@contextmanager
def open_library(options: Namespace, sources: Sequence[str] = ()) -> Iterator[Open]:
    """The library after a look at its sources; only the named ones count if any are named.

    Raises LibraryError, SourceError, UsageError.
    """
    folder = library_folder(options)
    with open_shelf(folder) as shelf:
        chosen = choose(shelf.marks, sources, asset_dir("seeds"), int(time.time()))
        if chosen.bundled and not sources:
            talk("Your library is empty: these are the bundled stories. Add your own with 'broadsheet add FOLDER'.")
        outcome = bring_up_to_date(folder, chosen)
        yield Open(folder, shelf, scope_of(shelf.reading, chosen), outcome)


def bring_up_to_date(folder: Path, chosen: Chosen) -> Outcome:
    """Index what is new in the chosen sources and group it; says on standard error what could not be read."""
    with open_desk(folder, lambda: time.sleep(0.1)) as desk:
        outcome = refresh(desk, chosen.places, _Bar().tell)
    for failure in outcome.failures:
        talk(str(failure))
    return outcome


def scope_of(reading: Reading, chosen: Chosen) -> list[int] | None:
    """The ids of the chosen sources; None when they are all there are, which spares every search the question."""
    ids = reading.source_ids()
    wanted = [ids[place] for place in chosen.places if place in ids]
    return None if len(wanted) == len(ids) else wanted


def talk(sentence: str) -> None:
    """Say something to the person, apart from the results."""
    print(f"broadsheet: {sentence}", file=sys.stderr)


class _Bar:
    """Progress on one line of standard error, when that is a terminal and the work takes longer than a moment."""

    def __init__(self) -> None:
        self._started = time.monotonic()

    def tell(self, progress: Progress) -> None:
        if sys.stderr.isatty() and time.monotonic() - self._started > 0.5:
            end = "\n" if progress.done == progress.total else ""
            print(f"\r{progress.phase} {progress.done:,} of {progress.total:,} ", end=end, file=sys.stderr, flush=True)
