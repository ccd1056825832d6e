"""An article to scroll through, in lines that were set for it, with what a search in it found. Opens no link itself.

Lines may come in as they are set: a long article is on screen at once, and grows while nobody waits.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from time import perf_counter
from typing import ClassVar, NamedTuple

from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.timer import Timer

from tui.view.widgets.cells import Line
from tui.view.widgets.line_view import TextView

SLICE = 0.008
"""Seconds in which lines are taken in at once; a key waits no longer for them."""
AHEAD = 300
"""Lines taken in before anything is shown, whatever they take."""


class Place(NamedTuple):
    """A place in an article that stays whatever its width is."""

    run: int
    """Which of its texts."""
    start: int
    """Character of it."""


class Piece(NamedTuple):
    """A stretch of a line."""

    text: str
    roles: tuple[str, ...] = ()
    """Component classes of `ArticleView`, laid over each other."""
    link: str = ""
    """Where it leads; a checked http(s) address or ""."""
    place: Place | None = None
    """Where its text stands in the article; None for what is not of the article itself."""


SetLine = tuple[Piece, ...]
Marks = Mapping[int, Sequence[tuple[int, int]]]
"""Run → the (start, end) stretches of it that are marked, ascending, not overlapping."""


class ArticleView(TextView):
    """The lines of an article."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "article--title",
        "article--byline",
        "article--note",
        "article--warning",
        "article--heading",
        "article--quote",
        "article--code",
        "article--bold",
        "article--italic",
        "article--link",
        "article--number",
        "article--key",
        "article--muted",
        "article--current",
    }

    class Scrolled(Message):
        """Another part of the article is on screen, or there is more of it."""

    class LinkRequested(Message):
        """A link was clicked."""

        def __init__(self, url: str) -> None:
            super().__init__()
            self.url = url

    class WidthChanged(Message):
        """The lines have to be set anew."""

    def __init__(self) -> None:
        super().__init__()
        self.auto_links = False
        self._lines: list[SetLine] = []
        self._coming: Iterator[SetLine] = iter(())
        self._timer: Timer | None = None
        self._width = 0
        self._margin = 0
        self._marks: Marks = {}
        self._current: Place | None = None

    # What a screen does with it

    @property
    def empty(self) -> bool:
        return False

    @property
    def place(self) -> Place | None:
        """The first place of the article that is on screen; None at the very top."""
        if not self.scroll_offset.y:
            return None
        shown = self._lines[self.scroll_offset.y :]
        return next((piece.place for line in shown for piece in line if piece.place is not None), None)

    @property
    def percent(self) -> int:
        """How much of the article has been on screen when one reads it from its beginning."""
        seen = self.scroll_offset.y + self.scrollable_content_region.height
        return min(100, seen * 100 // max(1, len(self._lines)))

    def show(self, lines: Iterator[SetLine], width: int, at: Place | None = None) -> None:
        """Show lines of at most `width` cells, in the middle, from the top or from the line that holds `at`."""
        self._stop()
        self._lines = []
        self._coming = lines
        self._margin = max(1, (self.line_width - width) // 2)
        self._take(AHEAD)
        number = self._number_of(at) if at is not None else 0
        self.scroll_to(y=number or 0, animate=False, force=True)

    def mark(self, marks: Marks, current: Place | None = None) -> None:
        """Mark stretches of the article; `current` begins the one that the reader is at."""
        self._marks, self._current = marks, current
        self._strips.clear()
        self.refresh()

    def reveal(self, place: Place) -> None:
        """Bring a place onto the screen, if it is not there, a third of it from the top."""
        number = self._number_of(place)
        top, height = self.scroll_offset.y, self.scrollable_content_region.height
        if number is not None and not top <= number < top + height:
            self.scroll_to(y=number - height // 3, animate=False, force=True)

    def scroll_pages(self, pages: float) -> None:
        """Scroll by pages, two lines of which stay on screen."""
        lines = max(1, int(abs(pages) * (self.scrollable_content_region.height - 2)))
        self.scroll_lines(lines if pages > 0 else -lines)

    def scroll_to_end(self) -> None:
        """Scroll to the last line."""
        self._take(None)
        self.scroll_to(y=self.max_scroll_y, animate=False, force=True)

    # Lines that come in

    def _take(self, least: int | None) -> None:
        """Take lines in: `least` of them (None: all), then more while there is time."""
        until = perf_counter() + SLICE
        self._stop()
        for line in self._coming:
            self._lines.append(line)
            if least is not None and len(self._lines) >= least and perf_counter() > until:
                self._timer = self.set_timer(SLICE, lambda: self._take(0))
                break
        self._taken()

    def _taken(self) -> None:
        """There are more lines."""
        self._strips.clear()
        self.set_height(len(self._lines))
        self.refresh()
        self.post_message(self.Scrolled())

    def _number_of(self, place: Place) -> int | None:
        """The line that holds a place; lines that are still to come are taken in as far as that one."""
        height = self.scrollable_content_region.height
        for number, line in enumerate(self._lines):
            if _holds(line, place):
                self._lines += islice(self._coming, max(0, number + height + 1 - len(self._lines)))
                self._taken()
                return number
        found = None
        for line in self._coming:
            self._lines.append(line)
            if found is None and _holds(line, place):
                found = len(self._lines) - 1
            # A screen more, so that the line can be scrolled to the top.
            if found is not None and len(self._lines) > found + height:
                break
        self._taken()
        return found

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    # Events

    def on_resize(self) -> None:
        if self.line_width != self._width:
            self._width = self.line_width
            self.post_message(self.WidthChanged())

    def on_unmount(self) -> None:
        self._stop()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self.post_message(self.Scrolled())

    def on_click(self, event: events.Click) -> None:
        if event.style.link:
            self.post_message(self.LinkRequested(event.style.link))

    # Drawing

    def draw_new(self, number: int, width: int) -> Strip:
        pieces = self._lines[number] if number < len(self._lines) else ()
        blank = self.ink("line-view--text")
        line = Line(width)
        line.pad(self._margin, blank)
        for piece in pieces:
            names = ("line-view--text", *(f"article--{role}" for role in piece.roles))
            for text, marked in self._parts(piece):
                more = ((), ("line-view--match",), ("line-view--match", "article--current"))[marked]
                ink = self.ink(*names, *more)
                line.add(text, ink + Style(link=piece.link) if piece.link else ink)
        return line.strip(blank)

    def _parts(self, piece: Piece) -> Iterator[tuple[str, int]]:
        """The piece cut where it is marked: (text, 0 not marked, 1 marked, 2 marked and current)."""
        place = piece.place
        marks = self._marks.get(place.run, ()) if place is not None else ()
        if place is None or not marks:
            yield piece.text, 0
            return
        done, end = place.start, place.start + len(piece.text)
        for first, last in marks:
            start, stop = max(first, done), min(last, end)
            if start < stop:
                if start > done:
                    yield piece.text[done - place.start : start - place.start], 0
                yield (
                    piece.text[start - place.start : stop - place.start],
                    1 + (Place(place.run, first) == self._current),
                )
                done = stop
        if done < end:
            yield piece.text[done - place.start :], 0


def _holds(line: SetLine, place: Place) -> bool:
    """The character at the place stands in the line."""
    return any(
        piece.place is not None
        and piece.place.run == place.run
        and piece.place.start <= place.start < piece.place.start + len(piece.text)
        for piece in line
    )
