"""The `fact` table of index.db: what the index knows about itself, each under a name. Knows no name."""

from __future__ import annotations

import sqlite3
from typing import Any


def fact(index: sqlite3.Connection, name: str) -> Any:
    """What is kept under the name; None where nothing is."""
    row = index.execute("SELECT value FROM fact WHERE name=?", (name,)).fetchone()
    return row[0] if row else None


def put_fact(index: sqlite3.Connection, name: str, value: object) -> None:
    """Keep something under the name; inside the caller's transaction."""
    index.execute("INSERT OR REPLACE INTO fact VALUES(?,?)", (name, value))
