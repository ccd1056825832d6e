"""Nothing that a terminal obeys, and nothing that cannot be seen, gets through."""

from __future__ import annotations

import re
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.text.clean import LINE_LIMIT, clean_line, clean_text, without_escapes
from tui.text.markup import plain

ESC = "\x1b"
PAYLOADS = {
    "csi": (f"a{ESC}[2J{ESC}[31mb", "ab"),
    "csi that breaks off": (f"a{ESC}[31", "a"),
    "csi before other letters": (f"a{ESC}[中", "a中"),
    "osc title": (f"a{ESC}]0;owned\x07b", "ab"),
    "osc 52 clipboard": (f"a{ESC}]52;c;cm0gLXJm{ESC}\\b", "ab"),
    "osc 8 link": (f"{ESC}]8;;http://evil.test/{ESC}\\text{ESC}]8;;{ESC}\\", "text"),
    "osc without end": (f"a{ESC}]0;rest of the title", "a0;rest of the title"),
    "dcs": (f"a{ESC}P1$r0m{ESC}\\b", "ab"),
    "c1 csi": ("a\x9b31mb", "ab"),
    "c1 osc": ("a\x9d0;owned\x9cb", "ab"),
    "reset": (f"a{ESC}cb", "ab"),
    "charset": (f"a{ESC}(0b", "ab"),
    "nul soh so del": ("a\x00b\x01c\x0ed\x7fe", "abcde"),
    "bel bs": ("a\x07b\x08c", "abc"),
    "blanks of every kind": ("\t a\u00a0\u2003b\x0b\x0cc\r\nd\u2028e\u3000f \n", "a b c d e f"),
    "bidi override": ("abc\u202egnp.exe", "abcgnp.exe"),
    "bidi isolate": ("\u2066a\u2069\u200f\u061c", "a"),
    "zero width": ("a\u200bb\u2060c\ufeffd\u00ade", "abcde"),
    "tags": ("a\U000e0041\U000e007fb", "ab"),
    "fillers": ("a\u3164\u115f\u1160\uffa0\u2800b", "ab"),
    "lone surrogate": ("a\ud800b", "ab"),
    "non-characters": ("a\ufdd0\uffff\U0001fffeb", "ab"),
    "emoji joiner, selector, skin tone": ("👩\u200d👧 ❤\ufe0f 👍\U0001f3fd", "👩👧 ❤ 👍"),
    "stacked marks": ("z" + "\u0301" * 40 + "a", "z\u0301\u0301\u0301a"),
    "stacked Thai marks": ("ก" + "\u0e49" * 9, "ก\u0e49\u0e49\u0e49"),
    "widget markup stays text": ("[@click=app.quit]x[/x]", "[@click=app.quit]x[/x]"),
}


@pytest.mark.parametrize("name", PAYLOADS)
def test_payload(name: str) -> None:
    hostile, safe = PAYLOADS[name]
    assert clean_line(hostile) == safe


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Plain title: 100% fine, isn't it?",
        "It’s “quoted” — naïve café",
        "中文标题，没有空格",
        "عنوان بالعربية",
        "हिन्दी शीर्षक",
        "Tiếng Việt",
        "שָׁלוֹם",
        "🇫🇷 flag 🎉",
    ],
)
def test_honest_text_stays(text: str) -> None:
    assert clean_line(text) == text
    assert clean_text(text) == text


def test_entities_are_decoded_before_cleaning() -> None:
    assert clean_line(plain("a&#27;[2Jb &#8217; &#x9b;31m &#8238;")) == "a[2Jb ’ ›31m"


def test_a_long_line_is_cut_where_it_shows() -> None:
    assert clean_line("x" * 500) == "x" * (LINE_LIMIT - 1) + "…"
    assert clean_line("x" * LINE_LIMIT) == "x" * LINE_LIMIT
    assert clean_line("ab cd ef", 4) == "ab…"


def test_paragraphs_are_kept() -> None:
    assert clean_text(" a \t b\r\nc\r\n\r\n\r\n\r\nd\u2029e\x1b[2J\x85f \n") == "a b\nc\n\nd\ne\nf"


def test_escape_sequences_end_with_their_line() -> None:
    assert without_escapes(f"title: {ESC}]0;x\nheat: 5\x07") == "title: 0;x\nheat: 5\x07"


@pytest.mark.parametrize(
    "unit",
    ["\x1b", "\x9d", "\x1b]", "\x1b[", "\x1b[0;", "\x1bP", "\u200b", "\u0301", "é\u0301", "a ", "\x1b ", "\x9b9"],
)
def test_hostile_length_costs_linear_time(unit: str) -> None:
    # 100,000 characters take a few milliseconds; a quadratic pattern takes minutes.
    begin = time.process_time()
    clean_text(unit * (100_000 // len(unit)))
    clean_line(unit * (100_000 // len(unit)))
    assert time.process_time() - begin < 1


@given(st.text(st.characters(), max_size=80) | st.text("\x1b\x9b\x9d[];0m\\\x07\u0301 \n\u200da中", max_size=40))
def test_any_text_comes_out_safe_and_unchanged_the_second_time(text: str) -> None:
    line = clean_line(text)
    assert clean_line(line) == line
    assert line == line.strip()
    assert "  " not in line
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", line)
    assert not any(unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") for character in line)
    body = clean_text(text)
    assert clean_text(body) == body
    assert not any(unicodedata.category(character) in ("Cc", "Cs") for character in body.replace("\n", ""))
