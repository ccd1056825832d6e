"""The stories that can still grow, found by the words they share with an article. Judges nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from heapq import heappop, heappush
from math import sqrt

from tui.stories.frequency import Frequencies
from tui.stories.item import DAY, Item
from tui.stories.judge import Weighed
from tui.stories.live import LiveStory
from tui.stories.rules import Rules
from tui.stories.words import Words

_SPAN = DAY // 2
"""Seconds for which what a story asks of an article is worked out at once."""
_LITTLE = 0.12
"""The share of an article's squared length in its least weighty words that finds no story by itself. A story would have to
consist of nothing else to be as much as .35 alike; of 14,000 articles none is placed otherwise than without this."""


class Pool:
    """Live stories by id, by article and by word."""

    def __init__(self, frequencies: Frequencies, rules: Rules, apart: Mapping[int, Collection[int]]) -> None:
        self._frequencies = frequencies
        self._rules = rules
        self._apart = apart
        """Article → those that the reader keeps out of its story."""
        self._stories: dict[int, LiveStory] = {}
        self._holder: dict[int, int] = {}
        """Article → the story it is in."""
        self._postings: dict[str, dict[int, int]] = {}
        """Stem → story → the story's count of it."""
        self._numbered: dict[int, int] = {}
        """Number of an article → the story it is in."""
        self._linking: dict[int, set[int]] = {}
        """Number of an article → stories that link it."""
        self._ends: list[tuple[int, int]] = []
        """(a time not after the story's newest article, story), a heap."""
        self._asks: dict[int, tuple[float, float]] = {}
        """Story → (a cosine below its bar, its length), for articles within _SPAN of `_asked_at`."""
        self._asked_at = 0
        self._asked_step = -1

    def get(self, story_id: int) -> LiveStory | None:
        """The story with this id, if it is live."""
        return self._stories.get(story_id)

    def holder(self, key: int) -> int | None:
        """The id of the live story that the article is in."""
        return self._holder.get(key)

    def open(self, story_id: int, founded: int) -> LiveStory:
        """A new story without an article."""
        story = self._stories[story_id] = LiveStory(story_id, founded, self._frequencies)
        heappush(self._ends, (founded, story_id))
        return story

    def add(self, story: LiveStory, item: Item, words: Words) -> None:
        """Put an article into a story."""
        story.add(item, words)
        story.barred.update(self._apart.get(item.key, ()))
        self._holder[item.key] = story.id
        self._asks.pop(story.id, None)
        self._list(story, words.counts)
        if item.number:
            self._link(story.id, item.number, item.links)

    def merge(self, older: LiveStory, younger: LiveStory) -> None:
        """Make one story of two; the older keeps its id."""
        self._remove(younger)
        older.absorb(younger)
        self._asks.pop(older.id, None)
        self._list(older, younger.counts)
        for key in younger.members:
            self._holder[key] = older.id
        for number, links in younger.links.items():
            self._link(older.id, number, links)

    def forget(self, story_id: int) -> None:
        """Drop a story, if it is here."""
        story = self._stories.get(story_id)
        if story is not None:
            self._remove(story)

    def close(self, limit: int) -> None:
        """Drop the stories whose newest article is older than `limit`."""
        ends = self._ends
        while ends and ends[0][0] < limit:
            _, story_id = heappop(ends)
            story = self._stories.get(story_id)
            if story is not None and story.newest >= limit:
                heappush(ends, (story.newest, story_id))
            elif story is not None:
                self._remove(story)

    def candidates(self, item: Item, weighed: Weighed) -> Iterable[LiveStory]:
        """Every story that the article may be like enough, and some that it is not."""
        found = self._alike(weighed, item.time)
        if item.number:
            for number in item.links:
                if number in self._numbered:
                    found.add(self._numbered[number])
            found.update(self._linking.get(item.number, ()))
        return [self._stories[story_id] for story_id in found]

    def _alike(self, weighed: Weighed, time: int) -> set[int]:
        """The stories that the article is like enough if no link lowers the bar, and some that it is not.

        Words are looked up from the weightiest on, until so little of the article's vector is left that stories which
        share only that are out of the question; the rest is looked up for the stories found by then.
        """
        if abs(time - self._asked_at) > _SPAN or self._asked_step != self._frequencies.step:
            self._asked_at, self._asked_step = time + _SPAN, self._frequencies.step
            self._asks.clear()
        postings, long = self._postings, sqrt(weighed.square)
        left, little = weighed.square, _LITTLE * weighed.square
        found: dict[int, int] = {}
        looking = True
        for square, amount, term in weighed.terms:
            if looking and left < little:
                looking = False
                found = self._still_possible(found, long, left)
            elif not looking and left < little / 4:
                little = 0.0
                found = self._still_possible(found, long, left)
            product = square * amount
            left -= product * amount
            listed = postings.get(term)
            if not listed:
                continue
            if looking:
                for story_id, its in listed.items():
                    found[story_id] = found.get(story_id, 0) + product * its
            else:
                for story_id in found.keys() & listed.keys():
                    found[story_id] += product * listed[story_id]
        return set(self._still_possible(found, long, 0))

    def _still_possible(self, found: dict[int, int], long: float, left: int) -> dict[int, int]:
        """Those of the stories that pass the lowest bar if they share all that is left of the article's vector."""
        asks, ask = self._asks, self._ask
        # A hair's breadth more, because of roots that are rounded.
        more = sqrt(max(left, 0)) + 1e-6 * long
        return {
            story_id: dot
            for story_id, dot in found.items()
            if dot >= ((asked := asks.get(story_id) or ask(story_id))[0] * long - more) * asked[1]
        }

    def _ask(self, story_id: int) -> tuple[float, float]:
        story = self._stories[story_id]
        distance = max(0, story.distance(self._asked_at) - _SPAN)
        asked = self._rules.bar(distance, len(story)), story.length()
        self._asks[story_id] = asked
        return asked

    def _link(self, story_id: int, number: int, links: Collection[int]) -> None:
        self._numbered[number] = story_id
        for other in links:
            self._linking.setdefault(other, set()).add(story_id)

    def _list(self, story: LiveStory, terms: Iterable[str]) -> None:
        postings, counts, story_id = self._postings, story.counts, story.id
        for term in terms:
            listed = postings.get(term)
            if listed is None:
                postings[term] = {story_id: counts[term]}
            else:
                listed[story_id] = counts[term]

    def _remove(self, story: LiveStory) -> None:
        postings, story_id = self._postings, story.id
        del self._stories[story_id]
        self._asks.pop(story_id, None)
        for term in story.counts:
            listed = postings[term]
            del listed[story_id]
            if not listed:
                del postings[term]
        for key in story.members:
            del self._holder[key]
        for number, links in story.links.items():
            del self._numbered[number]
            for other in links:
                linking = self._linking.get(other, set())
                linking.discard(story_id)
                if not linking:
                    self._linking.pop(other, None)
