"""Batches pass between threads in order and with little room; an errand ends when it is told to."""

from __future__ import annotations

import asyncio
import time
from threading import Event, Thread

import pytest

from tui.core.basket import ROOM, Basket
from tui.core.batches import Batch
from tui.core.errand import Errand
from tui.errors import TimedOut
from tui.formats.flat import FileResult

PART = tuple(FileResult(str(number), b"1", None, ()) for number in range(100))


def test_a_full_basket_makes_wait_and_keeps_the_order() -> None:
    filled = Event()
    basket = Basket(filled.set)
    most = 0

    async def bring(name: str) -> None:
        nonlocal most
        for number in range(20):
            await basket.put(Batch(f"{name}{number}", PART))
            most = max(most, basket._weight)

    async def bring_two() -> None:
        await asyncio.gather(bring("a"), bring("b"))

    errand = Errand(bring_two, filled.set)
    came: list[str] = []
    while not (errand.ended and len(came) == 40):
        assert filled.wait(10)
        filled.clear()
        came += [batch.place for batch in basket.take()]
    assert most < ROOM + 2 * len(PART)
    for name in "ab":
        assert [place for place in came if place[0] == name] == [f"{name}{number}" for number in range(20)]


def test_who_waits_for_room_can_be_cancelled() -> None:
    basket = Basket(lambda: None)

    async def bring() -> None:
        while True:
            await basket.put(Batch("a", PART))

    errand = Errand(bring)
    deadline = time.monotonic() + 10
    while basket._weight < ROOM and time.monotonic() < deadline:
        time.sleep(0.001)
    errand.cancel()
    assert errand.wait(5)
    assert errand.result() is None


def test_an_errand_gives_its_result_and_says_that_it_has_ended() -> None:
    ended = Event()

    async def work() -> int:
        return 7

    errand = Errand(work, ended.set)
    assert errand.result() == 7
    assert ended.wait(5)
    assert (errand.ended, errand.cancelled) == (True, False)
    errand.cancel()


def test_a_fault_of_ours_waits_for_whoever_asks() -> None:
    async def work() -> None:
        raise TimedOut("Late.")

    with pytest.raises(TimedOut):
        Errand(work).result()


def test_an_errand_that_is_cancelled_before_it_begins_or_at_any_time_ends() -> None:
    async def work() -> None:
        await asyncio.sleep(60)

    for wait in (0, 0.0005, 0.002, 0.02):
        errand = Errand(work)
        if wait:
            Event().wait(wait)
        Thread(target=errand.cancel).start()
        assert errand.wait(5)
        assert errand.result() is None
