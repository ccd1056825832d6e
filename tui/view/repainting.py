"""What Textual 8.2 leaves on the screen though it has gone: a toast, until something else is painted there."""

from __future__ import annotations

import textual.screen
from textual._compositor import Compositor, CompositorMap, ReflowResult
from textual.geometry import Size
from textual.widget import Widget


class Remembering(Compositor):
    """Compares each layout with the last that was painted.

    Textual compares it with its latest map of the screen. A widget that asks for its size after another has gone, and
    before the screen is laid out anew, has that map made anew, so that the two are the same and nothing is painted.
    """

    def __init__(self) -> None:
        super().__init__()
        self._painted: CompositorMap = {}

    def reflow(self, parent: Widget, size: Size) -> ReflowResult:
        self._full_map = self._painted
        result = super().reflow(parent, size)
        self._painted = self._full_map
        return result

    def reflow_visible(self, parent: Widget, size: Size) -> set[Widget]:
        exposed = super().reflow_visible(parent, size)
        self._painted = self._painted | (self._visible_map or {})
        return exposed


def repaint_what_goes() -> None:
    """Have every screen that is made from now on painted in this way."""
    textual.screen.Compositor = Remembering  # type: ignore[attr-defined]
