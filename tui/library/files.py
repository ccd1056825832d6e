"""What the index knows of files: whose story they hold, which have changed, how many gave none. Reads no file."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from tui.library.database import translated
from tui.library.origins import places

FileRow = tuple[int, int, int, bytes]
"""What the index knows of a file: the stamp's two halves (of one on disk: modified, ns, and size, bytes), the time of the
last look (ns), the digest."""


def known_files(index: sqlite3.Connection, source_id: int) -> dict[str, FileRow]:
    """The files of a source by name."""
    rows = index.execute("SELECT name, modified, size, checked, digest FROM file WHERE source_id=?", (source_id,))
    return {name: (modified, size, checked, digest) for name, modified, size, checked, digest in rows}


def stale_places(index: sqlite3.Connection) -> list[str]:
    """The sources with files that must be read again."""
    rows = index.execute("SELECT place FROM source WHERE id IN (SELECT source_id FROM file WHERE digest=x'')")
    return [place for (place,) in rows]


class Files:
    """The files of the index, on one connection. Raises LibraryError and its kinds."""

    def __init__(self, index: sqlite3.Connection, path: Path) -> None:
        self._index = index
        self._path = path

    def story(self, file: str) -> int | None:
        """The id of the story whose article the file at this real path holds; None where no source has the file."""
        with translated(self._path):
            for place, source_id in places(self._index).items():
                if file != place and not file.startswith(place + "/"):
                    continue
                name = file.rpartition("/")[2] if file == place else file[len(place) + 1 :]
                row = self._index.execute(
                    "SELECT a.story_id FROM file f JOIN article a ON a.id = f.article_id"
                    " WHERE f.source_id=? AND f.name=?",
                    (source_id, name),
                ).fetchone()
                if row and row[0] is not None:
                    return int(row[0])
        return None

    def known(self, place: str) -> dict[str, FileRow]:
        """The files of the source at a place by name."""
        with translated(self._path):
            ident = places(self._index).get(place)
            return {} if ident is None else known_files(self._index, ident)

    def stale_places(self) -> set[str]:
        """The sources with files that must be read again."""
        with translated(self._path):
            return set(stale_places(self._index))

    def unusable(self, sources: Sequence[int] | None = None) -> int:
        """How many files, of all sources or of some, gave no story at all."""
        where = "" if sources is None else f" AND source_id IN ({','.join('?' * len(sources))})"
        with translated(self._path):
            row = self._index.execute(
                f"SELECT count(*) FROM file WHERE article_id IS NULL{where}", list(sources or ())
            ).fetchone()
        return int(row[0])
