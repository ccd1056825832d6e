"""One run over sources on the network: all at once, each by itself. Stores nothing and decides no schedule.

A source that is slow, broken or gone costs only itself: what is wrong with it becomes its state, never a fault of the run.
Loads httpx: import it where there is something to fetch.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import uniform

from tui.core import looks
from tui.core.batches import Batch, Target
from tui.core.choosing import SITE
from tui.core.copies import copy_of
from tui.core.feed_fetching import FeedLook, Parsers, parsers
from tui.core.site_fetching import SiteLook
from tui.errors import BadStatus, BroadsheetError, ConfigError, Offline, Refused, Unreachable
from tui.net.client import Client
from tui.net.hops import checked, place
from tui.net.settings import NetworkSettings
from tui.sources.stamps import Known
from tui.text.urls import display_host

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


class _Outage:
    """Sources that could not be reached, held back until one has answered: without a network none of them has failed."""

    def __init__(self) -> None:
        self._held: list[tuple[Target, BroadsheetError]] = []
        self._over = False

    def met(self, target: Target, error: BroadsheetError) -> list[tuple[Target, BroadsheetError]]:
        """A look has failed; returns those that can be called failures now."""
        if isinstance(error, Unreachable | Refused | ConfigError) and not self._over:
            self._held.append((target, error))
            return []
        return [*self.ended(), (target, error)]

    def ended(self) -> list[tuple[Target, BroadsheetError]]:
        """A source has answered; returns those that can be called failures now."""
        self._over = True
        held, self._held = self._held, []
        return held

    def rest(self) -> tuple[list[tuple[Target, BroadsheetError]], bool]:
        """At the end, what is still held back, and whether there is no network: one server alone may be to blame."""
        unreached = [target for target, error in self._held if isinstance(error, Unreachable)]
        offline = len({display_host(target.source.place) for target in unreached}) > 1
        return self._held, offline


@dataclass(frozen=True, slots=True)
class Run:
    """What a run works with."""

    known: Callable[[str], Known]
    """What the index knows of the files of the source at a place."""
    put: Callable[[Batch], Awaitable[None]]
    """Takes a batch in; waits while there is no room."""
    tell: Callable[[str], None]
    """Hears the place of a source when it is asked."""
    copies: Path
    """The folder of the copies of repositories."""
    now: int
    """Seconds since 1970 UTC."""
    network: NetworkSettings


async def fetch(targets: Sequence[Target], run: Run) -> None:
    """Look at every target; each ends with a batch that has its state. May be cancelled at any moment."""
    # Those that failed last time go last: what they cost in waiting is not for the others to pay.
    ordered = sorted(targets, key=lambda target: target.state.fails)
    places, outage = _Places(), _Outage()
    async with parsers() as children, Client(run.network) as client, asyncio.TaskGroup() as group:
        for target in ordered:
            group.create_task(_look(target, run, client, children, places, outage))
    held, offline = outage.rest()
    for target, error in held:
        await run.put(_fault(target, error, run.now, offline and isinstance(error, Unreachable)))


async def _look(target: Target, run: Run, client: Client, children: Parsers, places: _Places, outage: _Outage) -> None:
    source = target.source
    try:
        if source.kind == SITE:
            async with places.sites:
                run.tell(source.place)
                known = run.known(source.place)
                await SiteLook(client, target, known, copy_of(run.copies, source.place), run.now, run.put).run()
        else:
            async with places.servers[place(checked(source.place))], places.feeds:
                run.tell(source.place)
                for batch in await FeedLook(client, children, run.known, run.now).batches(target):
                    await run.put(batch)
        failures = outage.ended()
    except BroadsheetError as error:
        failures = outage.met(target, error)
    for failure in failures:
        await run.put(_fault(*failure, run.now, offline=False))


def _fault(target: Target, error: BroadsheetError, now: int, offline: bool) -> Batch:
    """What a look that failed leaves."""
    offline = offline or isinstance(error, Offline)
    state = looks.failed(target.state, error, now, uniform(-1, 1), offline=offline)
    gone = isinstance(error, BadStatus) and error.status == looks.GONE
    if gone:
        state = state._replace(advice=GONE_ADVICE)
    return Batch(target.source.place, state=state, fault=error, offline=offline, pause=gone)
