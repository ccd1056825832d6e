"""What the grouper is told of an article and what it answers; values only, no decisions.

`order` fixes the one sequence in which a set of articles is placed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple

DAY = 86_400
"""Seconds."""


class Item(NamedTuple):
    """One article as the grouper sees it."""

    key: int
    """64-bit hash of the article's canonical URL."""
    title: str
    excerpt: str = ""
    time: int = 0
    """Seconds since 1970 UTC."""
    outlet: str = ""
    """The provider's domain or name, folded; "" = not known, never counted as the same outlet as another."""
    number: int = 0
    """What other articles' `links` call this one; 0 where nothing links it."""
    links: Collection[int] = frozenset()
    """Numbers in the publisher's `related` list of this article: evidence, never a reason by itself."""


def order(items: Iterable[Item]) -> list[Item]:
    """The items in the sequence of placement: by time, then by key.

    Items that share a key keep a fixed sequence too, whatever order they were listed in.
    """
    return sorted(items, key=lambda item: (item.time, item.key, item.title, item.excerpt, item.outlet))


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an article belongs."""

    story: int
    """The story's id: the key of the article that founded it."""
    merged: tuple[int, ...] = ()
    """Ids of stories that this article showed to be the same event; they are part of `story` now."""
