"""A screen of lines to scroll through, such as the help. Knows the keys that scroll and the one that leaves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, TypeAlias

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.strip import Strip

from tui.view.widgets.cells import Line, printable, wrap
from tui.view.widgets.line_view import TextView

PageLine = tuple[tuple[str, str], ...]
"""A line as (text, role) pieces; the roles are component classes of `Page`."""
Lines: TypeAlias = Callable[[int], Sequence[PageLine]]
"""The lines of a page that is so many cells wide."""


class Page(TextView):
    """Lines, scrolled; made anew for each width."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "page--heading",
        "page--key",
        "page--text",
        "page--strong",
        "page--muted",
        "page--only",
        "page--shared",
        "page--columns",
    }

    def __init__(self, lines: Lines) -> None:
        super().__init__()
        self._make = lines
        self.lines: Sequence[PageLine] = ()
        """What is shown, top to bottom."""

    @property
    def empty(self) -> bool:
        return not self.lines

    def show(self, lines: Lines) -> None:
        """Show other lines, from their top."""
        self._make = lines
        self._rebuild()
        self.scroll_to(y=0, animate=False, force=True)

    def _rebuild(self) -> None:
        self.forget_strips()
        width = self.line_width - 2
        self.lines = self._make(width) if width > 0 else ()
        self.set_height(len(self.lines))
        self.refresh()

    def on_resize(self) -> None:
        self._rebuild()

    def draw_new(self, number: int, width: int) -> Strip:
        text = self.ink("line-view--text", "page--text")
        line = Line(width)
        line.pad(1, text)
        for said, role in self.lines[number] if number < len(self.lines) else ():
            line.add(said, self.ink("line-view--text", f"page--{role}"))
        return line.strip(text)


class PageScreen(ModalScreen[None]):
    """One page in a frame; esc and q leave."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "scroll(1)", show=False),
        Binding("k,up", "scroll(-1)", show=False),
        Binding("space,pagedown,ctrl+d,f", "page(1)", show=False),
        Binding("b,pageup,ctrl+u", "page(-1)", show=False),
        Binding("g,home", "scroll(-1000000)", show=False),
        Binding("G,end", "scroll(1000000)", show=False),
        Binding("escape,q", "dismiss", "back"),
    ]

    def __init__(self, title: str, lines: Lines) -> None:
        super().__init__()
        self._title = title
        self.page = Page(lines)

    def compose(self) -> ComposeResult:
        with Vertical(classes="page pane") as frame:
            frame.border_title = Content(printable(self._title))
            frame.border_subtitle = Content("esc back")
            yield self.page

    def on_mount(self) -> None:
        self.page.focus()

    def action_scroll(self, lines: int) -> None:
        self.page.scroll_lines(lines)

    def action_page(self, by: int) -> None:
        self.page.scroll_lines(by * max(1, self.page.size.height - 2))


def paragraph(text: str, role: str, width: int, indent: int = 0) -> list[PageLine]:
    """A text as lines of at most `width` cells."""
    text = printable(text)
    return [((" " * indent + text[start:end], role),) for start, end in wrap(text, width - indent)]
