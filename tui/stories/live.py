"""A story that can still grow: the sum of its articles' words and what is needed to judge the next one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from math import sqrt

from tui.stories.frequency import Frequencies
from tui.stories.item import Item
from tui.stories.words import Words


class LiveStory:
    """Everything the grouper keeps of one story; sums of whole numbers, so that no order of adding shows."""

    __slots__ = (
        "_frequencies", "_length", "_names", "_square", "_step", "barred", "counts", "founded", "id", "links", "members",
        "newest", "oldest", "outlets", "votes",
    )  # fmt: skip

    def __init__(self, story_id: int, founded: int, frequencies: Frequencies) -> None:
        self._frequencies = frequencies
        self.id = story_id
        self.founded = founded
        """Time of the founding article."""
        self.counts: dict[str, int] = {}
        """Stem → sum of its counts in all articles."""
        self.votes: dict[str, int] = {}
        """Stem → articles that write it with a capital inside a sentence, minus those that do not."""
        self.members: set[int] = set()
        """Keys of its articles."""
        self.links: dict[int, Collection[int]] = {}
        """Number of an article → the publisher's links of it."""
        self.outlets: dict[str, int] = {}
        """Outlet → its articles; an unknown one counts as one of its own."""
        self.barred: set[int] = set()
        """Articles that the reader keeps apart from one of this story's."""
        self.oldest = founded
        self.newest = founded
        self._step = -1
        """The step of the weights that the next three are made from."""
        self._square = 0
        self._length = 1.0
        self._names = -1
        """Below 0: not worked out."""

    def __len__(self) -> int:
        return len(self.members)

    def add(self, item: Item, words: Words) -> None:
        """Takes the article in."""
        if self._step == self._frequencies.step:
            self._grow(words)
        else:
            _sum_up(self.counts, words.counts)
            _sum_up(self.votes, words.votes)
        self.members.add(item.key)
        if item.number:
            self.links[item.number] = item.links
        _sum_up(self.outlets, {item.outlet or f"?{item.key}": 1})
        if item.time < self.oldest:
            self.oldest = item.time
        elif item.time > self.newest:
            self.newest = item.time

    def _grow(self, words: Words) -> None:
        """Adds the words, and to the squares what that makes of them: in proportion to the article, not the story."""
        counts, squares = self.counts, self._frequencies.squares
        if self._names >= 0:
            self._grow_names(words)
        for term, amount in words.counts.items():
            had = counts.get(term, 0)
            counts[term] = has = had + amount
            self._square += (has * has - had * had) * squares[term]
        _sum_up(self.votes, words.votes)
        self._length = sqrt(self._square) or 1.0

    def _grow_names(self, words: Words) -> None:
        counts, votes, told = self.counts, self.votes, words.votes
        squares, names = self._frequencies.squares, self._frequencies.names
        for term, amount in words.counts.items():
            had, vote = counts.get(term, 0), votes.get(term, 0)
            if vote > 0 or names[term]:
                self._names -= had * had * squares[term]
            if vote + told.get(term, 0) > 0 or names[term]:
                self._names += (had + amount) ** 2 * squares[term]

    def absorb(self, other: LiveStory) -> None:
        """Takes all of the other story's articles in."""
        _sum_up(self.counts, other.counts)
        _sum_up(self.votes, other.votes)
        self._step = -1
        self.members |= other.members
        self.links.update(other.links)
        _sum_up(self.outlets, other.outlets)
        self.barred |= other.barred
        self.oldest = min(self.oldest, other.oldest)
        self.newest = max(self.newest, other.newest)

    def length(self) -> float:
        """Length of the weighed vector; never 0."""
        if self._step != self._frequencies.step:
            self._weigh()
        return self._length

    def square(self) -> int:
        """The same, squared."""
        if self._step != self._frequencies.step:
            self._weigh()
        return self._square

    def names(self) -> int:
        """The squared length of its names alone."""
        if self._step != self._frequencies.step:
            self._weigh()
        if self._names < 0:
            squares, names, votes = self._frequencies.squares, self._frequencies.names, self.votes
            named = [(term, a) for term, a in self.counts.items() if names[term] or votes.get(term, 0) > 0]
            self._names = sum([amount * amount * squares[term] for term, amount in named])
        return self._names

    def named(self, term: str) -> bool:
        """The story has this word, and it is a name."""
        return term in self.counts and (self.votes.get(term, 0) > 0 or self._frequencies.names[term])

    def _weigh(self) -> None:
        squares = self._frequencies.squares
        self._square = sum([amount * amount * squares[term] for term, amount in self.counts.items()])
        self._length = sqrt(self._square) or 1.0
        self._names = -1
        self._step = self._frequencies.step

    def distance(self, time: int) -> int:
        """Seconds between a time and the story's nearest end; 0 within its span."""
        return max(0, time - self.newest, self.oldest - time)

    def bars(self, other: LiveStory) -> bool:
        """The reader keeps an article of one apart from an article of the other."""
        if not self.barred or not other.barred:
            return False
        return not self.barred.isdisjoint(other.members)


def _sum_up(sums: dict[str, int], more: Mapping[str, int]) -> None:
    for term, amount in more.items():
        sums[term] = sums.get(term, 0) + amount
