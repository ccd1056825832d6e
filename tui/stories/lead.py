"""Chooses the article that stands for a story."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from tui.stories.words import count

_NO_TIME = 1 << 40
"""An article without a date comes after those with one."""
_KEPT = 2_000
"""Texts whose words are remembered: a story that grows by one article is weighed as a whole each time."""


class Candidate(NamedTuple):
    """What speaks for an article as the lead."""

    key: int
    title: str
    time: int | None = None
    """Seconds since 1970 UTC."""
    heat: int = -1
    """The publisher's score of the event; below 0 = not its lead."""
    quality: int = 0


def choose(candidates: Sequence[Candidate]) -> int:
    """The place, in the sequence, of the best: the publisher's own lead, else the most central, best, earliest one."""
    ranked = [place for place, candidate in enumerate(candidates) if candidate.heat >= 0]
    if len(ranked) == 1:
        return ranked[0]
    places = ranked or range(len(candidates))
    central = _centrality(candidates)

    def merit(place: int) -> tuple[int, int, int, int, int]:
        one = candidates[place]
        return one.heat, central[place], one.quality, -(_NO_TIME if one.time is None else one.time), -one.key

    return max(places, key=merit)


@lru_cache(maxsize=_KEPT)
def _counts(title: str) -> dict[str, int]:
    return count(title, "").counts


def _centrality(candidates: Sequence[Candidate]) -> list[int]:
    """How much of each title's words the others say too: the product with the sum of them. Whole numbers.

    Titles only: the lead's is the story's, and a story of eighty articles is weighed in a third of the time.
    """
    counted = [_counts(candidate.title) for candidate in candidates]
    total: dict[str, int] = {}
    for counts in counted:
        for term, amount in counts.items():
            total[term] = total.get(term, 0) + amount
    return [sum([amount * (total[term] - amount) for term, amount in counts.items()]) for counts in counted]
