"""Turns at the network: so many requests at once, so many per server, and a pause between starts at one server.

Counts only; sends nothing. For one event loop.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

AT_ONCE = 16
"""Requests at once."""
PER_SERVER = 2
"""Requests at once to one server."""


class Turns:
    """Hands out turns; a server is a host with its port."""

    def __init__(self, pause: float) -> None:
        """`pause`: seconds between the starts of two requests to one server."""
        self._pause = pause
        self._all = asyncio.Semaphore(AT_ONCE)
        self._servers: dict[str, asyncio.Semaphore] = {}
        self._next: dict[str, float] = {}

    @asynccontextmanager
    async def turn(self, server: str) -> AsyncIterator[None]:
        """Wait for a turn at the server, and hold it."""
        # The server first: a queue at one server must not take the places of the others.
        async with self._servers.setdefault(server, asyncio.Semaphore(PER_SERVER)):
            now = asyncio.get_running_loop().time()
            start = max(now, self._next.get(server, 0.0))
            self._next[server] = start + self._pause
            if start > now:
                await asyncio.sleep(start - now)
            async with self._all:
                yield
