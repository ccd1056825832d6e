"""The window of saved searches: run, put in order, rename, delete. Stores nothing: it tells the screen what is wished."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.message_pump import MessagePump
from textual.strip import Strip
from textual.widgets import Static

from tui.view.screens.windows import ListWindow
from tui.view.widgets.cells import Line, amount, padded
from tui.view.widgets.line_list import LineList
from tui.view.widgets.notice import Notice

if TYPE_CHECKING:
    from tui.core.searches import Saved
    from tui.view.keymap import Keymap
    from tui.view.widgets.line_list import RowState

_KEYS = "enter run  e edit  r rename  J K move  d delete  u undo"
_EMPTY, _MOST = 8, 20
"""Lines of the list without a search, and with many."""
_NAME = 28
_COUNT = 14


class Picked(NamedTuple):
    """What the reader chose."""

    saved: Saved
    edit: bool
    """It is to be changed in the search bar first."""


class SavedList(LineList):
    """Saved searches, one a line: name, what it asks, how many of its stories are unread."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"saved-list--unread"}

    def __init__(self) -> None:
        super().__init__()
        self._searches: Sequence[Saved] = ()
        self._counts: Mapping[str, str] = {}

    def show(self, searches: Sequence[Saved], counts: Mapping[str, str]) -> None:
        """List these; the cursor stays on its search. `counts`: search → what is said of it at right."""
        before = self.current
        names = [each.name for each in searches]
        at = names.index(before.name) if before is not None and before.name in names else self.cursor
        changed = list(searches) != list(self._searches)
        self._searches, self._counts = searches, counts
        if changed:
            self.show_rows(len(searches), at)
        else:
            self.forget_rows()

    @property
    def current(self) -> Saved | None:
        """The search under the cursor."""
        return self._searches[self.cursor] if self._searches else None

    def at(self, index: int) -> Saved | None:
        """The search of that number, from 0."""
        return self._searches[index] if index < len(self._searches) else None

    def render_row(self, index: int, width: int, state: RowState) -> tuple[Strip, ...]:
        saved = self._searches[index]
        ground = self.row_classes(state)
        muted = self.ink(*ground, "line-view--muted")
        line = Line(width)
        self.bar(line, state)
        line.add(f"{index + 1} " if index < 9 else "  ", self.ink(*ground, "line-view--notice-key"))
        line.add(padded(saved.name, min(_NAME, max(8, width // 3))), self.ink(*ground))
        line.pad(2, muted)
        # A count is told apart from what it stands beside by its place: at the right edge.
        said = self._counts.get(saved.text, "")
        place = "" if saved.own else "config.toml  "
        room = max(0, line.room - max(_COUNT, len(said) + 2) - len(place))
        line.add(padded(saved.text, room), muted)
        line.pad(1, muted)
        line.add(place, muted)
        line.pad(line.room - len(said) - 1, muted)
        line.add(said, self.ink(*ground, "saved-list--unread"))
        return (line.strip(muted),)


class SavedScreen(ListWindow[Picked | None]):
    """Saved searches; answers with the one to run."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,l,right,o", "pick(False)", "run"),
        Binding("e", "pick(True)", "edit"),
        Binding("r,f2", "wish('rename')", "rename"),
        Binding("d,delete", "wish('delete')", "delete"),
        Binding("J,ctrl+j,shift+down", "wish('down')", "move down"),
        Binding("K,ctrl+k,shift+up", "wish('up')", "move up"),
        Binding("u", "undo", "undo"),
        Binding("escape,q,h,left", "dismiss(None)", "back"),
        *[Binding(str(n), f"number({n})", show=False) for n in range(1, 10)],
    ]

    rows: SavedList

    class ChangeRequested(Message):
        """A search is to be renamed, deleted, or moved up or down."""

        def __init__(self, saved: Saved, verb: str) -> None:
            super().__init__()
            self.saved = saved
            self.verb = verb
            """rename, delete, up or down."""

    class UndoRequested(Message):
        """The last change is to be taken back."""

    def __init__(self, tell: MessagePump, searches: Sequence[Saved], counts: Mapping[str, str], keymap: Keymap) -> None:
        """`tell`: who hears what is wished."""
        super().__init__()
        self._tell = tell
        self._searches, self._counts = searches, counts
        self.rows = SavedList()
        self.rows.notice = none_saved(keymap)
        self._frame = Vertical(self.rows, Static(Content(_KEYS), classes="hint"), classes="window pane")

    def compose(self) -> ComposeResult:
        self._frame.border_title = Content("Saved searches")
        self._frame.border_subtitle = Content("esc back")
        yield self._frame

    def on_mount(self) -> None:
        self.rows.focus()
        # What is known by then: counts may arrive before the window is laid out.
        self.call_after_refresh(lambda: self.show(self._searches, self._counts))

    def show(self, searches: Sequence[Saved], counts: Mapping[str, str]) -> None:
        """List these."""
        self._searches, self._counts = searches, counts
        if self.rows.is_attached:
            self._frame.styles.height = min(len(searches) or _EMPTY, _MOST) + 3
            self.rows.show(searches, counts)

    def action_pick(self, edit: bool) -> None:
        if self.rows.current is not None:
            self.dismiss(Picked(self.rows.current, edit))

    def action_number(self, number: int) -> None:
        saved = self.rows.at(number - 1)
        if saved is not None:
            self.dismiss(Picked(saved, False))

    def action_wish(self, verb: str) -> None:
        saved = self.rows.current
        if saved is None:
            return
        if saved.own:
            self._tell.post_message(self.ChangeRequested(saved, verb))
        else:
            self.notify("This search stands in config.toml: change it there.", severity="warning", timeout=3)

    def action_undo(self) -> None:
        self._tell.post_message(self.UndoRequested())

    def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        self.action_pick(False)


def none_saved(keymap: Keymap) -> Notice:
    """What the list says while it is empty."""
    lines = (
        keymap.said("Search with {search.find}, then save the search under a name."),
        "Those under [searches] in config.toml are listed here too.",
    )
    return Notice("No saved searches", lines, keymap.rows((("search.save", "save the search"), ("esc", "back"))))


def unread_text(number: int, most: int) -> str:
    """How many are unread, where counting ended at `most`."""
    return f"{amount(most)}+" if number >= most else amount(number)
