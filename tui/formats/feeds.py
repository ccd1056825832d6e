"""Feeds of every kind (RSS, RDF, Atom, JSON Feed) as reports and problems. Fetches nothing; the only door to feedparser.

feedparser is slow on hostile input (20,000 attributes: 6 s) and may break off with any exception: what comes from the
network is read through `tui.sources.feed_parsing`, in a child process.
"""

from __future__ import annotations

import html
import io
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

from tui.formats import json_feed
from tui.formats.discovery import Page, decoded, discover, is_utf_8
from tui.formats.feed_items import Feed, FeedItem, Media, RawFeed, RawItem, assembled
from tui.formats.flat import FileResult, flat_article, flat_report
from tui.text.clean import clean_line

REFRESH_LIMIT = 7 * 86_400
"""Seconds; no feed is left alone for longer, whatever it asks for."""
SNIFFED = 8_192
"""Bytes looked at to tell what it is."""

_PERIODS = {"hourly": 3_600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}
_ROOT = re.compile(
    r"(?:[\ufeff\s]++|<\?[^>]{0,1000}+>|<!--(?:(?!-->).){0,2000}+-->"
    r"|<!doctype[^>\[]{0,500}+(?:\[[^\]]{0,2000}+\]\s*+)?>)*+<([a-z][a-z0-9:._-]{0,60})",
    re.DOTALL | re.IGNORECASE,
)
"""The first element, after declarations and comments."""
_OTHER_ROOTS = {
    "opml": "an OPML list of feeds",
    "urlset": "a sitemap",
    "sitemapindex": "a sitemap",
    "svg": "a picture",
}


@dataclass(frozen=True, slots=True)
class NoFeed:
    """What was found is no feed that can be read."""

    reason: str
    """A sentence that says what it is instead, or what is wrong."""
    page: Page | None = None
    """What a web page announces."""


def read(data: bytes, url: str, charset: str = "") -> Feed | NoFeed:
    """The feed in `data`, whatever the server calls it. `url`: where it was found at last; `charset`: the server's."""
    charset = "utf-8" if is_utf_8(data) else charset
    start = decoded(data[:SNIFFED], charset).lstrip("\ufeff \t\r\n")
    if not start:
        return NoFeed("There is nothing there: the answer is empty.")
    if start[0] in "{[":
        try:
            return assembled(json_feed.raw_feed(data), url)
        except json_feed.NotJsonFeed as error:
            return NoFeed(f"It is {error.found}.")
    found = _ROOT.match(start)
    root = found[1].lower() if found else ""
    if root in _OTHER_ROOTS:
        return NoFeed(f"It is {_OTHER_ROOTS[root]}, not a feed.")
    # A page may do without <html>: "<!doctype html><title>".
    if root == "html" or start[:14].lower() == "<!doctype html":
        return _page(data, url, charset)
    raw = _parsed(data, charset)
    if isinstance(raw, RawFeed):
        return assembled(raw, url)
    if "<html" in start.lower() or "<body" in start.lower():
        return _page(data, url, charset)
    if not root and "<" not in start:
        return NoFeed("It is text or data, not a feed.")
    return NoFeed(f"No item of a feed can be read from it{raw}.")


def feed_results(feed: Feed) -> list[FileResult]:
    """The items as the library takes them: each as if it were a file of its source."""
    return [_result(item) for item in feed.items]


def _result(item: FeedItem) -> FileResult:
    report = item.parsed.report
    flat = None if report is None else flat_report(report, tuple(map(flat_article, report.related)))
    problems = tuple((problem.place, problem.reason) for problem in item.parsed.problems)
    # The problems' places hold the item's position, which changes with every new item; what they say does not.
    said = repr((flat, [reason for _, reason in problems]))
    return FileResult(item.name, blake2b(said.encode(), digest_size=16).digest(), flat, problems)


def _page(data: bytes, url: str, charset: str) -> NoFeed:
    page = discover(data, url, charset)
    said = "which announces a feed" if page.feeds else "and it announces no feed"
    return NoFeed(f"It is a web page, {said}.", page)


