"""The help screen: every action with its keys, made from the registry, and what the signs mean. Runs none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.view.actions import ACTIONS, GROUPS, NUMBERED, shown
from tui.view.screens.pages import PageScreen, paragraph

if TYPE_CHECKING:
    from tui.view.keymap import Keymap
    from tui.view.screens.pages import PageLine

_GAP = 2
_SIGNS = (
    ("●", "Unread; in the coverage: it came in since you read the story."),
    ("+3", "So many reports came in since you read the story."),
    ("★", "Starred."),
    ("✓", "In the coverage: you have seen it."),
    ("8 outlets", "How many different outlets report the event."),
    ("q47", "Quality: the publisher's score of the leading report."),
    ("▲208", "Heat: the publisher's score of the event."),
    ("━━━╌╌ 39", "Quality of a report; a full bar is the story's best."),
    ("first +2h", "Which report was the first, and how far the others were behind it."),
    ("▸ +6 copies", "Folded below it: copies of one text, or more of the outlet. {move.right} shows them."),
    ("█··▄▂", "When the reports came in, from the first to the last."),
    ("amp  image", "There is a light page of it; there are pictures."),
)
"""Sign → what it means."""


class HelpScreen(PageScreen):
    """All keys, and the signs."""

    def __init__(self, keymap: Keymap) -> None:
        super().__init__("Keys", lambda width: help_lines(keymap, width))


def help_lines(keymap: Keymap, width: int) -> list[PageLine]:
    """The actions by group: keys, what they do and, where there is room, their names; then the signs."""
    entries = {
        group: [
            ("  ".join(map(shown, keymap.keys[action.id])), action.help, action.id)
            for action in ACTIONS
            if action.group == group
        ]
        for group in GROUPS
    }
    first, last = NUMBERED[0], NUMBERED[-1]
    entries["open"].append(
        (f"{shown(first.keys[0])} … {shown(last.keys[0])}", "Open that report of the coverage.", "open.1 … open.9")
    )
    every = [entry for group in entries.values() for entry in group]
    column, said, names = (max(len(entry[place]) for entry in every) for place in range(3))
    column = max(column, *(len(sign) for sign, _ in _SIGNS)) + 2 * _GAP
    named = width >= column + said + _GAP + names
    lines: list[PageLine] = []
    for group, heading in GROUPS.items():
        lines.append(((heading, "heading"),))
        for key, text, name in entries[group]:
            lines += _entry(key, text.ljust(said), column, width, name if named else "")
        lines.append(())
    if named:
        lines.append((("Keys are changed under [keys] in config.toml, by the names at right.", "muted"),))
    else:
        lines += paragraph(
            "Keys are changed under [keys] in config.toml; a wider window shows the names.", "muted", width
        )
    lines += [(), (("Signs", "heading"),)]
    for sign, text in _SIGNS:
        lines += _entry(sign, keymap.said(text), column, width)
    return lines


def _entry(key: str, text: str, column: int, width: int, name: str = "") -> list[PageLine]:
    """A key or a sign with what it means beside it."""
    head = (" " * _GAP + key).ljust(column)
    if name:
        return [((head, "key"), (text, "text"), (" " * _GAP + name, "muted"))]
    lines = paragraph(text.rstrip(), "text", max(20, width - column)) or [()]
    heads = (head, *[" " * column] * (len(lines) - 1))
    return [((before, "key"), *line) for before, line in zip(heads, lines, strict=True)]
