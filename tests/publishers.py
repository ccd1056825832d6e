"""Publishers on loopback for tests of sync: feeds and sites whose pages can change, vanish and misbehave."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

from net.hostile import Hostile, Route, Talk, serving

from tui.library.marks import SourcePlace
from tui.net.settings import NetworkSettings

STRAIGHT = NetworkSettings(proxy="none", pause=0)
"""Settings for a client that talks to loopback only."""


def item(number: int, title: str = "", host: str = "north.example") -> tuple[str, str]:
    """An item of a feed: title and address."""
    return title or f"Report {number}", f"https://{host}/{number}"


def rss(*items: tuple[str, str], title: str = "North Post", **channel: str) -> bytes:
    """A feed with these items."""
    about = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in channel.items())
    listed = "".join(
        f"<item><title>{escape(name)}</title><link>{escape(link)}</link>"
        f"<pubDate>Thu, 27 Jul 2023 {10 + place % 12}:00:00 GMT</pubDate></item>"
        for place, (name, link) in enumerate(items)
    )
    return f"<rss version='2.0'><channel><title>{escape(title)}</title>{about}{listed}</channel></rss>".encode()


def site_pages(stories: list[dict[str, Any]], folder: str = "", size: int = 25) -> dict[str, bytes]:
    """The pages of a site's list, by path."""
    parts = [stories[start : start + size] for start in range(0, len(stories), size)] or [[]]
    found = {}
    for number, part in enumerate(parts, 1):
        following = number + 1 if number < len(parts) else None
        data = json.dumps({"page": number, "value": part, "nextPage": following}).encode()
        found[f"{folder}/api/news/page/{number}/index.json"] = data
    found[f"{folder}/api/news/index.json"] = found[f"{folder}/api/news/page/1/index.json"]
    return found


@dataclass
class Publisher:
    """A server whose pages are what `pages` and `routes` say at the moment; a page is answered with its validator."""

    server: Hostile
    pages: dict[str, bytes] = field(default_factory=dict)
    routes: dict[str, Route] = field(default_factory=dict)
    """Paths that are answered in a way of their own; they go before pages."""

    @property
    def place(self) -> str:
        return self.server.place

    @property
    def asked(self) -> list[str]:
        """The paths that were asked for, in order."""
        return self.server.paths()

    def url(self, path: str) -> str:
        return self.server.url(path)

    def source(self, path: str, kind: str = "feed", **more: Any) -> SourcePlace:
        """A source here, with leave to lie on loopback."""
        return SourcePlace(self.url(path), kind, 1, allow=(self.place,), **more)

    def forget(self) -> None:
        """Forget what was asked."""
        self.server.seen.clear()

    def answer(self, talk: Talk) -> None:
        path = talk.target.partition("?")[0]
        if path in self.routes:
            self.routes[path](talk)
        elif path in self.pages:
            data = self.pages[path]
            tag = f'"{hashlib.sha256(data).hexdigest()[:16]}"'
            if talk.headers.get("if-none-match") == tag:
                talk.answer("304 Not Modified", Etag=tag, Content_Length="")
            else:
                talk.answer("200 OK", data, Etag=tag)
        else:
            talk.answer("404 Not Found", b"nothing here")


@contextmanager
def publishing(pages: Mapping[str, bytes] | None = None) -> Iterator[Publisher]:
    """A publisher with these pages to begin with."""
    made: list[Publisher] = []
    with serving(other=lambda talk: made[0].answer(talk)) as server:
        made.append(Publisher(server, dict(pages or {})))
        yield made[0]


def bare(data: bytes, **headers: str) -> Route:
    """The route of a page without validators."""
    return lambda talk: talk.answer("200 OK", data, **headers)


def says(status: str, **headers: str) -> Route:
    """The route of an answer that is no page."""
    return lambda talk: talk.answer(status, b"", **headers)
