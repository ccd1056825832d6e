"""The cheat-sheet of the search language, made from its registry of fields. Searches nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.query import FIELDS
from tui.view.screens.pages import PageScreen, paragraph

if TYPE_CHECKING:
    from tui.view.screens.pages import PageLine

_COLUMN = 22
"""Cells of what is typed."""
_WORDS = (
    ("strike netflix", "stories with both words, in the lead or in any report of it"),
    ('"soft delete"', "words side by side"),
    ("net*", "words that begin so; the last one typed always does"),
    ("-video", "not this; works before fields and brackets too"),
    ("strike OR walkout", "one of them"),
    ("(a OR b) c", "brackets"),
)
_KEYS = (
    ("tab", "takes the first completion, or what would be right"),
    ("↑ ↓", "choose a completion; without one, what was asked before"),
    ("enter", "to the list"),
    ("esc", "back to the list; once more clears the search"),
    ("ctrl+s", "saves the search under a name; f lists them"),
)


class CheatSheet(PageScreen):
    """What can be typed into the search bar."""

    def __init__(self) -> None:
        super().__init__("Searching", cheat_lines)


def cheat_lines(width: int) -> list[PageLine]:
    """The page: words, every field with its values, keys."""
    lines: list[PageLine] = [(("Words", "heading"),)]
    for typed, means in _WORDS:
        lines += _entry(typed, means, width)
    lines += [(), (("Fields", "heading"),)]
    for field in FIELDS:
        names = " or ".join((field.name, *field.aliases))
        lines += _entry(field.example, f"{names}: {field.help}", width)
        for choice in field.choices:
            lines += _entry(f"  {field.name}:{choice.text}", choice.help, width, role="text")
    lines += [(), (("Keys", "heading"),)]
    for typed, means in _KEYS:
        lines += _entry(typed, means, width)
    return lines


def _entry(typed: str, means: str, width: int, role: str = "key") -> list[PageLine]:
    """What is typed at left, what it means at right; under each other where that is too narrow."""
    if len(typed) >= _COLUMN - 3 or width < 2 * _COLUMN:
        return [((f"  {typed}", role),), *paragraph(means, "muted", width, indent=6)]
    first, *others = paragraph(means, "muted", width - _COLUMN)
    beside: PageLine = ((f"  {typed}".ljust(_COLUMN), role), *first)
    return [beside, *(((" " * _COLUMN, "muted"), *line) for line in others)]
