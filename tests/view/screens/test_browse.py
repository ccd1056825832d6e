"""The reader's screen over a real library: what each key does, as the reader sees it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest
from building import story_file
from textual.command import CommandList
from textual.widgets import Input

from tui.config import Settings
from tui.errors import LibraryFull
from tui.library.found import FIRST_PAGE
from tui.library.marks import Mark
from tui.library.opening import open_marks
from tui.view.messages import Failed

Open = Callable[..., Any]
NEWEST_FIRST = ["Ferry runs aground off Skagen", "Bridge over the Belt closes for a week", "Storm seen from above"]


async def test_the_first_paint_shows_stories_newest_first(open_reader: Open) -> None:
    async with open_reader() as reader:
        assert reader.titles == NEWEST_FIRST
        assert reader.screen.panes.story.row.title == NEWEST_FIRST[0]


async def test_the_other_panes_follow_the_cursor(open_reader: Open) -> None:
    async with open_reader() as reader:
        await reader.press("j")
        await reader.until(lambda: reader.screen.panes.story.row.title == NEWEST_FIRST[1])
        assert reader.screen.panes.coverage.count == 0
        await reader.press("k")
        await reader.until(lambda: reader.screen.panes.coverage.count > 0)


async def test_entering_a_story_reads_it_and_undo_takes_that_back(open_reader: Open) -> None:
    async with open_reader() as reader:
        stories = reader.screen.panes.stories
        await reader.press("enter")
        assert reader.screen.panes.in_use is reader.screen.panes.detail
        await reader.until(lambda: stories.current.read)
        await reader.press("enter")
        assert reader.screen.panes.in_use is reader.screen.panes.coverage
        await reader.press("u")
        await reader.until(lambda: not stories.current.read)
        assert reader.said == ["Taken back: marked read."]


async def test_moving_through_the_list_reads_nothing(open_reader: Open) -> None:
    async with open_reader() as reader:
        await reader.press("j", "j", "k", "G", "g")
        await reader.pilot.click(reader.screen.panes.stories, offset=(10, 2))
        await reader.until(lambda: reader.screen.panes.story.row.title == NEWEST_FIRST[1])
        assert not any(reader.screen.panes.stories.source.row(index).read for index in range(3))


async def test_stars_and_read_marks_toggle(open_reader: Open) -> None:
    async with open_reader() as reader:
        stories = reader.screen.panes.stories
        await reader.press("s")
        await reader.until(lambda: stories.current.starred)
        await reader.press("s")
        await reader.until(lambda: not stories.current.starred)
        await reader.press("m")
        await reader.until(lambda: stories.current.read)
        await reader.press("m")
        await reader.until(lambda: not stories.current.read)


async def test_a_note_is_written_found_and_taken_back(open_reader: Open) -> None:
    async with open_reader() as reader:
        screen = reader.screen
        await reader.press("N", *"Ada", "enter")
        await reader.until(lambda: [said for _, said in screen.panes.story.notes] == ["Ada"])
        await reader.press("slash", *"has:note", "enter")
        await reader.until(lambda: reader.titles == NEWEST_FIRST[:1])
        await reader.press("u")
        await reader.until(lambda: screen.panes.story is None or not screen.panes.story.notes)
        assert reader.said[-1] == "Taken back: wrote a note."


async def test_all_listed_stories_are_read_at_once_and_unread_by_one_undo(open_reader: Open) -> None:
    async with open_reader() as reader:
        stories = reader.screen.panes.stories
        await reader.press("A")
        await reader.until(lambda: all(stories.source.row(index).read for index in range(3)))
        assert reader.said == ["Marked 3 stories read. Press u to take it back."]
        await reader.press("u")
        await reader.until(lambda: not any(stories.source.row(index).read for index in range(3)))


async def test_next_unread_skips_what_is_read(open_reader: Open) -> None:
    async with open_reader() as reader:
        await reader.press("j", "m")
        await reader.until(lambda: reader.screen.panes.stories.current.read)
        await reader.press("k", "n")
        assert reader.screen.panes.stories.cursor == 2
        await reader.press("n")
        assert reader.said[-1] == "No unread story below."


async def test_stories_change_from_any_pane(open_reader: Open) -> None:
    async with open_reader() as reader:
        await reader.press("enter", "J")
        assert reader.screen.panes.in_use is reader.screen.panes.detail
        assert reader.screen.panes.story.row.title == NEWEST_FIRST[1]
        await reader.until(lambda: reader.screen.panes.stories.current.read)
        await reader.press("K", "K")
        assert reader.said[-1] == "This is the first story."


async def test_typing_filters_as_it_goes_and_escape_clears(open_reader: Open) -> None:
    async with open_reader() as reader:
        await reader.press("slash", "b", "r", "i")
        await reader.until(lambda: reader.titles == [NEWEST_FIRST[1]])
        await reader.press("enter")
        assert reader.screen.panes.stories.has_focus
        assert reader.titles == [NEWEST_FIRST[1]]
        await reader.press("escape")
        await reader.until(lambda: reader.titles == NEWEST_FIRST)


async def test_words_of_the_coverage_find_their_story(open_reader: Open) -> None:
    async with open_reader() as reader:
        await reader.press("slash", *"stranded")
        await reader.until(lambda: reader.titles == [NEWEST_FIRST[0]])
        shown = reader.screen.panes.coverage
        assert list(shown.highlight("Passengers leave stranded ferry")) == [(17, 25)]


async def test_a_search_without_an_answer_says_so_and_how_to_go_on(open_reader: Open) -> None:
    async with open_reader() as reader:
        await reader.press("slash", *"zebra")
        await reader.until(lambda: reader.titles == [])
        notice = reader.screen.panes.stories.notice
        assert notice.title == "Nothing matches"
        assert ("esc", "clear it") in notice.keys


async def test_a_faulty_search_keeps_the_last_list(open_reader: Open) -> None:
    async with open_reader() as reader:
        await reader.press("slash", *"bridge")
        await reader.until(lambda: reader.titles == [NEWEST_FIRST[1]])
        reader.screen.bar.query_one(Input).value = "bridge qualty>3"
        await reader.pilot.pause()
        assert reader.titles == [NEWEST_FIRST[1]]
        assert reader.screen.bar._note.fault == "unknown field qualty: did you mean quality?"
        await reader.press("enter")
        assert reader.screen.bar.text == "bridge"


async def test_sorting_asks_how(open_reader: Open) -> None:
    async with open_reader() as reader:
        await reader.press("S", "4")
        await reader.until(lambda: reader.titles[0] == NEWEST_FIRST[1])


async def test_a_topic_narrows_the_list(open_reader: Open) -> None:
    async with open_reader() as reader:
        await reader.press("t", "enter")
        await reader.until(lambda: reader.titles == [NEWEST_FIRST[0]])
        assert reader.screen.bar.text == "topic:Shipping "


async def test_a_narrow_window_shows_one_pane_at_a_time(open_reader: Open) -> None:
    async with open_reader(size=(80, 24)) as reader:
        panes = reader.screen.panes
        assert panes.stories.region.width > 70
        assert not panes.detail.region.width
        await reader.press("enter")
        assert not panes.stories.region.width
        assert panes.detail.region.width > 70
        await reader.press("enter")
        assert panes.coverage.region.width > 70
        await reader.press("q")
        assert panes.stories.region.width > 70
        await reader.pilot.resize_terminal(140, 40)
        await reader.pilot.pause()
        assert panes.stories.region.width
        assert panes.coverage.region.width


async def test_zoom_gives_a_pane_the_screen_and_takes_it_back(open_reader: Open) -> None:
    async with open_reader() as reader:
        panes = reader.screen.panes
        await reader.press("tab", "z")
        assert panes.detail.region.width > 130
        assert not panes.stories.region.width
        await reader.press("z")
        assert panes.stories.region.width


async def test_new_stories_leave_the_cursor_where_it_is(open_reader: Open) -> None:
    async with open_reader() as reader:
        await reader.press("j")
        (reader.folder / "2023-07-28-new.md").write_bytes(
            story_file("Newest of all", url="https://new.example/1", publishedDateTime="2023-07-28T10:00:00Z")
        )
        reader.indexer.index()
        reader.indexer.say(event="changed")
        await reader.until(lambda: reader.titles == ["Newest of all", *NEWEST_FIRST])
        assert reader.screen.panes.stories.current.title == NEWEST_FIRST[1]


async def test_more_new_stories_than_a_page_leave_the_cursor_on_its_story(open_reader: Open) -> None:
    async with open_reader() as reader:
        await reader.press("j")
        for number in range(FIRST_PAGE + 1):
            (reader.folder / f"2023-07-29-{number}.md").write_bytes(
                story_file(
                    f"Number {number}", url=f"https://new.example/{number}", publishedDateTime="2023-07-29T10:00:00Z"
                )
            )
        reader.indexer.index()
        reader.indexer.say(event="changed")
        await reader.until(lambda: reader.screen.panes.stories.count == FIRST_PAGE + 1 + len(NEWEST_FIRST))
        assert reader.screen.panes.stories.current.title == NEWEST_FIRST[1]


async def test_progress_and_counts_are_said(open_reader: Open) -> None:
    async with open_reader() as reader:
        status = reader.screen._status
        await reader.until(lambda: status.status.unread == 3)
        reader.indexer.say(event="progress", phase="reading", done=40, total=3039)
        await reader.until(lambda: status.status.progress is not None)
        assert status.status.progress.total == 3039
        reader.indexer.say(event="idle", read=1, gone=0)
        await reader.until(lambda: status.status.progress is None)
        assert status.status.synced == "now"


async def test_an_empty_folder_says_what_to_do(open_reader: Open) -> None:
    async with open_reader(files={}) as reader:
        await reader.until(lambda: reader.screen.panes.stories.notice.title == "No stories here")
        assert "broadsheet add FOLDER" in reader.screen.panes.stories.notice.lines[1]


async def test_problems_are_listed_with_file_place_and_reason(open_reader: Open) -> None:
    async with open_reader(files={"a.md": story_file("A", quality="high"), "b.md": b"no front matter"}) as reader:
        await reader.until(lambda: reader.screen._status.status.problems == 2)
        await reader.press("exclamation_mark")
        page = reader.app.screen.page
        text = "\n".join("".join(said for said, _ in line) for line in page.lines)
        assert f"{reader.folder}/a.md" in text
        assert "quality: It is not a whole number" in text
        await reader.press("q")
        assert reader.app.screen is reader.screen


async def test_faults_are_sentences(open_reader: Open) -> None:
    async with open_reader() as reader:
        reader.screen.post_message(Failed(LibraryFull("The disk is full.", "Make room and try again.")))
        await reader.until(lambda: reader.said)
        assert reader.said == ["The disk is full. Make room and try again."]
        reader.indexer.say(event="ended", code=1)
        await reader.until(lambda: len(reader.said) == 2)
        assert str(reader.indexer.log) in reader.said[1]


async def test_q_goes_back_and_then_quits(open_reader: Open) -> None:
    async with open_reader() as reader:
        await reader.press("enter", "q")
        assert reader.screen.panes.in_use is reader.screen.panes.stories
        await reader.press("q")
        assert not reader.app.is_running
    assert reader.indexer.stopped


async def test_r_asks_the_indexer(open_reader: Open) -> None:
    async with open_reader() as reader:
        await reader.press("R")
        assert reader.indexer.asked == ["sync"]


@pytest.mark.parametrize("key", ["question_mark", "ctrl+p", "S", "t", "exclamation_mark"])
async def test_every_window_closes_with_escape(open_reader: Open, key: str) -> None:
    async with open_reader() as reader:
        await reader.press(key)
        assert reader.app.screen is not reader.screen
        await reader.press("escape")
        assert reader.app.screen is reader.screen


async def test_group_off_lists_articles_and_marks_them_one_by_one(open_reader: Open) -> None:
    files = {
        f"{name}.md": story_file(
            f"Ferry runs aground off Skagen, {said}",
            url=f"https://{name}.example/ferry",
            publishedDateTime=f"2023-07-27T1{number}:00:00Z",
            excerpt="All 212 passengers of the ferry were taken off by noon near Skagen.",
            provider={"name": name, "domain": f"{name}.example"},
        )
        for number, (name, said) in enumerate((("north", "212 saved"), ("south", "all saved"), ("west", "rescue over")))
    }
    async with open_reader(files=files) as reader:
        assert len(reader.titles) == 1
        await reader.press("slash", *"group:off", "enter")
        await reader.until(lambda: len(reader.titles) == 3)
        stories = reader.screen.panes.stories
        await reader.press("j", "s")
        await reader.until(lambda: stories.current.starred)
        assert [stories.source.row(index).starred for index in range(3)] == [False, True, False]
        await reader.until(lambda: reader.screen.panes.story.lead.article.title == stories.current.title)
        assert len(reader.screen.panes.story.coverage) == 2
        await reader.press("u", "escape")
        await reader.until(lambda: len(reader.titles) == 1)
        assert not stories.current.starred


async def test_the_setting_grouping_lists_articles_from_the_start(open_reader: Open) -> None:
    async with open_reader(settings=Settings(grouping=False)) as reader:
        assert reader.screen.found.articles
        assert NEWEST_FIRST[0] in reader.titles


async def test_a_story_that_a_rule_hid_is_shown_again_from_the_palette(open_reader: Open) -> None:
    async with open_reader() as reader:
        await reader.press("ctrl+p", *"show again")
        await reader.until(lambda: reader.app.screen.query_one(CommandList).option_count == 1)
        await reader.press("enter")
        await reader.until(lambda: reader.said == ["No rule hid this story or tagged it."])
        with closing(open_marks(reader.indexer.log.parent)) as marks:
            marks.put([Mark("https://north.example/ferry", hidden_at=1, tags=("sea",))])
        reader.indexer.index()
        reader.indexer.say(event="changed")
        await reader.until(lambda: reader.titles == NEWEST_FIRST[1:])
        await reader.press("slash", *"is:hidden", "enter")
        await reader.until(lambda: reader.titles == NEWEST_FIRST[:1] and reader.screen.panes.story.row.hidden)
        reader.screen.action_story_unrule()
        await reader.until(lambda: "Shown again, tags taken off. Press u to take it back." in reader.said)
        await reader.press("escape", "escape")
        await reader.until(lambda: reader.titles == NEWEST_FIRST)
        assert reader.screen.panes.story.tags == ()
        await reader.press("u")
        await reader.until(lambda: reader.screen.panes.story.row.hidden and reader.screen.panes.story.tags == ("sea",))
