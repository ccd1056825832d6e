"""Keys typed ahead: after enter in the search bar they are meant for the list that it asks for, which is still to come.

A key that came at once would act on the list before, and star a story that nobody saw; or it would stand in the search.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.timer import Timer

from tui.view.screens.narrowing import NarrowingScreen

if TYPE_CHECKING:
    from tui.library.found import Found
    from tui.view.finding import Wanted
    from tui.view.messages import SearchFailed
    from tui.view.sitting import Sitting

KEPT_FOR = 1.0
"""Seconds that keys wait for a list at most: the first page of one is there within a tenth, of a million stories, too."""


class AheadScreen(NarrowingScreen):
    """Keeps what is typed until what it is meant for is there."""

    def __init__(self, sitting: Sitting) -> None:
        super().__init__(sitting)
        self._kept: list[events.Key] = []
        self._kept_until: Timer | None = None
        """Runs while keys are kept for the list."""

    def keep_key(self, event: events.Key) -> bool:
        """Keep a key that came too soon; False for any other. To be asked before a key does something."""
        # One that comes before those that are kept have been let go stays behind them.
        keeps = bool(self._kept) or self._kept_until is not None or (self.bar_open and self.bar.entered)
        if keeps:
            self._kept.append(event)
        return keeps

    def wait_for_list(self) -> None:
        """Keep keys until the list is shown that is asked for."""
        if self._wanted is None or self._listed == self._wanted:
            self.let_keys_go()
        elif self._kept_until is None:
            self._kept_until = self.set_timer(KEPT_FOR, self.let_keys_go)

    def let_keys_go(self) -> None:
        """Have the kept keys do what they do now, and before any that is typed from now on."""
        self.app.call_later(self._act_on_kept)

    async def _act_on_kept(self) -> None:
        if self._kept_until is not None:
            self._kept_until.stop()
            self._kept_until = None
        kept, self._kept = self._kept, []
        for event in kept:
            event.prevent_default(False)
            await self.app.on_event(event)

    def _show(self, wanted: Wanted | None, found: Found) -> None:
        super()._show(wanted, found)
        # Its first page is enough where no key waits: one that goes to the end would find the end of the page.
        if self._kept_until is not None and self._listed == self._wanted and (found.complete or not self._kept):
            self.let_keys_go()

    def on_search_failed(self, message: SearchFailed) -> None:
        if self._kept_until is not None:
            self.let_keys_go()
