"""One run over sources on the network: all at once, each by itself. Stores nothing and decides no schedule.

A source that is slow, broken or gone costs only itself: what is wrong with it becomes its state, never a fault of the run.
Loads httpx: import it where there is something to fetch.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import uniform

from tui.core import looks
from tui.core.batches import Batch, SourceProgress, Target
from tui.core.choosing import SITE
from tui.core.copies import copy_of
from tui.core.feed_fetching import FeedLook, Parsers, parsers
from tui.core.site_fetching import SiteLook
from tui.errors import BadStatus, BroadsheetError
from tui.net.client import Client
from tui.net.hops import checked, place
from tui.net.settings import NetworkSettings
from tui.sources.stamps import Known

AT_ONCE = 16
"""Feeds at once, from their request to their last item."""
PER_SERVER = 2
"""Feeds at once of one server: those that wait for it must not take the places of the others."""
SITES_AT_ONCE = 4
"""Sites at once; the first look at one takes minutes on a slow line, and the feeds need not wait for it."""

GONE_ADVICE = "It is paused: look for its new address, or remove it."


@dataclass(slots=True)
class _Places:
    """Who may go at once."""

    feeds: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    sites: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(SITES_AT_ONCE))
    servers: defaultdict[str, asyncio.Semaphore] = field(
        default_factory=lambda: defaultdict(lambda: asyncio.Semaphore(PER_SERVER))
    )


@dataclass(frozen=True, slots=True)
class Run:
    """What a run works with."""

    known: Callable[[str], Known]
    """What the index knows of the files of the source at a place."""
    put: Callable[[Batch], Awaitable[None]]
    """Takes a batch in; waits while there is no room."""
    tell: Callable[[SourceProgress], None]
    """Hears when a source is asked and when something came of it."""
    copies: Path
    """The folder of the copies of repositories."""
    now: int
    """Seconds since 1970 UTC."""
    network: NetworkSettings


async def fetch(targets: Sequence[Target], run: Run) -> None:
    """Look at every target; each ends with a batch that has its state. May be cancelled at any moment."""
    # Those that failed last time go last: what they cost in waiting is not for the others to pay.
    ordered = sorted(targets, key=lambda target: target.state.fails)
    places = _Places()
    async with parsers() as children, Client(run.network) as client, asyncio.TaskGroup() as group:
        for target in ordered:
            group.create_task(_look(target, run, client, children, places))


async def _look(target: Target, run: Run, client: Client, children: Parsers, places: _Places) -> None:
    source = target.source
    received = 0

    async def put(batch: Batch) -> None:
        nonlocal received
        received += len(batch.results)
        await run.put(batch)
        run.tell(SourceProgress(source.place, received))

    try:
        if source.kind == SITE:
            async with places.sites:
                run.tell(SourceProgress(source.place))
                known = run.known(source.place)
                await SiteLook(client, target, known, copy_of(run.copies, source.place), run.now, put).run()
        else:
            async with places.servers[place(checked(source.place))], places.feeds:
                run.tell(SourceProgress(source.place))
                for batch in await FeedLook(client, children, run.known, run.now).batches(target):
                    await put(batch)
    except BroadsheetError as error:
        await put(_fault(target, error, run.now))


def _fault(target: Target, error: BroadsheetError, now: int) -> Batch:
    """What a look that failed leaves."""
    state = looks.failed(target.state, error, now, uniform(-1, 1))
    gone = isinstance(error, BadStatus) and error.status == looks.GONE
    if gone:
        state = replace(state, advice=GONE_ADVICE)
    return Batch(target.source.place, state=state, pause=gone)
