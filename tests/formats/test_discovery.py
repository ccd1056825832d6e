"""The feeds that a page announces are found whatever state the page is in."""

from __future__ import annotations

from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.formats.discovery import Announced, Page, decoded, discover, usual_addresses

URL = "https://site.example/news/today?x=1"
RSS = '<link rel="alternate" type="application/rss+xml" title="{}" href="{}">'


def test_a_page_of_wordpress_gives_its_feeds_the_one_of_the_comments_last() -> None:
    page = f"""<!DOCTYPE html>
    <html lang="en"><head><meta charset="UTF-8"><title>Harbour &#8211; Post
    </title>
    {RSS.format("Post &raquo; Comments Feed", "https://site.example/comments/feed/")}
    {RSS.format("Post &raquo; Feed", "https://site.example/feed/")}
    <link rel="alternate" title="JSON" type="application/json" href="https://site.example/wp-json/wp/v2/pages/2">
    <link rel="alternate" type="application/json+oembed" href="https://site.example/wp-json/oembed/1.0/embed">
    <link rel="alternate" hreflang="de" href="https://site.example/de/">
    <link rel="stylesheet" type="text/css" href="x.css">
    </head><body><title>no</title></body></html>"""
    assert discover(page.encode(), URL) == Page(
        "Harbour – Post",
        (
            Announced("https://site.example/feed/", "Post » Feed", "RSS"),
            Announced("https://site.example/comments/feed/", "Post » Comments Feed", "RSS"),
        ),
    )


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        (
            "<LINK REL=Alternate TYPE='application/atom+xml; charset=utf-8' HREF=atom.xml>",
            "https://site.example/news/atom.xml",
        ),
        (
            '<link rel="alternate home" type="application/feed+json" href="/feed.json"/>',
            "https://site.example/feed.json",
        ),
        ('<link type="application/json" rel="alternate" href="/feed.json"/>', "https://site.example/feed.json"),
        ('<base href="https://cdn.example/x/">' + RSS.format("", "rss"), "https://cdn.example/x/rss"),
        ('<base href="javascript:x">' + RSS.format("", "/rss"), "https://site.example/rss"),
        (RSS.format("", "//other.example/rss"), "https://other.example/rss"),
        ("<![x" + RSS.format("", "/rss"), ""),
        (RSS.format("", "javascript:alert(1)"), ""),
        (RSS.format("", "feed:https://site.example/rss"), ""),
        (RSS.format("", "https://u:p@site.example/"), ""),
        ('<a href="/rss">RSS</a>', ""),
        ('<link rel="alternate" type="application/rss+xml">', ""),
    ],
)
def test_announced(markup: str, expected: str) -> None:
    page = discover(f"<html><head>{markup}".encode(), URL)
    assert [feed.url for feed in page.feeds] == ([expected] if expected else [])


def test_titles_come_out_clean() -> None:
    page = discover(b"<title>a\x1b[2J\n&#x202e;b</title>" + RSS.format("x&#27;]8;;y", "/rss").encode(), URL)
    assert page.title == "a b"
    assert page.feeds[0].title.isprintable()


def test_only_so_many_feeds_are_taken() -> None:
    page = "".join(RSS.format(number, f"/{number}") for number in range(200))
    assert len(discover(page.encode(), URL).feeds) == 30


def test_where_else_a_site_may_have_its_feed() -> None:
    addresses = usual_addresses(URL)
    assert addresses[0] == "https://site.example/news/today/feed"
    assert "https://site.example/rss.xml" in addresses
    assert len(set(addresses)) == len(addresses) == 16
    assert len(usual_addresses("https://site.example")) == 8


@pytest.mark.parametrize(
    ("data", "charset", "expected"),
    [
        ("é".encode(), "UTF-8", "é"),
        ("cafés".encode("latin-1"), "ISO-8859-1", "cafés"),
        ("“é”".encode("cp1252"), "", "“é”"),
        (b'<meta charset="windows-1251">' + "я".encode("cp1251"), "", '<meta charset="windows-1251">я'),
        ("é".encode("utf-16"), "", "é"),
        ("é".encode("utf-8-sig"), "latin-1", "é"),
        ("é".encode(), "nonsense", "é"),
        ("é".encode(), "rot13", "é"),
        ("é".encode(), "hex", "é"),
        ("aé".encode()[:-1], "", "a"),
    ],
)
def test_pages_of_every_encoding(data: bytes, charset: str, expected: str) -> None:
    assert decoded(data, charset) == expected


@given(
    st.lists(
        st.sampled_from(["<link ", "rel=alternate ", "href=", "'", '"', ">", "<![", "<!--", "<title>", "&#"])
        | st.text()
    )
)
def test_any_page_gives_an_answer(pieces: list[str]) -> None:
    page = discover("".join(pieces).encode("utf-8", "replace"), URL)
    assert not {category(character) for character in page.title} & {"Cc", "Cf", "Cs"}
