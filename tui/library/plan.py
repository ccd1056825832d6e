"""How a query is run: which index leads, what is checked on the way, in which order. A value; runs nothing.

Full-text hits come in the order of their row numbers, which is the list's order, so they lead where a query is about
words or months. Otherwise the stories are walked in order, unless a condition leaves few: those are looked up.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace

from tui.library.index_schema import HIDDEN
from tui.query.nodes import Order

RANKED = 10_000
"""The newest hits, of which the best come first in the order of relevance: ranking a million takes 1.7 s."""

Statement = tuple[str, list[object]]

_SORTED: dict[Order, str] = {"first": "first", "heat": "heat", "outlets": "outlets", "quality": "quality"}
"""Order → column of `story`; each has an index "story_COLUMN" on itself and the position."""
_LISTED = "json_each(?) c"
_SCORE = "bm25(words, 8, 2, 4, 4, 1, 2, 1, 2, 1)"
"""Weights of the columns of `words`; smaller is better."""


@dataclass(slots=True)
class Plan:
    """One query, ready to run on stories."""

    words: str = ""
    """The full-text expression that every story found fulfils; "" = none."""
    spelled_out: str = ""
    """`words` without beginnings that the index must collect first, for the first page; "" = as `words`."""
    narrower: str = ""
    """One that only spares looking at others: the conditions say the rest."""
    wide: bool = False
    """`narrower` leaves most stories, such as all before a time: the first are met sooner, but counting gains nothing."""
    few: list[int] | None = None
    """No other positions need be looked at, newest first; None = too many."""
    repeats: bool = False
    """`words` is asked of each of the few; otherwise all that fulfil it are met, and the few among them kept."""
    home: int | None = None
    """Only stories of this source are walked."""
    conditions: list[str] = field(default_factory=list)
    """SQL on the story's row `s`."""
    values: list[object] = field(default_factory=list)
    """What the conditions bind."""
    lowest: int | None = None
    """No story below this position is found."""
    hides: bool = False
    """There are hidden stories, and they are left out."""
    ranks: bool = False
    """There are words to rank by."""

    def streams(self, order: Order) -> bool:
        """Rows are met in the order asked for, so that the first are there at once."""
        return order not in _SORTED or not (
            self.words or self.narrower or self.few is not None or self.home is not None
        )

    def page(self, order: Order, size: int) -> Statement | None:
        """The first so many positions, where they can be had before the whole; None where the whole begins as soon."""
        if not self.streams(order):
            # The best of many are found in half the time that sorting all of them takes.
            return self.statement(order, limit=size)
        if self.spelled_out and order != "relevance":
            return replace(self, words=self.spelled_out).statement(order, limit=size)
        return None

    def statement(self, order: Order, *, limit: int | None = None, below: int | None = None) -> Statement:
        """The positions in that order; `below`: only those of stories below that position."""
        column = _SORTED.get(order)
        source, pos, where, values = self._source(column, oldest=order == "oldest")
        if below is not None:
            where.append(f"{pos} < ?")
            values.append(below)
        by = pos if order == "oldest" else f"s.{column} DESC, {pos} DESC" if column else f"{pos} DESC"
        # A list that is looked up is in its order already.
        ordered = "" if source.startswith(_LISTED) and column is None else f" ORDER BY {by}"
        return f"SELECT {pos} FROM {source}{_all(where)}{ordered}{'' if limit is None else f' LIMIT {limit}'}", values

    def best(self) -> Statement:
        """The newest hits, best match first."""
        source, pos, where, values = self._source()
        newest = f"SELECT {pos} AS pos, {_SCORE} AS score FROM {source}{_all(where)} ORDER BY {pos} DESC LIMIT {RANKED}"
        return f"SELECT pos FROM ({newest}) ORDER BY score, pos DESC", values

    def count(self, limit: int | None) -> Statement:
        """How many there are, counted up to the limit."""
        counted = replace(self, narrower="") if self.wide and not self.words else self
        source, _, where, values = counted._source()
        # Nothing has to be in order: SQLite may choose an index.
        source = source.replace(" NOT INDEXED", "")
        if limit is None:
            return f"SELECT count(*) FROM {source}{_all(where)}", values
        return f"SELECT count(*) FROM (SELECT 1 FROM {source}{_all(where)} LIMIT ?)", [*values, limit]

    def _source(self, column: str | None = None, *, oldest: bool = False) -> tuple[str, str, list[str], list[object]]:
        """What follows FROM, the position's column, the conditions, and all that is bound."""
        where, values = list[str](), list[object]()
        # CROSS JOIN keeps the tables in this order: the planner's own choice sorts everything at a million rows.
        match = self.words
        if self.few is not None and (self.repeats or not match):
            source, pos = f"{_LISTED} CROSS JOIN story s ON s.pos = c.value", "s.pos"
            source += " CROSS JOIN words ON words.rowid = s.pos" if match else ""
            values.append(json.dumps(self.few[::-1] if oldest else self.few))
        elif match or self.narrower:
            match = " AND ".join(f"({part})" for part in (match, self.narrower) if part)
            source, pos = "words", "words.rowid"
            if self.conditions or column is not None:
                source += " CROSS JOIN story s ON s.pos = words.rowid"
        elif self.home is not None:
            source, pos = "story_source h CROSS JOIN story s ON s.pos = h.pos", "h.pos"
            where.append("h.source_id = ?")
            values.append(self.home)
        else:
            source, pos = f"story s {'NOT INDEXED' if column is None else f'INDEXED BY story_{column}'}", "s.pos"
        if match:
            where.append("words MATCH ?")
            values.append(match)
        if match and self.few is not None and not self.repeats:
            # The plus sign keeps SQLite from asking the full-text index for each of them.
            where.append("+words.rowid IN (SELECT value FROM json_each(?))")
            values.append(json.dumps(self.few))
        if self.lowest is not None:
            where.append(f"{pos} >= ?")
            values.append(self.lowest)
        if self.hides:
            where.append(f"{pos} NOT IN (SELECT pos FROM story WHERE flags & {HIDDEN})")
        return source, pos, [*where, *self.conditions], [*values, *self.values]


def _all(conditions: list[str]) -> str:
    return f" WHERE {' AND '.join(conditions)}" if conditions else ""
