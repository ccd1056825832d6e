"""Batches on their way from the loop that fetches to the thread that stores. Holds few at a time; stores nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from threading import Lock

from tui.core.batches import Batch

ROOM = 640
"""Results that wait at most, before those who bring more have to wait: what is stored in about 0.2 s."""


class Basket:
    """Filled on one event loop, emptied on any other thread."""

    def __init__(self, filled: Callable[[], None]) -> None:
        """`filled`: called on the loop's thread when there is something to take."""
        self._filled = filled
        self._lock = Lock()
        self._batches: list[Batch] = []
        self._weight = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._room = asyncio.Event()
        self._turn = asyncio.Lock()
        """Whoever comes first is first: of a file that came twice, the later one counts."""

    async def put(self, batch: Batch) -> None:
        """Lay a batch in, once there is room."""
        self._loop = asyncio.get_running_loop()
        async with self._turn:
            while self._weight >= ROOM:
                self._room.clear()
                # Looked at again after the flag is down: the other thread may have emptied the basket between the two.
                if self._weight >= ROOM:
                    await self._room.wait()
            with self._lock:
                self._batches.append(batch)
                self._weight += batch.weight
        self._filled()

    def take(self) -> list[Batch]:
        """Everything that is in it, in the order in which it came."""
        with self._lock:
            batches, self._batches = self._batches, []
            self._weight = 0
        if batches and self._loop is not None:
            with suppress(RuntimeError):  # the loop has ended
                self._loop.call_soon_threadsafe(self._room.set)
        return batches
