"""Conditions of a query on a story's row `s`, as SQL with bound values. Knows nothing of the order of the answer."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable
from functools import cache
from itertools import chain

from tui.library import kept
from tui.library.expressions import exact
from tui.library.index_schema import (
    AMP,
    COPIES,
    EVENT,
    FRESH,
    HIDDEN,
    IMAGE,
    NOTED,
    OTHER,
    PLAIN,
    READ,
    SEEN,
    STARRED,
    TEXT,
    URL,
    VIDEO,
)
from tui.library.providers import Providers
from tui.library.records import links_of
from tui.library.stories import SLOT_BITS
from tui.query.nodes import (
    And,
    First,
    Flag,
    Has,
    Is,
    Kind,
    Leaf,
    Node,
    Not,
    Number,
    Or,
    Source,
    Tag,
    Text,
    Thing,
    When,
)

Sql = tuple[str, list[object]]
Homes = dict[int, int | None]
"""Article id → id of the story whose event it reports, None where it reports none."""

FLAGS: dict[Flag, str] = {
    "unread": f"s.flags & {READ} = 0",
    "read": f"(s.flags & {SEEN} AND s.flags & {READ})",
    "starred": f"s.flags & {STARRED}",
    "updated": f"s.flags & {FRESH}",
    "seen": f"s.flags & {SEEN}",
    "video": f"s.has & {VIDEO}",
    "copy": f"s.has & {COPIES}",
    "lead": "1",
    "hidden": f"s.flags & {HIDDEN}",
}
"""The terms of each are those of a partial index, where there is one."""
THINGS: dict[Thing, str] = {
    "related": "s.articles > 1",
    "image": f"s.has & {IMAGE}",
    "amp": f"s.has & {AMP}",
    "url": f"s.has & {URL}",
    "text": f"s.has & {TEXT}",
    "note": f"s.flags & {NOTED}",
}


class Asking:
    """Python predicates and scores that SQL may ask, as `asks(number, value, …)`, for as long as this object is kept."""

    def __init__(self, index: sqlite3.Connection) -> None:
        self._held: dict[int, Callable[..., float]] = {}
        self._next = 0
        index.create_function("asks", -1, lambda number, *values: self._held[number](*values))

    def add(self, predicate: Callable[..., float]) -> int:
        """The predicate's number."""
        self._next += 1
        self._held[self._next] = predicate
        return self._next

    def forget(self, numbers: Iterable[int]) -> None:
        """Let go of predicates."""
        for number in numbers:
            self._held.pop(number, None)


class Conditions:
    """Compiles one query on one connection: some leaves look through a small table first.

    `texts`: the connection has `kept` texts attached.
    """

    def __init__(self, index: sqlite3.Connection, asking: Asking, *, texts: bool = False) -> None:
        self._index = index
        self._asking = asking
        self.texts = texts
        self.providers = Providers(index)
        self.asked: list[int] = []
        """Numbers of the predicates that the conditions ask."""

    def of(self, node: Node) -> Sql:
        """The condition for a node."""
        match node:
            case And(items) | Or(items):
                parts = [self.of(item) for item in items]
                joint = " AND " if isinstance(node, And) else " OR "
                return f"({joint.join(sql for sql, _ in parts)})", list(chain(*(bound for _, bound in parts)))
            case Not(item):
                sql, bound = self.of(item)
                return f"NOT ({sql})", bound
        return self.leaf(node)

    def leaf(self, leaf: Leaf) -> Sql:
        """The condition for a leaf; never NULL, so that it can be negated."""
        match leaf:
            case Text(scope="related"):
                return self._related(leaf)
            case Text(scope="text"):
                return self._in_texts(leaf)
            case Text():
                return "s.pos IN (SELECT rowid FROM words WHERE words MATCH ?)", [exact(leaf)]
            case First():
                return any_article("a.time = s.first AND asks(?, a.provider_id)"), [self.ask(self.names(leaf))]
            case Source():
                return OF_SOURCES, [listed(self.sources(leaf))]
            case Tag():
                return OF_TAGS, [listed(self.tags(leaf))]
            case Kind():
                return self._kind(leaf)
            case Number(measure, low, high):
                return between(f"s.{measure}", low, high)
            case When():
                return _when(leaf)
            case Is(flag):
                return FLAGS[flag], []
            case Has("text") if self.texts:
                return f"({THINGS['text']} OR s.id IN ({kept.STORIES}))", []
            case Has(thing):
                return THINGS[thing], []

    def names(self, leaf: First) -> Callable[[int], bool]:
        """Whether the leaf names an outlet, by the id of its provider."""

        @cache
        def names(provider: int) -> bool:
            return leaf.accepts(self.providers[provider].name, self.providers[provider].domain)

        return names

    def sources(self, leaf: Source) -> list[int]:
        """The sources that the leaf names."""
        rows = self._index.execute("SELECT id, place FROM source")
        return [ident for ident, place in rows if leaf.accepts(place)]

    def tags(self, leaf: Tag) -> list[str]:
        """The tags that the leaf names."""
        return [tag for (tag,) in self._index.execute("SELECT DISTINCT tag FROM story_tag") if leaf.accepts(tag)]

    def ask(self, predicate: Callable[..., float]) -> int:
        """The number by which `asks` in a condition asks the predicate."""
        number = self._asking.add(predicate)
        self.asked.append(number)
        return number

    def _kind(self, leaf: Kind) -> Sql:
        bits = PLAIN * leaf.accepts("article") | VIDEO * leaf.accepts("video")
        asked = any_article(f"a.flags & {OTHER} AND asks(?, json_extract(a.extra, '$.type'))")
        return f"(s.has & {bits} OR s.has & {OTHER} AND {asked})", [self.ask(leaf.accepts)]

    def _in_texts(self, leaf: Text) -> Sql:
        """Stories with an article whose full text, in its file or kept, holds the words."""
        of_files = any_article(f"a.flags & {TEXT} AND asks(?, json_extract(a.extra, '$.body'))")
        sql, bound = f"(s.has & {TEXT} AND {of_files})", [self.ask(says_in_a_line(leaf))]
        if self.texts:
            return f"({sql} OR s.id IN ({kept.STORIES_SAYING}))", [*bound, exact(Text(leaf.words, leaf.prefix))]
        return sql, list(bound)

    def _related(self, leaf: Text) -> Sql:
        """Stories one of whose links, to an article that is not of the event, leads to the words."""
        homes = self.articles_that_say(leaf)
        return (
            "EXISTS(SELECT 1 FROM article a WHERE a.story_id = s.id AND"
            f" (a.role = {EVENT} AND a.links IS NOT NULL AND asks(?, a.links, s.id)"
            f" OR a.role <> {EVENT} AND asks(?, a.id)))",
            [self.ask(leading_to(homes)), self.ask(homes.__contains__)],
        )

    def articles_that_say(self, leaf: Text) -> Homes:
        """The articles which some `related` list names and whose title, excerpt or outlet holds the words."""
        story_texts = (
            "SELECT a.id, CASE a.role WHEN 0 THEN a.story_id END, a.title, a.excerpt, p.name, p.domain"
            " FROM words CROSS JOIN story s ON s.pos = words.rowid CROSS JOIN article a ON a.story_id = s.id"
            " CROSS JOIN provider p ON p.id = a.provider_id WHERE words MATCH ? AND a.refs > 0"
        )
        other_texts = (
            "SELECT a.id, NULL, a.title, a.excerpt, p.name, p.domain FROM article a"
            " CROSS JOIN provider p ON p.id = a.provider_id WHERE a.story_id IS NULL AND a.refs > 0"
        )
        rows = chain(
            self._index.execute(story_texts, (exact(Text(leaf.words, leaf.prefix)),)), self._index.execute(other_texts)
        )
        return {ident: story for ident, story, *texts in rows if any(map(leaf.accepts, texts))}


