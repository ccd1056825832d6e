"""The feeds that an HTML page announces, and where else a site may have one. Fetches nothing."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin

from tui.errors import UnsafeLink
from tui.text.clean import clean_line
from tui.text.urls import safe_url

PAGE_LIMIT = 256 * 1024
"""Bytes of a page looked at: feeds are announced in its head."""
TAG_LIMIT = 5_000
"""Elements looked at."""
FEED_LIMIT = 30
"""Feeds taken from one page; some announce one per topic."""

_TYPES = {
    "application/rss+xml": "RSS",
    "application/atom+xml": "Atom",
    "application/rdf+xml": "RSS",
    "application/feed+json": "JSON Feed",
    "application/json": "JSON Feed",
}
_API = re.compile(r"/wp-json/|/oembed", re.IGNORECASE)
"""WordPress announces its API as application/json, too."""
_COMMENTS = re.compile(r"comments?(?:/|\b)", re.IGNORECASE)
_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_USUAL_PATHS = ("feed", "rss", "feed.xml", "rss.xml", "atom.xml", "index.xml", "feed.json", "feeds/posts/default")
"""WordPress and Ghost, several, Jekyll, several, several, Hugo, JSON Feed, Blogger."""


@dataclass(frozen=True, slots=True)
class Announced:
    """A feed that a page announces."""

    url: str
    """Checked and absolute."""
    title: str = ""
    kind: str = ""
    """"RSS", "Atom" or "JSON Feed", as the page has it."""


@dataclass(frozen=True, slots=True)
class Page:
    """What an HTML page says of itself."""

    title: str = ""
    feeds: tuple[Announced, ...] = ()
    """In the order of the page, feeds of comments last."""


def discover(data: bytes, url: str, charset: str = "") -> Page:
    """The page's title and the feeds it announces. `url`: where it lies; `charset`: what the server says."""
    head = _Head()
    # AssertionError: the standard parser asserts on some broken declarations, such as "<![x".
    with suppress(_EnoughRead, AssertionError):
        head.feed(decoded(data[:PAGE_LIMIT], charset))
    base = urljoin(url, head.base) if _checked(url, head.base) else url
    feeds: dict[str, Announced] = {}
    for link, title, kind in head.links:
        address = _checked(base, link)
        if address and address not in feeds and len(feeds) < FEED_LIMIT:
            feeds[address] = Announced(address, clean_line(title), kind)
    ordered = sorted(feeds.values(), key=lambda feed: bool(_COMMENTS.search(feed.title) or _COMMENTS.search(feed.url)))
    return Page(clean_line("".join(head.title)), tuple(ordered))


def usual_addresses(url: str) -> tuple[str, ...]:
    """Addresses, best first, where sites keep their feed when the page at `url` announces none."""
    bases = dict.fromkeys((url.partition("?")[0].partition("#")[0].rstrip("/") + "/", urljoin(url, "/")))
    found = dict.fromkeys(_checked(base, path) for base in bases for path in _USUAL_PATHS)
    return tuple(address for address in found if address)


def decoded(data: bytes, charset: str = "") -> str:
    """A page as text: by its byte-order mark, as UTF-8, by the server's charset, its own `<meta>`, as Windows-1252."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data.decode(name, "replace")
    meta = _META_CHARSET.search(data[:4096])
    for name in ("utf-8" if is_utf_8(data) else "", charset, meta[1].decode("ascii") if meta else ""):
        # LookupError for unknown names, and for "rot13", "hex" and others that do not decode to text.
        with suppress(LookupError, UnicodeError):
            " ".encode(name)
            # Step by step: a last character that is cut in two must not make it look like another encoding.
            return codecs.getincrementaldecoder(name)().decode(data)
    return data.decode("cp1252", "replace")


def is_utf_8(data: bytes) -> bool:
    """The bytes are UTF-8 whatever anybody says: no text in another encoding looks like it.

    Except those that shift with ESC, and UTF-16. A last character may be cut in two.
    """
    if b"\x1b$" in data or b"\0" in data:
        return False
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        return False
    return True


class _EnoughRead(Exception):
    """The rest of the page is not looked at."""


class _Head(HTMLParser):
    """Collects title, base and announced feeds."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.base = ""
        self.title: list[str] = []
        self.links: list[tuple[str, str, str]] = []
        self._tags = 0
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._tags += 1
        if self._tags > TAG_LIMIT:
            raise _EnoughRead
        self._in_title = tag == "title" and not self.title
        if tag in ("base", "link"):
            said = {name: value or "" for name, value in reversed(attrs)}
            if tag == "base":
                self.base = self.base or said.get("href", "")
            else:
                self._link(said)

    def handle_endtag(self, tag: str) -> None:
        self._in_title = False

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title.append(data)

    def _link(self, said: dict[str, str]) -> None:
        relations = said.get("rel", "").lower().split()
        kind = _TYPES.get(said.get("type", "").partition(";")[0].strip().lower(), "")
        link = said.get("href", "").strip()
        if link and kind and "alternate" in relations and not _API.search(link):
            self.links.append((link, said.get("title", ""), kind))


def _checked(base: str, link: str) -> str:
    try:
        return safe_url(urljoin(base, link))
    except (UnsafeLink, ValueError):
        return ""
