"""A program in a real pseudo-terminal: started, typed at, watched and timed, for tests and benchmarks. Answers no query.

    with Terminal(["broadsheet", "seeds"], home=tmp_path) as terminal:
        terminal.wait(lambda t: "Stories" in t.text)
        terminal.write("q")
        assert terminal.wait_exit() == 0

Nothing sleeps: every wait ends with the output it waits for, or with `Late`, which shows the screen.
"""

from __future__ import annotations

import errno
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import pyte
from wcwidth import wcwidth

SECONDS = 20.0
"""How long a wait lasts at most, unless it says otherwise: generous, for a busy machine."""
LOOK_AGAIN = 0.05
"""Seconds without output after which `wait` asks its predicate again, which may look at more than the screen."""
QUIET = 0.02
"""Seconds without output after which `measure` looks at the screen; parsing it earlier would delay the program."""
LOOK_AT_LEAST = 0.25
"""Seconds after which `measure` looks although output keeps coming."""

_UNKNOWN_TO_PYTE = re.compile(rb"\x1b\[[<=>][0-?]*[ -/]*[@-~]|\x1b[PX^_][^\x1b\x07]*(?:\x1b\\|\x07)")
"""Private CSI sequences and DCS, SOS, PM, APC strings: pyte 0.8 takes the first for others and prints the second."""
_UNFINISHED = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*|[PX^_][^\x1b\x07]*\x1b?)?\Z")

Predicate = Callable[["Terminal"], object]


class Late(AssertionError):
    """What was waited for did not come in time."""


@dataclass(frozen=True)
class Timing:
    """Seconds from the write."""

    first: float
    """To the first byte of output."""
    done: float
    """To the output that made the predicate hold."""


class _Screen(pyte.Screen):
    """pyte's, with the alternate screen that it lacks: what a full-screen program leaves behind can be seen."""

    alternate = False

    @property
    def display(self) -> list[str]:
        """The rows. pyte's own fails where output has come to between the halves of a wide character that it replaces."""
        return [self._row(self.buffer[y]) for y in range(self.lines)]

    def _row(self, cells: Mapping[int, pyte.screens.Char]) -> str:
        row = [cells[x].data for x in range(self.columns)]
        for x, data in enumerate(row):
            if not data and (x == 0 or wcwidth(row[x - 1][:1]) != 2):
                row[x] = " "
        return "".join(row)

    def set_mode(self, *modes: int, **how: Any) -> None:
        if how.get("private") and 1049 in modes and not self.alternate:
            self._main = {row: dict(cells) for row, cells in self.buffer.items()}
            self.save_cursor()
            self.alternate = True
            self.erase_in_display(2)
        super().set_mode(*modes, **how)

    def reset_mode(self, *modes: int, **how: Any) -> None:
        if how.get("private") and 1049 in modes and self.alternate:
            self.alternate = False
            self.erase_in_display(2)
            for row, cells in self._main.items():
                self.buffer[row].update(cells)
            self.restore_cursor()
        super().reset_mode(*modes, **how)


