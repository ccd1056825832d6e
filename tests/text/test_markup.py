"""Markup in plain fields becomes the text that its writer meant."""

from __future__ import annotations

import pytest

from tui.text.markup import iframe_source, plain, unescaped


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It&#8217;s &amp; more &eacute;", "It’s & more é"),
        ("AT&T, R&D; x&y", "AT&T, R&D; x&y"),
        ("?a=1&copy=2", "?a=1&copy=2"),
        ("&amp;#27;", "&#27;"),
        ("&#" + "9" * 5000 + ";", "&#" + "9" * 5000 + ";"),
        ("&nosuchthing;", "&nosuchthing;"),
        ("&#0;&#xD800;", "\ufffd\ufffd"),
    ],
)
def test_references(text: str, expected: str) -> None:
    assert unescaped(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Microsoft <MSFT.O> rises", "Microsoft <MSFT.O> rises"),
        ("a <b>bold</b> <a href='x'>link</a>", "a bold link"),
        ("one<br/>two<p>three</p>", "one two three "),
        ("1 < 2 > 0 and a<b", "1 < 2 > 0 and a<b"),
        ("&lt;b&gt;", "<b>"),
        ("<" * 1000, "<" * 1000),
    ],
)
def test_elements(text: str, expected: str) -> None:
    assert plain(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('<iframe width="5" src="https://v.test/e?a=1&amp;b=2" allowfullscreen></iframe>', "https://v.test/e?a=1&b=2"),
        ("<IFRAME SRC='//v.test/'>", "//v.test/"),
        ("<iframe src=https://v.test/x></iframe>", "https://v.test/x"),
        ('<iframe data-src="https://no.test/"></iframe>', ""),
        ('<img src="https://no.test/">', ""),
        ("", ""),
    ],
)
def test_iframe_source(text: str, expected: str) -> None:
    assert iframe_source(text) == expected


def test_endless_iframe_is_quick() -> None:
    assert iframe_source("<iframe " * 20_000) == ""
    assert iframe_source("<iframe " + "a " * 100_000) == ""
