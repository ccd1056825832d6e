"""The order of the list and of the coverage: chosen, said in the search where that says one. Sorts nothing itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.view.screens.searching import SearchingScreen
from tui.view.widgets.coverage_list import CoverageList
from tui.view.widgets.coverage_rows import CoverageSort

if TYPE_CHECKING:
    from tui.query.nodes import Order

ORDERS: tuple[tuple[Order, str], ...] = (
    ("time", "newest first"),
    ("oldest", "oldest first"),
    ("first", "by first report, the latest event first"),
    ("heat", "highest heat first"),
    ("outlets", "most outlets first"),
    ("quality", "highest quality first"),
)
"""How the list can be sorted, and how that is said."""


class SortingScreen(SearchingScreen):
    """Lets the reader choose an order."""

    def action_search_sort(self) -> None:
        if isinstance(self.panes.in_use, CoverageList):
            every = list(CoverageSort)
            coverage = self.panes.coverage
            coverage.sort = every[(every.index(coverage.sort) + 1) % len(every)]
            return
        from tui.view.screens.asking import Choose

        self.app.push_screen(Choose("Sort by", ORDERS, self.asked.sort or self.order), self._sort_by)

    def _sort_by(self, order: str | None) -> None:
        chosen = next((name for name, _ in ORDERS if name == order), None)
        if chosen is None:
            return
        if self.asked.sort is None:
            self.order = chosen
            self.ask(keep=False)
            return
        from tui.query.terms import ordered

        # What the search says goes before the list's own order, and stands in the bar: it says the new one.
        self.bar.text = ordered(self.asked_at_rest, chosen)
        self.ask_for(self.bar.text, typing=True)
