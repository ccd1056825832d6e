"""Rows fit the terminal they are printed on, and are whole where there is none."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.cli.cells import cut, pad, width, wrap
from tui.cli.layout import row_lines
from tui.cli.output import Page
from tui.model import StoryRow

NOW = datetime(2023, 7, 27, 13, tzinfo=UTC)
ROW = StoryRow(
    id=0x30F82A6DB1124DC2,
    title="Netflix lists $900,000 AI job as actors and writers continue to strike",
    outlet="Engadget",
    time=1690311960,
    newest=1690452000,
    outlets=8,
    heat=208,
    quality=47,
)
PIPED = Page(None, styled=False)


def test_one_line_where_it_fits() -> None:
    (line,) = row_lines(ROW, Page(120, styled=False), NOW)
    assert width(line) == 120
    assert line.startswith("●          3h  Engadget             ×8  Netflix lists $900,000 AI job as actors")
    assert line.endswith("  30f82a6db1")


def test_two_lines_where_it_does_not() -> None:
    title, facts = row_lines(ROW, Page(72, styled=False), NOW)
    assert title == "● Netflix lists $900,000 AI job as actors and writers continue to strike"
    assert facts.startswith("  Engadget · 3h · 8 outlets · quality 47 · heat 208 ")
    assert facts.endswith("30f82a6db1")
    assert width(facts) == 72


def test_marks() -> None:
    page = Page(72, styled=False)
    assert row_lines(ROW._replace(starred=True), page, NOW)[0].startswith("★ N")
    assert row_lines(ROW._replace(read=True), page, NOW)[0].startswith("  N")
    assert "+3 new" in row_lines(ROW._replace(read=True, fresh=3), page, NOW)[1]


def test_styles_are_for_terminals() -> None:
    assert row_lines(ROW, Page(72, styled=True), NOW)[0] == f"● \x1b[1m{ROW.title}\x1b[0m"
    assert "\x1b" not in row_lines(ROW, PIPED, NOW)[0]


def test_a_piped_row_is_whole() -> None:
    row = ROW._replace(title="word " * 70)
    assert row_lines(row, PIPED, NOW)[0].split("\t") == [
        "30f82a6db1124dc2",
        "2023-07-27T10:00:00Z",
        "8",
        "Engadget",
        row.title,
    ]


@pytest.mark.parametrize("columns", [20, 40, 109, 110, 200])
@pytest.mark.parametrize("title", ["日本語の見出しはとても長いので切られます" * 5, "", "é" * 300])
def test_never_wider_than_the_terminal(columns: int, title: str) -> None:
    row = ROW._replace(title=title, outlet=title or "x", newest=None)
    for line in row_lines(row, Page(columns, styled=False), NOW):
        assert width(line) <= columns


@given(st.text(), st.integers(2, 30))
def test_cut_pad_and_wrap_keep_to_their_cells(text: str, cells: int) -> None:
    text = " ".join(text.split())
    assert width(cut(text, cells)) <= cells
    assert width(pad(text, cells)) == cells
    lines = wrap(text, cells)
    assert all(width(line) <= cells for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert cut(text, width(text)) == text
