"""The reader's screen: stories, the one under the cursor, its coverage. Finds and marks through its threads only."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from tui.errors import LibraryError
from tui.view.actions import ACTIONS, bindings
from tui.view.background import Clerk
from tui.view.messages import Failed, IndexerSaid
from tui.view.notices import coverage_notice, detail_notice, list_notice
from tui.view.screens.adding import AddingScreen
from tui.view.widgets.cells import amount
from tui.view.widgets.covered import Covered
from tui.view.widgets.key_bar import KeyBar, KeyEntry
from tui.view.widgets.status_line import Progress, Status, StatusLine

if TYPE_CHECKING:
    from tui.library.reading import Totals
    from tui.view.marker import Marker
    from tui.view.messages import TotalsLoaded
    from tui.view.sitting import Sitting

AGES_EVERY = 30
"""Seconds after which ages are counted anew."""
ELSEWHERE_EVERY = 2
"""Seconds between looks at whether another process has written to the library: two numbers, on the clerk's thread."""
WHILE_TYPING = (
    ("enter", "to the list", "program_clear", 1),
    ("program.clear", "back; once more clears the search", "program_clear", 2),
    ("tab", "complete", "search_complete", 3),
    ("↑", "asked before", "search_recall", 5),
    ("search.save", "save", "search_save", 4),
)
"""The line of keys while the search bar takes the letters."""


