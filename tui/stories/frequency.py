"""How common each word is in the library, and what a word therefore weighs; grows with every article.

Weights change in steps only: what was learned since the last step is `pending` and weighs nothing yet. Between two
steps every weight is constant, so lengths of vectors can be kept, and a table that was stored and read back weighs
exactly as it did.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from math import log
from typing import NamedTuple

from tui.stories.words import Words

_SINGLETONS_KEPT_BELOW = 200_000
"""Words in the table above which those seen only once are dropped."""
_STEPS = ((1_000, 8), (8_000, 4))
"""(a number of articles, n): up to that many, a step comes after 1/n more, by which an idf moves by at most .12 or .22."""
_STEP_MOST = 2_000
"""Articles after which a step comes beyond. Every step costs the lengths of all live stories."""
_NAME_BOOST = 1.5
"""Of words that are names: with a digit, or mostly capitalised inside sentences. Without it B³ drops by about .03."""
_YEAR = 31_556_952
"""Seconds."""
_SCALE = 64
"""The square of a word's weight is kept in such parts of one; it is 20 to 200 for words that matter."""
_DIGIT = re.compile(r"\d")


class _Names(dict[str, bool]):
    """Word → it is like a name; worked out when it is asked for."""

    def __init__(self, votes: Mapping[str, int]) -> None:
        super().__init__()
        self._votes = votes

    def __missing__(self, word: str) -> bool:
        found = self._votes.get(word, 0) > 0 or (not word.isalpha() and _DIGIT.search(word) is not None)
        self[word] = found
        return found


class _Squares(dict[str, int]):
    """Word → the square of its weight; worked out when it is asked for."""

    def __init__(self, articles: Mapping[str, int], names: _Names, of: int, boost: float) -> None:
        super().__init__()
        self._articles = articles
        self._names = names
        self._ceiling = log(of + 1.5)
        self._boost = boost * boost

    def __missing__(self, word: str) -> int:
        idf = self._ceiling - log(self._articles.get(word, 0) + 0.5)
        weight = idf * idf * self._boost if self._names[word] else idf * idf
        self[word] = square = 0 if idf <= 0.0 else round(weight * _SCALE)
        return square


class Tally(NamedTuple):
    """What is known of one word."""

    articles: int
    """How many articles hold it."""
    votes: int
    """Articles that write it with a capital inside a sentence, minus those that do not."""
    new_articles: int = 0
    """The same since the last step."""
    new_votes: int = 0


class State(NamedTuple):
    """The numbers of the table that belong to no word."""

    articles: int = 0
    new_articles: int = 0
    """Since the last step."""
    year: int = 0
    """Years since 1970 of the newest article: counts are halved when it grows."""


class Frequencies:
    """The table of words. `name_boost` is 1 to weigh names like other words (for measuring)."""

    def __init__(
        self,
        tallies: Iterable[tuple[str, Tally]] = (),
        state: State = State(),  # noqa: B008  (immutable)
        *,
        name_boost: float = _NAME_BOOST,
    ) -> None:
        self._articles: dict[str, int] = {}
        self._votes: dict[str, int] = {}
        self._new: dict[str, int] = {}
        self._new_votes: dict[str, int] = {}
        for word, tally in tallies:
            if tally.articles:
                self._articles[word] = tally.articles
            if tally.votes:
                self._votes[word] = tally.votes
            if tally.new_articles:
                self._new[word] = tally.new_articles
            if tally.new_votes:
                self._new_votes[word] = tally.new_votes
        self._state = state
        self._waiting = state.new_articles
        self._enough = _step(state.articles)
        """New articles with which the next step comes."""
        self._changed: set[str] = set()
        self._boost = name_boost
        self.step = 0
        """Grows whenever weights change: lengths computed under another step are void."""
        self.names: Mapping[str, bool]
        """Word → it is like a name: it has a digit, or is mostly capitalised inside sentences."""
        self.squares: Mapping[str, int]
        """Word → the square of its weight, which is what it adds to a product of two vectors. A whole number, as counts are:
        sums of them do not depend on the order in which articles came."""
        self._void()

    def learn(self, words: Words, time: int) -> None:
        """Counts one more article, published at `time` (seconds since 1970)."""
        new, votes = self._new, self._new_votes
        for word in words.counts:
            new[word] = new.get(word, 0) + 1
        for word, vote in words.votes.items():
            votes[word] = votes.get(word, 0) + vote
        self._changed.update(words.counts)
        self._waiting += 1
        if self._waiting >= self._enough:
            self._advance()
        year = time // _YEAR
        if year > self._state.year:
            if self._state.year:
                self._halve()
            self._state = self._state._replace(year=year)

    def _advance(self) -> None:
        for word, articles in self._new.items():
            self._articles[word] = self._articles.get(word, 0) + articles
        for word, votes in self._new_votes.items():
            self._votes[word] = self._votes.get(word, 0) + votes
        self._changed.update(self._new)
        self._new.clear()
        self._new_votes.clear()
        self._state = self._state._replace(articles=self._state.articles + self._waiting)
        self._waiting = 0
        if len(self._articles) > _SINGLETONS_KEPT_BELOW:
            self._drop([word for word, articles in self._articles.items() if articles == 1])
        self._void()

    def _halve(self) -> None:
        self._advance()
        self._drop([word for word, articles in self._articles.items() if articles == 1])
        self._changed.update(self._articles)
        self._articles = {word: articles // 2 for word, articles in self._articles.items()}
        self._votes = {word: votes // 2 if votes > 0 else -(-votes // 2) for word, votes in self._votes.items()}
        self._state = self._state._replace(articles=self._state.articles // 2)
        self._void()

    def _drop(self, words: list[str]) -> None:
        for word in words:
            del self._articles[word]
            self._votes.pop(word, None)
        self._changed.update(words)

    def _void(self) -> None:
        names = _Names(self._votes)
        self.names = names
        self.squares = _Squares(self._articles, names, self._state.articles, self._boost)
        self._enough = _step(self._state.articles)
        self.step += 1

    def state(self) -> State:
        """To be stored with the changes."""
        return self._state._replace(new_articles=self._waiting)

    def changes(self) -> Mapping[str, Tally | None]:
        """What changed since the last call: word → its tally, or None for a word that was dropped."""
        changes: dict[str, Tally | None] = {}
        for word in self._changed:
            known, new = self._articles.get(word, 0), self._new.get(word, 0)
            if known or new:
                changes[word] = Tally(known, self._votes.get(word, 0), new, self._new_votes.get(word, 0))
            else:
                changes[word] = None
        self._changed = set()
        return changes


def _step(articles: int) -> int:
    """How many more articles make the next step."""
    for limit, share in _STEPS:
        if articles < limit:
            return max(1, articles // share)
    return _STEP_MOST
