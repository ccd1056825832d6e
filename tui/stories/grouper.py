"""Places articles into stories one by one, in proportion to the candidates a word finds; never looks at the library.

The method is the online TF-IDF centroid grouper of topic detection and tracking; docs/grouping.md describes it for
readers. An article is compared with the stories that share a word with it and had an article within `Rules.quiet_days`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from tui.stories.frequency import Frequencies
from tui.stories.item import DAY, Item, Placement, order
from tui.stories.judge import Judge
from tui.stories.live import LiveStory
from tui.stories.pool import Pool
from tui.stories.rules import Rules, Strictness
from tui.stories.words import Words, count

_SLACK = DAY
"""Stories are kept as much longer than they stay open, for articles that come a little late."""
_COMPARED = 3
"""Stories beside the best that are examined for being the same event."""


class Grouper:
    """Stories that can still grow.

    `frequencies` may be shared by several groupers in turn; `apart`: article → those that the reader keeps out of its story.
    """

    def __init__(
        self,
        frequencies: Frequencies | None = None,
        apart: Mapping[int, Collection[int]] | None = None,
        strictness: Strictness = Strictness.NORMAL,
        rules: Rules = Rules(),  # noqa: B008  (immutable)
    ) -> None:
        self.frequencies = frequencies or Frequencies()
        self.rules = rules._replace(shift=rules.shift + strictness.value)
        self._judge = Judge(self.frequencies, self.rules)
        self._pool = Pool(self.frequencies, self.rules, {} if apart is None else apart)
        self._now: int | None = None
        """Time of the newest article placed."""

    def place(self, item: Item, *, learn: bool = True) -> Placement:
        """Finds the article's story, or opens one. `learn`: its words have not been counted before."""
        held = self._pool.holder(item.key)
        if held is not None:
            return Placement(held)
        self._now = item.time if self._now is None else max(self._now, item.time)
        self._pool.close(self._now - self.rules.quiet_days * DAY - _SLACK)
        item = self._telling(item)
        words = count(item.title, item.excerpt, item.outlet)
        placement = self._decide(item, words)
        story = self._pool.get(placement.story) or self._pool.open(item.key, item.time)
        self._pool.add(story, item, words)
        if learn:
            self.frequencies.learn(words, item.time)
        return placement

    def restore(self, story_id: int, items: Iterable[Item]) -> None:
        """Takes a story as it was decided before; counts no word again and decides nothing."""
        members = order(items)
        if not members or self._pool.get(story_id) is not None:
            return
        founded = next((item.time for item in members if item.key == story_id), members[0].time)
        story = self._pool.open(story_id, founded)
        for item in members:
            self._pool.add(story, self._telling(item), count(item.title, item.excerpt, item.outlet))

    def forget(self, story_id: int) -> None:
        """Drops a story from memory, to be restored with other articles after a correction."""
        self._pool.forget(story_id)

    def _telling(self, item: Item) -> Item:
        """The article without its links where they are too many to mean anything."""
        return item if len(item.links) <= self.rules.most_links else item._replace(links=())

    def _decide(self, item: Item, words: Words) -> Placement:
        scored = self._candidates(item, words)
        if not scored:
            return Placement(item.key)
        _, best = scored[0]
        merged = []
        if self.rules.merges:
            for _, other in scored[1 : 1 + _COMPARED]:
                if not best.bars(other) and self._judge.same(best, other):
                    older, younger = sorted((best, other), key=lambda story: (story.founded, story.id))
                    self._pool.merge(older, younger)
                    merged.append(younger.id)
                    best = older
        return Placement(best.id, tuple(merged))

    def _candidates(self, item: Item, words: Words) -> list[tuple[float, LiveStory]]:
        """The stories that the article may join, each with its likeness, the likeliest first."""
        judge, limit = self._judge, self.rules.quiet_days * DAY
        weighed = judge.weigh(words)
        passed: list[tuple[float, LiveStory]] = []
        for story in self._pool.candidates(item, weighed):
            if item.key in story.barred or story.distance(item.time) > limit:
                continue
            cosine = judge.cosine(weighed, story)
            if cosine >= judge.bar(item, words, weighed, story, cosine):
                passed.append((cosine, story))
        passed.sort(key=lambda found: (-found[0], found[1].founded, found[1].id))
        return passed
