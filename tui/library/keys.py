"""The article keys behind rows of the list, which is what marks are made of. Reads only."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Literal

from tui.library.database import chunks
from tui.library.index_schema import EVENT

Keys = tuple[str, tuple[str, ...]]
"""The key of a row's lead, and those of the other articles that the row stands for."""


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
    return [(key, tuple(others.get(story_id, ()))) for story_id, key in leads.items()]


def article_keys(index: sqlite3.Connection, column: Literal["hash", "id"], values: Sequence[int]) -> list[Keys]:
    """The keys of single articles (`group:off`), by the ids of their rows or by their own."""
    found: list[Keys] = []
    for holes, part in chunks(values):
        rows = index.execute(f"SELECT json_extract(extra, '$.key') FROM article WHERE {column} IN {holes}", part)
        found += [(key, ()) for (key,) in rows]
    return found
