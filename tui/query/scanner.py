"""Cuts a search into its items: words, phrases, fields, brackets, OR and minus signs. Any text is fine; judges nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

QUOTES = '"“”„'
"""Typographic ones come with pasted text; any of them closes any other."""

_BLANK = re.compile(r"\s+")
_BARE = re.compile(rf"[^\s(){QUOTES}]+")
_QUOTED = re.compile(rf"[{QUOTES}]([^{QUOTES}]*)([{QUOTES}]?)(\*?)")
_FIELD = re.compile(r"([A-Za-z]+)(:|>=|<=|[><=≥≤])(?!//)")
"""A field and its operator; the last part leaves addresses alone."""
_MEASURED = re.compile(
    r"(heat|quality|outlets)\s*(>=|<=|[:><=≥≤])\s*(-?[0-9]+(?:\.\.?(?:-?[0-9]+)?)?|\.\.-?[0-9]+)(?=[\s()]|$)",
    re.IGNORECASE,
)
"""A comparison or range with blanks in it, taken only when it has a number."""
_SAME = {"≥": ">=", "≤": "<="}


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of the text; the pieces are in order and do not overlap."""

    kind: Literal["word", "open", "close", "or", "minus"]
    start: int
    end: int
    name: str = ""
    """The field as typed, "" for a plain word or phrase."""
    operator: str = ""
    """":", "=", ">", ">=", "<" or "<=" after a field."""
    value: str = ""
    """The word, or the field's value; without quotes and without the star after them."""
    value_start: int = 0
    quoted: bool = False
    star: bool = False
    """A star follows the quotes."""
    opened: bool = False
    """The quotes are not closed."""

    @property
    def value_end(self) -> int:
        """Where the value ends, before the closing quotes."""
        return self.value_start + len(self.value)


def scan(text: str) -> list[Item]:
    """The items of the text. A minus sign counts only in front of something."""
    items: list[Item] = []
    at = 0
    while at < len(text):
        if blank := _BLANK.match(text, at):
            at = blank.end()
            continue
        item = _item(text, at)
        at = item.end
        if item.kind != "minus" or (at < len(text) and not text[at].isspace() and text[at] != ")"):
            items.append(item)
    return items


def _item(text: str, start: int) -> Item:
    character = text[start]
    if character == "(":
        return Item("open", start, start + 1)
    if character == ")":
        return Item("close", start, start + 1)
    if character == "-":
        return Item("minus", start, start + 1)
    if character in QUOTES:
        return _word(text, start, start)
    if found := _MEASURED.match(text, start):
        return Item("word", start, found.end(), found[1], _SAME.get(found[2], found[2]), found[3], found.start(3))
    if found := _FIELD.match(text, start):
        return _word(text, start, found.end(), found[1], _SAME.get(found[2], found[2]))
    item = _word(text, start, start)
    return Item("or", start, item.end) if item.value == "OR" else item


def _word(text: str, start: int, value_start: int, name: str = "", operator: str = "") -> Item:
    quoted = _QUOTED.match(text, value_start)
    if quoted:
        value, closing, star = quoted.groups()
        return Item("word", start, quoted.end(), name, operator, value, value_start + 1, True, bool(star), not closing)
    bare = _BARE.match(text, value_start)
    value = bare[0] if bare else ""
    return Item("word", start, value_start + len(value), name, operator, value, value_start)
