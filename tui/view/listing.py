"""The stories that a search found, as the list draws them: positions, and pages of rows read when they are shown.

Belongs to the interface's thread, on which a page costs about 0.1 ms at any size of library.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from tui.model import StoryRow

PAGE = 64
"""Rows read at once."""
PAGES_KEPT = 32

Of = TypeVar("Of")

ReadRows = Callable[[Sequence[int]], Mapping[int, StoryRow]]
"""Rows by position."""
CountReports = Callable[[Sequence[int]], Mapping[int, int]]
"""In how many of their reports stories hold what is searched for, by position; 0 may be left out."""


class Listing:
    """A `StorySource` over positions in the library."""

    def __init__(
        self,
        positions: array[int],
        read: ReadRows,
        locate: Callable[[int], int | None],
        count_reports: CountReports = lambda positions: {},
    ) -> None:
        """`locate`: the position of a story's row in the library now."""
        self.positions = positions
        self._read = read
        self._locate = locate
        self._count_reports = count_reports
        self._pages: OrderedDict[int, Mapping[int, StoryRow]] = OrderedDict()
        self._reports: OrderedDict[int, Mapping[int, int]] = OrderedDict()
        self._descending = len(positions) < 2 or positions[0] > positions[-1]

    def __len__(self) -> int:
        return len(self.positions)

    def row(self, index: int) -> StoryRow | None:
        """The row; None where the story has moved since: a newer listing is on its way."""
        return self._page(self._pages, self._read, index).get(self.positions[index])

    def reports(self, index: int) -> int:
        """In how many of its reports the story holds what is searched for."""
        return self._page(self._reports, self._count_reports, index).get(self.positions[index], 0)

    def _page(
        self, kept: OrderedDict[int, Mapping[int, Of]], read: Callable[[Sequence[int]], Mapping[int, Of]], index: int
    ) -> Mapping[int, Of]:
        number = index // PAGE
        page = kept.get(number)
        if page is None:
            page = read(self.positions[number * PAGE : (number + 1) * PAGE])
            kept[number] = page
            if len(kept) > PAGES_KEPT:
                kept.popitem(last=False)
        else:
            kept.move_to_end(number)
        return page

    def id_at(self, index: int) -> int:
        """The story's id; a negative number for one that has moved since."""
        row = self.row(index)
        return row.id if row is not None else -1 - self.positions[index]

    def index_of(self, story: int) -> int | None:
        """Where the story stands in this listing."""
        position = self._locate(story)
        if position is None:
            return None
        if self._descending:
            index = bisect_left(self.positions, -position, key=lambda held: -held)
            if index < len(self.positions) and self.positions[index] == position:
                return index
        try:
            return self.positions.index(position)
        except ValueError:
            return None

    def forget(self) -> None:
        """Read every row anew: marks have changed."""
        self._pages.clear()
