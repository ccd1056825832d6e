"""The coverage pane: rows, folding, the cursor over headings."""

from __future__ import annotations

from collections.abc import Callable

from staging import NOW, Stage, article, story, text_of

from tui.model import CoverageRow, Image, Provider
from tui.view.widgets.coverage_list import CoverageList
from tui.view.widgets.coverage_rows import CoverageSort

Staging = Callable[..., Stage]
KEYS = {"j": "cursor_down", "k": "cursor_up", "g": "first", "G": "last"}
BBC = Provider("BBC")


def coverage() -> CoverageList:
    told = story(
        (
            CoverageRow(article("a", 2, provider=BBC, quality=90, amp_url="https://amp.example.com/a"), seen=True),
            CoverageRow(article("b", 9, provider=BBC, quality=10)),
            CoverageRow(article("c", 50, quality=59, images=(Image("https://example.com/i.png"),)), seen=True),
            CoverageRow(article("d", None, type="video"), seen=True),
        ),
        (CoverageRow(article("x", -999)),),
        read=True,
    )
    shown = CoverageList()
    shown.call_later(shown.show, told, NOW, {"b": "a"})
    return shown


async def test_rows_say_who_when_and_how_good(stage: Staging) -> None:
    async with stage(coverage()).run_test(size=(70, 14)) as pilot:
        await pilot.pause()
        lines = text_of(pilot.app.query_one(CoverageList))
        assert lines[0].startswith(" Coverage · 4 ────")
        assert lines[1:8] == [
            " earliest first · 1 new",
            "▌1 Title of a",
            "▌● BBC · +2h · ━━━━━ 90 · ▸ +1 copy · amp",
            " 2 Title of c",
            " ✓ Outlet c · +2d · ━━━╌╌ 59 · image",
            " 3 Title of d",
            " ✓ Outlet d · ▶ video",
        ]
        assert lines[8].startswith(" Related · 1 ────")
        assert lines[11] == "   Outlet x · -41d"


async def test_the_cursor_passes_over_headings(stage: Staging) -> None:
    async with stage(coverage(), **KEYS).run_test(size=(70, 8)) as pilot:
        await pilot.pause()
        shown = pilot.app.query_one(CoverageList)
        assert shown.cursor == 1
        await pilot.press("k")
        assert shown.cursor == 1
        await pilot.press("G")
        assert shown.cursor == 5
        await pilot.press("k")
        assert shown.cursor == 3
        await pilot.press("g")
        assert (shown.cursor, shown.scroll_offset.y) == (1, 0)
        await pilot.click(shown, offset=(5, 0))
        assert shown.cursor == 1


async def test_folded_articles_unfold_and_fold(stage: Staging) -> None:
    async with stage(coverage(), **KEYS).run_test(size=(70, 20)) as pilot:
        await pilot.pause()
        shown = pilot.app.query_one(CoverageList)
        assert shown.unfold()
        assert not shown.unfold()
        assert text_of(shown, 6)[3:] == [
            "▌✓ BBC · +2h · ━━━━━ 90 · ▾ +1 copy · amp",
            "   └ Title of b",
            " ●   BBC · +9h · copy · ━╌╌╌╌ 10",
        ]
        await pilot.press("j")
        assert shown.fold()
        assert not shown.fold()
        assert shown.current is not None
        assert shown.current.article.key == "a"
        assert text_of(shown, 5)[4] == " 2 Title of c"


async def test_sorting_and_marks_keep_the_cursor_on_its_article(stage: Staging) -> None:
    async with stage(coverage(), **KEYS).run_test(size=(70, 20)) as pilot:
        await pilot.press("j")
        shown = pilot.app.query_one(CoverageList)
        shown.sort = CoverageSort.OUTLET
        assert shown.current is not None
        assert shown.current.article.key == "c"
        again = story((CoverageRow(article("z", 1)), CoverageRow(article("c", 50))))
        shown.show(again, NOW)
        assert shown.current is not None
        assert shown.current.article.key == "c"
        shown.show(None, NOW)
        await pilot.press(*KEYS)
        assert shown.current is None
        assert shown.count == 0


async def test_numbers_find_their_articles(stage: Staging) -> None:
    async with stage(coverage()).run_test(size=(70, 20)) as pilot:
        await pilot.pause()
        shown = pilot.app.query_one(CoverageList)
        found = [row.article.key if row else None for row in map(shown.numbered, range(1, 7))]
        assert found == ["a", "c", "d", "x", None, None]
