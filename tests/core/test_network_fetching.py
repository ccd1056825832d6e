"""A run over sources on the network: what comes of good ones, and what bad ones cost."""

from __future__ import annotations

import asyncio
import gzip
import io
import json
import os
import shutil
import socket
import subprocess
import tarfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import pytest
from building import CORPUS, needs_corpus, story_file
from net.hostile import ROUTES, Talk
from publishers import STRAIGHT, Publisher, bare, item, publishing, rss, says, site_pages
from sources.loopback import Loopback, listed, pages, serving, write_repository
from sources.loopback import story_file as news_file
from timing import SOON

from tui.core import feed_fetching, looks, site_fetching
from tui.core.batches import Batch
from tui.core.fetching import Run, fetch
from tui.errors import BroadsheetError
from tui.library.marks import SourcePlace
from tui.library.origins import OriginState
from tui.sources.git_command import installed
from tui.wiring import open_desk, open_shelf, refresh

NOW = 1_690_000_000
HOUR = 3600


class Ended(NamedTuple):
    """A look that has ended, and what the next one begins with."""

    place: str
    state: OriginState
    fault: BroadsheetError | None
    offline: bool


@dataclass
class Shelf:
    """A library that a run stores into at once."""

    folder: Path
    told: list[str] = field(default_factory=list)
    """Places that were asked."""
    received: int = 0
    """Results that the last run brought."""

    def keep(self, *sources: SourcePlace) -> None:
        with open_shelf(self.folder) as shelf:
            for source in sources:
                if not shelf.marks.add_source(source):
                    shelf.marks.change_source(source)

    async def fetch(self, now: int = NOW, *, by_hand: bool = True) -> list[Ended]:
        """One run over every source whose turn it is."""
        ended: list[Ended] = []
        self.received = 0
        with open_desk(self.folder, lambda: None) as desk, open_shelf(self.folder) as shelf:
            files = shelf.files
            states = shelf.reading.origin_states()
            targets = looks.targets(
                shelf.marks.sources(), states, files.stale_places(), now, by_hand=by_hand, named=False
            )

            async def put(batch: Batch) -> None:
                self.received += len(batch.results)
                for look in desk.receive([batch]):
                    assert batch.state is not None
                    ended.append(Ended(look.place, batch.state, look.fault, look.offline))

            copies = self.folder / "repositories"
            copies.mkdir(exist_ok=True)
            await fetch(targets, Run(files.known, put, self.told.append, copies, now, STRAIGHT))
        return ended

    def titles(self) -> list[str]:
        with open_shelf(self.folder) as shelf:
            return sorted(row[0] for row in shelf.reading.index.execute("SELECT title FROM article WHERE flags & 1"))

    def read(self, *folders: Path) -> None:
        with open_desk(self.folder, lambda: None) as desk:
            refresh(desk, [str(folder) for folder in folders], lambda _: None)

    def problems(self) -> list[str]:
        with open_shelf(self.folder) as shelf:
            return [problem.reason for problem in shelf.reading.problems()]

    def sources(self) -> list[SourcePlace]:
        with open_shelf(self.folder) as shelf:
            return shelf.marks.sources()


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "library")


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with publishing() as made:
        yield made


async def test_a_feed_is_read_once_and_then_only_asked(shelf: Shelf, publisher: Publisher) -> None:
    publisher.pages["/feed"] = rss(item(1), item(2), ttl="90")
    shelf.keep(publisher.source("/feed"))
    (first,) = await shelf.fetch()
    assert shelf.titles() == ["Report 1", "Report 2"]
    assert (first.state.title, first.state.form, first.fault) == ("North Post", "rss20", None)
    assert first.state.next_at == NOW + 90 * 60, "what the feed asks for"
    assert shelf.received == 2
    (again,) = await shelf.fetch(NOW + 7)
    assert (shelf.received, shelf.told) == (0, [publisher.url("/feed")] * 2)
    assert publisher.server.seen[-1].headers["if-none-match"] == first.state.etag
    assert again.state.next_at == NOW + 7 + 90 * 60
    publisher.pages["/feed"] = rss(item(3), item(2, "Corrected"))
    await shelf.fetch(NOW + HOUR)
    assert shelf.titles() == ["Corrected", "Report 1", "Report 3"], "what the feed shows no more stays"
    assert shelf.received == 2


