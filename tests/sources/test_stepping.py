"""A blocking generator beside a running loop."""

from __future__ import annotations

import asyncio
from collections.abc import Generator
from contextlib import aclosing
from threading import Event

import pytest

from tui.sources.stepping import stepped


class Steps:
    """Numbers; each waits for the gate."""

    def __init__(self, count: int) -> None:
        self.gate, self.waiting, self.closed = Event(), Event(), False
        self.count = count

    def values(self) -> Generator[int, None, None]:
        try:
            for number in range(self.count):
                self.waiting.set()
                self.gate.wait(10)
                yield number
        finally:
            self.closed = True


async def test_values_come_in_order_and_the_loop_goes_on() -> None:
    steps = Steps(3)
    turns = 0

    async def count() -> None:
        nonlocal turns
        while not steps.waiting.is_set() or turns < 10:
            turns += 1
            await asyncio.sleep(0)
        steps.gate.set()

    counting = asyncio.create_task(count())
    async with aclosing(stepped(steps.values())) as values:
        found = [value async for value in values]
    await counting
    assert (found, steps.closed) == ([0, 1, 2], True)
    assert turns >= 10


async def test_leaving_early_closes_it() -> None:
    steps = Steps(3)
    steps.gate.set()
    async with aclosing(stepped(steps.values())) as values:
        async for _ in values:
            break
    assert steps.closed


async def test_a_cancel_waits_for_the_step_and_tells_it() -> None:
    steps, stop = Steps(3), Event()

    async def read() -> None:
        async with aclosing(stepped(steps.values(), stop)) as values:
            async for _ in values:
                pass

    task = asyncio.create_task(read())
    assert await asyncio.to_thread(steps.waiting.wait, 10)
    task.cancel()
    assert await asyncio.to_thread(stop.wait, 10)
    assert not task.done()
    steps.gate.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert steps.closed


async def test_what_a_step_raises_is_raised() -> None:
    def broken() -> Generator[int, None, None]:
        yield 1
        raise ValueError("broken")

    async with aclosing(stepped(broken())) as values:
        assert await anext(values) == 1
        with pytest.raises(ValueError, match="broken"):
            await anext(values)
