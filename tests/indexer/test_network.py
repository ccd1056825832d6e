"""The real indexer process with sources on the network: what it says, what it stores, and how it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

import pytest
from building import story_file
from net.hostile import Talk
from publishers import Publisher, item, publishing, rss, says, site_pages
from sources.loopback import listed
from timing import SOON

from tui.library.marks import SourcePlace
from tui.wiring import open_shelf

PATIENCE = 30.0
"""Seconds until a test gives up."""
Event = dict[str, Any]


class Indexer:
    """The process, as the reader starts it; everything it says is kept."""

    def __init__(self, library: Path, *places: str, config: str = "") -> None:
        settings = library.parent / "config.toml"
        settings.write_text(config)
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "tui.indexer", str(library), str(settings), *places],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "NO_PROXY": "*"},
        )
        self.said: list[Event] = []
        self._events: SimpleQueue[Event] = SimpleQueue()
        Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            for line in lines:
                self._events.put(json.loads(line))

    def ask(self, request: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(request + "\n")
        self._process.stdin.flush()

    def wait(self, wanted: Callable[[Event], bool]) -> Event:
        """The next event of this kind."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                event = self._events.get(timeout=max(0.01, deadline - time.monotonic()))
            except Empty:
                pytest.fail(f"never said; but {self.said[-8:]}")
            self.said.append(event)
            if wanted(event):
                return event

    def wait_for(self, name: str) -> Event:
        return self.wait(lambda event: event["event"] == name)

    def close(self) -> int:
        """End it as the reader's end does: its standard input closes."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        return self._process.wait(PATIENCE)

    def kill(self) -> None:
        assert self._process.stdin is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.stdin.close()
        self._process.wait(PATIENCE)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return tmp_path / "library"


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with publishing() as made:
        yield made


@pytest.fixture
def start(library: Path) -> Iterator[Callable[..., Indexer]]:
    started: list[Indexer] = []

    def begin(*sources: SourcePlace, config: str = "") -> Indexer:
        with open_shelf(library) as shelf:
            for source in sources:
                shelf.marks.add_source(source)
        started.append(Indexer(library, *(source.place for source in sources), config=config))
        return started[-1]

    yield begin
    for indexer in started:
        indexer.kill()


def titles(library: Path) -> list[str]:
    with open_shelf(library) as shelf:
        return sorted(row[0] for row in shelf.reading.index.execute("SELECT title FROM article WHERE flags & 1"))


def test_a_site_and_a_feed_are_one_library_that_stays_when_their_server_goes(
    start: Callable[..., Indexer], library: Path
) -> None:
    with publishing() as publisher:
        publisher.pages |= site_pages([listed(number) for number in range(3)], "/azure")
        publisher.pages["/feed"] = rss(item(1, "Story 1", host="outlet.example"), item(7), title="North Post")
        feed, site = publisher.source("/feed"), publisher.source("/azure/", "site")
        indexer = start(feed, site)
        synced = indexer.wait_for("synced")
        assert (synced["new_articles"], synced["failing"], synced["offline"]) == (4, 0, False)
        assert synced["said"].startswith("4 new in ")
        indexer.wait_for("idle")
        phases = {(e["place"], e["phase"]) for e in indexer.said if e["event"] == "source"}
        assert phases == {(place, phase) for place in (feed.place, site.place) for phase in ("fetching", "done")}
        progress = [e for e in indexer.said if e["event"] == "progress" and e["phase"] == "fetching"]
        assert (progress[0]["done"], progress[0]["total"]) == (0, 2), "before anybody has answered"
        assert (progress[-1]["done"], progress[-1]["total"]) == (2, 2)
        with open_shelf(library) as shelf:
            story = shelf.reading.story(shelf.reading.story_of("https://outlet.example/1") or 0)
        assert story is not None
        assert set(story.sources) == {feed.place, site.place}
    indexer.ask("sync")
    synced = indexer.wait_for("synced")
    assert (synced["new_articles"], synced["failing"], synced["said"]) == (
        0,
        2,
        "nothing new, 2 sources failing since " + synced["said"][-5:],
    )
    with open_shelf(library) as shelf:
        states = shelf.reading.origin_states()
    assert all("lets nobody connect" in states[source.place].message for source in (feed, site))
    assert titles(library) == ["Report 7", "Story 0", "Story 1", "Story 2"]
    assert indexer.close() == 0


def test_a_start_asks_only_whose_turn_it_is_and_a_reader_everyone(
    start: Callable[..., Indexer], publisher: Publisher
) -> None:
    publisher.pages["/feed"] = rss(item(1))
    source = publisher.source("/feed")
    indexer = start(source)
    indexer.wait_for("idle")
    assert indexer.close() == 0
    publisher.forget()
    indexer = start(source)
    assert indexer.wait_for("synced")["said"] == "nothing new"
    indexer.wait_for("idle")
    assert publisher.asked == []
    indexer.ask("sync")
    indexer.wait_for("synced")
    assert publisher.asked == ["/feed"]


def test_one_source_by_its_place_new_paused_or_a_folder(
    start: Callable[..., Indexer], library: Path, publisher: Publisher, tmp_path: Path
) -> None:
    indexer = start()
    indexer.wait_for("idle")
    publisher.pages |= {"/new": rss(item(1)), "/paused": rss(item(2))}
    folder = tmp_path / "stories"
    folder.mkdir()
    (folder / "a.md").write_bytes(story_file("Of the folder"))
    new, paused = publisher.source("/new"), publisher.source("/paused", paused=True)
    with open_shelf(library) as shelf:
        for source in (new, paused, SourcePlace(str(folder), "folder", 1)):
            shelf.marks.add_source(source)
    for place, title in ((new.place, "Report 1"), (paused.place, "Report 2"), (str(folder), "Of the folder")):
        indexer.ask(f"sync {place}")
        assert indexer.wait_for("synced")["new_articles"] == 1
        assert title in titles(library)
    publisher.forget()
    indexer.ask("sync")
    indexer.wait_for("synced")
    assert publisher.asked == ["/new"], "what is paused is asked by name only"
    (folder / "b.md").write_bytes(story_file("Watched", url="https://x.example/b"))
    indexer.wait(lambda _: "Watched" in titles(library))


def test_a_source_is_forgotten(start: Callable[..., Indexer], library: Path, publisher: Publisher) -> None:
    publisher.pages |= {"/one": rss(item(1)), "/two": rss(item(2))}
    one, two = publisher.source("/one"), publisher.source("/two")
    indexer = start(one, two)
    indexer.wait_for("idle")
    with open_shelf(library) as shelf:
        shelf.marks.remove_source(one.place)
    indexer.ask(f"forget {one.place}")
    indexer.wait_for("idle")
    assert titles(library) == ["Report 2"]


def never(talk: Talk) -> None:
    while talk.pause():
        pass


def test_a_sync_ends_at_once_when_the_reader_says_so(
    start: Callable[..., Indexer], library: Path, publisher: Publisher
) -> None:
    publisher.pages["/good"] = rss(item(1))
    publisher.routes["/never"] = never
    indexer = start(publisher.source("/good"), publisher.source("/never"))
    indexer.wait(lambda e: e["event"] == "source" and e["phase"] == "done")
    while "/never" not in publisher.asked:
        os.sched_yield()
    began = time.monotonic()
    indexer.ask("cancel")
    synced = indexer.wait_for("synced")
    indexer.wait_for("idle")
    assert time.monotonic() - began < SOON
    assert synced["said"] == "stopped: 1 new in 1 story"
    phases = [(e["place"], e["phase"]) for e in indexer.said if e["event"] == "source"]
    assert phases.count((publisher.url("/never"), "fetching")) == phases.count((publisher.url("/never"), "done")) == 1
    assert titles(library) == ["Report 1"]
    del publisher.routes["/never"]
    publisher.pages["/never"] = rss(item(2))
    indexer.ask("sync")
    indexer.wait_for("synced")
    assert titles(library) == ["Report 1", "Report 2"]


@pytest.mark.slow
def test_killed_at_any_moment_the_next_run_makes_it_good(
    start: Callable[..., Indexer], library: Path, publisher: Publisher
) -> None:
    for number in range(6):
        publisher.pages[f"/{number}"] = rss(*(item(number * 1000 + n) for n in range(700)))
    sources = [publisher.source(f"/{number}") for number in range(6)]
    for moment in ("changed", "source", "progress", "changed"):
        indexer = start(*sources)
        indexer.wait_for(moment)
        if moment != "source":
            indexer.wait_for(moment)
        indexer.kill()
    indexer = start(*sources)
    indexer.wait_for("idle")
    indexer.ask("sync")
    indexer.wait_for("synced")
    assert len(titles(library)) == 6 * 700
    with open_shelf(library) as shelf:
        assert shelf.reading.index.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert {state.message for state in shelf.reading.origin_states().values()} == {""}


def test_a_file_is_read_again_after_an_item_of_its_article_has_changed(
    start: Callable[..., Indexer], library: Path, publisher: Publisher, tmp_path: Path
) -> None:
    folder = tmp_path / "stories"
    folder.mkdir()
    file = story_file("Of the folder", url="https://north.example/1", publishedDateTime="2021-01-01T00:00:00Z")
    (folder / "a.md").write_bytes(file)
    publisher.pages["/feed"] = rss(item(1, "Of the feed"))
    indexer = start(publisher.source("/feed"), SourcePlace(str(folder), "folder", 1))
    indexer.wait_for("idle")
    assert titles(library) == ["Of the feed"], "it is the newer one"
    publisher.pages["/feed"] = rss(item(1, "Of the feed")).replace(b"2023", b"1999")
    indexer.ask("sync")
    indexer.wait_for("synced")
    assert titles(library) == ["Of the folder"]


def test_a_machine_without_a_network_is_told_once(start: Callable[..., Indexer], library: Path) -> None:
    with publishing() as gone:
        port = gone.server.port
    places = [f"http://127.0.0.{number}:{port}/feed" for number in (1, 2, 3)]
    allow = tuple(f"127.0.0.{number}:{port}" for number in (1, 2, 3))
    indexer = start(*(SourcePlace(place, "feed", 1, allow=allow) for place in places))
    synced = indexer.wait_for("synced")
    assert (synced["offline"], synced["failing"]) == (True, 0)
    assert synced["said"] == "offline: nothing could be fetched"
    assert not [event for event in indexer.said if event["event"] == "failed"]
    with open_shelf(library) as shelf:
        assert shelf.reading.totals().problems == 0


def test_unasked_it_tells_news_only(start: Callable[..., Indexer], library: Path, publisher: Publisher) -> None:
    source = publisher.source("/feed")

    def due() -> None:
        with open_shelf(library) as shelf:
            shelf.reading.index.execute("UPDATE origin SET next_at = 0, leave_until = 0")

    def at_start() -> tuple[bool, str]:
        indexer = start(source)
        synced = indexer.wait_for("synced")
        indexer.wait_for("idle")
        indexer.close()
        due()
        return synced["tell"], synced["said"].partition(" since")[0]

    publisher.pages["/feed"] = rss(item(1))
    assert at_start() == (True, "1 new in 1 story")
    assert at_start() == (False, "nothing new")
    feed = publisher.pages.pop("/feed")
    assert at_start() == (True, "nothing new, 1 source failing")
    assert at_start() == (False, "nothing new, 1 source failing")
    publisher.pages["/feed"] = feed
    assert at_start() == (True, "nothing new, 1 source answers again")
    indexer = start(source)
    assert not indexer.wait_for("synced")["tell"]
    indexer.ask("sync")
    assert indexer.wait_for("synced")["tell"], "the reader asked"


def test_a_source_that_another_process_added_is_looked_at(
    start: Callable[..., Indexer], library: Path, publisher: Publisher
) -> None:
    indexer = start()
    indexer.wait_for("idle")
    publisher.pages["/new"] = rss(item(1))
    new = publisher.source("/new")
    with open_shelf(library) as shelf:
        shelf.marks.add_source(new)
    indexer.ask(f"keep {new.place}")
    indexer.wait_for("idle")
    assert titles(library) == ["Report 1"]
    indexer.ask("sync")
    indexer.wait_for("synced")
    assert publisher.asked == ["/new", "/new"]


def test_wrong_settings_are_said_once(start: Callable[..., Indexer], publisher: Publisher, tmp_path: Path) -> None:
    bundle = tmp_path / "bundle.pem"
    bundle.write_text("no certificate")
    publisher.pages |= {"/one": rss(item(1)), "/two": rss(item(2))}
    indexer = start(publisher.source("/one"), publisher.source("/two"), config=f'ca_bundle = "{bundle}"')
    indexer.wait_for("idle")
    failed = [event["message"] for event in indexer.said if event["event"] == "failed"]
    assert failed == [f"The certificates in {bundle} cannot be read."]


def test_a_source_that_moves_or_ends_says_so(
    start: Callable[..., Indexer], library: Path, publisher: Publisher
) -> None:
    publisher.pages["/new"] = rss(item(1))
    publisher.routes |= {"/old": says("301 Moved", Location="/new"), "/ended": says("410 Gone")}
    indexer = start(publisher.source("/old"), publisher.source("/ended"))
    indexer.wait_for("idle")
    for _ in range(2):
        indexer.ask("sync")
        indexer.wait_for("idle")
    done = {event["was"]: event for event in indexer.said if event["event"] == "source" and event["phase"] == "done"}
    assert done[publisher.url("/old")]["place"] == publisher.url("/new")
    with open_shelf(library) as shelf:
        assert [source.place for source in shelf.marks.sources() if source.paused] == [publisher.url("/ended")]
    publisher.forget()
    indexer.ask("sync")
    indexer.wait_for("synced")
    assert publisher.asked == ["/new"]
