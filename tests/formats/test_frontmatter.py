"""Hostile, broken and odd files: each costs what is wrong in it and no more, and none costs time."""

from __future__ import annotations

import time

import pytest
from building import entry, story_file

from tui.formats.frontmatter import SIZE_LIMIT, Reader, read
from tui.model import Parsed

SECONDS = 5.0
"""What `yaml.CSafeLoader` takes 7 s to 40 s for, or dies of, takes 5 to 300 ms; the rest is room for a busy machine."""

SOUND = 'title: "Still here"\nwebUrl: "https://example.org/still-here"\n'


def framed(front: str | bytes) -> bytes:
    return b"---\n" + (front.encode() if isinstance(front, str) else front) + b"\n---\n"


def in_time(data: bytes) -> Parsed:
    start = time.process_time()
    parsed = read(data, "/stories/hostile.md")
    assert Reader().read(data, "/stories/hostile.md") == parsed
    assert time.process_time() - start < SECONDS
    return parsed


def reasons(parsed: Parsed) -> str:
    return "\n".join(f"{problem.place}: {problem.reason}" for problem in parsed.problems)


MERGE = "a: &a {k: v}\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)}\n  <<: [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(24)
)
LAUGHS = 'a: &a ["ha"]\n' + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(9)
)


@pytest.mark.parametrize(
    ("front", "reason"),
    [
        ("x: " + "[" * 100_000, "nest"),
        ("x: " + "{a: " * 100_000, "nest"),
        ("x:\n  " + "- " * 20_000 + "y", "nest"),
        (MERGE, "anchors and tags are not allowed"),
        ("x:\n  <<: {a: b}", "merge keys are not allowed"),
        (LAUGHS, "anchors and tags are not allowed"),
        ("x: &x [*x]", "anchors and tags are not allowed"),
        ("x: *x", "aliases are not allowed"),
        ("x: !!int x", "anchors and tags are not allowed"),
        ("x: !!python/object/apply:os.system [x]", "anchors and tags are not allowed"),
        ("? [a, b]\n: c", "a key is not plain text"),
        ("x: a: b: c", "mapping values are not allowed"),
        ("x: @x", "cannot start any token"),
        ("x:\n\t- tab", "cannot start any token"),
        ("x: %x", "cannot start any token"),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) else None,
)
def test_a_part_that_is_refused_costs_only_itself(front: str, reason: str) -> None:
    parsed = in_time(framed(f"{front}\n{SOUND}heat: 7"))
    assert parsed.report is not None
    assert parsed.report.article.title == "Still here"
    assert parsed.report.article.url == "https://example.org/still-here"
    assert parsed.report.heat == 7
    assert reason in reasons(parsed)


@pytest.mark.parametrize(
    "front",
    [
        SOUND + "x:\n" + "  - y\n" * 420_000,
        SOUND + "x: " + "y" * (SIZE_LIMIT - 200),
        SOUND + "x:\n" + "".join(f"  {n * (2**61 - 1)}: 1\n" for n in range(50_000)),
        SOUND + "x: " + "1:" * 200_000 + "1",
        SOUND + "quality: " + "9" * 20_000,
        SOUND + "publishedDateTime: " + "9" * 20_000,
        SOUND + "x: [" + "a, " * 60_000 + "a]",
        SOUND + 'x: "' + "\\u0041" * 300_000 + '"',
        SOUND + "".join(f"k{n}: v\n" for n in range(90_000)),
        SOUND + "related:\n" + "  - title: x\n" * 100_000,
        SOUND + "related:\n" + "  - &a x\n" * 100_000,
        SOUND + "images:\n" + "  - url: x:y\n" * 60_000,
        SOUND + "topics: [" + ", ".join(f"t{n}" for n in range(60_000)) + "]",
        SOUND + "featuredContent: '" + "<iframe " * 200_000 + "'",
        SOUND + "excerpt: '" + "<b " * 500_000 + "'",
        SOUND + "excerpt: '" + "&#8217;" * 300_000 + "'",
        SOUND + "excerpt: '" + "\u0300" * 900_000 + "'",
        SOUND + 'excerpt: "' + "\\e]" * 500_000 + '"',
        SOUND + "# " + "x" * 3_000_000,
        SOUND + "\n" * 4_000_000,
        SOUND + "---x\n" * 800_000,
    ],
    ids=lambda front: repr(front[len(SOUND) : len(SOUND) + 20]),
)
def test_size_costs_no_time(front: str) -> None:
    data = framed(front)
    assert len(data) <= SIZE_LIMIT
    parsed = in_time(data)
    assert parsed.report is not None
    assert parsed.report.article.title == "Still here"
    assert len(parsed.problems) <= 51


