"""Lets a connection to the index ask texts.db too, under the name `kept`: which articles have a text, what it says.

Reads only. A library without the file, or with one that cannot be used, has no texts here: whoever opens a text hears
what is wrong with it, and lists go on.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from tui.library.database import among, chunks
from tui.library.index_schema import EVENT
from tui.library.opening import TEXTS
from tui.library.texts_schema import MIGRATIONS
from tui.model import LinkCheck

_HIT = "kept.passage CROSS JOIN kept.text t ON t.id = kept.passage.rowid"
NUMBERS = "SELECT t.hash FROM kept.text t WHERE NOT t.teaser"
"""SQL: the numbers of the articles that have a text."""
NUMBERS_SAYING = f"SELECT t.hash FROM {_HIT} WHERE passage MATCH ?"
"""SQL: of those whose text the bound expression finds."""
STORIES = (
    "SELECT a.story_id FROM kept.text t CROSS JOIN main.article a ON a.hash = t.hash"
    f" WHERE NOT t.teaser AND a.role = {EVENT} AND a.story_id IS NOT NULL"
)
"""SQL: the ids of the stories that have an article with a text."""
STORIES_SAYING = (
    f"SELECT a.story_id FROM {_HIT} CROSS JOIN main.article a ON a.hash = t.hash"
    f" WHERE passage MATCH ? AND a.role = {EVENT} AND a.story_id IS NOT NULL"
)
"""SQL: of those in whose texts the bound expression is found."""


def attached(index: sqlite3.Connection, library: Path) -> bool:
    """Whether `kept` can be asked on this connection, which must not be in a transaction."""
    if any(row[1] == "kept" for row in index.execute("PRAGMA database_list")):
        return True
    path = library / TEXTS
    if not path.exists():
        return False
    try:
        index.execute("ATTACH ? AS kept", (f"{path.absolute().as_uri()}?mode=ro",))
        (schema,) = index.execute("PRAGMA kept.user_version").fetchone()
    except sqlite3.Error:
        schema = 0
    if schema == len(MIGRATIONS):
        return True
    with suppress(sqlite3.Error):
        index.execute("DETACH kept")
    return False


def with_text(index: sqlite3.Connection, numbers: Sequence[int]) -> set[int]:
    """The numbers of those articles that have a text; on an attached connection."""
    return among(index, f"{NUMBERS} AND t.hash IN", numbers)


def last_checks(index: sqlite3.Connection, urls: Sequence[str]) -> tuple[LinkCheck, ...]:
    """The newest check of each address that was checked; on an attached connection."""
    found: list[LinkCheck] = []
    for holes, part in chunks(urls):
        rows = index.execute(
            "SELECT url, max(checked_at), status, verdict, final_url FROM kept.link_check"
            f" WHERE url IN {holes} GROUP BY url",
            part,
        )
        found += [LinkCheck(*row) for row in rows]
    return tuple(found)
