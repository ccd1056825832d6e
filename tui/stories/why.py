"""Says why an article is in its story, in the terms of the judge. Computed when it is asked for; nothing is remembered."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from tui.stories.frequency import Frequencies
from tui.stories.item import Item
from tui.stories.judge import Judge
from tui.stories.live import LiveStory
from tui.stories.rules import Rules
from tui.stories.words import count, heading, opening, spelled

SAID_MOST = 8
"""Shared words that are told."""
LEAST = 0.01
"""The share of the likeness below which a word is not worth telling."""


@dataclass(frozen=True, slots=True)
class SharedWord:
    """A word that the article and the rest of its story have in common."""

    word: str
    """As the article writes it."""
    share: float
    """How much of their likeness it makes, 0..1."""


@dataclass(frozen=True, slots=True)
class Why:
    """What holds an article in its story."""

    words: tuple[SharedWord, ...]
    """Those that weigh most, the weightiest first; none where the reader alone put it there."""
    likeness: float
    """How much alike the article and the rest of the story are, 0..1."""
    needed: float
    """How much alike they had to be, given their distance in time and the story's size."""
    seconds: int | None
    """Time between the article and the story's nearest other report; None where it has no date, or no other has."""
    nearest: str
    """Outlet of that report; "" where there is none."""
    linked: bool
    """The publisher links the article and another one of the story."""
    told: bool
    """The reader put stories together, and that is why it is with its lead."""


def words_of(items: Iterable[Item]) -> set[str]:
    """The stems whose frequencies `explain` needs."""
    return {stem for item in items for stem in count(item.title, item.excerpt, item.outlet).counts}


def explain(
    item: Item,
    others: Sequence[Item],
    frequencies: Frequencies,
    rules: Rules,
    *,
    told: bool = False,
    undated: Collection[int] = (),
    outlets: Mapping[int, str] | None = None,
) -> Why:
    """Why `item` is in the story of `others`, of which there is at least one.

    `frequencies` knows the words of all of them; `told`: the reader put two stories together; `undated`: keys of those
    that have no date, and count as being of the same time; `outlets`: article key → how its outlet is called.
    """
    judge = Judge(frequencies, rules)
    words = count(item.title, item.excerpt, item.outlet)
    weighed = judge.weigh(words)
    dated = [] if item.key in undated else [other for other in others if other.key not in undated]
    others = [other if other in dated else other._replace(time=item.time) for other in others]
    story = LiveStory(others[0].key, others[0].time, frequencies)
    for other in others:
        story.add(other, count(other.title, other.excerpt, other.outlet))
    parts = [(square * amount * story.counts.get(term, 0), term) for square, amount, term in weighed.terms]
    whole = sum([part for part, _ in parts])
    written = _written(item)
    best = sorted((part, term) for part, term in parts if part > LEAST * whole)[: -SAID_MOST - 1 : -1]
    nearest = min(dated, key=lambda other: (abs(other.time - item.time), other.key), default=None)
    return Why(
        words=tuple(SharedWord(written.get(term, term), part / whole) for part, term in best),
        likeness=whole / (sqrt(weighed.square) * story.length()) if weighed.square else 0.0,
        needed=max(0.0, judge.bar(item, words, weighed, story, 0.0)),
        seconds=abs(nearest.time - item.time) if nearest else None,
        nearest=(outlets or {}).get(nearest.key, nearest.outlet) if nearest else "",
        linked=any(item.number in other.links or other.number in item.links for other in others if other.number),
        told=told,
    )


def _written(item: Item) -> dict[str, str]:
    """Stem → the word as the article writes it first."""
    found: dict[str, str] = {}
    for text in (heading(item.title, item.outlet), opening(item.excerpt)):
        for stem, raw in spelled(text):
            found.setdefault(stem, raw)
    return found
