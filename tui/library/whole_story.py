"""Everything about one story, put together from the index and the marks. Reads only."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tui.library import kept
from tui.library.database import chunks, snapshot
from tui.library.index_schema import EVENT, TEXT
from tui.library.origins import origin_of
from tui.library.records import COLUMNS, article_of, links_of, names_of, report_of
from tui.model import CoverageRow, Problem, Story

if TYPE_CHECKING:
    from tui.library.reading import Reading

Row = tuple[Any, ...]
"""An article's row of COLUMNS."""


def whole_story(
    reading: Reading, marks: sqlite3.Connection, folder: Path, row_id: int, *, article: bool
) -> Story | None:
    """The story as `Reading.story` gives it; `folder`: the library's."""
    has_texts = kept.attached(reading.index, folder)
    # The indexer may be taking the story out and putting it back between two of these questions.
    with snapshot(reading.index):
        return _story(reading, marks, row_id, article, has_texts)


def _story(reading: Reading, marks: sqlite3.Connection, row_id: int, of_article: bool, has_texts: bool) -> Story | None:
    index = reading.index
    position = reading.position(row_id)
    row = reading.rows([position]).get(position) if position is not None else None
    if position is None or row is None:
        return None
    story_id, lead_id = index.execute("SELECT id, lead_id FROM story WHERE pos=?", (position,)).fetchone()
    if of_article:
        lead_id = reading.article_at(row_id)
        row = reading.article_rows([lead_id]).get(lead_id, row) if lead_id is not None else row
    members = index.execute(f"SELECT {COLUMNS} FROM article WHERE story_id=?", (story_id,)).fetchall()
    lead = next(member for member in members if member[0] == lead_id)
    event = {member[0]: member for member in members if member[3] == EVENT}
    linked = list(links_of(lead[14]))
    others = dict.fromkeys(linked)
    for member in members:
        if member[3] == EVENT:
            others.update(dict.fromkeys(links_of(member[14])))
        else:
            others[member[0]] = None
    related = _articles(index, [ident for ident in others if ident not in event])
    every = (*event.values(), *related.values())
    numbers = [member[1] for member in every]
    marked = _marked(marks, numbers)
    seen = {number for number, _, read, _ in marked if read}
    reports = {member[1] for member in event.values()}
    noted = [(key, note) for number, key, _, note in marked if note and number in reports]
    texts = kept.with_text(index, numbers) if has_texts else ()
    files, problems = _files(index, lead_id)
    sources = index.execute(
        "SELECT o.place FROM story_source s JOIN source o ON o.id = s.source_id WHERE s.pos=? ORDER BY o.place",
        (position,),
    ).fetchall()
    tags = index.execute("SELECT tag FROM story_tag WHERE pos=? ORDER BY tag", (position,)).fetchall()
    articles = {member[0]: article_of(member, reading.providers[member[7]]) for member in every}

    def coverage(members: Iterable[Row]) -> tuple[CoverageRow, ...]:
        return tuple(
            CoverageRow(
                article=articles[member[0]],
                seen=member[1] in seen,
                topics=names_of(member[12]),
                full_text=bool(member[8] & TEXT) or member[1] in texts,
            )
            for member in members
        )

    return Story(
        row=row,
        lead=report_of(lead, articles[lead_id], tuple(articles[ident] for ident in linked if ident in articles)),
        coverage=coverage(sorted((m for i, m in event.items() if i != lead_id), key=_by_time)),
        related=coverage(related[ident] for ident in others if ident in related),
        files=files,
        problems=problems,
        sources=tuple(place for (place,) in sources),
        tags=tuple(tag for (tag,) in tags),
        notes=tuple(sorted(noted, key=lambda note: (note[0] != articles[lead_id].key, note))),
        full_text=bool(lead[8] & TEXT) or lead[1] in texts,
        checks=kept.last_checks(index, articles[lead_id].addresses) if has_texts else (),
    )


def _marked(marks: sqlite3.Connection, numbers: Sequence[int]) -> list[tuple[int, str, int, str]]:
    """(number, key, whether it is read, note) of those of these articles that have a mark."""
    found: list[tuple[int, str, int, str]] = []
    for holes, part in chunks(numbers):
        found += marks.execute(f"SELECT hash, key, read_at IS NOT NULL, note FROM mark WHERE hash IN {holes}", part)
    return found


def _by_time(member: Row) -> tuple[bool, int, int]:
    return member[4] is None, member[4] or 0, member[0]


def _articles(index: sqlite3.Connection, ids: Sequence[int]) -> dict[int, Row]:
    found: dict[int, Row] = {}
    for holes, part in chunks(ids):
        found.update((row[0], row) for row in index.execute(f"SELECT {COLUMNS} FROM article WHERE id IN {holes}", part))
    return found


def _files(index: sqlite3.Connection, article_id: int) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Where an article lies, and what is wrong there."""
    rows = index.execute(
        "SELECT s.place, f.name, p.place, p.reason FROM file f JOIN source s ON s.id = f.source_id"
        " LEFT JOIN problem p ON p.source_id = f.source_id AND p.name = f.name"
        " WHERE f.article_id=? ORDER BY s.place, f.name, p.rowid",
        (article_id,),
    ).fetchall()
    files = tuple(dict.fromkeys(origin_of(place, name) for place, name, _, _ in rows))
    return files, tuple(Problem(origin_of(p, n), where, why) for p, n, where, why in rows if why is not None)
