"""The search bar over a real library: completions, history, faults, the cheat-sheet, the note under it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from building import story_file
from textual import events
from textual.widgets import Input

from tui.config import Settings

Open = Callable[..., Any]
FERRY, BRIDGE, STORM = (
    "Ferry runs aground off Skagen",
    "Bridge over the Belt closes for a week",
    "Storm seen from above",
)


def offered(reader: Any) -> list[str]:
    return [offer.shown for offer in reader.screen.completions.offers]


async def test_fields_are_offered_and_tab_takes_the_first(open_reader: Open) -> None:
    async with open_reader() as reader:
        await reader.press("slash", *"out")
        assert offered(reader) == ["outlet:", "outlets>"]
        await reader.press("tab")
        assert reader.screen.bar.text == "outlet:"
        assert reader.screen.bar.has_input_focus


async def test_values_come_from_the_library_with_their_counts_and_the_list_is_filtered(open_reader: Open) -> None:
    async with open_reader() as reader:
        await reader.press("slash", *"outlet:")
        await reader.until(lambda: offered(reader) == ["East Post", "North Post"])
        assert [offer.note for offer in reader.screen.completions.offers] == ["1", "1"]
        await reader.press("n")
        await reader.until(lambda: offered(reader) == ["North Post"])
        await reader.press("tab")
        assert reader.screen.bar.text == 'outlet:"North Post" '
        await reader.until(lambda: reader.titles == [FERRY])
        assert offered(reader) == []


async def test_arrows_choose_among_completions_and_enter_takes_the_chosen(open_reader: Open) -> None:
    async with open_reader() as reader:
        await reader.press("slash", *"outlet:")
        await reader.until(lambda: len(offered(reader)) == 2)
        completions = reader.screen.completions
        await reader.press("down", "down")
        assert completions.chosen == 1
        await reader.press("up", "up")
        assert completions.chosen is None
        await reader.press("up")
        assert completions.chosen == 1
        await reader.press("enter")
        assert reader.screen.bar.text == 'outlet:"North Post" '
        assert reader.screen.bar.has_input_focus
        await reader.until(lambda: reader.titles == [FERRY])
        await reader.press("enter")
        assert reader.screen.panes.stories.has_focus


async def test_a_click_takes_a_completion(open_reader: Open) -> None:
    async with open_reader() as reader:
        await reader.press("slash", *"is:st")
        assert offered(reader) == ["starred"]
        await reader.pilot.click(reader.screen.completions, offset=(2, 0))
        await reader.pilot.pause()
        assert reader.screen.bar.text == "is:starred "
        assert reader.screen.bar.has_input_focus


@pytest.mark.parametrize("size", [(160, 45), (80, 24)])
async def test_completions_move_nothing(open_reader: Open, size: tuple[int, int]) -> None:
    async with open_reader(size=size) as reader:
        await reader.press("slash")
        widgets = (reader.screen.panes.stories, reader.screen.bar, reader.screen._status)
        before = [widget.region for widget in widgets]
        await reader.press(*"is:")
        completions = reader.screen.completions
        assert completions.region.height == 9
        assert completions.region.bottom == reader.screen.bar.region.y
        assert [widget.region for widget in widgets] == before
        await reader.press("escape")
        assert not completions.display


async def test_between_words_nothing_is_offered_unless_tab_asks(open_reader: Open) -> None:
    async with open_reader() as reader:
        await reader.press("slash")
        assert offered(reader) == []
        await reader.press("tab")
        assert offered(reader)[0] == "outlet:"
        await reader.press("escape", "slash", *"ferry", "space")
        assert offered(reader) == []


async def test_tab_right_behind_an_or_makes_no_word_of_it(open_reader: Open) -> None:
    async with open_reader() as reader:
        await reader.press("slash", *"ferry OR", "tab", "tab")
        assert reader.screen.bar.text == "ferry OR"
        await reader.press("space", "tab", "tab")
        assert reader.screen.bar.text == "ferry OR outlet:"


async def test_tab_puts_a_fault_right(open_reader: Open) -> None:
    async with open_reader() as reader:
        await reader.press("slash", *"ferry")
        await reader.until(lambda: reader.titles == [FERRY])
        reader.screen.bar.put("ferry qualty>3", typed=True)
        await reader.pilot.pause()
        assert reader.screen.bar._note.fault == "unknown field qualty: did you mean quality?"
        assert reader.screen.bar._note.hint == "tab writes quality"
        assert reader.screen.bar._input.underlined == (6, 12)
        assert reader.titles == [FERRY]
        await reader.press("tab")
        assert reader.screen.bar.text == "ferry quality>3"
        await reader.until(lambda: reader.screen.bar._note.text.startswith("1 story"))


async def test_the_note_counts_and_says_what_is_asked(open_reader: Open) -> None:
    async with open_reader() as reader:
        await reader.press("slash")
        assert reader.screen.bar._note.text == "3 stories"
        await reader.press(*"is:unread outlet:east")
        await reader.until(lambda: reader.screen.bar._note.text == "1 story  ·  unread, outlet east…")
        await reader.press(*" zebra")
        await reader.until(lambda: reader.screen.bar._note.text.startswith("Nothing matches."))


async def test_the_sentence_can_be_turned_off(open_reader: Open) -> None:
    async with open_reader(settings=Settings(sentence=False)) as reader:
        await reader.press("slash", *"bridge")
        await reader.until(lambda: reader.screen.bar._note.text == "1 story")


async def test_what_was_asked_comes_back_also_in_another_sitting(open_reader: Open) -> None:
    async with open_reader() as reader:
        await reader.press("slash", *"bridge", "enter", "escape")
        await reader.press("slash", *"ferry", "escape", "escape")
        await reader.until(lambda: reader.screen.sitting.shelf.searches.history() == ["ferry", "bridge"])
    async with open_reader() as reader:
        await reader.press("slash", *"sto", "up")
        assert reader.screen.bar.text == "ferry"
        await reader.until(lambda: reader.titles == [FERRY])
        await reader.press("up")
        assert reader.screen.bar.text == "bridge"
        assert offered(reader) == []
        await reader.until(lambda: reader.titles == [BRIDGE])
        await reader.press("up")
        assert reader.screen.bar.text == "bridge"
        await reader.press("down", "down")
        assert reader.screen.bar.text == "sto"
        await reader.until(lambda: reader.titles == [STORM])


async def test_a_question_mark_in_an_empty_bar_shows_the_cheat_sheet(open_reader: Open) -> None:
    async with open_reader() as reader:
        await reader.press("slash", "question_mark")
        lines = ["".join(text for text, _ in line) for line in reader.app.screen.page.lines]
        assert any("outlet:reuters" in line and "or provider" in line for line in lines)
        assert any("is:starred" in line for line in lines)
        await reader.press("escape")
        assert reader.screen.bar.has_input_focus
        await reader.press("a", "question_mark")
        assert reader.screen.bar.text == "a?"


async def test_what_the_library_says_too_late_is_not_offered(open_reader: Open) -> None:
    async with open_reader() as reader:
        await reader.press("slash", *"outlet:n", "backspace", "escape")
        await reader.until(lambda: reader.screen.sitting.shelf.searches.history())
        await reader.pilot.pause(0.05)
        assert offered(reader) == []


async def test_a_long_list_says_how_long_it_is_and_end_goes_to_its_end(open_reader: Open) -> None:
    files = {
        f"{number}.md": story_file(
            f"Number {number}",
            url=f"https://n.example/{number}",
            publishedDateTime=f"2023-0{1 + number // 250}-01T00:{number % 60:02}:00Z",
        )
        for number in range(600)
    }
    async with open_reader(files=files, settings=Settings(grouping=False)) as reader:
        stories = reader.screen.panes.stories
        await reader.until(lambda: reader.screen.shown == 600)
        await reader.press("slash", *"number")
        await reader.until(lambda: reader.screen.bar._note.text.startswith("600 articles"))
        await reader.press("enter", "G")
        assert stories.cursor == 599


async def test_the_rest_of_a_list_leaves_the_cursor_where_the_reader_went(open_reader: Open) -> None:
    async with open_reader() as reader:
        screen, stories = reader.screen, reader.screen.panes.stories
        await reader.press("j")
        first = screen.found
        wanted = screen._wanted
        screen._show(wanted, type(first)(first.positions[:2], complete=False))
        assert screen.shown == 3
        stories.move_to(1)
        screen._show(wanted, first)
        assert stories.cursor == 2, "who went to the end of the first page goes to the end of all"
        stories.move_to(1)
        screen._show(wanted, first)
        assert stories.cursor == 1


async def test_typing_after_the_cursor_was_moved_filters_too(open_reader: Open) -> None:
    async with open_reader() as reader:
        await reader.press("slash", *"erry", "home", "f")
        assert reader.screen.bar.query_one(Input).value == "ferry"
        await reader.until(lambda: reader.titles == [FERRY])


async def test_keys_that_come_all_at_once_leave_what_the_last_ones_say(open_reader: Open) -> None:
    async with open_reader() as reader:
        await reader.press("slash", *"post")
        await reader.until(lambda: reader.titles == [FERRY, BRIDGE])
        for key in ("backspace", "escape", "slash", "ctrl+u", "escape"):
            reader.app._driver.send_message(events.Key(key, None))
        await reader.until(lambda: len(reader.titles) == 3 and not reader.screen.bar.has_class("open"))
        assert reader.screen.bar.text == reader.screen.asked.text == ""


async def test_a_click_on_a_pane_closes_the_bar(open_reader: Open) -> None:
    async with open_reader() as reader:
        await reader.press("slash", *"outlet:")
        await reader.until(lambda: offered(reader))
        await reader.pilot.click(reader.screen.panes.detail, offset=(5, 5))
        await reader.until(lambda: not reader.screen.bar.has_class("open"))
        assert offered(reader) == []
        assert reader.screen.panes.in_use is reader.screen.panes.detail
        await reader.press("escape", "slash", "ctrl+u", *"ferry")
        assert reader.screen.bar.has_class("open")
        await reader.until(lambda: reader.titles == [FERRY])
