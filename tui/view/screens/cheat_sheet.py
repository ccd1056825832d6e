"""The cheat-sheet of the search language, made from its registry of fields. Searches nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from tui.query import FIELDS
from tui.view.screens.pages import PageScreen, paragraph

if TYPE_CHECKING:
    from tui.view.keymap import Keymap
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
    ("program.clear", "back to the list; once more clears the search"),
    ("search.save", "saves the search under a name; {search.saved} lists them"),
)


class CheatSheet(PageScreen):
    """What can be typed into the search bar."""

    # As in the line that it is shown for.
    BINDINGS: ClassVar[list[BindingType]] = [Binding("question_mark", "dismiss", show=False)]

    def __init__(self, keymap: Keymap) -> None:
        super().__init__("Searching", lambda width: cheat_lines(width, keymap))


def cheat_lines(width: int, keymap: Keymap) -> list[PageLine]:
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
    for typed, means in keymap.rows(_KEYS, typing=True):
        lines += _entry(typed, keymap.said(means), width)
    return lines


def _entry(typed: str, means: str, width: int, role: str = "key") -> list[PageLine]:
    """What is typed at left, what it means at right; under each other where that is too narrow."""
    if len(typed) >= _COLUMN - 3 or width < 2 * _COLUMN:
        return [((f"  {typed}", role),), *paragraph(means, "muted", width, indent=6)]
    first, *others = paragraph(means, "muted", width - _COLUMN)
    beside: PageLine = ((f"  {typed}".ljust(_COLUMN), role), *first)
    return [beside, *(((" " * _COLUMN, "muted"), *line) for line in others)]
