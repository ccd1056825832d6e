"""The indexer's loop: sync once, then whenever a watched folder changes or the reader asks. One event per output line.

Events: {"event": "progress", "phase", "done", "total"}, {"event": "changed"} (the index has something new),
{"event": "idle", "read", "gone"} (a run ended), {"event": "failed", "message", "advice"} (something needs the reader).
Requests, one per input line: "sync" (look at everything now), "regroup" (the reader corrected the grouping).
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread

from tui.config import Settings, read_settings
from tui.core.syncing import Outcome, Progress, names_under, sync_files, sync_folders
from tui.errors import BroadsheetError, LibraryError
from tui.indexer.watching import watch
from tui.library.grouping import Memory
from tui.wiring import Desk, open_desk

TELL_EVERY = 0.15
"""Seconds between "changed" events while a run goes on: the reader lists anew at each one."""
RETRY_EVERY = 0.3
"""Seconds between tries while another process indexes."""


class Service:
    """One indexer: its queue of work and what it says."""

    def __init__(
        self, library: Path, settings: Settings, places: list[str], say: Callable[[dict[str, object]], None]
    ) -> None:
        self._library = library
        self._settings = settings
        self._memory = Memory()
        self._places = places
        self._say = say
        self._told = 0.0
        self.work: SimpleQueue[tuple[str, ...]] = SimpleQueue()

    def run(self) -> None:
        """Work until the process ends."""
        self.work.put(("sync",))
        for place in self._places:
            Thread(target=watch, args=(place, self.work.put, self._say), daemon=True).start()
        while True:
            asked = self._next()
            try:
                with open_desk(self._library, self._waiting, self._settings, self._memory) as desk:
                    self._do(desk, asked)
            except LibraryError as error:
                self._failed(error)

    def _next(self) -> set[tuple[str, ...]]:
        """Everything that is asked by now, waiting for the first."""
        asked = {self.work.get()}
        try:
            while True:
                asked.add(self.work.get_nowait())
        except Empty:
            return asked

    def _do(self, desk: Desk, asked: set[tuple[str, ...]]) -> None:
        desk.catch_up()
        paths = [item[1] for item in asked if item[0] == "file"]
        if ("sync",) in asked or len(paths) < len(asked):
            outcome = sync_folders(desk.writer, self._places, self._tell)
        else:
            outcome = Outcome()
            for place in self._places:
                names = names_under(place, paths)
                if names:
                    done = sync_files(desk.writer, place, names, self._tell)
                    outcome.read += done.read
                    outcome.gone += done.gone
            if desk.writer.stale_places():
                sync_folders(desk.writer, self._places, self._tell)
        if outcome.changed:
            self._say({"event": "changed"})
        for failure in outcome.failures:
            self._failed(failure)
        if desk.group(self._tell) | bool(desk.rule()):
            self._say({"event": "changed"})
        self._say({"event": "idle", "read": outcome.read, "gone": outcome.gone})

    def _tell(self, progress: Progress) -> None:
        self._say({"event": "progress", "phase": progress.phase, "done": progress.done, "total": progress.total})
        now = time.monotonic()
        if progress.done and now - self._told > TELL_EVERY:
            self._told = now
            self._say({"event": "changed"})

    def _waiting(self) -> None:
        """Another process is indexing: what it has written so far is news here too."""
        self._say({"event": "changed"})
        time.sleep(RETRY_EVERY)

    def _failed(self, error: BroadsheetError) -> None:
        self._say({"event": "failed", "message": error.message, "advice": error.advice})


def say(event: dict[str, object]) -> None:
    """Write one event."""
    try:
        sys.stdout.write(json.dumps(event) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        os._exit(0)


def serve(library: Path, config: Path, places: list[str]) -> None:
    """Run the service; ends the process when standard input does."""
    service = Service(library, read_settings(config), places, say)
    Thread(target=_listen, args=(service,), daemon=True).start()
    service.run()


def _listen(service: Service) -> None:
    for line in sys.stdin:
        service.work.put((line.strip(),))
    # Threads inside SQLite or the watcher cannot be joined quickly; the index is safe at any moment.
    os._exit(0)
