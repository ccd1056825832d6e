"""Saved searches: saved from the bar, run, changed and taken back in their window, shown as tabs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tui.config import Settings
from tui.library.searches import KeptSearch
from tui.view.screens.asking import AskLine
from tui.view.screens.saved import SavedScreen

Open = Callable[..., Any]
FERRY, BRIDGE, STORM = (
    "Ferry runs aground off Skagen",
    "Bridge over the Belt closes for a week",
    "Storm seen from above",
)
CONFIGURED = Settings(searches={"Hot": "heat>80"}, saved_tabs=True)


def kept(reader: Any) -> list[tuple[str, str]]:
    return [(each.name, each.text) for each in reader.screen.sitting.shelf.searches.saved()]


def listed(reader: Any) -> list[str]:
    return [saved.name for saved in reader.app.screen.rows._searches]


def tabs(reader: Any) -> list[tuple[str, str]]:
    return [(tab.name, tab.note) for tab in reader.screen.tabs.tabs]


async def save(reader: Any, text: str, name: str) -> None:
    await reader.press("slash", "ctrl+u")
    reader.screen.bar.put(f"{text} ", typed=True)
    await reader.pilot.pause()
    await reader.press("ctrl+s", "ctrl+u")
    reader.app.screen._line.value = name
    await reader.press("enter")
    await reader.until(lambda: (name, text) in kept(reader))
    await reader.press("escape", "escape")
    await reader.until(lambda: len(reader.titles) == 3)


async def test_the_search_in_the_bar_is_saved_as_the_list_shows_it(open_reader: Open) -> None:
    async with open_reader() as reader:
        await reader.press("slash", *"bri", "ctrl+s")
        assert isinstance(reader.app.screen, AskLine)
        await reader.press("enter")
        assert isinstance(reader.app.screen, AskLine), "without a name nothing is saved"
        await reader.press(*"Bridges", "enter")
        await reader.until(lambda: kept(reader) == [("Bridges", "bri*")])
        assert reader.screen.bar.has_input_focus
        await reader.until(lambda: reader.said == ["Saved the search Bridges. Press u to take it back."])
        await reader.press("enter", "u")
        await reader.until(lambda: kept(reader) == [])
        assert reader.said[-1] == "Taken back: saved the search Bridges."


async def test_what_cannot_be_saved_is_said(open_reader: Open) -> None:
    async with open_reader(settings=CONFIGURED) as reader:
        await reader.press("ctrl+s")
        assert reader.said == ["There is no search to save: press / and type one."]
        await reader.press("slash", *"outlet:", "ctrl+s")
        assert "outlet needs a value" in reader.said[-1]
        await reader.press("n", "ctrl+s", *"hot", "enter")
        assert isinstance(reader.app.screen, AskLine), "that name stands in config.toml"
        assert "config.toml has a search Hot" in str(reader.app.screen._said.render())


async def test_the_window_runs_a_search_and_knows_what_is_unread(open_reader: Open) -> None:
    async with open_reader(settings=Settings(searches={"Hot": "heat>80", "Wrong": "foo:bar"})) as reader:
        await save(reader, "post", "Posts")
        await reader.press("f")
        await reader.until(lambda: listed(reader) == ["Hot", "Wrong", "Posts"])
        shown = reader.app.screen.rows
        await reader.until(lambda: shown._counts.get("post") == "2 unread")
        assert shown._counts["heat>80"] == "1 unread"
        assert shown._counts["foo:bar"] == "has a fault"
        await reader.press("enter")
        await reader.until(lambda: reader.titles == [BRIDGE])
        assert reader.screen.asked.text == "heat>80"
        assert reader.screen.panes._list_pane.border_title == "Hot · 1"
        await reader.press("f", "3")
        await reader.until(lambda: reader.titles == [FERRY, BRIDGE])


async def test_saving_a_saved_search_again_leaves_it_as_it_is(open_reader: Open) -> None:
    async with open_reader(settings=Settings(searches={"Part": "ferr"})) as reader:
        await reader.press("f", "1")
        await reader.until(lambda: reader.screen.asked.text == "ferr")
        await reader.press("ctrl+s")
        assert reader.app.screen._hint == "ferr"
        await reader.press("escape", "f", "e", "ctrl+s")
        assert reader.app.screen._hint == "ferr", "nothing of what is put into the bar has been typed"


async def test_a_faulty_search_is_put_into_the_bar_to_be_mended(open_reader: Open) -> None:
    async with open_reader(settings=Settings(searches={"Wrong": "foo:bar"})) as reader:
        await reader.press("f")
        await reader.until(lambda: listed(reader) == ["Wrong"])
        await reader.press("enter")
        await reader.until(lambda: reader.screen.bar._note.fault)
        assert reader.screen.bar.text == "foo:bar "
        assert reader.screen.bar.has_input_focus


async def test_searches_are_put_in_order_renamed_deleted_and_all_of_it_taken_back(open_reader: Open) -> None:
    async with open_reader(settings=Settings(searches={"Hot": "heat>80"})) as reader:
        await save(reader, "post", "Posts")
        await save(reader, "storm", "Storms")
        await reader.press("f", "G")
        await reader.until(lambda: listed(reader) == ["Hot", "Posts", "Storms"])
        await reader.press("G", "K")
        await reader.until(lambda: listed(reader) == ["Hot", "Storms", "Posts"])
        assert reader.app.screen.rows.current.name == "Storms", "the cursor goes with it"
        await reader.press("d")
        await reader.until(lambda: listed(reader) == ["Hot", "Posts"])
        await reader.press("r")
        assert isinstance(reader.app.screen, AskLine)
        await reader.press("ctrl+u", *"Papers", "enter")
        await reader.until(lambda: kept(reader) == [("Papers", "post")])
        for after in (["Hot", "Posts"], ["Hot", "Storms", "Posts"], ["Hot", "Posts", "Storms"]):
            await reader.press("u")
            await reader.until(lambda after=after: listed(reader) == after)
        await reader.press("g", "d")
        assert listed(reader)[0] == "Hot"
        assert reader.said[-1] == "This search stands in config.toml: change it there."


async def test_a_saved_search_can_be_changed_in_the_bar(open_reader: Open) -> None:
    async with open_reader() as reader:
        await save(reader, "post", "Posts")
        await reader.press("f", "e")
        await reader.until(lambda: reader.screen.bar.text == "post ")
        await reader.press(*"ferry", "ctrl+s")
        await reader.press(*"posts", "enter")
        await reader.until(lambda: kept(reader) == [("posts", "post ferry*")])


async def test_without_saved_searches_the_window_says_how_to_make_one(open_reader: Open) -> None:
    async with open_reader() as reader:
        await reader.press("f")
        assert isinstance(reader.app.screen, SavedScreen)
        notice = reader.app.screen.rows.notice
        assert ("ctrl+s", "save the search") in notice.keys
        await reader.press("enter", "d", "1", "escape", "right_square_bracket")
        assert reader.said == ["There are no saved searches: ctrl+s saves the one in force."]


async def test_tabs_show_what_is_unread_and_follow_marks(open_reader: Open) -> None:
    async with open_reader(settings=CONFIGURED) as reader:
        await reader.until(lambda: tabs(reader) == [("All", "3"), ("Hot", "1")])
        assert reader.screen.tabs.current == 0
        await reader.press("j", "m")
        await reader.until(lambda: tabs(reader) == [("All", "2"), ("Hot", "")])
        await save(reader, "post", "Posts")
        await reader.until(lambda: tabs(reader) == [("All", "2"), ("Hot", ""), ("Posts", "1")])


async def test_brackets_and_clicks_go_from_tab_to_tab(open_reader: Open) -> None:
    async with open_reader(settings=CONFIGURED) as reader:
        await save(reader, "post", "Posts")
        await reader.until(lambda: len(tabs(reader)) == 3)
        await reader.press("right_square_bracket")
        await reader.until(lambda: reader.titles == [BRIDGE])
        assert reader.screen.tabs.current == 1
        await reader.press("right_square_bracket")
        await reader.until(lambda: reader.titles == [FERRY, BRIDGE])
        await reader.press("right_square_bracket")
        await reader.until(lambda: len(reader.titles) == 3)
        assert reader.screen.tabs.current == 0
        await reader.press("left_square_bracket")
        await reader.until(lambda: reader.screen.tabs.current == 2)
        await reader.pilot.click(reader.screen.tabs, offset=(2, 0))
        await reader.until(lambda: reader.screen.tabs.current == 0)
        await reader.press("slash", *"storm")
        await reader.until(lambda: reader.titles == [STORM])
        assert reader.screen.tabs.current is None


async def test_a_faulty_search_is_marked_and_does_not_bar_the_way_to_those_behind_it(open_reader: Open) -> None:
    searches = {"Wrong": "foo:bar", "Hot": "heat>80", "Half": "heat>"}
    async with open_reader(settings=Settings(searches=searches, saved_tabs=True)) as reader:
        await reader.until(lambda: tabs(reader) == [("All", "3"), ("Wrong", "✗"), ("Hot", "1"), ("Half", "✗")])
        await reader.press("right_square_bracket")
        await reader.until(lambda: reader.titles == [BRIDGE])
        assert reader.screen.tabs.current == 2
        await reader.press("right_square_bracket")
        await reader.until(lambda: len(reader.titles) == 3)
        assert reader.screen.tabs.current == 0
        await reader.press("left_square_bracket")
        await reader.until(lambda: reader.screen.tabs.current == 2)
        await reader.pilot.click(reader.screen.tabs, offset=(10, 0))
        await reader.until(lambda: reader.screen.bar._note.fault)
        assert reader.screen.bar.text == "foo:bar "


async def test_another_sitting_has_them_too(open_reader: Open) -> None:
    async with open_reader(settings=CONFIGURED) as reader:
        reader.screen.sitting.shelf.searches.change([], [KeptSearch("Storms", "storm", 1)])
    async with open_reader(settings=CONFIGURED) as reader:
        await reader.until(lambda: [name for name, _ in tabs(reader)] == ["All", "Hot", "Storms"])
