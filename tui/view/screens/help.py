"""The help screen: every action with its keys, made from the registry. Runs none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tui.view.actions import ACTIONS, GROUPS, NUMBERED, shown
from tui.view.screens.pages import PageScreen

if TYPE_CHECKING:
    from tui.view.screens.pages import PageLine

_KEYS = 22
"""Cells of the column of keys."""


class HelpScreen(PageScreen):
    """All keys."""

    def __init__(self, keys: Mapping[str, tuple[str, ...]]) -> None:
        """`keys`: action id → its keys."""
        super().__init__("Keys", lambda width: help_lines(keys))


def help_lines(keys: Mapping[str, tuple[str, ...]]) -> list[PageLine]:
    """The actions by group, one a line: keys, what they do, id."""
    lines: list[PageLine] = []
    for group, heading in GROUPS.items():
        lines += [((heading, "heading"),)]
        for action in ACTIONS:
            if action.group == group:
                said = "  ".join(shown(key) for key in keys[action.id])
                lines.append(((f"  {said}".ljust(_KEYS), "key"), (action.help, "text"), (f"  {action.id}", "muted")))
        if group == "open":
            lines.append(((f"  {NUMBERED[0].keys[0]} … {NUMBERED[-1].keys[0]}".ljust(_KEYS), "key"),
                          ("Open that report of the coverage.", "text"), ("  open.1 … open.9", "muted")))  # fmt: skip
        lines.append(())
    lines.append((("Keys are changed under [keys] in config.toml, by the names at right.", "muted"),))
    return lines
