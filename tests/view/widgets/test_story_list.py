"""The story list: rows drawn, the cursor moved, the source replaced under it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from rich.cells import cell_len
from staging import HOSTILE, NOW, UNSAFE, Rows, Stage, story_row, text_of

from tui.view.widgets.line_list import LineList
from tui.view.widgets.notice import Notice
from tui.view.widgets.story_list import StoryList

Staging = Callable[..., Stage]
KEYS = {
    "j": "cursor_down",
    "k": "cursor_up",
    "g": "first",
    "G": "last",
    "f": "page_down",
    "b": "page_up",
    "d": "half_page_down",
    "u": "half_page_up",
    "enter": "choose",
}


def listing(rows: Rows | None = None) -> StoryList:
    stories = StoryList()
    stories.now = NOW
    if rows is not None:
        stories.call_later(stories.replace, rows, False)
    return stories


async def test_rows_say_what_matters(stage: Staging) -> None:
    rows = Rows(3)
    old = int((NOW - timedelta(days=900)).timestamp())
    rows.changed = {
        1: story_row(1, outlets=8, quality=47, heat=208, video=True),
        2: story_row(2, read=True, starred=True, time=old, newest=old),
        3: story_row(3, read=True, fresh=3, starred=True, outlet="", time=old),
    }
    async with stage(listing(rows)).run_test(size=(60, 8)) as pilot:
        await pilot.pause()
        assert text_of(pilot.app.query_one(StoryList), 7) == [
            "▌ ● Story 1",
            "▌   Engadget · 3h · 8 outlets · q47 · ▲208 · ▶ video",
            "  ★ Story 2",
            "    Engadget · 8 Feb 2021",
            " +3 Story 3",
            "  ★ unknown outlet · 3h",
            "",
        ]


async def test_an_unread_title_is_bold_and_a_match_is_marked(stage: Staging) -> None:
    rows = Rows(2, changed={1: story_row(1, title="Netflix job"), 2: story_row(2, title="Netflix job", read=True)})
    stories = listing(rows)
    stories.highlight = lambda text: [(0, 7)] if text.startswith("Netflix") else []
    async with stage(stories).run_test(size=(60, 8)) as pilot:
        await pilot.pause()
        for y, bold in ((0, True), (2, False)):
            looks = {s.text.strip(): s.style for s in stories.render_line(y) if s.style}
            assert bool(looks["job"].bold) is bold
            assert looks["Netflix"].underline
            assert not looks["job"].underline


async def test_figures_give_way_to_the_name(stage: Staging) -> None:
    row = story_row(1, outlet="A Quite Long Name", outlets=1_234_567, quality=180, heat=1_234_567, video=True)
    for width, said in (
        (70, "▌   A Quite Long Name · 3h · 1.2M outlets · q180 · ▲1.2M · ▶ video"),
        (50, "▌   A Quite Long Name · 3h · 1.2M outlets · ▲1.2M"),
        (24, "▌   A Quite Long N… · 3h"),
        (9, "▌   A Qu…"),
    ):
        async with stage(listing(Rows(1, changed={1: row}))).run_test(size=(width + 1, 4)) as pilot:
            await pilot.pause()
            assert text_of(pilot.app.query_one(StoryList), 2)[1] == said


async def test_every_line_is_as_wide_as_the_pane(stage: Staging) -> None:
    titles = ["日本の気象庁が新しい警報システムを発表", "Rain 🌧 and 👍 in a title", *HOSTILE]
    rows = Rows(len(titles), changed={n: story_row(n, title=t, outlet=t) for n, t in enumerate(titles, 1)})
    async with stage(listing(rows)).run_test(size=(61, 2 * len(titles))) as pilot:
        stories = pilot.app.query_one(StoryList)
        for width in (61, 30, 13):
            await pilot.resize_terminal(width, 2 * len(titles))
            await pilot.pause()
            for y in range(2 * len(titles)):
                text = stories.render_line(y).text
                assert cell_len(text) == width - 1
                assert not UNSAFE.intersection(text)


async def test_a_million_rows_cost_a_screenful(stage: Staging) -> None:
    rows = Rows(1_000_000)
    app = stage(listing(rows), **KEYS)
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("G")
        stories = pilot.app.query_one(StoryList)
        assert stories.current_id == 1_000_000
        assert text_of(stories)[-2] == "▌ ● Story 1000000"
        assert len(set(rows.asked)) <= 40


async def test_keys_move_the_cursor_and_say_so(stage: Staging) -> None:
    app = stage(listing(Rows(100)), **KEYS)
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        stories = pilot.app.query_one(StoryList)
        app.said(LineList.Moved)
        for key, index, moves in (
            ("j", 1, 1),
            ("f", 11, 1),
            ("d", 16, 1),
            ("u", 11, 1),
            ("b", 1, 1),
            ("k", 0, 1),
            ("k", 0, 0),
            ("G", 99, 1),
            ("j", 99, 0),
        ):
            await pilot.press(key)
            assert (stories.cursor, len(app.said(LineList.Moved))) == (index, moves)
            top = stories.scroll_offset.y
            assert top <= index * 2 <= top + 18
        await pilot.press("enter")
        assert [m.index for m in app.said(LineList.Chosen)] == [99]


async def test_the_mouse_moves_chooses_and_scrolls_without_moving(stage: Staging) -> None:
    app = stage(listing(Rows(100)))
    async with app.run_test(size=(60, 20)) as pilot:
        stories = pilot.app.query_one(StoryList)
        await pilot.click(stories, offset=(10, 5))
        assert stories.cursor == 2
        assert not app.said(LineList.Chosen)
        await pilot.double_click(stories, offset=(10, 8))
        assert [m.index for m in app.said(LineList.Chosen)] == [4]
        await pilot.hover(stories, offset=(10, 12))
        assert stories.hover_row == 6
        stories.scroll_to(y=40, animate=False)
        await pilot.pause()
        assert stories.cursor == 4


async def test_the_cursor_stays_on_its_story_and_its_line(stage: Staging) -> None:
    app = stage(listing(Rows(100)), **KEYS)
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("f", "f", "j")
        stories = pilot.app.query_one(StoryList)
        before = text_of(stories)
        app.said(LineList.Moved)
        stories.replace(Rows(107, first=-6), keep=True)
        await pilot.pause()
        assert stories.current_id == 22
        assert stories.cursor == 28
        assert text_of(stories) == before
        assert not app.said(LineList.Moved)


async def test_a_story_that_goes_leaves_the_cursor_in_its_place(stage: Staging) -> None:
    app = stage(listing(Rows(100)), **KEYS)
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("G")
        stories = pilot.app.query_one(StoryList)
        app.said(LineList.Moved)
        stories.replace(Rows(5, first=200))
        await pilot.pause()
        assert (stories.cursor, stories.current_id, stories.scroll_offset.y) == (4, 204, 0)
        assert len(app.said(LineList.Moved)) == 1
        stories.replace(Rows(50, first=1), keep=False)
        assert (stories.cursor, stories.scroll_offset.y) == (0, 0)


async def test_an_empty_list_says_why_and_survives_every_key(stage: Staging) -> None:
    stories = listing(Rows(100))
    stories.notice = Notice("No story matches", ("Nothing holds both words.",), (("esc", "clear"), ("/", "edit")))
    app = stage(stories, **KEYS)
    async with app.run_test(size=(40, 11)) as pilot:
        await pilot.press("G")
        stories.replace(Rows(0))
        await pilot.press(*KEYS)
        assert stories.current is None
        assert stories.current_id is None
        assert [line.strip() for line in text_of(stories) if line] == [
            "No story matches",
            "Nothing holds both words.",
            "esc  clear",
            "/  edit",
        ]
        stories.replace(Rows(2))
        assert text_of(stories)[0] == "▌ ● Story 1"


async def test_a_page_that_has_not_arrived_is_drawn_when_it_has(stage: Staging) -> None:
    rows = Rows(10)
    rows.missing = {1}
    async with stage(listing(rows)).run_test(size=(40, 8)) as pilot:
        await pilot.pause()
        stories = pilot.app.query_one(StoryList)
        assert text_of(stories)[2].strip(" ·") == ""
        rows.missing = set()
        stories.forget_rows()
        assert text_of(stories)[2] == "  ● Story 2"


async def test_a_changed_row_is_drawn_afresh(stage: Staging) -> None:
    rows = Rows(10)
    async with stage(listing(rows)).run_test(size=(40, 8)) as pilot:
        await pilot.pause()
        stories = pilot.app.query_one(StoryList)
        text_of(stories)
        rows.changed = {2: story_row(2, read=True, starred=True)}
        stories.forget_rows()
        assert text_of(stories)[2] == "  ★ Story 2"


async def test_resizing_and_themes_redraw(stage: Staging) -> None:
    app = stage(listing(Rows(100)), **KEYS)
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("f", "f")
        stories = pilot.app.query_one(StoryList)
        await pilot.resize_terminal(30, 6)
        await pilot.pause()
        assert "▌ ● Story 21" in text_of(stories)
        dark = stories.render_line(0)
        app.theme = "broadsheet-light"
        await pilot.pause()
        assert [s.style for s in stories.render_line(0)] != [s.style for s in dark]
