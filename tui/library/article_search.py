"""Queries with `group:off`: the same language asked of one article `a` at a time, and of its story `s` where it is
about the event. Finds ids of articles, newest first or in the order that is asked for; reads no rows.

Of the article: words, outlet, type, source, quality, time, read, starred, tags. Of the event: heat, outlets, who was first,
updated, hidden. Articles have no full-text index of their own: their stories' narrows down, Python decides.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from math import log
from pathlib import Path

from tui.library import kept
from tui.library.conditions import LISTED, Asking, Conditions, Sql, between, leading_to, listed, says_in_a_line
from tui.library.database import more_than
from tui.library.expressions import exact, narrowing
from tui.library.index_schema import AMP, COPIES, EVENT, FRESH, HIDDEN, IMAGE, OTHER, PLAIN, TEXT, URL, VIDEO
from tui.library.plan import RANKED, Statement
from tui.library.records import names_of
from tui.query.nodes import (
    First,
    Flag,
    Has,
    Is,
    Kind,
    Leaf,
    Number,
    Order,
    Query,
    Scope,
    Source,
    Tag,
    Text,
    Thing,
    When,
    leaves,
)

MANY = 20_000
"""Stories above which all articles are walked in order of time rather than theirs sorted."""

_OWN = "EXISTS(SELECT 1 FROM own.mark m WHERE m.hash = a.hash AND {})"
_FLAGS: dict[Flag, str] = {
    "unread": f"NOT {_OWN.format('m.read_at IS NOT NULL')}",
    "read": _OWN.format("m.read_at IS NOT NULL"),
    "seen": _OWN.format("m.read_at IS NOT NULL"),
    "starred": _OWN.format("m.starred_at IS NOT NULL"),
    "updated": f"s.flags & {FRESH}",
    "video": f"a.flags & {VIDEO}",
    "copy": f"a.flags & {COPIES}",
    "lead": "a.id = s.lead_id",
    "hidden": f"s.flags & {HIDDEN}",
}
_THINGS: dict[Thing, str] = {
    "related": "s.articles > 1",
    "image": f"a.flags & {IMAGE}",
    "amp": f"a.flags & {AMP}",
    "url": f"a.flags & {URL}",
    "text": f"a.flags & {TEXT}",
    "note": _OWN.format("m.note <> ''"),
}
_ORDERS: dict[Order, str] = {
    "oldest": "a.time, a.id",
    "first": "s.first DESC, a.time DESC, a.id DESC",
    "heat": "s.heat DESC, a.time DESC, a.id DESC",
    "outlets": "s.outlets DESC, a.time DESC, a.id DESC",
    "quality": "a.quality DESC, a.time DESC, a.id DESC",
}
_NEWEST = "a.time DESC, a.id DESC"


class ArticleConditions(Conditions):
    """Compiles one query for rows of `article a` and `story s`; `marks` is the file with the reader's marks."""

    def __init__(self, index: sqlite3.Connection, asking: Asking, marks: Path, *, texts: bool = False) -> None:
        super().__init__(index, asking, texts=texts)
        if "own" not in {row[1] for row in index.execute("PRAGMA database_list")}:
            index.execute("ATTACH ? AS own", (f"{marks.absolute().as_uri()}?mode=ro",))

    def leaf(self, leaf: Leaf) -> Sql:
        match leaf:
            case Text(scope="related"):
                leads = leading_to(self.articles_that_say(leaf))
                return "(a.links IS NOT NULL AND asks(?, a.links, s.id))", [self.ask(leads)]
            case Text(scope="text"):
                of_file = f"(a.flags & {TEXT} AND asks(?, json_extract(a.extra, '$.body')))"
                asked = self.ask(says_in_a_line(leaf))
                if not self.texts:
                    return of_file, [asked]
                words = exact(Text(leaf.words, leaf.prefix))
                return f"({of_file} OR a.hash IN ({kept.NUMBERS_SAYING}))", [asked, words]
            case Text():
                lead = "a.id = s.lead_id AND " if leaf.scope == "lead" else ""
                return f"({lead}asks(?, a.title, a.excerpt, a.provider_id, a.topics))", [self.ask(self._says(leaf))]
            case First():
                first = "a.time IS NOT NULL AND a.time = s.first"
                return f"({first} AND asks(?, a.provider_id))", [self.ask(self.names(leaf))]
            case Source():
                return of_sources(self.sources(leaf))
            case Tag():
                tagged = self.ask(lambda tags: any(map(leaf.accepts, names_of(tags))))
                return _OWN.format("m.tags <> '' AND asks(?, m.tags)"), [tagged]
            case Kind():
                bits = PLAIN * leaf.accepts("article") | VIDEO * leaf.accepts("video")
                other = f"a.flags & {OTHER} AND asks(?, json_extract(a.extra, '$.type'))"
                return f"(a.flags & {bits} OR {other})", [self.ask(leaf.accepts)]
            case Number(measure, low, high):
                return between(f"{'a' if measure == 'quality' else 's'}.{measure}", low, high)
            case When(low, high):
                sql, bound = between("a.time", low, None if high is None else high - 1)
                return f"(a.time IS NOT NULL AND {sql})", bound
            case Is(flag):
                return _FLAGS[flag], []
            case Has("text") if self.texts:
                return f"({_THINGS['text']} OR a.hash IN ({kept.NUMBERS}))", []
            case Has(thing):
                return _THINGS[thing], []

    def _says(self, leaf: Text) -> Callable[..., bool]:
        """Whether an article's texts, those that the leaf's scope names, hold the words."""

        def says(title: str, excerpt: str, provider: int, topics: str) -> bool:
            return any(leaf.accepts(text) for _, text in self._texts(leaf.scope, title, excerpt, provider, topics))

        return says

    def _texts(self, scope: Scope, title: str, excerpt: str, provider: int, topics: str) -> Iterator[tuple[int, str]]:
        """The texts of an article that the scope names, and what a word weighs that stands there."""
        if scope in ("any", "title", "lead"):
            yield 8, title
        if scope in ("any", "excerpt", "lead"):
            yield 2, excerpt
        if scope in ("any", "outlet", "domain", "lead"):
            outlet = self.providers[provider]
            if scope != "domain":
                yield 4, outlet.name
            if scope != "lead":
                yield 2, outlet.domain
        if scope in ("any", "topic"):
            for topic in names_of(topics):
                yield 4, topic

    def score(self, query: Query) -> Callable[..., float] | None:
        """How well an article matches the words that are wanted, from its texts; None where there are none to rank by.

        As of stories, a word weighs by where it stands and by how few stories have it.
        """
        (stories,) = self._index.execute("SELECT count(*) FROM story").fetchone()
        rated = list[tuple[Text, float]]()
        for leaf, wanted in leaves(query.node):
            if wanted and isinstance(leaf, Text) and (words := exact(leaf)):
                (hits,) = self._index.execute("SELECT count(*) FROM words WHERE words MATCH ?", (words,)).fetchone()
                rated.append((leaf, log(1 + (stories - hits + 0.5) / (hits + 0.5))))
        if not rated:
            return None

        def score(title: str, excerpt: str, provider: int, topics: str) -> float:
            total = 0.0
            for leaf, rarity in rated:
                texts = self._texts(leaf.scope, title, excerpt, provider, topics)
                total += rarity * sum(weight for weight, text in texts if leaf.accepts(text))
            return total

        return score


