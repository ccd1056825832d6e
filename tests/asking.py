"""Queries for tests: trees made by hypothesis, and trees written as a reader would type them."""

from __future__ import annotations

import random
from datetime import UTC, datetime

from hypothesis import strategies as st

from tui.query import FIELDS, Node
from tui.query.nodes import And, First, Has, Is, Kind, Not, Number, Or, Source, Tag, Text, When
from tui.text.words import tokens

NOW = datetime(2023, 7, 28, 12, 0, tzinfo=UTC)
"""A Friday."""

WORDS = ("azure", "Net", "netflix", "ab", "a", "new", "york", "naïve", "東京", "京都", "тест", "हिंदी", "o'reilly", "7")
"""What titles, excerpts, outlets and searches of the tests are made of."""
MINUTES = tuple(
    int(datetime(*moment, tzinfo=UTC).timestamp())
    for moment in (
        (2022, 12, 31, 23, 59),
        (2023, 1, 1),
        (2023, 6, 30, 23, 59),
        (2023, 7, 1),
        (2023, 7, 1, 0, 1),
        (2024, 2, 29),
    )
)
"""Times about which stories and searches of the tests turn."""

_CHOICES = {field.name: [choice.text for choice in field.choices] for field in FIELDS if field.choices}

_said = st.lists(st.sampled_from(WORDS), min_size=1, max_size=2).map(" ".join)
_bound = st.one_of(st.none(), st.integers(-2, 9))


def _number(measure: str, one: int | None, other: int | None) -> Node | None:
    known = sorted(bound for bound in (one, other) if bound is not None)
    if len(known) == 2:
        return Number(measure, *known)
    return Number(measure, one, other) if known else None


def _when(one: int | None, other: int | None) -> Node | None:
    if one is None and other is None:
        return None
    low, high = (min(one, other), max(one, other) + 60) if one is not None and other is not None else (one, other)
    return When(low, high)


leaf = st.one_of(
    st.builds(
        lambda said, prefix, scope: Text(tuple(tokens(said)), prefix, scope, said),
        _said,
        st.booleans(),
        st.sampled_from(["any", "any", "title", "excerpt", "outlet", "domain", "topic", "lead", "related"]),
    ),
    st.builds(lambda said, prefix: First(tuple(tokens(said)), prefix, said), _said, st.booleans()),
    st.builds(lambda said, prefix: Source((said,), prefix, said), st.sampled_from(["one", "two", "t"]), st.booleans()),
    st.builds(lambda said, prefix: Tag((said,), prefix, said), st.sampled_from(["work", "later", "w"]), st.booleans()),
    st.builds(Kind, st.sampled_from(["article", "video", "podcast", "a", "v"]), st.booleans()),
    st.builds(_number, st.sampled_from(["heat", "quality", "outlets"]), _bound, _bound).filter(bool),
    st.builds(_when, *[st.one_of(st.none(), st.sampled_from(MINUTES))] * 2).filter(bool),
    st.builds(Is, st.sampled_from(_CHOICES["is"])),
    st.builds(Has, st.sampled_from(_CHOICES["has"])),
)


def _joined(kind: type[And] | type[Or], items: list[Node]) -> Node:
    flat = tuple(one for item in items for one in (item.items if isinstance(item, kind) else (item,)))
    return kind(flat)


