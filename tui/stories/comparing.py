"""How the reports of one event differ in what they say: which words all use, which only some, which only one. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from tui.model import Article
from tui.stories.words import spelled

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
    """Words that only this report uses, as it writes them, in order, each once."""


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
    users: Counter[str] = Counter()
    for article in ordered:
        users.update({stem for text in (article.title, article.excerpt) for stem, _ in spelled(text)})
    count = len(ordered)

    def share(stem: str) -> Share:
        used = users[stem]
        return Share.ALL if used == count > 1 else Share.ONE if used == 1 and count > 1 else Share.SOME

    reports = []
    for article in ordered:
        both = [pair for text in (article.title, article.excerpt) for pair in spelled(text)]
        alone = {stem: raw for stem, raw in reversed(both) if share(stem) is Share.ONE}
        in_order = dict.fromkeys(alone[stem] for stem, _ in both if stem in alone)
        reports.append(
            Compared(article, _stretches(article.title, share), _stretches(article.excerpt, share), tuple(in_order))
        )
    first = [pair for article in ordered[:1] for text in (article.title, article.excerpt) for pair in spelled(text)]
    agreed = {stem: raw for stem, raw in reversed(first) if share(stem) is Share.ALL}
    return Comparison(tuple(reports), tuple(dict.fromkeys(agreed[stem] for stem, _ in first if stem in agreed)))


def _stretches(text: str, share: Callable[[str], Share]) -> tuple[Stretch, ...]:
    found: list[Stretch] = []
    place = 0

    def add(piece: str, how: Share) -> None:
        if piece:
            found.append(Stretch(piece, how))

    for stem, raw in spelled(text):
        start = text.find(raw, place)
        if start < 0:
            continue
        add(text[place:start], Share.NONE)
        add(raw, share(stem))
        place = start + len(raw)
    add(text[place:], Share.NONE)
    return tuple(found)
