"""A line to type in, for text that is shown as it is. A paste may hold escape sequences, and Input shows all it holds."""

from __future__ import annotations

from typing import ClassVar, Self

from rich.highlighter import Highlighter
from rich.text import Text
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widget import Widget
from textual.widgets import Input

from tui.view.widgets.cells import printable


class LineInput(Input):
    """Takes printable text only, and can underline a stretch of it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"line-input--fault"}
    longest: ClassVar[int] = 1000
    """Characters of the line; longer pastes are cut."""

    # Input's own lays out the whole screen at every key (8 ms), and nothing of it depends on how long the text is.
    virtual_size: Reactive[Size] = Reactive(Size(0, 0))

    def __init__(self, text: str = "", placeholder: str = "") -> None:
        super().__init__(text, placeholder=printable(placeholder), compact=True, select_on_focus=False)
        self.highlighter = _Underline(self)
        self._underlined: tuple[int, int] | None = None

    def validate_value(self, value: str) -> str:
        return printable(value)[: self.longest]

    @property
    def underlined(self) -> tuple[int, int] | None:
        """Which characters are faulty: (start, end)."""
        return self._underlined

    @underlined.setter
    def underlined(self, place: tuple[int, int] | None) -> None:
        if place != self._underlined:
            self._underlined = place
            self.refresh()


class LineBar(Widget):
    """A bar with a line to type in."""

    _input: LineInput

    @property
    def has_input_focus(self) -> bool:
        """Whether keys go into the line."""
        return self.is_attached and self.screen.focused is self._input

    def focus(self, scroll_visible: bool = True) -> Self:
        """Let the reader type, at once: `Widget.focus` only asks for it, and other keys may come before."""
        self.screen.set_focus(self._input, scroll_visible)
        return self


class _Underline(Highlighter):
    """What Input asks for the looks of its text."""

    def __init__(self, line: LineInput) -> None:
        self._line = line

    def highlight(self, text: Text) -> None:
        if self._line.underlined is not None:
            text.stylize(self._line.get_component_rich_style("line-input--fault"), *self._line.underlined)
