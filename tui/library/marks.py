"""The reader's own state in marks.db: read, starred, corrections of the grouping, and which sources there are.

Keyed by article key, so that nothing which happens to files, folders or the index can lose a mark.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from tui.library.database import among, chunks, transaction, translated
from tui.library.records import NAME_SEPARATOR, names_of, number


class Mark(NamedTuple):
    """What the reader did with one article; all None, no tags = nothing."""

    key: str
    """The article's key."""
    read_at: int | None = None
    """When it was read, or shown among the coverage of a story that was read: seconds since 1970 UTC."""
    starred_at: int | None = None
    lead_at: int | None = None
    """When it stood for its story as that was read; it goes on standing for it."""
    hidden_at: int | None = None
    """When a rule hid its story; a story with a hidden article is listed only where that is asked."""
    tags: tuple[str, ...] = ()
    """Names that a rule put on it."""
    note: str = ""
    """What the reader wrote about it, in one line."""


class SourcePlace(NamedTuple):
    """A source that the reader has in the library."""

    place: str
    """A folder's or file's real path; over the network, its address."""
    kind: str
    """"folder", "site" or "feed"."""
    added_at: int
    title: str = ""
    """What the reader calls it; "" = what it calls itself."""
    topics: tuple[str, ...] = ()
    """Topics that its stories get beside their own."""
    paused: bool = False
    """It is not asked for anything new."""
    repository: str = ""
    """The address of a site's git repository; "" = its stories are read from its list."""
    allow: tuple[str, ...] = ()
    """"host:port" of places that it may be fetched from although they are not public."""


class Correction(NamedTuple):
    """Something the reader said about the grouping."""

    kind: str
    """"split" (`a` leaves the story of `b`), "merge" (`a` and `b` are one story), "never" (`a` is the place of a source
    whose articles stay alone)."""
    a: str
    """An article's key; the place of a source for "never"."""
    b: str = ""
    made_at: int = 0
    """Seconds since 1970 UTC."""


_SOURCE = "place, kind, added_at, title, topics, paused, repository, allow"


