"""One guarded client: asks for an address and gives its content, or one of our errors. Stores nothing, parses nothing.

Requests go through httpx's transport alone, not its client: that one reads the bodies of redirects whole, keeps
cookies, resends X-Api-Key to other hosts and inflates without bound.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.message import Message
from typing import Self, cast

import httpx

from tui import __version__
from tui.errors import BadStatus, Offline, Refused, Unreachable
from tui.net import hops
from tui.net.answers import NotModified, Response, Validators, WayOut
from tui.net.faults import FOREIGN, bad_status, timed_out, translated
from tui.net.guard import check, check_host, resolved
from tui.net.inflating import Inflater, too_large
from tui.net.schedule import max_age, retry_after
from tui.net.settings import NetworkSettings
from tui.net.turns import Turns
from tui.net.ways import Ways
from tui.text.clean import clean_line

USER_AGENT = f"broadsheet/{__version__}"
ONCE_MORE = frozenset((502, 503, 504))
"""Statuses after which a request is sent a second time, as after a failed connection; never a third time."""

_TIMEOUT = httpx.Timeout(10, connect=5).as_dict()
_HEADER_LIMIT = 1024
"""Characters kept of a header that is stored or shown."""


class Client:
    """Everything that goes out, for one sync or one article. Use it as `async with Client(...) as client`."""

    def __init__(self, settings: NetworkSettings = NetworkSettings()) -> None:  # noqa: B008 (frozen)
        self._settings = settings
        self._ways = Ways(settings)
        self._turns = Turns(settings.pause)
        self._left_alone: dict[str, int | None] = {}
        """Servers that have said 429, with the wait they asked for: this client does not ask them again."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._ways.close()

    async def get(
        self,
        url: str,
        *,
        accept: str,
        cap: int,
        deadline: float,
        validators: Validators | None = None,
        allow: frozenset[str] = frozenset(),
    ) -> Response | NotModified:
        """What is at the address now. Raises NetworkError and its kinds, and ConfigError.

        `accept`: the Accept header; `cap`: bytes of the body, packed and unpacked; `deadline`: seconds for everything
        but waiting for a turn; `allow`: "host:port" of places that need not be public (`tui.net.hops.place`).
        """
        pieces: list[bytes] = []
        found = await _Errand(self, accept, cap, deadline, validators, allow, pieces.append).run(url)
        return found if isinstance(found, NotModified) else replace(found, body=b"".join(pieces))

    async def download(
        self,
        url: str,
        write: Callable[[bytes], object],
        *,
        accept: str,
        cap: int,
        deadline: float,
        validators: Validators | None = None,
        allow: frozenset[str] = frozenset(),
    ) -> Response | NotModified:
        """As `get`, for what is too large for memory: `write` is handed the body piece by piece."""
        return await _Errand(self, accept, cap, deadline, validators, allow, write).run(url)

    async def way_out(self, url: str, allow: frozenset[str] = frozenset()) -> WayOut:
        """How another program may connect to the address's host. Raises NetworkError and ConfigError."""
        url = hops.checked(url)
        proxy = self._ways.proxy_for(url)
        host, port = hops.host_and_port(url)
        allowed = hops.place(url) in allow
        if proxy:
            if not allowed:
                check_host(host, port)
            return WayOut((), proxy, self._settings.ca_bundle)
        addresses = await resolved(host, port)
        if not allowed:
            check(host, port, addresses)
        return WayOut(tuple(addresses), "", self._settings.ca_bundle)


