"""Fetches articles and takes their texts out, in a child process that is ended when it takes too long or too much.

Stores nothing, and loads neither httpx nor trafilatura here. Needs the extra `reader`; without it says how to get it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from importlib.util import find_spec
from typing import Any

from tui.article.values import BROWSER, NOT_INSTALLED, Fault, Text
from tui.article.verdicts import NO_ANSWER, NO_HOST
from tui.confined import ChildEnded, Confined
from tui.net.settings import NetworkSettings

SECONDS = 45.0
"""What one page may take: 30 to fetch it, 10 to find the article in it, the child's start (0.3 s)."""

_CHILD = "tui.article.child"


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look at an address met."""

    url: str
    """Where it led to."""
    status: int
    """The last answer's HTTP status, `verdicts.NO_HOST` or `verdicts.NO_ANSWER`."""
    hops: tuple[int, ...] = ()
    """The statuses of the redirects on the way."""


@dataclass(frozen=True, slots=True)
class Permit:
    """What a site says to programs that nobody watches."""

    rules: str
    """Its robots.txt."""
    allowed: bool
    """The page may be fetched."""
    pause: float
    """Seconds it wants between two pages."""


def installed() -> bool:
    """Full texts can be read here."""
    return find_spec("trafilatura") is not None


class Fetcher:
    """One child and its requests, one at a time; each call blocks, so that it belongs on a thread of its own."""

    def __init__(self, settings: NetworkSettings, allow: frozenset[str] = frozenset()) -> None:
        """`allow`: "host:port" of places that need not be public; for tests, and never taken from what was fetched."""
        self._settings = astuple(settings)
        self._allow = tuple(allow)
        self._child = Confined(_CHILD, SECONDS)

    def read(self, url: str, excerpt: str = "") -> Text | Fault:
        """The article at an address. `excerpt`: what is known of it, to tell a teaser from it."""
        if not installed():
            return NOT_INSTALLED
        try:
            kind, *values = self._ask("read", url, excerpt)
        except ChildEnded as ended:
            if ended.late:
                return Fault("Fetching the article took too long, and was broken off.", BROWSER)
            return Fault("Finding the article in its page broke off: the page is damaged or far too large.", BROWSER)
        return Text(*values) if kind == Text.__name__ else Fault(*values)

    def permitted(self, url: str, rules: str | None) -> Permit | Fault:
        """Whether the site lets programs fetch the page unasked. `rules`: an earlier permit's, of the same host."""
        try:
            found = self._ask("permitted", url, rules)
        except ChildEnded:
            return Fault("Asking the site for its rules broke off.", BROWSER)
        return Fault(*found[1:]) if found[0] == Fault.__name__ else Permit(*found)

    def look(self, urls: Sequence[str]) -> list[Seen | Fault]:
        """What each address leads to, by its headers alone."""
        try:
            return [_seen(*found) for found in self._ask("look", tuple(urls))]
        except ChildEnded:
            return [Fault("Looking at the address broke off.", "Try again.")] * len(urls)

    def close(self) -> None:
        """End the child for good, from any thread: a call that waits returns at once, with a fault."""
        self._child.close()

    def _ask(self, kind: str, *request: Any) -> Any:
        return self._child.ask((kind, self._settings, self._allow, *request))


def _seen(kind: str, *values: Any) -> Seen | Fault:
    if kind == Fault.__name__:
        return Fault(*values)
    url, status, hops, no_host = values
    return Seen(url, NO_HOST if no_host else NO_ANSWER if status is None else status, hops)
