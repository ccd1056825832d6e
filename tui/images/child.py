"""`python -m tui.images.child`: fetches pictures and makes them small, for `tui.images.fetching`. Keeps nothing.

A process of its own: a hostile picture may take all the time and memory it is given, and find a fault in a decoder.
"""

from __future__ import annotations

import asyncio
from dataclasses import astuple
from typing import Any

from tui.confined import serve
from tui.errors import BadStatus, BroadsheetError, ConfigError, Offline, Refused, TooLarge
from tui.images.decoding import scaled, thumbnail
from tui.images.values import Fault, Picture, Pixels
from tui.net.answers import NotModified
from tui.net.client import Client
from tui.net.hops import GONE
from tui.net.settings import NetworkSettings

MEMORY = 700 * 1024 * 1024
"""Bytes of address space; the largest picture that is decoded takes 570 MB."""
SECONDS = 5
"""Of processor time for one picture; usual ones take 0.02 s."""
DEADLINE = 15.0
"""Seconds for fetching one picture."""
FILE_LIMIT = 8_000_000
"""Bytes of a picture as it comes."""

_PICTURES = "image/webp,image/jpeg,image/png,image/gif,image/avif;q=0.5"


async def fetched(settings: NetworkSettings, allow: frozenset[str], url: str) -> Pixels | Fault:
    """The picture at an address, or why there is none."""
    try:
        async with Client(settings) as client:
            found = await client.get(url, accept=_PICTURES, cap=FILE_LIMIT, deadline=DEADLINE, allow=allow)
    except BroadsheetError as error:
        return _fault(error)
    assert not isinstance(found, NotModified)  # nothing was said that it could be compared with
    return thumbnail(found.body)


def _fault(error: BroadsheetError) -> Fault:
    """The fault in words that fit a picture; what the network says fits sources."""
    if isinstance(error, Offline):
        return Fault("No picture: there seems to be no network.", lasting=False)
    if isinstance(error, BadStatus) and error.status in GONE:
        return Fault(f"No picture: it is gone from its address ({error.status}).")
    if isinstance(error, ConfigError):
        return Fault(str(error), lasting=False)
    lasting = isinstance(error, Refused | TooLarge) or (isinstance(error, BadStatus) and error.status < 429)
    return Fault(f"No picture: {error.message[:1].lower()}{error.message[1:]}", lasting)


def answer(request: tuple[Any, ...]) -> tuple[Any, ...]:
    """The answer to (settings, allowed places, address, thumbnail or None, columns, lines): a picture's or a fault's
    values, with its name first."""
    settings, allow, url, known, columns, lines = request
    small = Pixels(*known) if known else asyncio.run(fetched(NetworkSettings(*settings), frozenset(allow), url))
    found = small if isinstance(small, Fault) else Picture(small, scaled(small, columns, lines))
    return type(found).__name__, *astuple(found)


if __name__ == "__main__":
    serve(answer, MEMORY, SECONDS)
