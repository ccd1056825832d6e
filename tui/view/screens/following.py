"""The panes, and how detail and coverage follow the list's cursor. The first of the layers that the reader's screen is of."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer

from tui.errors import LibraryError
from tui.view.notices import coverage_notice
from tui.view.panes import Panes

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import ModalScreen

    from tui.errors import BroadsheetError
    from tui.library.found import Found
    from tui.model import Story
    from tui.view.background import Clerk
    from tui.view.marker import Marker
    from tui.view.sitting import Sitting
    from tui.view.widgets.line_list import LineList

Result = TypeVar("Result")

FOLLOW_AFTER = 0.04
"""Seconds between the list's cursor and the other panes: a held key moves the cursor only, an eye sees no delay."""


class FollowingScreen(Screen[None]):
    """Shows the story under the cursor."""

    clerk: Clerk[Marker]
    """Does what takes its time, in order, on its own thread."""
    found: Found | None = None
    """What is listed."""

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self.sitting = sitting
        self.panes = Panes()
        self._follow: Timer | None = None

    @property
    def alone(self) -> bool:
        """The list has a row for each article, not for each story."""
        return self.found is not None and self.found.articles

    def post(self, message: Message) -> None:
        """Send a message from another thread; one that comes after the reader has quit goes nowhere."""
        # Once the screen has been taken down it knows no application, and then its event loop is closed.
        with suppress(RuntimeError):
            self.post_message(message)

    def fault(self, error: BroadsheetError) -> None:
        """Tell the reader of a fault."""
        title = error.message if error.advice else ""
        self.notify(error.advice or error.message, title=title, severity="error")

    def warn(self, sentence: str) -> None:
        """Say why nothing happened."""
        self.notify(sentence, severity="warning", timeout=3)

    def show_window(
        self, window: ModalScreen[Result], opener: str, then: Callable[[Result | None], None] | None = None
    ) -> None:
        """Lay a window over the reader. `opener`: the action whose keys close it, too, unless they do something in it."""
        for key in self.sitting.keymap.keys[opener]:
            if key not in window._bindings.key_to_bindings:
                window._bindings.bind(key, "dismiss(None)")
        self.app.push_screen(window, then)

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        if message.sender is self.panes.stories:
            self.follow()

    def follow(self) -> None:
        """Bring detail and coverage to the list's story soon."""
        if self._follow is not None:
            self._follow.stop()
        self._follow = self.set_timer(FOLLOW_AFTER, self.show_story)

    def show_story(self) -> Story | None:
        """Bring detail and coverage to the story under the cursor; returns it."""
        if self._follow is not None:
            self._follow.stop()
            self._follow = None
        ident = self.panes.stories.current_id
        try:
            reading = self.sitting.shelf.reading
            story = reading.story(ident, article=self.alone) if ident is not None and ident >= 0 else None
        except LibraryError as error:
            self.fault(error)
            story = None
        self.panes.show_story(story)
        self.panes.coverage.notice = coverage_notice(story, self.sitting.keymap)
        return story

    def current_story(self) -> Story | None:
        """The story under the list's cursor, shown in the other panes."""
        story, ident = self.panes.story, self.panes.stories.current_id
        # Of keys that came in one go the list's word that its cursor has moved may not have been heard yet.
        behind = self._follow is not None or ident != (story.row.id if story is not None else None)
        return self.show_story() if behind else story

    def story_wanted(self) -> None:
        """The story under the cursor is wanted in the other panes now, and counts as read if one of them is in use."""
        raise NotImplementedError
