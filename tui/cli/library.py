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

from tui.cli.output import talk
from tui.config import Settings, asset_dir, paths, read_settings
from tui.core.choosing import Chosen, choose, scope
from tui.core.exits import BAD_INPUT, DONE, exit_code
from tui.core.syncing import Outcome, Progress
from tui.library.reading import Reading
from tui.library.search import Search
from tui.text.counting import counted
from tui.wiring import Shelf, open_desk, open_shelf, refresh

PATIENCE = 1.0
"""Seconds of waiting for another process before that is said."""


@dataclass(frozen=True, slots=True)
class Open:
    """A library that is open and up to date."""

    settings: Settings
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

    def code(self) -> int:
        """The exit code that the inputs ask for; what is wrong with them is said."""
        unusable = self.shelf.files.unusable(self.scope)
        if unusable:
            talk(f"{counted(unusable, 'file gives', 'files give')} no story; 'broadsheet doctor' says why.")
        return BAD_INPUT if unusable else code_of(self.outcome)


def code_of(outcome: Outcome) -> int:
    """The exit code of a look at the sources; a bad source goes before a network that failed."""
    return min(map(exit_code, outcome.failures), default=DONE)


@contextmanager
def open_library(options: Namespace, sources: Sequence[str] = (), *, as_it_is: bool = False) -> Iterator[Open]:
    """The library after a look at its sources, or as it is; only the named ones count if any are named.

    Raises LibraryError, SourceError, ConfigError, UsageError.
    """
    places = paths(options.library, os.environ)
    folder, settings = places.library_dir, read_settings(places.config_file)
    with open_shelf(folder) as shelf:
        chosen = choose(shelf.marks, sources, asset_dir("seeds"), int(time.time()))
        if chosen.bundled and not sources:
            talk("Your library is empty: these are the bundled stories. Add your own with 'broadsheet add FOLDER'.")
        outcome = Outcome() if as_it_is else bring_up_to_date(folder, chosen, settings)
        yield Open(settings, shelf, scope(shelf.reading.source_ids(), chosen.places), outcome)


def bring_up_to_date(folder: Path, chosen: Chosen, settings: Settings) -> Outcome:
    """Index what is new in the chosen sources and group it; says on standard error what could not be read."""
    bar = Bar()
    with open_desk(folder, bar.wait, settings) as desk:
        outcome = refresh(desk, chosen.places, bar.tell)
    bar.end()
    for failure in outcome.failures:
        talk(str(failure))
    return outcome


class Bar:
    """Progress on one line of standard error, when that is a terminal and the work takes longer than a moment."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._said = self._shown = False

    def wait(self) -> None:
        """Another process is indexing."""
        if not self._said and time.monotonic() - self._started > PATIENCE:
            self._said = True
            talk("Another Broadsheet is indexing this library: waiting for it to finish.")
        time.sleep(0.05)

    def tell(self, progress: Progress) -> None:
        if sys.stderr is not None and sys.stderr.isatty() and time.monotonic() - self._started > 0.5:
            self._shown = True
            line = f"\r{progress.phase} {progress.done:,} of {progress.total:,}\x1b[K"
            print(line, end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        """Take the line away."""
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
