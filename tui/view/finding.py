"""What is asked of the library while the reader types, and the parts that answer it on threads of their own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from tui.core.choosing import scope
from tui.library.database import interruptible
from tui.library.reading import Totals
from tui.library.search import Found
from tui.query.nodes import Order, Query
from tui.wiring import Shelf, open_shelf

Asked = TypeVar("Asked")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One list that is asked for."""

    query: Query
    order: Order
    places: tuple[str, ...]
    """The sources that count."""
    keep: bool
    """The cursor stays on its story."""
    serial: int
    """Asking the same again is another question."""


class _OnShelf(Generic[Asked]):
    """Opens the library on the thread that asks it."""

    def __init__(self, library: Path) -> None:
        self._stack = ExitStack()
        self.shelf: Shelf = self._stack.enter_context(open_shelf(library, shared=True))

    def interrupt(self) -> None:
        """End what runs on the other thread."""
        self.shelf.search.interrupt()

    def sources(self, places: tuple[str, ...]) -> list[int] | None:
        """The ids of the sources at `places`."""
        return scope(self.shelf.reading.source_ids(), places)


class ListFinder(_OnShelf[Wanted]):
    """Finds the stories of a list."""

    def find(self, asked: Wanted) -> Iterator[Found]:
        """The first page, then all. Raises LibraryError."""
        # An interruption may also come while the sources are looked up.
        with interruptible():
            yield from self.shelf.search.find(asked.query, asked.order, self.sources(asked.places))


class TotalsFinder(_OnShelf[tuple[str, ...]]):
    """Counts what the status line says."""

    def find(self, asked: tuple[str, ...]) -> Iterator[Totals]:
        """The counts over the sources at `asked`. Raises LibraryError."""
        with interruptible():
            yield self.shelf.reading.totals(self.sources(asked))