async def test_a_feed_without_validators_is_parsed_only_when_it_has_changed(
    shelf: Shelf, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    publisher.routes["/feed"] = bare(rss(item(1)))
    shelf.keep(publisher.source("/feed"))
    (first,) = await shelf.fetch()
    assert first.state.next_at == NOW + 24 * HOUR, "a server that cannot say 'not modified' is asked once a day"
    monkeypatch.setattr("tui.sources.feed_parsing.FeedParser.parse", None)
    (again,) = await shelf.fetch(NOW + 5)
    assert again.state.message == ""
    monkeypatch.undo()
    publisher.routes["/feed"] = bare(rss(item(1), item(2)))
    await shelf.fetch(NOW + 6)
    assert shelf.received == 1


async def test_a_schedule_waits_and_a_reader_does_not(shelf: Shelf, publisher: Publisher) -> None:
    publisher.pages["/feed"] = rss(item(1))
    shelf.keep(publisher.source("/feed"))
    assert len(await shelf.fetch(by_hand=False)) == 1
    assert await shelf.fetch(NOW + HOUR - 1, by_hand=False) == []
    assert len(await shelf.fetch(NOW + HOUR, by_hand=False)) == 1
    assert len(await shelf.fetch(NOW + HOUR + 1)) == 1


async def test_a_server_that_wants_to_be_left_alone_is_left_alone(shelf: Shelf, publisher: Publisher) -> None:
    publisher.routes["/feed"] = says("429 Too Many Requests", Retry_After="7200")
    shelf.keep(publisher.source("/feed"))
    (look,) = await shelf.fetch()
    assert (look.state.next_at, look.state.leave_until) == (NOW + 7200, NOW + 7200)
    publisher.forget()
    assert await shelf.fetch(NOW + 7199) == []
    assert publisher.asked == []
    publisher.routes.clear()
    publisher.pages["/feed"] = rss(item(1))
    (look,) = await shelf.fetch(NOW + 7200)
    assert (look.state.message, look.state.leave_until) == ("", 0)


def half(talk: Talk) -> None:
    talk.answer("200 OK", b"<rss version='2.0'><channel>", Content_Length="900")
    talk.open = False


FAULTS = {
    "gone": (says("404 Not Found"), "nothing at"),
    "trouble": (says("500 Oh Dear"), "trouble of its own"),
    "closed": (says("403 Forbidden"), "not open to everybody"),
    "a page": (bare(b"<!doctype html><title>Log in</title>"), "It is a web page, and it announces no feed."),
    "a page with a feed": (
        bare(b"<html><link rel=alternate type=application/rss+xml href=/new></html>"),
        "which announces a feed",
    ),
    "a picture": (bare(b"\x89PNG\r\n\x1a\n" + bytes(500)), "gives no feed"),
    "nothing": (bare(b""), "the answer is empty"),
    "half": (half, "broke off"),
}


@pytest.mark.parametrize("name", FAULTS)
async def test_a_bad_source_is_said_and_costs_only_itself(shelf: Shelf, publisher: Publisher, name: str) -> None:
    publisher.pages |= {"/bad": rss(item(1)), "/good": rss(item(2))}
    shelf.keep(publisher.source("/bad"), publisher.source("/good"))
    await shelf.fetch()
    publisher.routes["/bad"], sentence = FAULTS[name]
    publisher.pages["/good"] = rss(item(2), item(3))
    looks_at = {look.place: look for look in await shelf.fetch(NOW + 60)}
    bad, good = looks_at[publisher.url("/bad")].state, looks_at[publisher.url("/good")].state
    assert sentence in bad.message
    assert bad.advice
    assert (bad.fails, bad.failing_since) == (1, NOW + 60)
    assert NOW + 60 + 0.9 * HOUR <= bad.next_at <= NOW + 60 + 1.1 * HOUR
    assert bad.etag, "validators stay: what is here has not changed"
    assert (good.message, good.fails) == ("", 0)
    assert shelf.titles() == ["Report 1", "Report 2", "Report 3"], "nothing that is stored is lost"
    assert shelf.problems() == [f"{bad.message} {bad.advice}"]
    del publisher.routes["/bad"]
    await shelf.fetch(NOW + 120)
    assert shelf.problems() == []


async def test_failures_in_a_row_are_counted_from_the_first(shelf: Shelf, publisher: Publisher) -> None:
    shelf.keep(publisher.source("/none"))
    for number in range(3):
        (look,) = await shelf.fetch(NOW + number)
        assert (look.state.fails, look.state.failing_since) == (number + 1, NOW)
    assert look.state.next_at > NOW + 3 * HOUR


async def test_what_is_not_public_is_not_asked_without_leave(shelf: Shelf, publisher: Publisher) -> None:
    publisher.pages["/feed"] = rss(item(1))
    shelf.keep(SourcePlace(publisher.url("/feed"), "feed", 1))
    (look,) = await shelf.fetch()
    assert "this computer" in look.state.message
    assert publisher.asked == []


async def test_a_source_that_is_gone_for_good_is_paused(shelf: Shelf, publisher: Publisher) -> None:
    publisher.routes["/feed"] = says("410 Gone")
    shelf.keep(publisher.source("/feed"))
    (look,) = await shelf.fetch()
    assert "gone for good" in look.state.message
    assert "paused" in look.state.advice
    assert [source.paused for source in shelf.sources()] == [True]
    assert await shelf.fetch() == []


async def test_a_source_that_says_three_times_that_it_has_moved_is_followed(shelf: Shelf, publisher: Publisher) -> None:
    publisher.pages["/new"] = rss(item(1))
    publisher.routes["/old"] = says("301 Moved", Location="/new")
    shelf.keep(publisher.source("/old", title="Mine"))
    for number in range(3):
        (look,) = await shelf.fetch(NOW + number)
        assert look.place == publisher.url("/old" if number < 2 else "/new")
    (source,) = shelf.sources()
    assert (source.place, source.title, source.added_at) == (publisher.url("/new"), "Mine", 1)
    publisher.forget()
    (look,) = await shelf.fetch(NOW + 9)
    assert publisher.asked == ["/new"]
    assert (shelf.received, look.state.moved) == (0, 0)
    assert shelf.titles() == ["Report 1"]


async def test_a_move_to_a_place_that_is_there_already_is_not_followed(shelf: Shelf, publisher: Publisher) -> None:
    publisher.pages["/new"] = rss(item(1))
    publisher.routes["/old"] = says("308 Moved", Location="/new")
    shelf.keep(publisher.source("/old"), publisher.source("/new"))
    for number in range(4):
        await shelf.fetch(NOW + number)
    assert len(shelf.sources()) == 2


async def test_without_a_network_no_source_has_failed(
    shelf: Shelf, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_names(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_AGAIN, "no network")

    publisher.pages["/feed"] = rss(item(1))
    shelf.keep(SourcePlace("https://far.example/feed", "feed", 1))
    with monkeypatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", no_names)
        (look,) = await shelf.fetch(by_hand=False)
    assert "no network" in look.state.message
    assert (look.state.fails, look.state.next_at, look.offline) == (0, 0, True)
    assert shelf.problems() == []


async def test_where_nobody_can_be_reached_there_is_no_network(shelf: Shelf, publisher: Publisher) -> None:
    """Two servers: with one alone it is the server that is to blame."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        port = server.getsockname()[1]
    allow = tuple(f"127.0.0.{number}:{port}" for number in (1, 2))
    one, two = (SourcePlace(f"http://{place}/feed", "feed", 1, allow=allow) for place in allow)
    shelf.keep(one)
    (look,) = await shelf.fetch()
    assert (look.state.fails, look.offline) == (1, False)
    assert "lets nobody connect" in look.state.message
    shelf.keep(two)
    ended = await shelf.fetch(NOW + 1)
    assert [(look.offline, "lets nobody connect" in look.state.message) for look in ended] == [(True, True)] * 2
    assert sorted(look.state.fails for look in ended) == [0, 1], "as before"
    publisher.pages["/feed"] = rss(item(1))
    shelf.keep(publisher.source("/feed"))
    ended = await shelf.fetch(NOW + 2)
    assert sorted(look.state.fails for look in ended) == [0, 1, 2]
    assert not any(look.offline for look in ended)


async def test_topics_of_the_reader_are_given_and_changed(shelf: Shelf, publisher: Publisher) -> None:
    publisher.pages["/feed"] = rss(item(1))
    source = publisher.source("/feed", topics=("Tech", "News"))
    shelf.keep(source)
    await shelf.fetch()

    def topics() -> list[str]:
        with open_shelf(shelf.folder) as opened:
            return [row[0] for row in opened.reading.index.execute("SELECT topics FROM article")]

    assert topics() == ["Tech\x1fNews"]
    shelf.keep(source._replace(topics=("Apples",)))
    with open_desk(shelf.folder, lambda: None) as desk:
        desk.writer.read_anew(source.place)
    await shelf.fetch(NOW + 1)
    assert topics() == ["Apples"]


async def test_a_dead_server_does_not_delay_the_others(shelf: Shelf, publisher: Publisher) -> None:
    publisher.routes["/never"] = wait_for_the_end
    publisher.pages |= {f"/{number}": rss(item(number)) for number in range(20)}
    with publishing() as dead:
        dead.routes["/never"] = wait_for_the_end
        shelf.keep(dead.source("/never"), *(publisher.source(f"/{number}") for number in range(20)))
        task = asyncio.create_task(shelf.fetch())
        await until(lambda: len(shelf.titles()) == 20)
        assert not task.done()
        assert len(shelf.titles()) == 20
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


async def until(condition: Callable[[], bool]) -> None:
    """Let the loop go on until something has come about."""
    deadline = time.monotonic() + 20
    while not condition() and time.monotonic() < deadline:  # noqa: ASYNC110 (in another process, or a database)
        await asyncio.sleep(0.02)


def wait_for_the_end(talk: Talk) -> None:
    while talk.pause():
        pass


async def test_a_run_ends_at_once_wherever_it_is_cancelled(shelf: Shelf, publisher: Publisher) -> None:
    attributes = b" ".join(b"a%d='x'" % number for number in range(100_000))
    publisher.routes["/slow"] = bare(b"<rss version='2.0'><channel><item " + attributes + b"><title>x</title></item>")
    publisher.routes["/never"] = wait_for_the_end
    shelf.keep(publisher.source("/slow"))
    with publishing() as other:
        other.routes["/never"] = wait_for_the_end
        shelf.keep(other.source("/never"))
        task = asyncio.create_task(shelf.fetch())
        await until(lambda: bool(parsing() and other.asked))
        began = time.monotonic()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert time.monotonic() - began < SOON
        assert not parsing()


def parsing() -> bool:
    """A child of this process parses feeds."""
    children = subprocess.run(
        ["ps", "--ppid", str(os.getpid()), "-o", "stat=,args="], capture_output=True, text=True, check=False
    ).stdout
    return any("feed_parsing" in line and not line.startswith("Z") for line in children.splitlines())


# Sites


async def test_a_site_without_a_repository_is_read_from_its_list(shelf: Shelf, publisher: Publisher) -> None:
    stories = [listed(number) for number in range(6)]
    publisher.pages |= site_pages(stories, "/azure", size=3)
    shelf.keep(publisher.source("/azure/", "site"))
    (first,) = await shelf.fetch()
    assert shelf.titles() == [f"Story {number}" for number in range(6)]
    assert (first.state.swept_at, first.state.next_at) == (NOW, NOW + HOUR)
    publisher.forget()
    await shelf.fetch(NOW + 60)
    assert publisher.asked == ["/azure/api/news/index.json"]
    assert len(publisher.server.seen) == 1
    publisher.pages = site_pages(stories[:4], "/azure", size=3)
    await shelf.fetch(NOW + 25 * HOUR)
    assert shelf.titles() == [f"Story {number}" for number in range(4)], "a sweep tells what is gone"


needs_git = pytest.mark.skipif(not installed(), reason="no git")


@dataclass
class Site:
    """A site with its repository, both on one server."""

    loopback: Loopback
    folder: Path

    @property
    def source(self) -> SourcePlace:
        repository = self.loopback.url("/git/site/.git")
        return SourcePlace(self.loopback.url("/"), "site", 1, repository=repository, allow=tuple(self.loopback.allow))

    def publish(self, *numbers: int, in_list: range = range(0)) -> None:
        files = {f"_news/2023-07-{number % 28 + 1:02}-story-{number}.md": news_file(number) for number in numbers}
        write_repository(self.folder / "site", files)
        self.loopback.repositories = self.folder
        self.loopback.files = pages([listed(number) for number in in_list])


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with serving() as loopback:
        yield Site(loopback, tmp_path / "served")


@needs_git
async def test_a_site_is_read_from_its_repository_with_related_coverage(shelf: Shelf, site: Site) -> None:
    site.publish(*range(8), in_list=range(2, 5))
    shelf.keep(site.source)
    (look,) = await shelf.fetch()
    assert shelf.titles() == [f"Story {number}" for number in range(8)]
    assert (look.state.message, look.state.swept_at, look.state.next_at) == ("", NOW, NOW + HOUR)
    with open_shelf(shelf.folder) as opened:
        assert opened.reading.source_states()[site.source.place].files == 8, "list and repository have the same names"
        found = opened.reading.story(opened.reading.story_of("https://outlet.example/3") or 0)
        assert found is not None
        assert [article.title for article in found.lead.related] == ["Report of 3"]
        assert found.lead.article.quality == 40
        assert opened.reading.index.execute("SELECT count(*) FROM said").fetchone() == (0,)
    site.loopback.asked.clear()
    await shelf.fetch(NOW + 5)
    assert site.loopback.asked == ["/git/site/.git/info/refs?service=git-upload-pack"]
    site.publish(*range(3, 9))
    await shelf.fetch(NOW + 6)
    assert shelf.titles() == [f"Story {number}" for number in range(3, 9)]


@needs_git
async def test_the_list_speaks_while_the_repository_does_not(shelf: Shelf, site: Site) -> None:
    site.publish(*range(4), in_list=range(1, 3))
    broken = site.source._replace(repository=site.loopback.url("/git/none/.git"))
    shelf.keep(broken)
    (look,) = await shelf.fetch()
    assert look.state.fails == 1
    assert shelf.titles() == ["Story 1", "Story 2"]
    shelf.keep(site.source)
    await shelf.fetch(NOW + 1)
    assert shelf.titles() == [f"Story {number}" for number in range(4)]
    shelf.keep(broken)
    site.loopback.files = pages([listed(9), listed(1, title="Poorer"), listed(2)])
    (look,) = await shelf.fetch(NOW + 2)
    assert look.state.fails == 1
    assert shelf.titles() == [*(f"Story {number}" for number in range(4)), "Story 9"], "it only adds"


@needs_git
async def test_a_file_of_a_repository_is_read_again_without_the_network(
    shelf: Shelf, site: Site, tmp_path: Path
) -> None:
    """A folder's file of the same article has changed, so that whose words count is open anew."""
    site.publish(1)
    folder = tmp_path / "stories"
    folder.mkdir()
    file = folder / "a.md"
    file.write_bytes(story_file("Of the folder", url="https://outlet.example/1", heat=900, published=True))
    shelf.keep(site.source)
    shelf.read(folder)
    await shelf.fetch()
    assert shelf.titles() == ["Of the folder"]
    file.write_bytes(story_file("Of the folder", url="https://outlet.example/1", heat=3))
    shelf.read(folder)
    site.loopback.asked.clear()
    await shelf.fetch(NOW + 1)
    assert shelf.titles() == ["Story 1"]
    assert len(site.loopback.asked) == 1


async def test_without_git_a_site_is_read_from_an_archive(
    shelf: Shelf, publisher: Publisher, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(site_fetching, "installed", lambda: False)
    publisher.pages |= site_pages([listed(1)])
    source = publisher.source("/", "site", repository="https://code.example/azure")
    shelf.keep(source)
    (look,) = await shelf.fetch()
    assert shelf.titles() == ["Story 1"]
    assert shelf.problems() == [site_fetching.NO_WAY]
    monkeypatch.setattr(site_fetching, "archive_of", lambda _: publisher.url("/archive"))
    publisher.pages["/archive"] = archive({f"_news/{number}.md": news_file(number) for number in range(3)})
    (look,) = await shelf.fetch(NOW + 1)
    assert (look.state.message, look.state.etag != "") == ("", True)
    assert shelf.titles() == ["Story 0", "Story 1", "Story 2"]
    assert shelf.problems() == []
    publisher.forget()
    await shelf.fetch(NOW + 2)
    assert publisher.asked == ["/archive"]
    assert list((shelf.folder / "repositories").iterdir()) == []


@needs_git
async def test_the_same_story_from_list_repository_folder_and_feed_is_one_article(
    shelf: Shelf, site: Site, publisher: Publisher, tmp_path: Path
) -> None:
    site.publish(1)
    publisher.pages |= site_pages([listed(1)], "/listed")
    publisher.pages["/feed"] = rss(item(1, "Story 1", host="outlet.example"))
    folder = tmp_path / "stories"
    folder.mkdir()
    (folder / "2023-07-02-story-1.md").write_bytes(news_file(1))
    shelf.keep(site.source, publisher.source("/listed/", "site"), publisher.source("/feed"))
    shelf.read(folder)
    await shelf.fetch()
    with open_shelf(shelf.folder) as opened:
        index = opened.reading.index
        assert index.execute("SELECT count(*), count(DISTINCT article_id) FROM file").fetchone() == (4, 1)
        ident = opened.reading.story_of("https://outlet.example/1")
        story = opened.reading.story(ident or 0)
    assert story is not None
    assert len(story.sources) == 4
    assert [article.title for article in story.lead.related] == ["Report of 1"], "who says most speaks"


async def test_a_site_whose_list_is_none_keeps_its_stories(shelf: Shelf, publisher: Publisher) -> None:
    publisher.pages |= site_pages([listed(1)], "/azure")
    shelf.keep(publisher.source("/azure/", "site"))
    await shelf.fetch()
    for data in (b"<html>Not found</html>", b'{"value":[]}', b"[]"):
        publisher.pages["/azure/api/news/index.json"] = data
        (look,) = await shelf.fetch(NOW + 25 * HOUR)
        assert look.state.message
        assert shelf.titles() == ["Story 1"]


def archive(files: Mapping[str, bytes]) -> bytes:
    """A repository's archive as a code host makes it."""
    packed = io.BytesIO()
    with gzip.open(packed, "wb") as zipped, tarfile.open(fileobj=zipped, mode="w") as tar:
        for name, data in files.items():
            entry = tarfile.TarInfo(f"azure-main/{name}")
            entry.size = len(data)
            tar.addfile(entry, io.BytesIO(data))
    return packed.getvalue()


@pytest.mark.slow
async def test_everything_that_a_server_can_do_wrong_is_said_and_costs_only_itself(
    shelf: Shelf, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed_fetching, "DEADLINE", 3.0)
    # A server that is busy is asked for nothing else.
    wrong = [publisher.source(path) for path in ROUTES if path != "/busy"]
    with publishing({"/feed": rss(item(1))}) as good:
        shelf.keep(good.source("/feed"), *wrong)
        ended = {look.place: look for look in await shelf.fetch()}
        assert ended[good.url("/feed")].fault is None
    assert shelf.titles() == ["Report 1"]
    for source in wrong:
        state = ended[source.place].state
        assert state.message.endswith("."), source.place
        assert state.fails == 1, source.place
        assert (state.message + state.advice).isprintable()
    assert len(shelf.problems()) == len(wrong)


async def test_a_busy_server_is_asked_for_nothing_else(shelf: Shelf, publisher: Publisher) -> None:
    publisher.routes["/-first"] = says("429 Too Many Requests", Retry_After="60")
    publisher.pages |= {f"/{number}": rss(item(number)) for number in range(9)}
    shelf.keep(publisher.source("/-first"), *(publisher.source(f"/{number}") for number in range(9)))
    ended = await shelf.fetch()
    refused = [look for look in ended if look.fault]
    assert len(refused) > 5
    assert {look.state.leave_until for look in refused} == {NOW + 60}


@needs_corpus
async def test_a_real_list_and_the_real_files_are_the_same_articles(
    shelf: Shelf, publisher: Publisher, tmp_path: Path
) -> None:
    api = CORPUS.parent / "api"
    for path in api.rglob("*.json"):
        publisher.pages[f"/azure/api/{path.relative_to(api)}"] = path.read_bytes()
    shelf.keep(publisher.source("/azure/", "site"))
    (look,) = await shelf.fetch()
    assert look.fault is None
    with open_shelf(shelf.folder) as opened:
        state = opened.reading.source_states()[publisher.url("/azure/")]
    assert state.files > 500
    publisher.forget()
    await shelf.fetch(NOW + 1)
    assert publisher.asked == ["/azure/api/news/index.json"]
    lists = [json.loads(data) for path, data in publisher.pages.items() if "/news/page/" in path]
    names = [story["path"].rpartition("/")[2] for page in lists for story in page["value"]]
    there = [CORPUS / name for name in names if (CORPUS / name).is_file()][:50]
    folder = tmp_path / "stories"
    folder.mkdir()
    for file in there:
        shutil.copy(file, folder)
    shelf.read(folder)
    with open_shelf(shelf.folder) as opened:
        both = opened.reading.index.execute(
            "SELECT count(*) FROM (SELECT article_id FROM file GROUP BY 1 HAVING count(DISTINCT source_id) = 2)"
        ).fetchone()
    assert both == (len(there),)
    assert there
