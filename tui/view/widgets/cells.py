"""Text measured in terminal cells: made printable, cut, wrapped, joined into lines. Never wider than asked.

Knows nothing of widgets. What goes in has passed `tui.text.clean`; `printable` is the last guard on the way to the
screen, because Textual 8.2 writes a raw control character in a strip straight to the terminal.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache

from rich.cells import cell_len, chop_cells, split_text
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

Highlight = Callable[[str], Sequence[tuple[int, int]]]
"""Says which stretches of a text matched: (start, end) character offsets, ascending, not overlapping."""

ELLIPSIS = "…"
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
"""Unicode categories never shown: controls, format (bidi, zero width), surrogates, private use, line separators."""
_FILLER = re.compile("[\u115f\u1160\u3164\uffa0\ufe00-\ufe0f]")
"""Letters that show nothing, and selectors: Rich and terminals disagree about the cells they take."""
_WIDE = "\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6"
_CLOSING = "\u3001\u3002\uff0c\uff0e\uff1a\uff1b\uff1f\uff01\uff09\u300d\u300f\u3011\u300b\u30fc"


def no_highlight(text: str) -> Sequence[tuple[int, int]]:
    """The highlight of a reader who searches for nothing."""
    return ()


def printable(text: str) -> str:
    """`text` on one line, without a character that moves the cursor, reorders text or shows nothing."""
    if not text.isascii():
        text = _FILLER.sub("", text)
    if text.isprintable():
        return text
    kept = (" " if c.isspace() else "" if unicodedata.category(c) in _UNSEEN else c for c in text)
    return "".join(kept)


def fit(text: str, width: int) -> str:
    """`text` if it is at most `width` cells wide, else its beginning and an ellipsis in exactly `width` cells."""
    if cell_len(text) <= width:
        return text
    if width <= 0:
        return ""
    return split_text(text, width - 1)[0] + ELLIPSIS


def padded(text: str, width: int) -> str:
    """`text` in exactly `width` cells: filled up with blanks, or cut with an ellipsis."""
    text = fit(text, width)
    return text + " " * (width - cell_len(text))


@cache
def _word() -> re.Pattern[str]:
    """What a line break may not split: a word, or one wide character with the closing marks that must not begin a line."""
    return re.compile(f"[{_WIDE}][{_CLOSING}]*|[^\\s{_WIDE}]+")  # 3 ms


def wrap(text: str, width: int) -> list[tuple[int, int]]:
    """Where `text` breaks into lines of at most `width` cells: (start, end) offsets, blanks at the breaks left out.

    Words wider than a line are chopped between graphemes; wide characters may break anywhere but before closing marks.
    """
    width = max(2, width)
    lines: list[tuple[int, int]] = []
    start = end = used = 0
    begun = False
    for word in _word().finditer(text):
        size = cell_len(word.group())
        gap = word.start() - end
        if begun and used + gap + size > width:
            lines.append((start, end))
            begun = False
        if not begun:
            start, used, gap, begun = word.start(), 0, 0, True
        end = word.end()
        if size > width:
            *whole, rest = chop_cells(word.group(), width)
            for piece in whole:
                lines.append((start, start + len(piece)))
                start += len(piece)
            used = cell_len(rest)
        else:
            used += gap + size
    if begun:
        lines.append((start, end))
    return lines


def amount(value: int) -> str:
    """A count in at most six cells: 9,999, 123k, 4.5M."""
    size = abs(value)
    if size < 10_000:
        return f"{value:,}"
    if size < 1_000_000:
        return f"{value / 1000:.1f}k" if size < 100_000 else f"{value // 1000}k"
    return f"{value / 1_000_000:.1f}M" if size < 1_000_000_000 else f"{value // 1_000_000_000}G"


class Line:
    """One line being drawn from the left; what does not fit into its width is cut with an ellipsis."""

    def __init__(self, width: int) -> None:
        self.room = max(0, width)
        """Cells still free."""
        self._width = self.room
        self._segments: list[Segment] = []

    def add(self, text: str, style: Style) -> None:
        """Append `text`, cut to the room there is."""
        text = fit(printable(text), self.room)
        if text:
            self._segments.append(Segment(text, style))
            self.room -= cell_len(text)

    def add_marked(
        self, text: str, style: Style, highlight: Highlight, marked: Style, width: int | None = None
    ) -> None:
        """Append `text` cut to `width` cells (None: the room there is), its matches in the style `marked`."""
        whole = printable(text)
        shown = fit(whole, self.room if width is None else min(width, self.room))
        kept = len(shown) if len(shown) == len(whole) else len(shown) - 1
        place = 0
        for start, end in highlight(whole):
            if start >= kept:
                break
            if start > place:
                self._segments.append(Segment(shown[place:start], style))
                place = start
            end = min(end, kept)
            if end > place:
                self._segments.append(Segment(shown[place:end], marked))
                place = end
        if place < len(shown):
            self._segments.append(Segment(shown[place:], style))
        self.room -= cell_len(shown)

    def pad(self, cells: int, style: Style) -> None:
        """Append blanks."""
        cells = min(cells, self.room)
        if cells > 0:
            self._segments.append(Segment(" " * cells, style))
            self.room -= cells

    def strip(self, style: Style) -> Strip:
        """The finished line, filled up with blanks to exactly its width."""
        self.pad(self.room, style)
        return Strip(self._segments, self._width)
