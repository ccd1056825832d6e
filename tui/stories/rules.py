"""The numbers by which the grouper judges; defaults are those measured best, changed only to measure them."""

from __future__ import annotations

from enum import Enum
from math import exp, log
from typing import NamedTuple

from tui.stories.item import DAY


class Strictness(Enum):
    """How much alike articles must be; the value is added to the bar that their likeness has to pass."""

    LOOSE = -0.03
    NORMAL = 0.0
    STRICT = 0.10


class Rules(NamedTuple):
    """How much alike an article and a story must be."""

    far: float = 0.625
    """The bar (cosine) for an article far in time from the story's."""
    fresh: float = 0.3875
    """How much lower the bar is for one at the same time."""
    fades: float = 3.0
    """Days over which that fades (the deviation of a bell curve)."""
    size: float = 0.0175
    """How much lower the bar is for each factor e in the story's size: a big story's centroid is surer."""
    one_outlet: float = 0.9
    """The bar for an outlet's further article in a story that only this outlet reports."""
    own_words: float = 0.03
    """In such a story: where article and story each say at least this share of words (of their squared lengths) that the
    other does not, they are two announcements from one template, however alike."""
    centroids: float = 0.30
    """How much alike two stories must be to become one."""
    overturn: float = 0.03
    """How much more so for each factor e by which the younger one is bigger: its articles are those that get another id."""
    mutual_link: float = 0.1
    """How much lower the bar is where the publisher links both ways, close in time."""
    one_way_link: float = 0.03
    """The same for a link in one direction."""
    few_links: int = 8
    """A list of more links is "more like this" and counts for less, in inverse proportion."""
    most_links: int = 24
    """A list of more counts for nothing."""
    link_days: int = 2
    """How close in time that is."""
    quiet_days: int = 7
    """A story closes after as many days without an article."""
    shift: float = 0.0
    """The reader's strictness."""
    repeat: float = 0.07
    """How much higher the bar is for each article that the outlet has in the story: it seldom reports an event again."""
    narrow: float = 0.2
    """How much higher the bar is for each share, above `narrow_from`, of the likeness that one word alone makes."""
    narrow_from: float = 0.4
    conflict: float = 0.15
    """How much higher the bar is where article and story name other people, places and numbers ("earthquake off Peru",
    "earthquake off Japan")."""
    names_alike: float = 0.35
    """The cosine of the names alone from which there is no conflict; below, it grows to the whole at 0."""
    names_weight: float = 0.15
    """Names that make less than this share of an article's or a story's squared length are too few to conflict."""
    merges: bool = True
    """Stories that one article shows to be the same become one."""

    def bar(self, seconds: int, articles: int) -> float:
        """The cosine that an article must reach, `seconds` away from a story of so many articles."""
        days = seconds / (self.fades * DAY)
        return self.far + self.shift - self.fresh * exp(-0.5 * days * days) - self.size * log(articles)
