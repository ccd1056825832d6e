"""Pages of the kinds that news links lead to give their article, and hostile ones a sentence, in time."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.article.blocks import Kind, blocks
from tui.article.extracting import extracted
from tui.article.values import Fault, Text, teaser_only

PAGES = Path(__file__).parent / "pages"
URL = "https://harbourpost.example/2023/ferry"


def page(name: str) -> bytes:
    return (PAGES / f"{name}.html").read_bytes()


def text_of(data: bytes, url: str = URL, charset: str = "", excerpt: str = "") -> Text:
    found = extracted(data, url, charset, excerpt)
    assert isinstance(found, Text), found
    return found


def test_a_news_page_gives_its_article_and_nothing_around_it() -> None:
    found = text_of(page("news"), excerpt="The Aurora sails again from Monday, the operator said.")
    assert (found.title, found.author, found.date, found.site, found.teaser) == (
        "Ferry Aurora back in service", "Jo Miller", "2023-07-25", "Harbour Post", False,
    )  # fmt: skip
    body = blocks(found.markdown, found.url)
    kinds = [block.kind for block in body.blocks]
    assert kinds[0] is Kind.PARAGRAPH
    assert kinds.count(Kind.HEADING) == 2
    assert kinds.count(Kind.QUOTE) == 2
    assert kinds.count(Kind.ROW) == 3
    assert [(block.text, block.level, block.marker) for block in body.blocks if block.kind is Kind.ITEM] == [
        ("a worn pump", 1, ""),
        ("a sensor that was switched off", 1, ""),
        ("twice", 2, ""),
        ("in one night", 2, ""),
        ("no drill since 2019", 1, ""),
        ("First the pump failed.", 1, "1."),
        ("Then the alarm did not ring.", 1, "2."),
    ]
    assert [block.text for block in body.blocks if block.kind is Kind.CODE] == [
        'status = pump.check()\nif not status:\n    ring("bridge")'
    ]
    assert "2 * 3 = 6 and snake_case_name [sic]." in body.text
    assert body.links == (
        "https://harbourpost.example/company/baltic-lines",
        "https://safety.example/report.pdf",
        "https://other.example/x",
    )
    for around in ("Home", "Most read", "Cookies", "By Jo Miller"):
        assert around not in body.text


def test_a_blog_gives_its_article_without_comments() -> None:
    found = text_of(page("blog"), "https://werkbank.example/12/")
    body = blocks(found.markdown, found.url)
    assert (found.title, found.author, found.date, found.site) == (
        "Warum wir umgezogen sind", "Ute Beispiel", "2023-07-20", "Werkbank",
    )  # fmt: skip
    assert body.blocks[0].text.startswith("Vor drei Wochen sind wir mit der Werkstatt umgezogen")
    assert "https://werkbank.example/12/ruhe.html" in body.links
    assert "Linie 4 fährt sonntags nicht" not in body.text
    assert "Letzte Beiträge" not in body.text


def test_what_a_paywall_leaves_is_called_a_teaser() -> None:
    found = text_of(page("paywall"), excerpt="How three bankers and a retired captain saved the last ferry line.")
    assert found.teaser
    assert found.title == "Inside the deal that saved the line"


@pytest.mark.parametrize(
    ("characters", "excerpt", "teaser"),
    [
        (399, 0, True),
        (400, 0, False),
        (900, 500, True),
        (1_000, 500, False),
        (1_300, 4_000, False),
        (1_199, 4_000, True),
    ],
)
def test_what_counts_as_a_teaser(characters: int, excerpt: int, teaser: bool) -> None:
    assert teaser_only(characters, "x" * excerpt) is teaser


def test_a_charset_that_lies_does_not_garble_the_text() -> None:
    for charset in ("iso-8859-1", "utf-16", "klingon", ""):
        assert "Schöner" not in (found := text_of(page("blog"), charset=charset)).markdown
        assert "Kreissäge" in found.markdown
    latin = page("blog").replace(b'<meta charset="utf-8">', b"").decode().encode("iso-8859-1")
    assert "Kreissäge" in text_of(latin, charset="iso-8859-1").markdown


def test_what_is_no_article_is_said() -> None:
    for data in (b"", b"hello", b"<html><body></body></html>", b"%PDF-1.7", b"\x89PNG\r\n", b"a\0b", b"x" * 6_000_000):
        found = extracted(data, URL)
        assert isinstance(found, Fault), data[:20]
        assert found.reason
        assert found.advice


def test_titles_and_names_come_out_clean() -> None:
    data = page("news").replace(b"Harbour Post", b"Harbour &#27;]0;x&#7; \x1b[2J\xe2\x80\xaePost")
    found = text_of(data)
    assert (found.title + found.author + found.site).isprintable()


def test_a_page_with_control_characters_can_be_read() -> None:
    for harm in (b"&#27;]0;owned&#7;", b"&#x1B;[31m", b"\x1b[2J", b"\x1b]52;c;eA==\x07", b"&#0;", b"\xc2\x9b31m"):
        found = text_of(page("blog").replace(b"Kreiss", harm + b" &#146;Kreiss"))
        assert "Kreiss" in found.markdown
        assert not {"\x1b", "\x07", "\x9b"} & set(blocks(found.markdown).text)
        assert "\u2019Kreiss" in blocks(found.markdown).text.replace("\x92", "\u2019")
