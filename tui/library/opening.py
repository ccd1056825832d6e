"""Opens the files of a library: index.db, which is derived, and marks.db and texts.db, which are precious.

A damaged index is put aside and built again; the others are never touched when they are damaged.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tui.errors import LibraryCorrupt
from tui.library import index_schema, marks_schema, texts_schema
from tui.library.database import connect, make_folder, migrate, translated
from tui.library.marks import Marks

if TYPE_CHECKING:
    from tui.library.texts import Texts

INDEX = "index.db"
MARKS = "marks.db"
TEXTS = "texts.db"
LOCK = "index.lock"
NETWORK_LOCK = "network.lock"

_PROBE = "SELECT max(pos) FROM story"


def open_marks(folder: Path, *, shared: bool = False) -> Marks:
    """The marks of the library in `folder`, made if there are none. Raises LibraryError and its kinds."""
    make_folder(folder)
    path = folder / MARKS
    try:
        connection = _opened(path, marks_schema.MIGRATIONS, "SELECT 1 FROM mark LIMIT 1", durable=True, shared=shared)
    except LibraryCorrupt as error:
        raise LibraryCorrupt(
            f"{path}, which holds your marks, is damaged. Broadsheet has not touched it.",
            "Put back a copy from a backup, or move the file away to go on without its marks.",
        ) from error
    return Marks(connection, path)


def open_texts(folder: Path) -> Texts:
    """The full texts that the library in `folder` keeps, the file made if there is none. Raises LibraryError's kinds."""
    from tui.library.texts import Texts

    make_folder(folder)
    path = folder / TEXTS
    try:
        connection = _opened(path, texts_schema.MIGRATIONS, "SELECT 1 FROM text LIMIT 1", durable=True)
    except LibraryCorrupt as error:
        raise LibraryCorrupt(
            f"{path}, which holds the articles you have read here, is damaged. Broadsheet has not touched it.",
            "Put back a copy from a backup, or move the file away to go on without its texts.",
        ) from error
    return Texts(connection, path)


def open_index(folder: Path, *, shared: bool = False) -> sqlite3.Connection:
    """The index of the library in `folder`, made, brought up to date or rebuilt empty. Raises LibraryError's kinds."""
    make_folder(folder)
    path = folder / INDEX
    try:
        return _opened(path, index_schema.MIGRATIONS, _PROBE, shared=shared)
    except LibraryCorrupt:
        with _alone(folder):
            try:
                return _opened(path, index_schema.MIGRATIONS, _PROBE, shared=shared)
            except LibraryCorrupt:
                _put_aside(path)
                return _opened(path, index_schema.MIGRATIONS, _PROBE, shared=shared)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Of several processes that find a damaged index only the first puts it aside: the next finds the new one."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _put_aside(path: Path) -> None:
    for suffix in ("-wal", "-shm"):
        with suppress(FileNotFoundError):
            os.unlink(f"{path}{suffix}")
    os.replace(path, f"{path}.damaged")


def _opened(
    path: Path, migrations: Sequence[Sequence[str]], probe: str, *, durable: bool = False, shared: bool = False
) -> sqlite3.Connection:
    """A writing connection to a file that has been brought up to date, after a look into it with `probe`."""
    connection = connect(path, write=True, durable=durable, shared=shared)
    try:
        with translated(path):
            migrate(connection, path, migrations)
            connection.execute(probe).fetchone()
    except BaseException:
        connection.close()
        raise
    return connection
