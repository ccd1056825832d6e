"""The search bar: a line to type in, and under it the count or what is wrong with the search. Understands no query."""

from __future__ import annotations

from typing import ClassVar, NamedTuple, Self

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, Static

from tui.view.widgets.cells import Line, printable

_LONGEST = 1000
"""Characters of a search; longer pastes are cut."""


class Fault(NamedTuple):
    """What is wrong with a search."""

    message: str
    query: str
    """The search as it was asked."""
    start: int
    end: int
    """The faulty characters of it."""


class SearchInput(Input):
    """An input line that takes printable text only: a paste may hold escape sequences, and Input shows all it holds."""

    def validate_value(self, value: str) -> str:
        return printable(value)[:_LONGEST]


class SearchNote(Widget):
    """The line under the input."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"search-note--text", "search-note--fault", "search-note--message"}
    DEFAULT_CSS = "SearchNote { height: 1; width: 1fr; }"
    ALLOW_SELECT = False

    text: reactive[str] = reactive("")
    """The count, or a hint."""
    fault: reactive[Fault | None] = reactive(None)
    """Shown instead of the text."""

    def render_line(self, y: int) -> Strip:
        text = self.get_visual_style("search-note--text").rich_style
        line = Line(self.size.width)
        if self.fault is None:
            line.pad(2, text)
            line.add(self.text, text)
        else:
            self._add_fault(line, self.fault)
        return line.strip(text)

    def _add_fault(self, line: Line, fault: Fault) -> None:
        """The message, then the search with the faulty characters underlined, from a little before them."""
        text = self.get_visual_style("search-note--text").rich_style
        line.add("✗ ", self.get_visual_style("search-note--message").rich_style)
        line.add(fault.message, self.get_visual_style("search-note--message").rich_style)
        line.pad(3, text)
        before = fault.query[: fault.start]
        room = line.room - min(line.room, cell_len(printable(fault.query[fault.start : fault.end])) + 1)
        if cell_len(printable(before)) > room // 2:
            before = "…" + before[max(0, len(before) - room // 4) :]
        line.add(before, text)
        faulty = fault.query[fault.start : fault.end] or " "
        line.add(faulty, self.get_visual_style("search-note--fault").rich_style)
        line.add(fault.query[fault.end :], text)


class SearchBar(Widget):
    """Where the reader types what to look for."""

    DEFAULT_CSS = """
    SearchBar { height: 2; width: 1fr; layout: grid; grid-size: 2 2; grid-columns: 2 1fr; grid-rows: 1 1; }
    SearchBar > SearchNote { column-span: 2; }
    """

    class Asked(Message):
        """The text was edited."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Accepted(Message):
        """Enter: the reader wants to go on in the list."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, text: str = "", placeholder: str = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._begin = text
        self._prompt = Static(Content("/"), classes="prompt")
        self._input = SearchInput(placeholder=printable(placeholder), compact=True, select_on_focus=False)
        self._note = SearchNote()

    def compose(self) -> ComposeResult:
        yield self._prompt
        yield self._input
        yield self._note

    def on_mount(self) -> None:
        if self._begin:
            self.text = self._begin

    @property
    def text(self) -> str:
        """What is typed. Setting it posts no `Asked`."""
        return self._input.value

    @text.setter
    def text(self, text: str) -> None:
        with self._input.prevent(Input.Changed):
            self._input.value = text
            self._input.cursor_position = len(self._input.value)

    @property
    def has_input_focus(self) -> bool:
        """Whether keys go into the search."""
        return self.screen.focused is self._input

    def focus(self, scroll_visible: bool = True) -> Self:
        """Let the reader type. Not `Widget.focus`, which waits until the keys that are there already have been taken."""
        self.screen.set_focus(self._input, scroll_visible)
        return self

    def show_note(self, text: str) -> None:
        """Say something under the input, such as the count; clears a fault."""
        self._note.fault = None
        self._note.text = text

    def show_fault(self, message: str, start: int, end: int) -> None:
        """Say what is wrong with the characters `start` to `end` of the search."""
        self._note.fault = Fault(message, self.text, start, end)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Asked(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Accepted(event.value))
