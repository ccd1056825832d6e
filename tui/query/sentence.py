"""Says in words what a query asks: "unread, outlet Reuters, since 7 days, by heat". Decides nothing."""

from __future__ import annotations

from collections.abc import Iterable

from tui.query.moments import worded
from tui.query.nodes import (
    And,
    First,
    Flag,
    Has,
    Is,
    Kind,
    Node,
    Not,
    Number,
    Or,
    Order,
    Query,
    Source,
    Tag,
    Text,
    Thing,
    When,
)

_FLAGS: dict[Flag, str] = {
    "unread": "unread",
    "read": "read",
    "starred": "starred",
    "updated": "with new coverage",
    "seen": "seen",
    "lead": "leads",
    "copy": "with copies",
    "video": "videos",
    "hidden": "hidden",
}
_THINGS: dict[Thing, str] = {
    "related": "other reports",
    "image": "a picture",
    "amp": "an AMP copy",
    "note": "a note of yours",
    "text": "full text",
    "url": "an address",
}
_ORDERS: dict[Order, str] = {
    "time": "newest first",
    "oldest": "oldest first",
    "first": "by first report",
    "heat": "by heat",
    "outlets": "by outlets",
    "quality": "by quality",
    "relevance": "best match first",
}


def sentence(query: Query) -> str:
    """What is asked, without a full stop; "every story" for an empty query."""
    said = list(map(_part, query.parts))
    said = said or ["every article" if query.group is False else "every story"]
    if query.group is False and query.node is not None:
        said.append("each article by itself")
    if query.sort is not None:
        said.append(_ORDERS[query.sort])
    return ", ".join(said)


def _part(node: Node) -> str:
    match node:
        case And(items):
            return " and ".join(map(_inner, items))
        case Or(items):
            return " or ".join(_same_field(items) or map(_inner, items))
        case Not(Is("unread")):
            return "read"
        case Not(Is("read")):
            return "unread"
        case Not(Has(thing)):
            return f"without {_THINGS[thing]}"
        case Not(item):
            return f"not {_inner(item)}"
        case Text():
            return _named("" if node.scope == "any" else node.scope, node)
        case First() | Source() | Tag():
            return _named(type(node).__name__.lower(), node)
        case Kind(name, prefix):
            return f"type {name}{'…' if prefix else ''}"
        case Number(measure, low, high):
            return f"{measure} {_range(low, high)}"
        case When():
            return _time(node)
        case Is(flag):
            return _FLAGS[flag]
        case Has(thing):
            return f"with {_THINGS[thing]}"


def _inner(node: Node) -> str:
    said = _part(node)
    return f"({said})" if isinstance(node, And | Or) else said


def _same_field(items: Iterable[Node]) -> list[str] | None:
    """Alternatives of one field, which is said once: "outlet Reuters or BBC"."""
    first, *others = items
    if not isinstance(first, Text) or first.scope == "any":
        return None
    if not all(isinstance(other, Text) and other.scope == first.scope for other in others):
        return None
    return [_part(first), *(_value(other) for other in others if isinstance(other, Text))]


def _named(name: str, leaf: Text | First | Source | Tag) -> str:
    return f"{name} {_value(leaf)}" if name else _value(leaf)


def _value(leaf: Text | First | Source | Tag) -> str:
    said = " ".join((leaf.written or " ".join(leaf.words)).split())
    said = f"“{said}”" if " " in said else said
    return f"{said}…" if leaf.prefix else said


def _range(low: int | None, high: int | None) -> str:
    if low == high:
        return str(low)
    if low is None:
        return f"up to {high:,}"
    return f"{low:,} or more" if high is None else f"{low:,} to {high:,}"


def _time(leaf: When) -> str:
    name, _, value = leaf.written.partition(":")
    first, dots, last = value.partition("..")
    if not dots:
        said = worded(value)
        if said == value or name == "since":
            return f"{name} {said}"
        return f"before {said} ago" if name == "before" else f"{said} ago"
    if first and last:
        return f"from {worded(first)} to {worded(last)}"
    return f"since {worded(first)}" if first else f"up to {worded(last)}"
