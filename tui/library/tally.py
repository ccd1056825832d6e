"""Keeps the `value` table: how many stories have an outlet, a domain, a topic. Decides nothing about stories."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable


class Tally:
    """What changed within a transaction, until `write` stores it."""

    def __init__(self, index: sqlite3.Connection) -> None:
        self._index = index
        self._changes: Counter[tuple[str, str]] = Counter()

    def count(self, field: str, names: Iterable[str], step: int) -> None:
        """One story more (`step` 1) or less (-1) has these values of the field."""
        for name in names:
            if name:
                self._changes[field, name] += step

    def write(self) -> None:
        """Store the changes."""
        changes = [(*value, step) for value, step in self._changes.items() if step]
        self._changes.clear()
        self._index.executemany(
            "INSERT INTO value VALUES(?,?,?) ON CONFLICT DO UPDATE SET stories = stories + excluded.stories", changes
        )
        self._index.executemany(
            "DELETE FROM value WHERE field=? AND name=? AND stories=0",
            [(field, name) for field, name, step in changes if step < 0],
        )
