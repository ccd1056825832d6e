"""The reader's screen: stories, the one under the cursor, its coverage. Finds and marks through its threads only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.timer import Timer

from tui.errors import BroadsheetError, LibraryError
from tui.library.reading import Totals
from tui.library.search import Found
from tui.model import Article, Story
from tui.query import Query, parse
from tui.query.nodes import Order
from tui.view.actions import ACTIONS, bindings, shown
from tui.view.background import Clerk, Seeker
from tui.view.finding import ListFinder, TotalsFinder, Wanted
from tui.view.listing import Listing
from tui.view.marker import Marker
from tui.view.messages import Failed, IndexerSaid, Marked, SearchFailed, StoriesLoaded, TotalsLoaded
from tui.view.notices import coverage_notice, detail_notice, list_notice
from tui.view.panes import Panes
from tui.view.screens.opening import OpeningScreen
from tui.view.sitting import Sitting
from tui.view.widgets.cells import Highlight, amount, no_highlight
from tui.view.widgets.coverage_list import CoverageList
from tui.view.widgets.coverage_rows import CoverageSort
from tui.view.widgets.detail import Detail
from tui.view.widgets.key_bar import KeyBar, KeyEntry
from tui.view.widgets.line_list import LineList
from tui.view.widgets.search_bar import SearchBar
from tui.view.widgets.status_line import Progress, Status, StatusLine
from tui.view.widgets.story_list import StoryList

FOLLOW_AFTER = 0.04
"""Seconds between the list's cursor and the other panes: a held key moves the cursor only, an eye sees no delay."""
AGES_EVERY = 30
"""Seconds after which ages are counted anew."""


