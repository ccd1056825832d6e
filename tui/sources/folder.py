"""A folder of story files: what lies in it and what the files hold. Follows no symbolic link to a folder.

A name is a file's path below the source's place, with "/" between parts; a source may also be one file. What is hidden
is left out: editors' locks (`.#name.md`) and other systems' leavings (`._name.md`) are no stories.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, TypeVar

from tui.errors import SourceError

SUFFIXES = (".md", ".markdown")
"""Story files are Markdown with front matter (docs/format.md)."""
DEPTH_LIMIT = 32
"""Folders below folders; a deeper one is left out and listed as a problem."""
READ_LIMIT = 4 * 1024 * 1024 + 1
"""Bytes read of one file: one more than the format accepts, so that a larger file is recognised and not loaded."""

T = TypeVar("T")
Stamp = tuple[int, int]
"""(time of modification in nanoseconds, size in bytes)."""


class Scan(NamedTuple):
    """What one look at a folder found."""

    stamps: dict[str, Stamp]
    """Name → stamp of every story file."""
    problems: tuple[tuple[str, str], ...] = ()
    """(name, reason) of what was left out."""
    unseen: tuple[str, ...] = ()
    """Names of files, and of folders with a slash behind, that are there but could not be looked at."""


def locate(place: str) -> Path:
    """The real path of a folder or file that the reader named. Raises SourceError when there is none."""
    try:
        path = Path(place).expanduser().resolve(strict=True)
        str(path).encode()
    except UnicodeEncodeError as error:
        raise SourceError(f"The path {place!r} is not UTF-8.", "Rename the folder and try again.") from error
    except (OSError, RuntimeError, ValueError) as error:
        raise SourceError(f"There is no folder or file {place!r}.", "Check the path and try again.") from error
    if not path.is_dir() and not path.is_file():
        raise SourceError(f"{place} is neither a folder nor a file.", "Name a folder of story files.")
    return path


def scan(place: str) -> Scan:
    """Name and stamp of every story file at `place`. Raises SourceError when the place itself cannot be read."""
    try:
        status = os.stat(place)
        if not stat.S_ISDIR(status.st_mode):
            return Scan({os.path.basename(place): (status.st_mtime_ns, status.st_size)})
        look = _Look()
        look.into(place, "", 0)
    except OSError as error:
        raise SourceError(
            f"The folder {place} cannot be read: {error.strerror or error}.",
            "What the library has of it stays; put it back, or remove it with 'broadsheet remove'.",
        ) from error
    return Scan(look.stamps, tuple(look.problems), tuple(look.unseen))


class _Look:
    """One walk through a folder."""

    def __init__(self) -> None:
        self.stamps: dict[str, Stamp] = {}
        self.problems: list[tuple[str, str]] = []
        self.unseen: list[str] = []

    def into(self, folder: str, prefix: str, depth: int) -> None:
        stamps = self.stamps
        folders: list[tuple[str, str]] = []
        with os.scandir(folder) as entries:
            for entry in entries:
                name = entry.name
                if name[0] == ".":
                    continue
                if name.endswith(SUFFIXES) or name.lower().endswith(SUFFIXES):
                    try:
                        status = entry.stat()
                        if stat.S_ISREG(status.st_mode):
                            name.encode()
                            stamps[prefix + name] = (status.st_mtime_ns, status.st_size)
                            continue
                        if not stat.S_ISDIR(status.st_mode):
                            self._left_out(prefix + name, "It is a pipe, a device or the like, so it was left out.")
                            continue
                    except UnicodeEncodeError:
                        self._left_out(prefix + name, "The file's name is not UTF-8, so it was left out: rename it.")
                        continue
                    except FileNotFoundError:
                        # A link to nothing, or a file that went away between the two looks.
                        if entry.is_symlink():
                            self._left_out(prefix + name, "It is a link to a file that is not there.")
                        continue
                    except OSError as error:
                        self._unseen(prefix + name, f"The file cannot be looked at: {error.strerror}.")
                        continue
                if entry.is_dir(follow_symlinks=False):
                    folders.append((entry.path, prefix + name + "/"))
        for path, below in folders:
            if depth >= DEPTH_LIMIT:
                self._left_out(below, f"Folders more than {DEPTH_LIMIT} deep are left out.")
                continue
            try:
                below.encode()
                self.into(path, below, depth + 1)
            except UnicodeEncodeError:
                self._left_out(below, "The folder's name is not UTF-8, so it was left out: rename it.")
            except FileNotFoundError:
                continue
            except OSError as error:
                self._unseen(below, f"The folder cannot be read: {error.strerror}.")

    def _left_out(self, name: str, reason: str) -> None:
        self.problems.append((os.fsencode(name).decode("utf-8", "backslashreplace"), reason))

    def _unseen(self, name: str, reason: str) -> None:
        self._left_out(name, reason)
        self.unseen.append(name)


def path_of(place: str, name: str) -> str:
    """The absolute path of a source's file."""
    return place if os.path.basename(place) == name and not os.path.isdir(place) else f"{place}/{name}"


def read(path: str) -> bytes:
    """At most READ_LIMIT bytes of a regular file. Raises OSError."""
    # O_NONBLOCK: a file that was swapped for a FIFO must not hang the reader.
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(0, "not a regular file")
        data = os.read(descriptor, READ_LIMIT)
        # Some network folders give a file in pieces.
        while len(data) < READ_LIMIT and (more := os.read(descriptor, READ_LIMIT - len(data))):
            data += more
        return data
    finally:
        os.close(descriptor)


def digest(data: bytes) -> bytes:
    """What tells a changed file from a touched one."""
    # Where the processor has instructions for SHA-256, as most have, it takes half of the time that BLAKE2b takes.
    from hashlib import sha256  # 1.3 ms, which a reader's start need not wait for

    return sha256(data).digest()[:16]


def stamp_of(path: str) -> Stamp | None:
    """The file's stamp now; None when it is gone or no regular file."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return (status.st_mtime_ns, status.st_size) if stat.S_ISREG(status.st_mode) else None


def parts(names: list[T], first: int, most: int) -> Iterator[list[T]]:
    """Cut names into batches: a small one first, so that there is something to show at once, then doubling."""
    start, size = 0, first
    while start < len(names):
        yield names[start : start + size]
        start += size
        size = min(size * 2, most)
