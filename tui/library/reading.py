"""Reads stories out of the library for whoever shows them. Writes nothing and finds nothing: see `search`.

One instance belongs to one thread. A page of rows costs about 0.1 ms at any library size, so it may be read while drawing.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tui.library.database import among, chunks, snapshot, translated
from tui.library.found import FIRST_PAGE, Found
from tui.library.index_schema import (
    COPIES,
    HIDDEN,
    OF_FOLDER,
    OF_LOOK,
    READ,
    STARRED,
    VIDEO,
)
from tui.library.origins import OriginState, origin_of, places, read_states
from tui.library.providers import Providers
from tui.library.records import number
from tui.model import Problem, Story, StoryRow

if TYPE_CHECKING:
    from tui.library.keys import Keys
    from tui.stories.why import Why

GREATEST = (1 << 63) - 1
"""The greatest id a story can have."""


class Totals(NamedTuple):
    """What the status line counts."""

    stories: int = 0
    unread: int = 0
    starred: int = 0
    problems: int = 0
    checked_at: int | None = None
    """When a source was last looked through to the end, seconds since 1970 UTC: of those over the network, if any are
    among them; None = never."""


class SourceState(NamedTuple):
    """What the index knows of one source."""

    checked_at: int | None
    """When it was last looked through, seconds since 1970 UTC; None = never to the end."""
    files: int
    """Files; over the network, items."""
    problems: int
    stories: int
    """Stories that it has an article of."""


class Reading:
    """Stories by their place in the list or by their id."""

    def __init__(self, index: sqlite3.Connection, marks: sqlite3.Connection, path: Path) -> None:
        self.index = index
        self._marks = marks
        self._path = path
        self.providers = Providers(index)

    def rows(self, positions: Sequence[int]) -> dict[int, StoryRow]:
        """List rows by position; one that is there no more is not in the answer."""
        found = {}
        with translated(self._path):
            for holes, part in chunks(positions):
                # CROSS JOIN keeps the order story, article: the planner's own choice sorts everything at a million rows.
                for row in self.index.execute(
                    "SELECT s.pos, s.id, a.title, a.provider_id, a.time, s.newest, s.outlets, s.heat, s.quality,"
                    " s.flags, s.fresh, s.has, a.flags FROM story s CROSS JOIN article a ON a.id = s.lead_id"
                    f" WHERE s.pos IN {holes}",
                    part,
                ):
                    flags = row[9]
                    found[row[0]] = StoryRow(
                        id=row[1],
                        title=row[2],
                        outlet=self.providers[row[3]].outlet,
                        time=row[4],
                        newest=row[5],
                        outlets=row[6],
                        heat=row[7],
                        quality=row[8],
                        read=bool(flags & READ),
                        starred=bool(flags & STARRED),
                        fresh=row[10],
                        video=bool(row[12] & VIDEO),
                        hidden=bool(flags & HIDDEN),
                        copies=bool(row[11] & COPIES),
                    )
        return found

    def newest(self, sources: Sequence[int] | None = None) -> Found:
        """The first page of the plain list: the newest stories, without hidden ones. `sources`: as in `Search.find`."""
        of_sources, values = "", list[int]()
        if sources is not None:
            of_sources = (
                " AND EXISTS(SELECT 1 FROM story_source o WHERE o.pos = s.pos"
                f" AND o.source_id IN ({','.join('?' * len(sources))}))"
            )
            values = list(sources)
        with translated(self._path):
            rows = self.index.execute(
                f"SELECT s.pos FROM story s WHERE NOT s.flags & {HIDDEN}{of_sources} ORDER BY s.pos DESC LIMIT {FIRST_PAGE}",
                values,
            )
            positions = array("q", (row[0] for row in rows))
        return Found(positions, complete=len(positions) < FIRST_PAGE)

    def position(self, story_id: int) -> int | None:
        """Where the story stands in the list's order; None when there is no such story. Follows merged stories."""
        with translated(self._path):
            for _ in range(8):
                row = self.index.execute("SELECT pos FROM story WHERE id=?", (story_id,)).fetchone()
                if row:
                    return int(row[0])
                row = self.index.execute(
                    "SELECT new FROM alias WHERE old=?1 UNION ALL"
                    " SELECT story_id FROM article WHERE hash=?1 AND story_id IS NOT NULL AND story_id<>?1 LIMIT 1",
                    (story_id,),
                ).fetchone()
                if not row:
                    return None
                story_id = row[0]
        return None

    def article_rows(self, ids: Sequence[int]) -> dict[int, StoryRow]:
        """Rows of single articles (`group:off`) by article id; a row's own id is the article's number."""
        from tui.library.article_rows import article_rows

        with translated(self._path):
            return article_rows(self.index, self._marks, ids, self.providers)

    def article_at(self, row_id: int) -> int | None:
        """The id of the article whose row has this id."""
        with translated(self._path):
            row = self.index.execute("SELECT id FROM article WHERE hash=?", (row_id,)).fetchone()
        return row[0] if row else None

    def story_of(self, key: str) -> int | None:
        """The id of the story that holds the article with this key."""
        with translated(self._path):
            row = self.index.execute("SELECT story_id FROM article WHERE hash=?", (number(key),)).fetchone()
        return row[0] if row else None

    def event_of(self, key: str) -> list[str]:
        """The keys of the articles that the grouping put together with this one, the earliest first."""
        with translated(self._path):
            rows = self.index.execute(
                "SELECT json_extract(o.extra, '$.key') FROM article a CROSS JOIN article o ON o.event_id = a.event_id"
                " WHERE a.hash=? AND a.event_id > 0 AND o.id <> a.id ORDER BY o.time, o.hash",
                (number(key),),
            )
            return [key for (key,) in rows]

    def tagged(self, tag: str) -> set[int]:
        """The positions of the stories that have this very tag."""
        with translated(self._path):
            return among(self.index, "SELECT pos FROM story_tag WHERE tag IN", [tag])

    def stories_named(self, prefix: str) -> list[int]:
        """Ids of up to three stories whose hexadecimal id starts with `prefix`."""
        low = int(prefix.ljust(16, "0"), 16)
        high = int(prefix.ljust(16, "f"), 16)
        if low > GREATEST:
            return []
        with translated(self._path):
            rows = self.index.execute(
                "SELECT id FROM story WHERE id BETWEEN ? AND ? LIMIT 3", (low, min(high, GREATEST))
            )
            return [row[0] for row in rows]

    def story(self, row_id: int, *, article: bool = False) -> Story | None:
        """Everything about one story; None when it is there no more.

        `article`: `row_id` is that of a single article's row (`group:off`), which then stands for its story.
        """
        from tui.library.whole_story import whole_story

        with translated(self._path):
            return whole_story(self, self._marks, self._path.parent, row_id, article=article)

    def why(self, story_id: int, key: str) -> Why | None:
        """Why the article with this key is in the event of the story; None when it is not, or no other article is."""
        from tui.library.grouping_why import why

        with translated(self._path), snapshot(self.index):
            return why(self.index, story_id, key)

    def keys(self, row_ids: Sequence[int], *, articles: bool = False) -> list[Keys]:
        """The article keys of rows by their ids: of stories, or of single `articles`."""
        from tui.library.keys import article_keys, story_keys

        with translated(self._path):
            if articles:
                return article_keys(self.index, "hash", row_ids)
            return story_keys(self.index, "id", row_ids)

    def keys_at(self, positions: Sequence[int], *, articles: bool = False) -> list[Keys]:
        """The same by what `Found.positions` holds."""
        from tui.library.keys import article_keys, story_keys

        with translated(self._path):
            if articles:
                return article_keys(self.index, "id", positions)
            return story_keys(self.index, "pos", positions)

    def totals(self, sources: Sequence[int] | None = None) -> Totals:
        """Counts over the whole library, or over the stories of some sources; what a rule hid does not count."""
        where, values = f" WHERE flags & {HIDDEN} = 0", list[int]()
        problem_where = source_where = ""
        if sources is not None:
            holes = ",".join("?" * len(sources))
            where += f" AND pos IN (SELECT pos FROM story_source WHERE source_id IN ({holes}))"
            problem_where = f" WHERE source_id IN ({holes})"
            source_where = f" WHERE id IN ({holes})"
            values = list(sources)
        with translated(self._path):
            stories, unread, starred = self.index.execute(
                f"SELECT count(*), total(flags & {READ} = 0), total(flags & {STARRED} > 0) FROM story{where}", values
            ).fetchone()
            (problems,) = self.index.execute(f"SELECT count(*) FROM problem{problem_where}", values).fetchone()
            checked = self.index.execute(f"SELECT place, checked_at FROM source{source_where}", values).fetchall()
        remote = [at for place, at in checked if "://" in place]
        looks = remote or [at for _, at in checked]
        checked_at = max((at for at in looks if at is not None), default=None)
        return Totals(stories, int(unread), int(starred), problems, checked_at)

    def problems(self, sources: Sequence[int] | None = None, limit: int = 1000) -> list[Problem]:
        """What is wrong with the sources' files, by file."""
        where, values = "", list[int]()
        if sources is not None:
            where, values = f" WHERE p.source_id IN ({','.join('?' * len(sources))})", list(sources)
        with translated(self._path):
            rows = self.index.execute(
                "SELECT s.place, p.name, p.place, p.reason FROM problem p JOIN source s ON s.id = p.source_id"
                f"{where} ORDER BY s.place, p.name, p.rowid LIMIT ?",
                (*values, limit),
            )
            return [
                Problem(origin_of(place, name), "" if where_in in (OF_FOLDER, OF_LOOK) else where_in, reason)
                for place, name, where_in, reason in rows
            ]

    def source_ids(self) -> dict[str, int]:
        """Place → id of every source that the index knows."""
        with translated(self._path):
            return places(self.index)

    def source_states(self) -> dict[str, SourceState]:
        """Place → what the index knows of that source."""
        with translated(self._path):
            rows = self.index.execute(
                "SELECT s.place, s.checked_at, (SELECT count(*) FROM file f WHERE f.source_id = s.id),"
                " (SELECT count(*) FROM problem p WHERE p.source_id = s.id),"
                " (SELECT count(*) FROM story_source t WHERE t.source_id = s.id) FROM source s"
            )
            return {place: SourceState(*rest) for place, *rest in rows}

    def origin_states(self) -> dict[str, OriginState]:
        """Place → what the index knows of that source over the network."""
        return read_states(self.index, self._path)
