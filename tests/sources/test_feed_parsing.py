"""Feeds are parsed in a child that a hostile one can only cost itself; what comes back is what the format says."""

from __future__ import annotations

import time
from pathlib import Path
from threading import Thread

import pytest
from timing import SOON

from tui.formats.feeds import Feed, NoFeed, feed_results, read
from tui.sources.feed_parsing import FeedParser, FeedReading

GOLDEN = Path(__file__).parents[1] / "formats" / "feeds"
URL = "https://feeds.example/dir/feed"
GOOD = b"<rss version='2.0'><channel><title>T</title><item><title>One</title><link>/1</link></item></channel></rss>"


def attributes(count: int) -> bytes:
    """A feed that feedparser works on for a time that grows with the square of `count`; 20,000 take 6 s."""
    said = b" ".join(b"a%d='x'" % number for number in range(count))
    return b"<rss version='2.0'><channel><item " + said + b"><title>x</title></item></channel></rss>"


def test_the_child_says_what_the_format_says_of_every_golden_feed() -> None:
    with FeedParser() as parser:
        for path in sorted(GOLDEN.iterdir()):
            if path.name.endswith(".expected.json"):
                continue
            data = path.read_bytes()
            here = read(data, URL)
            assert isinstance(here, Feed)
            assert parser.parse(data, URL) == FeedReading(
                here.title, here.site, here.kind, here.refresh, tuple(feed_results(here)), here.problems
            )


def test_a_page_comes_back_with_the_feeds_it_announces() -> None:
    page = b"<html><head><title>P</title><link rel=alternate type=application/atom+xml href=/atom title=News></head>"
    with FeedParser() as parser:
        assert parser.parse(page, URL) == read(page, URL)


def test_a_feed_that_takes_too_long_costs_only_itself() -> None:
    with FeedParser(seconds=20) as parser:
        assert isinstance(parser.parse(GOOD, URL), FeedReading)
        parser._child._seconds = 0.5
        start = time.monotonic()
        late = parser.parse(attributes(100_000), URL)
        assert time.monotonic() - start < SOON
        assert isinstance(late, NoFeed)
        assert "too long" in late.reason
        parser._child._seconds = 20
        assert isinstance(parser.parse(GOOD, URL), FeedReading)


def test_closing_ends_a_feed_that_is_being_parsed_at_once_and_for_good() -> None:
    parser = FeedParser(seconds=60)
    assert isinstance(parser.parse(GOOD, URL), FeedReading)
    answers: list[object] = []
    thread = Thread(target=lambda: answers.append(parser.parse(attributes(200_000), URL)))
    thread.start()
    deadline = time.monotonic() + 10
    while not parser._child._turn.locked() and time.monotonic() < deadline:
        time.sleep(0.001)
    start = time.monotonic()
    parser.close()
    thread.join(timeout=10)
    assert time.monotonic() - start < SOON
    assert isinstance(answers[0], NoFeed)
    assert isinstance(parser.parse(GOOD, URL), NoFeed)


def test_a_child_that_dies_is_replaced() -> None:
    with FeedParser() as parser:
        assert isinstance(parser.parse(GOOD, URL), FeedReading)
        process = parser._child._process
        assert process is not None
        process.kill()
        process.wait()
        assert isinstance(parser.parse(GOOD, URL), NoFeed)
        assert isinstance(parser.parse(GOOD, URL), FeedReading)


@pytest.mark.slow
def test_hostile_feeds_end_in_an_answer() -> None:
    lines = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">' + lines + b"]>"
    feeds = [
        bomb + GOOD.replace(b"One", b"&l9;"),
        GOOD.replace(b"One", b"<![CDATA[" + b"<" * 2_000_000 + b"]]>"),
        GOOD.replace(b"One", b"<![CDATA[" + b"<a " * 200_000 + b"]]>"),
        GOOD.replace(b"One", b"<a>" * 20_000),
        b"<html>" + b"<a " * 1_500_000,
        b"<html><![" * 100_000,
        b'{"version": "https://jsonfeed.org/version/1", "items": ' + b"[" * 2_000_000,
        bytes(range(256)) * 4_000,
    ]
    with FeedParser(seconds=10) as parser:
        for data in feeds:
            assert isinstance(parser.parse(data, URL), FeedReading | NoFeed)
        assert isinstance(parser.parse(GOOD, URL), FeedReading)
