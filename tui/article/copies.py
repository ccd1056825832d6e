"""Where else an article may be read when its page is gone: copies in the order to try them. Asks nobody."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tui.model import Article

ARCHIVE = "https://web.archive.org/web"
_ARCHIVED = re.compile(re.escape(ARCHIVE) + r"/[0-9]{1,14}(?:id_)?/(https?://.+)")


@dataclass(frozen=True, slots=True)
class Copy:
    """A place where the article may be read."""

    page: str
    """Its address: that of the page without what the archive puts around it."""
    said: str
    """What it is called on screen."""


def next_copies(article: Article) -> tuple[Copy, ...]:
    """The copies to try, best first: the publisher's own, the archive's of its day, at last Google's cache.

    The cache is last because it goes stale within weeks of its origin's death, and tells Google what is read.
    """
    found: list[Copy] = []
    if article.original_url and article.original_url != article.url:
        found.append(Copy(article.original_url, "the original address"))
    if article.amp_url:
        found.append(Copy(article.amp_url, "the publisher's AMP copy"))
    if article.url or article.original_url:
        found.append(_archived(article))
    if article.cached_amp_url:
        found.append(Copy(article.cached_amp_url, "Google's copy"))
    return tuple(found)


def archived(url: str) -> str:
    """The address of which a page of the archive is a copy; "" for any other page. Its links are relative to that one."""
    found = _ARCHIVED.fullmatch(url)
    return found[1] if found else ""


def _archived(article: Article) -> Copy:
    address = article.url or article.original_url
    # The archive leads on to the copy that is nearest in time; "2" is its shorthand for the newest.
    day = article.published.strftime("%Y%m%d%H%M%S") if article.published else "2"
    said = "the Internet Archive's copy of that day" if article.published else "the Internet Archive's copy"
    return Copy(f"{ARCHIVE}/{day}id_/{address}", said)
