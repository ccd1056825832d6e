"""Brings the reader's marks into the story rows of the index. Changes no mark."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable

from tui.library.database import among, chunks, transaction
from tui.library.facts import fact, put_fact
from tui.library.index_schema import EVENT
from tui.library.stories import UNMARKED, marks_of, story_state

_APPLIED = "marks"
"""The fact that holds the generation of the marks that the index has seen."""


def catch_up(index: sqlite3.Connection, marks: sqlite3.Connection) -> set[int]:
    """Apply every mark that the index has not seen; returns the ids of the stories whose row was recomputed.

    The index remembers the generation it has applied, so marks made while it could not be written are never lost.
    """
    (newest,) = marks.execute("SELECT value FROM counter WHERE name='generation'").fetchone()
    if _applied(index) >= newest:
        return set()
    with transaction(index):
        applied = _applied(index)
        hashes = [row[0] for row in marks.execute("SELECT hash FROM mark WHERE generation > ?", (applied,))]
        stories = among(index, "SELECT story_id FROM article WHERE story_id IS NOT NULL AND hash IN", hashes)
        _recompute(index, marks, stories)
        put_fact(index, _APPLIED, newest)
    return stories


def _applied(index: sqlite3.Connection) -> int:
    return fact(index, _APPLIED) or 0


def _recompute(index: sqlite3.Connection, marks: sqlite3.Connection, story_ids: Iterable[int]) -> None:
    for holes, part in chunks(story_ids):
        event: dict[int, list[tuple[int, bool]]] = defaultdict(list)
        for pos, number, lead in index.execute(
            "SELECT s.pos, a.hash, a.id = s.lead_id FROM story s CROSS JOIN article a ON a.story_id = s.id"
            f" WHERE a.role={EVENT} AND s.id IN {holes}",
            part,
        ):
            event[pos].append((number, bool(lead)))
        held = marks_of(marks, [number for members in event.values() for number, _ in members])
        rows, tags = [], []
        for pos, members in event.items():
            lead_marks = next(held.get(number, UNMARKED) for number, lead in members if lead)
            others = [held.get(number, UNMARKED) for number, lead in members if not lead]
            flags, fresh, named = story_state(lead_marks, others)
            rows.append((flags, fresh, pos))
            tags += [(tag, pos) for tag in named]
        index.executemany("UPDATE story SET flags=?, fresh=? WHERE pos=?", rows)
        index.executemany("DELETE FROM story_tag WHERE pos=?", [(pos,) for pos in event])
        index.executemany("INSERT INTO story_tag VALUES(?,?)", tags)
