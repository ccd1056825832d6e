"""The sources screen over a real library; what goes over the network is asked of a stand-in indexer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from building import story_file
from textual.widgets import Input

from tui.library.marks import Correction, SourcePlace
from tui.view.screens.sources import SourcesScreen

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
        said = "12 new in 5 stories"
        reader.indexer.say(event="synced", said=said, new_articles=12, failing=0, offline=False)
        await reader.until(lambda: "12 new in 5 stories." in str(window(reader)._said.render()))


async def test_news_are_said_once_outside_the_window(open_reader: Open) -> None:
    async with open_reader() as reader:
        news = {"failing": 0, "offline": False}
        reader.indexer.say(event="synced", said="nothing new", new_articles=0, **news)
        reader.indexer.say(event="synced", said="12 new in 5 stories", new_articles=12, **news)
        await reader.until(lambda: reader.said)
        assert reader.said == ["12 new in 5 stories."]
