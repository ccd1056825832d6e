"""Looks whether an address still leads to something, by the headers of an answer alone. Reads no body, gives no verdict.

HEAD first; many servers answer it wrongly, so that whatever it says against the address is asked once more with a GET
of one byte.
"""

from __future__ import annotations

import asyncio
import socket
from dataclasses import dataclass
from typing import Self

import httpx

from tui.errors import NetworkError, Offline, Refused, Unreachable
from tui.net import hops
from tui.net.client import USER_AGENT
from tui.net.faults import FOREIGN, timed_out, translated
from tui.net.settings import NetworkSettings
from tui.net.turns import Turns
from tui.net.ways import Ways

SECONDS = 10.0
"""What one request may take."""
HOPS = 3
"""Redirects followed."""
NOT_BELIEVED = frozenset((400, 403, 404, 405, 406, 409, 500, 501, 502, 503, 504))
"""Statuses that a server may give to HEAD alone."""

_TIMEOUT = httpx.Timeout(SECONDS, connect=5).as_dict()


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at an address met."""

    url: str
    """Where it led to."""
    status: int | None
    """The last answer's HTTP status; None where there was no answer."""
    hops: tuple[int, ...] = ()
    """The statuses of the redirects on the way."""
    no_host: bool = False
    """There is no answer because there is no such host."""


class Looker:
    """One round of looks. Use it as `async with Looker(...) as looker`."""

    def __init__(self, settings: NetworkSettings = NetworkSettings()) -> None:  # noqa: B008 (frozen)
        self._ways = Ways(settings)
        self._turns = Turns(settings.pause)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._ways.close()

    async def look(self, url: str, allow: frozenset[str] = frozenset()) -> Look:
        """Where the address leads and what is there. `allow`: as in `Client.get`.

        Raises Refused for an address that must not be asked, Offline, and ConfigError.
        """
        url = hops.checked(url)
        seen: list[int] = []
        at_home = True
        while True:
            at_home = at_home and hops.place(url) in allow
            try:
                status, location = await self._asked(url, at_home)
                if status not in hops.REDIRECTS or len(seen) == HOPS:
                    return Look(url, status, tuple(seen))
                seen.append(status)
                url = hops.next_hop(url, location)
            except (Offline, Refused) as error:
                # What the address itself is, is the caller's to say; what a redirect leads to is part of the look.
                if isinstance(error, Offline) or not seen:
                    raise
                return Look(url, None, tuple(seen))
            except NetworkError as error:
                no_host = isinstance(error, Unreachable) and isinstance(error.__cause__, socket.gaierror)
                return Look(url, None, tuple(seen), no_host)

    async def _asked(self, url: str, allowed: bool) -> tuple[int, str]:
        """Status and Location of the answer to HEAD, or of the answer to a GET where that may differ."""
        try:
            answer = await self._ask("HEAD", url, allowed)
        except (Offline, Refused):
            raise
        except NetworkError as error:
            if isinstance(error.__cause__, socket.gaierror):
                raise
            return await self._ask("GET", url, allowed)
        return await self._ask("GET", url, allowed) if answer[0] in NOT_BELIEVED else answer

    async def _ask(self, method: str, url: str, allowed: bool) -> tuple[int, str]:
        transport, name = self._ways.to(url, allowed), hops.shown(url)
        headers = {"User-Agent": USER_AGENT, "Accept": "*/*", "Accept-Encoding": "identity"}
        if method == "GET":
            headers["Range"] = "bytes=0-0"
        request = httpx.Request(method, url, headers=headers, extensions={"timeout": _TIMEOUT})
        async with self._turns.turn(hops.place(url)):
            try:
                async with asyncio.timeout(SECONDS):
                    response = await transport.handle_async_request(request)
                    await response.aclose()
            except TimeoutError as error:
                raise timed_out(name) from error
            except FOREIGN as error:
                raise translated(error, name, proxied=bool(self._ways.proxy_for(url))) from error
        return response.status_code, response.headers.get("location", "")
