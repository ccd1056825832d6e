"""List rows of single articles, for `group:off`: the same row as a story's, about one report. Reads only."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence

from tui.library.database import chunks
from tui.library.index_schema import COPIES, HIDDEN, VIDEO
from tui.library.stories import UNMARKED, marks_of
from tui.model import Provider, StoryRow


def article_rows(
    index: sqlite3.Connection, marks: sqlite3.Connection, ids: Sequence[int], providers: Mapping[int, Provider]
) -> dict[int, StoryRow]:
    """Rows by article id; one that is in no story any more is not in the answer.

    A row's own id is the article's number (`records.number` of its key): whatever takes a story's id takes it too, and
    finds the article's story. `providers`: by their ids.
    """
    found = {}
    for holes, part in chunks(ids):
        rows = index.execute(
            "SELECT a.id, a.hash, a.title, a.provider_id, a.time, s.heat, a.quality, a.flags, s.flags"
            f" FROM article a CROSS JOIN story s ON s.id = a.story_id WHERE a.id IN {holes}",
            part,
        ).fetchall()
        held = marks_of(marks, [row[1] for row in rows])
        for ident, number, title, provider_id, time, heat, quality, flags, of_story in rows:
            mark = held.get(number, UNMARKED)
            found[ident] = StoryRow(
                id=number,
                title=title,
                outlet=providers[provider_id].outlet,
                time=time,
                newest=time,
                heat=heat,
                quality=quality,
                read=bool(mark.read),
                starred=bool(mark.starred),
                video=bool(flags & VIDEO),
                hidden=bool(of_story & HIDDEN),
                copies=bool(flags & COPIES),
            )
    return found
