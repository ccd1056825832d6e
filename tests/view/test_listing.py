"""The list's rows are read when they are shown, and what is known of the first page stays when the rest comes."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from tui.model import StoryRow
from tui.view.listing import PAGE, Listing


class Library:
    """Rows and counts of reports by position, and which were asked for."""

    def __init__(self) -> None:
        self.read: list[int] = []
        self.counted: list[int] = []

    def rows(self, positions: Sequence[int]) -> dict[int, StoryRow]:
        self.read += positions
        return {position: StoryRow(position * 10, str(position), "", None, None) for position in positions}

    def reports(self, positions: Sequence[int]) -> dict[int, int]:
        self.counted += positions
        return {position: 3 for position in positions if position % 2}

    def listing(self, positions: range) -> Listing:
        return Listing(array("q", positions), self.rows, lambda story: story // 10, self.reports)


def test_pages_are_read_once_and_when_they_are_shown() -> None:
    library = Library()
    listing = library.listing(range(1000, 0, -1))
    assert [listing.row(index).title for index in (0, 5, PAGE - 1)] == ["1000", "995", "937"]  # type: ignore[union-attr]
    assert library.read == list(range(1000, 1000 - PAGE, -1))
    assert [listing.reports(index) for index in (1, 2)] == [3, 0]
    assert len(library.counted) < 20, "a few rows are looked at, not a page of them"


def test_the_rest_joins_the_first_page() -> None:
    library = Library()
    listing = library.listing(range(1000, 1000 - 2 * PAGE, -1))
    assert listing.row(3)
    read = len(library.read)
    assert listing.grow(array("q", range(1000, 0, -1)))
    assert len(listing) == 1000
    assert listing.row(3)
    assert len(library.read) == read
    assert listing.index_of(50) == 995


def test_another_list_is_not_taken_for_the_rest() -> None:
    listing = Library().listing(range(1000, 1000 - 2 * PAGE, -1))
    assert not listing.grow(array("q", range(2000, 0, -1)))
    assert len(listing) == 2 * PAGE


def test_a_story_is_found_in_any_order() -> None:
    assert Library().listing(range(1, 900)).index_of(70) == 6
    assert Library().listing(range(900, 0, -1)).index_of(70) == 893
    assert Library().listing(range(900, 0, -1)).index_of(9_999_990) is None
