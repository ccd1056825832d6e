"""How screens are painted where Textual 8.2 falls short: it leaves a toast on the screen that has gone, until something
else is painted there, and it draws every widget that stands between two that have changed."""

from __future__ import annotations

import textual.screen
from textual._compositor import ChopsUpdate, Compositor, CompositorMap, ReflowResult
from textual.geometry import Size
from textual.widget import Widget


class Painter(Compositor):
    """Compares each layout with the last that was painted, and draws what has changed only.

    Textual compares a layout with its latest map of the screen. A widget that asks for its size after another has gone,
    and before the screen is laid out anew, has that map made anew, so that the two are the same and nothing is painted.

    And it draws all that the least rectangle touches which holds every change. A row of the list and the status line
    below are most of the screen: 5 ms instead of 1.5.
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

    def render_partial_update(self) -> ChopsUpdate | None:
        dirty, every = tuple(self._dirty_regions), self.visible_widgets
        self.cuts  # noqa: B018 (which Textual counts when they are first wanted, and from every widget)
        self._visible_widgets = {
            widget: (region, clip)
            for widget, (region, clip) in every.items()
            if any(region.intersection(clip).overlaps(one) for one in dirty)
        }
        try:
            return super().render_partial_update()
        finally:
            self._visible_widgets = every


def paint_screens() -> None:
    """Have every screen that is made from now on painted in this way."""
    textual.screen.Compositor = Painter  # type: ignore[attr-defined]
