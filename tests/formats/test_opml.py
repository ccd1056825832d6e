"""Lists of feeds come in from every other reader, go out again the same, and cannot do harm."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.formats.opml import Subscription, read, written
from tui.text.clean import clean_line

OTHER_READERS = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="1.1">
  <head><title>Subscriptions of Ann</title><dateCreated>Tue, 25 Jul 2023 19:06:00 GMT</dateCreated></head>
  <body>
    <outline text="News">
      <outline text="World" title="World news">
        <outline type="rss" text="Sentinel" xmlUrl="https://sentinel.example/world/rss" htmlUrl="https://sentinel.example/"/>
      </outline>
      <outline text="Harbour &amp; Post" xmlUrl="https://harbourpost.example/feed/?a=1&amp;b=2" htmlUrl="javascript:x"/>
    </outline>
    <outline TEXT="Loose" XMLURL="http://loose.example/rss"/>
    <outline text="Again"><outline text="Sentinel" xmlUrl="https://sentinel.example/world/rss"/></outline>
    <outline text="Bad" xmlUrl="file:///etc/passwd"/>
    <outline text="Empty folder"/>
  </body>
</opml>"""


def opml(body: str) -> bytes:
    return f'<opml version="2.0"><head/><body>{body}</body></opml>'.encode()


def test_folders_become_topics() -> None:
    found = read(OTHER_READERS.encode())
    assert found.feeds == (
        Subscription(
            "https://sentinel.example/world/rss",
            "Sentinel",
            "https://sentinel.example/",
            ("News", "World news"),
        ),
        Subscription("https://harbourpost.example/feed/?a=1&b=2", "Harbour & Post", "", ("News",)),
        Subscription("http://loose.example/rss", "Loose"),
    )
    assert found.problems == (
        ("line 13", "The link is not a web address: only http and https are opened. The feed is left out."),
    )


@pytest.mark.parametrize(
    "address", ["https://a.example/?x=1&y=2", "https://a.example/?copy=1&copy=2", "https://a.example/?a=1&lt=2"]
)
def test_bare_ampersands_are_taken_as_meant(address: str) -> None:
    found = read(opml(f'<outline text="A&nbsp;&eacute; &amp; B" xmlUrl="{address}"/>'))
    assert [(feed.url, feed.title) for feed in found.feeds] == [(address, "A é & B")]
    assert not found.problems


def test_a_list_that_breaks_off_gives_what_stands_before_the_break() -> None:
    found = read(OTHER_READERS.encode()[: OTHER_READERS.index("Loose")])
    assert len(found.feeds) == 2
    assert found.problems[-1][0] == "line 11"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_encodings(encoding: str) -> None:
    said = "utf-8" if encoding == "utf-8-sig" else encoding
    text = f'<?xml version="1.0" encoding="{said}"?><opml><body><outline text="Café" xmlUrl="https://a.example/"/></body></opml>'
    assert read(text.encode(encoding)).feeds == (Subscription("https://a.example/", "Café"),)


@pytest.mark.parametrize("encoding", ["klingon", "euc-jp", "rot13"])
def test_an_encoding_that_cannot_be_read_is_a_problem(encoding: str) -> None:
    assert read(f'<?xml version="1.0" encoding="{encoding}"?><opml/>'.encode()).problems


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE opml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE opml [<!ENTITY a SYSTEM "{}">]>',
        '<!DOCTYPE opml [<!ENTITY % a SYSTEM "{}"> %a;]>',
        '<!DOCTYPE opml SYSTEM "{}">',
    ],
)
def test_document_types_and_entities_are_refused(tmp_path: Path, doctype: str) -> None:
    (tmp_path / "secret").write_text("top secret")
    text = (
        doctype.format(tmp_path / "secret")
        + '<opml><body><outline text="&a;" xmlUrl="https://a.example/"/></body></opml>'
    )
    found = read(text.encode())
    assert found.feeds == ()
    assert "declares" in found.problems[0][1]
    assert "secret" not in repr(found)


@pytest.mark.parametrize(
    "data",
    [
        b"<outline>" * 500_000,
        b"<opml><outline " + b" ".join(b"a%d='x'" % number for number in range(200_000)) + b"/></opml>",
        b"<opml>" + b"<outline xmlUrl='x'/>" * 200_000,
        b"&" * 4_000_000,
        b"x" * 6_000_000,
        b"",
        b"\0" * 1000,
        b"<html><body>",
    ],
    ids=["deep", "attributes", "bad links", "ampersands", "too large", "empty", "zeros", "page"],
)
def test_what_is_no_list_is_a_problem_at_once(data: bytes) -> None:
    start = time.monotonic()
    found = read(data)
    assert time.monotonic() - start < 5
    assert found.feeds == ()
    assert 1 <= len(found.problems) <= 51


def test_only_so_many_feeds_are_taken() -> None:
    found = read(opml("".join(f'<outline xmlUrl="https://a.example/{number}"/>' for number in range(6_000))))
    assert len(found.feeds) == 5_000
    assert "more than 5,000 feeds" in found.problems[0][1]


NAMES = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=20)


@given(st.lists(st.tuples(st.integers(0, 20), NAMES, st.lists(NAMES, max_size=3, unique=True)), max_size=12))
def test_what_goes_out_comes_in_again(entries: list[tuple[int, str, list[str]]]) -> None:
    feeds = {}
    for number, title, topics in entries:
        named = tuple(dict.fromkeys(name for topic in topics if (name := clean_line(topic))))
        url = f"https://a.example/{number}?a=1&b=%22"
        feeds[url] = Subscription(url, clean_line(title) or url, "https://a.example/", named)
    data = written(feeds.values())
    found = read(data)
    assert found.problems == () or not feeds
    assert {feed.url: feed for feed in found.feeds} == feeds
