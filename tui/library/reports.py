"""How many of a story's reports hold what is searched for: "in 3 reports". Reads only, for the rows that are shown."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from tui.library.database import chunks, translated
from tui.library.index_schema import EVENT
from tui.library.records import names_of
from tui.model import Article, Provider
from tui.query.matching import says
from tui.query.nodes import Query, Text, leaves


def reports(index: sqlite3.Connection, path: Path, query: Query, positions: Sequence[int]) -> dict[int, int]:
    """Position → how many of the story's reports hold some of the words; only stories of several reports are in it.

    Empty for a query that wants no words. Raises LibraryError and its kinds.
    """
    found: dict[int, int] = {}
    if not any(wanted and isinstance(leaf, Text) for leaf, wanted in leaves(query.node)):
        return found
    with translated(path):
        for holes, part in chunks(positions):
            for position, title, excerpt, topics, name, domain in index.execute(
                "SELECT s.pos, a.title, a.excerpt, a.topics, p.name, p.domain FROM story s"
                " CROSS JOIN article a ON a.story_id = s.id CROSS JOIN provider p ON p.id = a.provider_id"
                f" WHERE s.articles > 1 AND a.role = {EVENT} AND s.pos IN {holes}",
                part,
            ):
                article = Article("", title, excerpt, provider=Provider(name, domain))
                found[position] = found.get(position, 0) + says(query, article, names_of(topics))
    return found
