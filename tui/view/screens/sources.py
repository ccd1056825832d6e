"""The screen of sources: how each of them is, and the keys to add, rename, pause, remove and ask them. Tells what is wished."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.message_pump import MessagePump
from textual.widgets import Static

from tui.core.overview import kind_name, last_result, next_look
from tui.view.screens.windows import ListWindow
from tui.view.widgets.cells import amount, printable
from tui.view.widgets.notice import Notice
from tui.view.widgets.source_list import SourceList, SourceRow

if TYPE_CHECKING:
    from tui.core.overview import SourceStatus

NO_SOURCES = Notice(
    "No sources yet",
    ("The bundled stories are shown until you add a folder, a site or a feed.",),
    (("a", "add one"), ("esc", "back")),
)
KEYS = "a add  enter look now  R look at all  c cancel  e rename  p pause  d remove  esc back"


class SourcesScreen(ListWindow[None]):
    """Sources; what is wished of them goes to the screen below."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,pagedown,ctrl+d", "list('page_down')", show=False),
        Binding("b,pageup,ctrl+u", "list('page_up')", show=False),
        Binding("enter,r", "wish('look')", "look now"),
        Binding("R", "wish('look at all')", "look at all"),
        Binding("a", "wish('add')", "add"),
        Binding("c", "wish('cancel')", "cancel"),
        Binding("e,f2", "wish('rename')", "rename"),
        Binding("p", "wish('pause')", "pause"),
        Binding("d,delete", "wish('remove')", "remove"),
        Binding("escape", "wish('back')", "back"),
        Binding("q,h,left", "dismiss", "back"),
    ]

    rows: SourceList

    class Wished(Message):
        """Something is wished of a source, or of all of them."""

        def __init__(self, window: SourcesScreen, verb: str, status: SourceStatus | None) -> None:
            super().__init__()
            self.window = window
            self.verb = verb
            self.status = status
            """The source under the cursor; None in an empty list."""

    def __init__(self, below: MessagePump) -> None:
        """`below`: who hears what is wished."""
        super().__init__()
        self._below = below
        self.rows = SourceList()
        self.rows.notice = Notice("Reading …")
        self._reason = Static(classes="reason")
        self._said = Static(classes="said")
        self._statuses: Sequence[SourceStatus] = ()

    def compose(self) -> ComposeResult:
        with Vertical(classes="page pane") as frame:
            frame.border_title = "Sources"
            yield self.rows
            yield self._reason
            yield self._said
            yield Static(Content(KEYS), classes="hint")

    def on_mount(self) -> None:
        self._reason.display = self._said.display = False
        self.rows.focus()

    def on_screen_resume(self) -> None:
        self.action_wish("show")

    def show(
        self, statuses: Sequence[SourceStatus], busy: Collection[str], never: Collection[str], now: datetime
    ) -> None:
        """List the sources; those whose place is in `busy` are being asked now, those in `never` never grouped."""
        self._statuses = statuses
        self.rows.notice = NO_SOURCES
        self.rows.show([_row(s, s.source.place in busy, s.source.place in never, now) for s in statuses])
        self._show_reason()

    def on_line_list_moved(self) -> None:
        self._show_reason()

    def _show_reason(self) -> None:
        """What is wrong with the source under the cursor, in full: its row may be too narrow for it."""
        current, status = self.rows.current, self._current_status()
        wrong = current is not None and not current.busy and bool(status and status.origin and status.origin.message)
        self._reason.display = wrong
        if current is not None and wrong:
            self._reason.update(Content(printable(f"{current.title}: {current.result}.")))

    def say(self, sentence: str) -> None:
        """Say something above the keys; "" = nothing any more."""
        self._said.update(Content(printable(sentence)))
        self._said.display = bool(sentence)

    def action_wish(self, verb: str) -> None:
        self._below.post_message(self.Wished(self, verb, self._current_status()))

    def _current_status(self) -> SourceStatus | None:
        """The source under the cursor."""
        current = self.rows.current
        return next((s for s in self._statuses if current and s.source.place == current.place), None)

    def on_line_list_chosen(self, message: SourceList.Chosen) -> None:
        message.stop()
        self.action_wish("look")


def _row(status: SourceStatus, busy: bool, never: bool, now: datetime) -> SourceRow:
    state, origin = status.state, status.origin
    stories = state.stories if state else 0
    kind = kind_name(status.source.kind, origin.form if origin else "")
    return SourceRow(
        status.source.place,
        status.title,
        f"{kind} · never grouped" if never else kind,
        f"{amount(stories)} {'story' if stories == 1 else 'stories'}",
        "fetching …" if busy else last_result(status, now),
        status.failing,
        busy,
        "" if busy else next_look(status, now),
    )
