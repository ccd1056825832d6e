"""Values for completion: what the library has, how often, and nothing that no story has any more."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from asking import NOW
from hypothesis import HealthCheck, given, settings
from shelving import Made, Shelf, articles, fill, shelf

from tui.formats.flat import FileResult
from tui.library.marks import Mark
from tui.library.opening import open_index
from tui.library.state import catch_up
from tui.library.values import MOST, Values
from tui.query import parse
from tui.query.completing import FROM_LIBRARY

OUTLETS = (
    ("Reuters", "reuters.com"),
    ("reuters", "reuters.com"),
    ("The Reuters Trust", ""),
    ("東京新聞", "tokyo-np.co.jp"),
)


def result(number: int, **how: object) -> FileResult:
    name, domain = OUTLETS[number % 4]
    values = {"topics": ("AI", "Open source") if number % 2 else ("AI",), "type": "article", **how}
    key = f"https://example.org/{number}"
    flat = (key, "Title", "", None, key, "", "", "", values["type"], 0, (name, domain, ()), ())
    return FileResult(f"{number}.md", b"x", (flat, 0, True, False, "", values["topics"], "", "", ()), ())


def write(library: Shelf, source: int, results: list[FileResult]) -> None:
    library.writer.write(source, results, {each.name: (1, 1) for each in results}, 1)


@pytest.fixture
def library() -> Iterator[Shelf]:
    with shelf() as made:
        one, two = made.writer.source("/home/me/azure/_news"), made.writer.source("/home/me/power/_news")
        write(made, one, [result(number) for number in range(10)])
        write(made, two, [result(10, type="video"), result(11, type="Podcast")])
        made.marks.put(
            [Mark("https://example.org/1", tags=("work", "later")), Mark("https://example.org/2", tags=("work",))]
        )
        catch_up(made.index, made.marks.connection)
        made.sources = [one, two]
        yield made


def values(library: Shelf) -> Values:
    return Values(library.index, library.path)


def test_values_of_every_field(library: Shelf) -> None:
    known = values(library)
    assert known.of("outlet") == [("Reuters", 6), ("The Reuters Trust", 3), ("東京新聞", 3)]
    assert known.of("first") == known.of("outlet")
    assert known.of("domain") == [("reuters.com", 6), ("tokyo-np.co.jp", 3)]
    assert known.of("topic") == [("AI", 12), ("Open source", 6)]
    assert known.of("type") == [("article", 10), ("Podcast", 1), ("video", 1)]
    assert known.of("source") == [("azure/_news", 10), ("power/_news", 2)]
    assert known.of("tag") == [("work", 2), ("later", 1)]


@pytest.mark.parametrize(
    ("field", "typed", "found"),
    [
        ("outlet", "reu", ["Reuters", "The Reuters Trust"]),
        ("outlet", "REUTERS TR", ["The Reuters Trust"]),
        ("outlet", "trust", ["The Reuters Trust"]),
        ("outlet", "euters", []),
        ("outlet", "東", ["東京新聞"]),
        ("topic", "so", ["Open source"]),
        ("domain", "np", ["tokyo-np.co.jp"]),
        ("source", "az", ["azure/_news"]),
        ("outlet", '"', ["Reuters", "The Reuters Trust", "東京新聞"]),
    ],
)
def test_values_that_begin_as_typed(library: Shelf, field: str, typed: str, found: list[str]) -> None:
    assert [value for value, _ in values(library).of(field, typed)] == found


def test_counts_follow_the_library(library: Shelf) -> None:
    known = values(library)
    assert known.of("topic", "open") == [("Open source", 6)]
    library.writer.delete(library.sources[0], [f"{number}.md" for number in range(1, 10)])
    assert Values(library.index, library.path).of("topic") == [("AI", 3), ("Open source", 1)]
    write(library, library.sources[0], [result(0, topics=("Space",))])
    assert Values(library.index, library.path).of("topic") == [("AI", 2), ("Open source", 1), ("Space", 1)]


def test_what_another_process_wrote_is_seen(library: Shelf) -> None:
    with closing(open_index(library.path.parent)) as reader:
        known = Values(reader, library.path)
        assert known.of("topic", "space") == []
        write(library, library.sources[0], [result(20, topics=("Space",))])
        assert known.of("topic", "space") == [("Space", 1)]


def test_no_more_values_than_are_of_use(library: Shelf) -> None:
    write(library, library.sources[0], [result(100 + n, topics=(f"Topic {n}",)) for n in range(MOST + 50)])
    assert len(values(library).of("topic", "topic")) == MOST


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(articles())
def test_a_value_is_had_by_as_many_stories_as_its_search_finds(made: list[Made]) -> None:
    with shelf() as library:
        fill(library, made)
        known = values(library)
        for field in FROM_LIBRARY - {"first", "tag"}:
            for value, count in known.of(field):
                query = parse(f'{field}:"{value}" (is:hidden OR -is:hidden)', now=NOW, typing=False)
                assert not query.faults
                number = library.search.count(query)
                assert number is not None
                assert number >= count > 0
