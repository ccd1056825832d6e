"""The one-line widgets: status, keys, search."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from staging import HOSTILE, UNSAFE, Stage, text_of
from textual import events
from textual.widgets import Input

from tui.view.widgets.key_bar import KeyBar, KeyEntry, fitting
from tui.view.widgets.search_bar import SearchBar, SearchNote
from tui.view.widgets.status_line import Progress, Status, StatusLine, progress_text

Staging = Callable[..., Stage]
BUSY = Status("netflix outlets>3", 214, 5632, 12, "5m", 3, Progress("indexing", 1203, 3039))


async def test_the_status_drops_what_matters_least(stage: Staging) -> None:
    line = StatusLine()
    async with stage(line).run_test(size=(120, 2)) as pilot:
        for width, status, said in (
            (
                120,
                BUSY,
                " netflix outlets>3               "
                "indexing 1,203 of 3,039 ▓▓▓░░░░░░░ · 214 of 5,632 · 12 unread · synced 5m · 3 problems",
            ),
            (80, BUSY, " netflix outlets>3            indexing 1,203 of 3,039 ▓▓▓░░░░░░░ · 214 of 5,632"),
            (30, BUSY, "    indexing 1,203 of 3,039 ▓…"),
            (40, Status(total=5632, shown=5632), " " * 26 + "5,632 stories"),
            (40, Status(total=1, problems=1), " " * 21 + "0 of 1 · 1 problem"),
            (40, Status(total=1, shown=1), " " * 32 + "1 story"),
        ):
            line.status = status
            await pilot.resize_terminal(width, 2)
            await pilot.pause()
            assert text_of(line)[0] == said


def test_progress_of_an_unknown_amount() -> None:
    assert progress_text(Progress("looking", 0, 0)) == "looking …"
    assert progress_text(Progress("looking", 12_000, 0)) == "looking 12,000"
    assert progress_text(Progress("indexing", 9, 3)) == "indexing 9 of 3 ▓▓▓▓▓▓▓▓▓▓"


async def test_a_click_on_the_problems_asks_for_them(stage: Staging) -> None:
    line = StatusLine()
    app = stage(line)
    async with app.run_test(size=(120, 2)) as pilot:
        line.status = BUSY
        await pilot.click(line, offset=(115, 0))
        assert app.said(StatusLine.ProblemsRequested)
        await pilot.click(line, offset=(50, 0))
        assert not app.said(StatusLine.ProblemsRequested)


KEYS = (
    KeyEntry("o", "open", "open_browser", 1),
    KeyEntry("r", "read here", "read", 3),
    KeyEntry("/", "search", "search", 2),
)


def test_keys_give_way_by_rank() -> None:
    assert fitting(KEYS, 40) == list(KEYS)
    assert [entry.key for entry in fitting(KEYS, 20)] == ["o", "/"]
    assert [entry.key for entry in fitting(KEYS, 10)] == ["o"]
    assert fitting(KEYS, 3) == []


async def test_keys_are_clickable(stage: Staging) -> None:
    bar = KeyBar()
    app = stage(bar)
    async with app.run_test(size=(40, 2)) as pilot:
        bar.entries = KEYS
        await pilot.pause()
        assert text_of(bar)[0] == " o open  r read here  / search"
        await pilot.click(bar, offset=(10, 0))
        assert [m.action for m in app.said(KeyBar.Pressed)] == ["read"]
        await pilot.click(bar, offset=(39, 0))
        assert not app.said(KeyBar.Pressed)


async def test_typing_asks_and_enter_accepts(stage: Staging) -> None:
    bar = SearchBar(placeholder="words")
    app = stage(bar)
    async with app.run_test(size=(60, 5)) as pilot:
        await pilot.press("a", "i")
        assert bar.has_input_focus
        assert [m.text for m in app.said(SearchBar.Asked)] == ["a", "ai"]
        await pilot.press("enter")
        assert len(app.said(SearchBar.Accepted)) == 1
        await pilot.press("x")
        assert bar.text == "ai", "until it is settled what comes of enter, keys are not for the bar"
        bar.entered = False
        bar.text = "from elsewhere"
        await pilot.pause()
        assert not app.said(SearchBar.Asked)
        await pilot.press("!")
        assert [m.text for m in app.said(SearchBar.Asked)] == ["from elsewhere!"]


@pytest.mark.parametrize("text", HOSTILE)
async def test_what_is_pasted_is_printable(stage: Staging, text: str) -> None:
    bar = SearchBar()
    async with stage(bar).run_test(size=(60, 5)) as pilot:
        bar.query_one(Input).post_message(events.Paste(text))
        await pilot.pause()
        assert bar.text
        assert not UNSAFE.intersection(bar.text)


async def test_a_fault_is_said_and_its_place_underlined_until_the_next_note(stage: Staging) -> None:
    bar = SearchBar()
    async with stage(bar).run_test(size=(60, 5)) as pilot:
        bar.text = "ai sinc:7d"
        note, line = bar.query_one(SearchNote), bar.query_one(Input)

        def underlined() -> list[str]:
            return [s.text for s in line.render_line(0) if s.style and s.style.underline]

        bar.show_note("214 stories")
        assert text_of(note) == ["  214 stories"]
        assert underlined() == []
        bar.show_fault("unknown field sinc: did you mean since?", 3, 7, "tab writes since")
        assert text_of(note) == ["✗ unknown field sinc: did you mean since?   tab writes since"]
        assert underlined() == ["sinc"]
        bar.show_note("")
        assert text_of(note) == [""]
        assert underlined() == []
        await pilot.pause()
