"""Tells when something changes under a source's place. Reads no file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from tui.sources.folder import SUFFIXES

DEBOUNCE = 150
"""Milliseconds that changes are gathered for: a saved file shows within a second, a checkout of thousands is one run."""
STEP = 50
"""Milliseconds of quiet that end a gathering."""


def watch(place: str, put: Callable[[tuple[str, ...]], None], say: Callable[[dict[str, object]], None]) -> None:
    """Put ("file", path) or ("sync",) for every change at `place`, for ever."""
    # Imported here: about 60 ms that the first look at the folder need not wait for.
    from watchfiles import Change
    from watchfiles import watch as changes

    folder = Path(place)
    alone = not folder.is_dir()

    def relevant(change: Change, path: str) -> bool:
        if alone:
            return path == place
        hidden = any(part.startswith(".") for part in path[len(place) + 1 :].split("/"))
        return not hidden and (path.lower().endswith(SUFFIXES) or change is not Change.modified)

    try:
        gathered: Iterable[set[tuple[Change, str]]] = changes(
            folder.parent if alone else folder,
            watch_filter=relevant,
            debounce=DEBOUNCE,
            step=STEP,
            recursive=not alone,
            ignore_permission_denied=True,
            raise_interrupt=False,
        )
        for batch in gathered:
            for _, path in batch:
                put(("file", path) if path.lower().endswith(SUFFIXES) else ("sync",))
    except (OSError, RuntimeError) as error:
        # Too many folders for the system's limit, or the folder is gone.
        say(
            {
                "event": "failed",
                "message": f"{place} cannot be watched for changes: {error}.",
                "advice": "Press R to look for new stories.",
            }
        )
