"""How many requests at once, and how far apart."""

from __future__ import annotations

import asyncio

from tui.net.turns import AT_ONCE, PER_SERVER, Turns


async def test_so_many_at_once_and_so_many_per_server() -> None:
    turns = Turns(pause=0)
    running: list[str] = []
    most, most_of_one = 0, 0
    seen = 0

    async def work(server: str) -> None:
        nonlocal most, most_of_one, seen
        async with turns.turn(server):
            running.append(server)
            most = max(most, len(running))
            most_of_one = max(most_of_one, running.count(server))
            for _ in range(5):
                await asyncio.sleep(0)
            running.remove(server)
            seen += 1

    await asyncio.gather(*(work(f"s{number % 12}") for number in range(200)))
    assert (most, most_of_one, seen) == (AT_ONCE, PER_SERVER, 200)


async def test_a_server_gets_a_pause_between_starts_and_others_do_not_wait_for_it() -> None:
    turns = Turns(pause=0.05)
    loop = asyncio.get_running_loop()
    starts: dict[str, list[float]] = {}
    began = loop.time()

    async def work(server: str) -> None:
        async with turns.turn(server):
            starts.setdefault(server, []).append(loop.time())

    await asyncio.gather(work("slow"), work("slow"), work("slow"), *(work(f"s{number}") for number in range(20)))
    slow = starts.pop("slow")
    # Counted from the beginning: on a busy machine each start may come late, which shortens the time to the next.
    assert all(start >= began + number * 0.049 for number, start in enumerate(slow))
    assert all(times[0] < slow[-1] for times in starts.values())


async def test_who_gives_up_waiting_takes_no_place() -> None:
    turns = Turns(pause=0)
    async with turns.turn("s"), turns.turn("s"):
        waiting = [asyncio.create_task(_hold(turns)) for _ in range(10)]
        await asyncio.sleep(0)
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
    async with asyncio.timeout(1), turns.turn("s"), turns.turn("s"):
        pass


async def _hold(turns: Turns) -> None:
    async with turns.turn("s"):
        pass
