"""A page of a site's list gives what the stories' files would give."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.errors import BadBody
from tui.formats import frontmatter
from tui.formats.api import STORY_LIMIT, Page, page
from tui.formats.flat import FileResult, flat_article

SITE = "https://news.example/azure/"
CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "azure"
STORY = {
    "path": "_news/2021-08-27-flaw.md",
    "title": "\nDatabase &#8217;flaw&#8217; at <MSFT.O> [update]\u200b\n",
    "excerpt": "\u00a0Client  data.\x1b[31m",
    "sourceUrl": None,
    "webUrl": "https://outlet.example/news/flaw from here",
    "originalUrl": "https://outlet.example/news/flaw",
    "featuredContent": '<iframe width="1" src="https://video.example/embed/1"></iframe>',
    "highlight": None,
    "heat": 806,
    "tags": None,
    "images": [{"url": "https://images.example/1.jpg", "width": 708, "height": 400, "title": None, "isCached": True}],
    "content": "\r\n",
    "type": "article",
    "ampWebUrl": "https://amp.example/flaw",
    "cdnAmpWebUrl": None,
    "publishedDateTime": "2021-08-27T07:38:00-07:00",
    "updatedDateTime": None,
    "provider": {"name": "Outlet", "domain": "outlet.example", "images": None, "publishers": None, "authors": None},
    "locale": "en-us",
    "categories": ["news"],
    "topics": ["Azure", "Security"],
}


def read(stories: Any, **other: Any) -> Page:
    return page(json.dumps({"page": 1, "value": stories, "nextPage": 2, **other}).encode(), "news.example", SITE)


def one(**changes: Any) -> FileResult:
    (result,) = read([{**STORY, **changes}]).results
    return result


def test_a_story_with_every_field() -> None:
    result = one()
    assert result.name == "_news/2021-08-27-flaw.md"
    assert result.problems == ()
    assert result.report == (
        (
            "https://outlet.example/news/flaw%20from%20here",
            "Database ’flaw’ at <MSFT.O> [update]",
            "Client data.",
            1630075080,
            "https://outlet.example/news/flaw%20from%20here",
            "https://outlet.example/news/flaw",
            "https://amp.example/flaw",
            "",
            "article",
            0,
            ("Outlet", "outlet.example", ()),
            (("https://images.example/1.jpg", 708, 400, "", "", True),),
        ),
        806,
        True,
        False,
        "news",
        ("Azure", "Security"),
        "https://video.example/embed/1",
        "",
        (),
    )


@pytest.mark.parametrize("given", ["2021-08-27 14:38:00 UTC", "2021-08-27T14:38:00Z", "2021-08-27T14:38:00.0000000Z"])
def test_every_way_to_write_a_date(given: str) -> None:
    report = one(publishedDateTime=given).report
    assert report is not None
    assert report[0][3] == 1630075080


@pytest.mark.parametrize("given", [None, "", " ", "https://news.example/azure", "http://news.example/azure/#top"])
def test_an_address_that_is_only_the_sites_own_is_none(given: str | None) -> None:
    report = one(webUrl=given).report
    assert report is not None
    assert report[0][4] == "https://outlet.example/news/flaw"
    report = one(webUrl=given, originalUrl=None, sourceUrl="https://source.example/1").report
    assert report is not None
    assert report[0][4] == "https://source.example/1"
    report = one(webUrl=given, originalUrl=given).report
    assert report is not None
    assert report[0][0] == "path:2021-08-27-flaw.md"


@pytest.mark.parametrize(
    ("given", "following"), [(2, 2), ("2", 2), (None, None), ("", None), ("two", None), (-1, None), (10**9, None)]
)
def test_the_next_page_is_a_number_however_it_is_written(given: object, following: int | None) -> None:
    assert read([], nextPage=given).next == following


def test_a_list_of_a_topic_has_a_title() -> None:
    assert read([], title="AI &amp; more\x1b[2J", path="ai").title == "AI & more"
    assert read([], title=None).title == ""


def test_one_bad_field_costs_that_field() -> None:
    result = one(
        heat="hot", provider="Outlet", images={"url": 1}, topics="AI", publishedDateTime=7, featuredContent="x"
    )
    assert result.report is not None
    assert [place for place, _ in result.problems] == [
        "publishedDateTime",
        "provider",
        "images",
        "heat",
        "topics",
        "featuredContent",
    ]


def test_one_bad_story_costs_that_story() -> None:
    found = read([7, None, [], "text", {}, STORY])
    assert [result.report is None for result in found.results] == [True, True, True, True, True, False]
    assert all(result.problems for result in found.results[:-1])


@pytest.mark.parametrize(
    "path",
    [
        None,
        "",
        "/etc/passwd",
        "../../x.md",
        "_news/../../x.md",
        "_news/\x1b[31m.md",
        "_news\\x.md",
        "x" * 500,
        7,
        "x.html",
    ],
)
def test_a_path_that_is_none_costs_the_path(path: object) -> None:
    result, again = one(path=path), one(path=path, heat=900)
    assert result.name.startswith("unnamed/")
    assert result.name == again.name
    assert result.report is not None
    assert result.problems


def test_a_story_that_is_said_twice_counts_once() -> None:
    assert [result.report and result.report[1] for result in read([STORY, {**STORY, "heat": 1}]).results] == [806]


def test_the_stamp_tells_what_the_list_says_anew() -> None:
    stamps = read([STORY]).stamps
    assert stamps.keys() == {"_news/2021-08-27-flaw.md"}
    assert stamps == read([dict(reversed(STORY.items()))]).stamps
    assert stamps != read([{**STORY, "heat": 807}]).stamps
    assert all(0 <= first < 1 << 48 for first, _ in stamps.values())


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"<!doctype html><title>Log in</title>", "a web page"),
        (b"", "not JSON"),
        (b'{"value": [', "not JSON"),
        (b"\xff\xfe\x00", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"[]", "no list of stories"),
        (b'{"value": null}', "no list of stories"),
        (b'{"value": {"0": {}}}', "no list of stories"),
        (b'"text"', "no list of stories"),
    ],
)
def test_what_is_no_page_is_a_fault_that_says_what_it_is(data: bytes, what: str) -> None:
    with pytest.raises(BadBody) as fault:
        page(data, "news.example/api", SITE)
    assert what in fault.value.message
    assert "news.example/api" in fault.value.message
    assert fault.value.advice


def test_a_byte_order_mark_and_huge_numbers_do_no_harm() -> None:
    text = json.dumps({"value": [STORY], "nextPage": None}).replace("806", "9" * 6000)
    (result,) = page(b"\xef\xbb\xbf" + text.encode(), "news.example", SITE).results
    assert [place for place, _ in result.problems] == ["heat"]


def test_a_page_has_its_limits() -> None:
    deep: Any = "bottom"
    for _ in range(200):
        deep = [deep]
    assert one(topics=deep).report is not None
    assert len(read([{"title": str(number)} for number in range(STORY_LIMIT + 5)]).results) == STORY_LIMIT


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(sorted(STORY)), JSON, max_size=6))
def test_whatever_a_story_holds_it_is_a_result(changes: dict[str, Any]) -> None:
    result = one(**changes)
    assert result.report is not None or result.problems


@given(st.binary(max_size=200))
def test_whatever_the_bytes_are_they_are_a_page_or_a_fault(data: bytes) -> None:
    with suppress(BadBody):
        page(data, "news.example", SITE)


@pytest.mark.skipif(not CORPUS.exists(), reason="no corpus")
def test_real_lists_say_what_the_files_say() -> None:
    compared = 0
    for path in sorted(CORPUS.glob("api/news/**/index.json")):
        for result in page(path.read_bytes(), path.name, "https://azure.example/").results:
            assert result.problems == ()
            file = CORPUS / result.name
            if not file.exists():
                continue
            report = frontmatter.read(file.read_bytes(), result.name).report
            assert report is not None
            assert result.report is not None
            listed = list(result.report[0])
            listed[9] = report.article.quality
            assert tuple(listed) == flat_article(report.article)
            rest = (report.heat, report.listed, report.removed, report.category, report.topics)
            assert result.report[1:6] == rest
            assert result.report[6:8] == (report.featured_url, report.body)
            compared += 1
    assert compared > 400
