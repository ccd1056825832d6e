"""Opens SQLite files and turns SQLite's faults into ours. Knows no table.

Every connection is in autocommit mode: transactions are opened by hand with `transaction`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, TypeVar

from tui.errors import (
    LibraryBusy,
    LibraryCorrupt,
    LibraryError,
    LibraryFull,
    LibraryNewer,
    LibraryReadOnly,
)

BUSY_SECONDS = 20.0
"""How long a writer waits for another one. A batch of the indexer holds the lock for about 0.1 s."""

CHUNK = 500
"""Values per SQL statement; SQLite's own limit is 32,766."""

_ELSEWHERE = "Name another folder with --library PATH."

Value = TypeVar("Value", int, str)


def chunks(values: Iterable[Value]) -> Iterator[tuple[str, list[Value]]]:
    """("(?,?,…)", values) pairs for IN clauses."""
    every = list(values)
    for start in range(0, len(every), CHUNK):
        part = every[start : start + CHUNK]
        yield f"({','.join('?' * len(part))})", part


def among(connection: sqlite3.Connection, sql: str, values: Iterable[Value]) -> set[Any]:
    """The first columns of what `sql`, which ends in IN, finds for the values."""
    return {row[0] for holes, part in chunks(values) for row in connection.execute(f"{sql} {holes}", part)}


def data_version(connection: sqlite3.Connection) -> int:
    """A number that is another one after any other connection, also of another process, has written to the file."""
    return int(connection.execute("PRAGMA data_version").fetchone()[0])


def more_than(limit: int, connection: sqlite3.Connection, rows: str, values: Sequence[object]) -> bool:
    """`rows` ("TABLE WHERE …") are more than so many; looks no further."""
    sql = f"SELECT count(*) FROM (SELECT 1 FROM {rows} LIMIT {limit + 1})"
    (number,) = connection.execute(sql, values).fetchone()
    return bool(number > limit)


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Raise our own error, with a sentence, for any SQLite fault on the file at `path`.

    Raises: LibraryBusy, LibraryFull, LibraryReadOnly, LibraryCorrupt or LibraryError.
    `sqlite3.OperationalError` with code SQLITE_INTERRUPT passes through: whoever interrupts also catches it.
    """
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", None)
        if code == sqlite3.SQLITE_INTERRUPT:
            raise
        # Extended codes carry the plain one in their low byte: https://www.sqlite.org/rescode.html
        raise _our_error(path, code & 0xFF if code is not None else -1, error) from error


@contextmanager
def interruptible() -> Iterator[None]:
    """What is done within ends early, without a fault, when its connection is interrupted from another thread."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
            raise


def _our_error(path: Path, code: int, error: sqlite3.Error) -> LibraryError:
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return LibraryBusy(
            f"Another Broadsheet has held {path} for {BUSY_SECONDS:.0f} seconds.", "Close it, or try again."
        )
    if code == sqlite3.SQLITE_FULL:
        return LibraryFull(f"The disk that holds {path} is full.", "Make room and try again; nothing is lost.")
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return LibraryReadOnly(f"{path} cannot be written.", _ELSEWHERE)
    if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
        return LibraryCorrupt(
            f"{path} is damaged: it is not a database any more.", "Put back a copy, or move it away and start again."
        )
    return LibraryError(f"{path} cannot be used: {error}.", "Run 'broadsheet doctor' to see more.")


def make_folder(folder: Path) -> None:
    """Make the library's folder. Raises LibraryReadOnly where that is not allowed."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise LibraryReadOnly(f"The folder {folder} cannot be made: {reason}.", _ELSEWHERE) from error


def connect(path: Path, *, write: bool, durable: bool = False, shared: bool = False) -> sqlite3.Connection:
    """Open the database at `path`; with `write`, make it if it is not there.

    `durable`: every commit survives a power cut (synchronous=FULL); otherwise it survives a crash of the program.
    `shared`: the connection may be interrupted from another thread.
    Raises LibraryError and its kinds.
    """
    with translated(path):
        connection = _opened(path, write=write, shared=shared)
        try:
            if write and not _has_log(connection):
                connection.close()
                _leave_log(path)
                connection = _opened(path, write=write, shared=shared)
            # 64 MB between checkpoints instead of 4: each one waits for the disk (3,039 files: 0.2 s).
            connection.execute("PRAGMA wal_autocheckpoint=16000")
            connection.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
            connection.execute("PRAGMA temp_store=MEMORY")
            # Not mapped into memory: no search gets quicker by it, and 165 MB of a large index count as ours.
            connection.execute("PRAGMA mmap_size=0")
            connection.execute("PRAGMA cache_size=-8192")
        except sqlite3.Error:
            connection.close()
            raise
    return connection


def _opened(path: Path, *, write: bool, shared: bool) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={'rwc' if write else 'ro'}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=not shared,
        cached_statements=256,
    )


def _has_log(connection: sqlite3.Connection) -> bool:
    """Give a new file its write-ahead log; False where there is one that cannot be used.

    The log needs memory shared between processes, which some network folders do not have.
    """
    try:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        if not pages:
            connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR):
            raise
        return False
    return True


def _leave_log(path: Path) -> None:
    """Let the file go on with a rollback journal, in which a reader may have to wait for a writer."""
    # Alone, a connection keeps the log's index in its own memory: the one way to read such a file, and to change it.
    with closing(_opened(path, write=True, shared=False)) as connection:
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        connection.execute("PRAGMA journal_mode=DELETE")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """One write transaction: all of it or nothing of it."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextmanager
def snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    """Everything read within belongs to one moment, whatever other connections write meanwhile. Keep it short."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        # Some faults, such as a full disk, have ended it already.
        if connection.in_transaction:
            connection.execute("COMMIT")


def version(connection: sqlite3.Connection) -> int:
    """The number of the schema in the file; 0 in a new one."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection, path: Path, migrations: Sequence[Sequence[str]]) -> None:
    """Bring the file to the newest schema, one numbered migration at a time, each in its own transaction.

    Migration number n (from 1) is `migrations[n - 1]`: its statements in order.
    Raises LibraryNewer when the file has a higher number than this program knows.
    """
    start = version(connection)
    if start > len(migrations):
        raise LibraryNewer(
            f"{path} was written by a newer Broadsheet (schema {start}; this one knows {len(migrations)}).",
            "Update Broadsheet, or name another folder with --library PATH.",
        )
    for number in range(start + 1, len(migrations) + 1):
        with transaction(connection):
            # Another process may have been quicker while this one waited for the lock.
            if version(connection) >= number:
                continue
            for statement in migrations[number - 1]:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version={number}")