class Marks:
    """One connection to marks.db. Each change is one durable transaction. Raises LibraryError and its kinds."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.connection = connection
        self._path = path

    def get(self, keys: Sequence[str]) -> dict[str, Mark]:
        """The marks of the articles; one without a mark is not in the answer."""
        found = {}
        with translated(self._path):
            for holes, part in chunks(keys):
                rows = self.connection.execute(
                    f"SELECT key, read_at, starred_at, lead_at, hidden_at, tags, note FROM mark WHERE key IN {holes}",
                    part,
                )
                for key, read_at, starred_at, lead_at, hidden_at, tags, note in rows:
                    found[key] = Mark(key, read_at, starred_at, lead_at, hidden_at, names_of(tags), note)
        return found

    def ruled(self, hashes: Iterable[int]) -> set[int]:
        """Those of these articles, by their numbers, that the rules have had before them."""
        with translated(self._path):
            return among(self.connection, "SELECT hash FROM ruled WHERE hash IN", hashes)

    @property
    def any_ruled(self) -> bool:
        """The rules have had any article before them."""
        with translated(self._path):
            return self.connection.execute("SELECT 1 FROM ruled LIMIT 1").fetchone() is not None

    def rule(self, hashes: Iterable[int]) -> None:
        """Remember articles as such that the rules have had before them."""
        with translated(self._path), transaction(self.connection):
            self.connection.executemany("INSERT OR IGNORE INTO ruled VALUES(?)", ((number,) for number in hashes))

    def starred(self, limit: int) -> list[str]:
        """The keys of starred articles, the last starred first."""
        with translated(self._path):
            rows = self.connection.execute(
                "SELECT key FROM mark WHERE starred_at IS NOT NULL ORDER BY starred_at DESC, key LIMIT ?", (limit,)
            )
            return [key for (key,) in rows]

    def put(self, marks: Iterable[Mark]) -> None:
        """Store these marks in place of what was there."""
        with translated(self._path), transaction(self.connection):
            self.connection.execute("UPDATE counter SET value=value+1 WHERE name='generation'")
            # A mark that is taken back keeps its row, so that an index can see the change.
            self.connection.executemany(
                "INSERT OR REPLACE INTO mark(key, read_at, starred_at, lead_at, hidden_at, tags, note, hash, generation)"
                " VALUES(?,?,?,?,?,?,?,?,(SELECT value FROM counter WHERE name='generation'))",
                [
                    (key, read_at, starred_at, lead_at, hidden_at, NAME_SEPARATOR.join(tags), note, number(key))
                    for key, read_at, starred_at, lead_at, hidden_at, tags, note in marks
                ],
            )

    def sources(self) -> list[SourcePlace]:
        """The sources, in the order in which they were added."""
        with translated(self._path):
            rows = self.connection.execute(f"SELECT {_SOURCE} FROM source ORDER BY added_at, place")
            return [_source(*row) for row in rows]

    def add_source(self, source: SourcePlace) -> bool:
        """Remember a source; False when it was known."""
        with translated(self._path), transaction(self.connection):
            done = self.connection.execute(
                f"INSERT OR IGNORE INTO source({_SOURCE}) VALUES(?,?,?,?,?,?,?,?)", _row(source)
            )
            return done.rowcount > 0

    def change_source(self, source: SourcePlace) -> None:
        """Store what the reader set of a source in place of what was there; nothing when there is none at its place."""
        with translated(self._path), transaction(self.connection):
            place, kind, _, *of_reader = _row(source)
            self.connection.execute(
                "UPDATE source SET kind=?, title=?, topics=?, paused=?, repository=?, allow=? WHERE place=?",
                (kind, *of_reader, place),
            )

    def move_source(self, old: str, new: str) -> bool:
        """Let a source have another place, with what the reader said of it; False when something has that place."""
        with translated(self._path), transaction(self.connection):
            done = self.connection.execute("UPDATE OR IGNORE source SET place=? WHERE place=?", (new, old))
            if done.rowcount > 0:
                self.connection.execute("UPDATE OR REPLACE correction SET a=? WHERE kind='never' AND a=?", (new, old))
            return done.rowcount > 0

    def remove_source(self, place: str) -> None:
        """Forget a source, if there is one at the place. Marks stay."""
        with translated(self._path), transaction(self.connection):
            self.connection.execute("DELETE FROM source WHERE place=?", (place,))

    def corrections(self) -> list[Correction]:
        """What the reader said about the grouping, in order of time."""
        with translated(self._path):
            rows = self.connection.execute("SELECT kind, a, b, made_at FROM correction ORDER BY made_at, kind, a, b")
            return [Correction(*row) for row in rows]

    def never_grouped(self) -> set[str]:
        """The places of the sources whose articles stay alone."""
        with translated(self._path):
            return {place for (place,) in self.connection.execute("SELECT a FROM correction WHERE kind='never'")}

    def correct(self, add: Iterable[Correction], remove: Iterable[Correction] = ()) -> None:
        """Take corrections back and make new ones; one that is there already stays as it is."""
        with translated(self._path), transaction(self.connection):
            self.connection.executemany(
                "DELETE FROM correction WHERE kind=? AND a=? AND b=?", [(c.kind, c.a, c.b) for c in remove]
            )
            self.connection.executemany(
                "INSERT OR IGNORE INTO correction VALUES(?,?,?,?)", [(c.kind, c.a, c.b, c.made_at) for c in add]
            )

    def close(self) -> None:
        self.connection.close()


def _source(
    place: str, kind: str, added_at: int, title: str, topics: str, paused: int, repository: str, allow: str
) -> SourcePlace:
    return SourcePlace(place, kind, added_at, title, names_of(topics), bool(paused), repository, names_of(allow))


def _row(source: SourcePlace) -> tuple[object, ...]:
    topics, allow = NAME_SEPARATOR.join(source.topics), NAME_SEPARATOR.join(source.allow)
    head = (source.place, source.kind, source.added_at, source.title)
    return (*head, topics, source.paused, source.repository, allow)
