"""The list that is asked for: anew as time goes by, and in the order that was chosen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

Open = Callable[..., Any]
FERRY, BRIDGE, STORM = (
    "Ferry runs aground off Skagen",
    "Bridge over the Belt closes for a week",
    "Storm seen from above",
)
THAT_EVENING = datetime(2023, 7, 27, 18, 0, tzinfo=UTC)
"""Eight hours after the ferry, 32 after the bridge."""
NEXT_MORNING = datetime(2023, 7, 28, 9, 0, tzinfo=UTC)


async def ask_for_late_news(reader: Any) -> None:
    reader.screen.panes.set_now(THAT_EVENING)
    await reader.press("slash", *"since:33h sort:oldest", "enter")
    await reader.until(lambda: reader.titles == [BRIDGE, FERRY])


async def test_a_list_asked_for_anew_counts_back_from_now(open_reader: Open) -> None:
    async with open_reader() as reader:
        await ask_for_late_news(reader)
        reader.screen.panes.set_now(NEXT_MORNING)
        await reader.press("R")
        await reader.until(lambda: reader.titles == [FERRY])
        assert reader.screen.asked.text == "since:33h sort:oldest"


async def test_an_open_list_counts_back_from_now_as_minutes_pass_and_the_cursor_stays(open_reader: Open) -> None:
    async with open_reader() as reader:
        stories = reader.screen.panes.stories
        await ask_for_late_news(reader)
        await reader.press("j")
        asked = reader.screen._wanted
        reader.screen.panes.set_now(THAT_EVENING.replace(second=59))
        reader.screen.count_back()
        assert reader.screen._wanted is asked, "within the minute nothing is asked"
        reader.screen.panes.set_now(NEXT_MORNING)
        reader.screen.count_back()
        await reader.until(lambda: reader.titles == [FERRY])
        assert stories.current.title == FERRY


async def test_a_story_that_is_being_read_does_not_give_way_to_the_next_one(open_reader: Open) -> None:
    async with open_reader() as reader:
        await ask_for_late_news(reader)
        await reader.press("enter")
        asked = reader.screen._wanted
        reader.screen.panes.set_now(NEXT_MORNING)
        reader.screen.count_back()
        assert reader.screen._wanted is asked
        await reader.press("escape")
        reader.screen.count_back()
        await reader.until(lambda: reader.titles == [FERRY])


async def test_a_list_that_does_not_count_back_stands_still(open_reader: Open) -> None:
    async with open_reader() as reader:
        reader.screen.panes.set_now(THAT_EVENING)
        await reader.press("slash", *"since:2023-07-26", "enter")
        await reader.until(lambda: reader.titles == [FERRY, BRIDGE])
        asked = reader.screen._wanted
        reader.screen.panes.set_now(NEXT_MORNING)
        reader.screen.count_back()
        assert reader.screen._wanted is asked


async def test_an_order_that_is_chosen_wins_over_the_one_in_the_search(open_reader: Open) -> None:
    async with open_reader() as reader:
        await reader.press("slash", *"sort:oldest 2", "backspace", "enter")
        await reader.until(lambda: reader.titles == [STORM, BRIDGE, FERRY])
        await reader.press("S", "4")
        await reader.until(lambda: reader.titles == [BRIDGE, FERRY, STORM])
        assert reader.screen.asked.text == reader.screen.bar.text == "sort:heat "
        assert "sort:heat" in reader.screen._status.status.asked
        await reader.press("escape")
        await reader.until(lambda: reader.titles == [FERRY, BRIDGE, STORM])


async def test_the_order_of_first_reports_can_be_chosen(open_reader: Open) -> None:
    async with open_reader() as reader:
        await reader.press("S", "3")
        await reader.until(lambda: reader.screen._listed is not None and reader.screen._listed.order == "first")
        assert reader.titles == [FERRY, BRIDGE, STORM]
