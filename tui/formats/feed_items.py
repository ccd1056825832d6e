"""Items of any kind of feed as reports of the model, through the same cleaning door as story files. Parses no feed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from hashlib import blake2b
from urllib.parse import urljoin

from tui.errors import UnsafeLink
from tui.formats.articles import TITLE_LIMIT
from tui.formats.feed_markup import text_line
from tui.formats.fields import Fault
from tui.formats.flat import FlatProblem
from tui.model import Article, Image, Parsed, Problem, Provider, Report
from tui.text.clean import clean_line
from tui.text.dates import FIRST_YEAR, LAST_YEAR, parse_time
from tui.text.markup import plain, unescaped
from tui.text.urls import canonical, display_host, safe_url

ITEM_LIMIT = 5_000
"""Items read of one feed; usual ones have 10 to 50."""
SUMMARY_LIMIT = 2_000
"""Characters kept of a summary: an abstract on arXiv may have 1,920."""
START_LIMIT = 600
"""Characters kept as the excerpt where a feed gives only the article's text."""
TOPIC_LIMIT = 20
"""Categories kept of an item."""
IMAGE_LIMIT = 5
"""Images kept of an item: publishers list one picture in up to a dozen sizes."""

_PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif")


@dataclass(frozen=True, slots=True)
class Media:
    """A picture, film or recording that goes with an item, as the feed says it."""

    url: str
    mime: str = ""
    medium: str = ""
    """"image", "video", "audio", … or ""."""
    width: str = ""
    height: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class RawItem:
    """An item as the feed says it: nothing is checked, cleaned or resolved."""

    title: str = ""
    title_is_text: bool = False
    """The feed says that the title holds no markup."""
    summary: str = ""
    """HTML."""
    content: str = ""
    """HTML of the article itself."""
    link: str = ""
    ident: str = ""
    """The item's own identity (guid, id)."""
    dates: tuple[tuple[str, datetime | None], ...] = ()
    """The text of each date, the best first, and what the feed's parser made of it."""
    source_name: str = ""
    source_link: str = ""
    """The outlet an aggregator took the item from."""
    topics: tuple[str, ...] = ()
    media: tuple[Media, ...] = ()


@dataclass(frozen=True, slots=True)
class RawFeed:
    """A feed as it says itself."""

    kind: str
    """"rss20", "atom10", "rss10", …, "json"."""
    title: str = ""
    link: str = ""
    refresh: int = 0
    """Seconds between looks that the feed asks for; 0 = it does not say."""
    items: tuple[RawItem, ...] = ()
    faults: tuple[Fault, ...] = ()
    """What is wrong with the feed as a whole."""


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One item."""

    name: str
    """Its name in its source, the same at each look and safe as a file name."""
    parsed: Parsed


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed says."""

    title: str
    site: str
    """The address of the site it belongs to, checked; "" where it names none."""
    kind: str
    """"rss20", "atom10", "rss10", …, "json"."""
    refresh: int
    """Seconds between looks that the feed asks for; 0 = it does not say."""
    items: tuple[FeedItem, ...] = ()
    problems: tuple[FlatProblem, ...] = ()
    """What is wrong with the feed as a whole; an item's problems are with the item."""


def assembled(raw: RawFeed, url: str) -> Feed:
    """The feed with its items as reports. `url` is where the feed lies: links are resolved against it."""
    title = clean_line(plain(raw.title)) or display_host(url)
    site, _ = _resolved(raw.link, url)
    problems = list(raw.faults)
    if len(raw.items) > ITEM_LIMIT:
        problems.append(("", f"It has {len(raw.items):,} items; those after the first {ITEM_LIMIT:,} are left out."))
    raws = raw.items[:ITEM_LIMIT]
    links = [_resolved(item.link, url) for item in raws]
    known = _Identities(raws, [link for link, _ in links])
    items: dict[str, FeedItem] = {}
    for index, (item, (link, fault)) in enumerate(zip(raws, links, strict=True)):
        name = _digest(known.name(index))
        # An item that is listed twice: the first is the newer one.
        if name not in items:
            faults = [("link", fault)] if fault else []
            key = known.key(index) or f"path:{_digest(url, known.name(index))}"
            report = _report(item, link, key, Provider(title, _domain(link, site, url)), url, faults)
            found = [Problem(url, f"item {index + 1}.{place}".rstrip("."), reason) for place, reason in faults]
            items[name] = FeedItem(name, Parsed(report, tuple(found)))
    return Feed(title, site, raw.kind, raw.refresh, tuple(items.values()), tuple(problems))


