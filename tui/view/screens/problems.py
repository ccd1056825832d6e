"""The problems screen: what was wrong with the sources' files, file by file. Mends nothing."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from tui.core.choosing import scope
from tui.view.screens.pages import PageScreen, paragraph

if TYPE_CHECKING:
    from tui.model import Problem
    from tui.view.screens.pages import PageLine
    from tui.view.sitting import Sitting

LIMIT = 1000
"""Problems listed; more are counted."""


class ProblemsScreen(PageScreen):
    """Every problem with file, place and reason."""

    def __init__(self, sitting: Sitting) -> None:
        reading = sitting.shelf.reading
        sources = scope(reading.source_ids(), sitting.chosen.places)
        problems = reading.problems(sources, LIMIT + 1)
        super().__init__("Problems", lambda width: problem_lines(problems, width))


def problem_lines(problems: list[Problem], width: int) -> list[PageLine]:
    """The problems under their files."""
    if not problems:
        return [(("Nothing is wrong with any file.", "text"),)]
    lines: list[PageLine] = []
    for origin, found in groupby(problems[:LIMIT], key=lambda problem: problem.origin):
        lines += paragraph(origin, "heading", width)
        for problem in found:
            place = f"{problem.place}: " if problem.place else ""
            lines += paragraph(place + problem.reason, "text", width, indent=2)
        lines.append(())
    if len(problems) > LIMIT:
        lines.append(((f"More than {LIMIT:,} problems: 'broadsheet doctor --json' lists them all.", "muted"),))
    return lines
