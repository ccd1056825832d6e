"""`python -m tui.article.child`: fetches pages and takes their articles out, for `tui.article.fetching`. Keeps nothing.

A process of its own: httpx and trafilatura take 0.3 s to import and 50 MB, neither of which a reader's keys shall wait
for, and a hostile page may take all the time and memory it is given.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import astuple, replace
from threading import Thread
from typing import Any
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from tui.article.copies import archived
from tui.article.extracting import PAGE_LIMIT, extracted
from tui.article.values import BROWSER, Fault, Text
from tui.article.verdicts import led_away
from tui.confined import serve
from tui.errors import BadCertificate, BadStatus, BroadsheetError, ConfigError, Offline, Refused
from tui.net.answers import NotModified, Response
from tui.net.client import USER_AGENT, Client
from tui.net.hops import GONE
from tui.net.looking import Look, Looker
from tui.net.settings import NetworkSettings

MEMORY = 700 * 1024 * 1024
"""Bytes of address space; a page of 5 MB of paragraphs takes 190 MB."""
SECONDS = 10
"""Of processor time for one page; usual ones take 0.02 s."""
DEADLINE = 30.0
"""Seconds for fetching one page."""
RULES_LIMIT = 500 * 1024
"""Bytes of a robots.txt; what search engines read of one."""

_PAGES = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1"
_AGENT = USER_AGENT.partition("/")[0]


async def read(settings: NetworkSettings, allow: frozenset[str], url: str, excerpt: str) -> Text | Fault:
    """The article at an address, or why there is none."""
    Thread(target=_ready, daemon=True).start()
    try:
        # Its redirects may stay on one server: a person waits for them.
        page = await _fetched(replace(settings, pause=0.0), allow, url, _PAGES, PAGE_LIMIT)
    except BroadsheetError as error:
        return _fault(error)
    if led_away(url, page.url):
        return Fault(
            "The page seems to be gone: its address leads to another page of the site now.",
            "A copy may still be there.",
        )
    return extracted(page.body, archived(page.url) or page.url, page.charset, excerpt)


async def permitted(
    settings: NetworkSettings, allow: frozenset[str], url: str, rules: str | None
) -> tuple[str, bool, float] | Fault:
    """The rules of the address's site for programs, whether they let this one in, and how long it shall pause, seconds.

    `rules`: what an earlier answer gave; None = not known.
    """
    if rules is None:
        parts = urlsplit(url)
        try:
            answer = await _fetched(
                settings, allow, f"{parts.scheme}://{parts.netloc}/robots.txt", "text/plain", RULES_LIMIT
            )
            rules = answer.body.decode("utf-8", "replace")
        except BadStatus as error:
            # RFC 9309: no file means no rules; a server in trouble means no.
            rules = "" if error.status < 500 and error.status != 429 else "User-agent: *\nDisallow: /"
        except BroadsheetError as error:
            return _fault(error)
    parser = RobotFileParser()
    parser.parse(rules.splitlines())
    pause = parser.crawl_delay(_AGENT)
    return rules, parser.can_fetch(_AGENT, url), float(pause or 0)


async def look(settings: NetworkSettings, allow: frozenset[str], urls: tuple[str, ...]) -> list[Look | Fault]:
    """What each of the addresses leads to."""

    async def one(looker: Looker, url: str) -> Look | Fault:
        try:
            return await looker.look(url, allow)
        except BroadsheetError as error:
            return _fault(error)

    async with Looker(settings) as looker:
        return await asyncio.gather(*(one(looker, url) for url in urls))


async def _fetched(settings: NetworkSettings, allow: frozenset[str], url: str, accept: str, cap: int) -> Response:
    async with Client(settings) as client:
        found = await client.get(url, accept=accept, cap=cap, deadline=DEADLINE, allow=allow)
    assert not isinstance(found, NotModified)  # nothing was said that it could be compared with
    return found


def _fault(error: BroadsheetError) -> Fault:
    """The fault in words that fit an article; what the network says fits sources."""
    if isinstance(error, Offline):
        return Fault(error.message, "Try again when there is a network.", offline=True)
    if isinstance(error, BadStatus) and error.status in GONE:
        return Fault(error.message, "The page may be gone for good: a copy may still be there.")
    if isinstance(error, Refused):
        return Fault(error.message, "Open it in a browser if you trust it.")
    if isinstance(error, BadCertificate | ConfigError):
        return Fault(error.message, error.advice)
    return Fault(error.message, BROWSER)


def _ready() -> None:
    """Import what takes the article out while its page is on the way."""
    import trafilatura  # noqa: F401


ANSWERS: dict[str, Callable[..., Coroutine[Any, Any, Any]]] = {"read": read, "permitted": permitted, "look": look}


def answer(request: tuple[Any, ...]) -> Any:
    """The answer to (kind, settings, allowed places, …): values as tuples of plain types, a fault's with its name first."""
    kind, settings, allow, *rest = request
    found = asyncio.run(ANSWERS[kind](NetworkSettings(*settings), frozenset(allow), *rest))
    return [_plain(one) for one in found] if isinstance(found, list) else _plain(found)


def _plain(found: Any) -> Any:
    return (type(found).__name__, *astuple(found)) if isinstance(found, Text | Fault | Look) else found


def main() -> None:
    """Answer requests until standard input ends."""
    # What trafilatura says of a page it cannot read is for nobody.
    logging.disable()
    serve(answer, MEMORY, SECONDS)


if __name__ == "__main__":
    main()
