"""Which stories have come in since somebody last asked. Keeps a bookmark in the index; marks nothing."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from tui.library.database import transaction, translated
from tui.library.facts import fact, put_fact
from tui.library.index_schema import EVENT, HAS_FILE

_BOOKMARK = "arrivals"
"""The fact that holds the greatest article id looked at: ids grow with every article that comes in."""


class Arrivals:
    """New stories: those none of whose articles was there at the last look."""

    def __init__(self, index: sqlite3.Connection, path: Path) -> None:
        self._index = index
        self._path = path
        with translated(path):
            self._seen = int(fact(index, _BOOKMARK) or 0)
            self._newest = newest_article(index)

    @property
    def any(self) -> bool:
        """Some article has come in."""
        return self._newest > self._seen

    def positions(self) -> set[int]:
        """Where the new stories stand in the list. Raises LibraryError and its kinds."""
        with translated(self._path):
            rows = self._index.execute(
                f"SELECT s.pos FROM (SELECT DISTINCT story_id FROM article WHERE id > ?1 AND role={EVENT}) n"
                " CROSS JOIN story s ON s.id = n.story_id WHERE NOT EXISTS"
                f" (SELECT 1 FROM article a WHERE a.story_id = s.id AND a.role={EVENT} AND a.id <= ?1)",
                (self._seen,),
            )
            return {row[0] for row in rows}

    def looked(self) -> None:
        """What is new now is new no more. Raises LibraryError and its kinds."""
        with translated(self._path), transaction(self._index):
            put_fact(self._index, _BOOKMARK, self._newest)


def newest_article(index: sqlite3.Connection) -> int:
    """The greatest id of an article, for `arrived_since`."""
    (newest,) = index.execute("SELECT coalesce(max(id), 0) FROM article").fetchone()
    return int(newest)


def arrived_since(index: sqlite3.Connection, article_id: int) -> tuple[int, int]:
    """How many articles that a source holds have come in since then, and how many stories are about them."""
    articles, stories = index.execute(
        "SELECT count(*), count(DISTINCT story_id) FROM article"
        f" WHERE id > ? AND flags & {HAS_FILE} AND role={EVENT} AND story_id IS NOT NULL",
        (article_id,),
    ).fetchone()
    return articles, stories
