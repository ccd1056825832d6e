"""Conditions of a query on a story's row `s`, as SQL with bound values. Knows nothing of the order of the answer."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from itertools import chain

from tui.library.index_schema import (
    AMP,
    COPIES,
    EVENT,
    FRESH,
    IMAGE,
    READ,
    SEEN,
    STARRED,
    TEXT,
    URL,
    VIDEO,
)
from tui.library.records import links_of
from tui.library.stories import SLOT_BITS
from tui.query.nodes import (
    And,
    Domain,
    First,
    Flag,
    Has,
    Is,
    Kind,
    Node,
    Not,
    Number,
    Or,
    Source,
    Text,
    Thing,
    When,
)

Sql = tuple[str, list[object]]
Expression = Callable[[Node], str | None]

_FLAGS: dict[Flag, str] = {
    "unread": f"s.flags & {READ} = 0",
    "read": f"s.flags & {READ}",
    "starred": f"s.flags & {STARRED}",
    "updated": f"s.flags & {FRESH}",
    "seen": f"s.flags & {SEEN}",
    "video": f"s.has & {VIDEO}",
    "copy": f"s.has & {COPIES}",
    "lead": "1",
    "hidden": "0",
}
_THINGS: dict[Thing, str] = {
    "related": "s.articles > 1",
    "image": f"s.has & {IMAGE}",
    "amp": f"s.has & {AMP}",
    "url": f"s.has & {URL}",
    "text": f"s.has & {TEXT}",
    "note": "0",
}
_ANY_ARTICLE = f"EXISTS(SELECT 1 FROM article a WHERE a.story_id = s.id AND a.role = {EVENT} AND "


class Conditions:
    """Compiles on one connection: some leaves look through a small table first."""

    def __init__(self, index: sqlite3.Connection) -> None:
        self._index = index

    def of(self, node: Node, expression: Expression) -> Sql:
        """The condition for a node; `expression` gives the full-text expression of what is only about words."""
        match node:
            case And(items) | Or(items):
                parts = [self.of(item, expression) for item in items]
                joint = " AND " if isinstance(node, And) else " OR "
                return f"({joint.join(sql for sql, _ in parts)})", list(chain(*(bound for _, bound in parts)))
            case Not(item):
                sql, bound = self.of(item, expression)
                return f"NOT ({sql})", bound
            case Text(scope="related"):
                return self._related(node, expression)
            case Text():
                return "s.pos IN (SELECT rowid FROM words WHERE words MATCH ?)", [expression(node)]
            case Domain():
                providers = self._providers(lambda name, domain: node.accepts(domain))
                return _ANY_ARTICLE + f"a.provider_id IN ({_whole(providers)}))", []
            case First():
                providers = self._providers(lambda name, domain: node.accepts(f"{name} {domain}"))
                return _ANY_ARTICLE + f"a.time = s.first AND a.provider_id IN ({_whole(providers)}))", []
            case Source():
                places = self._index.execute("SELECT id, place FROM source").fetchall()
                wanted = _whole(ident for ident, place in places if node.accepts(place))
                return f"EXISTS(SELECT 1 FROM story_source o WHERE o.pos = s.pos AND o.source_id IN ({wanted}))", []
            case Kind(name, prefix):
                held = "lower(coalesce(json_extract(a.extra, '$.type'), 'article'))"
                if prefix:
                    return _ANY_ARTICLE + f"substr({held}, 1, ?) = ?)", [len(name), name]
                return _ANY_ARTICLE + f"{held} = ?)", [name]
            case Number(measure, low, high):
                return _between(f"s.{measure}", low, high)
            case When():
                return _when(node)
            case Is(flag):
                return _FLAGS[flag], []
            case Has(thing):
                return _THINGS[thing], []

    def _providers(self, accepts: Callable[[str, str], bool]) -> list[int]:
        rows = self._index.execute("SELECT id, name, domain FROM provider")
        return [ident for ident, name, domain in rows if accepts(name, domain)]

    def _related(self, node: Text, expression: Expression) -> Sql:
        """Stories whose files link, or that are home to, an article outside the event which holds the words."""
        anywhere = expression(Text(node.words, node.prefix))
        texts = self._index.execute(
            "SELECT a.id, a.title, a.excerpt, p.name || ' ' || p.domain FROM words CROSS JOIN story s"
            " ON s.pos = words.rowid CROSS JOIN article a ON a.story_id = s.id CROSS JOIN provider p"
            " ON p.id = a.provider_id WHERE words MATCH ?",
            (anywhere,),
        )
        wanted = frozenset(ident for ident, *held in texts if any(node.accepts(text) for text in held))
        # Registered anew for each query: SQLite binds a function to a statement when it is prepared.
        name = f"links_{len(wanted)}_{abs(hash(node))}"
        self._index.create_function(name, 1, lambda packed: not wanted.isdisjoint(links_of(packed)))
        return (
            "EXISTS(SELECT 1 FROM article a WHERE a.story_id = s.id AND"
            f" (a.role = {EVENT} AND a.links IS NOT NULL AND {name}(a.links)"
            f" OR a.role <> {EVENT} AND a.id IN ({_whole(wanted)})))",
            [],
        )


def _whole(numbers: Iterable[int]) -> str:
    """Whole numbers of our own making, as SQL: there may be more of them than values can be bound."""
    return ",".join(str(int(number)) for number in numbers)


def _between(what: str, low: int | None, high: int | None) -> Sql:
    bounds = [(">=", low), ("<=", high)]
    said = [(f"{what} {sign} ?", bound) for sign, bound in bounds if bound is not None]
    return f"({' AND '.join(sql for sql, _ in said)})", [bound for _, bound in said]


def _when(node: When) -> Sql:
    """The row's first and newest time rule most stories out; between them some article must lie in the time asked."""
    sql, bound = ["s.newest IS NOT NULL"], list[object]()
    if node.low is not None:
        sql += ["s.pos >= ?", "s.newest >= ?"]
        bound += [node.low // 60 << SLOT_BITS, node.low]
    if node.high is not None:
        sql.append("s.first < ?")
        bound.append(node.high)
    if node.low is not None and node.high is not None:
        sql.append(_ANY_ARTICLE + "a.time >= ? AND a.time < ?)")
        bound += [node.low, node.high]
    return f"({' AND '.join(sql)})", bound
