"""The widgets around the search bar: completions over it, saved searches as tabs, a line to type in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from rich.cells import cell_len
from staging import HOSTILE, UNSAFE, Stage, text_of
from textual import events

from tui.view.widgets.completion_list import CompletionList, Offer
from tui.view.widgets.line_input import LineInput
from tui.view.widgets.search_tabs import SearchTabs, Tab

Staging = Callable[..., Stage]
TABS = (Tab("All", "5k"), *(Tab(f"Search {n}", str(n)) for n in range(1, 9)))


async def test_completions_are_as_wide_as_they_need_and_say_what_tab_takes(stage: Staging) -> None:
    shown = CompletionList()
    async with stage(shown).run_test(size=(60, 10)) as pilot:
        assert not shown.display
        shown.show([Offer("Reuters", "40"), Offer("New York Times", "1,203")])
        await pilot.pause()
        assert shown.size.width < 40
        assert text_of(shown) == [" Reuters         40    tab", " New York Times  1,203"]
        shown.step(1)
        shown.step(1)
        assert shown.chosen == 1
        assert text_of(shown)[1] == " New York Times  1,203 tab"
        shown.step(1)
        assert shown.chosen is None
        shown.step(-1)
        assert shown.chosen == 1
        shown.show([Offer("Reuters", "40")])
        await pilot.pause()
        assert (shown.chosen, shown.size.height) == (None, 1)
        shown.show([])
        await pilot.pause()
        assert not shown.display


async def test_a_click_on_a_completion_names_it(stage: Staging) -> None:
    shown = CompletionList()
    app = stage(shown)
    async with app.run_test(size=(60, 10)) as pilot:
        shown.show([Offer("a", ""), Offer("b", "")])
        await pilot.pause()
        await pilot.click(shown, offset=(1, 1))
        assert [message.index for message in app.said(CompletionList.Taken)] == [1]


@pytest.mark.parametrize("text", HOSTILE)
async def test_names_of_the_library_cannot_harm_the_screen(stage: Staging, text: str) -> None:
    completions = CompletionList()
    async with stage(completions).run_test(size=(60, 10)) as pilot:
        completions.show([Offer(text, text)])
        await pilot.pause()
        line = completions.render_line(0)
        assert not UNSAFE.intersection(line.text)
        assert cell_len(line.text) == completions.size.width
    tabs = SearchTabs()
    async with stage(tabs).run_test(size=(60, 2)) as pilot:
        tabs.tabs = (Tab(text, "3"),)
        await pilot.pause()
        assert not UNSAFE.intersection(tabs.render_line(0).text)


async def test_tabs_that_do_not_fit_give_way_to_the_current_one(stage: Staging) -> None:
    bar = SearchTabs()
    async with stage(bar).run_test(size=(52, 2)) as pilot:
        bar.tabs = TABS
        await pilot.pause()
        assert text_of(bar)[0] == "  All 5k  Search 1 1  Search 2 2  Search 3 3 ›"
        bar.current = 6
        assert text_of(bar)[0] == "‹ Search 3 3  Search 4 4  Search 5 5  Search 6 6 ›"
        bar.current = 8
        assert text_of(bar)[0].rstrip().endswith("Search 8 8")
        await pilot.pause()


async def test_a_click_on_a_tab_names_it(stage: Staging) -> None:
    bar = SearchTabs()
    app = stage(bar)
    async with app.run_test(size=(80, 2)) as pilot:
        bar.tabs = TABS
        await pilot.pause()
        for x in (2, 9, 25, 79):
            await pilot.click(bar, offset=(x, 0))
        assert [message.index for message in app.said(SearchTabs.Chosen)] == [0, 1, 2]


async def test_no_tabs_draw_nothing(stage: Staging) -> None:
    bar = SearchTabs()
    async with stage(bar).run_test(size=(20, 2)):
        assert text_of(bar)[0] == ""


async def test_a_line_takes_what_can_be_shown_and_no_more_than_a_thousand_characters(stage: Staging) -> None:
    line = LineInput()
    async with stage(line).run_test(size=(60, 2)) as pilot:
        line.post_message(events.Paste("a\x1b[31mb\u202ec" + "x" * 5000))
        await pilot.pause()
        assert line.value.startswith("a[31mbc")
        assert len(line.value) == LineInput.longest


async def test_a_long_line_shows_where_one_types(stage: Staging) -> None:
    line = LineInput()
    async with stage(line).run_test(size=(20, 2)) as pilot:
        for letter in "what is longer than the line":
            line.insert_text_at_cursor(letter)
        await pilot.pause()
        assert "than the line" in line.render_line(0).text
        assert "what" not in line.render_line(0).text
        await pilot.press("home")
        assert line.render_line(0).text.startswith("what is longer")