class BrowseScreen(OpeningScreen):
    """Browse, read, search, mark."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings()]

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self.sitting = sitting
        self.panes = Panes()
        self._bar = SearchBar(placeholder="words, outlet:reuters, since:7d, is:unread …")
        self._status = StatusLine()
        self._keys = KeyBar()
        self._query = Query()
        self._order: Order = "time"
        self._wanted = Wanted(self._query, self._order, sitting.chosen.places, False, 0)
        self._found: Found | None = None
        self._totals: Totals | None = None
        self._progress: Progress | None = None
        self._synced: datetime | None = None
        self._indexed = False
        """The indexer has looked through everything once."""
        self._follow: Timer | None = None
        self._fault: BroadsheetError | None = None

    def compose(self) -> ComposeResult:
        yield self.panes
        yield self._bar
        yield self._status
        yield self._keys

    def on_mount(self) -> None:
        self._tell_time()
        self._keys.entries = tuple(
            KeyEntry(shown(action.keys[0]), action.label, action.action, action.bar)
            for action in sorted(ACTIONS, key=lambda action: action.bar)
            if action.bar
        )
        self._say_notices()
        self._first_list()
        self.panes.stories.focus()
        self._seeker = Seeker(lambda: ListFinder(self.sitting.library), self._deliver_list)
        self._counter = Seeker(lambda: TotalsFinder(self.sitting.library), self._deliver_totals)
        self._clerk = Clerk(lambda: Marker(self.sitting.library), lambda error: self._post(Failed(error)))
        self.set_interval(AGES_EVERY, self._tell_time)
        self.call_after_refresh(self._begin)

    def _first_list(self) -> None:
        """The first page straight from the index (about 1 ms), so that the first paint shows stories."""
        try:
            finder = self.sitting.shelf
            from tui.core.choosing import scope

            sources = scope(finder.reading.source_ids(), self.sitting.chosen.places)
            found = next(finder.search.find(self._query, self._order, sources), None)
        except LibraryError as error:
            self._fault = error
            self._say_notices()
            return
        if found is not None:
            self._show(self._wanted, found)

    def _begin(self) -> None:
        """What need not be there at the first paint."""
        self.sitting.indexer.listen(lambda event: self._post(IndexerSaid(event)))
        self._ask(keep=True)
        self._count()

    # The list

    def _ask(self, *, keep: bool) -> None:
        """Ask for the list anew."""
        self._wanted = Wanted(self._query, self._order, self.sitting.chosen.places, keep, self._wanted.serial + 1)
        self._seeker.ask(self._wanted)

    def _count(self) -> None:
        self._counter.ask(self.sitting.chosen.places)

    def _deliver_list(self, wanted: Wanted, answer: Found | BroadsheetError) -> None:
        if isinstance(answer, BroadsheetError):
            self._post(SearchFailed(wanted, answer))
        else:
            self._post(StoriesLoaded(wanted, answer))

    def _deliver_totals(self, places: tuple[str, ...], answer: Totals | BroadsheetError) -> None:
        self._post(Failed(answer) if isinstance(answer, BroadsheetError) else TotalsLoaded(answer))

    def _post(self, message: StoriesLoaded | SearchFailed | TotalsLoaded | Failed | Marked | IndexerSaid) -> None:
        """Send a message from another thread; one that comes after the reader has quit goes nowhere."""
        if self.app.is_running:
            self.post_message(message)

    def on_stories_loaded(self, message: StoriesLoaded) -> None:
        if message.wanted == self._wanted:
            self._fault = None
            self._show(message.wanted, message.found)

    def on_search_failed(self, message: SearchFailed) -> None:
        if message.wanted == self._wanted:
            self._fault = message.error
            self._say_notices()
            self.fault(message.error)

    def _show(self, wanted: Wanted, found: Found) -> None:
        reading = self.sitting.shelf.reading
        self._found = found
        # Until the reader has moved, newer stories that arrive above are seen at once.
        stories = self.panes.stories
        keep = wanted.keep and (stories.cursor > 0 or stories.scroll_offset.y > 0 or self.panes.in_use is not stories)
        self.panes.highlight(self._highlighter(wanted.query))
        before = stories.current_id
        stories.replace(Listing(found.positions, reading.rows, reading.position), keep=keep)
        self._say_notices()
        self._say_status()
        if stories.current_id == before:
            self._show_story()

    def _highlighter(self, query: Query) -> Highlight:
        if query.node is None:
            return no_highlight
        from tui.query.highlights import highlighter

        return highlighter(query)

    # The story under the cursor

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        if message.sender is self.panes.stories:
            if self._follow is not None:
                self._follow.stop()
            self._follow = self.set_timer(FOLLOW_AFTER, self._show_story)

    def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        self.action_move_enter()

    def _show_story(self) -> Story | None:
        """Bring detail and coverage to the story under the cursor; returns it."""
        if self._follow is not None:
            self._follow.stop()
            self._follow = None
        ident = self.panes.stories.current_id
        try:
            story = self.sitting.shelf.reading.story(ident) if ident is not None and ident >= 0 else None
        except LibraryError as error:
            self.fault(error)
            story = None
        self.panes.show_story(story)
        return story

    def current_story(self) -> Story | None:
        return self._show_story() if self._follow is not None else self.panes.story

    def story_wanted(self) -> None:
        self._show_story()
        if self.panes.in_use is not self.panes.stories:
            self._mark_current_read()

    def action_move_enter(self) -> None:
        story = self.current_story()
        pane = self.panes.in_use
        if story is None:
            return
        if isinstance(pane, StoryList):
            self.panes.use(self.panes.detail)
            self._mark_current_read()
        elif isinstance(pane, Detail):
            if self.panes.coverage.count:
                self.panes.use(self.panes.coverage)
            else:
                self.notify("This story has no coverage.", timeout=2)
        else:
            self.action_open_browser()

    def on_detail_link_requested(self, message: Detail.LinkRequested) -> None:
        self.open_link(message.url)

    # Marks

    def _mark(self, task: Callable[[Marker], str], *, aloud: bool = False, as_said: str = "{}") -> None:
        def do(marker: Marker) -> None:
            said = task(marker)
            self._post(Marked(as_said.format(said) if said else "", aloud=aloud))

        self._clerk.do(do)

    def _mark_current_read(self) -> None:
        story = self.panes.story
        if story is not None and (not story.row.read or story.row.fresh):
            self._mark(lambda marker: marker.read([story.row.id]))

    def article_opened(self, article: Article) -> None:
        story = self.panes.story
        if story is None:
            return
        self._mark(lambda marker: marker.read([story.row.id]))
        if article.key not in {row.article.key for row in story.coverage}:
            self._mark(lambda marker: marker.seen(article.key))

    def action_story_star(self) -> None:
        ident = self.panes.stories.current_id
        if ident is not None:
            self._mark(lambda marker: marker.star(ident))

    def action_story_read(self) -> None:
        row = self.panes.stories.current
        if row is not None:
            self._mark(lambda marker: marker.turn_read(row.id, not row.read))

    def action_story_all_read(self) -> None:
        if self._found is not None and len(self._found.positions):
            positions = self._found.positions[:]
            self._mark(lambda marker: marker.read_listed(positions), aloud=True, as_said="{}. Press u to take it back.")

    def action_story_undo(self) -> None:
        def undo(marker: Marker) -> str:
            said = marker.undo()
            return f"Taken back: {said}." if said else "There is nothing to take back."

        self._mark(undo, aloud=True)

    def on_marked(self, message: Marked) -> None:
        if message.aloud and message.said:
            self.notify(message.said[0].upper() + message.said[1:], timeout=4, markup=False)
        if message.said:
            source = self.panes.stories.source
            if isinstance(source, Listing):
                source.forget()
            self.panes.stories.forget_rows()
            self._show_story()
            self._count()

    def on_failed(self, message: Failed) -> None:
        self.fault(message.error)

    # Searching

    def action_search_find(self) -> None:
        self._bar.add_class("open")
        self._bar.focus()

    def on_search_bar_asked(self, message: SearchBar.Asked) -> None:
        query = parse(message.text, now=self.panes.now)
        if query.faults:
            fault = query.faults[0]
            self._bar.show_fault(fault.message, fault.start, fault.end)
        elif (query.node, query.sort, query.group) != (self._query.node, self._query.sort, self._query.group):
            self._query = query
            self._ask(keep=False)
        else:
            self._query = query
            self._say_status()

    def on_search_bar_accepted(self, message: SearchBar.Accepted) -> None:
        self._leave_bar()

    def _leave_bar(self) -> None:
        if self._bar.text != self._query.text:
            # What could not be understood is not in force: the bar must not say that it is.
            self._bar.text = self._query.text
        self._bar.remove_class("open")
        self.panes.use(self.panes.stories)
        self._say_status()

    def action_program_clear(self) -> None:
        if self._bar.has_input_focus:
            self._leave_bar()
        elif self.panes.in_use is not self.panes.stories:
            self.panes.use(self.panes.stories)
        elif self.panes.zoomed:
            self.panes.zoomed = False
        elif self._query.text:
            self._bar.text = ""
            self._query = Query()
            self._ask(keep=True)

    def action_program_back(self) -> None:
        if self.panes.in_use is not self.panes.stories:
            self.panes.use(self.panes.stories)
        else:
            self.app.exit()

    def action_program_quit(self) -> None:
        self.app.exit()

    def action_search_sort(self) -> None:
        if isinstance(self.panes.in_use, CoverageList):
            every = list(CoverageSort)
            coverage = self.panes.coverage
            coverage.sort = every[(every.index(coverage.sort) + 1) % len(every)]
            return
        from tui.view.screens.asking import Choose

        self.app.push_screen(Choose("Sort by", ORDERS, self._query.sort or self._order), self._sort_by)

    def _sort_by(self, order: str | None) -> None:
        chosen = next((name for name, _ in ORDERS if name == order), None)
        if chosen is not None:
            self._order = chosen
            self._ask(keep=False)

    def action_search_topics(self) -> None:
        story = self.current_story()
        if story is None:
            return
        options = [(f'topic:"{topic}"', topic) for topic in story.lead.topics]
        outlet = story.lead.article.provider.outlet
        if outlet:
            options.append((f'outlet:"{outlet}"', outlet))
        if not options:
            self.notify("This story has neither topics nor an outlet.", timeout=3)
            return
        from tui.view.screens.asking import Choose

        self.app.push_screen(Choose("Show only", options), self.add_to_search)

    def add_to_search(self, term: str | None) -> None:
        """Narrow the list by one more term."""
        if term and term not in self._query.text:
            text = f"{self._query.text} {term}".strip()
            self._bar.text = text
            self._query = parse(f"{text} ", now=self.panes.now)
            self._ask(keep=True)

    def action_search_sync(self) -> None:
        if not self.sitting.indexer.ask("sync"):
            self.notify("The indexer has stopped: start Broadsheet again.", severity="error")

    # Screen

    def action_view_zoom(self) -> None:
        self.panes.zoomed = not self.panes.zoomed

    def action_view_problems(self) -> None:
        from tui.view.screens.problems import ProblemsScreen

        self.app.push_screen(ProblemsScreen(self.sitting))

    def on_status_line_problems_requested(self) -> None:
        self.action_view_problems()

    def action_view_theme(self) -> None:
        names = sorted(self.app.available_themes)
        self.app.theme = names[(names.index(self.app.theme) + 1) % len(names)]
        self.notify(f'theme = "{self.app.theme}" in config.toml keeps it.', title=self.app.theme, timeout=3)

    def action_view_help(self) -> None:
        from tui.view.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.sitting.settings.keys))

    def action_program_palette(self) -> None:
        self.app.action_command_palette()

    async def on_key_bar_pressed(self, message: KeyBar.Pressed) -> None:
        await self.run_action(message.action)

    # What is said

    def on_indexer_said(self, message: IndexerSaid) -> None:
        event = message.event
        match event["event"]:
            case "progress":
                self._progress = Progress(str(event["phase"]), int(str(event["done"])), int(str(event["total"])))
            case "changed":
                self._ask(keep=True)
                self._count()
            case "idle":
                self._progress = None
                self._indexed = True
                self._synced = datetime.now().astimezone()
            case "failed":
                self.fault(LibraryError(str(event["message"]), str(event["advice"])))
            case "ended":
                self._progress = None
                self.fault(
                    LibraryError("The indexer has stopped.", f"{self.sitting.indexer.log} says why; start again.")
                )
        self._say_status()
        self._say_notices()

    def on_totals_loaded(self, message: TotalsLoaded) -> None:
        self._totals = message.totals
        self._say_status()
        self._say_notices()

    def _say_status(self) -> None:
        found, totals = self._found, self._totals
        shown = len(found.positions) if found is not None else 0
        total = totals.stories if totals is not None and (self._query.text or totals.stories > shown) else shown
        minutes = int((self.panes.now - self._synced).total_seconds()) // 60 if self._synced else 0
        self._status.status = Status(
            asked=f"/ {self._query.text}" if self._query.text else "",
            shown=shown,
            total=total,
            unread=totals.unread if totals else 0,
            synced=("now" if minutes < 1 else f"{minutes}m" if minutes < 60 else f"{minutes // 60}h")
            if self._synced
            else "",
            problems=totals.problems if totals else 0,
            progress=self._progress,
        )
        self.panes.show_count(f"Stories · {amount(shown)}" if shown else "Stories")
        if self._bar.has_class("open") and found is not None and found.complete:
            self._bar.show_note(f"{shown:,} {'story' if shown == 1 else 'stories'}" if shown else "Nothing matches.")

    def _say_notices(self) -> None:
        self.panes.say(
            list_notice(self._fault, self._query.text, self.sitting.chosen, indexed=self._indexed),
            detail_notice(),
            coverage_notice(self.panes.story),
        )

    def _tell_time(self) -> None:
        self.panes.set_now(datetime.now().astimezone())
        if self._found is not None:
            self._say_status()

    def on_unmount(self) -> None:
        self.sitting.indexer.stop()
        self._clerk.finish(1.0)


ORDERS: tuple[tuple[Order, str], ...] = (
    ("time", "newest first"),
    ("oldest", "oldest first"),
    ("heat", "highest heat first"),
    ("outlets", "most outlets first"),
    ("quality", "highest quality first"),
)
"""How the list can be sorted, and how that is said."""
