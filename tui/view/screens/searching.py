"""The list: what is asked for, asked anew, found and shown; the search bar, the order, filters. Runs no query itself."""

from __future__ import annotations

from dataclasses import replace

from tui.core.choosing import scope
from tui.errors import BroadsheetError, LibraryError
from tui.library.reading import Totals
from tui.library.search import Found
from tui.query import Query, parse
from tui.query.nodes import Order
from tui.view.background import Seeker
from tui.view.finding import ListFinder, TotalsFinder, Wanted
from tui.view.listing import Listing
from tui.view.messages import Failed, SearchFailed, StoriesLoaded, TotalsLoaded
from tui.view.screens.reading import ReadingScreen
from tui.view.sitting import Sitting
from tui.view.widgets.cells import Highlight, no_highlight
from tui.view.widgets.coverage_list import CoverageList
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
        self.bar = SearchBar(placeholder="words, outlet:reuters, since:7d, is:unread …")
        self.asked = Query()
        """The search in force."""
        self.order: Order = "time"
        self.list_fault: BroadsheetError | None = None
        """Why there is no list."""
        self._wanted = self._want(False, 0)

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

    def _deliver_list(self, wanted: Wanted, answer: Found | BroadsheetError) -> None:
        if isinstance(answer, BroadsheetError):
            self.post(SearchFailed(wanted, answer))
        else:
            self.post(StoriesLoaded(wanted, answer))

    def _deliver_totals(self, places: tuple[str, ...], answer: Totals | BroadsheetError) -> None:
        self.post(Failed(answer) if isinstance(answer, BroadsheetError) else TotalsLoaded(answer))

    def on_stories_loaded(self, message: StoriesLoaded) -> None:
        if message.wanted == self._wanted:
            self.list_fault = None
            self._show(message.wanted, message.found)

    def on_search_failed(self, message: SearchFailed) -> None:
        if message.wanted == self._wanted:
            self.list_fault = message.error
            self.say()
            self.fault(message.error)

    def _show(self, wanted: Wanted, found: Found) -> None:
        reading = self.sitting.shelf.reading
        self.found = found
        # Until the reader has moved, newer stories that arrive above are seen at once.
        stories = self.panes.stories
        keep = wanted.keep and (stories.cursor > 0 or stories.scroll_offset.y > 0 or self.panes.in_use is not stories)
        self.panes.highlight(self._highlighter(wanted.query))
        before = stories.current_id
        if found.articles:
            listing = Listing(found.positions, reading.article_rows, reading.article_at)
        else:
            listing = Listing(found.positions, reading.rows, reading.position)
        stories.replace(listing, keep=keep)
        self.say()
        if stories.current_id == before:
            self.show_story()

    def _highlighter(self, query: Query) -> Highlight:
        if query.node is None:
            return no_highlight
        from tui.query.highlights import highlighter

        return highlighter(query)

    def action_search_find(self) -> None:
        self.bar.add_class("open")
        self.bar.focus()

    def on_search_bar_asked(self, message: SearchBar.Asked) -> None:
        query = parse(message.text, now=self.panes.now)
        if query.faults:
            fault = query.faults[0]
            self.bar.show_fault(fault.message, fault.start, fault.end)
        elif (query.node, query.sort, query.group) != (self.asked.node, self.asked.sort, self.asked.group):
            self.asked = query
            self.ask(keep=False)
        else:
            self.asked = query
            self.say()

    def on_search_bar_accepted(self, message: SearchBar.Accepted) -> None:
        self._leave_bar()

    def _leave_bar(self) -> None:
        if self.bar.text != self.asked.text:
            # What could not be understood is not in force: the bar must not say that it is.
            self.bar.text = self.asked.text
        self.bar.remove_class("open")
        self.panes.use(self.panes.stories)
        self.say()

    def action_program_clear(self) -> None:
        if self.bar.has_input_focus:
            self._leave_bar()
        elif self.let_go():
            return
        elif self.panes.in_use is not self.panes.stories:
            self.panes.use(self.panes.stories)
        elif self.panes.zoomed:
            self.panes.zoomed = False
        elif self.asked.text:
            self.bar.text = ""
            self.asked = Query()
            self.ask(keep=True)

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

    def action_search_topics(self) -> None:
        story = self.current_story()
        if story is None:
            return
        options = [(f'topic:"{topic}"', topic) for topic in story.lead.topics]
        outlet = story.lead.article.provider.outlet
        if outlet:
            options.append((f'outlet:"{outlet}"', outlet))
        if not options:
            self.warn("This story has neither topics nor an outlet.")
            return
        from tui.view.screens.asking import Choose

        self.app.push_screen(Choose("Show only", options), self.add_to_search)

    def add_to_search(self, term: str | None) -> None:
        """Narrow the list by one more term."""
        if term and term not in self.asked.text:
            text = f"{self.asked.text} {term}".strip()
            self.bar.text = text
            self.asked = parse(f"{text} ", now=self.panes.now)
            self.ask(keep=True)
