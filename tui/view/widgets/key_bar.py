"""The line of keys at the bottom, drawn from entries given to it. Knows no key itself and runs no action."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from tui.view.widgets.cells import Line, printable

_GAP = 2


class KeyEntry(NamedTuple):
    """A key that works now."""

    key: str
    """Its label: "o", "ctrl+p"."""
    text: str
    """What it does, in a word or two."""
    action: str
    """What `KeyBar.Pressed` carries."""
    rank: int = 0
    """What goes first when room is short: the highest, and among equals the last."""


def fitting(entries: Sequence[KeyEntry], width: int) -> list[KeyEntry]:
    """The entries that fit into `width` cells, in their order."""
    kept = list(entries)

    def cells(entry: KeyEntry) -> int:
        return cell_len(printable(entry.key)) + 1 + cell_len(printable(entry.text)) + _GAP

    while kept and 1 + sum(cells(entry) for entry in kept) > width:
        del kept[max(range(len(kept)), key=lambda place: (kept[place].rank, place))]
    return kept


class KeyBar(Widget):
    """One line of keys; a click does what the key does."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"key-bar--key", "key-bar--text"}
    DEFAULT_CSS = "KeyBar { height: 1; width: 1fr; }"
    ALLOW_SELECT = False

    entries: reactive[tuple[KeyEntry, ...]] = reactive(())
    """The keys, in the order of the screen."""

    class Pressed(Message):
        """A key's entry was clicked."""

        def __init__(self, action: str) -> None:
            super().__init__()
            self.action = action

    def render_line(self, y: int) -> Strip:
        text = self.get_visual_style("key-bar--text").rich_style
        key = self.get_visual_style("key-bar--key").rich_style
        line = Line(self.size.width)
        line.pad(1, text)
        for entry in fitting(self.entries, self.size.width):
            line.add(entry.key, key)
            line.add(f" {entry.text}", text)
            line.pad(_GAP, text)
        return line.strip(text)

    def on_click(self, event: events.Click) -> None:
        start = 1
        for entry in fitting(self.entries, self.size.width):
            end = start + cell_len(printable(entry.key)) + 1 + cell_len(printable(entry.text))
            if start <= event.x < end:
                self.post_message(self.Pressed(entry.action))
            start = end + _GAP
