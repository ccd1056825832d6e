"""How alike an article and a story are, and how alike they must be; the one place where that is computed.

Nothing here is remembered: the grouper asks while it places, `why` asks again when the reader wants to know.
"""

from __future__ import annotations

from math import fsum, sqrt
from typing import NamedTuple

from tui.stories.frequency import Frequencies
from tui.stories.item import DAY, Item
from tui.stories.live import LiveStory
from tui.stories.rules import Rules
from tui.stories.words import Words


class Weighed(NamedTuple):
    """An article's words with what each is worth now."""

    terms: list[tuple[float, int, str]]
    """(count x squared weight, count, stem)."""
    square: float
    """Squared length of the vector; 0 for an article without a word."""


class Judge:
    """Compares articles with stories by the weights of `frequencies` and the numbers of `rules`."""

    def __init__(self, frequencies: Frequencies, rules: Rules) -> None:
        self.frequencies = frequencies
        self.rules = rules

    def weigh(self, words: Words) -> Weighed:
        """The article's vector."""
        square = self.frequencies.square
        terms = [(square(term) * amount, amount, term) for term, amount in words.counts.items()]
        return Weighed(terms, sum([product * amount for product, amount, _ in terms]))

    def cosine(self, weighed: Weighed, story: LiveStory) -> float:
        """Likeness of the article and the story, 0..1."""
        if not weighed.square:
            return 0.0
        counts = story.counts
        dot = sum([product * counts[term] for product, _, term in weighed.terms if term in counts])
        return dot / (sqrt(weighed.square) * story.length(self.frequencies))

    def bar(self, item: Item, words: Words, weighed: Weighed, story: LiveStory, cosine: float) -> float:
        """The cosine that this article must reach to join this story.

        What raises the bar is examined only while `cosine` still passes it.
        """
        rules, distance = self.rules, story.distance(item.time)
        bar = rules.bar(distance, len(story)) - self._link_bonus(item, story, distance)
        if cosine < bar:
            return bar
        if item.outlet in story.outlets:
            bar += rules.repeat
            if len(story.outlets) == 1:
                bar = max(bar, 1.0 if self._differ(weighed, story) else rules.one_outlet)
        if cosine >= bar:
            bar += rules.narrow * max(0.0, self._heaviest(weighed, story, cosine) - rules.narrow_from)
        if cosine >= bar:
            bar += rules.conflict * self._conflict(words, weighed, story)
        return bar

    def same(self, one: LiveStory, other: LiveStory) -> bool:
        """Two stories, both fit for one article, tell one event."""
        square = self.frequencies.square
        few, many = sorted((one.counts, other.counts), key=len)
        # fsum: the order in which a story's words came in must not show.
        dot = fsum([amount * many[term] * square(term) for term, amount in few.items() if term in many])
        lengths = one.length(self.frequencies) * other.length(self.frequencies)
        return dot / lengths >= self.rules.centroids + self.rules.shift

    def _link_bonus(self, item: Item, story: LiveStory, distance: int) -> float:
        """How much the publisher's links lower the bar."""
        rules, best = self.rules, 0.0
        if not item.number or distance > rules.link_days * DAY:
            return best
        for number, links in story.links.items():
            there, back = number in item.links, item.number in links
            if there or back:
                many = max(len(item.links) if there else 0, len(links) if back else 0)
                bonus = rules.mutual_link if there and back else rules.one_way_link
                best = max(best, bonus * min(1.0, rules.few_links / many))
        return best

    def _heaviest(self, weighed: Weighed, story: LiveStory, cosine: float) -> float:
        """The share of the likeness that one word alone makes, 0..1."""
        counts = story.counts
        top = max([product * counts.get(term, 0) for product, _, term in weighed.terms])
        return top / (cosine * sqrt(weighed.square) * story.length(self.frequencies))

    def _differ(self, weighed: Weighed, story: LiveStory) -> bool:
        """Article and story each say something that the other does not: one template, two announcements."""
        square, counts = self.frequencies.square, story.counts
        here = sum([product * amount for product, amount, term in weighed.terms if term not in counts])
        if here < self.rules.own_words * weighed.square:
            return False
        known = {term for _, _, term in weighed.terms}
        there = fsum([amount * amount * square(term) for term, amount in counts.items() if term not in known])
        return there >= self.rules.own_words * story.length(self.frequencies) ** 2

    def _conflict(self, words: Words, weighed: Weighed, story: LiveStory) -> float:
        """How far article and story name different people, places and numbers, 0..1."""
        square, is_name, rules = self.frequencies.square, self.frequencies.is_name, self.rules
        votes = words.votes
        here = {term: amount for _, amount, term in weighed.terms if votes.get(term, 0) > 0 or is_name(term)}
        mine = sum([amount * amount * square(term) for term, amount in here.items()])
        if not mine or mine < rules.names_weight * weighed.square:
            return 0.0
        told = story.votes
        names = {term: amount for term, amount in story.counts.items() if told.get(term, 0) > 0 or is_name(term)}
        theirs = fsum([amount * amount * square(term) for term, amount in names.items()])
        if not theirs or theirs < rules.names_weight * story.length(self.frequencies) ** 2:
            return 0.0
        both = sum([amount * names[term] * square(term) for term, amount in here.items() if term in names])
        return max(0.0, 1.0 - both / sqrt(mine * theirs) / rules.names_alike)
