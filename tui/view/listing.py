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
REPORTS_PAGE = 8
"""Stories whose reports are looked through at once: a story may have a hundred, and few rows are on screen."""
PAGES_KEPT = 64

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
        self._read = read
        self._locate = locate
        self._count_reports = count_reports
        self._pages: OrderedDict[int, Mapping[int, StoryRow]] = OrderedDict()
        self._reports: OrderedDict[int, Mapping[int, int]] = OrderedDict()
        self.positions = positions
        self._descending = _descends(positions)

    def grow(self, positions: array[int]) -> bool:
        """Take the rest in: positions that begin with those that are here; False, and nothing done, where they do not."""
        here = len(self.positions)
        if here % PAGE or positions[:here] != self.positions:
            return False
        self.positions = positions
        self._descending = _descends(positions)
        return True

    def __len__(self) -> int:
        return len(self.positions)

    def row(self, index: int) -> StoryRow | None:
        """The row; None where the story has moved since: a newer listing is on its way."""
        return self._page(self._pages, PAGE, self._read, index).get(self.positions[index])

    def reports(self, index: int) -> int:
        """In how many of its reports the story holds what is searched for."""
        return self._page(self._reports, REPORTS_PAGE, self._count_reports, index).get(self.positions[index], 0)

    def _page(
        self,
        kept: OrderedDict[int, Mapping[int, Of]],
        size: int,
        read: Callable[[Sequence[int]], Mapping[int, Of]],
        index: int,
    ) -> Mapping[int, Of]:
        number = index // size
        page = kept.get(number)
        if page is None:
            page = read(self.positions[number * size : (number + 1) * size])
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


def _descends(positions: array[int]) -> bool:
    return len(positions) < 2 or positions[0] > positions[-1]
