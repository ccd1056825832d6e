"""The second line of a row: a name, then figures, the least telling dropped until the rest fits. Only draws."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.style import Style

from tui.view.widgets.cells import Highlight, Line, printable

_SEPARATOR = " · "
_LEAST_NAME = 12
"""Cells the name keeps before figures go."""


class Figure(NamedTuple):
    """One thing said after the name."""

    text: str
    ink: Style
    rank: int
    """What goes first when room is short: the highest."""


def add_figures(
    line: Line, name: str, figures: Sequence[Figure], muted: Style, highlight: Highlight, match: Style
) -> None:
    """Append `name` and those of `figures` that fit, in their order, to `line`; the name is cut to the room left."""
    name = printable(name)
    kept = list(figures)

    def cells() -> int:
        return sum(len(_SEPARATOR) + cell_len(figure.text) for figure in kept)

    while kept and min(cell_len(name), _LEAST_NAME) + cells() > line.room:
        kept.remove(max(kept, key=lambda figure: figure.rank))
    line.add_marked(name, muted, highlight, match, line.room - cells())
    for figure in kept:
        line.add(_SEPARATOR, muted)
        line.add(figure.text, figure.ink)