def says_in_a_line(leaf: Text) -> Callable[[str | None], bool]:
    """Whether a body of several lines holds the words in one of them."""
    return lambda body: any(map(leaf.accepts, (body or "").split("\n")))


def leading_to(homes: Homes) -> Callable[[bytes, int], bool]:
    """Whether a packed list of links leads to one of these articles, out of the event of the story that is given."""

    def leads(packed: bytes, story_id: int) -> bool:
        return any(homes.get(ident, story_id) != story_id for ident in links_of(packed))

    return leads


LISTED = "(SELECT value FROM json_each(?))"
"""The values of a list that is bound as one value: there may be more of them than SQLite takes holes."""
OF_SOURCES = f"EXISTS(SELECT 1 FROM story_source o WHERE o.pos = s.pos AND o.source_id IN {LISTED})"
"""One of the listed sources holds an article of the event."""
OF_TAGS = f"EXISTS(SELECT 1 FROM story_tag t WHERE t.pos = s.pos AND t.tag IN {LISTED})"


def listed(values: Iterable[object]) -> str:
    """What is bound for LISTED."""
    return json.dumps(list(values))


def any_article(condition: str) -> str:
    """One of the event's articles `a` fulfils the condition."""
    return f"EXISTS(SELECT 1 FROM article a WHERE a.story_id = s.id AND a.role = {EVENT} AND {condition})"


def between(what: str, low: int | None, high: int | None) -> Sql:
    """A number lies between two bounds."""
    bounds = [(">=", low), ("<=", high)]
    said = [(f"{what} {sign} ?", bound) for sign, bound in bounds if bound is not None]
    return f"({' AND '.join(sql for sql, _ in said)})", [bound for _, bound in said]


def lowest_position(low: int) -> int:
    """No story with an article from this time on lies below this position."""
    return low // 60 << SLOT_BITS


def _when(node: When) -> Sql:
    """The row's first and newest time rule most stories out; between them some article must lie in the time asked."""
    sql, bound = list[str](), list[object]()
    if node.low is not None:
        sql += ["s.newest IS NOT NULL", "s.newest >= ?"]
        bound.append(node.low)
    if node.high is not None:
        sql += ["s.first IS NOT NULL", "s.first < ?"]
        bound.append(node.high)
    if node.low is not None and node.high is not None:
        sql.append(f"(s.newest < ? OR s.first >= ? OR {any_article('a.time >= ? AND a.time < ?')})")
        bound += [node.high, node.low, node.low, node.high]
    return f"({' AND '.join(sql)})", bound
