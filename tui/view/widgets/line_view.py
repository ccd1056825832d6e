"""A scrolling pane of lines that draws itself line by line, quickly. Knows neither what the lines say nor any key.

Scrolling by one line repaints a whole pane. Textual's own path puts every line of it through the styles cache and
redraws the scrollbar: 10 ms of processor time for 41 lines. This one hands out cached strips: 3 ms. It asks that border
and padding stand on the container around the pane; with a border of its own it works, but the slow way.
"""

from __future__ import annotations

from typing import ClassVar

from rich.style import Style
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.view.widgets.notice import Notice, notice_strips


class LineView(ScrollView, can_focus=True):
    """A subclass gives `draw_line`, says when it is `empty`, and forgets its strips in `forget_strips`."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "line-view--text",
        "line-view--muted",
        "line-view--match",
        "line-view--notice-title",
        "line-view--notice-key",
    }
    DEFAULT_CSS = """
    LineView { height: 1fr; width: 1fr; overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._notice: Notice | None = None
        self._notice_strips: list[Strip] = []

    @property
    def empty(self) -> bool:
        """Whether the notice is shown."""
        raise NotImplementedError

    def draw_line(self, number: int, width: int) -> Strip:
        """Line `number` of all lines (also past the last one) in exactly `width` cells; called for every repaint."""
        raise NotImplementedError

    def forget_strips(self) -> None:
        """Drop what was drawn: the theme, the width or the focus changed."""
        self._notice_strips = []

    @property
    def notice(self) -> Notice | None:
        """What stands in the pane while it is empty."""
        return self._notice

    @notice.setter
    def notice(self, notice: Notice | None) -> None:
        if notice != self._notice:
            self._notice = notice
            self._notice_strips = []
            if self.empty:
                self.refresh()

    @property
    def line_width(self) -> int:
        """Cells of a line: the pane without its scrollbar."""
        return self.scrollable_content_region.width

    def ink(self, *names: str) -> Style:
        """The Rich style of some component classes laid over each other."""
        return self.get_visual_style(*names).rich_style

    def on_resize(self) -> None:
        self.forget_strips()

    def notify_style_update(self) -> None:
        self.forget_strips()
        super().notify_style_update()

    def set_height(self, lines: int) -> None:
        """There are `lines` lines now. Spares the layout of the screen (8 ms) that assigning `virtual_size` starts.

        Nothing around the pane depends on it: the pane's own size is given, its scrollbar always there.
        """
        if lines != self.virtual_size.height:
            self.set_reactive(LineView.virtual_size, Size(0, lines))
            if self.show_vertical_scrollbar:
                self.vertical_scrollbar.window_virtual_size = lines
            if self.scroll_y > self.max_scroll_y:
                self.scroll_to(y=self.max_scroll_y, animate=False, force=True)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Repaint the lines; the scrollbar only when its thumb moves by an eighth of a cell, the least it can show."""
        if self.show_vertical_scrollbar:
            step = max(1.0, self.virtual_size.height / max(1, self.container_size.height * 8))
            self.vertical_scrollbar.position = round(new_value / step) * step
        if round(old_value) != round(new_value):
            self.refresh(self.size.region)

    def render_lines(self, crop: Region) -> list[Strip]:
        if any(self.styles.gutter.totals):
            return super().render_lines(crop)
        filters = self.get_line_filters()
        _, background = self.background_colors
        first, last = crop.column_span
        strips: list[Strip] = []
        for y in crop.line_range:
            strip = self.render_line(y)
            for line_filter in filters:
                strip = strip.apply_filter(line_filter, background)
            strips.append(strip.crop(first, last))
        return strips

    def render_line(self, y: int) -> Strip:
        if self.empty:
            return self._render_notice(y)
        return self.draw_line(y + self.scroll_offset.y, self.line_width)

    def _render_notice(self, y: int) -> Strip:
        muted = self.ink("line-view--text", "line-view--muted")
        if self._notice is not None and not self._notice_strips:
            title = self.ink("line-view--text", "line-view--notice-title")
            key = self.ink("line-view--text", "line-view--notice-key")
            height = self.scrollable_content_region.height
            self._notice_strips = notice_strips(self._notice, self.line_width, height, (title, muted, key))
        strips = self._notice_strips
        return strips[y] if self._notice is not None and y < len(strips) else Strip.blank(self.line_width, muted)


class TextView(LineView):
    """Text to scroll through, each line of which is drawn once. A subclass gives `draw_new`."""

    def __init__(self) -> None:
        super().__init__()
        self._strips: dict[int, Strip] = {}

    def draw_new(self, number: int, width: int) -> Strip:
        """As `draw_line`, for a line that was not drawn since the strips were forgotten."""
        raise NotImplementedError

    def draw_line(self, number: int, width: int) -> Strip:
        strip = self._strips.get(number)
        if strip is None:
            strip = self._strips[number] = self.draw_new(number, width)
        return strip

    def forget_strips(self) -> None:
        super().forget_strips()
        self._strips.clear()

    def scroll_lines(self, lines: int) -> None:
        """Scroll down, or up where `lines` is negative."""
        self.scroll_to(y=self.scroll_offset.y + lines, animate=False, force=True)
