"""Looks at a library's files without changing them, not even damaged ones. Advises nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from tui.errors import LibraryCorrupt, LibraryError, LibraryNewer
from tui.library import index_schema, marks_schema, texts_schema
from tui.library.database import connect, translated, version
from tui.library.files import Files
from tui.library.marks import Marks, SourcePlace
from tui.library.opening import INDEX, MARKS, TEXTS
from tui.library.origins import OriginState
from tui.library.reading import Reading, SourceState, Totals
from tui.model import Problem

SQLITE = sqlite3.sqlite_version
"""The version of SQLite that this Python brings."""
LISTED = 20
"""Problems that are listed; all are counted."""

Counts = TypeVar("Counts")


@dataclass(frozen=True, slots=True)
class DatabaseState:
    """One of the library's files."""

    path: str
    size: int = 0
    """Bytes, with what is still in its write-ahead log; 0 = there is no file yet."""
    schema: int = 0
    """The number in the file."""
    newest_schema: int = 0
    """The highest that this program knows."""
    fault: LibraryError | None = None
    """Why it cannot be used."""


@dataclass(frozen=True, slots=True)
class IndexCounts:
    """What index.db holds."""

    totals: Totals
    articles: int = 0
    files: int = 0
    unusable: int = 0
    """Files that gave no story."""
    problems: tuple[Problem, ...] = ()
    """The first of what is wrong with files."""


@dataclass(frozen=True, slots=True)
class MarksCounts:
    """What marks.db holds."""

    marked: int = 0
    """Articles with a mark."""
    sources: tuple[SourcePlace, ...] = ()


@dataclass(frozen=True, slots=True)
class Health:
    """What was found; counts are zero where a file cannot be used."""

    index: DatabaseState
    marks: DatabaseState
    texts: DatabaseState
    in_index: IndexCounts
    in_marks: MarksCounts
    texts_kept: int
    """Articles whose full text is in texts.db."""
    states: dict[str, SourceState]
    """Place → what the index knows of that source."""
    origins: dict[str, OriginState]
    """Place → how the last look at it over the network went."""


def examine(folder: Path) -> Health:
    """Look at the library in `folder`. What is wrong with it is part of the answer, never raised."""
    states: dict[str, SourceState] = {}
    origins: dict[str, OriginState] = {}

    def index_counts(connection: sqlite3.Connection, path: Path) -> IndexCounts:
        reading = Reading(connection, connection, path)
        states.update(reading.source_states())
        origins.update(reading.origin_states())
        (articles,) = connection.execute("SELECT count(*) FROM article").fetchone()
        (files,) = connection.execute("SELECT count(*) FROM file").fetchone()
        return IndexCounts(
            reading.totals(),
            articles,
            files,
            Files(connection, path).unusable(),
            tuple(reading.problems(limit=LISTED)),
        )

    def marks_counts(connection: sqlite3.Connection, path: Path) -> MarksCounts:
        (marked,) = connection.execute(
            "SELECT count(*) FROM mark WHERE coalesce(read_at, starred_at, hidden_at) IS NOT NULL OR tags <> '' OR note <> ''"
        ).fetchone()
        return MarksCounts(marked, tuple(Marks(connection, path).sources()))

    def texts_count(connection: sqlite3.Connection, path: Path) -> int:
        return int(connection.execute("SELECT count(*) FROM text WHERE NOT teaser").fetchone()[0])

    index, in_index = _look(folder / INDEX, len(index_schema.MIGRATIONS), index_counts, IndexCounts(Totals()))
    marks, in_marks = _look(folder / MARKS, len(marks_schema.MIGRATIONS), marks_counts, MarksCounts())
    texts, texts_kept = _look(folder / TEXTS, len(texts_schema.MIGRATIONS), texts_count, 0)
    return Health(index, marks, texts, in_index, in_marks, texts_kept, states, origins)


def _look(
    path: Path, newest: int, count: Callable[[sqlite3.Connection, Path], Counts], nothing: Counts
) -> tuple[DatabaseState, Counts]:
    size = schema = 0
    try:
        size = _size(path)
        if not size:
            return DatabaseState(str(path), newest_schema=newest), nothing
        with closing(connect(path, write=False)) as connection, translated(path):
            schema = version(connection)
            if schema > newest:
                raise LibraryNewer(f"{path} was written by a newer Broadsheet (schema {schema}).", "Update Broadsheet.")
            (said,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            if said != "ok":
                raise LibraryCorrupt(f"{path} is damaged: {said}.")
            counts = count(connection, path)
    except LibraryError as error:
        return DatabaseState(str(path), size, schema, newest, error), nothing
    return DatabaseState(str(path), size, schema, newest), counts


def _size(path: Path) -> int:
    try:
        return sum(part.stat().st_size for part in (path, Path(f"{path}-wal")) if part.is_file())
    except OSError as error:
        raise LibraryError(f"{path} cannot be looked at: {error.strerror or error}.") from error
