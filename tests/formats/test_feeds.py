"""Feeds in the shapes that sites really publish, and broken ones; each golden feed gives exactly what its twin says."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unicodedata import category

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plain import as_dict

from tui.formats.feeds import Feed, NoFeed, feed_results, read
from tui.model import Article, Report

GOLDEN = Path(__file__).parent / "feeds"
FILES = sorted(path for path in GOLDEN.iterdir() if not path.name.endswith(".expected.json"))
URL = "https://feeds.example/dir/feed"
_BARE = as_dict(Report(Article("", "")))


def twin(path: Path) -> Path:
    return path.with_name(f"{path.stem}.expected.json")


def as_json(feed: Feed | NoFeed) -> dict[str, Any]:
    """The feed with every field that says something."""
    assert isinstance(feed, Feed)
    items = []
    for item in feed.items:
        report = item.parsed.report
        said = {} if report is None else as_dict(report)
        article = said.pop("article", {})
        shown = {name: value for name, value in article.items() if value != _BARE["article"][name]}
        shown |= {name: value for name, value in said.items() if value != _BARE[name]}
        items.append({**shown, "problems": [[problem.place, problem.reason] for problem in item.parsed.problems]})
    about = {"title": feed.title, "site": feed.site, "kind": feed.kind, "refresh": feed.refresh}
    text = json.dumps(
        {**about, "problems": feed.problems, "items": items},
        default=lambda value: value.isoformat() if isinstance(value, datetime) else repr(value),
    )
    return json.loads(text)  # type: ignore[no-any-return]


def rss(items: str, head: str = "", declaration: str = '<?xml version="1.0" encoding="UTF-8"?>') -> bytes:
    text = f'{declaration}<rss version="2.0"><channel><title>Feed</title><link>https://site.example/</link>{head}'
    return f"{text}{items}</channel></rss>".encode()


def articles(data: bytes, charset: str = "") -> list[Article]:
    feed = read(data, URL, charset)
    assert isinstance(feed, Feed), feed
    return [item.parsed.report.article for item in feed.items if item.parsed.report]


def problems(data: bytes) -> list[tuple[str, str]]:
    feed = read(data, URL)
    assert isinstance(feed, Feed)
    return [(problem.place, problem.reason) for item in feed.items for problem in item.parsed.problems]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_golden(path: Path) -> None:
    feed = read(path.read_bytes(), URL)
    assert as_json(feed) == json.loads(twin(path).read_text("utf-8"))


def test_every_golden_feed_has_its_twin() -> None:
    assert {twin(path) for path in FILES} == set(GOLDEN.glob("*.expected.json"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
@pytest.mark.parametrize("charset", ["utf-8", "us-ascii", "utf-16", "klingon", "hex", "a; charset=b\r\nx"])
def test_a_charset_that_the_server_makes_up_does_no_harm(path: Path, charset: str) -> None:
    assert as_json(read(path.read_bytes(), URL, charset)) == json.loads(twin(path).read_text("utf-8"))


# Broken in the ways that feeds are


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("A & B", "A & B"),
        ("A&nbsp;B &eacute;", "A B é"),
        ("AT&amp;T", "AT&T"),
        ("It&amp;#8217;s on", "It’s on"),
        ("<![CDATA[Fish & <b>chips</b>]]>", "Fish & chips"),
        ("Shares of &lt;MSFT.O&gt; rise", "Shares of <MSFT.O> rise"),
        ("[red]no markup[/red]", "[red]no markup[/red]"),
        ("x\x1b[2Jy", "xy"),
        ("x&#27;[2Jy", "xy"),
        ("x\u202egnp.exe", "xgnp.exe"),
        ("control\x08 character", "control character"),
        ("  spread \n over \t lines  ", "spread over lines"),
    ],
)
def test_titles_come_out_clean(title: str, expected: str) -> None:
    found = articles(rss(f"<item><title>{title}</title><link>https://a.example/1</link></item>"))
    assert [article.title for article in found] == [expected]


def test_an_item_that_is_not_closed_and_the_one_after_it_are_both_read() -> None:
    data = rss(
        "<item><title>One</title><link>https://a.example/1</link>"
        "<item><title>Two</title><link>https://a.example/2</link></item>"
    )
    assert [article.title for article in articles(data)] == ["One", "Two"]


def test_a_feed_that_breaks_off_gives_what_stands_before_the_break() -> None:
    whole = rss("<item><title>One</title><link>https://a.example/1</link></item><item><title>Two</title></item>")
    assert [article.title for article in articles(whole[: whole.index(b"</item></channel>")])] == ["One", "Two"]


def test_a_byte_order_mark_and_blank_lines_before_the_feed_do_no_harm() -> None:
    data = rss("<item><title>One</title></item>")
    assert [article.title for article in articles(b"\xef\xbb\xbf\r\n\r\n" + data)] == ["One"]


def test_windows_1252_that_is_not_declared_is_read_as_it_is_meant() -> None:
    data = rss("<item><title>caf\u00e9 \u2013 bar</title></item>", declaration='<?xml version="1.0"?>')
    assert [article.title for article in articles(data.decode().encode("cp1252"))] == ["café – bar"]


def test_utf_8_that_is_declared_as_latin_1_is_read_as_it_is_meant() -> None:
    declaration = '<?xml version="1.0" encoding="ISO-8859-1"?>'
    assert articles(rss("<item><title>café</title></item>", declaration=declaration))[0].title == "café"


def test_utf_16_is_read() -> None:
    declaration = '<?xml version="1.0" encoding="UTF-16"?>'
    data = rss("<item><title>café</title></item>", declaration=declaration).decode().encode("utf-16")
    assert articles(data)[0].title == "café"


def test_xhtml_content_of_atom_is_read_as_text() -> None:
    data = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><title type="xhtml">
      <div xmlns="http://www.w3.org/1999/xhtml">A <em>new</em> one</div></title><id>urn:x:1</id><link href="/1"/>
      <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>1 &lt; 2</p><script>x()</script></div></content>
      </entry></feed>"""
    assert [(article.title, article.excerpt) for article in articles(data)] == [("A new one", "1 < 2")]