def test_nothing_is_read_above_the_size_limit() -> None:
    parsed = in_time(framed(SOUND) + b"x" * SIZE_LIMIT)
    assert parsed.report is None
    assert reasons(parsed) == ": The file is larger than 4 MiB: it is no story, and is left out."


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("2023", "2023"),
        ("yes", "yes"),
        ("12:30:45", "12:30:45"),
        ("010", "010"),
        ("1_000", "1_000"),
        ("0x1F", "0x1F"),
        (".inf", ".inf"),
        ("2023-07-25", "2023-07-25"),
        ("=", "="),
        ("'null'", "null"),
    ],
)
def test_a_text_is_the_text_that_stands_there(written: str, title: str) -> None:
    parsed = in_time(framed(f"title: {written}\nwebUrl: https://example.org/a"))
    assert parsed.report is not None
    assert parsed.report.article.title == title
    assert not parsed.problems


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2023-07-25T19:06:00Z", "2023-07-25T19:06:00+00:00"),
        ('"2023-07-25T19:06:00Z"', "2023-07-25T19:06:00+00:00"),
        ("2023-07-25T12:06:00-07:00", "2023-07-25T19:06:00+00:00"),
        ("2023-07-25 19:06:00", "2023-07-25T19:06:00+00:00"),
        ("2023-07-25t19:06:00.250z", "2023-07-25T19:06:00.250000+00:00"),
        ("2023-07-25", "2023-07-25T00:00:00+00:00"),
        ("2023-13-25T19:06:00Z", None),
        ("2023-02-30", None),
        ("2023-07-25T25:06:00Z", None),
        ("2023-07-25T19:06:00+99:99", None),
        ("0000-01-01T00:00:00Z", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:59:59-14:00", None),
        ("last Tuesday", None),
        ("1690311960", None),
        ("[2023-07-25]", None),
    ],
)
def test_dates_are_utc_or_none(written: str, expected: str | None) -> None:
    parsed = in_time(framed(f"{SOUND}publishedDateTime: {written}"))
    assert parsed.report is not None
    published = parsed.report.article.published
    assert (published and published.isoformat()) == expected
    assert [problem.place for problem in parsed.problems] == ([] if expected else ["publishedDateTime"])


@pytest.mark.parametrize(
    "heat", ["high", "1e9", "12345678901", "1.5", "[1]", "{a: 1}", "0x10", "1:30", "--1", '"47a"', "+", "٣"]
)
def test_a_number_that_is_none_takes_the_default(heat: str) -> None:
    parsed = in_time(framed(f"{SOUND}heat: {heat}"))
    assert parsed.report is not None
    assert parsed.report.heat == -1
    assert [problem.place for problem in parsed.problems] == ["heat"]


@pytest.mark.parametrize(
    "raw", [b"\xff\xfe", b"\xed\xa0\x80", b"\x00", b"\x1b", b"\x07", b"\x7f", b"\xc2\x9b", b"\x80"]
)
def test_a_byte_that_no_text_may_hold_costs_one_character(raw: bytes) -> None:
    front = b'title: "Before ' + raw + b' after"\nwebUrl: https://example.org/a\nheat: 7'
    parsed = in_time(framed(front))
    assert parsed.report is not None
    title = parsed.report.article.title
    assert title.startswith("Before ")
    assert title.endswith("fter")
    assert len(title) <= len("Before  after") + 3
    assert parsed.report.heat == 7


@pytest.mark.parametrize(
    "escaped",
    ["\\e[31m", "\\e]8;;https://evil.test\\a", "\\x9b31m", "\\u202e", "\\u200b", "\\0", "\\u2066", "\\U000E0041"],
)
def test_escaped_controls_do_not_pass(escaped: str) -> None:
    parsed = in_time(
        framed(f'title: "Be{escaped}fore"\nwebUrl: https://example.org/a\nprovider:\n  name: "x{escaped}y"')
    )
    assert parsed.report is not None
    assert parsed.report.article.title == "Before"
    assert parsed.report.article.provider.name == "xy"


