"""Asks a feed for what is new: one conditional request, parsed in a child process. Stores nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from hashlib import blake2b

from tui.core import looks
from tui.core.batches import Batch, Target
from tui.errors import BadBody
from tui.formats.feeds import NoFeed
from tui.formats.flat import FileResult, FlatProblem
from tui.library.origins import OriginState
from tui.net.answers import NotModified, Response
from tui.net.client import Client
from tui.net.hops import shown
from tui.sources.feed_parsing import FeedParser, FeedReading
from tui.sources.stamps import Known

ACCEPT = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml;q=0.9,"
    " application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, text/html;q=0.5, */*;q=0.1"
)
CAP = 5_000_000
"""Bytes of a feed; usual ones have 100,000."""
DEADLINE = 30.0
"""Seconds for one feed."""
BATCH = 200
"""Items stored at a time."""
STAMP = (0, 0)
"""An item's stamp: a feed has no other than its digest."""
CHILDREN = 2
"""Processes that parse at once."""


class Parsers:
    """The children that parse, for one run on one event loop. The first is made for the first feed."""

    def __init__(self) -> None:
        self._all = [FeedParser() for _ in range(CHILDREN)]
        # The one used last comes first: a few feeds need one child only.
        self._free: asyncio.LifoQueue[FeedParser] = asyncio.LifoQueue()
        for parser in self._all:
            self._free.put_nowait(parser)

    async def parse(self, answer: Response) -> FeedReading | NoFeed:
        """What the answer says as a feed."""
        parser = await self._free.get()
        try:
            return await asyncio.to_thread(parser.parse, answer.body, answer.url, answer.charset)
        finally:
            self._free.put_nowait(parser)

    def close(self) -> None:
        """End the children; a parse that is going on ends at once."""
        for parser in self._all:
            parser.close()


@asynccontextmanager
async def parsers() -> AsyncIterator[Parsers]:
    """The children of one run, ended with it."""
    made = Parsers()
    try:
        yield made
    finally:
        made.close()


@dataclass(frozen=True, slots=True)
class FeedLook:
    """What one look at a feed needs."""

    client: Client
    parsers: Parsers
    known: Callable[[str], Known]
    now: int

    async def batches(self, target: Target) -> list[Batch]:
        """What to store, the state with the last of them. Raises NetworkError."""
        source, state = target.source, target.state
        answer = await self.client.get(
            source.place,
            accept=ACCEPT,
            cap=CAP,
            deadline=DEADLINE,
            validators=looks.validators(state),
            allow=frozenset(source.allow),
        )
        given = looks.validators(state) if isinstance(answer, NotModified) else answer.validators
        after = looks.answered(
            state,
            self.now,
            validators=given,
            wait=max(answer.max_age or 0, state.refresh),
            moved_to=answer.moved_to,
        )
        if isinstance(answer, NotModified):
            return [Batch(source.place, state=after, moved_to=looks.settled(after))]
        body = blake2b(answer.body, digest_size=16).digest()
        if body == state.body and state.method == looks.METHOD:
            return [Batch(source.place, state=after, moved_to=looks.settled(after))]
        reading = await self.parsers.parse(answer)
        if isinstance(reading, NoFeed):
            raise BadBody(f"{shown(source.place)} gives no feed. {reading.reason}", "Open it in a browser to see.")
        after = after._replace(
            title=reading.title,
            site=reading.site,
            form=reading.kind,
            refresh=reading.refresh,
            body=body,
            next_at=max(after.next_at, self.now + reading.refresh),
        )
        found = fresh(reading.results, self.known(source.place), source.topics)
        return list(_batches(source.place, found, reading.problems, after))


def fresh(results: tuple[FileResult, ...], known: Known, topics: tuple[str, ...]) -> list[FileResult]:
    """Those of the results that say something new, with the reader's topics."""
    found = (labelled(result, topics) for result in results)
    return [result for result in found if result.name not in known or known[result.name][3] != result.digest]


def labelled(result: FileResult, topics: tuple[str, ...]) -> FileResult:
    """The result with these topics after its own; its digest tells them, too."""
    if not topics or result.report is None:
        return result
    report = result.report
    own = tuple(dict.fromkeys((*report[5], *topics)))
    digest = blake2b(repr((result.digest, topics)).encode(), digest_size=16).digest()
    return result._replace(digest=digest, report=(*report[:5], own, *report[6:]))


def _batches(
    place: str, results: list[FileResult], problems: tuple[FlatProblem, ...], state: OriginState
) -> Iterator[Batch]:
    for start in range(0, max(len(results), 1), BATCH):
        part = tuple(results[start : start + BATCH])
        batch = Batch(place, part, {result.name: STAMP for result in part}, keep=True)
        if start + BATCH < len(results):
            yield batch
        else:
            said = tuple(("", f"{where}: {reason}" if where else reason) for where, reason in problems)
            yield replace(batch, problems=said, state=state, moved_to=looks.settled(state))
