"""The list: what is asked for, asked anew, found and shown. Runs no query itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from tui.core.choosing import scope
from tui.errors import BroadsheetError, LibraryError
from tui.library.found import Found
from tui.library.opening import INDEX
from tui.view.background import Seeker
from tui.view.listing import Listing
from tui.view.messages import Failed, SearchFailed, StoriesCounted, StoriesLoaded, TotalsLoaded
from tui.view.screens.reading import ReadingScreen
from tui.view.widgets.cells import no_highlight
from tui.view.widgets.coverage_list import nothing_found

if TYPE_CHECKING:
    from datetime import datetime

    from tui.library.reading import Totals
    from tui.query import Query
    from tui.query.nodes import Node, Order
    from tui.view.finding import Counted, Wanted
    from tui.view.listing import CountReports
    from tui.view.sitting import Sitting
    from tui.view.widgets.search_bar import SearchBar

COUNTED_BACK_EVERY = timedelta(minutes=1)
"""How long a list may stand whose search counts back from now."""


class SearchingScreen(ReadingScreen):
    """Asks for lists and shows them."""

    def __init__(self, sitting: Sitting) -> None:
        super().__init__(sitting)
        self._asked: Query | None = None
        self._typing = False
        """The search in force is as it was typed: its last word need only begin so."""
        self._read_at: datetime | None = None
        """The time that the search in force counts back from."""
        self.shown: int | None = 0
        """How many rows the list has in full; None while that is not known."""
        self.order: Order = "time"
        self.list_fault: BroadsheetError | None = None
        """Why there is no list."""
        self.ready = False
        """The threads run that find and count: soon after the first paint."""
        self._serial = 0
        self._wanted: Wanted | None = None
        self._listed: Wanted | None = None
        """What the list shows."""
        self._marked: Node | None = None
        """What the panes mark."""

    @cached_property
    def bar(self) -> SearchBar:
        """The search bar. Made when it is first wanted: the first paint does not show it (4 ms)."""
        from tui.view.widgets.search_bar import SearchBar

        return SearchBar(placeholder="words, outlet:reuters, since:7d, is:unread …  ? tells more")

    @property
    def bar_open(self) -> bool:
        """Whether the search bar is shown."""
        return "bar" in vars(self) and self.bar.has_class("open")

    @property
    def asked(self) -> Query:
        """The search in force."""
        if self._asked is None:
            from tui.query import Query  # 15 ms, which the first paint need not wait for

            self._asked = Query()
        return self._asked

    @property
    def asked_text(self) -> str:
        """The search in force as it was typed."""
        return self._asked.text if self._asked is not None else ""

    @property
    def asked_at_rest(self) -> str:
        """The search in force as it would be saved: what its unfinished last word means is written out."""
        if not self._typing:
            return self.asked_text
        from tui.query.terms import at_rest

        return at_rest(self.asked_text)

    def say(self) -> None:
        """Bring status line and notices up to date."""
        raise NotImplementedError

    def open_seekers(self) -> None:
        """Start the threads that find and count."""
        from tui.view.finding import ListFinder, TotalsFinder

        self.ready = True
        self._seeker = Seeker(lambda: ListFinder(self.sitting.library), self._deliver_list)
        self._counter = Seeker(lambda: TotalsFinder(self.sitting.library), self._deliver_totals)

    def first_list(self) -> None:
        """The first page straight from the index (about 1 ms), so that the first paint shows stories."""
        reading = self.sitting.shelf.reading
        if not self.sitting.settings.grouping:
            return
        try:
            found = reading.newest(scope(reading.source_ids(), self.sitting.chosen.places))
        except LibraryError as error:
            self.list_fault = error
            self.say()
            return
        self._show(None, found)

    def ask_for(self, text: str, *, keep: bool = False, typing: bool = False) -> Query:
        """Ask for the list of a search, which then is in force unless it is faulty; returns the search.

        `typing`: its last word need only begin so.
        """
        query = self._read(text, typing=typing)
        if not query.faults:
            same = (query.node, query.sort, query.group) == (self.asked.node, self.asked.sort, self.asked.group)
            self._asked, self._typing, self._read_at = query, typing, self.panes.now
            if same:
                self.say()
            else:
                self._find(keep=keep)
        return query

    def ask(self, *, keep: bool) -> None:
        """Ask for the list anew, with its times counted back from now."""
        if self.asked_text:
            self._asked, self._read_at = self._counted_back(), self.panes.now
        self._find(keep=keep)

    def count_back(self) -> None:
        """Ask for the list anew where a minute has changed what its search asks for, as it does of since:1h.

        Only while the list itself is in use: a story that is being read must not give way to the next one.
        """
        if self._read_at is None or self.panes.now - self._read_at < COUNTED_BACK_EVERY:
            return
        if not self.is_current or self.panes.in_use is not self.panes.stories:
            return
        if self._counted_back().node != self.asked.node:
            self.ask(keep=True)

    def _counted_back(self) -> Query:
        """The search in force, its times counted back from now."""
        query = self._read(self.asked_text, typing=self._typing)
        # A range from a relative time to a date ends before it begins one day.
        return self.asked if query.faults else query

    def _read(self, text: str, *, typing: bool) -> Query:
        from tui.query import parse

        return parse(text, now=self.panes.now, typing=typing)

    def _find(self, *, keep: bool) -> None:
        """Have the search in force found."""
        from tui.view.finding import Wanted

        query = self.asked
        if query.group is None and not self.sitting.settings.grouping:
            query = replace(query, group=False)
        if not self.ready:
            self.open_seekers()
        self._serial += 1
        self._wanted = Wanted(query, self.order, self.sitting.chosen.places, keep, self._serial)
        self._seeker.ask(self._wanted)

    def count(self) -> None:
        """Have the library counted anew."""
        self._counter.ask(self.sitting.chosen.places)

    def _deliver_list(self, wanted: Wanted, answer: Found | Counted | BroadsheetError) -> None:
        if isinstance(answer, BroadsheetError):
            self.post(SearchFailed(wanted, answer))
        elif isinstance(answer, Found):
            self.post(StoriesLoaded(wanted, answer))
        else:
            self.post(StoriesCounted(wanted, answer.rows))

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

    def _show(self, wanted: Wanted | None, found: Found) -> None:
        """Show what was found; `wanted` None: the first page of the plain list, before anything was asked."""
        reading = self.sitting.shelf.reading
        stories = self.panes.stories
        rest = wanted is not None and self._listed == wanted
        """It is the rest of a list whose first page stands already."""
        to_end = rest and 0 < stories.cursor == stories.count - 1
        if rest and found.complete and isinstance(stories.source, Listing) and stories.source.grow(found.positions):
            self.found, self.shown = found, len(found.positions)
            stories.add_rows(self.shown)
            if to_end:
                stories.action_last()
            self.say()
            return
        # Until the reader has moved, newer stories that arrive above are seen at once.
        moved = stories.cursor > 0 or stories.scroll_offset.y > 0 or self.panes.in_use is not stories
        keep = wanted is not None and wanted.keep and moved
        if found.articles:
            listing = Listing(found.positions, reading.article_rows, reading.article_at)
        else:
            count = self._reports_counter(wanted.query if wanted is not None else None)
            listing = Listing(found.positions, reading.rows, reading.position, count)
        before = stories.current_id
        if keep and not rest and not found.complete and (before is None or listing.index_of(before) is None):
            return  # The story under the cursor stands below the first page now: the rest, which has it, is on its way.
        self._listed, self.found = wanted, found
        if found.complete:
            self.shown = len(found.positions)
        elif not rest:
            self.shown = None
        self._mark(wanted.query if wanted is not None else None)
        stories.replace(listing, keep=rest or keep)
        if to_end:
            stories.action_last()
        self.say()
        if stories.current_id == before and not rest:
            self.follow()

    def _mark(self, query: Query | None) -> None:
        """Have the panes mark what the query finds."""
        node = query.node if query is not None else None
        if node == self._marked:
            return
        self._marked = node
        if query is None or node is None:
            self.panes.highlight(no_highlight, nothing_found)
            return
        from tui.query.highlights import highlighter
        from tui.query.matching import says

        self.panes.highlight(
            highlighter(query), lambda row, related: says(query, row.article, row.topics, related=related)
        )

    def _reports_counter(self, query: Query | None) -> CountReports:
        """Counts the reports that hold what the query wants, for the stories on screen."""
        if query is None or query.node is None:
            return lambda positions: {}
        from tui.library.reports import reports

        shelf, path = self.sitting.shelf, self.sitting.library / INDEX
        return lambda positions: reports(shelf.reading.index, path, query, positions)
