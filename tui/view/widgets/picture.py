"""A picture as lines of half blocks, and what stands in its place until it is there. Fetches and scales nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.color import Color, ColorSystem
from rich.color_triplet import ColorTriplet
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

_HALF = "▀"


class Place(NamedTuple):
    """What stands where a story's picture does."""

    strips: Sequence[Strip] = ()
    """The picture, line by line."""
    said: str = ""
    """A sentence, while there is no picture."""
    lines: int = 0
    """Lines that are kept free at least: what is below shall not move when the picture comes."""


def half_blocks(rgb: bytes, width: int, colours: ColorSystem) -> list[Strip]:
    """The lines of a picture with an even number of rows, two of them in each line; `rgb`: three bytes for each pixel.

    The styles are made ready to be painted, so that a thread may do it in place of the interface's: 1,000 cells take it
    5 ms.
    """
    row = 3 * width
    return [
        _line(rgb[start : start + row], rgb[start + row : start + 2 * row], colours)
        for start in range(0, len(rgb), 2 * row)
    ]


def _line(upper: bytes, lower: bytes, colours: ColorSystem) -> Strip:
    segments: list[Segment] = []
    begun = 0
    for place in range(3, len(upper) + 3, 3):
        colour = upper[begun : begun + 3], lower[begun : begun + 3]
        if colour == (upper[place : place + 3], lower[place : place + 3]):
            continue
        style = Style.from_color(*(Color.from_triplet(ColorTriplet(*one)) for one in colour))
        style.render(_HALF, color_system=colours)
        segments.append(Segment(_HALF * ((place - begun) // 3), style))
        begun = place
    return Strip(segments, len(upper) // 3)
