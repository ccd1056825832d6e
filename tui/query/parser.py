"""Turns a search as typed into a `Query`. Never raises: what cannot be meant becomes a fault with its place.

any    = all { "OR" all }
all    = { { "-" } item }
item   = word | phrase | field | [ field ] "(" any ")"
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import cast

from tui.query import values
from tui.query.fields import BY_NAME, Field
from tui.query.nodes import (
    And,
    Fault,
    First,
    Flag,
    Has,
    Is,
    Kind,
    Node,
    Not,
    Or,
    Order,
    Query,
    Scope,
    Source,
    Tag,
    Text,
    Thing,
    fold_value,
)
from tui.query.scanner import Item, scan
from tui.text.words import fold, tokens

LENGTH_LIMIT = 1000
"""Characters read of a search."""
TERM_LIMIT = 64
"""Words, phrases and fields read of a search."""
DEPTH_LIMIT = 16
"""Brackets within brackets."""


def parse(text: str, *, now: datetime, typing: bool = True) -> Query:
    """What the text asks for. `now` says what 7d and yesterday are, and in which zone a day begins (none: UTC).

    With `typing` the end of the text is where the reader types: its last plain word need only begin so, and what is
    half typed there is passed over. Without it (a saved search, a rule, the command line) half-typed input is a fault.
    """
    return _Parser(text, now if now.tzinfo else now.replace(tzinfo=UTC), typing=typing).query()


class _Parser:
    def __init__(self, text: str, now: datetime, *, typing: bool) -> None:
        self._text = text
        self._now = now
        self._typing = typing
        self._faults: list[Fault] = []
        self._sort: Order | None = None
        self._group: bool | None = None
        self._mute: Item | None = None
        """The first word that has neither letters nor digits; a headline that is searched for may hold a stroke."""
        self._items = self._limited(scan(text[:LENGTH_LIMIT]))
        self._at = 0
        if len(text) > LENGTH_LIMIT:
            self._fault(LENGTH_LIMIT, len(text), f"a search has at most {LENGTH_LIMIT:,} characters: shorten it")

    def query(self) -> Query:
        found: list[Node] = []
        while self._at < len(self._items):
            found += self._any(None)
            if (item := self._peek()) and item.kind == "close":
                self._fault(item.start, item.end, "no bracket is open here: take it out or open one before it")
                self._at += 1
        if self._mute is not None and not found and not self._typing:
            start, end = self._mute.start, self._mute.end
            self._fault(start, end, f"there is nothing to look for in {self._text[start:end]}: name a word or a field")
        faults = tuple(sorted(self._faults, key=lambda fault: (fault.start, fault.end)))
        return Query(self._text, _all_of(found), faults, self._sort, self._group)

    def _limited(self, items: list[Item]) -> list[Item]:
        depth = terms = 0
        for place, item in enumerate(items):
            depth += (item.kind == "open") - (item.kind == "close" and depth > 0)
            terms += item.kind == "word"
            if depth > DEPTH_LIMIT:
                self._fault(item.start, item.end, f"brackets nest at most {DEPTH_LIMIT} deep: take some out")
                return items[:place]
            if terms > TERM_LIMIT:
                self._fault(
                    item.start, items[-1].end, f"a search has at most {TERM_LIMIT} words and fields: shorten it"
                )
                return items[:place]
        return items

    def _peek(self) -> Item | None:
        return self._items[self._at] if self._at < len(self._items) else None

    def _fault(self, start: int, end: int, message: str, suggestion: str = "") -> None:
        self._faults.append(Fault(start, end, message, suggestion))

    def _any(self, field: str | None) -> list[Node]:
        """Zero or one node up to a closing bracket or the end."""
        began = self._at
        parts = [self._all(field)]
        while (item := self._peek()) and item.kind == "or":
            empty_left = self._at == began
            self._at += 1
            began = self._at
            parts.append(self._all(field))
            if not self._typing and (empty_left or self._at == began):
                self._fault(
                    item.start, item.end, 'OR needs something on both sides: put "OR" in quotes to search for it'
                )
        whole = [node for node in parts if node is not None]
        if len(whole) < 2:
            return whole
        return [Or(tuple(one for node in whole for one in (node.items if isinstance(node, Or) else (node,))))]

    def _all(self, field: str | None) -> Node | None:
        found: list[Node] = []
        while (item := self._peek()) and item.kind not in ("or", "close"):
            negated = False
            while item is not None and item.kind == "minus":
                negated = not negated
                self._at += 1
                item = self._peek()
            if item is None or item.kind in ("or", "close"):
                break
            self._at += 1
            node = self._bracket(item, field) if item.kind == "open" else self._term(item, field, negated=negated)
            if node is not None:
                found.append(_negation(node) if negated else node)
        return _all_of(found)

    def _bracket(self, item: Item, field: str | None) -> Node | None:
        found = self._any(field)
        if closing := self._peek():
            self._at += closing.kind == "close"
        elif not self._typing:
            self._fault(item.start, item.end, "this bracket is never closed: add one after its last word")
        return found[0] if found else None

    def _term(self, item: Item, inherited: str | None, *, negated: bool) -> Node | None:
        name = item.name or inherited or ""
        if not name:
            return self._words("any", item, negated=negated)
        field = BY_NAME.get(name.lower())
        if field is None:
            return self._unknown(item, negated=negated)
        following = self._peek()
        if (
            not item.value
            and not item.quoted
            and following
            and following.kind == "open"
            and following.start == item.end
        ):
            self._at += 1
            return self._bracket(following, field.name)
        if not item.value.strip():
            if not self._typing:
                self._fault(item.start, item.end, f"{field.name} needs a value, such as {field.example}")
            return None
        return self._field(field, item, negated=negated)

    def _field(self, field: Field, item: Item, *, negated: bool) -> Node | None:
        unfinished = self._unfinished(item)
        if unfinished and not item.name and item.value == "O" and field.shape in ("number", "time", "choice"):
            return None  # In a field's brackets, where it cannot be a value: an OR is being typed.
        if field.shape != "number" and item.operator not in (":", "=", ""):
            near = "outlets" if field.name == "outlet" else ""
            advice = f"did you mean {near}?" if near else f"write {field.name}:{item.value}"
            end = item.start + len(item.name) if near else item.end
            self._fault(item.start, end, f"{field.name} is no number: {advice}", near or f"{field.name}:{item.value}")
            return None
        found: Node | values.Wrong | str | None
        match field.shape:
            case "number":
                found = values.number(field, item, unfinished=unfinished)
            case "time":
                found = values.time(field, item, self._now, unfinished=unfinished)
            case "choice":
                found = self._choice(field, item, unfinished=unfinished, negated=negated)
            case "name":
                found = self._name(item, negated=negated)
            case "words":
                found = self._words(field.name, item, negated=negated)
        if isinstance(found, values.Wrong):
            self._fault(item.value_start, max(item.value_end, item.value_start + 1), *found)
            return None
        if found is None and not self._typing and field.name not in ("sort", "group"):
            self._fault(item.start, item.end, f"{field.name} needs a value, such as {field.example}")
        return found

    def _choice(self, field: Field, item: Item, *, unfinished: bool, negated: bool) -> Node | values.Wrong | None:
        found = values.choice(field, item, unfinished=unfinished)
        if not isinstance(found, str):
            return found
        if field.name == "is":
            return Is(cast(Flag, found))
        if field.name == "has":
            return Has(cast(Thing, found))
        if negated:
            return values.Wrong(f"{field.name} cannot be negated: take the minus sign out")
        if field.name == "sort":
            self._sort = cast(Order, found)
        else:
            self._group = found == "on"
        return None

    def _unknown(self, item: Item, *, negated: bool) -> Node | None:
        number = item.value.lstrip("-").isdecimal()
        if not item.value.strip() and not item.quoted and item.operator == ":":
            return None if self._unfinished(item) else self._plain(item, negated=negated)
        if item.value == "/" and item.operator == ":" and self._unfinished(item):
            return None  # A second stroke makes an address of it.
        if item.operator != ":" and not number:
            return self._plain(item, negated=negated)
        near = values.nearest(item.name, list(BY_NAME))
        if near:
            end = item.start + len(item.name)
            self._fault(item.start, end, f"unknown field {item.name}: did you mean {near}?", near)
        else:
            quoted = '"' + self._text[item.start : item.end].replace('"', "") + '"'
            self._fault(
                item.start, item.end, f"unknown field {item.name}: to search for the text, write {quoted}", quoted
            )
        return None

    def _plain(self, item: Item, *, negated: bool) -> Node | None:
        """The item is running text after all, such as "Re:" or "a=b"."""
        whole = self._text[item.start : item.end]
        return self._words(
            "any", Item("word", item.start, item.end, value=whole, value_start=item.start), negated=negated
        )

    def _words(self, name: str, item: Item, *, negated: bool) -> Node | None:
        words = tuple(tokens(item.value))
        if not words:
            self._mute = self._mute or (item if name == "any" else None)
            return None
        prefix = self._begins(item, negated=negated)
        written = item.value.strip().rstrip("*")
        if name == "source":
            return Source(words, prefix, written)
        if name == "first":
            return First(words, prefix, written)
        if name == "tag":
            return Tag(words, prefix, written)
        return Text(words, prefix, cast(Scope, name), written)

    def _name(self, item: Item, *, negated: bool) -> Node | None:
        name = fold_value(item.value.strip().rstrip("*"))
        return Kind(name, self._begins(item, negated=negated)) if name else None

    def _begins(self, item: Item, *, negated: bool) -> bool:
        """The value's last word need only begin so: a star says so, or it is being typed.

        What is excluded is never completed: while `-net` is typed, all that begins with "n" would vanish.
        """
        if item.star or (not item.quoted and item.value.endswith("*")):
            return True
        return not negated and self._unfinished(item) and fold(item.value[-1:]) != " "

    def _unfinished(self, item: Item) -> bool:
        return self._typing and item.end == len(self._text) and (not item.quoted or item.opened)


def _all_of(nodes: Iterable[Node]) -> Node | None:
    flat: list[Node] = [one for node in nodes for one in (node.items if isinstance(node, And) else (node,))]
    if len(flat) < 2:
        return flat[0] if flat else None
    return And(tuple(flat))


def _negation(node: Node) -> Node:
    return node.item if isinstance(node, Not) else Not(node)
