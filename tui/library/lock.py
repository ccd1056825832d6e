"""Lets one process at a time write the index, and one fetch. Marks need no lock of ours: SQLite's own is enough for them."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from tui.errors import LibraryReadOnly
from tui.library.opening import LOCK, NETWORK_LOCK


def writing(folder: Path) -> AbstractContextManager[bool]:
    """Hold the right to write the index of the library in `folder`; yields whether it was had. Never waits.

    The kernel lets go of it when a process dies. Raises LibraryReadOnly.
    """
    return _holding(folder / LOCK)


def fetching(folder: Path) -> AbstractContextManager[bool]:
    """Hold the right to fetch from the library's sources over the network, as `writing` does.

    Two that fetch at once would ask servers twice, and undo each other's work in the copies of repositories.
    """
    return _holding(folder / NETWORK_LOCK)


@contextmanager
def _holding(path: Path) -> Iterator[bool]:
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise _unusable(path, error) from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            had = True
        except BlockingIOError:
            had = False
        except OSError as error:
            # Some network folders have no locks.
            raise _unusable(path, error) from error
        yield had
    finally:
        os.close(descriptor)


def _unusable(path: Path, error: OSError) -> LibraryReadOnly:
    return LibraryReadOnly(
        f"{path} cannot be locked: {error.strerror or error}.", "Name another folder with --library PATH."
    )