class ArticlePlan:
    """One query, ready to run on articles."""

    def __init__(
        self, index: sqlite3.Connection, query: Query, sources: Sequence[int] | None, conditions: ArticleConditions
    ) -> None:
        where = [f"a.role = {EVENT}"]
        values = list[object]()
        # What Python decides comes last.
        parts = [
            conditions.of(item)
            for item in sorted(query.parts, key=lambda item: any(isinstance(leaf, Text) for leaf, _ in leaves(item)))
        ]
        if sources is not None:
            parts.insert(0, of_sources(sources))
        for sql, bound in parts:
            where.append(sql)
            values += bound
        if not query.shows_hidden:
            where.append(f"s.flags & {HIDDEN} = 0")
        match = narrowing(query.node) if query.node is not None else None
        self._source = "article a INDEXED BY article_time CROSS JOIN story s ON s.id = a.story_id"
        if match is not None and not more_than(MANY, index, "words WHERE words MATCH ?", (match,)):
            self._source = "words CROSS JOIN story s ON s.pos = words.rowid CROSS JOIN article a ON a.story_id = s.id"
            where.insert(0, "words MATCH ?")
            values.insert(0, match)
        self._where = f" WHERE {' AND '.join(where)}"
        self._values = values
        self._conditions = conditions
        self._query = query

    def statement(self, order: Order) -> Statement:
        """The articles' ids in that order; best match first, of which see `best`, is newest first."""
        return f"SELECT a.id FROM {self._source}{self._where} ORDER BY {_ORDERS.get(order, _NEWEST)}", self._values

    def best(self) -> Statement | None:
        """The newest `RANKED` articles, best match first; None where there are no words to rank by."""
        score = self._conditions.score(self._query)
        if score is None:
            return None
        asked = "a.title, a.excerpt, a.provider_id, a.topics"
        newest = f"SELECT a.id, a.time, {asked} FROM {self._source}{self._where} ORDER BY {_NEWEST} LIMIT {RANKED}"
        return f"SELECT a.id FROM ({newest}) a ORDER BY asks(?, {asked}) DESC, {_NEWEST}", [
            *self._values,
            self._conditions.ask(score),
        ]

    def rest(self) -> Statement:
        """The articles older than those of `best`, newest first."""
        sql, values = self.statement("time")
        return f"{sql} LIMIT -1 OFFSET {RANKED}", values

    def count(self, limit: int | None) -> Statement:
        """How many there are, counted up to the limit."""
        rows = f"SELECT 1 FROM {self._source}{self._where} LIMIT ?"
        return f"SELECT count(*) FROM ({rows})", [*self._values, -1 if limit is None else limit]


def of_sources(ids: Sequence[int]) -> Sql:
    """One of these sources holds a file of the article."""
    held = "EXISTS(SELECT 1 FROM file f WHERE f.article_id = a.id AND f.source_id IN"
    return f"{held} {LISTED})", [listed(ids)]
