"""Lets one process at a time write the index. Marks need no lock of ours: SQLite's own is enough for them."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tui.errors import LibraryReadOnly
from tui.library.opening import LOCK


@contextmanager
def writing(folder: Path) -> Iterator[bool]:
    """Hold the right to write the index of the library in `folder`; yields whether it was had. Never waits.

    The kernel lets go of it when a process dies. Raises LibraryReadOnly.
    """
    path = folder / LOCK
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise LibraryReadOnly(
            f"{path} cannot be written: {error.strerror or error}.", "Name another folder with --library PATH."
        ) from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            had = True
        except BlockingIOError:
            had = False
        yield had
    finally:
        os.close(descriptor)
