"""Holds groupers that know the stories of a stretch of time, read from index.db. Places nothing and writes nothing."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import NamedTuple

from tui.library.database import chunks
from tui.library.providers import Providers
from tui.library.records import links_of
from tui.stories.grouper import Grouper
from tui.stories.item import DAY, Item
from tui.stories.rules import Rules

REACH = (Rules().quiet_days + 1) * DAY
"""Seconds: a story that is further than this from an article, both ways, cannot take it."""


class Row(NamedTuple):
    """One article as the grouping reads it."""

    id: int
    hash: int
    event_id: int | None
    time: int | None
    heat: int
    provider_id: int
    flags: int
    title: str
    excerpt: str
    links: bytes | None


SELECT = f"SELECT {', '.join(Row._fields)} FROM article"


class Items:
    """Reads articles as the grouper sees them."""

    def __init__(self, index: sqlite3.Connection, never: frozenset[int] = frozenset()) -> None:
        """`never`: ids of sources whose articles stay alone."""
        self._index = index
        self._never = never
        self.providers = Providers(index)

    def item(self, row: Row) -> Item:
        """The article as the grouper sees it."""
        return Item(
            row.hash,
            row.title,
            row.excerpt,
            row.time or 0,
            self.providers[row.provider_id].key,
            row.id,
            frozenset(links_of(row.links)),
        )

    def of_events(self, events: Iterable[int]) -> dict[int, list[Item]]:
        """Every article of these events; articles that stay alone are left out."""
        found: dict[int, list[Item]] = defaultdict(list)
        for holes, part in chunks(events):
            rows = [Row._make(row) for row in self._index.execute(f"{SELECT} WHERE event_id IN {holes}", part)]
            alone = self.alone(row.id for row in rows)
            for row in rows:
                if row.time is not None and row.id not in alone:
                    found[row.event_id or 0].append(self.item(row))
        return found

    def alone(self, article_ids: Iterable[int]) -> set[int]:
        """Those that lie in a source which is never grouped."""
        found: set[int] = set()
        if not self._never:
            return found
        for holes, part in chunks(article_ids):
            rows = self._index.execute(f"SELECT article_id, source_id FROM file WHERE article_id IN {holes}", part)
            found.update(article_id for article_id, source_id in rows if source_id in self._never)
        return found

    def near(self, events: Iterable[int], first: int, last: int) -> list[int]:
        """Those of these events that have an article in this stretch of time."""
        found: list[int] = []
        for holes, part in chunks(events):
            rows = self._index.execute(
                f"SELECT DISTINCT event_id FROM article WHERE event_id IN {holes} AND +time BETWEEN ? AND ?",
                (*part, first, last),
            )
            found += [row[0] for row in rows]
        return found

    def events_between(self, first: int, last: int) -> list[int]:
        """The events that have an article in this stretch of time."""
        rows = self._index.execute(
            "SELECT DISTINCT event_id FROM article WHERE time BETWEEN ? AND ? AND event_id > 0", (first, last)
        )
        return [row[0] for row in rows]


class Window:
    """A grouper that holds every story within REACH of the articles placed through it."""

    def __init__(self, items: Items, grouper: Grouper, time: int) -> None:
        self.grouper = grouper
        self._newest = time
        self._ahead = time + REACH
        self._hold(items, items.events_between(time - REACH, self._ahead))

    def suits(self, time: int) -> bool:
        """It can be brought to an article of this time without reading everything anew."""
        return self._newest - DAY <= time <= self._ahead + REACH

    def ready(self, time: int) -> bool:
        """Everything that an article of this time could join is held."""
        return self._newest - DAY <= time <= self._ahead - REACH

    def reach(self, items: Items, time: int) -> None:
        """Read on to where an article of this time has everything around it; to be called before it is placed."""
        if time > self._ahead - REACH:
            ahead = time + 2 * REACH
            self._hold(items, items.events_between(self._ahead + 1, ahead))
            self._ahead = ahead
        self._newest = max(self._newest, time)

    def refresh(self, items: Items, events: Collection[int]) -> None:
        """Take those of these events that belong in here as they are now in the index."""
        grouper, oldest = self.grouper, self._newest - REACH
        for event in events:
            grouper.forget(event)
        for event, members in items.of_events(items.near(events, oldest, self._ahead)).items():
            grouper.restore(event, members)

    def _hold(self, items: Items, events: list[int]) -> None:
        for event, members in items.of_events(events).items():
            self.grouper.restore(event, members)
