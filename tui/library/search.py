"""Finds stories: turns a query's tree into SQL and full-text expressions, and runs it. Reads no rows of the list.

Nothing typed reaches SQL or the full-text syntax: values are bound, and words, which hold letters and digits only, are
quoted. Newest first comes straight off an index in order, so the first page is there before the rest is known; sorting
is left to answers of which few are left, or to an order that was asked for.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from operator import itemgetter
from pathlib import Path

from tui.library.article_search import ArticlePlan
from tui.library.database import interruptible, translated
from tui.library.found import FIRST_PAGE, Found
from tui.library.opening import MARKS
from tui.library.plan import RANKED, Plan, Statement
from tui.library.planner import Planner
from tui.query.nodes import Order, Query


class Search:
    """Runs queries on one connection, on one thread; `interrupt` may be called from another."""

    def __init__(self, index: sqlite3.Connection, path: Path) -> None:
        self._index = index
        self._path = path
        self._planner = Planner(index, path.with_name(MARKS))

    def interrupt(self) -> None:
        """End the query that is running; its iterator ends early."""
        self._index.interrupt()

    def find(self, query: Query, order: Order = "time", sources: Sequence[int] | None = None) -> Iterator[Found]:
        """The stories: at once the first page if there are more, then all of them.

        `order`: where the query does not say; `sources`: only stories that these sources hold; None = all.
        Ends without an answer when interrupted. Raises LibraryError and its kinds.
        """
        order = query.sort or order
        if query.group is False:
            yield from self._articles(query, order, sources)
            return
        with self._running(), self._planner.plan(query, sources) as plan:
            if order == "relevance" and not plan.ranks:
                order = "time"
            if first := plan.page(order, FIRST_PAGE):
                page = array("q", self._rows(first))
                yield Found(page, complete=len(page) < FIRST_PAGE)
                if len(page) < FIRST_PAGE:
                    return
            rows = self._ranked(plan) if order == "relevance" else self._rows(plan.statement(order))
            positions = array("q", islice(rows, FIRST_PAGE))
            if not first and len(positions) == FIRST_PAGE:
                yield Found(positions[:], complete=False)
            positions.extend(rows)
            yield Found(positions, complete=True)

    def _articles(self, query: Query, order: Order, sources: Sequence[int] | None) -> Iterator[Found]:
        with self._running(), self._planner.articles(query, sources) as plan:
            best = plan.best() if order == "relevance" else None
            rows = self._rows(plan.statement(order)) if best is None else self._ranked_articles(plan, best)
            ids = array("q", islice(rows, FIRST_PAGE))
            if len(ids) == FIRST_PAGE:
                yield Found(ids[:], complete=False, articles=True)
                ids.extend(rows)
            yield Found(ids, complete=True, articles=True)

    def count(self, query: Query, sources: Sequence[int] | None = None, limit: int | None = None) -> int | None:
        """How many stories, or articles, the query finds; counts no further than to `limit`.

        None when interrupted. Raises LibraryError and its kinds.
        """
        planned = self._planner.articles if query.group is False else self._planner.plan
        with self._running(), planned(query, sources) as plan:
            (number,) = self._index.execute(*plan.count(limit)).fetchone()
            return int(number)
        return None

    @contextmanager
    def _running(self) -> Iterator[None]:
        with interruptible(), translated(self._path):
            yield

    def _rows(self, statement: Statement) -> Iterator[int]:
        return map(itemgetter(0), self._index.execute(*statement))

    def _ranked(self, plan: Plan) -> Iterator[int]:
        """The best matches among the newest stories first, then the older ones."""
        best = list(self._rows(plan.best()))
        if len(best) < RANKED:
            return iter(best)
        return chain(best, self._rows(plan.statement("time", below=min(best))))

    def _ranked_articles(self, plan: ArticlePlan, best: Statement) -> Iterator[int]:
        """The same of articles."""
        found = list(self._rows(best))
        return iter(found) if len(found) < RANKED else chain(found, self._rows(plan.rest()))
