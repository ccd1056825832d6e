"""Decides which files of a source must be read again. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

DOUBT = 2_000_000_000
"""Nanoseconds. A file changed this short before it was last looked at may have changed again within the clock's step."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What has to be done about a source's files."""

    read: tuple[str, ...]
    """Names of new, changed or doubtful files, newest name first: story files are named by date."""
    gone: tuple[str, ...]


def decide(
    known: Mapping[str, tuple[int, int, int, bytes]],
    stamps: Mapping[str, tuple[int, int]],
    unseen: tuple[str, ...] = (),
) -> Changes:
    """Compare what the index knows with what lies there now.

    `known`: name → (modified ns, size, checked ns, digest; b"" = read it whatever the stamp says); `stamps`: name →
    (modified ns, size). `unseen`: prefixes of folders that could not be looked into; what is known of them stays.
    """
    read = []
    for name, stamp in stamps.items():
        row = known.get(name)
        if row is None or row[:2] != stamp or row[0] > row[2] - DOUBT or not row[3]:
            read.append(name)
    gone = [name for name in known if name not in stamps and not (unseen and name.startswith(unseen))]
    read.sort(reverse=True)
    return Changes(tuple(read), tuple(gone))
