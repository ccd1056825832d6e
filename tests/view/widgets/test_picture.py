"""Pictures as half blocks, and the place in the detail pane where they stand."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from rich.color import ColorSystem
from staging import NOW, Stage, story, text_of

from tui.view.widgets.detail import Detail
from tui.view.widgets.picture import Place, half_blocks

Staging = Callable[..., Stage]

RED, BLUE, GREEN = b"\xff\0\0", b"\0\0\xff", b"\0\xff\0"


@pytest.mark.parametrize("colours", [ColorSystem.TRUECOLOR, ColorSystem.EIGHT_BIT])
def test_two_rows_of_pixels_are_one_line(colours: ColorSystem) -> None:
    (first, second) = half_blocks((RED * 3 + BLUE * 2 + GREEN) + GREEN * 6, 3, colours)
    assert (first.text, second.text) == ("▀▀▀", "▀▀▀")
    assert [(one.text, tuple(one.style.color.triplet), tuple(one.style.bgcolor.triplet)) for one in first] == [
        ("▀▀", (255, 0, 0), (0, 0, 255)),
        ("▀", (255, 0, 0), (0, 255, 0)),
    ]
    assert [one.text for one in second] == ["▀▀▀"]
    assert first.cell_length == second.cell_length == 3


async def test_it_stands_between_what_is_known_and_the_text(stage: Staging) -> None:
    detail = Detail()
    async with stage(detail).run_test(size=(80, 30)) as pilot:
        detail.show(story(), NOW)
        await pilot.pause()
        plain = text_of(detail)
        detail.picture = Place()
        assert text_of(detail) == plain
        detail.picture = Place(said="fetching …", lines=4)
        waiting = text_of(detail)
        assert waiting[3:10] == ["", " fetching …", "", "", "", "", " Will this pair of Hollywood strikes ever end?"]
        detail.picture = Place(half_blocks(RED * 5 * 8, 5, ColorSystem.TRUECOLOR))
        assert text_of(detail)[3:10] == ["", *[" ▀▀▀▀▀"] * 4, "", waiting[9]]
        assert all(detail.render_line(y).cell_length == detail.line_width for y in range(9))
        detail.picture = None
        assert text_of(detail) == plain


async def test_a_picture_of_a_wider_pane_is_cut(stage: Staging) -> None:
    detail = Detail()
    async with stage(detail).run_test(size=(30, 20)):
        detail.show(story(), NOW)
        detail.picture = Place(half_blocks(RED * 80 * 2, 80, ColorSystem.TRUECOLOR))
        line = next(detail.render_line(y) for y in range(20) if "▀" in detail.render_line(y).text)
        assert line.cell_length == detail.line_width


async def test_a_long_sentence_is_wrapped(stage: Staging) -> None:
    detail = Detail()
    async with stage(detail).run_test(size=(30, 20)):
        detail.show(story(), NOW)
        detail.picture = Place(said="No picture: it is gone from its address (404).")
        text = " ".join(" ".join(text_of(detail)).split())
        assert "No picture: it is gone from its address (404). Will this pair" in text


@pytest.mark.parametrize(
    ("size", "room"), [((60, 30), (57, 10)), ((60, 18), (57, 7)), ((60, 8), (57, 4)), ((200, 60), (90, 20))]
)
async def test_a_picture_may_take_about_a_third(stage: Staging, size: tuple[int, int], room: tuple[int, int]) -> None:
    detail = Detail()
    async with stage(detail).run_test(size=size) as pilot:
        detail.show(story(), NOW)
        await pilot.pause()
        assert detail.picture_room == room
        detail.display = False
        await pilot.pause()
        assert detail.picture_room is None