def _parsed(data: bytes, charset: str) -> RawFeed | str:
    """What feedparser makes of it; where that is nothing, what it says is wrong: "" or " (…)"."""
    import feedparser  # type: ignore[import-untyped]  # 50 ms, and only the child needs it

    # As a stream: feedparser takes bytes for the name of a file first. Without its address: feedparser would resolve
    # every guid that is no link into one. As XML, whatever the server says: for "text/xml" it would prefer US-ASCII.
    found = feedparser.parse(
        io.BytesIO(data),
        response_headers={"content-type": f"application/xml; charset={charset}" if charset else "application/xml"},
        resolve_relative_uris=False,
        sanitize_html=False,
    )
    entries, kind = found["entries"], str(found.get("version") or "")
    broken = found.get("bozo_exception")
    if isinstance(broken, feedparser.CharacterEncodingOverride):
        broken = None
    if not entries and (broken or not kind):
        return f" (XML: {clean_line(str(broken), 100)})" if broken else ""
    about: dict[str, Any] = found["feed"]
    items = tuple(_item(entry, kind) for entry in entries)
    return RawFeed(kind, _text(about, "title"), _alternate(about), _refresh(about), items)


def _item(entry: dict[str, Any], kind: str) -> RawItem:
    source = dict.get(entry, "source") or {}
    title = dict.get(entry, "title_detail") or {}
    # Tags of Atom and Reddit have a label for people beside the term.
    topics = [_text(tag, "label") or _text(tag, "term") for tag in dict.get(entry, "tags") or ()]
    return RawItem(
        title=_text(entry, "title"),
        title_is_text=kind.startswith("atom") and dict.get(title, "type") == "text/plain",
        summary=_markup(dict.get(entry, "summary_detail") or {}),
        content=max((_markup(content) for content in dict.get(entry, "content") or ()), key=len, default=""),
        link=_text(entry, "feedburner_origlink") or _alternate(entry),
        ident=_text(entry, "id"),
        dates=tuple(_dates(entry)),
        source_name=_text(source, "title"),
        source_link=_text(source, "link") or _text(source, "href"),
        topics=tuple(topics),
        media=_media(entry),
    )


def _alternate(said: dict[str, Any]) -> str:
    link = _text(said, "link")
    if link and dict.get(said, "guidislink") and link == _text(said, "id") and not link.startswith(("http:", "https:")):
        # RSS calls every guid a link unless it says otherwise, which podcasts forget.
        link = ""
    links = dict.get(said, "links") or ()
    return link or next((_text(one, "href") for one in links if dict.get(one, "rel") == "alternate"), "")


def _dates(entry: dict[str, Any]) -> list[tuple[str, datetime | None]]:
    found = []
    # dict.get: FeedParserDict warns, and answers with another date, where there is no "updated".
    for name in ("published", "updated", "created"):
        if text := _text(entry, name):
            found.append((text, _instant(dict.get(entry, f"{name}_parsed"))))
    return found


def _instant(parts: Any) -> datetime | None:
    if not parts:
        return None
    year, month, day, hour, minute, second = parts[:6]
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None


def _media(entry: dict[str, Any]) -> tuple[Media, ...]:
    credits = [_text(credit, "content") for credit in dict.get(entry, "media_credit") or ()]
    credit = credits[0] if len(set(credits)) == 1 else ""
    found = [
        Media(
            _text(one, "url"),
            _text(one, "type").lower(),
            _text(one, "medium").lower(),
            _text(one, "width"),
            _text(one, "height"),
            credit,
        )
        for one in dict.get(entry, "media_content") or ()
    ]
    for link in dict.get(entry, "links") or ():
        if dict.get(link, "rel") == "enclosure":
            found.append(Media(_text(link, "href"), _text(link, "type").lower()))
    for one in dict.get(entry, "media_thumbnail") or ():
        found.append(Media(_text(one, "url"), "", "image", _text(one, "width"), _text(one, "height")))
    if picture := _text(dict.get(entry, "image") or {}, "href"):
        found.append(Media(picture, medium="image"))
    if _text(entry, "yt_videoid"):
        found.append(Media(_text(entry, "link"), medium="video"))
    return tuple(found)


def _markup(detail: dict[str, Any]) -> str:
    text = _text(detail, "value")
    return html.escape(text, quote=False) if dict.get(detail, "type") == "text/plain" else text


def _refresh(about: dict[str, Any]) -> int:
    minutes = _count(_text(about, "ttl"), 0)
    period = _PERIODS.get(_text(about, "sy_updateperiod").strip().lower(), 0)
    often = _count(_text(about, "sy_updatefrequency"), 1)
    return min(max(minutes * 60, period // max(often, 1)), REFRESH_LIMIT)


def _count(text: str, default: int) -> int:
    text = text.strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else default


def _text(said: dict[str, Any], name: str) -> str:
    value = dict.get(said, name)
    return value if isinstance(value, str) else ""
