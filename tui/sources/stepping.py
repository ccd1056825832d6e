"""A blocking generator, stepped through in other threads so that the loop goes on. Holds one step, never two."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Generator
from threading import Event
from typing import TypeVar

T = TypeVar("T")


async def stepped(steps: Generator[T, None, None], stop: Event | None = None) -> AsyncGenerator[T, None]:
    """The generator's values one after another. Use it within `contextlib.aclosing`: the generator is closed with it.

    A cancel waits for the step that is being taken, since a generator cannot be closed while it runs; `stop` is set
    then, for steps that take long to end early.
    """
    step: asyncio.Future[T | None] | None = None
    try:
        while True:
            step = asyncio.ensure_future(asyncio.to_thread(next, steps, None))
            value = await asyncio.shield(step)
            if value is None:
                return
            yield value
    finally:
        if stop is not None:
            stop.set()
        if step is not None:
            await asyncio.wait((step,))
            step.exception()  # looked at, so that nobody is told of one that came after a cancel
        await asyncio.to_thread(steps.close)
