"""Makes the plan for a query on the library as it is. Runs only small probes, each bounded."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tui.library import kept
from tui.library.article_search import ArticleConditions, ArticlePlan
from tui.library.conditions import (
    FLAGS,
    LISTED,
    OF_SOURCES,
    THINGS,
    Asking,
    Conditions,
    between,
    listed,
    lowest_position,
)
from tui.library.database import more_than
from tui.library.expressions import exact, joined, narrowing
from tui.library.index_schema import HIDDEN, LONGEST_PREFIX, OTHER, VIDEO
from tui.library.plan import Plan, Statement
from tui.library.vocabulary import Vocabulary
from tui.query.nodes import Has, Is, Kind, Node, Not, Number, Query, Source, Tag, Text, When, leaves

FEW = 2_000
"""Stories that are looked up one by one rather than met on a walk over all."""
WORTH_LOOKING_UP = 50
"""Hits of a word for each of the few stories from which on asking each story for it is quicker than meeting the hits."""
PASSED_OVER = 20_000
"""Newer stories that a walk passes over, in about 2 ms, on its way to those before some time."""
WORDS_ALONE = 500
"""Words that a beginning is spelled out to for the first page, where nothing else is asked."""
WORDS_AMONG = 16
"""The same among other conditions, which may let so few hits pass that all hits of each word have to be met."""

_OF_SOURCE = f"SELECT pos FROM story_source WHERE source_id IN {LISTED}"
_INDEXED = {
    Is("unread"): "story_unread",
    Is("read"): "story_seen",
    Is("starred"): "story_starred",
    Is("updated"): "story_updated",
    Is("seen"): "story_seen",
    Is("video"): "story_video",
    Is("copy"): "story_copies",
    Is("hidden"): "story_hidden",
}
"""Leaves for whose stories there is an index, in which to look how many there are."""
_IN_FILES = f"SELECT s.pos FROM story s INDEXED BY story_text WHERE {THINGS['text']}"
_IN_KEPT = " UNION ALL SELECT s.pos FROM story s WHERE s.id IN ({})"


class Planner:
    """Plans on one connection; `marks` is the file beside it that holds the reader's marks."""

    def __init__(self, index: sqlite3.Connection, marks: Path) -> None:
        self._index = index
        self._marks = marks
        self._vocabulary = Vocabulary(index)
        self._asking = Asking(index)

    @contextmanager
    def plan(self, query: Query, sources: Sequence[int] | None) -> Iterator[Plan]:
        """The plan, to be run within the `with` block. `sources`: only stories that these hold; None = all."""
        conditions = Conditions(self._index, self._asking, texts=self._texts(query))
        try:
            yield self._plan(query, sources, conditions)
        finally:
            self._asking.forget(conditions.asked)

    @contextmanager
    def articles(self, query: Query, sources: Sequence[int] | None) -> Iterator[ArticlePlan]:
        """The plan of a query for articles, to be run within the `with` block."""
        conditions = ArticleConditions(self._index, self._asking, self._marks, texts=self._texts(query))
        try:
            yield ArticlePlan(self._index, query, sources, conditions)
        finally:
            self._asking.forget(conditions.asked)

    def _plan(self, query: Query, sources: Sequence[int] | None, conditions: Conditions) -> Plan:
        texts = [item for item in query.parts if exact(item) is not None]
        others = [item for item in query.parts if exact(item) is None]
        narrowed = [item for item in others if narrowing(item) is not None]
        plan = Plan(
            words=(joined(texts) or "") if texts else "",
            narrower=" AND ".join(f"({narrowing(item)})" for item in narrowed),
            wide=all(isinstance(item, When) and item.low is None for item in narrowed),
        )
        if narrowed and plan.wide and self._are_few(min(map(_end, narrowed))):
            plan.narrower = ""
        for item in others:
            sql, bound = conditions.of(item)
            plan.conditions.append(sql)
            plan.values += bound
            if isinstance(item, When) and item.low is not None:
                plan.lowest = max(plan.lowest or 0, lowest_position(item.low))
        probes = [probe for item in others if (probe := self._probe(item, conditions))]
        if sources is not None:
            plan.conditions.append(OF_SOURCES)
            plan.values.append(listed(sources))
            plan.home = sources[0] if len(sources) == 1 else None
            probes.append((_OF_SOURCE, [listed(sources)]))
        plan.few = self._fewest(probes)
        if plan.few is not None and len(texts) == 1 and _is_looked_up(texts[0]):
            plan.repeats = more_than(
                WORTH_LOOKING_UP * len(plan.few), self._index, "words WHERE words MATCH ?", (plan.words,)
            )
        elif texts:
            plan.spelled_out = self._spelled_out(query.node, texts, plan.words)
        plan.ranks = any(wanted and isinstance(leaf, Text) for item in texts for leaf, wanted in leaves(item))
        plan.hides = not query.shows_hidden and self._hides()
        return plan

    def _texts(self, query: Query) -> bool:
        """The query asks about full texts, and texts are kept."""
        asks = any(
            leaf == Has("text") or (isinstance(leaf, Text) and leaf.scope == "text") for leaf, _ in leaves(query.node)
        )
        return asks and kept.attached(self._index, self._marks.parent)

    def _spelled_out(self, whole: Node | None, texts: list[Node], words: str) -> str:
        """The expression for the texts with every word spelled out; "" where that is no gain."""
        most = WORDS_ALONE if len(texts) == 1 and texts[0] is whole else WORDS_AMONG
        parts = [part for item in texts if (part := self._vocabulary.spelled_out(item, most)) is not None]
        found = joined(parts) if len(parts) == len(texts) else None
        return found if found is not None and found != words else ""

    def _are_few(self, since: int) -> bool:
        """The stories with articles from this time on are passed over sooner than months are collected before it."""
        return not more_than(PASSED_OVER, self._index, "story WHERE pos >= ?", (lowest_position(since),))

    def _hides(self) -> bool:
        return bool(self._index.execute(f"SELECT 1 FROM story WHERE flags & {HIDDEN} LIMIT 1").fetchone())

    def _fewest(self, probes: list[Statement]) -> list[int] | None:
        """The smallest of the sets, newest first; None when each has more than a few."""
        best: set[int] | None = None
        for sql, bound in probes:
            rows = self._index.execute(f"{sql} LIMIT {FEW + 1}", bound).fetchall()
            if len(rows) <= FEW and (best is None or len(rows) < len(best)):
                best = {row[0] for row in rows}
        return None if best is None else sorted(best, reverse=True)

    def _probe(self, node: Node, conditions: Conditions) -> Statement | None:
        """What lists the positions of all stories that the node finds, and perhaps more; None where that takes long."""
        match node:
            case Not(Is("read")):
                return self._probe(Is("unread"), conditions)
            case Not(Is("unread")):
                return self._probe(Is("read"), conditions)
            case Is(flag) if node in _INDEXED:
                return f"SELECT s.pos FROM story s INDEXED BY {_INDEXED[node]} WHERE {FLAGS[flag]}", []
            case Has("text"):
                return f"{_IN_FILES}{_IN_KEPT.format(kept.STORIES) if conditions.texts else ''}", []
            case Has("note"):
                return f"SELECT s.pos FROM story s INDEXED BY story_noted WHERE {THINGS['note']}", []
            case Text(scope="text") if conditions.texts:
                words = exact(Text(node.words, node.prefix))
                return f"{_IN_FILES}{_IN_KEPT.format(kept.STORIES_SAYING)}", [words]
            case Text(scope="text"):
                return _IN_FILES, []
            case Number(measure, low, high):
                sql, bound = between(f"s.{measure}", low, high)
                return f"SELECT s.pos FROM story s INDEXED BY story_{measure} WHERE {sql}", bound
            case Kind() if not node.accepts("article"):
                videos = f"SELECT s.pos FROM story s INDEXED BY story_video WHERE s.has & {VIDEO}"
                rest = f"SELECT s.pos FROM story s INDEXED BY story_other WHERE s.has & {OTHER}"
                return (f"{videos} UNION ALL {rest}" if node.accepts("video") else rest), []
            case Source():
                return _OF_SOURCE, [listed(conditions.sources(node))]
            case Tag():
                return f"SELECT pos FROM story_tag WHERE tag IN {LISTED}", [listed(conditions.tags(node))]
        return None


def _end(node: Node) -> int:
    """The second before which a time that narrows ends."""
    return node.high if isinstance(node, When) and node.high is not None else 0


def _is_looked_up(node: Node) -> bool:
    """One word, as it is or as one of the beginnings that the full-text index holds.

    Of anything else the index looks for the first hit before it looks at the story that is asked for, every time anew:
    0.01 ms become 1 ms where hits are rare.
    """
    if not isinstance(node, Text) or node.scope != "any" or node.phrase:
        return False
    return not node.prefix or len(node.words[0]) <= LONGEST_PREFIX
