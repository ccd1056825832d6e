"""A list that draws only the rows on screen: any number of rows costs the same. Knows neither what a row is nor keys.

Textual's own lists build every row: 100,000 take 5 to 7 s and up to 270 MB, this one 9 ms and none. A subclass gives
`ROW_HEIGHT` and `render_row`; the screen binds keys to the actions.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import ClassVar, NamedTuple

from textual import events
from textual.cache import LRUCache
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from tui.view.widgets.cells import Line
from tui.view.widgets.line_view import LineView


class RowState(NamedTuple):
    """What a row's look depends on besides its content."""

    cursor: bool
    hover: bool
    focus: bool


class LineList(LineView):
    """Rows of equal height under a cursor."""

    ROW_HEIGHT: ClassVar[int] = 1
    """Lines per row."""
    COMPONENT_CLASSES: ClassVar[set[str]] = {"line-list--cursor", "line-list--hover", "line-list--bar"}

    cursor: reactive[int] = reactive(0, repaint=False)
    """Index of the current row; 0 when there are none. Set it through `move_to`."""
    hover_row: reactive[int | None] = reactive(None, repaint=False)
    """Index of the row under the mouse."""

    class Moved(Message):
        """Another row is under the cursor."""

        def __init__(self, sender: LineList) -> None:
            super().__init__()
            self.sender = sender

    class Chosen(Message):
        """The row under the cursor was asked for: enter, or a double click."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def __init__(self) -> None:
        super().__init__()
        self._count = 0
        self._strips: LRUCache[tuple[Hashable, int, RowState], tuple[Strip, ...]] = LRUCache(1024)

    # What a subclass says

    def render_row(self, index: int, width: int, state: RowState) -> tuple[Strip, ...] | None:
        """The row's `ROW_HEIGHT` strips of exactly `width` cells; None while its content has yet to arrive."""
        raise NotImplementedError

    def row_key(self, index: int) -> Hashable:
        """What a row's look depends on besides its `RowState`; its index where all are forgotten when one changes."""
        return index

    def selectable(self, index: int) -> bool:
        """Whether the cursor may rest on the row; among any few neighbours one must be selectable."""
        return True

    # What a screen does with it

    @property
    def count(self) -> int:
        """How many rows there are."""
        return self._count

    @property
    def empty(self) -> bool:
        return not self._count

    @property
    def page(self) -> int:
        """Whole rows that fit on the screen, at least 1."""
        return max(1, self.scrollable_content_region.height // self.ROW_HEIGHT)

    def show_rows(self, count: int, cursor: int, line: int | None = None, *, known: bool = False) -> None:
        """Replace every row: `count` of them, the cursor on `cursor`, that row `line` lines below the top.

        `line` None scrolls as little as needed. `known`: rows whose `row_key` was drawn before are not drawn again. The
        cost does not depend on the counts.
        """
        self._count = count
        if known:
            self.refresh()
        else:
            self.forget_rows()
        self.set_height(count * self.ROW_HEIGHT)
        cursor = self._nearest(max(0, min(cursor, count - 1)))
        self.set_reactive(LineList.cursor, cursor)
        self.set_reactive(LineList.hover_row, None)
        if line is not None or not count:
            self.scroll_to(y=cursor * self.ROW_HEIGHT - (line or 0), animate=False, force=True)
        self._reveal()

    def add_rows(self, count: int) -> None:
        """There are `count` rows now, more than before; those that were here are the same, and are not drawn again."""
        before, self._count = self._count, count
        self.set_height(count * self.ROW_HEIGHT)
        if before * self.ROW_HEIGHT < self.scroll_offset.y + self.size.height:
            self.refresh()

    def forget_rows(self) -> None:
        """Draw every row afresh."""
        self.forget_strips()
        self.refresh()

    def move_to(self, index: int) -> None:
        """Put the cursor on a row (the nearest that can hold it) and show it."""
        if self._count:
            self.cursor = self._nearest(max(0, min(index, self._count - 1)), self.cursor)
            self._reveal()

    # Moving

    def _nearest(self, index: int, origin: int = 0) -> int:
        """`index`, or the next selectable row in the direction from `origin`, or else in the other."""
        if not self._count:
            return 0
        onward = range(index, self._count) if index >= origin else range(index, -1, -1)
        backward = range(index, -1, -1) if index >= origin else range(index, self._count)
        for rows in (onward, backward):
            for row in rows:
                if self.selectable(row):
                    return row
        return index

    def _reveal(self) -> None:
        """Scroll the least distance that shows the cursor's row; what stands above the first row shows with it."""
        if not self._count or not self.is_attached:
            return
        top = self.cursor * self.ROW_HEIGHT
        if self.cursor <= 2 and not any(self.selectable(row) for row in range(self.cursor)):
            top = 0
        height = (self.cursor + 1) * self.ROW_HEIGHT - top
        width = max(1, self.scrollable_content_region.width)
        self.scroll_to_region(Region(0, top, width, height), animate=False, force=True, immediate=True, x_axis=False)

    def watch_cursor(self, old: int, new: int) -> None:
        self.refresh_lines(old * self.ROW_HEIGHT, self.ROW_HEIGHT)
        self.refresh_lines(new * self.ROW_HEIGHT, self.ROW_HEIGHT)
        self.post_message(self.Moved(self))

    def watch_hover_row(self, old: int | None, new: int | None) -> None:
        for row in (old, new):
            if row is not None:
                self.refresh_lines(row * self.ROW_HEIGHT, self.ROW_HEIGHT)

    def action_cursor_down(self) -> None:
        self.move_to(self.cursor + 1)

    def action_cursor_up(self) -> None:
        self.move_to(self.cursor - 1)

    def action_page_down(self) -> None:
        self.move_to(self.cursor + self.page)

    def action_page_up(self) -> None:
        self.move_to(self.cursor - self.page)

    def action_half_page_down(self) -> None:
        self.move_to(self.cursor + max(1, self.page // 2))

    def action_half_page_up(self) -> None:
        self.move_to(self.cursor - max(1, self.page // 2))

    def action_first(self) -> None:
        self.move_to(0)

    def action_last(self) -> None:
        self.move_to(self._count - 1)

    def action_choose(self) -> None:
        if self._count:
            self.post_message(self.Chosen(self.cursor))

    # The mouse

    def row_at(self, event: events.MouseEvent) -> int | None:
        """The row a mouse event points at."""
        offset = event.get_content_offset(self)
        if offset is None or offset.x >= self.scrollable_content_region.width:
            return None
        index = (offset.y + self.scroll_offset.y) // self.ROW_HEIGHT
        return index if index < self._count else None

    def on_click(self, event: events.Click) -> None:
        index = self.row_at(event)
        if index is not None and self.selectable(index):
            self.move_to(index)
            if event.chain == 2:
                self.post_message(self.Chosen(index))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        index = self.row_at(event)
        self.hover_row = index if index is not None and self.selectable(index) else None

    def on_leave(self) -> None:
        self.hover_row = None

    # Drawing

    def forget_strips(self) -> None:
        super().forget_strips()
        self._strips.clear()

    def on_resize(self) -> None:
        self.call_after_refresh(self._reveal)

    def row_classes(self, state: RowState) -> tuple[str, ...]:
        """The component classes that give a row its ground."""
        if state.cursor:
            return ("line-view--text", "line-list--cursor")
        return ("line-view--text", "line-list--hover") if state.hover else ("line-view--text",)

    def draw_line(self, number: int, width: int) -> Strip:
        index, part = divmod(number, self.ROW_HEIGHT)
        if index >= self._count:
            return Strip.blank(width, self.ink("line-view--text"))
        state = RowState(index == self.cursor, index == self.hover_row, self.has_focus)
        key = (self.row_key(index), width, state)
        strips = self._strips.get(key)
        if strips is None:
            strips = self.render_row(index, width, state)
            if strips is None:
                return self._render_placeholder(part, width, state)
            self._strips[key] = strips
        return strips[part]

    def bar(self, line: Line, state: RowState) -> None:
        """Begin a line of a row: the bar in the first cell shows the cursor where there is no colour."""
        glyph = ("▌" if state.focus else "▏") if state.cursor else " "
        line.add(glyph, self.ink(*self.row_classes(state), "line-list--bar"))

    def _render_placeholder(self, part: int, width: int, state: RowState) -> Strip:
        muted = self.ink(*self.row_classes(state), "line-view--muted")
        line = Line(width)
        self.bar(line, state)
        line.pad(3, muted)
        line.add("·" * (width // (part + 2)), muted)
        return line.strip(muted)
