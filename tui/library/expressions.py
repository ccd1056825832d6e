"""Turns what a query asks of words and months into expressions of the full-text index. Pure; knows no SQL.

Words hold letters and digits only and are quoted, so nothing typed is ever read as syntax.
"""

from __future__ import annotations

from collections.abc import Iterable
from time import gmtime

from tui.library.index_schema import SEPARATOR
from tui.query.nodes import And, First, Node, Not, Or, Text, When
from tui.text.dates import FIRST_YEAR, LAST_YEAR

EVERY = f'"{SEPARATOR}" *'
"""Finds every document: each begins with the months of its articles."""

_COLUMNS = {
    "any": "",
    "title": "{lead_title title} : ",
    "excerpt": "{lead_excerpt excerpt} : ",
    "outlet": "{lead_outlet outlet domain} : ",
    "domain": "{domain} : ",
    "topic": "{topics} : ",
    "lead": "{lead_title lead_excerpt lead_outlet} : ",
}


def exact(node: Node) -> str | None:
    """The expression for a node; None for one that the full-text index alone cannot answer."""
    match node:
        case Text(scope="related" | "text"):
            return None
        case Text(words, prefix, scope):
            return _COLUMNS[scope] + _phrase(words, prefix=prefix)
        case And(items):
            return joined(items)
        case Or(items):
            return _all_or_none(map(exact, items), " OR ")
        case Not(item):
            return joined((node,)) if exact(item) is not None else None
    return None


def joined(nodes: Iterable[Node]) -> str | None:
    """The expression for all of the nodes together; None where one of them has none."""
    wanted: list[str] = []
    unwanted: list[str] = []
    for node in nodes:
        negated = isinstance(node, Not)
        found = exact(node.item if isinstance(node, Not) else node)
        if found is None:
            return None
        (unwanted if negated else wanted).append(f"({found})")
    return " NOT ".join([" AND ".join(wanted) or EVERY, *unwanted])


def narrowing(node: Node) -> str | None:
    """An expression that finds every story with an article that the node finds, and perhaps more; None: no help.

    What is excluded narrows nothing: an article without a word may have a story with it.
    """
    match node:
        case When(low, high):
            return _months(low, high) if high is not None else None
        case First(words, prefix):
            return _COLUMNS["outlet"] + _phrase(words, prefix=prefix)
        case And(items):
            found = [part for item in items if (part := narrowing(item)) is not None]
            return " AND ".join(f"({part})" for part in found) or None
        case Or(items):
            return _all_or_none(map(narrowing, items), " OR ")
        case Not():
            return None
    return exact(node)


def _all_or_none(parts: Iterable[str | None], sign: str) -> str | None:
    found = list(parts)
    return None if None in found else sign.join(f"({part})" for part in found)


def _phrase(words: tuple[str, ...], *, prefix: bool) -> str:
    return f'"{" ".join(words)}"{" *" if prefix else ""}'


def _months(low: int | None, high: int) -> str:
    """The months, whole years as one word, that a time touches."""
    first_year, first_month = gmtime(low)[:2] if low is not None else (FIRST_YEAR, 1)
    last_year, last_month = gmtime(max(high - 1, 0))[:2]
    words = []
    for year in range(first_year, min(last_year, LAST_YEAR) + 1):
        months = range(first_month if year == first_year else 1, (last_month if year == last_year else 12) + 1)
        whole = len(months) == 12
        words += [f'"{SEPARATOR}{year:04}" *'] if whole else [f'"{SEPARATOR}{year:04}{month:02}"' for month in months]
    return " OR ".join(words) or f'"{SEPARATOR}none"'
