"""What is said of the sources and of a sync, in words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tui.core.overview import SourceStatus, last_result, next_look, since, summary
from tui.core.subscribing import subscriptions
from tui.formats.opml import Subscription, read, written
from tui.library.marks import SourcePlace
from tui.library.origins import OriginState
from tui.library.reading import SourceState

NOW = datetime(2023, 7, 27, 12, 0, tzinfo=UTC)
"""A Thursday."""
SECONDS = int(NOW.timestamp())
DAY = 86_400


def status(
    place: str = "https://x.example/feed", origin: OriginState | None = None, **of_reader: object
) -> SourceStatus:
    kind = "feed" if "://" in place else "folder"
    source = SourcePlace(place, kind, 1, **of_reader)  # type: ignore[arg-type]
    return SourceStatus(source, SourceState(SECONDS - 300, 3, 0, 3), origin)


def failing(days: int) -> SourceStatus:
    return status(origin=OriginState(message="It is late.", fails=2, failing_since=SECONDS - days * DAY))


@pytest.mark.parametrize(
    ("articles", "stories", "troubled", "said"),
    [
        (0, 0, [], "nothing new"),
        (1, 1, [], "1 new in 1 story"),
        (12, 5, [failing(3)], "12 new in 5 stories, 1 source failing since Monday"),
        (0, 0, [failing(3), failing(20)], "nothing new, 2 sources failing since 7 Jul 2023"),
        (1_234, 1_000, [failing(0)], "1,234 new in 1,000 stories, 1 source failing since 12:00"),
    ],
)
def test_what_a_sync_came_to(articles: int, stories: int, troubled: list[SourceStatus], said: str) -> None:
    assert summary(articles, stories, troubled, NOW) == said


def test_without_a_network_that_is_all_that_is_said() -> None:
    assert summary(0, 0, [failing(3)], NOW, offline=True) == "offline: nothing could be fetched"


def test_since_when() -> None:
    assert [since(SECONDS - days * DAY, NOW) for days in (0, 1, 5, 7)] == [
        "12:00",
        "Wednesday",
        "Saturday",
        "20 Jul 2023",
    ]


def test_a_source_is_called_what_the_reader_calls_it_or_itself() -> None:
    itself = OriginState(title="North Post")
    assert status(origin=itself, title="Mine").title == "Mine"
    assert status(origin=itself).title == "North Post"
    assert status().title == "https://x.example/feed"


@pytest.mark.parametrize(
    ("found", "result", "following"),
    [
        (status("/stories"), "looked at 27 Jul 2023 11:55", ""),
        (status(origin=OriginState(next_at=SECONDS + 2400)), "looked at 27 Jul 2023 11:55", "next in 40m"),
        (status(origin=OriginState(next_at=SECONDS + 3)), "looked at 27 Jul 2023 11:55", "next in 1m"),
        (status(), "looked at 27 Jul 2023 11:55", "due"),
        (failing(1), "failing since Wednesday: It is late", "due"),
        (status(origin=OriginState(message="No network.")), "No network", "due"),
        (status(paused=True), "paused", ""),
        (status(paused=True, origin=OriginState(message="It is gone.", fails=1)), "paused: It is gone", ""),
    ],
)
def test_how_a_source_is(found: SourceStatus, result: str, following: str) -> None:
    assert last_result(found, NOW) == result
    assert next_look(found, NOW) == following


def test_only_a_source_that_is_still_asked_is_failing() -> None:
    assert failing(1).failing
    assert not status(origin=OriginState(fails=1), paused=True).failing
    assert not status(origin=OriginState(message="No network.")).failing


def test_feeds_go_out_as_a_list_that_comes_in_again() -> None:
    folder, site = status("/stories"), SourceStatus(SourcePlace("https://s.example/", "site", 1), None, None)
    feed = status(origin=OriginState(title="North Post", site="https://north.example/"), topics=("News", "North"))
    listed = subscriptions([folder, site, feed])
    assert listed == [Subscription("https://x.example/feed", "North Post", "https://north.example/", ("News", "North"))]
    assert list(read(written(listed)).feeds) == listed
