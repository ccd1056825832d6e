"""Keeps the grouping's table of words in index.db. Weighs nothing."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

from tui.library.database import chunks
from tui.library.facts import fact, put_fact
from tui.stories.frequency import Frequencies, State, Tally

_FACT = "words"


def load_words(index: sqlite3.Connection) -> Frequencies:
    """The table as it was stored last: about 0.2 s for 200,000 words."""
    rows = index.execute("SELECT stem, articles, votes, new_articles, new_votes FROM word")
    return Frequencies(((row[0], Tally(*row[1:])) for row in rows), _state(index))


def load_some_words(index: sqlite3.Connection, stems: Iterable[str]) -> Frequencies:
    """The table for these stems only: enough to weigh texts that have no others."""
    found: list[tuple[str, Tally]] = []
    for holes, part in chunks(stems):
        rows = index.execute(
            f"SELECT stem, articles, votes, new_articles, new_votes FROM word WHERE stem IN {holes}", part
        )
        found += [(stem, Tally(*tally)) for stem, *tally in rows]
    return Frequencies(found, _state(index))


def store_words(index: sqlite3.Connection, frequencies: Frequencies) -> None:
    """Store what changed; inside the caller's transaction."""
    changes = frequencies.changes()
    kept = sorted((word, *tally) for word, tally in changes.items() if tally is not None)
    index.executemany("INSERT OR REPLACE INTO word VALUES(?,?,?,?,?)", kept)
    index.executemany("DELETE FROM word WHERE stem=?", [(word,) for word, tally in changes.items() if tally is None])
    put_fact(index, _FACT, json.dumps(frequencies.state()))


def clear_words(index: sqlite3.Connection) -> None:
    """Forget every word; inside the caller's transaction."""
    index.execute("DELETE FROM word")
    index.execute("DELETE FROM fact WHERE name=?", (_FACT,))


def _state(index: sqlite3.Connection) -> State:
    said = fact(index, _FACT)
    return State(*json.loads(said)) if said else State()
