"""The words of the product as frozen values: what a source says, and what the reader's list and panes show.

Contains no input or output and no decisions. Every string in here has passed `tui.text.clean`.
Field meanings come from the story format, docs/format.md.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

NOT_RANKED = -1
"""The heat of an article that its publisher folded under another one, or never ranked."""


class Image(NamedTuple):
    """A picture that goes with an article or a provider (`images`)."""

    url: str
    """http(s) address, or a path relative to the publisher's site (logos)."""
    width: int = 0
    """Pixels; 0 = not said."""
    height: int = 0
    """Pixels; 0 = not said."""
    title: str = ""
    attribution: str = ""
    cached: bool = False
    """The publisher keeps a copy (`isCached`)."""


class Provider(NamedTuple):
    """The outlet."""

    name: str = ""
    domain: str = ""
    images: tuple[Image, ...] = ()
    """Logos."""

    @property
    def outlet(self) -> str:
        """What the outlet is called on screen: its name, else its domain."""
        return self.name or self.domain

    @property
    def key(self) -> str:
        """What makes two reports the same outlet's: the domain, else the name."""
        return (self.domain or self.name).casefold()


class Article(NamedTuple):
    """One outlet's report of an event: a story file's own article, or one entry of its `related` list."""

    key: str
    """The article's identity: its canonical URL (`tui.text.urls.canonical`), or `path:NAME` where it has no URL."""
    title: str
    excerpt: str = ""
    published: datetime | None = None
    """Aware, UTC; None where the source gives no usable date."""
    url: str = ""
    """Where it is read: `webUrl`, else `originalUrl`; "" = nowhere. Only http(s), re-serialised."""
    original_url: str = ""
    amp_url: str = ""
    """The publisher's own AMP page (`ampWebUrl`)."""
    cached_amp_url: str = ""
    """Google's cached copy of the AMP page (`cdnAmpWebUrl`)."""
    type: str = "article"
    """"article" or "video" so far; unknown values are kept."""
    quality: int = 0
    """The publisher's score of this article, 0 and up."""
    provider: Provider = Provider()
    images: tuple[Image, ...] = ()

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where its publisher has it: its own address, the original one, the AMP page; each once."""
        return tuple(dict.fromkeys(filter(None, (self.url, self.original_url, self.amp_url))))


class Report(NamedTuple):
    """What one story file says: its own article, the publisher's view of the event, and the links it gives."""

    article: Article
    heat: int = NOT_RANKED
    """The publisher's score of the event; NOT_RANKED (-1) on folded copies."""
    listed: bool = False
    """The publisher lists it on the site (`published`)."""
    removed: bool = False
    """The publisher took it back: kept, never listed."""
    category: str = ""
    topics: tuple[str, ...] = ()
    featured_url: str = ""
    """The `src` of an embedded player (`featuredContent`), checked; "" where there is none."""
    related: tuple[Article, ...] = ()
    """The publisher's `related` links in the order of the file."""
    body: str = ""
    """Text after the front matter; empty in nearly every file."""


class LinkCheck(NamedTuple):
    """One look at where an address leads."""

    url: str
    when: int
    """Seconds since 1970 UTC."""
    status: int
    """The last answer's HTTP status; 0 = there was no such host, -1 = no answer."""
    verdict: str
    """What is known since: "alive", "moved", "soft dead", "dead", "dead host" or "unknown"."""
    final_url: str = ""
    """Where it led to; "" = nowhere else."""


class Problem(NamedTuple):
    """Something wrong with an input: listed for the reader, never raised."""

    origin: str
    """The file (absolute path) or address it came from."""
    place: str
    """Where in it: a field path such as "related[3].publishedDateTime", "line 12", or "" for the whole."""
    reason: str
    """One sentence that says what is wrong and what was done about it."""


class Parsed(NamedTuple):
    """What a reader of a format returns: what could be read, and everything that could not."""

    report: Report | None
    """None when the file as a whole is unusable; then `problems` says why."""
    problems: tuple[Problem, ...] = ()


class StoryRow(NamedTuple):
    """What the story list shows of one story."""

    id: int
    """The story's lasting number in this library; never reused, never changes once shown."""
    title: str
    outlet: str
    """The lead's provider."""
    time: int | None
    """The lead's time of publication, seconds since 1970 UTC."""
    newest: int | None
    """Time of the story's newest article, seconds since 1970 UTC."""
    outlets: int = 1
    """How many distinct outlets report it."""
    heat: int = NOT_RANKED
    quality: int = 0
    """The lead's quality."""
    read: bool = False
    starred: bool = False
    fresh: int = 0
    """How many articles came in since it was read ("+3"); 0 while it is unread."""
    video: bool = False
    hidden: bool = False
    """A rule hid it; it is listed only where `is:hidden` is asked."""
    copies: bool = False
    """Some of its articles are copies of one text."""


class CoverageRow(NamedTuple):
    """One article of a story as the coverage pane shows it."""

    article: Article
    seen: bool = False
    """It was among the story's articles when the reader read the story, or was opened."""
    topics: tuple[str, ...] = ()
    """What its own file says; () where it has none."""
    full_text: bool = False
    """Its full text is here."""


class Story(NamedTuple):
    """One event with everything the panes show of it."""

    row: StoryRow
    lead: Report
    """The lead's file; its `related` is what the publisher links, before any grouping."""
    coverage: tuple[CoverageRow, ...] = ()
    """The event's other articles, without the lead."""
    related: tuple[CoverageRow, ...] = ()
    """The publisher's other links that are not of this event."""
    files: tuple[str, ...] = ()
    """Where the lead lies: absolute paths or addresses."""
    problems: tuple[Problem, ...] = ()
    """What was wrong with those files."""
    sources: tuple[str, ...] = ()
    """The sources that hold any of the event's articles: their places, as the reader added them."""
    tags: tuple[str, ...] = ()
    """The reader's tags on the event's articles."""
    notes: tuple[tuple[str, str], ...] = ()
    """(the article's key, what the reader wrote about it), the lead's first."""
    full_text: bool = False
    """The lead's full text is here: in its file, or kept from its page."""
    checks: tuple[LinkCheck, ...] = ()
    """The last look at each of the lead's addresses that was looked at."""

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the event's articles, the lead's first."""
        return (self.lead.article.key, *(row.article.key for row in self.coverage))