class _Identities:
    """What tells a feed's items apart: the guid, unless the feed uses one for several; then the link, then the words."""

    def __init__(self, items: Sequence[RawItem], links: Sequence[str]) -> None:
        self._items = items
        self._keys = [canonical(link) if link else "" for link in links]
        self._guids = Counter(item.ident for item in items)
        guids: dict[str, set[str]] = {}
        for item, key in zip(items, self._keys, strict=True):
            guids.setdefault(key, set()).add(item.ident)
        # A status page links every message to its front page: there the link is no identity. Two items may be one
        # article that was published anew.
        self._shared = {key for key, its in guids.items() if len(its) > 2}

    def name(self, index: int) -> str:
        item = self._items[index]
        if item.ident and self._guids[item.ident] == 1:
            return item.ident
        return self._keys[index] or "\0".join((item.ident, item.title, item.summary[:500], item.content[:500]))

    def key(self, index: int) -> str:
        """The article's canonical URL; "" where it has none or others of the feed have the same."""
        key = self._keys[index]
        return "" if key in self._shared else key


def _report(item: RawItem, link: str, key: str, outlet: Provider, url: str, faults: list[Fault]) -> Report | None:
    if name := clean_line(plain(item.source_name)):
        outlet = Provider(name, _domain(_resolved(item.source_link, url)[0], link, url))
    link = link or _recording(item.media, url)
    title = clean_line((unescaped if item.title_is_text else plain)(item.title), TITLE_LIMIT)
    if name:
        # Aggregators write "Title - Outlet".
        title = title.removesuffix(f" - {name}")
    excerpt = text_line(item.summary, SUMMARY_LIMIT) or text_line(item.content, START_LIMIT)
    if not title and not excerpt and not link:
        faults.append(("", "It has no title, no text and no usable link: it is no article, and is left out."))
        return None
    # Titles are optional in feeds, and microblogs have none: no fault.
    title = title or clean_line(excerpt, 120) or link
    article = Article(
        key,
        title,
        "" if excerpt in (title, f"{title} {name}") else excerpt,
        _moment(item.dates, faults),
        link,
        link,
        type=_type(item.media),
        provider=outlet,
        images=_images(item.media, url, faults),
    )
    topics = dict.fromkeys(clean_line(plain(topic)) for topic in item.topics)
    return Report(article, topics=tuple(topic for topic in topics if topic)[:TOPIC_LIMIT])


def _domain(*links: str) -> str:
    """The domain of the first link that has one."""
    return next((host for link in links if (host := display_host(link))), "").removeprefix("www.")


def _recording(media: tuple[Media, ...], url: str) -> str:
    """Where an episode without a page is heard or seen. No identity: addresses of recordings change."""
    return next((_resolved(one.url, url)[0] for one in media if _type((one,)) != "article"), "")


def _moment(dates: tuple[tuple[str, datetime | None], ...], faults: list[Fault]) -> datetime | None:
    found = None
    for text, fallback in dates:
        found = parse_time(text) or _mail_time(text) or fallback
        if found is not None and FIRST_YEAR <= found.year <= LAST_YEAR:
            return found
        faults.append(("date", f"{clean_line(text, 40)!r} is not a date between 1970 and 2099; left out."))
    return None


def _mail_time(text: str) -> datetime | None:
    """The instant of an RFC 822 date, aware and in UTC; without a zone it is UTC."""
    if len(text) > 100:
        return None
    try:
        moment = parsedate_to_datetime(text)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (TypeError, ValueError, OverflowError, IndexError):
        # IndexError: parsedate on some blanks and signs (cpython issue 30681 and its kin).
        return None


def _resolved(link: str, url: str) -> tuple[str, str]:
    """The link resolved against the feed's address, checked; ("", what is wrong) where it cannot be used."""
    link = link.strip()
    if not link:
        return "", ""
    try:
        return safe_url(urljoin(url, link)), ""
    except UnsafeLink as error:
        return "", f"{error.message} Left out."
    except ValueError:
        return "", "The link's host cannot be read. Left out."


def _type(media: tuple[Media, ...]) -> str:
    for kind in ("video", "audio"):
        if any(one.medium == kind or one.mime.startswith(f"{kind}/") for one in media):
            return kind
    return "article"


def _images(media: tuple[Media, ...], url: str, faults: list[Fault]) -> tuple[Image, ...]:
    found: dict[str, Image] = {}
    for index, one in enumerate(media):
        if not _pictured(one):
            continue
        address, fault = _resolved(one.url, url)
        if fault:
            faults.append((f"media[{index}]", fault))
        elif address and address not in found:
            found[address] = Image(
                address, _pixels(one.width), _pixels(one.height), attribution=clean_line(plain(one.credit))
            )
    return tuple(sorted(found.values(), key=lambda image: -image.width)[:IMAGE_LIMIT])


def _pictured(media: Media) -> bool:
    if media.medium or media.mime:
        return media.medium == "image" or media.mime.startswith("image/")
    return media.url.partition("?")[0].lower().endswith(_PICTURES)


def _pixels(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0


def _digest(*parts: str) -> str:
    return blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
