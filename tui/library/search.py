"""Finds stories: turns a query's tree into SQL and full-text expressions, and runs it. Reads no rows of the list.

Nothing typed reaches SQL or the full-text syntax: values are bound, and words, which hold letters and digits only, are
quoted. Newest first comes straight off the index in order, so the first page is there before the rest is known.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path

from tui.library.conditions import Conditions
from tui.library.database import translated
from tui.query.nodes import And, Node, Not, Or, Order, Query, Text

FIRST_PAGE = 256
"""Stories in the first answer."""

_ORDERS: dict[Order, str] = {
    "time": "s.pos DESC",
    "oldest": "s.pos",
    "heat": "s.heat DESC, s.pos DESC",
    "outlets": "s.outlets DESC, s.pos DESC",
    "quality": "s.quality DESC, s.pos DESC",
    "relevance": "bm25(words, 8, 2, 4, 4, 1, 2, 2, 1), s.pos DESC",
}

_COLUMNS = {
    "any": "",
    "title": "{lead_title title} : ",
    "excerpt": "{lead_excerpt excerpt} : ",
    "outlet": "{lead_outlet outlet} : ",
    "topic": "{topics} : ",
    "lead": "{lead_title lead_excerpt lead_outlet} : ",
}


@dataclass(frozen=True, slots=True)
class Found:
    """Stories that a query finds, as positions in the order asked for."""

    positions: array[int]
    complete: bool
    """False for the first page of more."""


class Search:
    """Runs queries on one connection, on one thread; `interrupt` may be called from another."""

    def __init__(self, index: sqlite3.Connection, path: Path) -> None:
        self._index = index
        self._path = path
        self._conditions = Conditions(index)

    def interrupt(self) -> None:
        """End the query that is running; its iterator ends early."""
        self._index.interrupt()

    def find(self, query: Query, order: Order = "time", sources: Sequence[int] | None = None) -> Iterator[Found]:
        """The stories: at once the first page if there are more, then all of them.

        `order`: where the query does not say; `sources`: only stories that these sources hold; None = all.
        Ends without an answer when interrupted. Raises LibraryError and its kinds.
        """
        try:
            with translated(self._path):
                sql, values = self._statement(query, query.sort or order, sources)
                cursor = self._index.execute(sql, values)
                positions = array("q", map(itemgetter(0), cursor.fetchmany(FIRST_PAGE)))
                if len(positions) == FIRST_PAGE:
                    yield Found(positions[:], complete=False)
                    positions.extend(map(itemgetter(0), cursor))
                yield Found(positions, complete=True)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
                raise

    def _statement(self, query: Query, order: Order, sources: Sequence[int] | None) -> tuple[str, list[object]]:
        match, rest = _split(query.node)
        conditions, values = [], list[object]()
        for node in rest:
            sql, bound = self._conditions.of(node, expression)
            conditions.append(sql)
            values += bound
        if sources is not None:
            holes = ",".join("?" * len(sources))
            conditions.append(f"EXISTS(SELECT 1 FROM story_source o WHERE o.pos = s.pos AND o.source_id IN ({holes}))")
            values += sources
        if order == "relevance" and not match:
            order = "time"
        if not match:
            where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
            return f"SELECT s.pos FROM story s{where} ORDER BY {_ORDERS[order]}", values
        if not conditions and order in ("time", "oldest"):
            direction = " DESC" if order == "time" else ""
            return f"SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid{direction}", [match]
        by = _ORDERS[order].replace("s.pos", "words.rowid")
        # CROSS JOIN: the full-text index leads, so that newest first needs no sort.
        return (
            "SELECT s.pos FROM words CROSS JOIN story s ON s.pos = words.rowid"
            f" WHERE {' AND '.join(['words MATCH ?', *conditions])} ORDER BY {by}",
            [match, *values],
        )


def _split(node: Node | None) -> tuple[str, list[Node]]:
    """One full-text expression for as much of the query as can be, and the rest."""
    items = list(node.items) if isinstance(node, And) else [node] if node else []
    wanted, unwanted, rest = [], [], []
    for item in items:
        if (text := expression(item)) is not None:
            wanted.append(text)
        elif isinstance(item, Not) and (text := expression(item.item)) is not None:
            unwanted.append((item, text))
        else:
            rest.append(item)
    if not wanted:
        return "", [*(item for item, _ in unwanted), *rest]
    return " NOT ".join([" AND ".join(f"({text})" for text in wanted), *(f"({text})" for _, text in unwanted)]), rest


def expression(node: Node) -> str | None:
    """The node in the full-text index's own language; None where it is not only about words."""
    if isinstance(node, Text):
        if node.scope == "related":
            return None
        return f'{_COLUMNS[node.scope]}"{" ".join(node.words)}"{" *" if node.prefix else ""}'
    if isinstance(node, And | Or):
        parts = [expression(item) for item in node.items]
        if None in parts:
            return None
        return (" AND " if isinstance(node, And) else " OR ").join(f"({part})" for part in parts)
    return None
