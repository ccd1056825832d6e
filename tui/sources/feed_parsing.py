"""Parses feeds in a child process that is ended when one takes too long or too much. Fetches nothing, keeps nothing."""

from __future__ import annotations

from dataclasses import dataclass

from tui.confined import ChildEnded, Confined, serve
from tui.formats.discovery import Announced, Page
from tui.formats.feeds import NoFeed, feed_results, read
from tui.formats.flat import FileResult, FlatProblem

MEMORY = 700 * 1024 * 1024
"""Bytes of address space the child may take; 5,000 items take 90 MB."""
SECONDS = 10.0
"""What one feed may take: 5 MB of usual items take 2 s."""


@dataclass(frozen=True, slots=True)
class FeedReading:
    """What one look at a feed gave."""

    title: str
    site: str
    """The address of the site it belongs to, checked; "" where it names none."""
    kind: str
    """"rss20", "atom10", "rss10", …, "json"."""
    refresh: int
    """Seconds between looks that the feed asks for, a week at most; 0 = it does not say."""
    results: tuple[FileResult, ...]
    """The items. An item that is not among them has not been taken back: a feed shows only its newest."""
    problems: tuple[FlatProblem, ...] = ()
    """What is wrong with the feed as a whole."""


class FeedParser:
    """Parses one feed after another, for one sync. Blocks; a second thread waits for its turn.

    The child is started with the first feed and again after a feed that it did not survive.
    """

    def __init__(self, seconds: float = SECONDS) -> None:
        self._child = Confined(__name__, seconds)

    def __enter__(self) -> FeedParser:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def parse(self, data: bytes, url: str, charset: str = "") -> FeedReading | NoFeed:
        """What the feed says, within the time. `url`: where it was found at last; `charset`: what the server says.

        After `close` every feed is a NoFeed.
        """
        try:
            found = self._child.ask((data, url, charset))
        except ChildEnded as ended:
            if ended.late:
                return NoFeed("Reading it took too long, and was broken off: it may be made to harm its readers.")
            return NoFeed("Reading it broke off: it is damaged, or far larger than a feed should be.")
        if len(found) == 2:
            reason, page = found
            return NoFeed(reason, page and Page(page[0], tuple(Announced(*feed) for feed in page[1])))
        title, site, kind, refresh, results, problems = found
        return FeedReading(title, site, kind, refresh, tuple(FileResult(*result) for result in results), problems)

    def close(self) -> None:
        """End the child for good, from any thread; a `parse` that waits comes back at once."""
        self._child.close()


def _answer(request: tuple[bytes, str, str]) -> tuple[object, ...]:
    found = read(*request)
    if isinstance(found, NoFeed):
        page = found.page
        return found.reason, page and (page.title, tuple((feed.url, feed.title, feed.kind) for feed in page.feeds))
    results = tuple((r.name, r.digest, r.report, r.problems) for r in feed_results(found))
    return found.title, found.site, found.kind, found.refresh, results, found.problems


if __name__ == "__main__":
    serve(_answer, MEMORY, int(SECONDS))
