"""The list: what is asked for, asked anew, found and shown, and its order. Runs no query itself."""

from __future__ import annotations

from dataclasses import replace

from tui.core.choosing import scope
from tui.errors import BroadsheetError, LibraryError
from tui.library.opening import INDEX
from tui.library.reading import Totals
from tui.library.search import Found
from tui.query import Query, parse
from tui.query.nodes import Node, Order
from tui.view.background import Seeker
from tui.view.finding import Counted, ListFinder, TotalsFinder, Wanted
from tui.view.listing import CountReports, Listing
from tui.view.messages import Failed, SearchFailed, StoriesCounted, StoriesLoaded, TotalsLoaded
from tui.view.screens.reading import ReadingScreen
from tui.view.sitting import Sitting
from tui.view.widgets.cells import no_highlight
from tui.view.widgets.coverage_list import CoverageList, nothing_found
from tui.view.widgets.coverage_rows import CoverageSort
from tui.view.widgets.search_bar import SearchBar

ORDERS: tuple[tuple[Order, str], ...] = (
    ("time", "newest first"),
    ("oldest", "oldest first"),
    ("heat", "highest heat first"),
    ("outlets", "most outlets first"),
    ("quality", "highest quality first"),
)
"""How the list can be sorted, and how that is said."""


class SearchingScreen(ReadingScreen):
    """Asks for lists and shows them."""

    def __init__(self, sitting: Sitting) -> None:
        super().__init__(sitting)
        self.bar = SearchBar(placeholder="words, outlet:reuters, since:7d, is:unread …  ? tells more")
        self.asked = Query()
        """The search in force."""
        self.shown: int | None = 0
        """How many rows the list has in full; None while that is not known."""
        self.order: Order = "time"
        self.list_fault: BroadsheetError | None = None
        """Why there is no list."""
        self._wanted = self._want(False, 0)
        self._listed: Wanted | None = None
        """What the list shows."""
        self._marked: Node | None = None
        """What the panes mark."""

    def say(self) -> None:
        """Bring status line and notices up to date."""
        raise NotImplementedError

    def open_seekers(self) -> None:
        """Start the threads that find and count."""
        self._seeker = Seeker(lambda: ListFinder(self.sitting.library), self._deliver_list)
        self._counter = Seeker(lambda: TotalsFinder(self.sitting.library), self._deliver_totals)

    def first_list(self) -> None:
        """The first page straight from the index (about 1 ms), so that the first paint shows stories."""
        shelf = self.sitting.shelf
        try:
            sources = scope(shelf.reading.source_ids(), self.sitting.chosen.places)
            found = next(shelf.search.find(self._wanted.query, self.order, sources), None)
        except LibraryError as error:
            self.list_fault = error
            self.say()
            return
        if found is not None:
            self._show(self._wanted, found)

    def ask_for(self, text: str, *, keep: bool = False, typing: bool = False) -> Query:
        """Ask for the list of a search, which then is in force unless it is faulty; returns the search.

        `typing`: its last word need only begin so.
        """
        query = parse(text, now=self.panes.now, typing=typing)
        if not query.faults:
            same = (query.node, query.sort, query.group) == (self.asked.node, self.asked.sort, self.asked.group)
            self.asked = query
            if same:
                self.say()
            else:
                self.ask(keep=keep)
        return query

    def ask(self, *, keep: bool) -> None:
        """Ask for the list anew."""
        self._wanted = self._want(keep, self._wanted.serial + 1)
        self._seeker.ask(self._wanted)

    def _want(self, keep: bool, serial: int) -> Wanted:
        query = self.asked
        if query.group is None and not self.sitting.settings.grouping:
            query = replace(query, group=False)
        return Wanted(query, self.order, self.sitting.chosen.places, keep, serial)

    def count(self) -> None:
        """Have the library counted anew."""
        self._counter.ask(self.sitting.chosen.places)

    def _deliver_list(self, wanted: Wanted, answer: Found | Counted | BroadsheetError) -> None:
        if isinstance(answer, BroadsheetError):
            self.post(SearchFailed(wanted, answer))
        elif isinstance(answer, Counted):
            self.post(StoriesCounted(wanted, answer.rows))
        else:
            self.post(StoriesLoaded(wanted, answer))

    def _deliver_totals(self, places: tuple[str, ...], answer: Totals | BroadsheetError) -> None:
        self.post(Failed(answer) if isinstance(answer, BroadsheetError) else TotalsLoaded(answer))

    def on_stories_loaded(self, message: StoriesLoaded) -> None:
        if message.wanted == self._wanted:
            self.list_fault = None
            self._show(message.wanted, message.found)

    def on_stories_counted(self, message: StoriesCounted) -> None:
        if message.wanted == self._wanted and self.shown is None:
            self.shown = message.rows
            self.say()

    def on_search_failed(self, message: SearchFailed) -> None:
        if message.wanted == self._wanted:
            self.list_fault = message.error
            self.say()
            self.fault(message.error)

    def _show(self, wanted: Wanted, found: Found) -> None:
        reading = self.sitting.shelf.reading
        stories = self.panes.stories
        rest = self._listed == wanted
        """It is the rest of a list whose first page stands already."""
        to_end = rest and 0 < stories.cursor == stories.count - 1
        # Until the reader has moved, newer stories that arrive above are seen at once.
        moved = stories.cursor > 0 or stories.scroll_offset.y > 0 or self.panes.in_use is not stories
        self._listed, self.found = wanted, found
        if found.complete:
            self.shown = len(found.positions)
        elif not rest:
            self.shown = None
        self._mark(wanted.query)
        before = stories.current_id
        if found.articles:
            listing = Listing(found.positions, reading.article_rows, reading.article_at)
        else:
            listing = Listing(found.positions, reading.rows, reading.position, self._reports_counter(wanted.query))
        stories.replace(listing, keep=rest or (wanted.keep and moved))
        if to_end:
            stories.action_last()
        self.say()
        if stories.current_id == before and not rest:
            self.show_story()

    def _mark(self, query: Query) -> None:
        """Have the panes mark what the query finds."""
        if query.node == self._marked:
            return
        self._marked = query.node
        if query.node is None:
            self.panes.highlight(no_highlight, nothing_found)
            return
        from tui.query.highlights import highlighter
        from tui.query.matching import says

        self.panes.highlight(highlighter(query), lambda row: says(query, row.article, row.topics))

    def _reports_counter(self, query: Query) -> CountReports:
        """Counts the reports that hold what the query wants, for the stories on screen."""
        if query.node is None:
            return lambda positions: {}
        from tui.library.reports import reports

        shelf, path = self.sitting.shelf, self.sitting.library / INDEX
        return lambda positions: reports(shelf.reading.index, path, query, positions)

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
        if chosen is not None:
            self.order = chosen
            self.ask(keep=False)
