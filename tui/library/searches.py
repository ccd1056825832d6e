"""The searches that the reader saved, and those asked of late, in marks.db. Understands none of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tui.library.database import transaction, translated

HISTORY = 200
"""Searches asked of late that are kept."""


@dataclass(frozen=True, slots=True)
class KeptSearch:
    """A search under a name."""

    name: str
    text: str
    """As in the search bar."""
    place: int
    """Its place among the others, the smallest first."""


class Searches:
    """On a connection to marks.db. Each change is one durable transaction. Raises LibraryError and its kinds."""

    def __init__(self, marks: sqlite3.Connection, path: Path) -> None:
        self._marks = marks
        self._path = path

    def saved(self) -> list[KeptSearch]:
        """The saved searches in their order."""
        with translated(self._path):
            rows = self._marks.execute("SELECT name, text, place FROM search ORDER BY place, name")
            return [KeptSearch(*row) for row in rows]

    def change(self, remove: Iterable[str], put: Iterable[KeptSearch]) -> None:
        """Take out the searches of these names, then store these, each in place of one of its name."""
        with translated(self._path), transaction(self._marks):
            self._marks.executemany("DELETE FROM search WHERE name=?", [(name,) for name in remove])
            self._marks.executemany(
                "INSERT OR REPLACE INTO search VALUES(?,?,?)", [(each.name, each.text, each.place) for each in put]
            )

    def history(self) -> list[str]:
        """What was asked of late, each search once, the newest first."""
        with translated(self._path):
            return [text for (text,) in self._marks.execute("SELECT text FROM asked ORDER BY number DESC")]

    def remember(self, text: str) -> None:
        """This was asked just now."""
        with translated(self._path), transaction(self._marks):
            self._marks.execute(
                "INSERT OR REPLACE INTO asked VALUES(?,(SELECT coalesce(max(number), 0) + 1 FROM asked))", (text,)
            )
            self._marks.execute(
                "DELETE FROM asked WHERE number <= (SELECT number FROM asked ORDER BY number DESC LIMIT 1 OFFSET ?)",
                (HISTORY,),
            )
