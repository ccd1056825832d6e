"""What is asked of the library while the reader types, and the parts that answer it on threads of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from tui.core.choosing import scope
from tui.library.database import interruptible
from tui.library.opening import INDEX
from tui.query.completing import Place
from tui.wiring import open_shelf

if TYPE_CHECKING:
    from tui.library.found import Found
    from tui.library.reading import Totals
    from tui.query.nodes import Order, Query
    from tui.wiring import Shelf

Asked = TypeVar("Asked")

MOST_UNREAD = 10_000
"""Unread stories counted of a saved search: nobody looks whether it is one more, and counting has an end."""


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


@dataclass(frozen=True, slots=True)
class Counted:
    """How long a list is of which the first page is known."""

    rows: int


@dataclass(frozen=True, slots=True)
class Unread:
    """Searches whose unread stories are to be counted."""

    queries: tuple[tuple[str, Query], ...]
    """(the search as it is saved, what it asks)."""
    places: tuple[str, ...]


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

    def find(self, asked: Wanted) -> Iterator[Found | Counted]:
        """The first page, then how many there are, then all. Raises LibraryError.

        Counting a million takes a tenth of the time that reading their positions does.
        """
        # An interruption may also come while the sources are looked up.
        with interruptible():
            sources = self.sources(asked.places)
            for found in self.shelf.search.find(asked.query, asked.order, sources):
                yield found
                if not found.complete and not found.articles:
                    number = self.shelf.search.count(asked.query, sources)
                    if number is not None:
                        yield Counted(number)


class ValuesFinder(_OnShelf[Place]):
    """Looks up what a field has in the library, for completing what is typed."""

    def __init__(self, library: Path) -> None:
        from tui.library.values import Values

        super().__init__(library)
        self._values = Values(self.shelf.reading.index, library / INDEX)

    def find(self, asked: Place) -> Iterator[Sequence[tuple[str, int]]]:
        """Values, and in how many stories they are. Raises LibraryError."""
        if asked.field is not None:
            yield self._values.of(asked.field.name, asked.typed)


class UnreadFinder(_OnShelf[Unread]):
    """Counts the unread stories of saved searches."""

    def find(self, asked: Unread) -> Iterator[tuple[str, int]]:
        """One count after the other, up to `MOST_UNREAD`. Raises LibraryError."""
        with interruptible():
            sources = self.sources(asked.places)
            for text, query in asked.queries:
                number = self.shelf.search.count(query, sources, MOST_UNREAD)
                if number is None:
                    return
                yield text, number


class TotalsFinder(_OnShelf[tuple[str, ...]]):
    """Counts what the status line says."""

    def find(self, asked: tuple[str, ...]) -> Iterator[Totals]:
        """The counts over the sources at `asked`. Raises LibraryError."""
        with interruptible():
            yield self.shelf.reading.totals(self.sources(asked))
