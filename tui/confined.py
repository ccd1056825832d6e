"""Runs one of our modules as a child process under limits of memory and time. Knows neither jobs nor formats.

Foreign parsers of hostile input are ended, not trusted: a feed of 20,000 attributes keeps one busy for 6 s and a page of
100,000 links takes 500 MB. Requests go in on standard input and answers come out on standard output, both as a
four-byte length and `marshal` data.
"""

from __future__ import annotations

import marshal
import os
import select
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from threading import Lock
from typing import IO, Any

FRAME_LIMIT = 64 * 1024 * 1024
"""Bytes of one request or answer; pages and feeds are at most 5 MB."""
_PIECE = 65_536
"""What a pipe holds."""


class ChildEnded(Exception):
    """There is no answer: the child was ended, or broke off by itself."""

    def __init__(self, *, late: bool) -> None:
        super().__init__("out of time" if late else "broke off")
        self.late = late
        """It was ended because its time was up."""


class Confined:
    """A child that answers one request after another; made when it is first needed, made anew after it ended.

    `module` is run as a program and must call `serve`. One request at a time: a second thread waits for its turn.
    """

    def __init__(self, module: str, seconds: float) -> None:
        """`seconds`: the time an answer may take, the child's start included."""
        self._module = module
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._turn = Lock()
        self._closed = False

    def ask(self, request: Any) -> Any:
        """The child's answer. Raises ChildEnded when it is out of time, breaks off, or `close` was called."""
        with self._turn:
            deadline = time.monotonic() + self._seconds
            process = self._started()
            answered = False
            try:
                _write(process, marshal.dumps(request), deadline)
                answer = marshal.loads(_read(process, deadline))
                answered = True
            finally:
                if not answered:
                    self._end()
            return answer

    def close(self) -> None:
        """End the child for good, from any thread: an `ask` that waits raises ChildEnded at once."""
        self._closed = True
        process = self._process
        if process is not None:
            process.kill()
        with self._turn:
            self._end()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            self._process = subprocess.Popen(
                # -P: a folder named tui in the working directory must not be imported instead of this package.
                [sys.executable, "-P", "-m", self._module],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
            )
            for pipe in (self._process.stdin, self._process.stdout):
                assert pipe is not None
                os.set_blocking(pipe.fileno(), False)
        if self._closed:
            self._end()
            raise ChildEnded(late=False)
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()


def _write(process: subprocess.Popen[bytes], data: bytes, deadline: float) -> None:
    assert process.stdin is not None
    descriptor = process.stdin.fileno()
    left = memoryview(_framed(data))
    while left:
        _wait(descriptor, select.POLLOUT, deadline)
        try:
            left = left[os.write(descriptor, left[:_PIECE]) :]
        except BlockingIOError:
            continue
        except BrokenPipeError as error:
            raise ChildEnded(late=False) from error


def _read(process: subprocess.Popen[bytes], deadline: float) -> bytes:
    assert process.stdout is not None
    descriptor = process.stdout.fileno()
    found = bytearray()
    wanted = 4
    while len(found) < wanted:
        _wait(descriptor, select.POLLIN, deadline)
        piece = os.read(descriptor, _PIECE)
        if not piece:
            raise ChildEnded(late=False)
        found += piece
        if wanted == 4 and len(found) >= 4:
            wanted = 4 + int.from_bytes(found[:4], "big")
            if wanted > FRAME_LIMIT:
                raise ChildEnded(late=False)
    return bytes(found[4:])


def _framed(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data


def _wait(descriptor: int, event: int, deadline: float) -> None:
    poll = select.poll()
    poll.register(descriptor, event)
    left = deadline - time.monotonic()
    if left <= 0 or not poll.poll(left * 1000):
        raise ChildEnded(late=True)


# The child's half


def serve(answer: Callable[[Any], Any], memory: int, seconds: int) -> None:
    """Answer requests until standard input ends. `memory`: bytes of address space; `seconds`: of processor per request.

    The parent ends a late child itself; the processor limit is for a child whose parent is gone.
    """
    # What a library prints must not land between the answers.
    with os.fdopen(os.dup(1), "wb") as out:
        os.dup2(2, 1)
        _limit("RLIMIT_AS", memory)
        _limit("RLIMIT_CORE", 0)
        while (frame := read_frame(sys.stdin.buffer)) is not None:
            _limit("RLIMIT_CPU", int(time.process_time()) + 1 + seconds)
            write_frame(out, marshal.dumps(answer(marshal.loads(frame))))


def write_frame(pipe: IO[bytes], data: bytes) -> None:
    """Write one request or answer. Raises BrokenPipeError."""
    pipe.write(_framed(data))
    pipe.flush()


def read_frame(pipe: IO[bytes]) -> bytes | None:
    """The next request or answer; None when there is no other one."""
    head = pipe.read(4)
    if len(head) < 4:
        return None
    size = int.from_bytes(head, "big")
    data = pipe.read(size)
    return data if len(data) == size else None


def _limit(name: str, amount: int) -> None:
    import resource

    # Some systems do not know every limit, or refuse one; the parent's clock stays.
    with suppress(AttributeError, ValueError, OSError):
        kind = getattr(resource, name)
        _, most = resource.getrlimit(kind)
        resource.setrlimit(kind, (amount if most == resource.RLIM_INFINITY else min(amount, most), most))
