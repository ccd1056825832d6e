"""A story that can still grow: the sum of its articles' words and what is needed to judge the next one."""

from __future__ import annotations

from collections.abc import Collection
from math import fsum, sqrt

from tui.stories.frequency import Frequencies
from tui.stories.item import Item
from tui.stories.words import Words


class LiveStory:
    """Everything the grouper keeps of one story; sums of whole numbers, so that no order of adding shows."""

    __slots__ = (
        "_length", "_step", "barred", "counts", "founded", "id", "links", "members", "newest", "oldest", "outlets", "votes",
    )  # fmt: skip

    def __init__(self, story_id: int, founded: int) -> None:
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
        self.outlets: set[str] = set()
        """Known outlets; an unknown one counts as one of its own."""
        self.barred: set[int] = set()
        """Articles that the reader keeps apart from one of this story's."""
        self.oldest = founded
        self.newest = founded
        self._length = 0.0
        self._step = -1

    def __len__(self) -> int:
        return len(self.members)

    def add(self, item: Item, words: Words) -> None:
        """Takes the article in."""
        counts = self.counts
        for term, amount in words.counts.items():
            counts[term] = counts.get(term, 0) + amount
        for term, vote in words.votes.items():
            self.votes[term] = self.votes.get(term, 0) + vote
        self.members.add(item.key)
        if item.number:
            self.links[item.number] = item.links
        self.outlets.add(item.outlet or f"?{item.key}")
        if item.time < self.oldest:
            self.oldest = item.time
        elif item.time > self.newest:
            self.newest = item.time
        self._step = -1

    def absorb(self, other: LiveStory) -> None:
        """Takes all of the other story's articles in."""
        for term, amount in other.counts.items():
            self.counts[term] = self.counts.get(term, 0) + amount
        for term, vote in other.votes.items():
            self.votes[term] = self.votes.get(term, 0) + vote
        self.members |= other.members
        self.links.update(other.links)
        self.outlets |= other.outlets
        self.barred |= other.barred
        self.oldest = min(self.oldest, other.oldest)
        self.newest = max(self.newest, other.newest)
        self._step = -1

    def length(self, frequencies: Frequencies) -> float:
        """Length of the weighed vector; never 0. Exact whatever order the words were added in (`fsum`)."""
        if self._step != frequencies.step:
            square = frequencies.square
            self._length = sqrt(fsum([amount * amount * square(term) for term, amount in self.counts.items()])) or 1.0
            self._step = frequencies.step
        return self._length

    def distance(self, time: int) -> int:
        """Seconds between a time and the story's nearest end; 0 within its span."""
        return max(0, time - self.newest, self.oldest - time)

    def bars(self, other: LiveStory) -> bool:
        """The reader keeps an article of one apart from an article of the other."""
        if not self.barred or not other.barred:
            return False
        return not self.barred.isdisjoint(other.members)
