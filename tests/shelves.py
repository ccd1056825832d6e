"""Libraries for tests: indexes folders for real, and tells all that an index holds so that two can be compared."""

from __future__ import annotations

import json
import os
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tui.core.syncing import Outcome, Progress, sync_folders
from tui.library.database import translated
from tui.library.index_schema import HAS_FILE, OPEN, PLACED
from tui.library.index_writer import IndexWriter
from tui.library.marks import Mark, Marks
from tui.library.opening import INDEX, open_index, open_marks
from tui.library.reading import Reading
from tui.library.records import links_of
from tui.library.state import catch_up
from tui.library.stories import Member, StoryTable

LONG_AGO = 1_600_000_000
"""Seconds; a file of that age is never in doubt."""


@dataclass(frozen=True, slots=True)
class Library:
    """The parts of one open library."""

    marks: Marks
    index: sqlite3.Connection
    writer: IndexWriter
    reading: Reading

    def catch_up(self) -> set[int]:
        return catch_up(self.index, self.marks.connection)


def first(candidates: Sequence[Member]) -> Member:
    """The lead of a story that a test puts together: the first title."""
    return min(candidates, key=lambda member: member.title)


@contextmanager
def opened(library: Path) -> Iterator[Library]:
    """A library, open for reading and writing; nothing groups its articles."""
    with closing(open_marks(library)) as marks, closing(open_index(library)) as index:
        writer = IndexWriter(index, StoryTable(index, marks.connection, first))
        yield Library(marks, index, writer, Reading(index, marks.connection, library / INDEX))


def index(library: Path, *places: Path, tell: Callable[[Progress], None] = lambda progress: None) -> Outcome:
    """Bring a library's index in step with some folders."""
    with opened(library) as parts, translated(library / INDEX):
        parts.catch_up()
        return sync_folders(parts.writer, [str(place) for place in places], tell)


def put(path: Path, data: bytes, age: int = 0) -> Path:
    """Write a file of old age; a larger `age` is younger, by seconds."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    os.utime(path, (LONG_AGO + age, LONG_AGO + age))
    return path


def titles(library: Path) -> list[str]:
    """The titles of a library's stories, newest first."""
    with opened(library) as parts:
        # One reading of it all: another process may be writing.
        parts.index.execute("BEGIN")
        found = parts.index.execute("SELECT pos FROM story ORDER BY pos DESC").fetchall()
        rows = parts.reading.rows([pos for (pos,) in found])
        parts.index.execute("COMMIT")
    return [rows[pos].title for (pos,) in found]


def mark(library: Path, *marks: Mark) -> None:
    with closing(open_marks(library)) as opened_marks:
        opened_marks.put(marks)


def dump(library: Path) -> dict[str, Any]:
    """All that an index holds, in words that do not depend on the order in which it was written."""
    with opened(library) as parts:
        index = parts.index
        index.row_factory = sqlite3.Row
        places = {row["id"]: row["place"] for row in index.execute("SELECT id, place FROM source")}
        outlets = {row["id"]: tuple(row)[1:] for row in index.execute("SELECT * FROM provider")}
        articles = {row["id"]: dict(row) for row in index.execute("SELECT * FROM article")}
        keys = {ident: json.loads(row["extra"])["key"] for ident, row in articles.items()}
        stories = {row["pos"]: dict(row) for row in index.execute("SELECT * FROM story")}
        ids = {pos: story["id"] for pos, story in stories.items()}
        index.execute("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, words, instance)")
        words = defaultdict(set)
        for row in index.execute("SELECT term, doc, col, offset FROM vocabulary"):
            words[row["term"]].add((ids[row["doc"]], row["col"], row["offset"]))
        return {
            "articles": {keys[ident]: _article(row, keys, outlets) for ident, row in articles.items()},
            "stories": {story["id"]: _story(story, keys) for story in stories.values()},
            "homes": {(places[row[0]], ids[row[1]]) for row in index.execute("SELECT * FROM story_source")},
            "tags": {(row[0], ids[row[1]]) for row in index.execute("SELECT * FROM story_tag")},
            "values": {tuple(row) for row in index.execute("SELECT * FROM value")},
            "words": dict(words),
            "files": {
                (places[row["source_id"]], row["name"]): (row["size"], row["digest"], keys.get(row["article_id"]))
                for row in index.execute("SELECT * FROM file")
            },
            "problems": sorted(
                (places[row["source_id"]], row["name"], row["place"], row["reason"])
                for row in index.execute("SELECT * FROM problem")
            ),
        }


def _article(row: dict[str, Any], keys: dict[int, str], outlets: dict[int, Any]) -> dict[str, Any]:
    """Of an article without a file only what does not depend on which copy of it was read first."""
    held = {
        "flags": row["flags"] & (HAS_FILE | OPEN),
        "refs": row["refs"],
        "story": row["story_id"],
        "role": row["role"],
    }
    held["links"] = [keys[ident] for ident in links_of(row["links"])]
    if row["flags"] & HAS_FILE:
        for name in ("time", "heat", "quality", "title", "excerpt", "url", "topics", "extra"):
            held[name] = row[name]
        held["flags"] = row["flags"] & ~PLACED
        held["outlet"] = outlets[row["provider_id"]]
    return held


def _story(row: dict[str, Any], keys: dict[int, str]) -> dict[str, Any]:
    return {**row, "pos": row["pos"] >> 12, "lead_id": keys[row["lead_id"]], "has": row["has"] & ~PLACED}
