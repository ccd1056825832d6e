"""The indexer's half of the network: one run at a time fetches on its own thread, the service stores what it brings.

Says {"event": "source", "place", "phase": "fetching"} when a source is asked, and when the look at it has ended, or was
broken off, the same with the phase "done" and `was`, the place it had; and progress with the phase "fetching".
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from tui.core.choosing import over_network
from tui.core.receiving import Look
from tui.errors import ConfigError
from tui.net.settings import NetworkSettings
from tui.wiring import Desk, Fetching, start_fetching

Say = Callable[[dict[str, object]], None]


@dataclass(frozen=True, slots=True)
class Stored:
    """What was stored."""

    news: bool = False
    """There was something new, changed or gone."""
    moved: tuple[tuple[str, str], ...] = ()
    """(old place, new place) of sources that have moved."""


class Network:
    """What is asked over the network, and what has come of it. `ask` and `cancel` may be called on any thread."""

    def __init__(self, library: Path, settings: NetworkSettings, say: Say, wake: Callable[[], None]) -> None:
        """`wake`: called on another thread when there is something to `store`."""
        self._library = library
        self._settings = settings
        self._say = say
        self._wake = wake
        self._lock = Lock()
        self._run: Fetching | None = None
        self._later: list[tuple[frozenset[str], bool, bool]] = []
        """Runs that wait for this one to end: places, by hand, named."""
        self._ended: list[Look] = []
        """Looks of this run that have ended, or of the last one."""
        self._asked: set[str] = set()
        """Places of which it was said that they are asked, and not yet that this has ended."""
        self.cancelled = False
        """The last run was told to end early."""
        self._untidy = False

    @property
    def running(self) -> bool:
        return self._run is not None

    @property
    def offline(self) -> bool:
        """In the last run nobody could be reached."""
        return bool(self._ended) and all(look.offline for look in self._ended)

    @property
    def answered(self) -> frozenset[str]:
        """Places of the sources that gave an answer in the last run, or in this one so far."""
        return frozenset(look.place for look in self._ended if look.fault is None)

    def ask(self, places: Collection[str], *, by_hand: bool, named: bool = False) -> None:
        """Begin a run over those of the places whose turn it is, or have it follow the one that goes on."""
        wanted = frozenset(place for place in places if over_network(place))
        if not wanted:
            return
        with self._lock:
            if self._run is None:
                self._start(wanted, by_hand, named)
            elif (wanted, by_hand, named) not in self._later:
                self._later.append((wanted, by_hand, named))

    def cancel(self) -> None:
        """End the run, and those that wait for it."""
        with self._lock:
            self._later.clear()
            if self._run is not None:
                self._run.errand.cancel()

    def drop(self) -> None:
        """Give the run up: what it brought cannot be stored."""
        self.cancel()
        with self._lock:
            self._run = None
        self._tell_broken_off()

    def tidy(self) -> None:
        """Collect the rings of objects that the requests of a run have left, as nobody else does in this process."""
        if self._untidy:
            self._untidy = False
            gc.collect()

    def store(self, desk: Desk) -> Stored:
        """Store what has come. What comes of a run that was cancelled is dropped.

        Raises LibraryError and its kinds.
        """
        with self._lock:  # a run that is only just being made may have ended already
            run = self._run
        if run is None:
            return Stored()
        # Asked before the basket is emptied: nothing is laid in after the end.
        ended, cancelled = run.errand.ended, run.errand.cancelled
        batches = run.basket.take()
        looks = [] if cancelled else desk.receive(batches)
        for look in looks:
            self._tell_end(look)
        self._ended += looks
        if looks:
            done = {"event": "progress", "phase": "fetching", "done": len(self._ended), "total": run.total}
            self._say(done)
        if ended:
            self._end(run)
        news = not cancelled and any(batch.results or batch.gone for batch in batches)
        return Stored(news, tuple((look.was, look.place) for look in looks if look.was != look.place))

    def _start(self, wanted: frozenset[str], by_hand: bool, named: bool) -> None:
        self._ended = []
        self.cancelled = False
        self._run = start_fetching(
            self._library,
            self._settings,
            wanted,
            by_hand=by_hand,
            named=named,
            begun=self._tell_number,
            tell=self._tell_start,
            wake=self._wake,
        )

    def _end(self, run: Fetching) -> None:
        self._tell_broken_off()
        with self._lock:
            self.cancelled = run.errand.cancelled
            self._run = None
            if self._later:
                wanted, by_hand, named = self._later.pop(0)
                looked = frozenset() if named else frozenset(look.place for look in self._ended)
                if wanted - looked:
                    self._start(wanted - looked, by_hand, named)
        fault = next((look.fault for look in self._ended if isinstance(look.fault, ConfigError)), None)
        if fault is not None:
            self._say({"event": "failed", "message": fault.message, "advice": fault.advice})
        self._untidy = True
        run.errand.result()

    def _tell_number(self, total: int) -> None:
        """On the run's thread."""
        self._say({"event": "progress", "phase": "fetching", "done": 0, "total": total})

    def _tell_start(self, place: str) -> None:
        """On the run's thread."""
        self._asked.add(place)
        self._say({"event": "source", "place": place, "phase": "fetching"})

    def _tell_end(self, look: Look) -> None:
        self._asked.discard(look.was)
        self._say({"event": "source", "place": look.place, "phase": "done", "was": look.was})

    def _tell_broken_off(self) -> None:
        """No look goes on any more, whether it has come to an end or not."""
        while self._asked:
            place = self._asked.pop()
            self._say({"event": "source", "place": place, "phase": "done", "was": place})
