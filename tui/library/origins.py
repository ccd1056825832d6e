"""Which sources the index knows, and of those over the network how the last look went, when the next is due.

Asks no server. Derived like everything in index.db: where it is lost, everything is fetched once more.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import NamedTuple

from tui.library.database import translated


class OriginState(NamedTuple):
    """One source over the network. Times are seconds since 1970 UTC; 0 = never."""

    title: str = ""
    """What it calls itself."""
    site: str = ""
    """The address of the site that a feed belongs to; "" where it names none."""
    form: str = ""
    """What kind of feed it is: "rss20", "atom10", "json", …"""
    refresh: int = 0
    """Seconds between looks that the feed itself asks for; 0 = it does not say."""
    url: str = ""
    """The address that gave the next two, which are sent to no other."""
    etag: str = ""
    modified: str = ""
    body: bytes = b""
    """Digest of the last answer, for servers that give neither of the two."""
    method: int = 0
    """The way in which that answer was read; another way has to read it anew."""
    swept_at: int = 0
    """When all of it was last read."""
    tried_at: int = 0
    """When it was last asked, whatever came of it."""
    next_at: int = 0
    """When the schedule asks it next."""
    leave_until: int = 0
    """Its server wants to be left alone until then, whoever asks."""
    message: str = ""
    """What went wrong at the last look; "" = nothing."""
    advice: str = ""
    fails: int = 0
    """How often in a row it has failed."""
    failing_since: int = 0
    """When the first of those failures was."""
    moved_to: str = ""
    """The address that its server wants remembered."""
    moved: int = 0
    """How often in a row it has said so."""


NEVER_ASKED = OriginState()

_COLUMNS = ", ".join(OriginState._fields)
_HOLES = ",".join("?" * (1 + len(OriginState._fields)))


def places(index: sqlite3.Connection) -> dict[str, int]:
    """Place → id of every source."""
    return dict(index.execute("SELECT place, id FROM source").fetchall())


def read_states(index: sqlite3.Connection, path: Path) -> dict[str, OriginState]:
    """Place → state of every source over the network that has been asked. Raises LibraryError and its kinds."""
    with translated(path):
        rows = index.execute(f"SELECT s.place, {_COLUMNS_OF} FROM origin o JOIN source s ON s.id = o.source_id")
        return {place: OriginState(*rest) for place, *rest in rows}


def write_state(index: sqlite3.Connection, source_id: int, state: OriginState) -> None:
    """Store a state, in the caller's transaction."""
    index.execute(f"INSERT OR REPLACE INTO origin(source_id, {_COLUMNS}) VALUES({_HOLES})", (source_id, *state))


def delete_state(index: sqlite3.Connection, source_id: int) -> None:
    """Forget a source's state, in the caller's transaction."""
    index.execute("DELETE FROM origin WHERE source_id=?", (source_id,))


_COLUMNS_OF = ", ".join(f"o.{name}" for name in OriginState._fields)


def origin_of(place: str, name: str) -> str:
    """The absolute path of a source's file: a source that is one file has that file's name as its only name.

    No name stands for the source itself. Over the network it is an address: that of a feed stands for all its items.
    """
    if "://" in place:
        return place if "/" not in name else f"{place.removesuffix('/')}/{name}"
    return place if not name or place.endswith("/" + name) else f"{place}/{name}"
