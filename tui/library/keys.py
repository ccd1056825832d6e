"""The article keys behind rows of the list, which is what marks are made of. Reads only."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Literal, NamedTuple

from tui.library.database import chunks
from tui.library.index_schema import EVENT


class Keys(NamedTuple):
    """The articles that a row stands for, by their keys."""

    lead: str
    """The article that the row shows."""
    others: tuple[str, ...] = ()
    leads: bool = True
    """It stands for its story; of a single article's row (`group:off`) that is true of the story's lead only."""

    @property
    def every(self) -> tuple[str, ...]:
        """All of them, the lead's first."""
        return (self.lead, *self.others)


def story_keys(index: sqlite3.Connection, column: Literal["id", "pos"], values: Sequence[int]) -> list[Keys]:
    """The keys of stories, by their ids or by their positions; those of the articles of their events."""
    leads: dict[int, str] = {}
    others: dict[int, list[str]] = {}
    for holes, part in chunks(values):
        for story_id, key, is_lead in index.execute(
            "SELECT s.id, json_extract(a.extra, '$.key'), a.id = s.lead_id"
            " FROM story s CROSS JOIN article a ON a.story_id = s.id"
            f" WHERE a.role={EVENT} AND s.{column} IN {holes}",
            part,
        ):
            if is_lead:
                leads[story_id] = key
            else:
                others.setdefault(story_id, []).append(key)
    return [Keys(key, tuple(others.get(story_id, ()))) for story_id, key in leads.items()]


def article_keys(index: sqlite3.Connection, column: Literal["hash", "id"], values: Sequence[int]) -> list[Keys]:
    """The keys of single articles (`group:off`), by the ids of their rows or by their own."""
    found: list[Keys] = []
    for holes, part in chunks(values):
        rows = index.execute(
            "SELECT json_extract(a.extra, '$.key'), a.id = s.lead_id FROM article a"
            f" LEFT JOIN story s ON s.id = a.story_id WHERE a.{column} IN {holes}",
            part,
        )
        found += [Keys(key, leads=bool(leads)) for key, leads in rows]
    return found
