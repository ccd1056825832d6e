"""What holds for any bytes: a result, nothing unsafe in it, and the same from both doors."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from building import CORPUS, SEEDS, entry, needs_corpus, story_file
from hypothesis import example, given
from hypothesis import strategies as st

from tui.formats.frontmatter import Reader, read
from tui.model import Article, Image, Parsed, Report

GOLDEN = sorted((Path(__file__).parent / "golden").glob("*.md"))

HIDDEN = frozenset(
    "\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\xad"
)
"""Bidirectional controls and characters of no width."""

TEXT = st.text(st.characters(codec="utf-8"), max_size=60) | st.sampled_from(
    [
        "\x1b]8;;https://evil.test\x1b\\x",
        "\x1b[2J",
        "\x9b31m",
        "a\u202eb",
        "\u200b",
        "\x00",
        "\r\n",
        "a" * 5000,
        "\u0301" * 20,
    ]
)
ADDRESS = TEXT | st.sampled_from(
    [
        "javascript:alert(1)",
        "https://e.test\\@evil.test/",
        "//cdn.test/x",
        "https://é.test/a b",
        "file:///etc/passwd",
        "/a",
    ]
)


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from strings(item)


def assert_safe(parsed: Parsed) -> None:
    for text in strings(parsed):
        unsafe = {c for c in text if unicodedata.category(c) in ("Cc", "Cs") or c in HIDDEN}
        assert unsafe <= {"\n"}, ascii(text)
        assert "\n" not in text or (parsed.report and text == parsed.report.body)
    if parsed.report is None:
        assert parsed.problems
        return
    report = parsed.report
    for article in (report.article, *report.related):
        assert article.title
        assert article.published is None or article.published.tzinfo is UTC
        assert article.published is None or datetime(1970, 1, 1, tzinfo=UTC) <= article.published
        for url in (article.url, article.original_url, article.amp_url, article.cached_amp_url):
            assert_web(url)
        for image in (*article.images, *article.provider.images):
            assert_picture(image)
        assert article.key.startswith("path:" if not article.url else "https://")
        assert article.quality >= 0
    assert_web(report.featured_url)
    assert report.heat >= -1


def assert_web(url: str) -> None:
    if url:
        assert url.startswith(("http://", "https://"))
        assert url.isascii()
        assert url.isprintable()
        assert " " not in url


def assert_picture(image: Image) -> None:
    """A picture's address may be a path on the publisher's site, but names no other scheme and no other host."""
    if re.match("[a-z]+:|//", image.url, re.IGNORECASE):
        assert_web(image.url)
    assert image.url
    assert "\\" not in image.url


def both(data: bytes) -> Parsed:
    """What both doors say; the second reading comes from the cache."""
    parsed = read(data, "/stories/any.md")
    reader = Reader()
    assert reader.read(data, "/stories/any.md") == parsed
    assert reader.read(data, "/stories/any.md") == parsed
    return parsed


@given(st.binary(max_size=400) | st.binary(max_size=400).map(lambda data: b"---\n" + data + b"\n---\n"))
@example(b"---\ntitle: x\nrelated:\n  - title: y\n---\n")
@example(b'---\ntitle: "\\ud800"\n"\\ud800": 1\n"\\ud800": 2\n---\n')
def test_any_bytes(data: bytes) -> None:
    assert_safe(both(data))


@given(
    title=TEXT,
    excerpt=TEXT,
    url=ADDRESS,
    amp=ADDRESS,
    outlet=TEXT,
    picture=ADDRESS,
    topics=st.lists(TEXT, max_size=3),
    frame=ADDRESS,
    body=TEXT,
    published=st.datetimes().map(lambda moment: moment.isoformat())
    | st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", fullmatch=True),
)
def test_any_text_in_a_sound_file(
    title: str,
    excerpt: str,
    url: str,
    amp: str,
    outlet: str,
    picture: str,
    topics: list[str],
    frame: str,
    body: str,
    published: str,
) -> None:
    parts = {
        "excerpt": excerpt,
        "ampWebUrl": amp,
        "publishedDateTime": published,
        "provider": {"name": outlet, "images": [{"url": picture}]},
        "images": [{"url": picture, "title": title}],
    }
    data = story_file(
        title,
        url=url,
        related=[entry(excerpt, url=amp, **parts), entry("A report")],
        body=body,
        topics=topics,
        featuredContent=f'<iframe src="{frame}">',
        **parts,
    )
    parsed = both(data)
    assert_safe(parsed)
    assert parsed.report is None or "A report" in [article.title for article in parsed.report.related]


WORDS = [
    *(
        b"---",
        b"...",
        b"---\n",
        b"\n---\n",
        b"\n...\n",
        b"---x",
        b"related:",
        b"\nrelated:\n",
        b"\nrelated: []\n",
        b"  - ",
    ),
    *(
        b"\n  - ",
        b"\n- ",
        b"\n    - ",
        b"\n\t- ",
        b'"',
        b"'",
        b"[",
        b"]",
        b"{",
        b"}",
        b"|",
        b">",
        b"\n",
        b"\n\n",
        b" ",
        b"\r",
    ),
    *(
        b"\r\n",
        b": ",
        b":",
        b"#",
        b" # ",
        b"&a ",
        b"*a",
        b"!!str ",
        b"? ",
        b"<<: ",
        b"%",
        b"@",
        b"`",
        b"\\",
        b"\x00",
        b"\xff",
    ),
    *(b"\xc2\x85", b"\xe2\x80\xa8", b"\xef\xbb\xbf", b"null", b"~", b"secured: x\n", b"title: x\n", b"  - title: x\n"),
]
"""What could make a cut between two `related` entries fall in the wrong place."""


def mutant(data: bytes, rng: random.Random) -> bytes:
    """The file with a few small wounds."""
    for _ in range(rng.randint(1, 4)):
        lines = data.split(b"\n")
        at, kind = rng.randrange(len(data) + 1), rng.randrange(8)
        row = rng.randrange(len(lines))
        if kind == 0:
            data = data[:at] + rng.choice(WORDS) + data[at:]
        elif kind == 1:
            data = data[:at] + data[at + rng.randint(1, 12) :]
        elif kind == 2:
            lines.insert(rng.randrange(len(lines) + 1), lines[row])
        elif kind == 3:
            del lines[row]
        elif kind == 4:
            lines[row] = rng.choice([b" ", b"  ", b"\t", b"- ", b"# "]) + lines[row]
        elif kind == 5:
            lines[row] = lines[row][rng.randint(1, 4) :]
        elif kind == 6:
            lines.insert(row, rng.choice(WORDS))
        else:
            other = rng.randrange(len(lines))
            lines[row], lines[other] = lines[other], lines[row]
        if kind in (2, 3, 4, 5, 6, 7):
            data = b"\n".join(lines)
    return data


def compare(originals: list[bytes], count: int, seed: int) -> None:
    """The cache fills up as in real use: what a mutant left in it must not show in the next file."""
    rng = random.Random(seed)
    reader = Reader()
    for _ in range(count):
        data = mutant(rng.choice(originals), rng)
        assert reader.read(data, "/stories/mutant.md") == read(data, "/stories/mutant.md"), data


def small(data: bytes) -> bytes:
    """A real file with a few of its entries."""
    parts = data.split(b"\n  - title")
    if len(parts) < 5:
        return data
    end = (
        data.index(b"\n\n", data.rindex(b"\n  - title"))
        if b"\n\n" in data[data.rindex(b"\n  - title") :]
        else len(data)
    )
    return b"\n  - title".join(parts[:4]) + data[end:]


def test_both_doors_agree_on_damaged_files() -> None:
    originals = [path.read_bytes() for path in (*GOLDEN, *sorted(SEEDS.glob("*.md"))) if path.stat().st_size]
    compare(originals, 1500, seed=1)


@needs_corpus
@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_both_doors_agree_on_damaged_real_files(seed: int) -> None:
    paths = sorted(CORPUS.glob("*.md"))[seed::40]
    compare([small(path.read_bytes()) for path in paths], 4000, seed)


def test_equal_entries_of_different_files_are_one_article() -> None:
    reader = Reader()
    shared = entry("Shared", url="https://shared.example/")
    found: list[Article] = []
    for name in ("a", "b"):
        report: Report | None = reader.read(
            story_file(url=f"https://x.example/{name}", related=[shared]), "/x.md"
        ).report
        assert report is not None
        found += report.related
    assert found[0] is found[1]
