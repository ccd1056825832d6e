"""Finds syndicated copies among a story's articles: other outlets carrying one text. Compares texts only.

A copy has nearly the words of an earlier article of another outlet; cut-off excerpts are compared as far as both go.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from math import ceil
from typing import Generic, NamedTuple, TypeAlias, TypeVar

from tui.model import Article
from tui.stories.words import heading, opening
from tui.text.words import tokens

TEXT_ALIKE = 0.85
"""The share of word pairs of the shorter excerpt that the longer one must hold."""
TEXT_SAME = 0.95
"""The share from which the headline may be another one, where the excerpt is long enough to be no phrase of the trade."""
TEXT_LEAST = 8
"""Words below which an excerpt tells nothing."""
TEXT_LONG = 25
TITLE_ALIKE = 0.5
"""The share of words that two headlines over one text must have in common."""
TITLE_SAME = 0.9
"""The same where there is no text to compare."""
TITLE_LEAST = 5
_KEPT = 2_000
"""Texts whose words are remembered: a story that grows by one article is looked through as a whole each time."""

Key = TypeVar("Key", bound=Hashable)
_Sign: TypeAlias = tuple[str, str] | str
"""A pair of neighbouring words, or a word of a headline."""


@dataclass(frozen=True, slots=True)
class Text(Generic[Key]):
    """What is compared of one article."""

    key: Key
    title: str
    excerpt: str
    outlet: str
    """Folded; "" = not known."""
    time: int | None
    """Seconds since 1970 UTC."""


class _Words(NamedTuple):
    title: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    """Neighbouring words of the excerpt."""

    @property
    def signs(self) -> Collection[_Sign]:
        """What another text must share to be compared at all."""
        return self.pairs or self.title

    @property
    def spare(self) -> int:
        """How many of the signs a longer text may lack and yet be the same."""
        share = TEXT_ALIKE if self.pairs else TITLE_SAME
        return len(self.signs) - ceil(share * len(self.signs))


def copies_of(articles: Iterable[Article]) -> dict[str, str]:
    """Article key → key of the article that it is a copy of; articles that are no copy are not in it."""
    return find_copies(
        [
            Text(
                article.key,
                article.title,
                article.excerpt,
                article.provider.key,
                None if article.published is None else int(article.published.timestamp()),
            )
            for article in articles
        ]
    )


def find_copies(texts: Sequence[Text[Key]]) -> dict[Key, Key]:
    """The same for any texts. Of several that carry one text the earliest is the original."""
    ordered = [
        (text, _words(text.title, text.excerpt, text.outlet))
        for text in sorted(texts, key=lambda text: (text.time is None, text.time or 0, str(text.key)))
    ]
    often = Counter(chain.from_iterable(words.signs for _, words in ordered))
    originals: list[tuple[Text[Key], _Words]] = []
    holding: dict[_Sign, list[int]] = defaultdict(list)
    """Sign → the originals that hold it, by their places."""
    marked: dict[_Sign, list[int]] = defaultdict(list)
    """Sign → those of which it is one of the rarest."""
    found: dict[Key, Key] = {}
    for text, words in ordered:
        # Of two texts that are one, the longer holds at least one of any few signs of the shorter that are more than it may
        # lack. With the rarest ones 179 reports in much the same words are compared in 3 ms, with all of them in 14 ms.
        rarest = sorted(words.signs, key=often.__getitem__)[: words.spare + 1]
        near = {*chain(*(holding[sign] for sign in rarest if sign in holding))}
        near.update(*(marked[sign] for sign in words.signs if sign in marked))
        first = next((place for place in sorted(near) if _is_copy(words, originals[place][1])), None)
        if first is None:
            for sign in words.signs:
                holding[sign].append(len(originals))
            for sign in rarest:
                marked[sign].append(len(originals))
            originals.append((text, words))
            continue
        original = originals[first][0]
        if text.outlet != original.outlet or not text.outlet:
            found[text.key] = original.key
    return found


@lru_cache(maxsize=_KEPT)
def _words(title: str, excerpt: str, outlet: str) -> _Words:
    words = tokens(opening(excerpt))
    # A cut-off excerpt may end inside a word.
    words = words[:-1] if len(words) > TEXT_LEAST else []
    return _Words(frozenset(tokens(heading(title, outlet))), frozenset(pairwise(words)))


def _is_copy(one: _Words, other: _Words) -> bool:
    shared, shorter = len(one.pairs & other.pairs), min(len(one.pairs), len(other.pairs))
    if shared < TEXT_ALIKE * shorter:
        return False
    if shorter >= TEXT_LONG and shared >= TEXT_SAME * shorter:
        return True
    titles = len(one.title & other.title) / (len(one.title | other.title) or 1)
    if not shorter:
        return not one.pairs and not other.pairs and len(one.title) >= TITLE_LEAST and titles >= TITLE_SAME
    return titles >= TITLE_ALIKE
