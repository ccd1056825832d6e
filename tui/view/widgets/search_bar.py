"""The search bar: a line to type in, and under it the count or what is wrong with the search. Understands no query."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, Static

from tui.view.widgets.cells import Line
from tui.view.widgets.line_input import LineBar, LineInput


class SearchLine(LineInput):
    """The line to type in."""

    class HelpRequested(Message):
        """A question mark was typed into the empty line."""

    entered = False
    """Enter was pressed, and what comes of it is not settled: keys pass the line by."""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        return key == "enter" or super().check_consume_key(key, character)

    def on_key(self, event: events.Key) -> None:
        if self.entered:
            event.prevent_default()
        elif event.key == "enter":
            # Here, not as a binding, which is run when the next keys have been taken for letters of the search.
            event.stop()
            event.prevent_default()
            self.entered = True
            self.post_message(self.Submitted(self, self.value))
        elif event.key == "question_mark" and not self.value:
            event.stop()
            event.prevent_default()
            self.post_message(self.HelpRequested())


class SearchNote(Widget):
    """The line under the input."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"search-note--text", "search-note--fault", "search-note--hint"}
    DEFAULT_CSS = "SearchNote { height: 1; width: 1fr; }"
    ALLOW_SELECT = False

    text: reactive[str] = reactive("")
    """The count, and what is asked in words."""
    fault: reactive[str] = reactive("")
    """What is wrong; shown instead of the text."""
    hint: reactive[str] = reactive("")
    """What can be done about it."""

    def render_line(self, y: int) -> Strip:
        text = self.get_visual_style("search-note--text").rich_style
        line = Line(self.size.width)
        if self.fault:
            line.add(f"✗ {self.fault}", self.get_visual_style("search-note--fault").rich_style)
            line.pad(3, text)
            line.add(self.hint, self.get_visual_style("search-note--hint").rich_style)
        else:
            line.pad(2, text)
            line.add(self.text, text)
        return line.strip(text)


class SearchBar(LineBar):
    """Where the reader types what to look for."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", show=False),
        Binding("up", "step(-1)", show=False),
        Binding("down", "step(1)", show=False),
    ]
    DEFAULT_CSS = """
    SearchBar { height: 2; width: 1fr; layout: grid; grid-size: 2 2; grid-columns: 2 1fr; grid-rows: 1 1; }
    SearchBar > SearchNote { column-span: 2; }
    """

    class Asked(Message):
        """The text was changed."""

        def __init__(self, text: str, cursor: int, *, typed: bool) -> None:
            super().__init__()
            self.text = text
            self.cursor = cursor
            """Where one types on."""
            self.typed = typed
            """False for a text that was put in whole, such as one asked before."""

    class Accepted(Message):
        """Enter: the reader wants to go on in the list."""

    class CompletionRequested(Message):
        """Tab."""

    class Stepped(Message):
        """An arrow key."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by
            """-1 up, 1 down."""

    class HelpRequested(Message):
        """The reader wants to know what can be typed."""

    _input: SearchLine

    def __init__(self, placeholder: str = "") -> None:
        self._input = SearchLine(placeholder=placeholder)
        self._note = SearchNote()
        # Given here, not composed: the input can have the focus as soon as the bar is mounted.
        super().__init__(Static(Content("/"), classes="prompt"), self._input, self._note)

    @property
    def text(self) -> str:
        """What is typed. Setting it posts no `Asked`."""
        return self._input.value

    @text.setter
    def text(self, text: str) -> None:
        with self._input.prevent(Input.Changed):
            self._input.value = text
            self._input.cursor_position = len(self._input.value)
        self._input.underlined = None

    def put(self, text: str, cursor: int | None = None, *, typed: bool) -> None:
        """Replace the text as if the reader had; `cursor` None: its end. Posts `Asked`."""
        self.text = text
        self._input.cursor_position = len(self.text) if cursor is None else cursor
        self.post_message(self.Asked(self.text, self._input.cursor_position, typed=typed))

    @property
    def cursor(self) -> int:
        """Where one types on."""
        return self._input.cursor_position

    @property
    def entered(self) -> bool:
        """`Accepted` was posted: no key is taken until this is set to False."""
        return self._input.entered

    @entered.setter
    def entered(self, entered: bool) -> None:
        self._input.entered = entered

    def show_note(self, text: str) -> None:
        """Say something under the input, such as the count; clears a fault."""
        self._input.underlined = None
        self._note.fault = ""
        self._note.text = text

    def show_fault(self, message: str, start: int, end: int, hint: str = "") -> None:
        """Say what is wrong with the characters `start` to `end` of the search, and what can be done."""
        self._input.underlined = (start, end)
        self._note.fault = message
        self._note.hint = hint

    def action_complete(self) -> None:
        self.post_message(self.CompletionRequested())

    def action_step(self, by: int) -> None:
        self.post_message(self.Stepped(by))

    def on_search_line_help_requested(self, event: SearchLine.HelpRequested) -> None:
        event.stop()
        self.post_message(self.HelpRequested())

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._input.underlined = None
        self.post_message(self.Asked(event.value, self._input.cursor_position, typed=True))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Accepted())
