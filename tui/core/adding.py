"""Looks at an address before it is kept as a source: what is there, what it is called, what it holds. Keeps nothing.

Loads httpx: import it where there is an address to look at.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from tui.core.choosing import FEED, SITE
from tui.core.feed_fetching import ACCEPT, CAP, DEADLINE, Parsers, parsers
from tui.core.previews import Choices, Preview, Wish
from tui.core.site_fetching import NO_WAY
from tui.errors import BadStatus, BroadsheetError, NetworkError, SourceError
from tui.formats.discovery import usual_addresses
from tui.formats.feeds import NoFeed
from tui.formats.flat import FileResult, time
from tui.library.marks import SourcePlace
from tui.net.answers import Response
from tui.net.client import Client
from tui.net.hops import GONE, checked, shown
from tui.net.settings import NetworkSettings
from tui.sources.feed_parsing import FeedReading
from tui.sources.git import remote, repository_of
from tui.sources.git_command import installed
from tui.sources.site import LIST, FoundSite, find_site
from tui.sources.tarball import archive_of

SAMPLES = 3
"""Titles shown of a source."""
GUESSES = 8
"""Addresses tried where a page announces no feed."""
AT_ONCE = 8
"""Addresses looked at at once."""

_MEDIA = {"image": "a picture", "audio": "a recording", "video": "a film", "font": "a font"}


async def look(wishes: Sequence[Wish], network: NetworkSettings) -> list[Preview | Choices | BroadsheetError]:
    """What is at each address, in their order: faults of ours are answers, too. May be cancelled at any moment."""
    places = asyncio.Semaphore(AT_ONCE)

    async def one(wish: Wish) -> Preview | Choices | BroadsheetError:
        async with places:
            try:
                return await _Look(client, children, wish).run()
            except BroadsheetError as error:
                return error

    async with parsers() as children, Client(network) as client:
        return list(await asyncio.gather(*(one(wish) for wish in wishes)))


@dataclass(frozen=True, slots=True)
class _Look:
    """One look at an address."""

    client: Client
    parsers: Parsers
    wish: Wish

    async def run(self) -> Preview | Choices:
        address = self.wish.address.strip()
        url = checked(address if "://" in address else f"https://{address}")
        try:
            answer = await self._get(url)
        except BadStatus as fault:
            # A site may have a list of stories, and no front page.
            site = await self._site(url) if fault.status in GONE else None
            if site is None:
                raise
            return site
        reading = await self.parsers.parse(answer)
        if isinstance(reading, FeedReading):
            return self._feed(answer.moved_to or url, reading, ())
        if media := _MEDIA.get(answer.content_type.partition("/")[0]):
            raise SourceError(f"{shown(url)} is {media}, no source of stories.", "Name a feed, a site or a page.")
        if reading.page is None and not url.endswith(LIST):
            raise _no_source(url, reading)
        return await self._site(url) or await self._announced(answer, reading)

    async def _get(self, url: str) -> Response:
        answer = await self.client.get(url, accept=ACCEPT, cap=CAP, deadline=DEADLINE, allow=self._allow)
        assert isinstance(answer, Response)  # without validators there is no other answer
        return answer

    async def _announced(self, answer: Response, found: NoFeed) -> Preview | Choices:
        """The feeds that a page announces, or that lie where sites keep them."""
        page = found.page
        feeds = page.feeds if page else ()
        if len(feeds) > 1:
            return Choices((page.title if page else "") or shown(answer.url), feeds)
        if feeds:
            feed = await self._get(feeds[0].url)
            reading = await self.parsers.parse(feed)
            if isinstance(reading, NoFeed):
                raise _no_source(feeds[0].url, reading)
            note = f"{shown(answer.url)} is a page that announces this feed."
            return self._feed(feed.moved_to or feeds[0].url, reading, (note,))
        for guess in usual_addresses(answer.url)[:GUESSES]:
            try:
                feed = await self._get(guess)
            except BadStatus as fault:
                if fault.status == 429:
                    break
                continue
            except NetworkError:
                continue
            reading = await self.parsers.parse(feed)
            if isinstance(reading, FeedReading):
                note = f"{shown(answer.url)} is a page that announces no feed; this one was found nearby."
                return self._feed(feed.moved_to or guess, reading, (note,))
        raise _no_source(answer.url, found)

    def _feed(self, place: str, reading: FeedReading, notes: tuple[str, ...]) -> Preview:
        return Preview(
            self._source(place, FEED, ""),
            self.wish.title or reading.title,
            reading.kind,
            *_counted(reading.results),
            notes=(*notes, *(f"{where}: {reason}".removeprefix(": ") for where, reason in reading.problems)),
        )

    async def _site(self, url: str) -> Preview | None:
        try:
            found = await find_site(self.client, url, self._allow)
        except SourceError:
            return None
        repository, notes = await self._repository(found)
        stories, _, newest, samples = _counted(found.page.results)
        return Preview(
            self._source(found.address, SITE, repository),
            self.wish.title or found.page.title or shown(found.address),
            "",
            stories,
            found.page.next is not None or bool(repository),
            newest,
            samples,
            notes,
        )

    async def _repository(self, site: FoundSite) -> tuple[str, tuple[str, ...]]:
        """The address of the site's repository, looked at; and what has to be said of it."""
        address = self.wish.repository or repository_of(site.address)
        if not address:
            return "", (
                "Its stories come from its list, without related coverage: name its --repository to have that.",
            )
        try:
            _, _, moved_to = await remote(self.client, address, self._allow)
        except NetworkError as error:
            if self.wish.repository:
                raise
            return "", (f"Its stories come from its list, without related coverage. {error.message}",)
        address = moved_to or checked(address).removesuffix("/")
        if not installed() and not archive_of(address):
            return address, (NO_WAY,)
        return address, (f"Its related coverage comes from {shown(address)}.",)

    def _source(self, place: str, kind: str, repository: str) -> SourcePlace:
        wish = self.wish
        return SourcePlace(place, kind, 0, wish.title, wish.topics, False, repository, wish.allow)

    @property
    def _allow(self) -> frozenset[str]:
        return frozenset(self.wish.allow)


def _counted(results: Iterable[FileResult]) -> tuple[int, bool, datetime | None, tuple[str, ...]]:
    """How many stories, that there are no more, the newest one's time, the first titles."""
    articles = [result.report[0] for result in results if result.report]
    newest = max((article[3] for article in articles if article[3] is not None), default=None)
    return len(articles), False, time(newest), tuple(article[1] for article in articles[:SAMPLES])


def _no_source(url: str, found: NoFeed) -> SourceError:
    advice = "Look there for a link called RSS, Atom or Feed, and add that." if found.page else "Check the address."
    return SourceError(f"{shown(url)} is no source of stories. {found.reason}", advice)
