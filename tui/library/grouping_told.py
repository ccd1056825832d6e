"""Obeys what the reader said against the grouping: splits and merges; knows the sources never grouped. Judges no words.

Splits decide where an article may be placed; merges only join the listing of events, so that taking one back leaves no
trace.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from tui.library.database import chunks
from tui.library.index_schema import PLACED
from tui.library.marks import Marks
from tui.library.records import number

_Correction = tuple[str, int, int]
_NONE: frozenset[int] = frozenset()


class _Article(NamedTuple):
    """An article as a correction concerns it."""

    id: int
    hash: int
    event_id: int
    time: int

    @property
    def age(self) -> tuple[int, int]:
        """The older of two articles has the smaller one; it gives a story its id."""
        return self.time, self.hash


class Told:
    """The reader's corrections as they are now, and as the index obeys them."""

    def __init__(self, index: sqlite3.Connection, marks: Marks, never_sources: Collection[str]) -> None:
        self._index = index
        made = marks.corrections()
        self.never_places = {*never_sources, *marks.never_grouped()}
        """Places of sources whose articles stay alone; whoever groups begins anew when they change."""
        self.never = frozenset(
            ident for ident, place in index.execute("SELECT id, place FROM source") if place in self.never_places
        )
        """Ids of those that the index holds."""
        self._wanted: set[_Correction] = {(c.kind, number(c.a), number(c.b)) for c in made if c.kind != "never"}
        self.apart: dict[int, set[int]] = defaultdict(set)
        """Article → those that may not share its story; by hash."""
        for kind, left, right in self._wanted:
            if kind == "split" and left != right:
                self.apart[left].add(right)
                self.apart[right].add(left)
        self._applied = {(kind, a, b): took for kind, a, b, took in index.execute("SELECT kind, a, b, took FROM told")}
        self._articles: dict[int, _Article] = {}
        self._keys: set[int] = set()

    @property
    def news(self) -> bool:
        """The index does not obey what the reader says now."""
        return self._wanted != self._applied.keys()

    def apply(self) -> set[int]:
        """Take articles out of events and put them back; inside the caller's transaction.

        Articles that must be placed anew are left unplaced. Returns the events that changed.
        """
        added, removed = self._wanted - self._applied.keys(), self._applied.keys() - self._wanted
        self._keys = {key for _, *keys in added | removed for key in keys}
        self._know(self._keys)
        changed = {article.event_id for article in self._articles.values() if article.event_id}
        changed |= self._put_back([key for key in removed if key[0] == "split"])
        taken, events = self._take_out([(a, b) for kind, a, b in added if kind == "split"])
        changed |= events
        self._index.executemany("DELETE FROM told WHERE kind=? AND a=? AND b=?", sorted(removed))
        new = {key: int(key[1:] in taken) for key in added}
        self._index.executemany("INSERT INTO told VALUES(?,?,?,?)", [(*key, took) for key, took in sorted(new.items())])
        self._applied = {key: self._applied.get(key, new.get(key, 0)) for key in self._wanted}
        return changed

    def joined(self) -> dict[int, int]:
        """Event → the oldest of the events that the reader put together with it; all that a merge is about."""
        merges = sorted((a, b) for kind, a, b in self._wanted if kind == "merge")
        if not merges:
            return {}
        self._know(key for pair in merges for key in pair)
        ages = self._ages({article.event_id for article in self._articles.values() if article.event_id})
        sets = {event: {event} for event in ages}
        kept_apart = self._events_apart() if self.apart else set()
        for a, b in merges:
            left, right = (self._event(key) for key in (a, b))
            if left not in sets or right not in sets or sets[left] is sets[right]:
                continue
            if any((one, other) in kept_apart for one in sets[left] for other in sets[right]):
                continue
            whole = sets[left] | sets[right]
            sets.update(dict.fromkeys(whole, whole))
        return {event: min(whole, key=ages.__getitem__) for event, whole in sets.items()}

    def _put_back(self, splits: list[_Correction]) -> set[int]:
        """Articles go back to where they were taken from; where that is not known, they are placed anew."""
        changed: set[int] = set()
        others: dict[int, list[int]] = defaultdict(list)
        for key in sorted(splits):
            others[key[1]] += [key[2]] if self._applied[key] else []
        for a, its in others.items():
            article = self._articles.get(a)
            if article is None or not article.event_id:
                continue
            event, members = self._left_behind(a, its)
            if event == article.event_id:
                continue
            changed |= self._leave(article.event_id, {article.id}) | {article.event_id}
            if not members:
                self._unplace([article.id])
            else:
                self._index.execute("UPDATE article SET event_id=? WHERE id=?", (event, article.id))
                changed.add(event)
                if all(article.age < member.age for member in members):
                    self._rename(event, article.hash)
                    changed.add(article.hash)
            self._know(self._keys)
        return changed

    def _left_behind(self, a: int, others: list[int]) -> tuple[int, list[_Article]]:
        """The event that most of the others are in, and its articles; 0 where it may not go back to any."""
        events = Counter(self._event(b) for b in others if self._event(b))
        for event in sorted(events, key=lambda found: (-events[found], found)):
            members = self._members(event)
            if self.apart.get(a, _NONE).isdisjoint(member.hash for member in members):
                return event, members
        return 0, []

    def _take_out(self, splits: list[tuple[int, int]]) -> tuple[set[tuple[int, int]], set[int]]:
        """Articles leave the events of those that they are kept apart from, to be placed anew.

        Returns the splits for which one did, and the events that changed.
        """
        taken = {(a, b) for a, b in splits if self._event(a) and self._event(a) == self._event(b)}
        leaving: dict[int, set[int]] = defaultdict(set)
        for a, _ in taken:
            leaving[self._event(a)].add(self._articles[a].id)
        return taken, self._expel(leaving)

    def _expel(self, leaving: Mapping[int, set[int]]) -> set[int]:
        """Take articles out of their events; returns the events that changed."""
        changed: set[int] = set()
        for event, idents in leaving.items():
            changed |= self._leave(event, idents) | {event}
            self._unplace(idents)
        return changed

    def _leave(self, event: int, idents: set[int]) -> set[int]:
        """See to the id of the event that these articles leave: it stays with the article that founded it."""
        members = self._members(event)
        rest = [member for member in members if member.id not in idents]
        if not rest or all(member.hash != event for member in members if member.id in idents):
            return set()
        heir = min(rest, key=lambda member: member.age).hash
        self._index.executemany("UPDATE article SET event_id=? WHERE id=?", [(heir, member.id) for member in rest])
        return {heir}

    def _rename(self, event: int, to: int) -> None:
        self._index.execute("UPDATE article SET event_id=? WHERE event_id=?", (to, event))
        self._index.execute("INSERT OR REPLACE INTO alias VALUES(?,?)", (event, to))

    def _unplace(self, idents: Iterable[int]) -> None:
        self._index.executemany(
            f"UPDATE article SET event_id=0, flags=flags & ~{PLACED} WHERE id=?", [(ident,) for ident in idents]
        )

    def _event(self, key: int) -> int:
        article = self._articles.get(key)
        return article.event_id if article else 0

    def _know(self, keys: Iterable[int]) -> None:
        wanted = set(keys)
        for key in wanted:
            self._articles.pop(key, None)
        for holes, part in chunks(wanted):
            for row in self._index.execute(
                f"SELECT id, hash, ifnull(event_id, 0), ifnull(time, 0) FROM article WHERE hash IN {holes}", part
            ):
                self._articles[row[1]] = _Article._make(row)

    def _members(self, event: int) -> list[_Article]:
        rows = self._index.execute("SELECT id, hash, event_id, ifnull(time, 0) FROM article WHERE event_id=?", (event,))
        return [_Article._make(row) for row in rows]

    def _ages(self, events: Iterable[int]) -> dict[int, tuple[int, int]]:
        ages = {}
        for holes, part in chunks(events):
            rows = self._index.execute(
                f"SELECT event_id, min(ifnull(time, 0)) FROM article WHERE event_id IN {holes} GROUP BY 1", part
            )
            ages.update({event: (time, event) for event, time in rows})
        return ages

    def _events_apart(self) -> set[tuple[int, int]]:
        self._know(self.apart)
        return {(self._event(key), self._event(other)) for key, others in self.apart.items() for other in others}
