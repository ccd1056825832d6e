"""Searches from what is on screen: topics, outlets, words; and how the screen shows why a story was found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from building import story_file

from tui.view.widgets.coverage_rows import Entry, Heading

Open = Callable[..., Any]
FERRY, BRIDGE = "Ferry runs aground off Skagen", "Bridge over the Belt closes for a week"
EVENT = {
    f"{name}.md": story_file(
        title,
        url=f"https://{name}.example/ferry",
        publishedDateTime=f"2023-07-27T1{number}:00:00Z",
        excerpt=f"All 212 passengers were taken off the ferry at Skagen{more}.",
        provider={"name": f"{name} post", "domain": f"{name}.example"},
    )
    for number, (name, title, more) in enumerate(
        (
            ("north", "Ferry runs aground off Skagen", ""),
            ("south", "Ferry aground off Skagen, 212 saved", ""),
            ("west", "Skagen ferry aground: rescue over", ", says its captain"),
            ("east", "Ferry aground at Skagen: captain speaks", " by noon"),
        )
    )
}
"""One event in four reports; the lead's title and excerpt have no captain."""


def line_of(pane: Any, text: str) -> tuple[int, int]:
    """Where a text stands in a pane."""
    for y in range(pane.size.height):
        line = pane.render_line(y).text
        if text in line:
            return line.index(text), y
    raise AssertionError(f"{text} is not in the pane")


async def test_a_click_on_a_topic_or_an_outlet_narrows_the_list(open_reader: Open) -> None:
    async with open_reader() as reader:
        detail = reader.screen.panes.detail
        await reader.pilot.click(detail, offset=line_of(detail, "Denmark"))
        await reader.until(lambda: reader.titles == [FERRY])
        assert reader.screen.asked.text == "topic:Denmark "
        await reader.pilot.click(detail, offset=line_of(detail, "North Post"))
        await reader.until(lambda: reader.screen.asked.text == 'topic:Denmark outlet:"North Post" ')
        await reader.pilot.click(detail, offset=line_of(detail, "Denmark"))
        assert reader.said == ["The list is narrowed to this already."]
        await reader.pilot.click(detail, offset=line_of(detail, "quality"))
        assert reader.screen.asked.text == 'topic:Denmark outlet:"North Post" '


async def test_narrowing_joins_what_was_typed_without_changing_its_meaning(open_reader: Open) -> None:
    async with open_reader() as reader:
        await reader.press("slash", *"ferry OR bridge", "enter")
        await reader.until(lambda: reader.titles == [FERRY, BRIDGE])
        await reader.press("j", "t", "enter")
        await reader.until(lambda: reader.titles == [BRIDGE])
        assert reader.screen.asked.text == '(ferry OR bridge*) outlet:"East Post" '


async def test_narrowing_leaves_an_unfinished_word_unfinished(open_reader: Open) -> None:
    async with open_reader() as reader:
        await reader.press("slash", *"ferr", "enter")
        await reader.until(lambda: reader.titles == [FERRY])
        await reader.press("t", "1")
        await reader.until(lambda: reader.screen.asked.text == "ferr* topic:Shipping ")
        await reader.until(lambda: reader.screen.found is not None and reader.screen._listed == reader.screen._wanted)
        assert reader.titles == [FERRY]
        assert reader.screen.bar.text == "ferr* topic:Shipping "


async def test_a_half_typed_value_is_said_before_anything_is_narrowed(open_reader: Open) -> None:
    async with open_reader() as reader:
        await reader.press("slash", *"ferry since:2023-0", "enter")
        await reader.until(lambda: reader.titles == [FERRY])
        await reader.press("t", "1")
        assert "2023-0 is no date" in reader.said[-1]
        assert reader.screen.asked.text == reader.screen.bar.text == "ferry since:2023-0"


async def test_a_star_searches_for_a_word_or_the_outlet(open_reader: Open) -> None:
    async with open_reader() as reader:
        await reader.press("j")
        await reader.press("asterisk")
        assert reader.app.screen._labels == ["East Post (outlet)", "Bridge", "Belt", "closes"]
        await reader.press("1")
        await reader.until(lambda: reader.titles == [BRIDGE])
        assert reader.screen.asked.text == 'outlet:"East Post" '
        await reader.press("asterisk", "3")
        await reader.until(lambda: reader.screen.asked.text == "Belt ")


async def test_in_the_coverage_a_star_is_about_the_report_under_the_cursor(open_reader: Open) -> None:
    async with open_reader(files=EVENT) as reader:
        await reader.press("tab", "tab")
        row = reader.screen.panes.article
        await reader.press("asterisk", "enter")
        await reader.until(lambda: reader.screen.asked.text == f'outlet:"{row.article.provider.name}" ')


async def test_the_list_says_where_it_was_found_and_the_coverage_lists_that_first(open_reader: Open) -> None:
    async with open_reader(files=EVENT) as reader:
        assert len(reader.titles) == 1
        stories, coverage = reader.screen.panes.stories, reader.screen.panes.coverage
        await reader.until(lambda: coverage.entries)
        before = [entry.row.article.title for entry in coverage.entries if isinstance(entry, Entry)]
        await reader.press("slash", *"captain")
        await reader.until(lambda: coverage.entries and coverage.entries[1].found)
        assert "in 2 reports" in stories.render_line(1).text
        heading, *entries = coverage.entries
        assert isinstance(heading, Heading)
        assert heading.note == "2 found, then earliest first"
        assert [entry.found for entry in entries] == [True, True, False]
        assert [entry.number for entry in entries] == [1, 2, 3]
        shown = [coverage.render_line(y).text for y in range(2, 6)]
        assert "in its excerpt" in shown[1]
        assert "captain speaks" in shown[2]
        assert "in its excerpt" not in shown[3]
        await reader.press("escape", "escape")
        await reader.until(lambda: [each.row.article.title for each in coverage.entries[1:]] == before)
        assert "report" not in stories.render_line(1).text


async def test_links_that_were_searched_for_come_first_among_the_related(open_reader: Open) -> None:
    async with open_reader() as reader:
        coverage = reader.screen.panes.coverage
        await reader.until(lambda: coverage.entries)
        before = [entry.row.article.title for entry in coverage.entries if isinstance(entry, Entry)]
        assert before == ["Passengers leave stranded ferry", "What became of older ferries"]
        await reader.press("slash", *"related:older -bridge", "enter")
        await reader.until(lambda: coverage.entries and coverage.entries[1].found)
        heading, *entries = coverage.entries
        assert (heading.title, heading.note) == ("Related", "1 found, then the publisher's links")
        assert [entry.row.article.title for entry in entries] == before[::-1]
        assert [entry.found for entry in entries] == [True, False]
        await reader.press("slash", "ctrl+u", *"related:south.example", "enter")
        await reader.until(lambda: coverage.entries[1].found and coverage.entries[1].row.article.title == before[0])
        assert "in its domain" in coverage.render_line(3).text


async def test_what_the_row_shows_itself_needs_no_word_about_it(open_reader: Open) -> None:
    async with open_reader(files=EVENT) as reader:
        await reader.press("slash", *"ferry")
        await reader.until(lambda: reader.screen.shown == 1 and reader.screen.asked.text == "ferry")
        assert "report" not in reader.screen.panes.stories.render_line(1).text
        assert reader.screen.panes.coverage.entries[0].note == "earliest first"