# Dates


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Tue, 25 Jul 2023 19:06:00 GMT", "2023-07-25T19:06:00"),
        ("Tue, 25 Jul 2023 12:06:00 PDT", "2023-07-25T19:06:00"),
        ("25 Jul 23 19:06 +0000", "2023-07-25T19:06:00"),
        ("Tue, 25 July 2023 19:06:00 +0000", "2023-07-25T19:06:00"),
        ("2023-07-25T21:06:00+02:00", "2023-07-25T19:06:00"),
        ("2020-06-24 16:00:15 UTC", "2020-06-24T16:00:15"),
        ("2023-07-25", "2023-07-25T00:00:00"),
    ],
)
def test_dates_of_every_writer(said: str, expected: str) -> None:
    data = rss(f"<item><title>One</title><pubDate>{said}</pubDate></item>")
    assert articles(data)[0].published == datetime.fromisoformat(expected).replace(tzinfo=UTC)
    assert not problems(data)


@pytest.mark.parametrize("said", ["yesterday", "Fri, 31 Dec 9999 23:59:59 GMT", "0000-00-00T00:00:00Z", "1" * 5000])
def test_a_date_that_is_none_is_a_problem_and_costs_only_itself(said: str) -> None:
    data = rss(f"<item><title>One</title></item><item><title>Two</title><pubDate>{said}</pubDate></item>")
    assert [article.published for article in articles(data)] == [None, None]
    ((place, reason),) = problems(data)
    assert place == "item 2.date"
    assert "is not a date between 1970 and 2099" in reason


