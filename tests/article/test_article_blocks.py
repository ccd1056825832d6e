"""An article's Markdown as blocks: what trafilatura writes is understood, and any text is safe to show."""

from __future__ import annotations

import time
from unicodedata import category

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.article.blocks import Block, Body, Kind, blocks, reading_minutes
from tui.article.inline import Span

URL = "https://a.example/dir/page"


def spans_of(markdown: str) -> tuple[Span, ...]:
    (block,) = blocks(markdown, URL).blocks
    assert block.kind is Kind.PARAGRAPH
    return block.spans


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("plain", [Span("plain")]),
        ("a **b** c", [Span("a "), Span("b", bold=True), Span(" c")]),
        ("a *b* c", [Span("a "), Span("b", italic=True), Span(" c")]),
        ("***b***", [Span("b", bold=True, italic=True)]),
        ("**a *b* c**", [Span("a ", bold=True), Span("b", bold=True, italic=True), Span(" c", bold=True)]),
        ("~~gone~~ and <u>under</u> x<sup>2</sup>", [Span("gone and under x2")]),
        ("run `make *all*` now", [Span("run "), Span("make *all*", code=True), Span(" now")]),
        ("`` a`b ``", [Span("a`b", code=True)]),
        ("**`x`**", [Span("x", bold=True, code=True)]),
        (r"2 \* 3 \[sic\] \_x\_ \<b\> \~ \`", [Span("2 * 3 [sic] _x_ <b> ~ `")]),
        (r"C:\new\dir", [Span(r"C:\new\dir")]),
        ("2 * 3 * 4 and 2 ** 3", [Span("2 * 3 * 4 and 2 ** 3")]),
        ("a `b and *c and **d", [Span("a `b and *c and **d")]),
        ("snake_case_name", [Span("snake_case_name")]),
        ("a < b > c", [Span("a < b > c")]),
        (r"1\. no list", [Span("1. no list")]),
        (r"\# no heading", [Span("# no heading")]),
        ("one\ntwo  \nthree", [Span("one two three")]),
    ],
)
def test_inline(markdown: str, expected: list[Span]) -> None:
    assert spans_of(markdown) == tuple(expected)


@pytest.mark.parametrize(
    ("markdown", "text", "links"),
    [
        ("[a](https://b.example/x)", "a", ["https://b.example/x"]),
        ("[a](../x.html)", "a", ["https://a.example/x.html"]),
        ("[a](</x y(1).html>)", "a", ["https://a.example/x%20y(1).html"]),
        (r"[a](</x\<y\>>)", "a", ["https://a.example/x%3Cy%3E"]),
        ("[**a** b](/x) [c](/x) [d](/y)", "a b c d", ["https://a.example/x", "https://a.example/y"]),
        (r"[a\]b](/x)", "a]b", ["https://a.example/x"]),
        ("[a](<javascript:alert(1)>)", "a", []),
        ("[a](mailto:x@y.example)", "a", []),
        ("[a](x-man:foo)", "a", []),
        ("[a](file:///etc/passwd)", "a", []),
        (r"[a](https://a.example\\@b.example)", "a", []),
        ("[a](https://u:p@b.example/)", "a", []),
        ("[a](https://[::1)", "a", []),
        ("[a](//b.example/x)", "a", ["https://b.example/x"]),
        ("[a]() b", "a b", ["https://a.example/dir/page"]),
        ("[a] (b) [c] ](d)", "[a] (b) [c] ](d)", []),
        ("[a [b](/x) c](/y)", "[a b c](/y)", ["https://a.example/x"]),
    ],
)
def test_links(markdown: str, text: str, links: list[str]) -> None:
    body = blocks(markdown, URL)
    assert body.text == text
    assert list(body.links) == links


def test_a_link_that_is_no_web_address_is_text_without_a_number() -> None:
    assert spans_of("[a](javascript:x) [b](/b)") == (Span("a "), Span("b", link=1))


