"""Small windows that ask one thing: yes or no, one of a few, a line. They answer with `dismiss` and do nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widgets import Input, Static

from tui.view.screens.windows import ListWindow
from tui.view.widgets.cells import Line, fit, printable
from tui.view.widgets.line_input import LineInput
from tui.view.widgets.line_list import LineList

if TYPE_CHECKING:
    from tui.view.widgets.line_list import RowState


UNBIDDEN = 0.3
"""Seconds after which a key is an answer to a question that came by itself; before, it was meant for what was there."""
_WIDEST = 76
"""Columns of a question; a window that is narrower makes it narrower."""
_FRAME = 6
"""Columns around a question."""
_AROUND = 6
"""Lines around it, with those of the keys."""


class Confirm(ModalScreen[bool]):
    """Asks whether to go on; y says yes. Keys that were pressed before the question was on screen say nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "yes"),
        Binding("n,escape,q", "answer(False)", "no"),
        Binding("enter", "answer_enter", "yes, or no"),
        Binding("j,down", "scroll(1)", show=False),
        Binding("k,up", "scroll(-1)", show=False),
    ]

    def __init__(self, question: str, *, harmless: bool = False, unbidden: bool = False) -> None:
        """`harmless`: enter says yes, too; it says no otherwise. `unbidden`: it comes up while the reader does other
        things, so that it takes no answer for a moment."""
        super().__init__()
        self._question = [printable(line) for line in question.split("\n")]
        self._harmless = harmless
        self._unbidden = unbidden
        self._shown = False

    def compose(self) -> ComposeResult:
        with Vertical(classes="window") as window:
            window.styles.width = min(_WIDEST, max(map(cell_len, self._question)) + _FRAME)
            with VerticalScroll(can_focus=False):
                yield Static(Content("\n".join(self._question)), classes="question")
            yield Static(Content("y or enter yes   n no" if self._harmless else "y yes   n no"), classes="hint")

    def on_mount(self) -> None:
        if self._unbidden:
            self.set_timer(UNBIDDEN, self._show)
        else:
            self.call_after_refresh(self._show)

    def _show(self) -> None:
        self._shown = True

    def on_resize(self) -> None:
        # The keys stay in sight, however long the question is.
        self.query_one(VerticalScroll).styles.max_height = max(1, self.size.height - _AROUND)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self._shown or not action.startswith("answer")

    def action_answer(self, yes: bool) -> None:
        self.dismiss(yes)

    def action_answer_enter(self) -> None:
        self.dismiss(self._harmless)

    def action_scroll(self, lines: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)


class ChoiceList(LineList):
    """Choices, one a line."""

    def __init__(self, labels: Sequence[str], current: int) -> None:
        super().__init__()
        self._labels = labels
        # Here already for keys that were typed ahead, which come before the list has a size.
        self._count = len(labels)
        self.set_reactive(LineList.cursor, current)

    def render_row(self, index: int, width: int, state: RowState) -> tuple[Strip, ...]:
        ground = self.row_classes(state)
        line = Line(width)
        self.bar(line, state)
        number = f"{index + 1} " if index < 9 else "  "
        line.add(number, self.ink(*ground, "line-view--notice-key"))
        line.add(self._labels[index], self.ink(*ground))
        return (line.strip(self.ink(*ground)),)


class Choose(ListWindow[str | None]):
    """Asks for one of a few; answers with its value, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,l,right,o", "list('choose')", "choose"),
        Binding("escape,q,h,left", "dismiss(None)", "back"),
        *[Binding(str(n), f"number({n})", show=False) for n in range(1, 10)],
    ]

    def __init__(
        self, title: str, options: Sequence[tuple[str, str]], current: str = "", *, unbidden: bool = False
    ) -> None:
        """`options`: (value, label); `unbidden`: as of `Confirm`."""
        super().__init__()
        self._hears = not unbidden
        self._title = title
        self._values = [value for value, _ in options]
        self._labels = [printable(label) for _, label in options]
        self.rows = ChoiceList(self._labels, self._values.index(current) if current in self._values else 0)

    def compose(self) -> ComposeResult:
        with Vertical(classes="window pane") as window:
            window.border_title = Content(fit(printable(self._title), 60))
            yield self.rows

    def on_mount(self) -> None:
        self.rows.parent.styles.height = min(len(self._values), 20) + 2  # type: ignore[union-attr]
        self.rows.focus()
        self.call_after_refresh(lambda: self.rows.show_rows(len(self._values), self.rows.cursor))
        if not self._hears:
            self.set_timer(UNBIDDEN, self._hear)

    def _hear(self) -> None:
        self._hears = True

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self._hears

    def action_number(self, number: int) -> None:
        if number <= len(self._values):
            self.dismiss(self._values[number - 1])

    def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        self.dismiss(self._values[message.index])


class AskLine(ModalScreen[str | None]):
    """Asks for a line of text; answers with it, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "back")]

    def __init__(
        self, title: str, text: str, hint: str, clean: Callable[[str], str], fault: Callable[[str], str]
    ) -> None:
        """`clean`: the line as it is meant; `fault`: why that cannot be taken, as a sentence, or ""."""
        super().__init__()
        self._title = title
        self._hint = printable(hint)
        self._clean = clean
        self._fault = fault
        self._line = LineInput(text)
        self._said = Static(Content(self._hint), classes="hint")

    def compose(self) -> ComposeResult:
        with Vertical(classes="window pane") as window:
            window.border_title = Content(fit(printable(self._title), 60))
            window.border_subtitle = Content("enter take it · esc back")
            yield self._line
            yield self._said

    def on_mount(self) -> None:
        self._line.focus()
        self._line.action_end()

    def on_input_changed(self, event: Input.Changed) -> None:
        self._say(self._fault(self._clean(event.value)) if event.value else "")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        text = self._clean(event.value)
        if fault := self._fault(text):
            self._say(fault)
        else:
            self.dismiss(text)

    def _say(self, fault: str) -> None:
        self._said.set_class(bool(fault), "fault")
        self._said.update(Content(printable(fault) or self._hint))
