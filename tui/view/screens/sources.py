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
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.core.overview import kind_name, last_result, next_look
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
_KEYS = "a add  enter look now  R look at all  c cancel  e rename  p pause  d remove  esc back"


class SourcesScreen(ModalScreen[None]):
    """Sources; what is wished of them goes to the screen below."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down,tab", "list('cursor_down')", show=False),
        Binding("k,up,shift+tab", "list('cursor_up')", show=False),
        Binding("g,home", "list('first')", show=False),
        Binding("G,end", "list('last')", show=False),
        Binding("space,pagedown,ctrl+d", "list('page_down')", show=False),
        Binding("b,pageup,ctrl+u", "list('page_up')", show=False),
        Binding("enter,r", "wish('look')", "look now"),
        Binding("R", "wish('look at all')", "look at all"),
        Binding("a", "wish('add')", "add"),
        Binding("c", "wish('cancel')", "cancel"),
        Binding("e,f2", "wish('rename')", "rename"),
        Binding("p", "wish('pause')", "pause"),
        Binding("d,delete", "wish('remove')", "remove"),
        Binding("escape,q,h,left,F", "dismiss", "back"),
    ]

    class Wished(Message):
        """Something is wished of a source, or of all of them."""

        def __init__(self, verb: str, status: SourceStatus | None) -> None:
            super().__init__()
            self.verb = verb
            self.status = status
            """The source under the cursor; None in an empty list."""

    def __init__(self, below: MessagePump) -> None:
        """`below`: who hears what is wished."""
        super().__init__()
        self._below = below
        self._list = SourceList()
        self._list.notice = Notice("Reading …")
        self._said = Static(Content(_KEYS), classes="hint")
        self._statuses: Sequence[SourceStatus] = ()

    def compose(self) -> ComposeResult:
        with Vertical(classes="page pane") as frame:
            frame.border_title = "Sources"
            yield self._list
            yield self._said

    def on_mount(self) -> None:
        self._list.focus()

    def show(self, statuses: Sequence[SourceStatus], busy: Collection[str], now: datetime) -> None:
        """List the sources; those whose place is in `busy` are being asked now."""
        self._statuses = statuses
        self._list.notice = NO_SOURCES
        self._list.show([_row(status, status.source.place in busy, now) for status in statuses])

    def say(self, sentence: str) -> None:
        """Say something below the list; "" = the keys."""
        self._said.update(Content(printable(sentence) or _KEYS))

    def action_list(self, name: str) -> None:
        getattr(self._list, f"action_{name}")()

    def action_wish(self, verb: str) -> None:
        current = self._list.current
        status = next((s for s in self._statuses if current and s.source.place == current.place), None)
        self._below.post_message(self.Wished(verb, status))

    def on_line_list_chosen(self, message: SourceList.Chosen) -> None:
        message.stop()
        self.action_wish("look")


def _row(status: SourceStatus, busy: bool, now: datetime) -> SourceRow:
    state, origin = status.state, status.origin
    stories = state.stories if state else 0
    return SourceRow(
        status.source.place,
        status.title,
        kind_name(status.source.kind, origin.form if origin else ""),
        f"{amount(stories)} {'story' if stories == 1 else 'stories'}",
        "fetching …" if busy else last_result(status, now),
        status.failing,
        busy,
        "" if busy else next_look(status, now),
    )
