"""What is found at an address before it is kept, and what is said of an address that is no source."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from publishers import STRAIGHT, Publisher, bare, item, publishing, rss, says, site_pages
from sources.loopback import listed, serving, write_repository
from sources.loopback import story_file as news_file

from tui.core import adding
from tui.core.adding import look
from tui.core.previews import Choices, Preview, Wish
from tui.core.subscribing import keep, keep_list
from tui.errors import BroadsheetError, NetworkError, SourceError
from tui.library.marks import SourcePlace
from tui.sources.git_command import installed
from tui.wiring import open_shelf, start_looking


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with publishing() as made:
        yield made


async def looked(publisher: Publisher, path: str, **more: object) -> Preview | Choices | BroadsheetError:
    wish = Wish(publisher.url(path), allow=(publisher.place,), **more)  # type: ignore[arg-type]
    (found,) = await look([wish], STRAIGHT)
    return found


async def preview(publisher: Publisher, path: str, **more: object) -> Preview:
    found = await looked(publisher, path, **more)
    assert isinstance(found, Preview), found
    return found


def page(*feeds: str, title: str = "North Post") -> bytes:
    links = "".join(
        f"<link rel=alternate type=application/rss+xml href='{feed}' title='Feed {feed}'>" for feed in feeds
    )
    return f"<!doctype html><html><head><title>{title}</title>{links}</head><body>Hello</body></html>".encode()


async def test_a_feed(publisher: Publisher) -> None:
    publisher.pages["/feed"] = rss(item(1), item(2), item(3), item(4))
    found = await preview(publisher, "/feed", topics=("Tech",), title="Mine")
    assert found.source == SourcePlace(publisher.url("/feed"), "feed", 0, "Mine", ("Tech",), allow=(publisher.place,))
    assert (found.title, found.form, found.stories, found.more) == ("Mine", "rss20", 4, False)
    assert found.newest == datetime(2023, 7, 27, 13, tzinfo=UTC)
    assert found.samples == ("Report 1", "Report 2", "Report 3")
    assert publisher.asked == ["/feed"]


async def test_a_feed_that_has_moved_is_kept_where_it_is_now(publisher: Publisher) -> None:
    publisher.pages["/new"] = rss(item(1))
    publisher.routes |= {"/old": says("301 Moved", Location="/new"), "/now": says("302 Found", Location="/new")}
    assert (await preview(publisher, "/old")).source.place == publisher.url("/new")
    assert (await preview(publisher, "/now")).source.place == publisher.url("/now"), "the server wants that remembered"


async def test_a_page_that_announces_one_feed_leads_to_it(publisher: Publisher) -> None:
    publisher.pages |= {"/": page("/feed"), "/feed": rss(item(1), title="")}
    found = await preview(publisher, "/")
    assert found.source.place == publisher.url("/feed")
    assert found.notes[0].endswith("is a page that announces this feed.")


async def test_a_page_that_announces_several_gives_a_choice(publisher: Publisher) -> None:
    publisher.pages["/"] = page("/a", "/b")
    found = await looked(publisher, "/")
    assert isinstance(found, Choices)
    assert found.page == "North Post"
    assert [(feed.url, feed.title) for feed in found.feeds] == [
        (publisher.url("/a"), "Feed /a"),
        (publisher.url("/b"), "Feed /b"),
    ]


async def test_a_page_that_announces_none_has_one_where_sites_keep_it(publisher: Publisher) -> None:
    publisher.pages |= {"/news/": page(), "/news/rss.xml": rss(item(1))}
    found = await preview(publisher, "/news/")
    assert found.source.place == publisher.url("/news/rss.xml")
    assert "found nearby" in found.notes[0]


WRONG = {
    "/none": (says("404 Not Found"), "There is nothing at", NetworkError),
    "/page": (bare(page()), "It is a web page, and it announces no feed.", SourceError),
    "/picture": (bare(b"\x89PNG", Content_Type="image/png"), "is a picture, no source of stories", SourceError),
    "/text": (bare(b"Just words."), "It is text or data, not a feed.", SourceError),
    "/opml": (bare(b"<opml version='2.0'/>"), "It is an OPML list of feeds", SourceError),
    "/map": (bare(b"<urlset/>"), "It is a sitemap", SourceError),
    "/closed": (says("403 Forbidden"), "not open to everybody", NetworkError),
    "/json": (bare(b'{"a": 1}'), "is no source of stories. It is", SourceError),
}


@pytest.mark.parametrize("path", WRONG)
async def test_what_is_no_source_is_called_what_it_is(publisher: Publisher, path: str) -> None:
    publisher.routes[path], sentence, kind = WRONG[path]
    found = await looked(publisher, path)
    assert isinstance(found, kind)
    assert sentence in found.message
    assert found.advice


async def test_a_dead_server_and_an_address_that_is_none(publisher: Publisher) -> None:
    with publishing() as dead:
        gone = dead.url("/feed")
        place = dead.place
    publisher.pages["/feed"] = rss(item(1))
    wishes = [
        Wish(gone, allow=(place,)),
        Wish("javascript://x"),
        Wish("https://user@x.example/"),
        Wish(publisher.url("/feed")),
        Wish(publisher.url("/feed"), allow=(publisher.place,)),
    ]
    found = await look(wishes, STRAIGHT)
    assert [type(one).__name__ for one in found] == ["Unreachable", "Refused", "Refused", "Refused", "Preview"]


async def test_a_site_by_any_of_its_addresses(publisher: Publisher) -> None:
    publisher.pages |= site_pages([listed(number) for number in range(5)], "/azure", size=3)
    publisher.pages["/azure/"] = page("/azure/feed.xml")
    for path in ("/azure/", "/azure/news/1", "/azure/api/news/index.json"):
        found = await preview(publisher, path)
        assert (found.source.place, found.source.kind) == (publisher.url("/azure/"), "site")
        assert (found.stories, found.more, found.samples[0]) == (3, True, "Story 0")
        assert "without related coverage" in found.notes[0]


@pytest.mark.skipif(not installed(), reason="no git")
async def test_a_sites_repository_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving() as loopback:
        write_repository(tmp_path / "site", {"_news/1.md": news_file(1)})
        loopback.repositories = tmp_path
        loopback.files = site_pages([listed(1)])
        address = loopback.url("/git/site/.git")
        wish = Wish(loopback.url("/"), repository=address + "/", allow=tuple(loopback.allow))
        (found,) = await look([wish], STRAIGHT)
        assert isinstance(found, Preview)
        assert (found.source.repository, found.more) == (address, True)
        (wrong,) = await look([Wish(loopback.url("/"), repository=loopback.url("/x"), allow=wish.allow)], STRAIGHT)
        assert isinstance(wrong, NetworkError), "what the reader names must be there"
        monkeypatch.setattr(adding, "repository_of", lambda _: loopback.url("/x"))
        (guessed,) = await look([Wish(loopback.url("/"), allow=wish.allow)], STRAIGHT)
        assert isinstance(guessed, Preview), "what is only guessed need not"
        assert guessed.source.repository == ""


def test_a_look_can_be_broken_off(publisher: Publisher) -> None:
    publisher.routes["/never"] = lambda talk: talk.server.closing.wait(20) and None
    errand = start_looking([Wish(publisher.url("/never"), allow=(publisher.place,))], STRAIGHT)
    while not publisher.asked:
        assert not errand.wait(0.01)
    errand.cancel()
    assert errand.wait(1)
    assert errand.result() is None


def test_keeping_a_source_again_says_more_of_it(tmp_path: Path) -> None:
    feed = SourcePlace("https://x.example/feed", "feed", 0)
    with open_shelf(tmp_path) as shelf:
        assert keep(shelf.marks, [feed], 5).added == (feed.place,)
        assert keep(shelf.marks, [feed], 6) == keep(shelf.marks, [], 6)
        more = SourcePlace(feed.place, "feed", 0, topics=("Tech",), allow=("x.example:443",))
        done = keep(shelf.marks, [more], 7)
        assert (done.added, done.changed, done.retopicked) == ((), (feed.place,), (feed.place,))
        assert shelf.marks.sources() == [SourcePlace(feed.place, "feed", 5, topics=("Tech",), allow=("x.example:443",))]


def test_a_list_of_another_reader(tmp_path: Path) -> None:
    path = tmp_path / "feeds.opml"
    path.write_bytes(
        b"<opml><body><outline text='Tech'><outline text='One' xmlUrl='https://one.example/feed'/></outline>"
        b"<outline text='Two' xmlUrl='https://two.example/feed'/><outline xmlUrl='ftp://no.example/'/></body></opml>"
    )
    with open_shelf(tmp_path) as shelf:
        done = keep_list(shelf.marks, path, ("Mine",), 5)
        assert len(done.added) == 2
        assert len(done.problems) == 1
        assert [(source.title, source.topics) for source in shelf.marks.sources()] == [
            ("One", ("Tech", "Mine")),
            ("Two", ("Mine",)),
        ]
        (tmp_path / "empty.opml").write_bytes(b"<opml/>")
        for wrong in ("empty.opml", "none.opml"):
            with pytest.raises(SourceError):
                keep_list(shelf.marks, tmp_path / wrong, (), 5)
