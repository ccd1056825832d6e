"""Takes an article's full text out of its page, in a child process that is ended when it takes too long or too much.

Fetches and stores nothing. Needs the extra `reader`; without it says how to get it.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from importlib.util import find_spec

from tui.confined import ChildEnded, Confined

SECONDS = 10.0
"""What one page may take, the child's start (0.3 s) included; usual ones take 0.02 s."""
PAGE_LIMIT = 5 * 1024 * 1024
"""Bytes of a page."""
TEASER_BELOW = 400
"""Characters; a shorter text is what a paywall leaves of an article."""
EXCERPT_LIMIT = 600
"""Characters of an excerpt that count: feeds with full content give the article itself as the excerpt."""

_CHILD = "tui.article.child"
_BROWSER = "Open it in a browser."
_NO_PAGES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1f\x8b")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Text:
    """An article's full text, to be kept in the library and set by `tui.article.blocks`."""

    markdown: str
    """As it was taken out: `blocks` makes it safe to show."""
    url: str
    """Where it was read, after redirects; links are resolved against it."""
    title: str = ""
    author: str = ""
    date: str = ""
    """The day of publication as the page has it, "2023-07-25"; "" where it has none."""
    site: str = ""
    """What the site calls itself."""
    teaser: bool = False
    """It is too short to be the article: a paywall's stub, most often."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why there is no text."""

    reason: str
    """A sentence that says what is wrong."""
    advice: str
    """A sentence that says what to do."""


NOT_INSTALLED = Fault(
    "Reading full texts here needs a part of Broadsheet that is not installed.",
    "Install it with: pip install 'broadsheet[reader]'.",
)


def installed() -> bool:
    """Full texts can be read here."""
    return find_spec("trafilatura") is not None


def extract(page: bytes, url: str, charset: str = "", excerpt: str = "") -> Text | Fault:
    """The article in a page's bytes; blocks for up to SECONDS.

    `url`: where the page lies, after redirects; `charset`: what the server says; `excerpt`: what is known of the
    article, to tell a teaser from it.
    """
    child = Confined(_CHILD, SECONDS)
    try:
        return _extracted(child, page, url, charset, excerpt)
    finally:
        child.close()


async def read_text(page: bytes, url: str, charset: str = "", excerpt: str = "") -> Text | Fault:
    """As `extract`, without blocking the loop; cancelling it ends the child."""
    child = Confined(_CHILD, SECONDS)
    try:
        return await asyncio.to_thread(_extracted, child, page, url, charset, excerpt)
    finally:
        child.close()


def teaser_only(characters: int, excerpt: str) -> bool:
    """A text of so many characters is too short to be the article that the excerpt is of."""
    return characters < max(TEASER_BELOW, 2 * min(len(excerpt), EXCERPT_LIMIT))


def _extracted(child: Confined, page: bytes, url: str, charset: str, excerpt: str) -> Text | Fault:
    if not installed():
        return NOT_INSTALLED
    if len(page) > PAGE_LIMIT:
        return Fault("The page is larger than 5 MB: too large for an article.", _BROWSER)
    if page.startswith(_NO_PAGES) or (b"\0" in page[:1000] and not page.startswith(_UTF_16)):
        return Fault("It is no web page but a file of another kind.", _BROWSER)
    try:
        found = child.ask((page, url, charset))
    except ChildEnded as ended:
        if ended.late:
            return Fault("Finding the article in its page took too long, and was broken off.", _BROWSER)
        return Fault("Finding the article in its page broke off: the page is damaged or far too large.", _BROWSER)
    if found is None:
        return Fault("There is no article to be found on the page.", _BROWSER)
    markdown, title, author, date, site, characters = found
    return Text(markdown, url, title, author, date, site, teaser_only(characters, excerpt))
