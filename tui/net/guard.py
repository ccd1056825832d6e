"""The last gate before a connection: resolves a name once, checks every address, connects to what was checked.

Here and not before the request, since a name may lead somewhere else the second time it is asked for. An address in
place of the name in the URL would be wrong: the pool keys connections by URL and would mix up two hosts' TLS sessions.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterable
from threading import Thread

import httpcore

from tui.errors import Offline, Refused, Unreachable
from tui.net.addresses import not_public
from tui.text.clean import clean_line

TRIED = 3
"""Addresses of one name that are tried, in the order that the system gives."""
NEXT_ADDRESS = 1.5
"""Seconds after which the next address is tried: a network whose IPv6 leads nowhere must not cost the whole wait."""

OFFLINE = "Stories that are already here stay; Broadsheet tries again when there is a network."


class GuardBackend(httpcore.AsyncNetworkBackend):
    """Connects; with `public_only` nowhere but to public addresses."""

    def __init__(self, public_only: bool) -> None:
        self._public_only = public_only
        self._connections = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 (httpcore calls it so)
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """A connection to the host. Raises Refused, Unreachable, and httpcore's own errors of connecting."""
        try:
            async with asyncio.timeout(timeout):
                addresses = await resolved(host, port)
        except TimeoutError as error:
            raise Unreachable(
                f"The name {host} could not be looked up in time.", "Check the network and try again."
            ) from error
        if self._public_only:
            check(host, port, addresses)
        addresses = addresses[:TRIED]
        for place, address in enumerate(addresses, 1):
            last = place == len(addresses)
            wait = timeout if last or timeout is None else min(NEXT_ADDRESS, timeout)
            try:
                return await self._connections.connect_tcp(address, port, wait, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if last:
                    raise
        raise Unreachable(f"The name {host} has no address.", "Check the address and try again.")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


def check(host: str, port: int, addresses: Iterable[str]) -> None:
    """Raises Refused unless all addresses of the host are public."""
    for address in addresses:
        what = not_public(address)
        if what:
            shown = f"[{host}]" if ":" in host else host
            name = host if host == address else f"{host} ({clean_line(address, 45)})"
            raise Refused(
                f"{name} is {what}, where links from outside must not lead.",
                f"If it is yours and meant, add the source with --allow-private {shown}:{port}.",
            )


def check_host(host: str, port: int) -> None:
    """What can be said of a host without looking it up: all that a guard behind a proxy, which looks up itself, sees."""
    if host == "localhost" or host.endswith(".localhost"):
        check(host, port, ("127.0.0.1",))
    elif ":" in host or host[-1:].isdigit():
        check(host, port, (host,))


async def resolved(host: str, port: int) -> list[str]:
    """The numeric addresses of a host. Raises Unreachable.

    In a thread of its own kind: the loop's threads are waited for when it closes, and a dead name server takes 10 s.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[str] | OSError] = loop.create_future()

    def deliver(found: list[str] | OSError) -> None:
        if not answer.done():
            answer.set_result(found)

    def look_up() -> None:
        found: list[str] | OSError
        try:
            entries = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found = list(dict.fromkeys(str(entry[4][0]) for entry in entries))
        except UnicodeError:
            found = socket.gaierror(socket.EAI_NONAME, "not a name")
        except OSError as error:
            found = error
        try:
            loop.call_soon_threadsafe(deliver, found)
        except RuntimeError:
            return  # the loop has closed: nobody waits any more

    Thread(target=look_up, daemon=True).start()
    found = await answer
    if not isinstance(found, OSError):
        return found
    if found.errno == socket.EAI_AGAIN:
        raise Offline(f"The name {host} cannot be looked up: there seems to be no network.", OFFLINE) from found
    raise Unreachable(
        f"There is no server named {host}.", "Check the address; the site may be gone for good."
    ) from found
