"""The reader's own threads: one that finds stories, one that writes marks, one that listens to the indexer.

All are daemon threads: a thread of Textual's would hold the process open at quitting until its work is done.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import SimpleQueue
from threading import Condition, Thread
from typing import Generic, Protocol, TypeVar

from tui.errors import BroadsheetError, LibraryReadOnly

BREATH = 0.03
"""Seconds between the first answer and the search for others: the interface has the processor while it paints."""

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")
Place = TypeVar("Place")
_Asked = TypeVar("_Asked", contravariant=True)
_Answer = TypeVar("_Answer", covariant=True)


class Finder(Protocol[_Asked, _Answer]):
    """What a seeking thread works with; made and used on that thread, except `interrupt`."""

    def find(self, asked: _Asked) -> Iterator[_Answer]:
        """Answers, the first as early as possible; ends early when interrupted."""
        ...

    def interrupt(self) -> None:
        """Make a `find` that is running on the other thread end now."""
        ...


class Seeker(Generic[Asked, Answer]):
    """Answers the latest question; what was asked before it is dropped, even half-way.

    `deliver` is called on the seeking thread with the question and an answer or the fault.
    """

    def __init__(
        self,
        make: Callable[[], Finder[Asked, Answer]],
        deliver: Callable[[Asked, Answer | BroadsheetError], None],
    ) -> None:
        self._make = make
        self._deliver = deliver
        self._wanted = Condition()
        self._pending: list[Asked] = []
        self._finder: Finder[Asked, Answer] | None = None
        self._busy = False
        Thread(target=self._run, name="seeker", daemon=True).start()

    def ask(self, asked: Asked) -> None:
        """Ask; an answer to an earlier question may still be on its way, none will be computed."""
        with self._wanted:
            # Interrupted before the new question is published: the other order could interrupt the new one.
            if self._busy and self._finder:
                self._finder.interrupt()
            self._pending[:] = [asked]
            self._wanted.notify()

    def _run(self) -> None:
        while True:
            with self._wanted:
                self._busy = False
                while not self._pending:
                    self._wanted.wait()
                asked = self._pending.pop()
                self._busy = True
            breath = BREATH
            try:
                if self._finder is None:
                    self._finder = self._make()
                for answer in self._finder.find(asked):
                    if self._pending:
                        break
                    self._deliver(asked, answer)
                    with self._wanted:
                        if self._wanted.wait_for(lambda: self._pending, breath):
                            break
                    breath = 0.0
            except BroadsheetError as error:
                self._deliver(asked, error)


class Clerk(Generic[Place]):
    """Does what must be done in order, one thing after the other, at a place that is opened on its own thread."""

    def __init__(self, make: Callable[[], Place], failed: Callable[[BroadsheetError], None]) -> None:
        self._make = make
        self._failed = failed
        self._work: SimpleQueue[Callable[[Place], None] | None] = SimpleQueue()
        self._thread = Thread(target=self._run, name="clerk", daemon=True)
        self._thread.start()

    def do(self, task: Callable[[Place], None]) -> None:
        """Queue a task. A fault of ours in it goes to `failed`."""
        self._work.put(task)

    def finish(self, seconds: float) -> bool:
        """Wait until everything queued is done, at most `seconds`; returns whether it was."""
        self._work.put(None)
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        place: Place | None = None
        while (task := self._work.get()) is not None:
            try:
                if place is None:
                    place = self._make()
                task(place)
            except BroadsheetError as error:
                self._failed(error)


class Indexer:
    """The indexer's process, and a thread that hands on what it says."""

    def __init__(self, library: Path, config: Path, places: tuple[str, ...], *, at_once: bool) -> None:
        """Begins `at_once`, or when somebody listens: with a library of many files, to look at them all takes a core from
        the first paint. Raises LibraryReadOnly."""
        self.log = library / "indexer.log"
        self._words = [sys.executable, "-P", "-m", "tui.indexer", str(library), str(config), *places]
        try:
            self._log = self.log.open("wb")
        except OSError as error:
            raise LibraryReadOnly(
                f"{self.log} cannot be written: {error.strerror or error}.", "Name another folder with --library PATH."
            ) from error
        self._process: subprocess.Popen[str] | None = None
        if at_once:
            self._begin()

    def _begin(self) -> subprocess.Popen[str]:
        if self._process is None:
            # Its own process group: ctrl+c or a hang-up of the terminal is the reader's to answer. Not its own session:
            # Linux shares the processors out among sessions, and that it is nice would count for nothing.
            with self._log:
                self._process = subprocess.Popen(
                    self._words,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=self._log,
                    text=True,
                    process_group=0,
                )
        return self._process

    def listen(self, hear: Callable[[dict[str, object]], None]) -> None:
        """Start handing on events, on a thread of its own; what was said before is not lost."""
        Thread(target=self._listen, args=(self._begin(), hear), name="indexer", daemon=True).start()

    def ask(self, request: str) -> bool:
        """Send a request; False when the indexer is gone."""
        pipe = self._begin().stdin
        assert pipe is not None
        try:
            pipe.write(request + "\n")
            pipe.flush()
        except (BrokenPipeError, ValueError):
            return False
        return True

    def stop(self) -> None:
        """End the process at once; the index is safe at any moment."""
        self._log.close()
        if self._process is not None:
            self._process.kill()

    def _listen(self, process: subprocess.Popen[str], hear: Callable[[dict[str, object]], None]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            hear(json.loads(line))
        hear({"event": "ended", "code": process.wait()})
