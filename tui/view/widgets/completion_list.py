"""What could be typed next, in a few lines over the search bar. Draws what it is given; takes nothing itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.view.widgets.cells import Line, padded, printable

_WIDEST = 76
"""Cells of the list."""
_WIDEST_OFFER = 36
_TAB = " tab "


class Offer(NamedTuple):
    """One thing that could be typed."""

    shown: str
    note: str
    """What it is, or in how many stories."""


class CompletionList(Widget):
    """Offers, one a line; hidden while there are none. Lies over what is below it and moves nothing."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "completion-list--offer",
        "completion-list--note",
        "completion-list--chosen",
        "completion-list--key",
    }
    DEFAULT_CSS = "CompletionList { width: auto; height: auto; display: none; }"
    ALLOW_SELECT = False

    class Taken(Message):
        """An offer was clicked."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def __init__(self) -> None:
        super().__init__()
        self.offers: tuple[Offer, ...] = ()
        """What is listed; `show` changes it."""
        self._chosen: int | None = None

    @property
    def chosen(self) -> int | None:
        """The offer that the reader went to; None while it is left open: then tab takes the first."""
        return self._chosen

    def show(self, offers: Sequence[Offer]) -> None:
        """List these; none hides the list."""
        offers = tuple(offers)
        self._chosen = None
        if offers != self.offers:
            changed = len(offers) != len(self.offers) or self._widths(offers) != self._widths(self.offers)
            self.offers = offers
            if self.display != bool(offers):
                self.display = bool(offers)
            self.refresh(layout=changed)
        else:
            self.refresh()

    def step(self, by: int) -> None:
        """Go to the next offer, round and round; past either end none is chosen."""
        count = len(self.offers)
        if self._chosen is None:
            self._chosen = 0 if by > 0 else count - 1
        else:
            chosen = self._chosen + by
            self._chosen = chosen if 0 <= chosen < count else None
        self.refresh()

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return min(sum(self._widths(self.offers)) + 3 + len(_TAB), _WIDEST, container.width - 4)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self.offers)

    def render_line(self, y: int) -> Strip:
        if y >= len(self.offers):
            return Strip.blank(self.size.width, self.rich_style)
        offer = self.offers[y]
        ground = ("completion-list--chosen",) if y == self._chosen else ()
        text = self.get_visual_style("completion-list--offer", *ground).rich_style
        note = self.get_visual_style("completion-list--note", *ground).rich_style
        line = Line(self.size.width)
        line.pad(1, text)
        line.add(padded(printable(offer.shown), self._widths(self.offers)[0]), text)
        line.pad(2, text)
        line.add(padded(printable(offer.note), max(0, line.room - len(_TAB))), note)
        if y == (self._chosen or 0):
            line.add(_TAB, self.get_visual_style("completion-list--key", *ground).rich_style)
        return line.strip(text)

    def on_click(self, event: events.Click) -> None:
        event.stop()
        if event.y < len(self.offers):
            self.post_message(self.Taken(event.y))

    @staticmethod
    def _widths(offers: Sequence[Offer]) -> tuple[int, int]:
        """Cells of the two columns."""
        shown = max((cell_len(printable(offer.shown)) for offer in offers), default=0)
        return min(shown, _WIDEST_OFFER), max((cell_len(printable(offer.note)) for offer in offers), default=0)
