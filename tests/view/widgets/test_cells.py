"""Text in cells: nothing is ever wider than asked, and nothing but text comes out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style
from staging import HOSTILE, UNSAFE

from tui.view.widgets.cells import Line, amount, fit, printable, wrap

TEXTS = st.text(st.characters() | st.sampled_from("日本。 a👍\u0301\u200d\x1b"), max_size=60)
PLAIN, MARKED = Style(), Style(bold=True)


@pytest.mark.parametrize("text", HOSTILE)
def test_printable_leaves_no_command(text: str) -> None:
    assert not UNSAFE.intersection(printable(text))


def test_fit_cuts_wide_characters_whole() -> None:
    assert fit("日本の気象庁", 12) == "日本の気象庁"
    assert fit("日本の気象庁", 8) == "日本の …"
    assert fit("日本の気象庁", 7) == "日本の…"
    assert fit("title", 0) == ""


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.integers(0, 40))
def test_fit_never_overflows(text: str, width: int) -> None:
    assert cell_len(fit(printable(text), width)) <= width


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.integers(2, 40))
def test_wrap_loses_only_blanks(text: str, width: int) -> None:
    text = printable(text)
    lines = [text[start:end] for start, end in wrap(text, width)]
    assert all(cell_len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_wrap_breaks_between_words_and_not_before_closing_marks() -> None:
    text = "the quick brown fox"
    assert [text[a:b] for a, b in wrap(text, 10)] == ["the quick", "brown fox"]
    text = "気象庁が発表。来月"
    assert [text[a:b] for a, b in wrap(text, 12)] == ["気象庁が発", "表。来月"]


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.integers(0, 30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30))))
def test_a_line_is_exactly_as_wide_as_asked(text: str, width: int, marks: list[tuple[int, int]]) -> None:
    line = Line(width)
    line.add_marked(text, PLAIN, lambda text: sorted(marks), MARKED)
    line.add(text, PLAIN)
    strip = line.strip(PLAIN)
    assert sum(cell_len(segment.text) for segment in strip) == strip.cell_length == width


def test_matches_are_marked_up_to_the_cut() -> None:
    line = Line(8)
    line.add_marked("netflix lists", PLAIN, lambda text: [(0, 3), (5, 13)], MARKED)
    assert [(s.text, s.style == MARKED) for s in line.strip(PLAIN)] == [
        ("net", True),
        ("fl", False),
        ("ix", True),
        ("…", False),
    ]


@pytest.mark.parametrize(
    ("value", "said"),
    [(0, "0"), (9999, "9,999"), (10_000, "10.0k"), (123_456, "123k"), (1_234_567, "1.2M"), (5 * 10**9, "5G")],
)
def test_amounts_stay_short(value: int, said: str) -> None:
    assert amount(value) == said
