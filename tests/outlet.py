"""An outlet's web site on loopback: pages with articles, and everything that the hostile server does besides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Event

from net.hostile import Hostile, Route, Talk, serving

from tui.net.settings import NetworkSettings

STRAIGHT = NetworkSettings(proxy="none", pause=0)
"""Settings for fetching from loopback only."""
SENTENCE = "This is a sentence of an article that says nothing much, but says it well. "


def page(title: str = "Ferry runs aground", text: str = "", *, author: str = "Jo Miller") -> bytes:
    """A page with an article: `text` is HTML, by default three paragraphs."""
    body = text or "".join(f"<p>{SENTENCE * 4}</p>" for _ in range(3))
    return (
        f'<!doctype html><html><head><meta charset="utf-8"><title>{title} - North Post</title>'
        f'<meta name="author" content="{author}"><meta property="og:title" content="{title}">'
        '<meta property="og:site_name" content="North Post"></head>'
        f'<body><nav><a href="/">Home</a></nav><main><article><h1>{title}</h1>{body}</article></main></body></html>'
    ).encode()


def serves(data: bytes, kind: str = "text/html; charset=utf-8") -> Route:
    """The route of a page."""
    return lambda talk: talk.answer("200 OK", data, Content_Type=kind)


def leads_to(target: str, status: int = 302) -> Route:
    """The route of a redirect."""
    return lambda talk: talk.answer(f"{status} Elsewhere", Location=target)


def waits(until: Event, route: Route) -> Route:
    """The route, once something has come about or the server closes."""

    def answer(talk: Talk) -> None:
        while not until.is_set() and talk.pause():
            pass
        if until.is_set():
            route(talk)

    return answer


@contextmanager
def outlet(routes: Mapping[str, Route] | None = None) -> Iterator[Hostile]:
    """A server with these pages by path."""
    with serving(dict(routes or {})) as server:
        yield server
