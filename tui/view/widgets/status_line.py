"""The line that says what is shown: the search at left, counts, progress and problems at right. Counts nothing."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from tui.view.widgets.cells import Line, printable

_BAR = 10
"""Cells of the progress bar."""
_LEAST_LEFT = 16
"""Cells the left text keeps before counts go."""


class Progress(NamedTuple):
    """Work under way."""

    verb: str
    """What is being done: "indexing"."""
    done: int
    total: int
    """0 = not known yet."""


class Status(NamedTuple):
    """What the line says."""

    asked: str = ""
    """The search and filters in force; "" = none."""
    shown: int | None = 0
    total: int | None = 0
    """Stories shown, and stories there are; None while they are counted."""
    unread: int = 0
    synced: str = ""
    """How long ago the last sync was: "5m"; "" = never."""
    problems: int = 0
    progress: Progress | None = None


class StatusLine(Widget):
    """One line of facts; a click on the problems asks for them."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "status-line--text",
        "status-line--asked",
        "status-line--progress",
        "status-line--problems",
    }
    DEFAULT_CSS = "StatusLine { height: 1; width: 1fr; }"
    ALLOW_SELECT = False

    status: reactive[Status] = reactive(Status())
    """What is said."""

    class ProblemsRequested(Message):
        """The count of problems was clicked."""

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        text = self.get_visual_style("status-line--text").rich_style
        parts = self._parts(width)
        right = sum(cell_len(part) + 3 for _, part in parts)
        line = Line(width)
        line.pad(1, text)
        asked = Line(max(0, width - right - 2))
        asked.add(self.status.asked, self.get_visual_style("status-line--asked").rich_style)
        for segment in asked.strip(text):
            line.add(segment.text, segment.style or text)
        for number, (name, part) in enumerate(parts):
            line.add(" · " if number else "   ", text)
            line.add(part, self.get_visual_style(f"status-line--{name}").rich_style)
        return line.strip(text)

    def _parts(self, width: int) -> list[tuple[str, str]]:
        """What stands at right, (component, text) from left to right, as much of it as leaves the left text room."""
        status = self.status
        parts: list[tuple[int, str, str]] = []
        if status.progress is not None:
            parts.append((0, "progress", progress_text(status.progress)))
        if status.shown != status.total:
            counts = f"{_number(status.shown)} of {_number(status.total)}"
        else:
            counts = "1 story" if status.total == 1 else f"{_number(status.total)} stories"
        parts.append((1, "text", counts))
        if status.unread:
            parts.append((3, "text", f"{status.unread:,} unread"))
        if status.synced:
            parts.append((4, "text", f"synced {status.synced}"))
        if status.problems:
            parts.append((2, "problems", f"{status.problems:,} problem{'' if status.problems == 1 else 's'}"))
        left = min(cell_len(printable(status.asked)), _LEAST_LEFT)
        while len(parts) > 1 and 2 + left + sum(3 + cell_len(text) for _, _, text in parts) > width:
            parts.remove(max(parts))
        return [(name, text) for _, name, text in parts]

    def on_click(self, event: events.Click) -> None:
        parts = self._parts(self.size.width)
        start = self.size.width - sum(cell_len(part) + 3 for _, part in parts)
        for name, part in parts:
            start += 3 + cell_len(part)
            if name == "problems" and start - cell_len(part) <= event.x < start:
                self.post_message(self.ProblemsRequested())


def _number(count: int | None) -> str:
    return "…" if count is None else f"{count:,}"


def progress_text(progress: Progress) -> str:
    """Work under way in words and a bar: "indexing 1,203 of 3,039 ▓▓▓▓░░░░░░"."""
    if not progress.total:
        return f"{progress.verb} {progress.done:,}" if progress.done else f"{progress.verb} …"
    full = min(_BAR, _BAR * progress.done // progress.total)
    return f"{progress.verb} {progress.done:,} of {progress.total:,} {'▓' * full}{'░' * (_BAR - full)}"
