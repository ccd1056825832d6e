"""Tells when something changes under a source's place. Reads no file."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from tui.sources.folder import SUFFIXES

DEBOUNCE = 150
"""Milliseconds that changes are gathered for: a saved file shows within a second, a checkout of thousands is one run."""
STEP = 50
"""Milliseconds of quiet that end a gathering."""
LOOK_EVERY = 1_000
"""Milliseconds between looks at whether the folder is still the one that is watched."""

Work = tuple[str, ...]


def watch(place: str, put: Callable[[Work], None], say: Callable[[dict[str, object]], None]) -> None:
    """Put ("file", path) or ("sync",) for every change at `place`, for ever, also when it goes away and comes back."""
    while True:
        folder = place if os.path.isdir(place) else os.path.dirname(place) if Path(place).is_file() else ""
        try:
            if folder:
                _watch_one(place, folder, put)
        except FileNotFoundError:
            continue
        except (OSError, RuntimeError) as error:
            # Too many folders for the system's limit.
            say({"event": "unwatched", "message": f"{place} cannot be watched for changes: {error}."})
            return
        if not folder:
            time.sleep(LOOK_EVERY / 1000)


def _watch_one(place: str, folder: str, put: Callable[[Work], None]) -> None:
    """Watch one folder until it is gone or another one has its name. Raises OSError and RuntimeError."""
    # Imported here: about 60 ms that the first look at the folder need not wait for.
    from watchfiles import Change
    from watchfiles import watch as changes

    def relevant(change: Change, path: str) -> bool:
        if folder != place:
            return path == place
        if any(part.startswith(".") for part in path[len(place) + 1 :].split("/")):
            return False
        if path.lower().endswith(SUFFIXES):
            return True
        # What went away may have been a folder.
        return change is Change.deleted or (change is Change.added and os.path.isdir(path))

    watched = _identity(folder)
    gathered: Iterable[set[tuple[Change, str]]] = changes(
        Path(folder),
        watch_filter=relevant,
        debounce=DEBOUNCE,
        step=STEP,
        rust_timeout=LOOK_EVERY,
        yield_on_timeout=True,
        recursive=folder == place,
        ignore_permission_denied=True,
        raise_interrupt=False,
    )
    for number, batch in enumerate(gathered):
        # A folder made anew may have the number of the old one.
        gone = _identity(folder) != watched or (Change.deleted, folder) in batch
        # The first time: what changed before the watch was set up.
        if gone or not number:
            put(("sync",))
        if gone:
            return
        for _, path in batch:
            put(("file", path) if path.lower().endswith(SUFFIXES) else ("sync",))


def _identity(folder: str) -> tuple[int, int] | None:
    """What tells a folder from another one of its name; None where there is none."""
    try:
        status = os.stat(folder)
    except OSError:
        return None
    return status.st_dev, status.st_ino
