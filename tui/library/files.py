"""What the index knows of files: whose story they hold, which have changed, how many gave none. Reads no file."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from tui.library.database import translated


class Files:
    """The files of the index, on one connection. Raises LibraryError and its kinds."""

    def __init__(self, index: sqlite3.Connection, path: Path) -> None:
        self._index = index
        self._path = path

    def story(self, file: str) -> int | None:
        """The id of the story whose article the file at this real path holds; None where no source has the file."""
        with translated(self._path):
            for source_id, place in self._index.execute("SELECT id, place FROM source").fetchall():
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

    def known(self, place: str) -> dict[str, tuple[int, int, int, bytes]]:
        """Name → (stamp's two halves, time of the last look, digest) of the files of the source at a place."""
        with translated(self._path):
            rows = self._index.execute(
                "SELECT name, modified, size, checked, digest FROM file"
                " WHERE source_id = (SELECT id FROM source WHERE place=?)",
                (place,),
            )
            return {name: (modified, size, checked, digest) for name, modified, size, checked, digest in rows}

    def stale_places(self) -> set[str]:
        """The sources with files that must be read again."""
        with translated(self._path):
            rows = self._index.execute(
                "SELECT place FROM source WHERE id IN (SELECT source_id FROM file WHERE digest=x'')"
            )
            return {place for (place,) in rows}

    def unusable(self, sources: Sequence[int] | None = None) -> int:
        """How many files, of all sources or of some, gave no story at all."""
        where = "" if sources is None else f" AND source_id IN ({','.join('?' * len(sources))})"
        with translated(self._path):
            row = self._index.execute(
                f"SELECT count(*) FROM file WHERE article_id IS NULL{where}", list(sources or ())
            ).fetchone()
        return int(row[0])
