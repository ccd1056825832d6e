"""Finds in a composed article: where a text stands, and what the text of a link pretends to be. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.text.urls import display_host
from tui.view.widgets.article_view import Place

if TYPE_CHECKING:
    from tui.view.typesetting import Composition, Run

MATCH_LIMIT = 9_999
"""Places of a text in one article that are found."""

_HOST = re.compile(r"(?:https?://)?((?:[^\s./@]{1,63}\.)+[a-z]{2,24})(?:[/:?#]\S*)?\Z")
"""A text that is an address, and nothing else."""


def disguised(composition: Composition, url: str) -> str:
    """The host that the text of a link says, where it leads to another; "" where it says none, or the same."""
    real = display_host(url)
    for run in composition.runs:
        text = "".join(run.text[s.start : s.end] for s in run.stretches if s.link == url and "link" in s.roles)
        said = _HOST.match(text.strip().lower())
        if said and not real.endswith(said[1].removeprefix("www.")):
            return said[1]
    return ""


def found(composition: Composition, text: str) -> list[tuple[Place, Place]]:
    """Where a text stands in the article, whatever its case: (its first character, the one after its last), in order."""
    wanted = " ".join(text.split())
    if not wanted:
        return []
    pattern = re.compile(re.escape(wanted), re.IGNORECASE)
    places: list[tuple[Place, Place]] = []
    for number, run in enumerate(composition.runs):
        bare, offsets = _without_numbers(run)
        for match in pattern.finditer(bare):
            start, end = offsets(match.start()), offsets(match.end() - 1) + 1
            places.append((Place(number, start), Place(number, end)))
            if len(places) == MATCH_LIMIT:
                return places
    return places


def _without_numbers(run: Run) -> tuple[str, Callable[[int], int]]:
    """The text without the numbers of its links, and where each of its characters stands in the whole text."""
    if not run.numbers:
        return run.text, lambda place: place
    texts: list[str] = []
    ends: list[int] = []
    skipped: list[int] = [0]
    done = 0
    for start, end in run.numbers:
        texts.append(run.text[done:start])
        ends.append(start - skipped[-1])
        skipped.append(skipped[-1] + end - start)
        done = end
    return "".join((*texts, run.text[done:])), lambda place: place + skipped[bisect_right(ends, place)]