class BrowseScreen(Covered, AddingScreen):
    """Browse, read, search, mark."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings()]

    def __init__(self, sitting: Sitting) -> None:
        super().__init__(sitting)
        self._status = StatusLine()
        self._keys = KeyBar()
        self._totals: Totals | None = None
        self._progress: Progress | None = None
        self._begun = False
        self._indexed = False
        """The indexer has looked through everything once."""

    def compose(self) -> ComposeResult:
        self.panes.fit_window(self.app.size.width, mounted=False)
        if self.tabs is not None:
            yield self.tabs
        yield self.panes
        yield self._status
        yield self._keys

    def on_mount(self) -> None:
        self._tell_time()
        self._show_keys()
        self.panes.show_bundled(self.sitting.chosen.bundled)
        self.say()
        self.first_list()
        self.panes.stories.focus()
        self.clerk = Clerk(self._make_marker, lambda error: self.post(Failed(error)))
        self.set_interval(AGES_EVERY, self._tell_time)
        self.call_after_refresh(self._begin)

    def _make_marker(self) -> Marker:
        """Made on the clerk's thread."""
        from tui.view.marker import Marker

        return Marker(self.sitting.library)

    def _begin(self) -> None:
        """What need not be there at the first paint."""
        self._begun = True
        self.fit_bar()
        self.ask(keep=True)
        self.sitting.indexer.listen(lambda event: self.post(IndexerSaid(event)))
        self.count()
        self.load_saved()
        self.set_interval(ELSEWHERE_EVERY, self._look_about)

    def _look_about(self) -> None:
        # What the own indexer writes meanwhile it tells itself.
        if self._progress is None:
            self.look_elsewhere()

    def update_node_styles(self, animate: bool = True) -> None:
        # Textual styles all that is on a screen once more when it shows it. The first time nothing has changed (9 ms).
        if self._begun:
            super().update_node_styles(animate)

    def on_descendant_focus(self) -> None:
        self._show_keys()
        self._say_status()

    def _show_keys(self) -> None:
        """What the keys do now."""
        typing, keymap = self.bar_open and self.bar.has_input_focus, self.sitting.keymap
        shortest = sorted((action for action in ACTIONS if action.bar), key=lambda action: action.bar)
        listed = ((action.id, action.label, action.action, action.bar) for action in shortest)
        rows = keymap.rows(WHILE_TYPING, typing=True) if typing else keymap.rows(listed)
        self._keys.entries = tuple(KeyEntry(*row) for row in rows)

    # Screen

    def action_view_zoom(self) -> None:
        self.panes.zoomed = not self.panes.zoomed

    def action_view_problems(self) -> None:
        from tui.view.screens.problems import ProblemsScreen

        self.show_window(ProblemsScreen(self.sitting), "view.problems")

    def on_status_line_problems_requested(self) -> None:
        self.action_view_problems()

    def action_view_theme(self) -> None:
        names = sorted(self.app.available_themes)
        self.app.theme = names[(names.index(self.app.theme) + 1) % len(names)]
        self.notify(f'theme = "{self.app.theme}" in config.toml keeps it.', title=self.app.theme, timeout=3)

    def action_view_help(self) -> None:
        from tui.view.screens.help import HelpScreen

        self.show_window(HelpScreen(self.sitting.keymap), "view.help")

    def action_program_palette(self) -> None:
        self.app.action_command_palette()

    async def on_key_bar_pressed(self, message: KeyBar.Pressed) -> None:
        await self.run_action(message.action)

    def action_program_suspend(self) -> None:
        self.app.action_suspend_process()

    def action_program_back(self) -> None:
        if self.panes.in_use is not self.panes.stories:
            self.panes.use(self.panes.stories)
        else:
            self.app.exit()

    def action_program_quit(self) -> None:
        self.app.exit()

    def action_search_sync(self) -> None:
        if not self.sitting.indexer.ask("sync"):
            self.notify("The indexer has stopped: start Broadsheet again.", severity="error")
        # Another reader's marks are no change to the indexer.
        self.ask(keep=True)
        self.count()

    # What is said

    def on_indexer_said(self, message: IndexerSaid) -> None:
        event = message.event
        match event["event"]:
            case "progress":
                self._progress = Progress(str(event["phase"]), int(str(event["done"])), int(str(event["total"])))
            case "changed":
                self.ask(keep=True)
                self.count()
            case "idle":
                self._progress = None
                self._indexed = True
            case "source":
                self.source_said(event)
            case "synced":
                self.synced_said(event)
            case "failed":
                self.fault(LibraryError(str(event["message"]), str(event["advice"])))
            case "unwatched":
                advice = self.sitting.keymap.said("Press {search.sync} to look for new stories.")
                self.fault(LibraryError(str(event["message"]), advice))
            case "ended":
                self._progress = None
                self.fault(
                    LibraryError("The indexer has stopped.", f"{self.sitting.indexer.log} says why; start again.")
                )
        self.say()

    def on_totals_loaded(self, message: TotalsLoaded) -> None:
        self._totals = message.totals
        if not message.totals.stories:
            self.list_sources()  # They are why.
        self.say()
        self.count_saved(all_unread=message.totals.unread)

    def say(self) -> None:
        self._say_status()
        self._say_notices()

    def _say_status(self) -> None:
        shown, totals = self.shown, self._totals
        total = totals.stories if totals is not None and (self.asked_text or totals.stories > (shown or 0)) else shown
        synced = totals.checked_at if totals is not None and self._indexed else None
        minutes = (int(self.panes.now.timestamp()) - (synced or 0)) // 60
        self._status.status = Status(
            # While the search bar is open it says so itself.
            asked=f"/ {self.asked_text}" if self.asked_text and not self.bar_open else "",
            shown=shown,
            total=total,
            unread=totals.unread if totals else 0,
            synced=("now" if minutes < 1 else f"{minutes}m" if minutes < 60 else f"{minutes // 60}h")
            if synced is not None
            else "",
            problems=totals.problems if totals else 0,
            progress=self._progress,
        )
        if shown is not None:
            # Another title repaints the whole pane, so it waits for the number.
            self.panes.show_count(f"{self.list_title} · {amount(shown)}" if shown else self.list_title)
        self.say_note()

    def _say_notices(self) -> None:
        keymap = self.sitting.keymap
        self.panes.say(
            list_notice(
                self.list_fault,
                self.asked_text.strip(),
                self.sitting.chosen,
                self.statuses,
                keymap,
                self.panes.now,
                indexed=self._indexed,
            ),
            detail_notice(),
            coverage_notice(self.panes.story, keymap),
        )

    def _tell_time(self) -> None:
        self.panes.set_now(datetime.now().astimezone())
        self.count_back()
        if self.found is not None:
            self.say()

    def on_unmount(self) -> None:
        self.sitting.indexer.stop()
        self.clerk.finish(1.0)