def test_blocks_of_every_kind() -> None:
    markdown = """# One

Two
goes on

- three
  goes on
  - four
    1. five
2) six
> seven
>> eight
```python
def nine():

    return  9
```
ten
| a | **b** |
|---|:-:|
| c \\| d | |
---
###### eleven ##
"""
    assert blocks(markdown).blocks == (
        Block(Kind.HEADING, (Span("One"),), 1),
        Block(Kind.PARAGRAPH, (Span("Two goes on"),)),
        Block(Kind.ITEM, (Span("three goes on"),), 1),
        Block(Kind.ITEM, (Span("four"),), 2),
        Block(Kind.ITEM, (Span("five"),), 3, "1."),
        Block(Kind.ITEM, (Span("six"),), 1, "2)"),
        Block(Kind.QUOTE, (Span("seven"),), 1),
        Block(Kind.QUOTE, (Span("eight"),), 2),
        Block(Kind.CODE, (Span("def nine():\n\n    return  9", code=True),)),
        Block(Kind.PARAGRAPH, (Span("ten"),)),
        Block(Kind.ROW, level=1, cells=((Span("a"),), (Span("b", bold=True),))),
        Block(Kind.ROW, cells=((Span("c | d"),), ())),
        Block(Kind.HEADING, (Span("eleven"),), 6),
    )


def test_code_that_is_not_closed_reaches_to_the_end() -> None:
    assert blocks("````\n```\n\tx").blocks == (Block(Kind.CODE, (Span("```\n    x", code=True),)),)


def test_nothing_gives_nothing() -> None:
    assert blocks(" \n\n```\n```\n# \n> \n| |\n***\n") == Body()


def test_escapes_are_gone_from_text_and_code() -> None:
    body = blocks("a\x1b[2Jb **c\x1b]0;x\x07d** \u202ee\n\n```\nx\x1b[31m  y\x9b2J\n```")
    assert body.text == "ab cd e\nx  y"


@pytest.mark.parametrize("mark", ["*{}*`{}`", "[{}](javascript:x)", "<u>{}</u>", "~~{}~~ ~~{}~~", "**{}** *{}*"])
def test_marks_do_not_pile_up_however_they_are_cut(mark: str) -> None:
    text = blocks("a" + mark.replace("{}", "\u0301" * 3) * 500).text
    assert "\u0301" * 4 not in text


def test_how_long_reading_takes() -> None:
    assert reading_minutes("") == 1
    assert reading_minutes("word " * 230) == 1
    assert reading_minutes("word " * 2_300) == 10
    assert reading_minutes("漢字" * 2_500) == 10
    assert reading_minutes("漢字" * 1_250 + " word" * 1_150) == 10
    assert reading_minutes("don't state-of-the-art 3.14 " * 230) == 3


PIECES = (
    "*",
    "`",
    "[",
    "[](x)",
    "`a``b",
    "](<\\",
    "> ",
    "- ",
    "|",
    "|-",
    "#",
    "\\",
    "[a](b ",
    "- x\n",
    "```\n",
    "_ ",
    " ",
)


@pytest.mark.parametrize("piece", [*PIECES, "** ", "</u>", "a.a", "a\n", "|---|\n", "'"])
def test_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    start = time.monotonic()
    reading_minutes(blocks(piece * (400_000 // len(piece)) + "x", URL).text)
    assert time.monotonic() - start < 8


MARKS = st.sampled_from(
    [
        *PIECES,
        "**",
        "***",
        "~~",
        "](",
        ")",
        ">)",
        "\n\n",
        "1. ",
        "<u>",
        "|---|",
        "//b",
        "javascript:",
        "https://",
        "x",
        "é",
        "漢",
    ]
)
HOSTILE = st.sampled_from(
    ["\x1b[31m", "\x1b]8;;", "\x07", "\x9b", "\u202e", "\u0301", "\u0301\u0301\u0301", "\x85", "\u2028"]
)


@given(st.lists(MARKS | HOSTILE | st.text(max_size=5), max_size=60).map("".join))
@settings(max_examples=400, deadline=None)
def test_any_text_gives_safe_blocks_and_web_links(markdown: str) -> None:
    body = blocks(markdown, URL)
    shown = body.text + "".join(block.marker for block in body.blocks)
    assert not {category(character) for character in shown.replace("\n", "")} & {"Cc", "Cf", "Cs"}
    assert "\u0301" * 4 not in shown
    assert all(link.startswith(("https://", "http://")) and link.isascii() for link in body.links)
    used = {span.link for block in body.blocks for piece in (block.spans, *block.cells) for span in piece}
    assert used <= set(range(len(body.links) + 1))
    assert all("\n" not in block.text for block in body.blocks if block.kind is not Kind.CODE)