@dataclass(slots=True)
class _Errand:
    """One request, with the redirects it is led over."""

    client: Client
    accept: str
    cap: int
    deadline: float
    validators: Validators | None
    allow: frozenset[str]
    write: Callable[[bytes], object]

    async def run(self, url: str) -> Response | NotModified:
        url = start = hops.checked(url)
        moved_to = ""
        permanent = True
        at_home = True
        for _ in range(hops.HOPS + 1):
            # An allowance is for the way the reader gave: a chain that has left it does not come back to it.
            at_home = at_home and hops.place(url) in self.allow
            answer = await self._twice(url, at_home)
            if not isinstance(answer, _Redirect):
                return replace(answer, moved_to=moved_to)
            permanent = permanent and answer.status in hops.PERMANENT
            url = hops.next_hop(url, answer.location)
            moved_to = url if permanent else moved_to
        raise Refused(f"{hops.shown(start)} redirects more than {hops.HOPS} times.", "Check the address.")

    async def _twice(self, url: str, allowed: bool) -> Response | NotModified | _Redirect:
        try:
            return await self._ask(url, allowed)
        except Offline:
            raise
        except Unreachable:
            pass
        except BadStatus as error:
            if error.status not in ONCE_MORE or error.retry_after is not None:
                raise
        return await self._ask(url, allowed)

    async def _ask(self, url: str, allowed: bool) -> Response | NotModified | _Redirect:
        """Send one request and take its answer in."""
        place, name = hops.place(url), hops.shown(url)
        transport = self.client._ways.to(url, allowed)
        async with self.client._turns.turn(place):
            if place in self.client._left_alone:
                raise bad_status(429, name, self.client._left_alone[place])
            loop = asyncio.get_running_loop()
            began = loop.time()
            try:
                async with asyncio.timeout(self.deadline), _sent(transport, self._request(url)) as response:
                    return await self._taken(response, url, name)
            except TimeoutError as error:
                raise timed_out(name) from error
            except BadStatus as error:
                if error.status == 429:
                    self.client._left_alone[place] = error.retry_after
                raise
            except FOREIGN as error:
                raise translated(error, name, proxied=bool(self.client._ways.proxy_for(url))) from error
            finally:
                self.deadline -= loop.time() - began

    def _request(self, url: str) -> httpx.Request:
        headers = {"User-Agent": USER_AGENT, "Accept": self.accept, "Accept-Encoding": "gzip"}
        if self.validators is not None and self.validators.url == url:
            if self.validators.etag:
                headers["If-None-Match"] = self.validators.etag
            if self.validators.modified:
                headers["If-Modified-Since"] = self.validators.modified
        return httpx.Request("GET", url, headers=headers, extensions={"timeout": _TIMEOUT})

    async def _taken(self, response: httpx.Response, url: str, name: str) -> Response | NotModified | _Redirect:
        headers, status = response.headers, response.status_code
        age = max_age(headers.get("cache-control", ""))
        if status == 304 and self.validators is not None and self.validators.url == url:
            await response.aread()  # it has no body; only an answer read to its end leaves the connection open
            return NotModified("", age)
        if status in hops.REDIRECTS:
            return _Redirect(status, headers.get("location", ""))
        if status != 200:
            raise bad_status(status, name, retry_after(headers.get("retry-after", ""), datetime.now(UTC)))
        length = headers.get("content-length", "")
        if length.isdecimal() and int(length[:20]) > self.cap:
            raise too_large(name, self.cap)
        inflater = Inflater(headers.get("content-encoding", ""), self.cap, name)
        async with aclosing(cast("AsyncGenerator[bytes]", response.aiter_raw())) as wire:
            async for data in wire:
                for piece in inflater.feed(data):
                    self.write(piece)
        inflater.finish()
        kind = Message()
        kind["content-type"] = headers.get("content-type", "")[:_HEADER_LIMIT]
        return Response(
            url=url,
            moved_to="",
            content_type=clean_line(kind.get_content_type()) if kind["content-type"] else "",
            charset=clean_line(str(kind.get_content_charset(""))),
            body=b"",
            validators=_validators(url, headers),
            max_age=age,
        )


@dataclass(frozen=True, slots=True)
class _Redirect:
    """An answer that says to ask elsewhere."""

    status: int
    location: str


@asynccontextmanager
async def _sent(transport: httpx.AsyncHTTPTransport, request: httpx.Request) -> AsyncIterator[httpx.Response]:
    response = await transport.handle_async_request(request)
    try:
        yield response
    finally:
        await response.aclose()


def _validators(url: str, headers: httpx.Headers) -> Validators | None:
    """What can be sent back: a header of other than plain characters could not, and would end every later request."""
    etag, modified = [
        value if len(value) <= _HEADER_LIMIT and value.isascii() and value.isprintable() else ""
        for value in (headers.get("etag", ""), headers.get("last-modified", ""))
    ]
    return Validators(url, etag, modified) if etag or modified else None
