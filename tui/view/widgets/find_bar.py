"""A line to search in the text above it with, and beside it what was found. Searches nothing itself."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from tui.view.widgets.line_input import LineBar, LineInput


class FindInput(LineInput):
    """The line to type in."""

    longest = 200


class FindBar(LineBar):
    """Where the reader types what to find."""

    DEFAULT_CSS = """
    FindBar { height: 1; width: 1fr; layout: horizontal; display: none; }
    FindBar.open { display: block; }
    FindBar > .prompt { width: 2; height: 1; }
    FindBar > .note { width: auto; height: 1; padding: 0 1; }
    """

    class Edited(Message):
        """The text was edited."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Accepted(Message):
        """Enter: the reader wants to go on in the text."""

    def __init__(self) -> None:
        super().__init__()
        self._input = FindInput(placeholder="words of this text")
        self._input.select_on_focus = True
        self._note = Static(classes="note")

    def compose(self) -> ComposeResult:
        yield Static(Content("/"), classes="prompt")
        yield self._input
        yield self._note

    @property
    def text(self) -> str:
        """What is typed. Setting it posts no `Edited`."""
        return self._input.value

    @text.setter
    def text(self, text: str) -> None:
        with self._input.prevent(Input.Changed):
            self._input.value = text

    def show_note(self, text: str) -> None:
        """Say something beside the line, such as the count."""
        self._note.update(Content(text))

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Edited(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Accepted())
