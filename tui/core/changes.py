"""Decides which files of a source must be read again. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
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
    unseen: Collection[str] = (),
) -> Changes:
    """Compare what the index knows with what lies there now.

    `known`: name → (modified ns, size, checked ns, digest; b"" = read it whatever the stamp says); `stamps`: name →
    (modified ns, size). `unseen`: names of files, and of folders with a slash behind, that are there but could not be
    looked at; what is known of them stays.
    """
    read = []
    for name, stamp in stamps.items():
        row = known.get(name)
        if row is None or row[:2] != stamp or row[0] > row[2] - DOUBT or not row[3]:
            read.append(name)
    gone = [name for name in known if name not in stamps]
    if unseen:
        folders = tuple(name for name in unseen if name.endswith("/"))
        gone = [name for name in gone if name not in unseen and not name.startswith(folders)]
    read.sort(reverse=True)
    return Changes(tuple(read), tuple(gone))