# Links and identity


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("/2023/a", "https://feeds.example/2023/a"),
        ("b.html", "https://feeds.example/dir/b.html"),
        ("//cdn.example/c", "https://cdn.example/c"),
        (" \n https://a.example/1 \n", "https://a.example/1"),
        ("https://a.example/PR Newswire/é", "https://a.example/PR%20Newswire/%C3%A9"),
    ],
)
def test_links_are_resolved_against_the_address_of_the_feed(link: str, expected: str) -> None:
    assert articles(rss(f"<item><title>One</title><link>{link}</link></item>"))[0].url == expected


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://a.example/x",
        "https://user:secret@a.example/",
        "https://a.example\\@b.example/",
        "https://[::1",
        "http://",
    ],
)
def test_a_link_that_is_not_safe_is_left_out_and_said(link: str) -> None:
    data = rss(f"<item><title>One</title><guid isPermaLink='false'>1</guid><link>{link}</link></item>")
    (article,) = articles(data)
    assert (article.title, article.url) == ("One", "")
    assert article.key.startswith("path:")
    assert [place for place, _ in problems(data)] == ["item 1.link"]


def test_a_guid_is_a_link_only_where_it_is_an_address() -> None:
    items = (
        "<item><title>One</title><guid>https://a.example/1</guid></item><item><title>Two</title><guid>77</guid></item>"
    )
    assert [article.url for article in articles(rss(items))] == ["https://a.example/1", ""]


def test_names_stay_when_the_feed_moves_on() -> None:
    old = "<item><title>Old</title><guid isPermaLink='false'>a/../../b</guid><link>https://a.example/old</link></item>"
    new = "<item><title>New</title><link>https://a.example/new?utm_source=rss</link></item>"
    later = read(rss(new + old), URL)
    before = read(rss(old), URL)
    assert isinstance(later, Feed)
    assert isinstance(before, Feed)
    assert later.items[1].name == before.items[0].name
    assert all(item.name.isalnum() for item in later.items)


def test_an_item_that_is_listed_twice_is_one() -> None:
    item = "<item><title>One</title><guid>https://a.example/1</guid></item>"
    assert len(articles(rss(item * 3))) == 1


def test_items_that_share_their_guid_are_told_apart_by_their_links() -> None:
    items = "".join(f"<item><title>{n}</title><guid isPermaLink='false'>0</guid><link>/{n}</link></item>" for n in "ab")
    assert [article.key for article in articles(rss(items))] == ["https://feeds.example/a", "https://feeds.example/b"]


def test_items_that_all_link_the_front_page_are_told_apart_by_their_guids() -> None:
    items = "".join(f"<item><title>{n}</title><guid isPermaLink='false'>{n}</guid><link>/</link></item>" for n in "abc")
    assert len({article.key for article in articles(rss(items))}) == 3


def test_an_item_without_title_text_and_link_is_left_out_and_said() -> None:
    results = feed_results(read(rss("<item><author>x@y.example</author></item>"), URL))  # type: ignore[arg-type]
    assert results[0].report is None
    assert results[0].problems[0][0] == "item 1"


# As the library takes them


def test_the_digest_changes_with_what_the_item_says_and_not_with_its_place() -> None:
    item = "<item><title>One</title><link>/1</link><pubDate>nonsense</pubDate><description>{}</description></item>"

    def digest(items: str) -> bytes:
        feed = read(rss(items), URL)
        assert isinstance(feed, Feed)
        return next(result.digest for result in feed_results(feed) if result.report and result.report[0][1] == "One")

    first = digest(item.format("a"))
    assert first == digest("<item><title>Newer</title></item>" + item.format("a"))
    assert first != digest(item.format("b"))


# What is no feed


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"hello", "text or data"),
        (b'<?xml version="1.0"?><opml version="2.0"><body/></opml>', "an OPML list"),
        (b'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"/>', "a sitemap"),
        (b'{"page": 1, "value": []}', "JSON that is no feed"),
        (b"[1, 2", "JSON that cannot be read"),
        (b'{"version": "https://jsonfeed.org/version/1", "items": ' + b"[" * 100_000, "JSON that cannot be read"),
        (b'<rss version="2.0"><channel><title>x</chan', "No item of a feed can be read"),
        (b"<a><b/></a>", "No item of a feed can be read"),
    ],
)
def test_what_is_no_feed_is_said(data: bytes, said: str) -> None:
    found = read(data, URL)
    assert isinstance(found, NoFeed)
    assert said in found.reason


