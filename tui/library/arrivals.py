"""Which stories have come in since somebody last asked. Marks nothing.

What was looked at is kept with the marks, so that an index which is built again brings in nothing new; a bookmark in the
index keeps the next look short.
"""

from __future__ import annotations

import sqlite3
from array import array
from pathlib import Path

from tui.library.database import transaction, translated
from tui.library.facts import fact, put_fact
from tui.library.index_schema import EVENT, HAS_FILE
from tui.library.marks import Marks

_BOOKMARK = "arrivals"
"""The fact that holds the greatest article id looked at: ids grow with every article that comes in."""


class Arrivals:
    """New stories: those none of whose articles was there at any look before."""

    def __init__(self, index: sqlite3.Connection, marks: Marks, path: Path) -> None:
        self._index = index
        self._marks = marks
        self._path = path
        with translated(path):
            self._seen = int(fact(index, _BOOKMARK) or 0)
            self._newest = newest_article(index)
        # Marks that know of no look, beside an index that does, are those of another library or of an older Broadsheet.
        self._kept = self._seen if marks.any_ruled else 0

    @property
    def any(self) -> bool:
        """Some article has come in, or the newest one has gone, whose id the next one gets."""
        return self._newest != self._kept

    def positions(self) -> set[int]:
        """Where the new stories stand in the list. Raises LibraryError and its kinds."""
        positions, numbers = array("q"), array("q")
        with translated(self._path):
            for position, number in self._index.execute(
                f"SELECT s.pos, n.hash FROM (SELECT story_id, hash FROM article WHERE id > ?1 AND role={EVENT}) n"
                " CROSS JOIN story s ON s.id = n.story_id WHERE NOT EXISTS"
                f" (SELECT 1 FROM article a WHERE a.story_id = s.id AND a.role={EVENT} AND a.id <= ?1)",
                (self._seen,),
            ):
                positions.append(position)
                numbers.append(number)
        known = self._marks.ruled(numbers)
        looked_at = {position for position, number in zip(positions, numbers, strict=True) if number in known}
        return set(positions) - looked_at

    def looked(self) -> None:
        """What is new now is new no more. Raises LibraryError and its kinds."""
        with translated(self._path):
            numbers = self._index.execute("SELECT hash FROM article WHERE id > ? ORDER BY hash", (self._kept,))
            self._marks.rule(number for (number,) in numbers)
            with transaction(self._index):
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
