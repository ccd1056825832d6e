"""Reports of files that cannot be read again, kept so that they can speak once more. Decides nothing about articles.

A feed shows its newest items only: when another file of such an item's article changes or goes, nobody can be asked what
the item said. Everything happens in the caller's transaction.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Sequence
from typing import Any

from tui.formats.flat import FileResult, FlatReport
from tui.library.article_table import rank
from tui.library.database import chunks

NOT_SAID = "NOT EXISTS (SELECT 1 FROM said WHERE said.source_id = file.source_id AND said.name = file.name)"
"""Condition on `file`: its report is not kept."""

_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Said:
    """The `said` table of one writing connection."""

    def __init__(self, index: sqlite3.Connection) -> None:
        self._index = index

    def keep(self, source_id: int, results: Sequence[FileResult]) -> None:
        """Keep what these files say, in place of what they said before."""
        self.forget(source_id, [result.name for result in results if result.report is None])
        self._index.executemany(
            "INSERT OR REPLACE INTO said VALUES(?,?,?)",
            [(source_id, r.name, zlib.compress(_as_json(r.report).encode(), 1)) for r in results if r.report],
        )

    def forget(self, source_id: int, names: Iterable[str]) -> None:
        """Forget what these files said."""
        self._index.executemany("DELETE FROM said WHERE source_id=? AND name=?", [(source_id, name) for name in names])

    def best(self, article_ids: Iterable[int]) -> dict[str, FlatReport]:
        """Article key → the best report that is kept of it."""
        found: dict[str, FlatReport] = {}
        for holes, part in chunks(article_ids):
            for (packed,) in self._index.execute(
                "SELECT s.report FROM file f CROSS JOIN said s ON s.source_id = f.source_id AND s.name = f.name"
                f" WHERE f.article_id IN {holes}",
                part,
            ):
                report: FlatReport = _tuples(json.loads(zlib.decompress(packed)))
                key = report[0][0]
                if key not in found or rank(report) > rank(found[key]):
                    found[key] = report
        return found


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if isinstance(value, list) else value
