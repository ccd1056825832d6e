"""Runs a git command to its end, under limits of time, size and output. Ended with all it started when cancelled."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from tui.errors import SourceError, TimedOut, TooLarge, Unreachable
from tui.net.answers import WayOut
from tui.sources.git_command import OPTIONS, command, environment
from tui.text.clean import clean_line

SIZE_LIMIT = 1_000_000_000
"""Bytes of a bare copy; the largest real one has 20 MB."""
OUTPUT_LIMIT = 64 * 1024 * 1024
"""Bytes that git may print; the list of 5,000 files has 0.6 MB."""
LOOK_EVERY = 0.25
"""Seconds between two looks at how large the copy has become: git itself knows no limit for what it fetches."""
PATIENCE = 0.1
"""Seconds that git gets to take its lock files away before it is killed; a sync ends within 0.3 s of being cancelled."""


async def run(
    directory: Path,
    arguments: Sequence[str],
    *,
    name: str,
    deadline: float,
    options: Mapping[str, str] = OPTIONS,
    way: WayOut | None = None,
) -> bytes:
    """What git prints. `name`: what the reader knows the repository by; `way`: how it goes out, if it does.

    Raises TimedOut, TooLarge and Unreachable where it goes out, SourceError where it does not.
    """
    process = await asyncio.create_subprocess_exec(
        *command(str(directory), arguments, options),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=environment(way),
        start_new_session=True,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    readers = [asyncio.create_task(_all(stream, name)) for stream in (process.stdout, process.stderr)]
    try:
        async with asyncio.timeout(deadline):
            unread: set[asyncio.Task[bytes]] = set(readers)
            while unread:
                done, unread = await asyncio.wait(unread, timeout=LOOK_EVERY, return_when=asyncio.FIRST_EXCEPTION)
                for reader in done:
                    reader.result()
                if _size(directory / "objects" / "pack") > SIZE_LIMIT:
                    raise _too_large(name)
            status = await process.wait()
    except TimeoutError as error:
        raise TimedOut(f"{name} took too long to send its stories.", "Try again when the network is better.") from error
    finally:
        await _end(process)
        await asyncio.gather(*readers, return_exceptions=True)
    if status == 0:
        return readers[0].result()
    lines = readers[1].result().decode("utf-8", "replace").strip().splitlines()
    reason = clean_line(lines[-1].removeprefix("fatal: "), 160).rstrip(".") if lines else f"status {status}"
    fault = SourceError if way is None else Unreachable
    raise fault(f"git cannot read {name}: {reason}.", "Check the address and the network, and try again.")


async def _all(stream: asyncio.StreamReader, name: str) -> bytes:
    pieces: list[bytes] = []
    size = 0
    while data := await stream.read(65_536):
        size += len(data)
        if size > OUTPUT_LIMIT:
            raise _too_large(name)
        pieces.append(data)
    return b"".join(pieces)


def _size(folder: Path) -> int:
    try:
        with os.scandir(folder) as entries:
            return sum(entry.stat().st_size for entry in entries)
    except OSError:
        return 0  # not there yet, or a file that went while we looked


def _too_large(name: str) -> TooLarge:
    return TooLarge(f"{name} is larger than a site of stories can be.", "Check that it is the right repository.")


async def _end(process: asyncio.subprocess.Process) -> None:
    """End git and what it started."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        if process.returncode is not None:
            return
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, number)
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                await process.wait()
