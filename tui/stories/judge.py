"""How alike an article and a story are, and how alike they must be; the one place where that is computed.

Nothing here is remembered: the grouper asks while it places, `why` asks again when the reader wants to know.
"""

from __future__ import annotations

from math import log, sqrt
from typing import NamedTuple

from tui.stories.frequency import Frequencies
from tui.stories.item import DAY, Item
from tui.stories.live import LiveStory
from tui.stories.rules import Rules
from tui.stories.words import Words


class Weighed(NamedTuple):
    """An article's words with what each is worth now."""

    terms: list[tuple[int, int, str]]
    """(squared weight, count, stem), the weightiest first."""
    square: int
    """Squared length of the vector; 0 for an article without a word."""


class Judge:
    """Compares articles with stories by the weights of `frequencies` and the numbers of `rules`."""

    def __init__(self, frequencies: Frequencies, rules: Rules) -> None:
        self.frequencies = frequencies
        self.rules = rules

    def weigh(self, words: Words) -> Weighed:
        """The article's vector."""
        squares = self.frequencies.squares
        terms = [(squares[term], amount, term) for term, amount in words.counts.items()]
        terms.sort(reverse=True)
        return Weighed(terms, sum([square * amount * amount for square, amount, _ in terms]))

    def cosine(self, weighed: Weighed, story: LiveStory) -> float:
        """Likeness of the article and the story, 0..1."""
        if not weighed.square:
            return 0.0
        counts = story.counts
        dot = sum([square * amount * counts[term] for square, amount, term in weighed.terms if term in counts])
        return dot / (sqrt(weighed.square) * story.length())

    def bar(self, item: Item, words: Words, weighed: Weighed, story: LiveStory, cosine: float) -> float:
        """The cosine that this article must reach to join this story.

        What raises the bar is examined only while `cosine` still passes it.
        """
        rules, distance = self.rules, story.distance(item.time)
        bar = rules.bar(distance, len(story)) - self._link_bonus(item, story, distance)
        if cosine < bar:
            return bar
        if item.outlet in story.outlets:
            bar += rules.repeat * story.outlets[item.outlet]
            if len(story.outlets) == 1:
                bar = max(bar, 1.0 if self._differ(weighed, story) else rules.one_outlet)
        if cosine >= bar:
            bar += rules.narrow * max(0.0, self._heaviest(weighed, story, cosine) - rules.narrow_from)
        if cosine >= bar:
            bar += rules.conflict * self._conflict(words, weighed, story)
        return bar

    def same(self, one: LiveStory, other: LiveStory) -> bool:
        """Two stories, both fit for one article, tell one event."""
        squares = self.frequencies.squares
        few, many = sorted((one.counts, other.counts), key=len)
        dot = sum([amount * many[term] * squares[term] for term, amount in few.items() if term in many])
        lengths = one.length() * other.length()
        older, younger = sorted((one, other), key=lambda story: (story.founded, story.id))
        rules = self.rules
        bar = rules.centroids + rules.shift + rules.overturn * log(max(1.0, len(younger) / len(older)))
        if len(one.outlets) == 1 and one.outlets.keys() == other.outlets.keys():
            bar = max(bar, rules.one_outlet)
        return dot / lengths >= bar

    def _link_bonus(self, item: Item, story: LiveStory, distance: int) -> float:
        """How much the publisher's links lower the bar."""
        rules, best = self.rules, 0.0
        if not item.number or not story.links or distance > rules.link_days * DAY:
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
        top = max([square * amount * counts.get(term, 0) for square, amount, term in weighed.terms])
        return top / (cosine * sqrt(weighed.square) * story.length())

    def _differ(self, weighed: Weighed, story: LiveStory) -> bool:
        """Article and story each say something that the other does not: one template, two announcements."""
        counts = story.counts
        here = sum([square * amount * amount for square, amount, term in weighed.terms if term not in counts])
        if here < self.rules.own_words * weighed.square:
            return False
        shared = sum([square * counts[term] ** 2 for square, _, term in weighed.terms if term in counts])
        return story.square() - shared >= self.rules.own_words * story.square()

    def _conflict(self, words: Words, weighed: Weighed, story: LiveStory) -> float:
        """How far article and story name different people, places and numbers, 0..1."""
        is_name, rules, votes = self.frequencies.names, self.rules, words.votes
        here = [
            (square * amount, amount, term)
            for square, amount, term in weighed.terms
            if votes.get(term, 0) > 0 or is_name[term]
        ]
        mine = sum([product * amount for product, amount, _ in here])
        if not mine or mine < rules.names_weight * weighed.square:
            return 0.0
        theirs = story.names()
        if not theirs or theirs < rules.names_weight * story.square():
            return 0.0
        counts = story.counts
        both = sum([product * counts[term] for product, _, term in here if story.named(term)])
        return max(0.0, 1.0 - both / sqrt(mine * theirs) / rules.names_alike)
