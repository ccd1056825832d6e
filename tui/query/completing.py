"""What could stand where the reader types: fields, the words of a field, values that the library has. Asks no library.

`place_at` says what is typed at the cursor; whoever has the library brings its values to `completions`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tui.query.fields import BY_NAME, FIELDS, Field
from tui.query.moments import WORDS
from tui.query.nodes import holds
from tui.query.scanner import Item, scan
from tui.query.terms import quoted
from tui.text.words import tokens

LIMIT = 8
"""Completions offered at once; of a field that has only a few values, all of them."""
FROM_LIBRARY = frozenset({"outlet", "domain", "topic", "type", "source", "first", "tag"})
"""Fields whose values the library knows; `completions` takes them."""

_TIMES = ("7d", "24h", "30d", "1y")


@dataclass(frozen=True, slots=True)
class Place:
    """What is typed at the cursor."""

    text: str
    """The whole search."""
    start: int
    end: int
    """`text[start:end]` is what a completion replaces: a word, or a field's value with its quotes."""
    typed: str
    """What stands there up to the cursor, without quotes: completions begin so."""
    field: Field | None = None
    """The field whose value is typed; None where a field, or a plain word, is."""

    @property
    def wants_values(self) -> bool:
        """The library's values of `field` are wanted, those that begin with `typed`."""
        return self.field is not None and self.field.name in FROM_LIBRARY


@dataclass(frozen=True, slots=True)
class Completion:
    """Something that could be typed."""

    shown: str
    """As it is offered: a field with its sign, or a value."""
    note: str
    """What it is, or in how many stories."""
    text: str
    """The whole search after it was taken."""
    cursor: int
    """Where one types on then."""


def place_at(text: str, cursor: int) -> Place | None:
    """What is typed before the cursor, an empty place between words; None where nothing can be completed."""
    inherited: list[Field | None] = []
    before: Item | None = None
    for item in scan(text):
        if item.kind == "open" and item.start < cursor:
            opens = before is not None and before.name and not before.value and before.end == item.start
            inherited.append(
                BY_NAME.get(before.name.lower()) if opens and before else inherited[-1] if inherited else None
            )
        elif item.kind == "close" and item.end <= cursor and inherited:
            inherited.pop()
        if item.kind == "or" and item.start < cursor <= item.end:
            return None  # What is put right behind it would make one word of both.
        if item.kind == "word" and item.start < cursor <= item.end:
            return _in_item(text, cursor, item, inherited[-1] if inherited else None)
        if item.start >= cursor:
            break
        before = item
    return Place(text, cursor, cursor, "", inherited[-1] if inherited else None)


def completions(place: Place, values: Iterable[tuple[str, int]] = ()) -> list[Completion]:
    """What could be meant, the likeliest first. `values`: those of the field in the library, and how many stories have them.

    Never offers what is already there in full.
    """
    if place.field is None:
        return _fields(place)[:LIMIT]
    if place.field.choices:
        offers = [
            (choice.text, choice.help) for choice in place.field.choices if choice.text.startswith(place.typed.lower())
        ]
    elif place.field.shape == "time":
        offers = [(word, "") for word in (*WORDS[:2], *_TIMES, *WORDS[2:]) if word.startswith(place.typed.lower())]
    elif place.wants_values:
        offers = [(value, f"{count:,}") for value, count in _ranked(place.typed, values)]
    else:
        offers = []
    there = place.text[place.start : place.end].casefold()
    news = [(quoted(value), value, note) for value, note in offers if quoted(value).casefold() != there]
    return [_taken(place, *each) for each in (news if place.field.choices else news[:LIMIT])]


def _in_item(text: str, cursor: int, item: Item, inherited: Field | None) -> Place | None:
    if not item.name:
        # A plain phrase is complete in itself; inside "outlet:( )" it is a value.
        if item.quoted and inherited is None:
            return None
        return Place(text, item.start, item.end, text[item.value_start : min(cursor, item.value_end)], inherited)
    name_end = item.start + len(item.name)
    field = BY_NAME.get(item.name.lower())
    if cursor <= name_end:
        return Place(text, item.start, name_end, text[item.start : cursor])
    start = item.value_start - item.quoted
    if field is None or cursor < start:
        return None
    return Place(
        text, start, item.end, text[item.value_start : max(item.value_start, min(cursor, item.value_end))], field
    )


def _fields(place: Place) -> list[Completion]:
    typed = place.typed.lower()
    named = [(name, field) for field in FIELDS for name in (field.name, *field.aliases) if name.startswith(typed)]
    # An alias is offered only to who types it, and not beside its field.
    offered = {field.name: name for name, field in reversed(named) if typed or name == field.name}
    found = []
    for name, field in named:
        if offered.get(field.name) != name:
            continue
        sign = ">" if field.shape == "number" else ":"
        rest = place.text[place.end :]
        followed = rest[:1] in (":", ">", "<", "=", "≥", "≤")
        shown = name if followed else f"{name}{sign}"
        text = f"{place.text[: place.start]}{shown}{rest}"
        found.append(Completion(f"{name}{sign}", field.help, text, place.start + len(shown)))
    return found


def _ranked(typed: str, values: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """Values that begin so, then those of which a later word does; of each, the most frequent first."""
    words = tokens(typed)
    rated = []
    for value, count in values:
        said = tokens(value)
        if said and (not words or holds(said, words, prefix=True)):
            begins = not words or holds(said[: len(words)], words, prefix=True)
            rated.append((not begins, -count, value.casefold(), value, count))
    return [(value, count) for *_, value, count in sorted(rated)]


def _taken(place: Place, typed: str, shown: str, note: str) -> Completion:
    """A blank follows, so that the next word can be typed at once."""
    rest = place.text[place.end :]
    blank = "" if rest[:1] == ")" else " "
    text = f"{place.text[: place.start]}{typed}{blank}{rest.removeprefix(' ') if blank else rest}"
    return Completion(shown, note, text, place.start + len(typed) + len(blank))
