"""The values that a field has in the library, for completing what is typed. Reads only."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

from tui.library.database import data_version, interruptible, translated
from tui.library.index_schema import OTHER, PLAIN, VIDEO
from tui.text.words import tokens

MOST = 100
"""Values given at once: of those that begin as typed, the most frequent."""

_STATEMENTS = {
    "outlet": "SELECT name, stories FROM value WHERE field='outlet'",
    "first": "SELECT name, stories FROM value WHERE field='outlet'",
    "domain": "SELECT name, stories FROM value WHERE field='domain'",
    "topic": "SELECT name, stories FROM value WHERE field='topic'",
    "tag": "SELECT tag, count(*) FROM story_tag GROUP BY tag",
    "type": f"""SELECT 'article', total(has & {PLAIN} > 0) FROM story UNION ALL
                SELECT 'video', count(*) FROM story WHERE has & {VIDEO} UNION ALL
                SELECT json_extract(a.extra, '$.type'), count(DISTINCT s.pos) FROM story s INDEXED BY story_other
                CROSS JOIN article a ON a.story_id = s.id WHERE s.has & {OTHER} AND a.flags & {OTHER} GROUP BY 1""",
}


class Values:
    """One connection, one thread. Values that differ only in what the search folds away are one."""

    def __init__(self, index: sqlite3.Connection, path: Path) -> None:
        self._index = index
        self._path = path
        self._version = -1
        self._held: dict[str, list[tuple[str, str, int]]] = {}
        self._said: dict[str, str] = {}

    def of(self, field: str, typed: str = "") -> list[tuple[str, int]]:
        """Values with a word that begins as typed and how many stories have them, the most frequent first.

        `field`: one of `tui.query.completing.FROM_LIBRARY`. Nothing when interrupted. Raises LibraryError and its kinds.
        """
        found: list[tuple[str, int]] = []
        with interruptible(), translated(self._path):
            version = data_version(self._index)
            if version != self._version:
                self._held.clear()
                self._version = version
            if field not in self._held:
                self._held[field] = self._read(field)
            begins = "".join(f" {word}" for word in tokens(typed)) or " "
            for said, value, count in self._held[field]:
                if begins in said:
                    found.append((value, count))
                    if len(found) == MOST:
                        break
        return found

    def _read(self, field: str) -> list[tuple[str, str, int]]:
        """(words with a blank before each, value, stories), the most frequent first."""
        rows: Iterable[tuple[str, int]]
        if field == "source":
            rows = _tails(
                self._index.execute(
                    "SELECT place, (SELECT count(*) FROM story_source o WHERE o.source_id = s.id) FROM source s"
                ).fetchall()
            )
        else:
            rows = self._index.execute(_STATEMENTS[field])
        merged: dict[str, tuple[str, int]] = {}
        for value, count in sorted(rows, key=lambda row: (-row[1], row[0])):
            said = self._said.get(value)
            if said is None:
                self._said[value] = said = "".join(f" {word}" for word in tokens(value))
            # The spelling of most stories stands for the others.
            spelling, sum_ = merged.get(said, (value, 0))
            merged[said] = spelling, sum_ + int(count)
        found = [(said, value, count) for said, (value, count) in merged.items() if said and count]
        return sorted(found, key=lambda each: -each[2])


def _tails(places: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """Each place by the last parts of its path, as many as tell it from the others."""
    parts = {place: [part for part in place.split("/") if part] for place, _ in places}
    found = []
    for place, count in places:
        others = [held for other, held in parts.items() if other != place]
        size = 1
        while size < len(parts[place]) and any(held[-size:] == parts[place][-size:] for held in others):
            size += 1
        found.append(("/".join(parts[place][-size:]) or place, count))
    return found
