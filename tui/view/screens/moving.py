"""Moving about: the keys that go to the pane in use, and those that change the pane. Shows nothing new by itself."""

from __future__ import annotations

from tui.view.screens.following import FollowingScreen
from tui.view.widgets.coverage_list import CoverageList
from tui.view.widgets.detail import Detail
from tui.view.widgets.story_list import StoryList

AHEAD = 2000
"""Rows looked at for the next unread story; a longer way is left to `is:unread` in the search bar."""


class MovingScreen(FollowingScreen):
    """Moves the cursor and changes the pane."""

    def _pane(self) -> StoryList | Detail | CoverageList:
        pane = self.panes.in_use
        assert isinstance(pane, StoryList | Detail | CoverageList)
        return pane

    def action_move_down(self) -> None:
        self._pane().action_cursor_down()

    def action_move_up(self) -> None:
        self._pane().action_cursor_up()

    def action_move_first(self) -> None:
        self._pane().action_first()

    def action_move_last(self) -> None:
        self._pane().action_last()

    def action_move_half_down(self) -> None:
        self._pane().action_half_page_down()

    def action_move_half_up(self) -> None:
        self._pane().action_half_page_up()

    def action_move_page_down(self) -> None:
        self._pane().action_page_down()

    def action_move_page_up(self) -> None:
        self._pane().action_page_up()

    def action_move_left(self) -> None:
        pane = self._pane()
        if not (isinstance(pane, CoverageList) and pane.fold()):
            self.panes.step(-1)

    def action_move_right(self) -> None:
        pane = self._pane()
        if not (isinstance(pane, CoverageList) and pane.unfold()):
            self.panes.step(1)

    def action_move_pane_before(self) -> None:
        if not self.panes.step(-1):
            self.panes.use(self.panes.coverage)

    def action_move_pane_after(self) -> None:
        if not self.panes.step(1):
            self.panes.use(self.panes.stories)

    def action_move_next_story(self) -> None:
        self._go_to(self.panes.stories.cursor + 1)

    def action_move_previous_story(self) -> None:
        self._go_to(self.panes.stories.cursor - 1)

    def action_move_next_unread(self) -> None:
        self._seek_unread(1)

    def action_move_previous_unread(self) -> None:
        self._seek_unread(-1)

    def _go_to(self, index: int) -> None:
        stories = self.panes.stories
        if 0 <= index < stories.count:
            stories.move_to(index)
            self.story_wanted()
        elif stories.count:
            self.warn("That was the last story." if index > 0 else "This is the first story.")

    def _seek_unread(self, by: int) -> None:
        stories = self.panes.stories
        index = stories.cursor + by
        for _ in range(AHEAD):
            if not 0 <= index < stories.count:
                break
            row = stories.source.row(index)
            if row is not None and not row.read:
                self._go_to(index)
                return
            index += by
        self.warn(f"No unread story {'below' if by > 0 else 'above'}.")
