"""A site that publishes its stories as a list in JSON, page by page: finds it, and reads what is new of it.

The list holds the stories that the publisher shows, without related coverage and quality; the site's repository
(`tui.sources.git`) holds everything.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from tui.errors import BadBody, BadStatus, SourceError
from tui.formats.api import SIZE_LIMIT, Page, page
from tui.formats.flat import FileResult
from tui.net.answers import NotModified, Response, Validators
from tui.net.client import Client
from tui.net.hops import GONE, checked, joined, shown
from tui.sources.stamps import Known, Stamp, Store, changed

LIST = "api/news/index.json"
"""Where the list begins, below the site's address."""
PAGE_LIMIT = 200
"""Pages followed; the largest real site has 25."""
DAY = 86_400
"""Seconds after which the whole list is read again: scores change on deep pages, and a story that is pushed while
pages are read can be missed."""
DEADLINE = 30.0
"""Seconds for one page."""
_JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Site:
    """A site, and what the last sync left behind."""

    address: str
    """The front page, with its last slash."""
    validators: Validators | None = None
    """Of the list's first page; None before the first sync."""
    swept_at: int = 0
    """When the whole list was last read, in seconds since 1970; 0 = never."""
    allow: frozenset[str] = frozenset()
    """Places that need not be public (`tui.net.client.Client.get`)."""


@dataclass(frozen=True, slots=True)
class SiteOutcome:
    """What a sync did, and what the next one needs: store it after the stories."""

    validators: Validators | None
    swept_at: int
    gone: tuple[str, ...] = ()
    """Names that the list has no more."""
    moved_to: str = ""
    """The address that the server wants remembered for the list; "" = the one it has."""


@dataclass(frozen=True, slots=True)
class FoundSite:
    """A site, looked at before it is kept."""

    address: str
    """The front page, with its last slash."""
    page: Page
    """The first page of its list."""


async def find_site(client: Client, address: str, allow: frozenset[str] = frozenset()) -> FoundSite:
    """The site that an address belongs to: its front page, a page in it, or its list.

    Raises SourceError where there is none, and NetworkError.
    """
    asked = checked(address if "://" in address else f"https://{address}")
    for folder in _folders(asked):
        url = urljoin(folder, LIST)
        try:
            answer = await _page(client, url, allow)
            # A list that was found over a redirect belongs to the site where it lies.
            front = answer.url.removesuffix(LIST) if answer.url.endswith(LIST) else folder
            return FoundSite(front, page(answer.body, shown(url), front))
        except BadBody:
            continue
        except BadStatus as error:
            if error.status not in GONE:
                raise
    raise SourceError(
        f"{shown(asked)} belongs to no site with a list of stories: there is no {LIST}.",
        "Name the front page of such a site, a feed, or a folder.",
    )


def _folders(address: str) -> list[str]:
    """The addresses that may be the site's front page: this one as a folder, the top two, and the one above."""
    parts = urlsplit(address)
    names = [name for name in parts.path.removesuffix(LIST).split("/") if name]
    if names and "." in names[-1]:
        names.pop()
    paths = dict.fromkeys("".join(f"/{name}" for name in names[:count]) for count in (len(names), 1, 0, len(names) - 1))
    return [f"{parts.scheme}://{parts.netloc}{path}/" for path in paths]


async def sync_site(client: Client, site: Site, known: Known, store: Store, now: int) -> SiteOutcome:
    """Read what is new in a site's list, or once a day all of it; `store` is called with what is new or has changed.

    `known`: what the library has of the site; `now`: seconds since 1970. Nothing new costs one request.
    Raises NetworkError; what `store` has taken by then stays, and the next sync goes on.
    """
    sweep = now - site.swept_at >= DAY
    url = urljoin(site.address, LIST)
    validators = None if sweep else site.validators
    answer = await client.get(
        url, accept=_JSON, cap=SIZE_LIMIT, deadline=DEADLINE, validators=validators, allow=site.allow
    )
    if isinstance(answer, NotModified):
        return SiteOutcome(site.validators, site.swept_at, moved_to=answer.moved_to)
    first, number, pages = answer, 1, 0
    seen: dict[str, Stamp] = {}
    waiting: list[FileResult] = []
    whole = False
    while True:
        pages += 1
        found = page(answer.body, shown(answer.url), site.address)
        new = [result for result in found.results if result.name not in seen]
        unknown = [result for result in new if result.name not in known]
        seen.update((name, stamp) for name, stamp in found.stamps.items() if name not in seen)
        fresh = set(changed(known, {result.name: seen[result.name] for result in new}))
        waiting += [result for result in new if result.name in fresh]
        # What a sweep has read stays read when it breaks off. A quick look must be stored whole or not at all: if its
        # first page were, the next look would stop there and never come to the second.
        if sweep and waiting:
            await store(waiting, seen)
            waiting = []
        if pages == 1 and known and not found.results:
            raise BadBody(f"The list of {shown(answer.url)} is empty.", "What the library has of the site stays.")
        if found.next is None or not found.results:
            whole = True
            break
        # A list that goes backwards, or round in a circle, or on for ever, ends here.
        if not (sweep or unknown) or found.next <= number or not new or pages >= PAGE_LIMIT:
            break
        number = found.next
        answer = await _page(client, joined(first.url, f"page/{number}/index.json"), site.allow)
    if waiting:
        await store(waiting, seen)
    return SiteOutcome(
        first.validators,
        now if sweep else site.swept_at,
        tuple(sorted(known.keys() - seen.keys())) if sweep and whole else (),
        first.moved_to,
    )


async def _page(client: Client, url: str, allow: frozenset[str]) -> Response:
    answer = await client.get(url, accept=_JSON, cap=SIZE_LIMIT, deadline=DEADLINE, allow=allow)
    assert isinstance(answer, Response)  # without validators there is no other answer
    return answer