def _branch(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    some = st.lists(inner, min_size=2, max_size=3)
    return st.one_of(
        some.map(lambda items: _joined(And, items)),
        some.map(lambda items: _joined(Or, items)),
        inner.map(lambda item: item.item if isinstance(item, Not) else Not(item)),
    )


trees: st.SearchStrategy[Node] = st.recursive(leaf, _branch, max_leaves=6)
"""Trees such as the parser makes."""

_SAID = {
    "outlet": ("new york", "times", "nytimes", "BBC", "co.uk", "東京", "azure", "ne", "net", "com"),
    "domain": ("bbc.co.uk", "com", "BBC", "net", "new york", "np", "azure.example", "nytimes", "exam", "tokyo"),
    "topic": ("AI", "azure", "open source", "source", "東", "new york", "京都", "o"),
}


def grown(chance: random.Random, depth: int = 2) -> Node:
    """A tree whose leaves are all about as likely, and likely to be true of some of the tests' stories.

    One seed in place of a draw for each leaf: many more searches can be tried in the same time.
    """
    if depth and chance.random() < 0.4:
        if chance.random() < 0.4:
            inner = grown(chance, depth - 1)
            return inner.item if isinstance(inner, Not) else Not(inner)
        return _joined(chance.choice([And, Or]), [grown(chance, depth - 1) for _ in range(chance.choice([2, 2, 3]))])
    return _grown_leaf(chance)


def _grown_leaf(chance: random.Random) -> Node:
    prefix = chance.random() < 0.5
    made: Node | None = None
    while made is None:
        match chance.randrange(8):
            case 0 | 1:
                scope = chance.choice(["any", "title", "excerpt", "outlet", "domain", "topic", "lead", "related"])
                said = chance.choice(_SAID.get(scope, WORDS))
                made = Text(tuple(tokens(said)), prefix, scope, said)
            case 2:
                said = chance.choice(_SAID["outlet"])
                made = First(tuple(tokens(said)), prefix, said)
            case 3:
                kind, known = chance.choice([(Source, ("one", "two", "t")), (Tag, ("work", "later", "w"))])
                said = chance.choice(known)
                made = kind((said,), prefix, said)
            case 4:
                made = Kind(chance.choice(["article", "video", "podcast", "a", "v"]), prefix)
            case 5:
                bounds = [chance.choice([None, *range(-1, 9)]) for _ in range(2)]
                made = _number(chance.choice(["heat", "quality", "outlets"]), *bounds)
            case 6:
                made = _when(chance.choice([None, *MINUTES]), chance.choice([None, *MINUTES]))
            case 7:
                made = chance.choice([*map(Is, _CHOICES["is"]), *map(Has, _CHOICES["has"])])
    return made


_PIECES = (
    *WORDS,
    *(f"{name}{sign}" for field in FIELDS for name in (field.name, *field.aliases) for sign in (":", ">", "<=", "=")),
    *(choice for choices in _CHOICES.values() for choice in choices),
    *(
        '"',
        "(",
        ")",
        "-",
        "OR",
        "*",
        " ",
        " ",
        "7d",
        "2023-07",
        "..",
        "2w",
        "5",
        "“",
        "NOT",
        "NEAR",
        "^",
        "{",
        "+",
        "'",
    ),
)
texts: st.SearchStrategy[str] = st.one_of(
    st.lists(st.sampled_from(_PIECES), max_size=12).map("".join),
    st.lists(st.sampled_from(_PIECES), max_size=12).map(" ".join),
    st.text(max_size=40),
)
"""Whatever may be typed."""


def written(node: Node | None, *, inner: bool = False) -> str:
    """The node as it would be typed."""
    match node:
        case None:
            return ""
        case And(items) | Or(items):
            text = (" " if isinstance(node, And) else " OR ").join(written(item, inner=True) for item in items)
            return f"({text})" if inner else text
        case Not(item):
            return f"-{written(item, inner=True)}"
        case Text(_, prefix, scope, said):
            return _named("" if scope == "any" else f"{scope}:", said, prefix)
        case First(_, prefix, said) | Source(_, prefix, said) | Tag(_, prefix, said):
            return _named(f"{type(node).__name__.lower()}:", said, prefix)
        case Kind(name, prefix):
            return f"type:{name}{'*' if prefix else ''}"
        case Number(measure, low, high):
            return f"{measure}:{'' if low is None else low}..{'' if high is None else high}"
        case When(low, None):
            return f"since:{_minute(low)}"
        case When(None, high):
            return f"before:{_minute(high)}"
        case When(low, high):
            return f"on:{_minute(low)}..{_minute(high - 60)}"
        case Is(flag):
            return f"is:{flag}"
        case Has(thing):
            return f"has:{thing}"
    raise AssertionError(node)


def _named(name: str, said: str, prefix: bool) -> str:
    return f'{name}"{said}"{"*" if prefix else ""}'


def _minute(moment: int) -> str:
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M")