def test_line_ends_and_a_byte_order_mark_do_not_matter() -> None:
    plain = story_file(related=[entry("One", url="https://a.example/1"), entry("Two", url="https://b.example/2")])
    expected = in_time(plain)
    assert not expected.problems
    for ending in (b"\r\n", b"\r"):
        assert in_time(plain.replace(b"\n", ending)) == expected
        assert in_time(b"\xef\xbb\xbf" + plain.replace(b"\n", ending)) == expected
    assert in_time(b"\xef\xbb\xbf" + plain) == expected


def test_of_a_key_said_twice_the_last_counts_and_it_is_listed() -> None:
    parsed = in_time(framed("title: First\ntitle: Second\nwebUrl: https://example.org/a"))
    assert parsed.report is not None
    assert parsed.report.article.title == "Second"
    assert reasons(parsed) == "title: It is said twice; the last one counts."


@pytest.mark.parametrize("between", ["---", "...", "--- # comment", "... x"])
def test_a_second_document_is_refused_or_is_text(between: str) -> None:
    parsed = in_time(framed(f"{SOUND}{between}\ntitle: Other\nwebUrl: https://example.org/other"))
    assert parsed.report is not None
    assert parsed.report.article.title in ("Still here", "Other")
    assert parsed.problems or parsed.report.body


@pytest.mark.parametrize("end", ["", "\n---x\n", "\n ---\n", "\n----\n", "\n--- x\n", "\n...\n"])
def test_without_a_closing_line_the_file_is_still_read(end: str) -> None:
    parsed = in_time(f"---\n{SOUND}heat: 7\nquality: 4{end}".encode())
    assert parsed.report is not None
    assert parsed.report.article.url == "https://example.org/still-here"
    assert parsed.report.heat == 7
    assert "no closing --- line" in reasons(parsed)


@pytest.mark.parametrize(
    "data", [b"", b"\n", b"\xef\xbb\xbf", b"# A note\n\nText.", b"---", b"--- x\ntitle: y\n---\n", b"\x00" * 9]
)
def test_a_file_without_front_matter_is_left_out_with_a_reason(data: bytes) -> None:
    parsed = in_time(data)
    assert parsed.report is None
    assert "left out" in reasons(parsed)


def test_one_bad_entry_costs_that_entry() -> None:
    good = [entry(f"Report {n}", url=f"https://x{n}.example/") for n in range(3)]
    bad = ["  - &a x", "  - [1, 2]", '  - title: "unclosed', "  - {}", "  - title: {a: b}\n    webUrl: 'javascript:x'"]
    parsed = in_time(story_file(related=[good[0], bad[0], bad[1], good[1], bad[3], bad[4], good[2]]))
    assert parsed.report is not None
    assert [article.title for article in parsed.report.related] == ["Report 0", "Report 1", "Report 2"]
    assert parsed.problems
    unclosed = in_time(story_file(related=[good[0], bad[2], good[1]]))
    assert unclosed.report is not None
    assert unclosed.report.related[0].title == "Report 0"


def test_many_problems_are_counted_not_listed() -> None:
    parsed = in_time(story_file(related=["  - 5"] * 80))
    assert len(parsed.problems) == 51
    assert parsed.problems[-1].reason == "30 more problems in this file."


def test_the_problem_of_a_file_says_the_line() -> None:
    parsed = in_time(framed(f"{SOUND}x: a: b\nheat: 7"))
    assert [problem.place for problem in parsed.problems] == ["line 4", "line 4"]


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("/logos/a b.png", "/logos/a b.png"),
        ("//cdn.example/x.png", "https://cdn.example/x.png"),
        ("https://Img.example/x.png", "https://img.example/x.png"),
        ("javascript:alert(1)", ""),
        ("\u200bjavascript:alert(1)", ""),
        ("\xad//evil.test/x.png", ""),
        ("\\\\evil.test\\x", ""),
        ("data:image/png;base64,x", ""),
    ],
)
def test_a_picture_is_a_web_address_or_a_path_on_the_site(address: str, kept: str) -> None:
    parsed = in_time(story_file(images=[{"url": address}]))
    assert parsed.report is not None
    assert [image.url for image in parsed.report.article.images] == ([kept] if kept else [])
    assert bool(parsed.problems) == (not kept)
