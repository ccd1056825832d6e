"""Reading an article here: what the library keeps of it, else its page, which is kept then. Shows nothing.

Every function may wait for the network, and belongs on a thread of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from tui.article.blocks import Body, blocks
from tui.article.copies import Copy
from tui.article.fetching import Fetcher
from tui.article.values import BROWSER, Fault, Text, teaser_only
from tui.article.verdicts import NO_ANSWER, Check, Verdict, verdict
from tui.errors import LibraryError
from tui.library.marks import Marks
from tui.library.reading import Reading
from tui.library.texts import KeptText, Texts
from tui.model import Article, LinkCheck

CHECKED_LATELY = 600
"""Seconds in which an address is not looked at again."""
PAUSE = 1.0
"""Seconds between two pages that are fetched unasked."""
LONGEST_PAUSE = 60.0
"""Seconds; a site that wants more between two pages is not asked unasked."""
RULES_GOOD_FOR = 86_400
"""Seconds for which what a site says to programs is not asked again."""


@dataclass(frozen=True, slots=True)
class Found:
    """What came of reading an article."""

    text: KeptText | None
    body: Body
    """The text, ready to be set; empty where there is none."""
    fault: Fault | None = None
    """Why there is no text, or, beside one, what else the reader must hear."""


def kept(texts: Texts | None, key: str) -> Found | None:
    """What the library keeps of an article. Raises LibraryError."""
    held = texts.get(key) if texts is not None else None
    return Found(held, blocks(held.markdown, held.url)) if held is not None else None


def from_file(article: Article, body: str) -> Found | None:
    """The text that stands in the article's own story file, where it is long enough to be the article."""
    if teaser_only(len(body), article.excerpt):
        return None
    return Found(None, blocks(body, article.url))


def fetch(texts: Texts | None, fetcher: Fetcher, article: Article, copy: Copy | None, now: int) -> Found:
    """The text of an article's page, or of a copy of it; it is kept, unless it is less than what was kept before.

    `now`: seconds since 1970 UTC.
    """
    url = copy.page if copy is not None else article.url
    if not url:
        return Found(None, Body(), Fault("This article has no web address.", "There is nothing more to read of it."))
    answer = fetcher.read(url, article.excerpt)
    if isinstance(answer, Fault):
        return Found(None, Body(), answer)
    text = _kept_text(article.key, answer, copy, now)
    body = blocks(text.markdown, text.url)
    if texts is None:
        return Found(text, body)
    try:
        held = texts.get(article.key) if text.teaser else None
        if held is not None and not held.teaser:
            fault = Fault("The page has only a teaser by now.", "The text that was kept of it stays.")
            return Found(held, blocks(held.markdown, held.url), fault)
        texts.put(text, (block.text for block in body.blocks))
    except LibraryError as error:
        return Found(text, body, Fault(f"The text could not be kept. {error.message}", error.advice))
    return Found(text, body)


def _kept_text(key: str, text: Text, copy: Copy | None, now: int) -> KeptText:
    said = copy.said if copy is not None else ""
    return KeptText(key, text.markdown, text.url, now, text.title, text.author, text.date, text.site, text.teaser, said)


def check_links(texts: Texts, fetcher: Fetcher, article: Article, now: int) -> list[LinkCheck] | Fault:
    """Look where the article's addresses lead, those that were not looked at lately; what is known is kept.

    A fault where there is no network. Raises LibraryError.
    """
    history = {url: texts.checks(url) for url in article.addresses}
    known = {url: held[0] for url, held in history.items() if held and 0 <= now - held[0].when < CHECKED_LATELY}
    asked = [url for url in article.addresses if url not in known]
    for url, seen in zip(asked, fetcher.look(asked) if asked else (), strict=True):
        if isinstance(seen, Fault):
            if seen.offline:
                return seen
            known[url] = LinkCheck(url, now, NO_ANSWER, Verdict.UNKNOWN)
            continue
        before = [Check(check.when, check.status) for check in history[url]]
        found = verdict(Check(now, seen.status, seen.hops), url, seen.url, before)
        known[url] = LinkCheck(url, now, seen.status, found, seen.url if seen.url != url else "")
    texts.add_checks(known[url] for url in asked)
    return [known[url] for url in article.addresses]


class Prefetching:
    """Fetches the texts of starred articles unasked: one at a time, where the site lets programs in."""

    def __init__(self, texts: Texts, fetcher: Fetcher, wait: Callable[[float], bool]) -> None:
        """`wait`: waits so many seconds; True where there is to be an end."""
        self._texts = texts
        self._fetcher = fetcher
        self._wait = wait
        self._rules: dict[str, tuple[str, int]] = {}
        """Site → its rules, and when they were asked for."""

    def run(self, articles: Iterator[Article], now: Callable[[], int]) -> Iterator[str]:
        """Fetch them; yields the key of each whose text is here then. Ends early offline. Raises LibraryError."""
        for article in articles:
            fault = self._fetched(article, now())
            if fault is None:
                yield article.key
            elif fault.offline or self._wait(0):
                return
            else:
                self._texts.tried(article.key, now())

    def _fetched(self, article: Article, now: int) -> Fault | None:
        site = urlsplit(article.url).netloc
        rules, asked_at = self._rules.get(site, ("", 0))
        known = now - asked_at < RULES_GOOD_FOR
        permit = self._fetcher.permitted(article.url, rules if known else None)
        if isinstance(permit, Fault):
            return permit
        if not known:
            self._rules[site] = permit.rules, now
        if not permit.allowed or permit.pause > LONGEST_PAUSE:
            return Fault("The site does not want its pages fetched by programs.", BROWSER)
        if self._wait(max(PAUSE, permit.pause)):
            return Fault("It was broken off.", "Try again.")
        found = fetch(self._texts, self._fetcher, article, None, now)
        return found.fault if found.text is None else None


def starred_without_text(marks: Marks, reading: Reading, texts: Texts, now: int, limit: int) -> Iterator[Article]:
    """Starred articles whose text is not here and was not tried for lately, the last starred first.

    Looks at `limit` of the stars, and at each article as it is when its turn comes. Raises LibraryError.
    """
    for key in texts.wanting(marks.starred(limit), now):
        ident = reading.story_of(key)
        story = reading.story(ident) if ident is not None else None
        if story is None:
            continue
        for article in (story.lead.article, *(row.article for row in story.coverage)):
            if article.key == key and article.url and not (article is story.lead.article and story.lead.body):
                yield article