class Terminal:
    """One program and its terminal of `size` (columns, rows).

    The program sees PATH, HOME (`home`), TERM and LANG, and what `env` adds or, as "", takes away; nothing else of ours.
    """

    def __init__(
        self,
        argv: Sequence[str | Path],
        *,
        home: Path,
        size: tuple[int, int] = (100, 30),
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> None:
        environ = {"PATH": os.environ["PATH"], "HOME": str(home), "TERM": "xterm-256color", "LANG": "C.UTF-8"}
        environ |= env or {}
        self.raw = bytearray()
        """Every byte that came out, up to the last look."""
        self.started = 0.0
        """`time.monotonic()` just before the program was started."""
        self._screen = _Screen(*size)
        self._stream = pyte.ByteStream(self._screen)
        self._shown = 0
        self._ended = False
        self._master, slave = pty.openpty()
        self._set_size(*size)
        os.set_blocking(self._master, False)
        with warnings.catch_warnings():
            # Python 3.12 warns of fork in a threaded process; between fork and exec only one ioctl happens here.
            warnings.simplefilter("ignore", DeprecationWarning)
            self.started = time.monotonic()
            self.process = subprocess.Popen(
                [str(word) for word in argv],
                stdin=slave,
                stdout=slave,
                stderr=slave,
                env={name: value for name, value in environ.items() if value},
                cwd=cwd,
                start_new_session=True,
                preexec_fn=_take_terminal,
            )
        os.close(slave)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    # What is on screen

    @property
    def lines(self) -> list[str]:
        """The rows of the screen, without the blanks at their ends."""
        return [line.rstrip() for line in self.screen.display]

    @property
    def text(self) -> str:
        """The screen as one text."""
        return "\n".join(self.lines)

    @property
    def screen(self) -> _Screen:
        """pyte's screen: `buffer[row][column]` has colours, `cursor` the cursor, `alternate` which screen it is."""
        if self._shown < len(self.raw):
            data = bytes(self.raw[self._shown :])
            if unfinished := _UNFINISHED.search(data):
                data = data[: unfinished.start()]
            self._shown += len(data)
            self._stream.feed(_UNKNOWN_TO_PYTE.sub(b"", data))
        return self._screen

    @property
    def cooked(self) -> bool:
        """Whether the terminal edits lines and echoes, as a shell leaves it to a program."""
        flags = termios.tcgetattr(self._master)[3]
        return bool(flags & termios.ICANON) and bool(flags & termios.ECHO)

    # What happens to it

    def write(self, keys: str | bytes) -> None:
        """Type."""
        data = keys.encode() if isinstance(keys, str) else keys
        while data:
            select.select([], [self._master], [], SECONDS)
            data = data[os.write(self._master, data) :]

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size; the program is told by a signal and must paint a full screen anew."""
        screen = self.screen
        screen.resize(rows, columns)
        if screen.alternate:
            screen.erase_in_display(2)
        self._set_size(columns, rows)

    def wait(self, holds: Predicate, seconds: float = SECONDS) -> float:
        """Read until the predicate holds; when output last came, as `time.monotonic()`. Raises Late."""
        deadline = time.monotonic() + seconds
        now = time.monotonic()
        while not holds(self):
            data = self._read(min(LOOK_AGAIN, deadline - time.monotonic()))
            if data:
                now = time.monotonic()
                self.raw += data
            elif self._ended or time.monotonic() >= deadline:
                raise Late(f"not within {seconds} s{', and the program ended' * self._ended}:\n{self.text}")
        return now

    def read_on(self, seconds: float = SECONDS) -> float:
        """Read what comes next; when it came, as `time.monotonic()`. Raises Late."""
        before = len(self.raw)
        return self.wait(lambda t: len(t.raw) > before, seconds)

    def settle(self, quiet: float) -> None:
        """Read until nothing has come for `quiet` seconds."""
        while data := self._read(quiet):
            self.raw += data

    def measure(self, keys: str | bytes, holds: Predicate, seconds: float = SECONDS) -> Timing:
        """Type, and say how long it took until the output came that makes the predicate hold. Raises Late."""
        began = time.monotonic()
        self.write(keys)
        return self._timing(began, holds, seconds)

    def measure_start(self, holds: Predicate, seconds: float = SECONDS) -> Timing:
        """The same from the start of the program; call it first. Raises Late."""
        return self._timing(self.started, holds, seconds)

    def type_on(self, keys: Iterable[tuple[float, str]], last: re.Pattern[bytes]) -> list[tuple[float, str | bytes]]:
        """Type keys, each so many seconds after the one before, until `last` has come; what went in (str) and came out.

        With the times as `time.monotonic()`. The screen is not looked at meanwhile, which may take longer than a key does:
        add the pieces to `raw` one after the other. Raises Late.
        """
        log: list[tuple[float, str | bytes]] = []
        ending, began = b"", time.monotonic()
        due = began
        for wait, key in keys:
            due += wait
            while (now := time.monotonic()) < due:
                if data := self._read(due - now):
                    log.append((time.monotonic(), data))
                    ending = (ending + data)[-65_536:]
            if last.search(ending):
                return log
            if self._ended or now - began > SECONDS:
                break
            log.append((time.monotonic(), key))
            self.write(key)
        raise Late(f"not within {SECONDS} s{', and the program ended' * self._ended}")

    def wait_exit(self, seconds: float = SECONDS) -> int:
        """Read until the program ends; its exit code (minus the signal that ended it). Raises Late."""
        deadline = time.monotonic() + seconds
        while data := self._read(deadline - time.monotonic()):
            self.raw += data
        try:
            return self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired as error:
            raise Late(f"still running after {seconds} s:\n{self.text}") from error

    def hang_up(self) -> None:
        """Close the terminal's end, as a window that is closed or a connection that breaks; nothing can be read any more."""
        os.close(self._master)
        self._master = -1
        self._ended = True

    def close(self) -> None:
        """End the program, if it has not ended, and everything of its session that still holds the terminal."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        if self._master >= 0:
            os.close(self._master)
            self._master = -1

    def _timing(self, began: float, holds: Predicate, seconds: float) -> Timing:
        first = None
        while True:
            pieces: list[tuple[float, bytes]] = []
            looked = time.monotonic()
            while time.monotonic() - looked < LOOK_AT_LEAST:
                data = self._read(QUIET if pieces else began + seconds - time.monotonic())
                if not data:
                    break
                pieces.append((time.monotonic(), data))
            if not pieces:
                raise Late(f"not within {seconds} s{', and the program ended' * self._ended}:\n{self.text}")
            first = first or pieces[0][0]
            held = None
            for came, data in pieces:
                self.raw += data
                if held is None and holds(self):
                    held = came
            if held is not None:
                return Timing(first - began, held - began)

    def _read(self, seconds: float) -> bytes:
        """What comes next; empty when nothing does in time, or ever."""
        if self._ended or not select.select([self._master], [], [], max(0.0, seconds))[0]:
            return b""
        try:
            data = os.read(self._master, 65536)
        except OSError as error:
            if error.errno != errno.EIO:  # Linux's way to say that no one holds the other end
                raise
            data = b""
        self._ended = not data
        return data

    def _set_size(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def _take_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
