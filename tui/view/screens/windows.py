"""A window with a list, and the keys that move in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.screen import ModalScreen, ScreenResultType

if TYPE_CHECKING:
    from tui.view.widgets.line_list import LineList


class ListWindow(ModalScreen[ScreenResultType]):
    """A subclass shows `rows` and says what is done with the row under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down,tab", "list('cursor_down')", "down"),
        Binding("k,up,shift+tab", "list('cursor_up')", "up"),
        Binding("g,home", "list('first')", "first"),
        Binding("G,end", "list('last')", "last"),
    ]

    rows: LineList

    def action_list(self, name: str) -> None:
        getattr(self.rows, f"action_{name}")()
