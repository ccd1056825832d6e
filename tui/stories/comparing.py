"""How the reports of one event differ in what they say: which words all use, which only some, which only one. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from tui.model import Article
from tui.stories.words import placed

SAID_MOST = 12
"""Words listed in one line of a summary."""


class Share(Enum):
    """Who uses a word."""

    ALL = "all"
    """Every report."""
    SOME = "some"
    ONE = "one"
    """No other report."""
    NONE = "none"
    """It is no word that counts: a stop-word, or what stands between words."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a text in which every word is shared alike."""

    text: str
    share: Share


@dataclass(frozen=True, slots=True)
class Compared:
    """One report beside the others."""

    article: Article
    title: tuple[Stretch, ...]
    excerpt: tuple[Stretch, ...]
    alone: tuple[str, ...]
    """Words that only this report uses, as it writes them, in order, each once; of scripts without spaces, stretches."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The reports of one event, the earliest first."""

    reports: tuple[Compared, ...]
    agreed: tuple[str, ...]
    """Words that every report uses, as the first one writes them."""


def compare(articles: Sequence[Article]) -> Comparison:
    """Set the reports side by side. Words are those that the grouping counts: without stop-words, endings off."""
    ordered = sorted(
        articles, key=lambda a: (a.published is None, a.published.timestamp() if a.published else 0, a.key)
    )
    words = [[(text, list(placed(text))) for text in (article.title, article.excerpt)] for article in ordered]
    users: Counter[str] = Counter()
    for its in words:
        users.update({stem for _, found in its for stem, _, _ in found})
    count = len(ordered)

    def share(stem: str) -> Share:
        used = users[stem]
        return Share.ALL if used == count > 1 else Share.ONE if used == 1 and count > 1 else Share.SOME

    reports, agreed = [], tuple[str, ...]()
    for article, its in zip(ordered, words, strict=True):
        texts = [(text, _runs(found, share)) for text, found in its]
        title, excerpt = (_stretches(text, runs) for text, runs in texts)
        reports.append(Compared(article, title, excerpt, _said(texts, Share.ONE)))
        if len(reports) == 1:
            agreed = _said(texts, Share.ALL)
    return Comparison(tuple(reports), agreed)


@dataclass(slots=True)
class _Run:
    """A word, or neighbouring pieces of a script without spaces that are shared alike: `text[start:end]`."""

    start: int
    end: int
    share: Share
    stems: list[str]


_WEIGHT = {Share.ALL: 2, Share.SOME: 1, Share.ONE: 0}
"""Of two pieces that overlap the one that more reports use has what they share: the other one's news is the rest."""


def _runs(found: Sequence[tuple[str, int, int]], share: Callable[[str], Share]) -> list[_Run]:
    runs: list[_Run] = []
    for stem, start, end in found:
        how = share(stem)
        while runs and runs[-1].end > start and _WEIGHT[runs[-1].share] < _WEIGHT[how]:
            runs[-1].end = start
            if runs[-1].start >= start:
                runs.pop()
        last = runs[-1] if runs else None
        if last and last.end >= start and last.share is how:
            last.end = end
            last.stems.append(stem)
        elif not last or last.end < end:
            runs.append(_Run(max(start, last.end) if last else start, end, how, [stem]))
    return runs


def _said(texts: Sequence[tuple[str, list[_Run]]], share: Share) -> tuple[str, ...]:
    """What is shared so, as it is written first, in order, each once."""
    said: dict[tuple[str, ...], str] = {}
    for text, runs in texts:
        for run in runs:
            if run.share is share:
                said.setdefault(tuple(run.stems), text[run.start : run.end])
    return tuple(dict.fromkeys(said.values()))


def _stretches(text: str, runs: Sequence[_Run]) -> tuple[Stretch, ...]:
    found: list[Stretch] = []
    place = 0
    for run in runs:
        if place < run.start:
            found.append(Stretch(text[place : run.start], Share.NONE))
        found.append(Stretch(text[run.start : run.end], run.share))
        place = run.end
    if place < len(text):
        found.append(Stretch(text[place:], Share.NONE))
    return tuple(found)
