"""Asks a site for what is new: its repository where there is a way to it, else its list. Stores nothing.

The repository has everything; the list has what the publisher shows, without related coverage and quality. So the list
adds only what is not there yet, while a repository is fetched for the first time and where it fails.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tui.core import looks
from tui.core.batches import Batch, Target
from tui.core.feed_fetching import labelled
from tui.errors import NetworkError, SourceError
from tui.formats.flat import FileResult
from tui.library.origins import OriginState
from tui.net.client import Client
from tui.sources.git import Repository, sync_repository
from tui.sources.git_command import installed
from tui.sources.site import LIST, Site, sync_site
from tui.sources.stamps import Known, Stamp
from tui.sources.tarball import archive_of, sync_tarball

NO_WAY = "Its stories come from its list alone, without related coverage: install git to read its repository."


@dataclass(frozen=True, slots=True)
class SiteLook:
    """One look at a site."""

    client: Client
    target: Target
    known: Known
    copy: Path
    """Where the copy of its repository lies; the folder above it is there."""
    now: int
    put: Callable[[Batch], Awaitable[None]]
    given: set[str] = field(default_factory=set)
    """Names that the repository has given in this look."""

    async def run(self) -> None:
        """Put everything that is new, the state with the last batch. Raises NetworkError and SourceError."""
        repository = self.target.source.repository
        if not repository:
            await self._from_list(())
        elif installed():
            await self._from_repository(self._fetched)
        elif archive_of(repository):
            await self._from_repository(self._unpacked)
        else:
            await self._from_list((("", NO_WAY),))

    async def _from_list(self, problems: tuple[tuple[str, str], ...]) -> None:
        source, state = self.target.source, self.target.state

        async def store(results: list[FileResult], stamps: Mapping[str, Stamp]) -> None:
            await self._put(results, stamps, keep=True)

        site = Site(source.place, looks.validators(state), state.swept_at, self._allow)
        outcome = await sync_site(self.client, site, self.known, store, self.now)
        moved = outcome.moved_to.removesuffix(LIST) if outcome.moved_to.endswith(LIST) else ""
        after = looks.answered(state, self.now, validators=outcome.validators, moved_to=moved)
        after = after._replace(swept_at=outcome.swept_at)
        await self.put(
            Batch(source.place, gone=outcome.gone, problems=problems, state=after, moved_to=looks.settled(after))
        )

    async def _from_repository(self, read: Callable[[], Awaitable[Batch]]) -> None:
        """`read` puts what the repository has, and returns the last batch."""
        first = not self.target.state.swept_at
        fault: NetworkError | SourceError | None = None
        async with asyncio.TaskGroup() as group:
            quick = group.create_task(self._quick_look()) if first else None
            try:
                last = await read()
            except (NetworkError, SourceError) as error:
                fault = error
                if quick is None:
                    await self._quick_look()
            else:
                if quick is not None:
                    quick.cancel()
        if fault is not None:
            raise fault
        await self.put(last)

    async def _quick_look(self) -> None:
        """Put what the list has and nobody knows yet. Its faults are no matter: the repository counts."""

        async def store(results: list[FileResult], stamps: Mapping[str, Stamp]) -> None:
            new = [result for result in results if result.name not in self.known and result.name not in self.given]
            if new:
                await self._put(new, stamps, keep=True)

        site = Site(self.target.source.place, swept_at=self.now if self.known else 0, allow=self._allow)
        with suppress(NetworkError, SourceError):
            await sync_site(self.client, site, self.known, store, self.now)

    async def _fetched(self) -> Batch:
        """By git."""
        source = self.target.source
        repository = Repository(source.repository, self.copy, self._allow)
        outcome = await sync_repository(self.client, repository, self.known, self._store)
        after = looks.answered(self.target.state, self.now, validators=None, moved_to=outcome.moved_to, cheap=True)
        return self._last(after, outcome.gone, outcome.problems)

    async def _unpacked(self) -> Batch:
        """As an archive."""
        state = self.target.state
        validators = None if self.target.stale or not state.swept_at else looks.validators(state)
        outcome = await sync_tarball(
            self.client,
            archive_of(self.target.source.repository),
            self.known,
            self._store,
            room=self.copy.parent,
            validators=validators,
            allow=self._allow,
        )
        after = looks.answered(state, self.now, validators=outcome.validators)
        return self._last(after, outcome.gone, outcome.problems)

    def _last(self, after: OriginState, gone: tuple[str, ...], problems: tuple[tuple[str, str], ...] | None) -> Batch:
        return Batch(
            self.target.source.place,
            gone=gone,
            problems=problems,
            state=after._replace(swept_at=self.now),
            repository=looks.settled(after),
        )

    async def _store(self, results: list[FileResult], stamps: Mapping[str, Stamp]) -> None:
        self.given.update(result.name for result in results)
        await self._put(results, stamps, keep=False)

    async def _put(self, results: Iterable[FileResult], stamps: Mapping[str, Stamp], *, keep: bool) -> None:
        source = self.target.source
        found = tuple(labelled(result, source.topics) for result in results)
        await self.put(Batch(source.place, found, stamps, keep))

    @property
    def _allow(self) -> frozenset[str]:
        return frozenset(self.target.source.allow)
