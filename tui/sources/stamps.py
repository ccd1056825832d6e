"""What the library has of a source against what the source has now. Pure; for sources that name their content."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TypeAlias

from tui.formats.flat import FileResult

Stamp: TypeAlias = tuple[int, int]
"""What changes with a file: 48 bits of its digest where a folder has a time, and its size. Far below any time in
nanoseconds, so that no such file ever counts as changed too short ago to be sure."""
Known: TypeAlias = Mapping[str, tuple[int, int, int, bytes]]
"""What the index knows of a source's files: name → (stamp's two halves, time of the last look, digest)."""
Store: TypeAlias = Callable[[list[FileResult], dict[str, Stamp]], Awaitable[None]]
"""Takes results with the stamps of (at least) their names, in one transaction; waits while it has no room for more."""


def stamp_of(digest: str, size: int) -> Stamp:
    """The stamp of a file whose content has this digest, in hexadecimal digits."""
    return int(digest[:12], 16), size


def changed(known: Known, stamps: Mapping[str, Stamp]) -> list[str]:
    """The names that must be read: new, changed, or marked by the index (an empty digest). Newest name first."""
    found = [
        name for name, stamp in stamps.items() if name not in known or known[name][:2] != stamp or not known[name][3]
    ]
    return sorted(found, reverse=True)
