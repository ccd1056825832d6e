"""The indexer's loop: sync once, then whenever a watched folder changes or the reader asks. One event per output line.

Events: {"event": "progress", "phase", "done", "total"}; {"event": "changed"} (the index has something new);
{"event": "source", …} (a look at a source over the network, see `tui.indexer.network`); {"event": "synced",
"new_articles", "failing", "offline", "tell", "said"} (a sync is over: `failing` is how many sources fail, `said` all of it
as a sentence, `tell` whether the reader asked for it or has to hear of it); {"event": "idle", "read", "gone"} (nothing
goes on any more); {"event": "failed", "message", "advice"} (something needs the reader); {"event": "unwatched",
"message"} (a folder's changes are seen at a sync only).

Requests, one per input line: "sync" (look at everything now), "sync PLACE" (at one source, new ones and paused ones
too), "cancel" (end what goes on over the network), "keep PLACE" (another process added it), "forget PLACE" (it was
removed), "regroup" (the reader corrected the grouping).
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock, Thread

from tui.config import Settings, read_settings
from tui.core.choosing import over_network
from tui.core.copies import copies_of, drop_copy
from tui.core.overview import SourceStatus, failures, summary
from tui.core.syncing import Outcome, Progress, names_under, sync_files, sync_folders
from tui.errors import BroadsheetError, LibraryError
from tui.indexer.network import Network
from tui.indexer.watching import watch
from tui.library.grouping import Memory
from tui.wiring import Desk, network_of, open_desk, open_shelf

TELL_EVERY = 0.5
"""Seconds between "changed" events while a run goes on: the reader lists anew at each one."""
RETRY_EVERY = 0.3
"""Seconds between tries while another process indexes."""
QUIET = 2.0
"""Seconds without news from the network after which what has come so far is grouped, though more may come."""

Asked = tuple[str, ...]


class Service:
    """One indexer: its queue of work and what it says."""

    def __init__(
        self, library: Path, settings: Settings, places: list[str], say: Callable[[dict[str, object]], None]
    ) -> None:
        self._library = library
        self._settings = settings
        self._memory = Memory()
        self._places = list(places)
        self._say = say
        self._told = 0.0
        self._untold = False
        """The index has something new, which has not been said yet because it was said a moment ago."""
        self._behind = False
        """Something was asked that could not be done."""
        self._ungrouped = False
        """Something came over the network that is not grouped yet."""
        self._summing = False
        """A sync was asked for, so that what came of it will be summed up."""
        self._before: int | None = None
        """The greatest id of an article when that sync began."""
        self._answering = False
        """The reader asked for it, so that whatever comes of it is said."""
        self._failing: frozenset[str] | None = None
        """Places of the sources that failed when that was last said; None = nothing was looked at yet."""
        self._offline = False
        """It was last said that there is no network."""
        self.work: SimpleQueue[Asked] = SimpleQueue()
        self._network = Network(library, network_of(settings), say, lambda: self.work.put(("fetched",)))

    def run(self) -> None:
        """Work until the process ends."""
        self._look(by_hand=False)
        for place in self._places:
            self._watch(place)
        if self._settings.refresh:
            Thread(target=self._refresh, daemon=True).start()
        while True:
            asked = self._next()
            if self._behind:
                asked.add(("sync",))
            self._behind = True
            try:
                with open_desk(self._library, self._waiting, self._settings, self._memory) as desk:
                    self._do(desk, asked)
                self._behind = False
            except LibraryError as error:
                self._network.drop()
                self._failed(error)

    def request(self, line: str) -> None:
        """Do what the reader asks for, on any thread; what is done over the network begins or ends at once."""
        word, _, place = line.rstrip("\r\n").partition(" ")
        match word:
            case "cancel":
                self._network.cancel()
            case "sync" if place:
                self._take(place)
                self.work.put(("sum",))
                self.work.put(("answer",))
                self._network.ask((place,), by_hand=True, named=True)
                self.work.put(("look", place))
            case "keep":
                self._take(place)
                self._network.ask((place,), by_hand=False)
                self.work.put(("look", place))
            case "sync":
                self.work.put(("answer",))
                self._look(by_hand=True)
            case _:
                self.work.put((word, place))

    def _take(self, place: str) -> None:
        """A source belongs to those that are looked at."""
        if place not in self._places:
            self._places.append(place)
            self._watch(place)

    def _look(self, *, by_hand: bool) -> None:
        """Look at every source; over the network at those whose turn it is."""
        self.work.put(("sum",))
        self._network.ask(self._places, by_hand=by_hand)
        self.work.put(("sync",))

    def _refresh(self) -> None:
        while True:
            time.sleep(self._settings.refresh)
            self._look(by_hand=False)

    def _watch(self, place: str) -> None:
        if not over_network(place):
            Thread(target=watch, args=(place, self.work.put, self._say), daemon=True).start()

    def _next(self) -> set[Asked]:
        """Everything that is asked by now, waiting for the first; nothing where the network has become quiet."""
        try:
            asked = {self.work.get(timeout=QUIET if self._ungrouped else None)}
        except Empty:
            return set()
        try:
            while True:
                asked.add(self.work.get_nowait())
        except Empty:
            return asked

    def _do(self, desk: Desk, asked: set[Asked]) -> None:
        desk.catch_up()
        if ("sum",) in asked:
            self._summing = True
            self._before = desk.newest() if self._before is None else self._before
            if self._failing is None:
                self._failing = frozenset(status.source.place for status in self._failures())
        self._answering |= ("answer",) in asked
        for word, place in (item for item in asked if len(item) == 2):
            if word == "forget":
                self._forget(desk, place)
        outcome = self._folders(desk, asked)
        stored = self._network.store(desk)
        for old, new in stored.moved:
            # Another process may have found out first, and the reader said that there is a new one.
            self._places = list(dict.fromkeys(new if place == old else place for place in self._places))
        self._ungrouped |= stored.news
        if self._ungrouped and not self._network.running:
            self._read_again(desk)
        self._untold |= outcome.changed or stored.news
        now = time.monotonic()
        if self._untold and (not self._network.running or now - self._told > TELL_EVERY):
            self._told, self._untold = now, False
            self._say({"event": "changed"})
        for failure in outcome.failures:
            self._failed(failure)
        if self._network.running and asked == {("fetched",)}:
            return  # more is on its way
        if self._network.cancelled and asked == {("fetched",)}:
            # The reader wants it to be over; grouping what had come so far takes its time.
            self.work.put(("regroup",))
        else:
            self._ungrouped = False
            if desk.group(self._tell) | bool(desk.rule()):
                self._say({"event": "changed"})
            desk.tidy()
        if not self._network.running:
            self._sum_up(desk)
            self._say({"event": "idle", "read": outcome.read, "gone": outcome.gone})
            self._network.tidy()

    def _folders(self, desk: Desk, asked: set[Asked]) -> Outcome:
        """Look at folders and files that are said to have changed."""
        if ("sync",) in asked:
            return sync_folders(desk.writer, self._places, self._tell)
        outcome = Outcome()
        wanted = {item[1] for item in asked if item[0] == "look"}
        whole = [place for place in self._places if place in wanted and not over_network(place)]
        paths = [item[1] for item in asked if item[0] == "file"]
        outcomes = [sync_folders(desk.writer, whole, self._tell)] if whole else []
        for place in self._places:
            names = names_under(place, paths) if place not in whole else []
            if names:
                outcomes.append(sync_files(desk.writer, place, names, self._tell))
        for done in outcomes:
            outcome.read += done.read
            outcome.gone += done.gone
            outcome.failures += done.failures
        return outcome

    def _read_again(self, desk: Desk) -> None:
        """Read files whose article something over the network has changed, too: who speaks for it is open anew."""
        stale = [place for place in desk.writer.stale_places() if place in self._places and not over_network(place)]
        if stale:
            sync_folders(desk.writer, stale, self._tell)

    def _forget(self, desk: Desk, place: str) -> None:
        """A source was removed."""
        if place in self._places:
            self._places.remove(place)
        desk.writer.drop(place)
        drop_copy(copies_of(self._library), place)
        self._say({"event": "changed"})

    def _sum_up(self, desk: Desk) -> None:
        """Say what came of a sync."""
        if not self._summing or self._before is None:
            return
        articles, stories = desk.arrived(self._before)
        answering, self._answering = self._answering, False
        self._summing, self._before = False, None
        found, offline, cancelled = self._failures(), self._network.offline, self._network.cancelled
        failing = frozenset(status.source.place for status in found)
        before = self._failing or frozenset()
        recovered = 0 if offline else len((before - failing) & self._network.answered)
        said = summary(articles, stories, found, datetime.now().astimezone(), offline=offline, recovered=recovered)
        news = bool(articles or failing - before or recovered or (offline and not self._offline))
        self._failing = failing
        self._offline = offline or (self._offline and not self._network.answered)
        self._say(
            {
                "event": "synced",
                "new_articles": articles,
                "failing": len(found),
                "offline": offline,
                "tell": news or answering or cancelled,
                "said": f"stopped: {said}" if cancelled else said,
            }
        )

    def _failures(self) -> list[SourceStatus]:
        """Those of the sources that fail."""
        with open_shelf(self._library) as shelf:
            return [one for one in failures(shelf.marks, shelf.reading) if one.source.place in self._places]

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


_speaking = Lock()


def say(event: dict[str, object]) -> None:
    """Write one event, from any thread."""
    try:
        with _speaking:
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
        service.request(line)
    # Threads inside SQLite or the watcher cannot be joined quickly; the index is safe at any moment.
    os._exit(0)