def test_a_feed_without_items_is_a_feed() -> None:
    assert read(rss(""), URL) == Feed("Feed", "https://site.example/", "rss20", 0)


def test_a_page_gives_the_feeds_it_announces() -> None:
    page = b'<!DOCTYPE html><!-- x --><html><head><title>Post</title><link rel="alternate" type="application/rss+xml"'
    found = read(page + b' href="/rss"></head><body>', "https://a.example/b/c")
    assert isinstance(found, NoFeed)
    assert found.page is not None
    assert [feed.url for feed in found.page.feeds] == ["https://a.example/rss"]


@pytest.mark.parametrize(
    ("head", "seconds"),
    [
        ("<ttl>30</ttl>", 1800),
        ("<ttl>99999</ttl>", 7 * 86_400),
        ("<ttl>soon</ttl>", 0),
        ("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>", 21_600),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", 3_600),
        ("", 0),
    ],
)
def test_how_often_the_feed_asks_to_be_looked_at(head: str, seconds: int) -> None:
    data = rss("", head).replace(b"<rss ", b'<rss xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" ')
    feed = read(data, URL)
    assert isinstance(feed, Feed)
    assert feed.refresh == seconds


# Hostile


def test_bytes_that_are_a_file_name_are_no_file(tmp_path: Path) -> None:
    path = tmp_path / "feed"
    path.write_bytes(rss("<item><title>Secret</title></item>"))
    assert isinstance(read(str(path).encode(), URL), NoFeed)
    assert isinstance(read(b"<" + str(path).encode(), URL), NoFeed)


@pytest.mark.parametrize("where", ["file://{}", "{}"])
def test_external_entities_are_not_opened(tmp_path: Path, where: str) -> None:
    (tmp_path / "secret").write_text("top secret")
    system = where.format(tmp_path / "secret")
    for doctype in (
        f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{system}">]>',
        f'<!DOCTYPE rss [<!ENTITY % x SYSTEM "{system}"> %x;]>',
        f'<!DOCTYPE rss SYSTEM "{system}">',
    ):
        data = rss("<item><title>One &x;</title></item>", declaration=f'<?xml version="1.0"?>{doctype}')
        assert "secret" not in repr(read(data, URL))


def test_only_the_first_five_thousand_items_are_read_and_it_is_said() -> None:
    items = [{"id": str(number), "title": str(number)} for number in range(5_002)]
    data = json.dumps({"version": "https://jsonfeed.org/version/1", "items": items}).encode()
    feed = read(data, URL)
    assert isinstance(feed, Feed)
    assert len(feed.items) == 5_000
    assert feed.problems == (("", "It has 5,002 items; those after the first 5,000 are left out."),)


TAGS = "<item>|</item>|<title>|</title>|<link>|</link>|<![CDATA[|]]>|<guid>|<description>|<pubDate>|<media:content url='x'>"
TEXTS = "&amp;|&#27;|\x1b]0;x\x07|&lt;script&gt;|javascript:x|\u202e|é"
PIECES = st.sampled_from(f"{TAGS}|{TEXTS}".split("|"))


@given(st.lists(PIECES | st.text(max_size=8), max_size=40))
@settings(max_examples=150, deadline=None)
def test_whatever_stands_in_a_feed_nothing_unsafe_comes_out(pieces: list[str]) -> None:
    found = read(rss("".join(pieces)), URL)
    if isinstance(found, Feed):
        for article in [item.parsed.report.article for item in found.items if item.parsed.report]:
            assert article.title
            shown = article.title + article.excerpt + article.provider.name
            assert not {category(character) for character in shown} & {"Cc", "Cf", "Cs"}
            assert article.url == "" or article.url.startswith(("http://", "https://"))
