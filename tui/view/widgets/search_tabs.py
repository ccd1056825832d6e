"""Saved searches as tabs above the list: one line, those that fit around the current one. Runs no search."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from tui.view.widgets.cells import Line, fit, printable

_LONGEST = 24
"""Cells of a name."""


class Tab(NamedTuple):
    """One search."""

    name: str
    unread: str = ""
    """How many of its stories are unread, "" where that is none or not known."""
    faulty: bool = False
    """It asks for nothing that can be found."""

    @property
    def note(self) -> str:
        """What stands behind the name."""
        return "✗" if self.faulty else self.unread


class SearchTabs(Widget):
    """Tabs; a click on one asks for it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "search-tabs--tab",
        "search-tabs--current",
        "search-tabs--count",
        "search-tabs--more",
    }
    DEFAULT_CSS = "SearchTabs { height: 1; width: 1fr; }"
    ALLOW_SELECT = False

    tabs: reactive[tuple[Tab, ...]] = reactive(())
    """All of them, from left to right."""
    current: reactive[int | None] = reactive(None)
    """Which one the list shows; None = what the reader typed."""

    class Chosen(Message):
        """A tab was clicked."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def render_line(self, y: int) -> Strip:
        text = self.get_visual_style("search-tabs--tab").rich_style
        more = self.get_visual_style("search-tabs--more").rich_style
        line = Line(self.size.width)
        shown = self._fitting(self.size.width)
        line.add("‹" if shown.start else " ", more)
        for index in shown:
            ground = "search-tabs--current" if index == self.current else "search-tabs--tab"
            ink = self.get_visual_style(ground).rich_style
            line.add(f" {_name(self.tabs[index])}", ink)
            if note := self.tabs[index].note:
                line.add(f" {note}", self.get_visual_style(ground, "search-tabs--count").rich_style)
            line.add(" ", ink)
        if shown.stop < len(self.tabs):
            line.add("›", more)
        return line.strip(text)

    def on_click(self, event: events.Click) -> None:
        start = 1
        for index in self._fitting(self.size.width):
            end = start + _width(self.tabs[index])
            if start <= event.x < end:
                self.post_message(self.Chosen(index))
            start = end

    def _fitting(self, width: int) -> range:
        """The tabs that are drawn: from the first on, or as late a beginning as the current one needs."""
        last = self.current or 0
        start, used = last, _width(self.tabs[last]) if self.tabs else 0
        while start > 0 and used + _width(self.tabs[start - 1]) + 2 <= width:
            start -= 1
            used += _width(self.tabs[start])
        stop = min(last + 1, len(self.tabs))
        while stop < len(self.tabs) and used + _width(self.tabs[stop]) + 2 <= width:
            used += _width(self.tabs[stop])
            stop += 1
        return range(start, stop)


def _name(tab: Tab) -> str:
    return fit(printable(tab.name), _LONGEST)


def _width(tab: Tab) -> int:
    """Cells of a tab with the blanks around it."""
    return cell_len(_name(tab)) + 2 + (cell_len(tab.note) + 1 if tab.note else 0)
