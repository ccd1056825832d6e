"""A folder of story files: what lies in it and what the files hold. Follows no symbolic link to a folder.

A name is a file's path below the source's place, with "/" between parts; a source may also be one file.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from tui.errors import SourceError

SUFFIXES = (".md", ".markdown")
"""Story files are Markdown with front matter (docs/format.md)."""
DEPTH_LIMIT = 32
"""Folders below folders; a deeper one is left out and listed as a problem."""
READ_LIMIT = 4 * 1024 * 1024 + 1
"""Bytes read of one file: one more than the format accepts, so that a larger file is recognised and not loaded."""

Stamp = tuple[int, int]
"""(time of modification in nanoseconds, size in bytes)."""


@dataclass(frozen=True, slots=True)
class Scan:
    """What one look at a folder found."""

    stamps: dict[str, Stamp]
    """Name → stamp of every story file."""
    problems: tuple[tuple[str, str], ...] = ()
    """(name, reason) of what could not be looked into."""


def locate(place: str) -> Path:
    """The real path of a folder or file that the reader named. Raises SourceError when there is none."""
    try:
        path = Path(place).expanduser().resolve(strict=True)
    except (OSError, RuntimeError, ValueError) as error:
        raise SourceError(f"There is no folder or file {place!r}.", "Check the path and try again.") from error
    if not path.is_dir() and not path.is_file():
        raise SourceError(f"{place} is neither a folder nor a file.", "Name a folder of story files.")
    return path


def scan(place: str) -> Scan:
    """Name and stamp of every story file at `place`. Raises SourceError when the place itself cannot be read."""
    stamps: dict[str, Stamp] = {}
    problems: list[tuple[str, str]] = []
    try:
        status = os.stat(place)
        if not stat.S_ISDIR(status.st_mode):
            return Scan({os.path.basename(place): (status.st_mtime_ns, status.st_size)})
        _scan_into(place, "", 0, stamps, problems)
    except OSError as error:
        raise SourceError(
            f"The folder {place} cannot be read: {error.strerror or error}.",
            "What the library has of it stays; put it back, or remove it with 'broadsheet remove'.",
        ) from error
    return Scan(stamps, tuple(problems))


def _scan_into(folder: str, prefix: str, depth: int, stamps: dict[str, Stamp], problems: list[tuple[str, str]]) -> None:
    folders: list[tuple[str, str]] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            name = entry.name
            if name.endswith(SUFFIXES) or name.lower().endswith(SUFFIXES):
                try:
                    status = entry.stat()
                    if stat.S_ISREG(status.st_mode):
                        name.encode()
                        stamps[prefix + name] = (status.st_mtime_ns, status.st_size)
                        continue
                except UnicodeEncodeError:
                    shown = os.fsencode(prefix + name).decode("utf-8", "backslashreplace")
                    problems.append((shown, "The file's name is not UTF-8, so it was left out: rename it."))
                    continue
                except OSError as error:
                    problems.append((prefix + name, f"The file cannot be looked at: {error.strerror}."))
                    continue
            if not name.startswith(".") and entry.is_dir(follow_symlinks=False):
                folders.append((entry.path, prefix + name + "/"))
    for path, below in folders:
        if depth >= DEPTH_LIMIT:
            problems.append((below, f"Folders more than {DEPTH_LIMIT} deep are left out."))
            continue
        try:
            below.encode()
            _scan_into(path, below, depth + 1, stamps, problems)
        except UnicodeEncodeError:
            shown = os.fsencode(below).decode("utf-8", "backslashreplace")
            problems.append((shown, "The folder's name is not UTF-8, so it was left out: rename it."))
        except OSError as error:
            problems.append((below, f"The folder cannot be read: {error.strerror}."))


def path_of(place: str, name: str) -> str:
    """The absolute path of a source's file."""
    return place if os.path.basename(place) == name and not os.path.isdir(place) else f"{place}/{name}"


def read(path: str) -> bytes:
    """At most READ_LIMIT bytes of a regular file. Raises OSError."""
    # O_NONBLOCK: a file that was swapped for a FIFO must not hang the reader.
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb", buffering=0) as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(0, "not a regular file")
        return file.read(READ_LIMIT)


def digest(data: bytes) -> bytes:
    """What tells a changed file from a touched one."""
    return blake2b(data, digest_size=16).digest()


def stamp_of(path: str) -> Stamp | None:
    """The file's stamp now; None when it is gone or no regular file."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return (status.st_mtime_ns, status.st_size) if stat.S_ISREG(status.st_mode) else None


def parts(names: list[str], first: int, most: int) -> Iterator[list[str]]:
    """Cut names into batches: a small one first, so that there is something to show at once, then doubling."""
    start, size = 0, first
    while start < len(names):
        yield names[start : start + size]
        start += size
        size = min(size * 2, most)
