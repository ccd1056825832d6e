"""The detail pane: one story with every field it carries, in one widget. Shows links; opens none."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip

from tui.model import Story
from tui.view.widgets.cells import Highlight, Line, no_highlight
from tui.view.widgets.detail_lines import TEXT_WIDTH, PieceLine, detail_lines
from tui.view.widgets.line_view import TextView

if TYPE_CHECKING:
    from tui.view.widgets.picture import Place

_MARGIN = 1
"""Blank cells left and right of the text."""
_PICTURE_LINES = 7
"""Lines that a picture may take where a third of the pane is less, but never above half of it."""


class Detail(TextView):
    """A story to read, scrolled by the actions that move the cursor elsewhere."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "detail--title",
        "detail--outlet",
        "detail--meta",
        "detail--heading",
        "detail--label",
        "detail--value",
        "detail--link",
        "detail--problem",
    }

    class LinkRequested(Message):
        """A link was clicked."""

        def __init__(self, url: str) -> None:
            super().__init__()
            self.url = url

    class FilterRequested(Message):
        """A topic or an outlet was clicked: only stories that have it are wanted."""

        def __init__(self, field: str, value: str) -> None:
            super().__init__()
            self.field = field
            self.value = value

    class RoomChanged(Message):
        """There is another room for pictures: the pane has another size, or came on screen."""

    def __init__(self) -> None:
        super().__init__()
        self.auto_links = False
        self._story: Story | None = None
        self._now = datetime.now(UTC)
        self.highlight: Highlight = no_highlight
        """What the search matched in a text: of what is shown next."""
        self._picture: Place | None = None
        self._lines: list[PieceLine | Strip] = []

    @property
    def picture(self) -> Place | None:
        """What stands in the place of the story's picture; None while no pictures are wanted."""
        return self._picture

    @picture.setter
    def picture(self, picture: Place | None) -> None:
        if picture != self._picture:
            self._picture = picture
            self._rebuild()

    @property
    def picture_room(self) -> tuple[int, int] | None:
        """Columns and lines that a picture may take; None while the pane is not on screen."""
        columns, height = min(self.line_width - 2 * _MARGIN, TEXT_WIDTH), self.size.height
        lines = max(height // 3, min(_PICTURE_LINES, height // 2))
        return (columns, lines) if columns > 0 and lines > 0 and self.is_on_screen else None

    @property
    def empty(self) -> bool:
        return self._story is None

    def show(self, story: Story | None, now: datetime) -> None:
        """Show `story` from its top (the same story again: from where it was), times in the zone of `now`."""
        same = story is not None and self._story is not None and story.row.id == self._story.row.id
        self._story, self._now = story, now
        self._rebuild()
        if not same:
            self.scroll_to(y=0, animate=False, force=True)

    def _rebuild(self) -> None:
        self._strips.clear()
        width = self.line_width - 2 * _MARGIN
        ready = self._story is not None and width > 0
        self._lines = (
            detail_lines(self._story, width, self._now, self.highlight, self._picture) if ready and self._story else []
        )
        self.set_height(len(self._lines))
        self.refresh()

    def on_resize(self) -> None:
        self._rebuild()
        if self._picture is not None:
            self.post_message(self.RoomChanged())

    def on_click(self, event: events.Click) -> None:
        if event.style.link:
            self.post_message(self.LinkRequested(event.style.link))
        elif wanted := event.style.meta.get("filter"):
            self.post_message(self.FilterRequested(*wanted))

    def action_cursor_down(self) -> None:
        self.scroll_lines(1)

    def action_cursor_up(self) -> None:
        self.scroll_lines(-1)

    def action_page_down(self) -> None:
        self.scroll_lines(max(1, self.size.height - 2))

    def action_page_up(self) -> None:
        self.scroll_lines(-max(1, self.size.height - 2))

    def action_half_page_down(self) -> None:
        self.scroll_lines(max(1, self.size.height // 2))

    def action_half_page_up(self) -> None:
        self.scroll_lines(-max(1, self.size.height // 2))

    def action_first(self) -> None:
        self.scroll_to(y=0, animate=False, force=True)

    def action_last(self) -> None:
        self.scroll_to(y=self.max_scroll_y, animate=False, force=True)

    def draw_new(self, number: int, width: int) -> Strip:
        pieces = self._lines[number] if number < len(self._lines) else ()
        blank = self.ink("line-view--text")
        if isinstance(pieces, Strip):
            return Strip.join([Strip.blank(_MARGIN, blank), pieces]).adjust_cell_length(width, blank)
        line = Line(width)
        line.pad(_MARGIN, blank)
        for piece in pieces:
            classes = ["line-view--text"]
            if piece.role != "text":
                classes.append(f"detail--{piece.role}")
            if piece.match:
                classes.append("line-view--match")
            ink = self.ink(*classes)
            if piece.link:
                ink += Style(link=piece.link)
            elif piece.filter:
                ink += Style(meta={"filter": piece.filter})
            line.add(piece.text, ink)
        return line.strip(blank)
