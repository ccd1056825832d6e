"""Fetches from sources over the network for a command, and stores what comes. Decides nothing of what is said."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from threading import Event
from types import TracebackType
from typing import Self

from tui.cli.library import PATIENCE, Bar
from tui.cli.output import talk
from tui.config import Settings
from tui.core.choosing import over_network
from tui.core.receiving import Look
from tui.core.syncing import Progress, sync_folders
from tui.errors import BroadsheetError
from tui.wiring import Fetching, network_of, open_desk, start_fetching

ENDING = 1.0
"""Seconds that a run gets to end when the command is broken off; it takes less than a third of one."""


class Fetch:
    """A run over the network that begins at once. Use it as `with Fetch(…) as fetch`: it ends with the block."""

    def __init__(self, folder: Path, settings: Settings, places: Collection[str], *, named: bool = False) -> None:
        """`places` that are no addresses are passed over; `named`: paused ones are asked, too."""
        self._folder = folder
        self._settings = settings
        self._woken = Event()
        self._run: Fetching | None = None
        self.looks: list[Look] = []
        """Every source that was asked."""
        wanted = [place for place in places if over_network(place)]
        if wanted:
            self._run = start_fetching(
                folder,
                network_of(settings),
                wanted,
                by_hand=True,
                named=named,
                tell=lambda _: None,
                wake=self._woken.set,
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if self._run is not None:
            self._run.errand.cancel()
            self._run.errand.wait(ENDING)

    def finish(self, places: Collection[str]) -> None:
        """Store everything that comes, until the end; then group it. Raises LibraryError and its kinds.

        `places`: all that the command is about; files of theirs that have an article with something that came are read.
        """
        if self._run is None:
            return
        bar = Bar()
        run, ended, said = self._run, False, False
        while not ended:
            if not self._woken.wait(PATIENCE):
                if run.waiting and not said:
                    said = True
                    talk("Another Broadsheet is fetching for this library: waiting for it to finish.")
                continue
            self._woken.clear()
            ended = run.errand.ended
            if batches := run.basket.take():
                with open_desk(self._folder, bar.wait, self._settings) as desk:
                    self.looks += desk.receive(batches)
            bar.tell(Progress("fetching", len(self.looks), run.total))
        run.errand.result()
        with open_desk(self._folder, bar.wait, self._settings) as desk:
            sync_folders(desk.writer, [place for place in desk.writer.stale_places() if place in places], bar.tell)
            desk.group(bar.tell)
            desk.rule()
            desk.tidy()
        bar.end()

    @property
    def faults(self) -> list[BroadsheetError]:
        """What was wrong with sources."""
        return [look.fault for look in self.looks if look.fault is not None]

    @property
    def offline(self) -> bool:
        """Nobody could be reached."""
        return bool(self.looks) and all(look.offline for look in self.looks)
