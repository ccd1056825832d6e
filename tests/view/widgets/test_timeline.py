"""The timeline: counted, drawn in the room there is, readable without colour."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from staging import NOW, Stage, article, story, text_of

from tui.model import CoverageRow
from tui.view.widgets.timeline import Timeline, bucket_counts, columns

Staging = Callable[..., Stage]


def test_columns_show_the_least_and_the_most() -> None:
    assert columns([0, 1, 4, 8]) == "·▁▄█"
    assert columns([1, 200]) == "▁█"
    assert columns([0, 0]) == "··"
    assert columns([]) == ""


@given(st.lists(st.integers(0, 2 * 10**9), max_size=50), st.integers(1, 30))
def test_every_time_falls_into_one_bucket(times: list[int], buckets: int) -> None:
    counts = bucket_counts(times, buckets)
    assert len(counts) == buckets
    assert sum(counts) == len(times)


async def test_what_gives_way_when_room_is_short(stage: Staging) -> None:
    rows = tuple(CoverageRow(article(str(n), n * n / 2)) for n in range(1, 11))
    timeline = Timeline()
    async with stage(timeline).run_test(size=(90, 1)) as pilot:
        timeline.show(story(rows), NOW)
        for width, said in (
            (
                110,
                " first: Engadget 25 Jul 12:00  █·▃▃·▃··▃··▃··▃···▃···▃  peak 25 Jul · 2d 2h · last 27 Jul 14:00 · 11 outlets",
            ),
            (90, " first: Engadget 25 Jul 12:00  █▃▃·▃▃·▃··▃·▃··▃  peak 25 Jul · 2d 2h · last 27 Jul 14:00"),
            (70, " first: Engadget 25 Jul 12:00  █▃▃·▃▃·▃··▃·▃··▃  peak 25 Jul · 2d 2h"),
            (60, " first: Engadget 25 Jul 12:00  "),
            (30, " first: Engadget 25 Jul 12:00"),
            (20, " first: Engadget 2…"),
        ):
            await pilot.resize_terminal(width, 1)
            await pilot.pause()
            line = timeline.render_line(0).text
            assert cell_len(line) == width
            assert line.startswith(said)


async def test_within_a_day_the_clock_says_when_the_last_came(stage: Staging) -> None:
    timeline = Timeline()
    async with stage(timeline).run_test(size=(90, 1)) as pilot:
        timeline.show(story((CoverageRow(article("1", 1)), CoverageRow(article("2", 3)))), NOW)
        await pilot.pause()
        assert text_of(timeline)[0].endswith("█  3h · last 15:00 · 3 outlets")


async def test_one_report_and_none(stage: Staging) -> None:
    timeline = Timeline()
    async with stage(timeline).run_test(size=(90, 1)) as pilot:
        timeline.show(story(), NOW)
        assert text_of(timeline) == [" first: Engadget 25 Jul 12:00  one report so far"]
        timeline.show(None, NOW)
        assert text_of(timeline) == [""]
        await pilot.pause()
