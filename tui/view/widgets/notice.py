"""What a pane says when it has nothing to list: what happened, and which key to press. Only draws."""

from __future__ import annotations

from typing import NamedTuple

from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip

from tui.view.widgets.cells import Line, printable, wrap


class Notice(NamedTuple):
    """A designed empty, loading, no-match or error state."""

    title: str
    """What happened, in a few words."""
    lines: tuple[str, ...] = ()
    """Sentences under it; wrapped to the pane."""
    keys: tuple[tuple[str, str], ...] = ()
    """What can be done: (key label, what it does), one line each."""


def notice_strips(notice: Notice, width: int, height: int, inks: tuple[Style, Style, Style]) -> list[Strip]:
    """`height` lines with `notice` in their middle; `inks` are the styles of title, text and keys."""
    title_ink, text_ink, key_ink = inks
    body: list[Strip] = []

    def centred(text: str, ink: Style) -> None:
        text = printable(text)
        for start, end in wrap(text, width - 4):
            line = Line(width)
            line.pad((width - cell_len(text[start:end])) // 2, text_ink)
            line.add(text[start:end], ink)
            body.append(line.strip(text_ink))

    centred(notice.title, title_ink)
    if notice.lines:
        body.append(Strip.blank(width, text_ink))
    for sentence in notice.lines:
        centred(sentence, text_ink)
    if notice.keys:
        body.append(Strip.blank(width, text_ink))
        labels = max(cell_len(printable(key)) for key, _ in notice.keys)
        whole = labels + 2 + max(cell_len(printable(text)) for _, text in notice.keys)
        for key, text in notice.keys:
            line = Line(width)
            line.pad((width - whole) // 2, text_ink)
            line.pad(labels - cell_len(printable(key)), text_ink)
            line.add(key, key_ink)
            line.add("  ", text_ink)
            line.add(text, text_ink)
            body.append(line.strip(text_ink))
    above = max(0, (height - len(body)) // 2)
    strips = [Strip.blank(width, text_ink)] * above + body
    return strips[:height] + [Strip.blank(width, text_ink)] * (height - len(strips))
