"""What has gone is painted over, whatever asked where it is before the screen was laid out anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.widgets import Static

from tui.view.widgets.search_bar import SearchBar

Open = Callable[..., Any]


async def test_what_lay_over_the_list_is_painted_over_once_it_has_gone(open_reader: Open) -> None:
    async with open_reader() as reader:
        screen = reader.screen
        passing = Static("Here today")
        # As Textual lays its toasts.
        passing.styles.layer, passing.styles.dock = "_toastrack", "bottom"
        await screen.mount(passing)
        await reader.pilot.pause()
        row, compositor = passing.region.y, screen._compositor
        compositor.render_update()

        # Something that is hidden asks to be drawn; the other goes; a list asks for its own size.
        compositor.update_widgets({screen.query_one(SearchBar)})
        passing.display = False
        assert screen.panes.stories.size
        compositor.reflow(screen, screen.size)
        update = compositor.render_update()
        assert update is not None
        assert row in {y for y, *_ in update.spans}
