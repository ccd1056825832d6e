"""What asking for a picture gives: its pixels, or why there are none. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pixels:
    """A picture without anything transparent."""

    width: int
    height: int
    rgb: bytes
    """Three bytes for each pixel, row after row."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, ready to be drawn."""

    thumbnail: Pixels
    """From which it can be made in other sizes."""
    drawn: Pixels
    """In the size that was asked for; with an even number of rows."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why there is no picture."""

    reason: str
    """A sentence."""
    lasting: bool = True
    """Asking again soon would give the same."""


NOT_INSTALLED = Fault(
    "Pictures need a part of Broadsheet that is not installed. Install it with: pip install 'broadsheet[images]'."
)


def fitted(width: int, height: int, columns: int, lines: int) -> tuple[int, int]:
    """The size in which a picture fits into so many cells with its shape kept, never enlarged; the height is even.

    A cell holds one pixel above another, and both are about square.
    """
    columns, rows = min(columns, width), min(2 * lines, height)
    if columns * height > rows * width:
        columns = max(1, round(rows * width / height))
    else:
        rows = round(columns * height / width)
    return columns, max(2, 2 * round(rows / 2))
