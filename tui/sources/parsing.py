"""Reads and parses story files on two cores: here, and in one child process. Keeps no result.

The child exists because the parser holds the GIL. It is this module run as a program: requests come in on standard
input and results go out on standard output, both as a four-byte length and `marshal` data. Each distinct `related`
entry crosses the pipe once; after that its number does.
"""

from __future__ import annotations

import gc
import marshal
import os
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from queue import SimpleQueue
from threading import Thread
from typing import IO

from tui.formats.flat import FileResult, FlatArticle, flat_article
from tui.formats.frontmatter import Reader
from tui.model import Article
from tui.sources import folder

ALONE_BELOW = 150
"""Files below which no child is started: starting one costs about 60 ms, parsing a file about 0.15 ms."""
FIRST_BATCH = 40
"""Files in the first batch: a screen of stories is there after about 20 ms."""
BATCH = 160
"""Files in later batches: their names, twice, fit a pipe's 64 KiB, so that handing them over never blocks."""
MORSEL = 20
"""Files parsed here at a time while the child has nothing ready."""
IN_FLIGHT = 2
"""Batches the child holds: one it parses, one that waits, so that it never idles."""


class _Parser:
    """Files in, plain tuples out; remembers each distinct `related` entry."""

    def __init__(self) -> None:
        self._reader = Reader()
        self._numbers: dict[int, int] = {}
        self._kept: list[Article] = []

    def parse(self, place: str, names: list[str]) -> tuple[list[tuple[object, ...]], list[FlatArticle]]:
        """Parse a source's files; returns them, with `related` as numbers, and the entries new since last time."""
        found = []
        new: list[FlatArticle] = []
        for name in names:
            path = folder.path_of(place, name)
            try:
                data = folder.read(path)
            except OSError as error:
                reason = f"The file cannot be read: {error.strerror or error}."
                found.append((name, b"", None, (("", reason),)))
                continue
            parsed = self._reader.read(data, path)
            problems = tuple((problem.place, problem.reason) for problem in parsed.problems)
            report = parsed.report
            flat = report and (
                flat_article(report.article),
                report.heat,
                report.listed,
                report.removed,
                report.category,
                report.topics,
                report.featured_url,
                report.body,
                tuple([self._number(article, new) for article in report.related]),
            )
            found.append((name, folder.digest(data), flat, problems))
        return found, new

    def _number(self, article: Article, new: list[FlatArticle]) -> int:
        number = self._numbers.get(id(article))
        if number is None:
            # The article is kept so that its id() is never given to another one.
            self._numbers[id(article)] = number = len(self._kept)
            self._kept.append(article)
            new.append(flat_article(article))
        return number


class _Inbox:
    """Turns what one parser sends back into FileResults."""

    def __init__(self) -> None:
        self._entries: list[FlatArticle] = []

    def open(self, found: list[tuple[object, ...]], new: list[FlatArticle]) -> list[FileResult]:
        self._entries.extend(new)
        entries = self._entries
        results = []
        for name, digest, flat, problems in found:
            report = flat and (*flat[:-1], tuple([entries[number] for number in flat[-1]]))  # type: ignore[index]
            results.append(FileResult(name, digest, report, problems))  # type: ignore[arg-type]
        return results


class _Child:
    """The child process, with a thread that takes its answers off the pipe."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            # -P: a folder named tui in the working directory must not be imported instead of this package.
            [sys.executable, "-P", "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._inbox = _Inbox()
        self._answers: SimpleQueue[bytes | None] = SimpleQueue()
        self.waiting: list[list[str]] = []
        Thread(target=self._drain, daemon=True).start()

    def _drain(self) -> None:
        assert self._process.stdout is not None
        while True:
            frame = _receive(self._process.stdout)
            self._answers.put(frame)
            if frame is None:
                return

    def send(self, place: str, batch: list[str]) -> bool:
        """Hand over a batch; False when the child is gone."""
        assert self._process.stdin is not None
        try:
            _send(self._process.stdin, marshal.dumps((place, batch)))
        except BrokenPipeError:
            return False
        self.waiting.append(batch)
        return True

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
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.kill()
        self._process.wait()
        self._process.stdin.close()


def parse_files(place: str, names: list[str]) -> Iterator[list[FileResult]]:
    """Parse a source's files; yields batches as they are done, near the order given. Never raises for bad input."""
    pending = deque(folder.parts(names, FIRST_BATCH, BATCH))
    here, inbox = _Parser(), _Inbox()
    child = _Child() if len(names) >= ALONE_BELOW and (os.cpu_count() or 1) > 1 else None
    try:
        if pending:
            yield inbox.open(*here.parse(place, pending.popleft()))
        while pending or (child and child.waiting):
            while child and len(pending) > 1 and len(child.waiting) < IN_FLIGHT:
                if child.send(place, pending[0]):
                    pending.popleft()
                else:
                    child = _abandon(child, pending)
            if child and child.waiting and (child.ready or not pending):
                results = child.receive()
                if results is None:
                    child = _abandon(child, pending)
                else:
                    yield results
            elif pending:
                # From the far end: files near in time link the same articles, which are then parsed in one process only.
                # A few at a time: what the child has done must not wait to be stored.
                last = pending.pop()
                if last[:-MORSEL]:
                    pending.append(last[:-MORSEL])
                yield inbox.open(*here.parse(place, last[-MORSEL:]))
    finally:
        if child:
            child.close()


def _abandon(child: _Child, pending: deque[list[str]]) -> None:
    """Take back what a dead child had not answered: it is parsed here instead."""
    pending.extendleft(reversed(child.waiting))
    child.waiting.clear()
    child.close()


def _send(pipe: IO[bytes], data: bytes) -> None:
    pipe.write(len(data).to_bytes(4, "big") + data)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> bytes | None:
    head = pipe.read(4)
    if len(head) < 4:
        return None
    size = int.from_bytes(head, "big")
    data = pipe.read(size)
    return data if len(data) == size else None


def main() -> None:
    """The child: answers requests until standard input ends."""
    gc.disable()
    parser = _Parser()
    while (frame := _receive(sys.stdin.buffer)) is not None:
        _send(sys.stdout.buffer, marshal.dumps(parser.parse(*marshal.loads(frame))))


if __name__ == "__main__":
    main()
