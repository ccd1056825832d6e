"""Splitting, merging and comparing from the reader's screen, with the grouping run for real."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from building import story_file

from tui.config import Settings

Open = Callable[..., Any]


def told(
    name: str, hour: int, title: str, excerpt: str = "All 212 passengers were taken off the ferry at Skagen."
) -> bytes:
    return story_file(
        title,
        url=f"https://{name}.example/",
        publishedDateTime=f"2023-07-27T{hour:02}:00:00Z",
        excerpt=excerpt,
        provider={"name": f"{name.title()} Post", "domain": f"{name}.example"},
    )


FILES = {
    "north.md": told("north", 10, "Ferry runs aground off Skagen"),
    "south.md": told("south", 11, "Ferry aground off Skagen, 212 saved"),
    "west.md": told("west", 12, "Skagen ferry aground: all saved"),
    "bridge.md": told("bridge", 9, "Belt bridge closes for repairs", "Workers found cracks in a pylon."),
}


async def regroup(reader: Any) -> None:
    await reader.until(lambda: "regroup" in reader.indexer.asked)
    reader.indexer.index()
    reader.indexer.say(event="changed")


async def test_a_report_is_split_off_and_put_back(open_reader: Open) -> None:
    async with open_reader(files=FILES) as reader:
        assert len(reader.titles) == 2
        await reader.press("enter", "enter")
        split_off = reader.screen.panes.coverage.current.article.title
        await reader.press("x")
        await regroup(reader)
        await reader.until(lambda: len(reader.titles) == 3)
        assert split_off in reader.titles
        reader.indexer.asked.clear()
        await reader.press("u")
        await regroup(reader)
        await reader.until(lambda: len(reader.titles) == 2)
        assert "Taken back: split it off." in reader.said


async def test_the_lead_is_split_off_in_the_story_s_pane(open_reader: Open) -> None:
    async with open_reader(files=FILES) as reader:
        await reader.press("enter")
        lead = reader.screen.panes.story.lead.article.title
        await reader.press("x")
        await regroup(reader)
        await reader.until(lambda: len(reader.titles) == 3)
        assert lead in reader.titles
        reader.indexer.asked.clear()
        await reader.press("u")
        await regroup(reader)
        await reader.until(lambda: len(reader.titles) == 2)


async def test_a_report_without_others_has_nothing_to_be_split_off(open_reader: Open) -> None:
    async with open_reader(files=FILES) as reader:
        await reader.press("j", "enter", "x")
        assert reader.said == ["This story has one report only: there is nothing to take it off."]


async def test_two_stories_are_merged_by_pressing_m_on_both(open_reader: Open) -> None:
    async with open_reader(files=FILES) as reader:
        await reader.press("M", "j", "M")
        await regroup(reader)
        await reader.until(lambda: len(reader.titles) == 1)
        await reader.until(lambda: len(reader.screen.panes.story.coverage) == 3)


async def test_escape_lets_go_of_a_story_that_was_to_be_merged(open_reader: Open) -> None:
    async with open_reader(files=FILES) as reader:
        await reader.press("M", "escape", "j", "M")
        assert reader.screen.merging[1] == reader.screen.panes.stories.current.title
        assert reader.indexer.asked == []


async def test_nothing_is_split_off_in_the_list(open_reader: Open) -> None:
    async with open_reader(files=FILES) as reader:
        await reader.press("x")
        assert reader.said == ["Go to a report of the coverage, or to the story for its lead: x takes that one off."]


async def test_reports_are_compared_side_by_side(open_reader: Open) -> None:
    async with open_reader(files=FILES) as reader:
        await reader.press("c")
        lines = ["".join(said for said, _ in line) for line in reader.app.screen.page.lines]
        assert lines[0] == "3 reports, 3 outlets, the earliest first."
        assert lines[1].startswith("All say: Ferry, aground, Skagen")
        assert any(line.startswith("2 South Post") and "212 saved" in line for line in lines)
        await reader.press("c")
        assert reader.app.screen is reader.screen


async def test_gaps_name_the_outlets_without_the_story(open_reader: Open) -> None:
    async with open_reader(files=FILES) as reader:
        await reader.press("enter", "enter", "G")
        await reader.until(lambda: len(reader.app.screen.page.lines) > 2)
        text = "\n".join("".join(said for said, _ in line) for line in reader.app.screen.page.lines)
        assert "3 of your 4 outlets have it." in text
        assert "Bridge Post" in text


async def test_g_in_the_list_goes_to_its_end(open_reader: Open) -> None:
    async with open_reader(files=FILES) as reader:
        await reader.press("G")
        assert reader.screen.panes.stories.cursor == 1


async def test_w_says_why_a_report_is_here(open_reader: Open) -> None:
    async with open_reader(files=FILES) as reader:
        await reader.press("enter", "enter", "w")
        await reader.until(lambda: len(reader.app.screen.page.lines) > 3)
        text = "\n".join("".join(said for said, _ in line) for line in reader.app.screen.page.lines)
        assert "Skagen" in text
        assert "1h from the nearest other report, by South Post." in text
        assert "None between it and the other reports." in text


async def test_a_story_of_one_report_has_no_why(open_reader: Open) -> None:
    async with open_reader(files=FILES) as reader:
        await reader.press("j", "w")
        assert reader.said == ["This story has one report only: there is nothing that holds it together."]


async def test_copies_of_one_text_are_folded_under_the_original(open_reader: Open) -> None:
    text = (
        "All 212 passengers were taken off the ferry at Skagen by noon, said the harbour master, and nobody was hurt."
    )
    titles = {"north": "Ferry runs aground off Skagen", "south": "Skagen ferry aground: all 212 saved"}
    titles |= {"west": titles["south"], "east": titles["south"]}
    files = {
        f"{name}.md": told(
            name, hour, titles[name], text if hour > 10 else "A ferry with 212 passengers lies aground at Skagen."
        )
        for hour, name in enumerate(("north", "south", "west", "east"), 10)
    }
    async with open_reader(files=files) as reader:
        await reader.until(lambda: reader.screen.panes.coverage.count)
        entries = reader.screen.panes.coverage.entries
        assert sum(getattr(entry, "copies", 0) for entry in entries) >= 1


async def test_which_source_is_never_grouped_is_said_where_that_is_changed(open_reader: Open) -> None:
    async with open_reader(files=FILES) as reader:
        place = str(reader.folder)
        assert reader.screen.never_grouped() == set()
        reader.screen.action_story_never()
        await reader.until(lambda: reader.app.screen is not reader.screen and reader.app.screen.rows.count)
        await reader.press("enter")
        await regroup(reader)
        await reader.until(lambda: len(reader.titles) == 4)
        assert reader.screen.never_grouped() == {place}
        reader.screen.action_story_never()
        await reader.pilot.pause()
        rows = reader.app.screen.rows
        await reader.until(lambda: "never grouped" in "".join(rows.render_line(y).text for y in range(3)))


async def test_what_config_toml_never_groups_is_not_changed_here(open_reader: Open, tmp_path: Path) -> None:
    place = str(tmp_path / "stories")
    async with open_reader(files=FILES, settings=Settings(never_group=(place,))) as reader:
        reader.screen.action_story_never()
        await reader.until(lambda: reader.app.screen is not reader.screen and reader.app.screen.rows.count)
        await reader.press("enter")
        await reader.until(lambda: reader.said)
        assert reader.said == ["config.toml says so: take it out of never_group there, and start again."]
        assert reader.screen.sitting.shelf.marks.never_grouped() == set()
