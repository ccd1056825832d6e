"""Places articles into stories one by one, in proportion to the candidates a word finds; never looks at the library.

The method is the online TF-IDF centroid grouper of topic detection and tracking; docs/grouping.md describes it for
readers. An article is compared with the stories that share a word with it and had an article within `Rules.quiet_days`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from heapq import heappop, heappush
from math import sqrt

from tui.stories.frequency import Frequencies
from tui.stories.item import DAY, Cause, Item, Placement, order
from tui.stories.judge import Judge, Weighed
from tui.stories.live import LiveStory
from tui.stories.rules import Rules, Strictness
from tui.stories.words import Words, count

_SLACK = DAY
"""Stories are kept as much longer than they stay open, for articles that come a little late."""
_COMPARED = 3
"""Stories beside the best that are examined for being the same event."""


class Grouper:
    """Stories that can still grow. One at a time; `frequencies` may be shared by several groupers in turn."""

    def __init__(
        self,
        frequencies: Frequencies | None = None,
        apart: Mapping[int, Collection[int]] | None = None,
        strictness: Strictness = Strictness.NORMAL,
        rules: Rules = Rules(),  # noqa: B008  (immutable)
    ) -> None:
        self.frequencies = frequencies or Frequencies()
        self._apart = apart or {}
        """Article → those that the reader keeps out of its story."""
        self.rules = rules._replace(shift=rules.shift + strictness.value)
        self._judge = Judge(self.frequencies, self.rules)
        self._stories: dict[int, LiveStory] = {}
        self._holder: dict[int, int] = {}
        """Article → the live story it is in."""
        self._postings: dict[str, dict[int, int]] = {}
        """Stem → live story → the story's count of it."""
        self._ends: list[tuple[int, int]] = []
        """(a time not after the story's newest article, story), a heap."""
        self._now: int | None = None
        """Time of the newest article placed."""

    def is_late(self, item: Item) -> bool:
        """The article is older than what is kept here: it belongs to a grouper restored around its own time."""
        return self._now is not None and item.time < self._now - _SLACK

    def live(self) -> list[int]:
        """Ids of the stories held here."""
        return list(self._stories)

    def place(self, item: Item, *, learn: bool = True) -> Placement:
        """Finds the article's story, or opens one. `learn`: its words have not been counted before."""
        held = self._holder.get(item.key)
        if held is not None:
            return Placement(held, cause=Cause.KNOWN)
        self._now = item.time if self._now is None else max(self._now, item.time)
        self._close()
        words = count(item.title, item.excerpt, item.outlet)
        placement = self._decide(item, words)
        story = self._stories.get(placement.story)
        if story is None:
            story = self._open(item.key, item.time)
        self._add(story, item, words)
        if learn:
            self.frequencies.learn(words, item.time)
        return placement

    def restore(self, story_id: int, items: Iterable[Item]) -> None:
        """Takes a story as it was decided before; counts no word again and decides nothing."""
        members = order(items)
        if not members or story_id in self._stories:
            return
        founded = next((item.time for item in members if item.key == story_id), members[0].time)
        story = self._open(story_id, founded)
        for item in members:
            self._add(story, item, count(item.title, item.excerpt, item.outlet))

    def forget(self, story_id: int) -> None:
        """Drops a story from memory, to be restored with other articles after a correction."""
        story = self._stories.pop(story_id, None)
        if story is not None:
            self._unlist(story)
            for key in story.members:
                del self._holder[key]

    def _decide(self, item: Item, words: Words) -> Placement:
        scored = self._candidates(item, words)
        if not scored:
            return Placement(item.key)
        cosine, bar, best = scored[0]
        merged = []
        if self.rules.merges:
            for _, _, other in scored[1 : 1 + _COMPARED]:
                if not best.bars(other) and self._judge.same(best, other):
                    older, younger = sorted((best, other), key=lambda story: (story.founded, story.id))
                    self._merge(older, younger)
                    merged.append(younger.id)
                    best = older
        return Placement(best.id, tuple(merged), Cause.MATCHED, cosine, bar)

    def _candidates(self, item: Item, words: Words) -> list[tuple[float, float, LiveStory]]:
        """The stories that the article may join, as (cosine, bar, story), the likeliest first."""
        judge, frequencies, rules = self._judge, self.frequencies, self.rules
        weighed = judge.weigh(words)
        dots, left = self._found(weighed)
        length, limit = sqrt(weighed.square), rules.quiet_days * DAY
        least = rules.floor() * length - left
        passed: list[tuple[float, float, LiveStory]] = []
        for story_id, dot in dots.items():
            story = self._stories[story_id]
            if dot < least * story.length(frequencies):
                continue
            if item.key in story.barred or story.distance(item.time) > limit:
                continue
            cosine = judge.cosine(weighed, story)
            bar = judge.bar(item, words, weighed, story, cosine)
            if cosine >= bar:
                passed.append((cosine, bar, story))
        passed.sort(key=lambda found: (-found[0], found[2].founded, found[2].id))
        return passed

    def _found(self, weighed: Weighed) -> tuple[dict[int, float], float]:
        """Products with every story that shares a telling word, and the length of what common words could add."""
        postings, count, common = self._postings, self.frequencies.count, self.frequencies.common()
        dots: dict[int, float] = {}
        left = 0.0
        for product, amount, term in weighed.terms:
            listed = postings.get(term)
            if listed is None:
                continue
            if count(term) > common:
                left += product * amount
                continue
            for story_id, its in listed.items():
                dots[story_id] = dots.get(story_id, 0.0) + product * its
        return dots, sqrt(left)

    def _open(self, story_id: int, founded: int) -> LiveStory:
        story = self._stories[story_id] = LiveStory(story_id, founded)
        heappush(self._ends, (founded, story_id))
        return story

    def _add(self, story: LiveStory, item: Item, words: Words) -> None:
        story.add(item, words)
        story.barred.update(self._apart.get(item.key, ()))
        self._holder[item.key] = story.id
        self._list(story, words.counts)

    def _list(self, story: LiveStory, terms: Iterable[str]) -> None:
        postings, counts, story_id = self._postings, story.counts, story.id
        for term in terms:
            listed = postings.get(term)
            if listed is None:
                postings[term] = {story_id: counts[term]}
            else:
                listed[story_id] = counts[term]

    def _unlist(self, story: LiveStory) -> None:
        postings, story_id = self._postings, story.id
        for term in story.counts:
            listed = postings[term]
            del listed[story_id]
            if not listed:
                del postings[term]

    def _merge(self, older: LiveStory, younger: LiveStory) -> None:
        del self._stories[younger.id]
        self._unlist(younger)
        for key in younger.members:
            self._holder[key] = older.id
        older.absorb(younger)
        self._list(older, younger.counts)

    def _close(self) -> None:
        """Drops the stories that nothing placed from now on can join."""
        if self._now is None:
            return
        limit = self._now - self.rules.quiet_days * DAY - _SLACK
        ends = self._ends
        while ends and ends[0][0] < limit:
            _, story_id = heappop(ends)
            story = self._stories.get(story_id)
            if story is None:
                continue
            if story.newest >= limit:
                heappush(ends, (story.newest, story_id))
            else:
                self.forget(story_id)
