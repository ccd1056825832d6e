"""Reads and parses story files on two cores: here, and in one child process. Keeps no result.

The files lie in a folder or in a bare copy of a repository; each process reads what it parses.

The child exists because the parser holds the GIL. It is this module run as a program: requests come in on standard
input and results go out on standard output, both as a four-byte length and `marshal` data.
"""

from __future__ import annotations

import gc
import marshal
import os
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, suppress
from queue import SimpleQueue
from threading import Thread

from tui.confined import read_frame, write_frame
from tui.formats.flat import FileResult
from tui.sources import folder
from tui.sources.parser import FOLDER, REPOSITORY, Inbox, Item, Parser, Shelf

ALONE_BELOW = 150
"""Files below which no child is started: starting one costs about 60 ms, parsing a file about 0.15 ms."""
FIRST_BATCH = 40
"""Files in the first batch: a screen of stories is there after about 20 ms."""
BATCH = 160
"""Files in later batches."""
MORSEL = 20
"""Files parsed here at a time while the child has nothing ready."""
IN_FLIGHT = 4
"""Batches the child holds: one it parses, and three that it can go on with while many stories are stored here."""

FIRST_GIVEN, LAST_GIVEN = 40, 640
"""Results given at a time: a screen of stories first, then twice as many each time, which halves what storing costs."""
HEAVIEST_BATCH = 8 * 1024 * 1024
"""Bytes of files from strangers that are parsed at a time; a real batch has 4 MB."""


class _Child:
    """The child process, with a thread that writes what is asked of it, and one that takes its answers off the pipe.

    Names and digests of the batches that wait are more than a pipe's 64 KiB: whoever asks would wait until one is parsed.
    """

    def __init__(self) -> None:
        """Start it. Raises OSError where the system allows no other process."""
        self._process = subprocess.Popen(
            # -P: a folder named tui in the working directory must not be imported instead of this package.
            [sys.executable, "-P", "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # What it cannot parse is parsed here: nothing it could say helps the reader, whose terminal this may be.
            stderr=subprocess.DEVNULL,
        )
        self._inbox = Inbox()
        self._asked: SimpleQueue[bytes | None] = SimpleQueue()
        self._answers: SimpleQueue[bytes | None] = SimpleQueue()
        self.waiting: list[list[Item]] = []
        Thread(target=self._feed, daemon=True).start()
        Thread(target=self._drain, daemon=True).start()

    def _feed(self) -> None:
        assert self._process.stdin is not None
        # That the child is gone is told by its answers.
        with suppress(BrokenPipeError), self._process.stdin as pipe:
            while (frame := self._asked.get()) is not None:
                write_frame(pipe, frame)

    def _drain(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as pipe:
            while (frame := read_frame(pipe)) is not None:
                self._answers.put(frame)
            self._answers.put(None)

    def send(self, shelf: Shelf, batch: list[Item]) -> None:
        """Hand over a batch."""
        self._asked.put(marshal.dumps((shelf, batch)))
        self.waiting.append(batch)

    @property
    def ready(self) -> bool:
        return not self._answers.empty()

    def receive(self) -> list[FileResult] | None:
        """The oldest batch's results; None when the child is gone."""
        frame = self._answers.get()
        if frame is None:
            return None
        self.waiting.pop(0)
        return self._inbox.open(*marshal.loads(frame))

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        self._asked.put(None)


def parse_files(place: str, names: list[str]) -> Generator[list[FileResult], None, None]:
    """Parse a folder's files; yields results as they are done, near the order given. Never raises for bad input."""
    return _gathered(_parsed((FOLDER, place), [(name, "", 0) for name in names]))


def parse_blobs(directory: str, items: list[Item]) -> Generator[list[FileResult], None, None]:
    """As `parse_files`, for files of a bare copy. A blob that is not there has the digest b""."""
    return _gathered(_parsed((REPOSITORY, directory), items))


def parse_content(files: Iterable[tuple[str, bytes]]) -> Generator[list[FileResult], None, None]:
    """As `parse_files`, for files that are handed over one after another; here alone, as their way here takes longer."""
    here, inbox = Parser(), Inbox()
    held: dict[str, bytes] = {}
    size = 0
    for name, data in files:
        held[name] = data
        size += len(data)
        if len(held) >= FIRST_BATCH or size >= HEAVIEST_BATCH:
            yield inbox.open(*here.parse_read([(name, "", 0) for name in held], held.__getitem__))
            held.clear()
            size = 0
    yield inbox.open(*here.parse_read([(name, "", 0) for name in held], held.__getitem__))


def _gathered(batches: Generator[list[FileResult], None, None]) -> Generator[list[FileResult], None, None]:
    """Several batches as one, of a number that grows."""
    most, gathered = FIRST_GIVEN, list[FileResult]()
    # Closed at once when the caller gives up: it holds a child process.
    with closing(batches):
        for results in batches:
            gathered += results
            if len(gathered) >= most:
                yield gathered
                most, gathered = min(2 * most, LAST_GIVEN), []
    if gathered:
        yield gathered


def _parsed(shelf: Shelf, items: list[Item]) -> Generator[list[FileResult], None, None]:
    pending = deque(_batches(items))
    here, inbox = Parser(), Inbox()
    child = _started() if len(items) >= ALONE_BELOW else None
    try:
        if pending:
            yield inbox.open(*here.parse(shelf, pending.popleft()))
        while pending or (child and child.waiting):
            while child and len(pending) > 1 and len(child.waiting) < IN_FLIGHT:
                child.send(shelf, pending.popleft())
            if child and child.waiting and (child.ready or not pending):
                results = child.receive()
                if results is None:
                    _take_back(child, pending)
                    child = None
                else:
                    yield results
            elif pending:
                # From the far end: files near in time link the same articles, which are then parsed in one process only.
                # A few at a time: what the child has done must not wait to be stored.
                last = pending.pop()
                if last[:-MORSEL]:
                    pending.append(last[:-MORSEL])
                yield inbox.open(*here.parse(shelf, last[-MORSEL:]))
    finally:
        here.close()
        if child:
            child.close()


def _batches(items: list[Item]) -> Iterator[list[Item]]:
    """The items in batches of a number that grows, none of which is too much for memory."""
    for part in folder.parts(items, FIRST_BATCH, BATCH):
        batch: list[Item] = []
        size = 0
        for item in part:
            if size + item[2] > HEAVIEST_BATCH and batch:
                yield batch
                batch, size = [], 0
            batch.append(item)
            size += item[2]
        yield batch


def _started() -> _Child | None:
    """A child, where there is a core for it and the system lets it start."""
    if (os.cpu_count() or 1) < 2:
        return None
    try:
        return _Child()
    except OSError:
        return None


def _take_back(child: _Child, pending: deque[list[Item]]) -> None:
    """Take back what a dead child had not answered: it is parsed here instead."""
    pending.extendleft(reversed(child.waiting))
    child.waiting.clear()
    child.close()


def main() -> None:
    """The child: answers requests until standard input ends."""
    # Ctrl-C in a terminal reaches every process there; this one ends when its parent does.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()
    parser = Parser()
    while (frame := read_frame(sys.stdin.buffer)) is not None:
        write_frame(sys.stdout.buffer, marshal.dumps(parser.parse(*marshal.loads(frame))))


if __name__ == "__main__":
    main()
