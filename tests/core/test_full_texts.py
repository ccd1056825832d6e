"""What is fetched of articles is kept, and nothing that is kept gives way to less; unasked fetching is polite."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from building import entry, story_file
from shelves import index, mark, opened, put

from tui.article.copies import next_copies
from tui.article.fetching import Permit, Seen
from tui.article.values import Fault, Text
from tui.article.verdicts import NO_ANSWER
from tui.core.full_texts import Found, Prefetching, check_links, fetch, from_file, kept, starred_without_text
from tui.library.marks import Mark
from tui.library.opening import open_texts
from tui.library.texts import RETRY_AFTER, KeptText, Texts
from tui.model import Article, LinkCheck

NOW = 1_690_000_000
FERRY = Article(
    "https://north.example/ferry",
    "Ferry",
    url="http://north.example/ferry?utm_source=x",
    amp_url="https://amp.example/f",
)
BRIDGE = Article("https://east.example/bridge", "Bridge", url="https://east.example/bridge")
OFFLINE = Fault("There is no way to north.example.", "Try again when there is a network.", offline=True)
LONG = "The pump failed in the night, and nobody had heard of it before. " * 20


class Network:
    """A fetcher that gives what it is told to, and remembers what it was asked."""

    def __init__(
        self, *pages: Text | Fault, permit: Permit | Fault | None = None, seen: Sequence[Seen | Fault] = ()
    ) -> None:
        self.pages = list(pages)
        self.permit = permit or Permit("", True, 0.0)
        self.seen = list(seen)
        self.asked: list[str] = []

    def read(self, url: str, excerpt: str = "") -> Text | Fault:
        self.asked.append(url)
        return self.pages.pop(0)

    def permitted(self, url: str, rules: str | None) -> Permit | Fault:
        self.asked.append(f"rules {rules}")
        return self.permit

    def look(self, urls: Sequence[str]) -> list[Seen | Fault]:
        self.asked += urls
        return self.seen[: len(urls)]


def page(markdown: str = LONG, *, teaser: bool = False) -> Text:
    return Text(
        markdown,
        "https://north.example/2023/ferry",
        "Ferry runs aground",
        "Jo Miller",
        "2023-07-25",
        "North Post",
        teaser,
    )


@pytest.fixture
def texts(tmp_path: Path) -> Iterator[Texts]:
    opened_texts = open_texts(tmp_path / "library")
    with closing(opened_texts.connection):
        yield opened_texts


def test_what_was_fetched_is_kept(texts: Texts) -> None:
    network = Network(page())
    assert kept(texts, FERRY.key) is None
    found = fetch(texts, network, FERRY, None, NOW)
    assert network.asked == [FERRY.url]
    assert found.text == KeptText(
        FERRY.key, LONG, "https://north.example/2023/ferry", NOW, "Ferry runs aground", "Jo Miller", "2023-07-25", "North Post",
    )  # fmt: skip
    assert found.body.text.startswith("The pump failed")
    assert found.fault is None
    assert kept(texts, FERRY.key) == found


def test_a_copy_is_read_in_place_of_the_page_and_named(texts: Texts) -> None:
    network = Network(page())
    amp = next_copies(FERRY)[0]
    found = fetch(texts, network, FERRY, amp, NOW)
    assert network.asked == ["https://amp.example/f"]
    assert found.text is not None
    assert found.text.copy == "the publisher's AMP copy"


def test_a_teaser_never_takes_the_place_of_a_text(texts: Texts) -> None:
    fetch(texts, Network(page("Subscribe.", teaser=True)), FERRY, None, NOW)
    fetch(texts, Network(page()), FERRY, None, NOW + 1)
    found = fetch(texts, Network(page("Subscribe.", teaser=True)), FERRY, None, NOW + 2)
    assert found.text is not None
    assert found.text.markdown == LONG
    assert found.fault is not None
    assert "only a teaser" in found.fault.reason


def test_a_failure_keeps_what_was_there(texts: Texts) -> None:
    fetch(texts, Network(page()), FERRY, None, NOW)
    assert fetch(texts, Network(OFFLINE), FERRY, None, NOW).fault == OFFLINE
    assert kept(texts, FERRY.key) is not None


def test_a_text_that_cannot_be_kept_is_shown_all_the_same(texts: Texts) -> None:
    texts.connection.execute("PRAGMA query_only=1")
    found = fetch(texts, Network(page()), FERRY, None, NOW)
    assert found.text is not None
    assert found.fault is not None
    assert found.fault.reason.startswith("The text could not be kept.")
    assert fetch(None, Network(page()), FERRY, None, NOW).fault is None


def test_what_has_no_address_asks_nobody(texts: Texts) -> None:
    network = Network()
    found = fetch(texts, network, Article("path:x", "Video"), None, NOW)
    assert found.fault is not None
    assert network.asked == []


def test_a_file_that_holds_its_article_needs_no_page() -> None:
    found = from_file(FERRY, LONG)
    assert isinstance(found, Found)
    assert found.body.text == LONG.strip()
    assert from_file(FERRY, "Read more on our site.") is None


def test_links_are_looked_at_once_in_a_while_and_what_is_known_is_kept(texts: Texts) -> None:
    seen = [Seen("https://north.example/elsewhere", 200, (301,)), Seen("https://amp.example/f", NO_ANSWER)]
    network = Network(seen=seen)
    known = check_links(texts, network, FERRY, NOW)
    assert known == [
        LinkCheck(FERRY.url, NOW, 200, "moved", "https://north.example/elsewhere"),
        LinkCheck("https://amp.example/f", NOW, NO_ANSWER, "unknown"),
    ]
    assert check_links(texts, network, FERRY, NOW + 60) == known
    assert network.asked == list(FERRY.addresses)


def test_nothing_is_dead_on_one_look(texts: Texts) -> None:
    gone = Network(seen=[Seen(BRIDGE.url, 404)])
    assert check_links(texts, gone, BRIDGE, NOW)[0].verdict == "unknown"
    assert check_links(texts, gone, BRIDGE, NOW + 90_000)[0].verdict == "dead"


def test_links_are_not_judged_offline(texts: Texts) -> None:
    assert check_links(texts, Network(seen=[OFFLINE, OFFLINE]), FERRY, NOW) == OFFLINE
    assert texts.checks(FERRY.url) == []
    refused = Network(seen=[Fault("It is a private address.", "Open it in a browser if you trust it.")])
    assert check_links(texts, refused, BRIDGE, NOW)[0].verdict == "unknown"


class Clock:
    """Waits without waiting."""

    def __init__(self) -> None:
        self.waits: list[float] = []
        self.over = False

    def wait(self, seconds: float) -> bool:
        if seconds:
            self.waits.append(seconds)
        return self.over


def test_starred_texts_are_fetched_with_a_pause_before_each(texts: Texts) -> None:
    clock = Clock()
    rules = "User-agent: *\nCrawl-delay: 3\n"
    network = Network(page(), page(), permit=Permit(rules, True, 3.0))
    other = Article("https://north.example/b", "B", url="http://north.example/b")
    prefetching = Prefetching(texts, network, clock.wait)
    assert list(prefetching.run(iter([FERRY, other]), lambda: NOW)) == [FERRY.key, other.key]
    assert clock.waits == [3.0, 3.0]
    assert network.asked == ["rules None", FERRY.url, f"rules {rules}", other.url]


@pytest.mark.parametrize("permit", [Permit("", False, 0.0), Permit("", True, 600.0)])
def test_a_site_that_wants_no_programs_is_left_alone(texts: Texts, permit: Permit) -> None:
    network = Network(permit=permit)
    assert list(Prefetching(texts, network, Clock().wait).run(iter([FERRY]), lambda: NOW)) == []
    assert network.asked == ["rules None"]
    assert texts.wanting([FERRY.key], NOW) == []


def test_prefetching_ends_offline_without_giving_anything_up(texts: Texts) -> None:
    for network in (Network(permit=OFFLINE), Network(OFFLINE)):
        assert list(Prefetching(texts, network, Clock().wait).run(iter([FERRY, BRIDGE]), lambda: NOW)) == []
    assert texts.wanting([FERRY.key, BRIDGE.key], NOW) == [FERRY.key, BRIDGE.key]


def test_what_is_wanting_are_starred_articles_with_an_address_and_no_text(tmp_path: Path, texts: Texts) -> None:
    library, folder = tmp_path / "library", tmp_path / "stories"
    link = entry("Stranded", url="https://south.example/ferry")
    put(folder / "a.md", story_file("Ferry", url=FERRY.key, related=[link]))
    put(folder / "b.md", story_file("Bridge", url=BRIDGE.key))
    put(folder / "c.md", story_file("Body", url="https://west.example/body", body=LONG))
    index(library, folder)
    mark(
        library,
        Mark(FERRY.key, starred_at=1),
        Mark(BRIDGE.key, starred_at=2),
        Mark("https://west.example/body", starred_at=3),
    )
    mark(library, Mark("https://gone.example/", starred_at=4))
    with opened(library) as parts:

        def wanting() -> list[str]:
            return [article.key for article in starred_without_text(parts.marks, parts.reading, texts, NOW, 50)]

        assert wanting() == [BRIDGE.key, FERRY.key]
        fetch(texts, Network(page()), BRIDGE, None, NOW)
        texts.tried(FERRY.key, NOW)
        assert wanting() == []
        assert [a.key for a in starred_without_text(parts.marks, parts.reading, texts, NOW + RETRY_AFTER, 50)] == [
            FERRY.key
        ]
