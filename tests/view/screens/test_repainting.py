"""What has gone is painted over, whatever asked where it is before the screen was laid out anew; what is the same is not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from tui.view.widgets.line_view import LineView
from tui.view.widgets.search_bar import SearchBar
from tui.view.widgets.status_line import StatusLine
from tui.view.widgets.story_list import StoryList

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


async def test_what_stands_between_two_changes_is_not_drawn(open_reader: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    async with open_reader() as reader:
        panes, compositor = reader.screen.panes, reader.screen._compositor
        compositor.render_update()
        drawn = _drawn(monkeypatch)
        panes.stories.refresh_lines(0, 1)
        reader.screen.query_one(StatusLine).refresh()
        compositor.update_widgets({panes.stories, reader.screen.query_one(StatusLine)})
        assert compositor.render_update() is not None
        assert panes.stories in drawn
        assert panes.detail not in drawn
        assert panes.coverage not in drawn


async def test_a_list_told_anew_that_is_the_same_is_not_drawn_anew(
    open_reader: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_reader() as reader:
        screen, panes = reader.screen, reader.screen.panes
        await reader.until(lambda: screen.shown == 3)
        rows: list[int] = []
        draw = StoryList.render_row
        monkeypatch.setattr(
            StoryList, "render_row", lambda self, index, *rest: rows.append(index) or draw(self, index, *rest)
        )
        drawn = _drawn(monkeypatch)
        before = panes.stories.source
        reader.indexer.say(event="changed")
        await reader.until(lambda: panes.stories.source is not before and panes.stories in drawn)
        assert screen.show_story() is not None
        await reader.pilot.pause()
        assert rows == []
        assert panes.detail not in drawn
        assert panes.coverage not in drawn


def _drawn(monkeypatch: pytest.MonkeyPatch) -> list[Widget]:
    """The panes that are drawn from now on."""
    drawn: list[Widget] = []
    draw = LineView.render_lines

    def render_lines(self: LineView, crop: Region) -> list[Strip]:
        drawn.append(self)
        return draw(self, crop)

    monkeypatch.setattr(LineView, "render_lines", render_lines)
    return drawn
