"""Runs one coroutine on a thread and an event loop of its own. Knows nothing of what it does."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from threading import Event, Lock, Thread
from typing import Any, Generic, TypeVar

from tui.errors import BroadsheetError

T = TypeVar("T")


class Errand(Generic[T]):
    """Begins at once. Its faults of our own family wait for whoever asks for the result; any other ends its thread."""

    def __init__(self, work: Callable[[], Coroutine[Any, Any, T]], done: Callable[[], None] = lambda: None) -> None:
        """`done`: called on the errand's thread when it has ended, however it did."""
        self._work = work
        self._done = done
        self._lock = Lock()
        self._cancelled = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[T] | None = None
        self._outcome: list[T] = []
        self._fault: BroadsheetError | None = None
        self._ended = Event()
        Thread(target=self._run, name="errand", daemon=True).start()

    @property
    def ended(self) -> bool:
        return self._ended.is_set()

    @property
    def cancelled(self) -> bool:
        """It was told to end early."""
        return self._cancelled

    def cancel(self) -> None:
        """Have it end, from any thread; returns at once."""
        with self._lock:
            self._cancelled = True
            if self._loop is not None and self._task is not None:
                with suppress(RuntimeError):  # the loop has ended
                    self._loop.call_soon_threadsafe(self._task.cancel)

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until it has ended; returns whether it has."""
        return self._ended.wait(seconds)

    def result(self) -> T | None:
        """What it came to; None where it was cancelled. Waits for it. Raises the fault that ended it."""
        self._ended.wait()
        if self._fault is not None:
            raise self._fault
        if not self._outcome and not self._cancelled:
            raise RuntimeError("the errand broke off")
        return self._outcome[0] if self._outcome else None

    def _run(self) -> None:
        try:
            with suppress(asyncio.CancelledError):
                self._outcome.append(asyncio.run(self._main()))
        except BroadsheetError as error:
            self._fault = error
        finally:
            self._ended.set()
            self._done()

    async def _main(self) -> T:
        with self._lock:
            if self._cancelled:
                raise asyncio.CancelledError
            self._loop = asyncio.get_running_loop()
            self._task = asyncio.create_task(self._work())
        return await self._task
