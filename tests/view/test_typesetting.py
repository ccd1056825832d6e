"""An article is set within its width, whatever it holds, and nothing of it is lost."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.article.blocks import blocks
from tui.view.text_finding import disguised, found
from tui.view.typesetting import Composition, compose, set_lines
from tui.view.widgets.article_view import Place

URL = "https://north.example/2023/ferry"
TABLE = "| Month | Trips |\n| --- | --- |\n| May | 0 |\n| August | 62 |"


def composed(markdown: str) -> Composition:
    return compose(blocks(markdown, URL))


def lines(markdown: str, width: int = 40) -> list[str]:
    return ["".join(piece.text for piece in line).rstrip() for line in set_lines(composed(markdown), width)]


def test_paragraphs_stand_apart_and_are_wrapped() -> None:
    assert lines("The pump failed in the night.\n\nNobody heard it.", 20) == [
        "The pump failed in",
        "the night.",
        "",
        "Nobody heard it.",
    ]


def test_lists_stand_close_and_hang() -> None:
    text = "- a worn pump that failed\n- a sensor\n  - twice\n\n1. First.\n2. Second, which is longer."
    assert lines(text, 20) == [
        "• a worn pump that",
        "  failed",
        "• a sensor",
        "  ◦ twice",
        "",
        "1. First.",
        "2. Second, which is",
        "   longer.",
    ]


def test_a_quote_has_a_bar_that_goes_on_between_its_paragraphs() -> None:
    assert lines("> No drill, no alarm.\n\n> No luck.\n\nSo she said.", 14) == [
        "▎ No drill, no",
        "▎ alarm.",
        "▎",
        "▎ No luck.",
        "",
        "So she said.",
    ]


def test_code_keeps_its_blanks_and_breaks_anywhere() -> None:
    assert lines("```\nif pump:\n    ring('bridge and engine')\n\nend\n```", 20) == [
        "  if pump:",
        "      ring('bridge a",
        "  nd engine')",
        "",
        "  end",
    ]


def test_links_are_numbered_where_they_end() -> None:
    text = "The [Baltic *Lines*](/lines) and [another](https://o.example/x), then [the first](/lines) again."
    composition = composed(text)
    assert composition.links == ("https://north.example/lines", "https://o.example/x")
    assert lines(text, 80) == ["The Baltic Lines[1] and another[2], then the first[1] again."]
    pieces = [piece for line in set_lines(composition, 80) for piece in line]
    assert [(piece.text, piece.link) for piece in pieces if piece.link][:3] == [
        ("Baltic ", "https://north.example/lines"),
        ("Lines", "https://north.example/lines"),
        ("[1]", "https://north.example/lines"),
    ]
    assert {"link", "italic"} <= set(pieces[2].roles)


def test_a_table_takes_the_room_it_needs() -> None:
    assert lines(TABLE) == ["Month   Trips", "─────────────", "May     0", "August  62"]


def test_a_wide_table_wraps_its_widest_columns() -> None:
    text = "| Ship | What happened |\n| --- | --- |\n| Aurora | It ran aground in the night |\n| Boreas | Nothing |"
    assert lines(text, 24) == [
        "Ship    What happened",
        "────────────────────────",
        "Aurora  It ran aground",
        "        in the night",
        "",
        "Boreas  Nothing",
    ]


def test_a_table_with_too_many_columns_becomes_a_list() -> None:
    head = "| " + " | ".join(f"Column {n}" for n in range(9)) + " |"
    row = "| " + " | ".join(f"a longer value {n}" for n in range(9)) + " |"
    set_ = lines(f"{head}\n|{' --- |' * 9}\n{row}", 40)
    assert set_[:2] == ["Column 0: a longer value 0", "Column 1: a longer value 1"]
    assert len(set_) == 9


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                TABLE,
                "# Head",
                "- item\n  - deeper",
                "> quote\n> > deeper",
                "```\n  code\tcode\n```",
                "1. one",
                "東京の" * 30,
            ]
        )
        | st.text(max_size=60),
        max_size=6,
    ).map("\n\n".join),
    st.integers(10, 90),
)
def test_no_line_is_wider_than_asked_and_every_word_is_there(markdown: str, width: int) -> None:
    composition = composed(markdown)
    set_ = list(set_lines(composition, width))
    assert all(cell_len("".join(piece.text for piece in line)) <= width for line in set_)
    said = [(piece.place, piece.text) for line in set_ for piece in line if piece.place is not None]
    for number, run in enumerate(composition.runs):
        parts = {place.start: text for place, text in said if place.run == number}
        assert "".join("".join(parts[start] for start in sorted(parts)).split()) == "".join(run.text.split())


@pytest.mark.parametrize(
    "markdown",
    ["a\n\n" * 160_000, "| a " * 120_000, "[a](/b) " * 60_000, "- a\n" * 120_000],
    ids=["paragraphs", "cells", "links", "items"],
)
def test_a_hostile_text_is_set_in_time(markdown: str) -> None:
    began = time.process_time()
    for _ in set_lines(composed(markdown), 80):
        pass
    assert time.process_time() - began < 4


def test_finding_passes_over_the_numbers_of_links() -> None:
    composition = composed("The [Baltic Lines](/lines) said: baltic lines SAID.")
    places = found(composition, "lines  said")
    assert [(start.start, end.start) for start, end in places] == [(11, 24), (33, 43)]
    assert found(composition, "Lines[1]") == []
    assert found(composition, " ") == []


def test_finding_goes_through_every_block_in_order() -> None:
    composition = composed(f"pump\n\n# The pump\n\n- a pump\n\n{TABLE.replace('May', 'pump')}\n\n```\npump pump\n```")
    places = [start for start, _ in found(composition, "PUMP")]
    assert len(places) == 6
    assert places == sorted(places)
    assert places[0] == Place(0, 0)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[bank.example](https://evil.example/)", "bank.example"),
        ("[https://www.bank.example/login](https://evil.example/)", "www.bank.example"),
        ("[bank.example](https://www.bank.example/x)", ""),
        ("[www.bank.example](https://bank.example/x)", ""),
        ("[read on](https://evil.example/)", ""),
        ("[e.g. this](https://evil.example/)", ""),
    ],
)
def test_a_link_that_says_another_address_is_known(text: str, said: str) -> None:
    composition = composed(text)
    assert disguised(composition, composition.links[0]) == said
