"""Fetches pictures and makes them small, in a child process that is ended when it takes too long or too much.

Keeps nothing, and loads neither httpx nor Pillow here. Needs the extra `images`; without it says how to get it.
"""

from __future__ import annotations

from dataclasses import astuple
from importlib.util import find_spec

from tui.confined import ChildEnded, Confined
from tui.images.values import NOT_INSTALLED, Fault, Picture, Pixels
from tui.net.settings import NetworkSettings

SECONDS = 25.0
"""What one picture may take: 15 to fetch it, 5 to decode it, the child's start (0.3 s)."""

_CHILD = "tui.images.child"


def installed() -> bool:
    """Pictures can be shown here."""
    return find_spec("PIL") is not None


class PictureFetcher:
    """One child and its requests, one at a time; each call blocks, so that it belongs on a thread of its own."""

    def __init__(self, settings: NetworkSettings, allow: frozenset[str] = frozenset()) -> None:
        """`allow`: "host:port" of places that need not be public; for tests, and never taken from what was fetched."""
        self._settings = astuple(settings)
        self._allow = tuple(allow)
        self._child = Confined(_CHILD, SECONDS)

    def picture(self, url: str, columns: int, lines: int, thumbnail: Pixels | None = None) -> Picture | Fault:
        """The picture at an address, within so many cells. `thumbnail`: an earlier answer's, in place of asking anew."""
        if not installed():
            return NOT_INSTALLED
        known = astuple(thumbnail) if thumbnail is not None else None
        try:
            kind, *values = self._child.ask((self._settings, self._allow, url, known, columns, lines))
        except ChildEnded as ended:
            if ended.late:
                return Fault("No picture: it took too long, and was broken off.", lasting=False)
            return Fault("No picture: it is damaged or far too large.")
        return Fault(*values) if kind == Fault.__name__ else Picture(*(Pixels(*one) for one in values))

    def close(self) -> None:
        """End the child for good, from any thread: a call that waits returns at once, with a fault."""
        self._child.close()
