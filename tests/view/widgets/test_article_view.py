"""The article's pane: at once on screen however long it is, its place kept, what was found marked."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from staging import Stage, text_of

from tui.view.widgets.article_view import ArticleView, Piece, Place, SetLine

MakeStage = Callable[..., Stage]


def article(count: int) -> Iterator[SetLine]:
    for number in range(count):
        yield (Piece(f"Line {number} of the tale", ("bold",) if number == 0 else (), "", Place(number, 0)),)


async def test_lines_stand_in_the_middle(stage: MakeStage) -> None:
    view = ArticleView()
    async with stage(view).run_test(size=(61, 10)):
        view.show(article(3), 40)
        assert text_of(view)[:4] == [" " * 10 + f"Line {n} of the tale" for n in range(3)] + [""]
        assert view.percent == 100
        assert view.place is None


async def test_a_long_article_comes_in_while_nobody_waits(stage: MakeStage) -> None:
    view = ArticleView()
    async with stage(view).run_test(size=(60, 20)) as pilot:
        taken: list[int] = []

        def slowly() -> Iterator[SetLine]:
            for number, line in enumerate(article(40_000)):
                taken.append(number)
                yield line

        view.show(slowly(), 40)
        assert len(taken) < 40_000
        assert "Line 0" in text_of(view)[0]
        view.reveal(Place(20_000, 3))
        await pilot.pause()
        assert any("Line 20000 " in line for line in text_of(view))
        view.scroll_to_end()
        assert len(taken) == 40_000
        await pilot.pause()
        assert "Line 39999" in text_of(view)[-1]


async def test_what_is_shown_next_takes_the_place_of_what_was_still_coming(stage: MakeStage) -> None:
    view = ArticleView()
    async with stage(view).run_test(size=(60, 20)) as pilot:
        view.show(article(40_000), 40)
        view.show(article(2), 40)
        await pilot.pause(0.1)
        assert len(view._lines) == 2


async def test_a_place_is_found_again(stage: MakeStage) -> None:
    view = ArticleView()
    async with stage(view).run_test(size=(60, 20)) as pilot:
        view.show(article(500), 40)
        view.scroll_lines(30)
        await pilot.pause()
        assert view.place == Place(30, 0)
        view.show(article(500), 30, view.place)
        await pilot.pause()
        assert "Line 30 " in text_of(view)[0]
        view.reveal(Place(450, 5))
        await pilot.pause()
        assert any("Line 450 " in line for line in text_of(view))
        place = view.scroll_offset.y
        view.reveal(Place(449, 0))
        await pilot.pause()
        assert view.scroll_offset.y == place


async def test_a_place_that_has_yet_to_come_in_stands_at_the_top(stage: MakeStage) -> None:
    view = ArticleView()
    async with stage(view).run_test(size=(60, 20)) as pilot:
        view.show(article(40_000), 40, Place(30_000, 0))
        await pilot.pause()
        assert "Line 30000 " in text_of(view)[0]
        view.show(article(310), 40, Place(299, 0))
        await pilot.pause()
        assert any("Line 299 " in line for line in text_of(view))


async def test_marks_cut_a_line_where_they_are(stage: MakeStage) -> None:
    view = ArticleView()
    async with stage(view).run_test(size=(60, 6)):
        view.show(article(3), 40)
        view.mark({1: [(0, 4), (10, 13)]}, Place(1, 10))
        strip = view.render_line(1)
        marked = {segment.text: segment.style for segment in strip if segment.text.strip()}
        assert list(marked) == ["Line", " 1 of ", "the", " tale"]
        assert marked["Line"].underline
        assert not marked[" 1 of "].underline
        assert marked["the"].underline
        assert all(not segment.style.underline for segment in view.render_line(2))


async def test_a_click_on_a_link_asks_for_it(stage: MakeStage) -> None:
    view = ArticleView()
    app = stage(view)
    async with app.run_test(size=(61, 6)) as pilot:
        view.show(iter([(Piece("See "), Piece("this", ("link",), "https://a.example/"))]), 40)
        await pilot.pause()
        await pilot.click(view, offset=(12, 0))
        assert not app.said(ArticleView.LinkRequested)
        await pilot.click(view, offset=(15, 0))
        await pilot.pause()
        assert [message.url for message in app.said(ArticleView.LinkRequested)] == ["https://a.example/"]
