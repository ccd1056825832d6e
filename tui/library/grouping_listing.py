"""Turns events, as the grouping found them, into the stories that are listed. Decides no event.

An event with an article that a source holds is a story; stories that the reader put together are one. Articles of an
event that no source holds are kept with the story that links them. Everything happens in the caller's transaction.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from tui.library.database import chunks
from tui.library.grouping_window import Items, Row
from tui.library.index_schema import COPIES, EVENT, HAS_FILE, HOME, REMOVED
from tui.library.records import links_of
from tui.library.stories import StoryTable
from tui.stories.copies import Text, find_copies


class _Placed(NamedTuple):
    """An article and where it is listed."""

    id: int
    event_id: int
    flags: int
    story_id: int | None
    role: int
    home_id: int | None

    @property
    def listed(self) -> tuple[int | None, int]:
        """The story it is listed under, and as what."""
        return self.story_id, self.role


_SELECT = f"SELECT {', '.join(_Placed._fields)} FROM article"


class Listing:
    """Writes which story every article is listed under."""

    def __init__(self, index: sqlite3.Connection, stories: StoryTable, items: Items) -> None:
        self._index = index
        self._stories = stories
        self._items = items

    def write(self, events: Iterable[int], joined: Mapping[int, int] | None = None) -> bool:
        """List the articles of these events anew; returns whether any story changed.

        `joined`: event → the event as whose story it is listed, where the reader put stories together.
        """
        joined = joined or {}
        members = self._members({*events, *joined})
        wanted: dict[int, tuple[int | None, int]] = {}
        homeless: list[_Placed] = []
        for event, its in members.items():
            if any(member.flags & HAS_FILE and not member.flags & REMOVED for member in its):
                for member in its:
                    shown = not member.flags & REMOVED
                    wanted[member.id] = (joined.get(event, event), EVENT) if shown else (None, EVENT)
            else:
                homeless += its
        changed = {m.id: m for its in members.values() for m in its if wanted.get(m.id, m.listed) != m.listed}
        homeless += self._kept_with(changed.keys() - {member.id for member in homeless}, wanted.keys())
        wanted.update(self._homes(homeless, wanted))
        changed.update({m.id: m for m in homeless if wanted[m.id] != m.listed})
        stories = {m.story_id for m in changed.values()} | {wanted[ident][0] for ident in changed}
        ids = {story for story in stories if story is not None}
        self._stories.retire(sorted(ids))
        self._index.executemany(
            "UPDATE article SET story_id=?, role=? WHERE id=?", [(*wanted[ident], ident) for ident in changed]
        )
        sizes = Counter(story for story, role in wanted.values() if story is not None and role == EVENT)
        marked = self._mark_copies([story for story, size in sizes.items() if size > 1]) - ids
        self._stories.retire(sorted(marked))
        ids |= marked
        if not ids:
            return False
        self._stories.issue(sorted(ids))
        # An id that is in use stands for itself again.
        self._index.executemany(
            "DELETE FROM alias WHERE old=?1 AND EXISTS(SELECT 1 FROM story WHERE id=?1)", [(story,) for story in ids]
        )
        return True

    def adopt(self, linkers: Sequence[Row], orphans: Iterable[int]) -> set[int]:
        """Find a home for the articles without a file that these articles link, and for `orphans` (article ids).

        Among all that link an article the home is the publisher's lead, else the nearest in time. Returns the ids of
        articles whose home changed; they are to be listed anew.
        """
        lost = set(orphans)
        for row in linkers:
            if row.event_id:
                kept = set(links_of(row.links))
                found = self._index.execute("SELECT id FROM article WHERE home_id=?", (row.id,)).fetchall()
                lost.update(ident for (ident,) in found if ident not in kept)
        if lost:
            self._index.executemany("UPDATE article SET home_id=NULL WHERE id=?", [(ident,) for ident in lost])
        links: dict[int, list[Row]] = defaultdict(list)
        for row in linkers:
            for ident in links_of(row.links):
                links[ident].append(row)
        for row in self._linkers() if lost else ():
            for ident in lost.intersection(links_of(row.links)):
                links[ident].append(row)
        changed = {}
        for holes, part in chunks(links):
            for ident, time, home, heat, its_time, number in self._index.execute(
                "SELECT x.id, x.time, h.id, h.heat, h.time, h.hash FROM article x LEFT JOIN article h ON h.id = x.home_id"
                f" WHERE NOT x.flags & {HAS_FILE} AND x.id IN {holes}",
                part,
            ):
                best = max(links[ident], key=lambda row: _claim(row.heat, row.time, row.hash, time))
                claim = _claim(best.heat, best.time, best.hash, time)
                if home is None or (home != best.id and claim > _claim(heat, its_time, number, time)):
                    changed[ident] = best.id
        self._index.executemany(
            "UPDATE article SET home_id=? WHERE id=?", [(home, ident) for ident, home in changed.items()]
        )
        return changed.keys() | lost

    def _mark_copies(self, stories: Iterable[int]) -> set[int]:
        """Mark the articles of these stories that are copies of another one; returns the stories for which that is news."""
        texts: dict[int, list[Text[int]]] = defaultdict(list)
        was: dict[int, set[int]] = defaultdict(set)
        for holes, part in chunks(stories):
            for ident, story, title, excerpt, provider, time, flags in self._index.execute(
                "SELECT id, story_id, title, excerpt, provider_id, time, flags FROM article"
                f" WHERE role={EVENT} AND story_id IN {holes}",
                part,
            ).fetchall():
                texts[story].append(Text(ident, title, excerpt, self._items.providers[provider].key, time))
                if flags & COPIES:
                    was[story].add(ident)
        news = set()
        for story, its in texts.items():
            copies = find_copies(its).keys()
            if copies != was[story]:
                news.add(story)
                sql = f"UPDATE article SET flags=CASE WHEN ?2 THEN flags | {COPIES} ELSE flags & ~{COPIES} END WHERE id=?1"
                self._index.executemany(sql, [(text.key, text.key in copies) for text in its])
        return news

    def _members(self, events: Iterable[int]) -> dict[int, list[_Placed]]:
        members: dict[int, list[_Placed]] = defaultdict(list)
        for row in self._read("event_id", events):
            members[row.event_id].append(row)
        return members

    def _kept_with(self, homes: Iterable[int], known: Iterable[int]) -> list[_Placed]:
        """The placed articles that are kept with the story of one of these, other than `known` ones."""
        passed = set(known)
        return [
            row
            for row in self._read("home_id", homes)
            if row.id not in passed and row.event_id and (row.role == HOME or row.story_id is None)
        ]

    def _homes(
        self, homeless: Sequence[_Placed], wanted: Mapping[int, tuple[int | None, int]]
    ) -> dict[int, tuple[int | None, int]]:
        homes = {m.home_id for m in homeless if m.home_id is not None and m.home_id not in wanted}
        listed = {row.id: row.listed for row in self._read("id", homes)}
        listed.update(wanted)
        found: dict[int, tuple[int | None, int]] = {}
        for member in homeless:
            story, role = listed.get(member.home_id or 0, (None, EVENT))
            found[member.id] = (None, EVENT) if story is None or role == HOME else (story, HOME)
        return found

    def _linkers(self) -> Iterable[Row]:
        columns = ", ".join(Row._fields)
        return map(Row._make, self._index.execute(f"SELECT {columns} FROM article WHERE links IS NOT NULL"))

    def _read(self, column: str, values: Iterable[int]) -> Iterable[_Placed]:
        for holes, part in chunks(values):
            yield from map(
                _Placed._make,
                self._index.execute(f"{_SELECT} WHERE {column} IN {holes}", part).fetchall(),
            )


def _claim(heat: int, time: int | None, number: int, linked_time: int | None) -> tuple[bool, int, int]:
    """How good a home an article is for one that it links."""
    apart = abs(time - linked_time) if time is not None and linked_time is not None else 1 << 40
    return heat >= 0, -apart, number
