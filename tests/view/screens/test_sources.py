"""The sources screen over a real library; what goes over the network is asked of a stand-in indexer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

from building import story_file
from textual.widgets import Input

from tui.core.choosing import Chosen
from tui.core.overview import SourceStatus
from tui.library.marks import Correction, SourcePlace
from tui.library.origins import OriginState
from tui.view.messages import SourcesListed
from tui.view.screens.sources import KEYS, SourcesScreen
from tui.wiring import open_shelf

Open = Callable[..., Any]


def window(reader: Any) -> SourcesScreen:
    return next(screen for screen in reader.app.screen_stack if isinstance(screen, SourcesScreen))


def lines(reader: Any) -> list[str]:
    listed = window(reader).rows
    return [listed.render_line(y).text.lstrip("▌▏ ").rstrip() for y in range(2 * listed.count)]


async def test_without_sources_it_says_how_to_add_one(open_reader: Open) -> None:
    async with open_reader() as reader:
        await reader.press("F")
        await reader.until(lambda: window(reader).rows.notice.title == "No sources yet")


async def test_a_folder_is_added_and_asked_for(open_reader: Open, tmp_path: Path) -> None:
    more = tmp_path / "more"
    more.mkdir()
    (more / "a.md").write_bytes(story_file("Lighthouse goes dark", url="https://light.example/"))
    async with open_reader() as reader:
        await reader.press("F", "a")
        reader.app.screen.query_one(Input).value = str(more)
        await reader.press("enter")
        await reader.until(lambda: f"sync {more}" in reader.indexer.asked)
        await reader.until(lambda: window(reader).rows.count == 1)
        assert lines(reader)[1].startswith("folder · not looked at yet")
        assert reader.screen.sitting.chosen.places[-1] == str(more)


async def test_a_folder_that_is_not_there_is_a_sentence(open_reader: Open) -> None:
    async with open_reader() as reader:
        await reader.press("F", "a")
        reader.app.screen.query_one(Input).value = "/no/such/folder"
        await reader.press("enter")
        await reader.until(lambda: reader.said)
        assert "There is no folder or file '/no/such/folder'." in reader.said[0]


async def test_sources_are_renamed_paused_and_removed(open_reader: Open) -> None:
    async with open_reader() as reader:
        marks = reader.screen.sitting.shelf.marks
        marks.add_source(SourcePlace("https://feed.example/rss", "feed", 1))
        await reader.press("F")
        await reader.until(lambda: window(reader).rows.count == 1)
        await reader.press("p")
        await reader.until(lambda: "paused" in lines(reader)[1])
        await reader.press("e")
        reader.app.screen.query_one(Input).value = "My feed"
        await reader.press("enter")
        await reader.until(lambda: lines(reader)[0].startswith("My feed"))
        await reader.press("enter")
        assert reader.indexer.asked[-1] == "sync https://feed.example/rss"
        await reader.press("d", "y")
        await reader.until(lambda: window(reader).rows.count == 0)
        assert marks.sources() == []
        assert "forget https://feed.example/rss" in reader.indexer.asked


async def test_a_source_that_is_never_grouped_says_so(open_reader: Open) -> None:
    async with open_reader() as reader:
        marks = reader.screen.sitting.shelf.marks
        for place in ("/news", "/notes"):
            marks.add_source(SourcePlace(place, "folder", 1))
        marks.correct([Correction("never", "/notes")])
        await reader.press("F")
        await reader.until(lambda: window(reader).rows.count == 2)
        assert [line.split(" · ")[:2] for line in lines(reader)[1::2]] == [
            ["folder", "not looked at yet"],
            ["folder", "never grouped"],
        ]


async def test_what_is_under_way_and_what_came_of_it_are_said(open_reader: Open) -> None:
    async with open_reader() as reader:
        place = "https://feed.example/rss"
        reader.screen.sitting.shelf.marks.add_source(SourcePlace(place, "feed", 1))
        await reader.press("F")
        await reader.until(lambda: window(reader).rows.count == 1)
        reader.indexer.say(event="source", place=place, phase="fetching")
        await reader.until(lambda: "fetching …" in lines(reader)[1])
        reader.indexer.say(event="source", place=place, phase="done", was=place)
        await reader.until(lambda: "fetching" not in lines(reader)[1])
        assert KEYS in str(window(reader).query_one(".hint").render())
        said = "12 new in 5 stories"
        reader.indexer.say(event="synced", said=said, new_articles=12, failing=0, offline=False, tell=True)
        await reader.until(lambda: "12 new in 5 stories." in str(window(reader)._said.render()))
        assert KEYS in str(window(reader).query_one(".hint").render()), "the keys stay"
        assert reader.said == []


async def test_a_long_reason_leaves_room_for_the_next_look_and_stands_in_full(open_reader: Open) -> None:
    async with open_reader(size=(80, 24)) as reader:
        place, reason = "https://feed.example/rss", f"feed.example/{'rss' * 20} lets nobody connect"
        soon = int(reader.screen.panes.now.timestamp()) + 3630
        origin = OriginState(message=f"{reason}.", fails=1, failing_since=soon - 3600, next_at=soon)
        status = SourceStatus(SourcePlace(place, "feed", 1), None, origin)
        await reader.press("F")
        await reader.until(lambda: window(reader).rows.notice.title == "No sources yet")
        reader.screen.post_message(SourcesListed([status]))
        await reader.until(lambda: window(reader).rows.count == 1)
        assert lines(reader)[1].endswith("… · next in 1h")
        assert f"{reason}." in str(window(reader)._reason.render())
        assert window(reader)._reason.display


async def test_news_are_said_once_outside_the_window(open_reader: Open) -> None:
    async with open_reader() as reader:
        news = {"failing": 0, "offline": False}
        reader.indexer.say(event="synced", said="nothing new", new_articles=0, tell=False, **news)
        reader.indexer.say(event="synced", said="12 new in 5 stories", new_articles=12, tell=True, **news)
        await reader.until(lambda: reader.said)
        assert reader.said == ["12 new in 5 stories."]


async def test_a_source_is_asked_for_only_once_it_is_stored(open_reader: Open, tmp_path: Path) -> None:
    more = tmp_path / "more"
    more.mkdir()
    async with open_reader() as reader:
        await reader.press("F", "a")
        stored = Event()
        reader.screen.clerk.do(lambda marker: stored.wait())
        reader.app.screen.query_one(Input).value = str(more)
        await reader.press("enter")
        assert reader.indexer.asked == []
        stored.set()
        await reader.until(lambda: reader.indexer.asked == [f"sync {more}"])


async def test_what_removing_does_is_said_by_kind(open_reader: Open) -> None:
    async with open_reader() as reader:
        marks = reader.screen.sitting.shelf.marks
        marks.add_source(SourcePlace("https://feed.example/rss", "feed", 1))
        marks.add_source(SourcePlace("/stories", "folder", 2))
        await reader.press("F")
        await reader.until(lambda: window(reader).rows.count == 2)
        for said in ("also items that the feed shows no more. Your marks stay.", "Its files and your marks stay."):
            await reader.press("d")
            assert said in str(reader.app.screen.query_one(".question").render())
            await reader.press("n", "j")


async def test_faults_are_counted_and_the_age_of_the_last_good_look_is_said(open_reader: Open) -> None:
    async with open_reader() as reader:
        status = reader.screen._status
        await reader.until(lambda: status.status.synced == "now")
        index = reader.screen.sitting.shelf.reading.index
        index.execute("UPDATE source SET checked_at = checked_at - 600")
        index.execute("INSERT INTO problem SELECT id, '', '', 'It fails.' FROM source")
        reader.indexer.say(event="synced", said="offline", new_articles=0, failing=0, offline=True, tell=False)
        reader.indexer.say(event="idle", read=0, gone=0)
        await reader.until(lambda: status.status.problems == 1)
        assert status.status.synced == "10m"
        assert reader.said == []


async def test_what_another_process_has_stored_is_shown(open_reader: Open) -> None:
    async with open_reader() as reader:
        titles = reader.titles
        reader.screen.look_elsewhere()
        await reader.until(lambda: reader.screen.clerk._work.empty())
        (reader.folder / "new.md").write_bytes(story_file("Told elsewhere", url="https://new.example/1"))
        reader.indexer.index()
        reader.screen.look_elsewhere()
        await reader.until(lambda: sorted(reader.titles) == sorted(["Told elsewhere", *titles]))


async def test_sources_that_another_process_adds_and_removes_come_and_go(open_reader: Open, tmp_path: Path) -> None:
    async with open_reader() as reader:
        screen, one = reader.screen, str(reader.folder)
        with open_shelf(screen.sitting.library) as shelf:
            shelf.marks.add_source(SourcePlace(one, "folder", 1))
            screen.sitting = screen.sitting._replace(chosen=Chosen((one,)))
            screen.look_elsewhere()
            await reader.until(lambda: screen.clerk._work.empty())
            shelf.marks.add_source(SourcePlace("https://feed.example/rss", "feed", 2))
            screen.look_elsewhere()
            await reader.until(lambda: screen.sitting.chosen.places == (one, "https://feed.example/rss"))
            assert reader.indexer.asked == ["keep https://feed.example/rss"]
            shelf.marks.remove_source("https://feed.example/rss")
            screen.look_elsewhere()
            await reader.until(lambda: screen.sitting.chosen.places == (one,))
            assert reader.indexer.asked[1:] == ["forget https://feed.example/rss"]


async def test_sources_that_were_named_stay_those_that_are_shown(open_reader: Open) -> None:
    async with open_reader() as reader:
        screen = reader.screen
        screen.look_elsewhere()
        await reader.until(lambda: screen.clerk._work.empty())
        with open_shelf(screen.sitting.library) as shelf:
            shelf.marks.add_source(SourcePlace("https://feed.example/rss", "feed", 2))
        screen.look_elsewhere()
        screen.list_sources()
        await reader.until(lambda: screen.statuses)
        assert screen.sitting.chosen.places == (str(reader.folder),)
