"""Writes the search language: values in quotes where they need them, a search narrowed by a term, or brought to rest.

Whoever puts a name from a story into a search does it here. Pure text in, text out.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

from tui.query.fields import BY_NAME
from tui.query.nodes import And, Node, Order
from tui.query.parser import parse
from tui.query.scanner import QUOTES, scan

_BARE = re.compile(rf"(?!//)[^\s(){QUOTES}*]+")
"""Two strokes behind a field's name would make an address of both."""
_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)
"""Whether two searches ask the same does not turn on the time they are read at."""


def quoted(value: str) -> str:
    """The value as it is typed: in quotes where it would end too early without."""
    if _BARE.fullmatch(value):
        return value
    return '"' + re.sub(f"[{QUOTES}]", " ", value) + '"'


def term(value: str, field: str = "") -> str:
    """What finds the value in a field, or as plain words."""
    if field:
        return f"{field}:{quoted(value)}"
    plain = quoted(value)
    # What would be read as a field, as OR or as a minus sign is a phrase of one word.
    (item, *more) = scan(plain) or (None,)
    return plain if item is not None and not more and item.kind == "word" and not item.name else f'"{plain}"'


def narrowed(text: str, more: str) -> str:
    """The search and a term besides, ready for the next word to be typed.

    As it is where it asks for the term already, or where the term asks nothing.
    """
    node, added = _node(text), _node(more)
    if added is None or added == node or (isinstance(node, And) and added in node.items):
        return text
    whole = _closed(text).strip()
    narrower = f"{whole} {more} ".lstrip()
    asked = _node(narrower)
    # Beside an OR it would narrow the last choice only.
    return narrower if asked == added or (isinstance(asked, And) and added in asked.items) else f"({whole}) {more} "


def ordered(text: str, order: Order) -> str:
    """The search with another order in place of the one that it says, ready for the next word to be typed."""
    whole = _closed(text).strip()
    for item in reversed(scan(whole)):
        if item.value and BY_NAME.get(item.name.lower()) is BY_NAME["sort"]:
            whole = f"{whole[: item.start]}sort:{order}{whole[item.end :]}"
    # One that is said in another way, as in sort:(heat), stays and does not count: the last one does.
    return f"{whole} " if _asked(whole)[1] == order else f"{whole} sort:{order} "


def at_rest(text: str) -> str:
    """A search that asks, once nothing is being typed any more, for what it asks while its last word is being typed.

    That word need only begin so while it is typed: it gets its star.
    """
    wanted = _asked(text, typing=True)
    closed, starred = _closed(text).strip(), _closed(text.strip(), star=True)
    return starred if _asked(starred) == wanted != _asked(closed) else closed


def _closed(text: str, *, star: bool = False) -> str:
    """The text with its quotes and brackets closed, and without an OR that nothing follows.

    `star`: its last word need only begin so.
    """
    items = scan(text)
    while items and items[-1].kind == "or":
        text = text[: items.pop().start]
    opened = 0
    for item in items:
        opened = max(0, opened + (item.kind == "open") - (item.kind == "close"))
    return text + '"' * (bool(items) and items[-1].opened) + "*" * star + ")" * opened


def _asked(text: str, *, typing: bool = False) -> tuple[object, ...]:
    query = parse(text, now=_ANY_TIME, typing=typing)
    return query.node, query.sort, query.group


def _node(text: str) -> Node | None:
    return parse(text, now=_ANY_TIME, typing=False).node
