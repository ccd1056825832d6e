"""The bundled stories can be read without a problem, and between them they have every shape a reader must survive."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from tui.formats.frontmatter import Reader, read
from tui.model import NOT_RANKED, Article, Report
from tui.text.clean import clean_line
from tui.text.markup import plain
from tui.text.urls import canonical, safe_url

SEEDS = Path(__file__).parents[2] / "seeds"
FILES = sorted(SEEDS.iterdir())

GIVEN = "2023-07-25-netflix-lists-900000-ai-job-as-actors-and-writers-continue-to-strike.md"
"""The story that Broadsheet began with: its publisher's file, byte for byte."""
GIVEN_DIGEST = "97566db79226510ac32e6310ff9112bf91a011975db8e4d5bc2fdb140c0997e3"

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""As yaml.safe_load, five times faster."""

WIKIS = ("wikipedia.org", "wikiquote.org", "wiktionary.org")
_OTHERS = """
arxiv.org blogs.esa.int commons.wikimedia.org doi.org emojipedia.org eventhorizontelescope.org github.com
groups.google.com home.cern science.nasa.gov unicode.org www.britannica.com www.esa.int www.eso.org
www.isas.jaxa.jp www.kernel.org www.nobelprize.org www.w3.org www.who.int www.youtube.com xkcd.com
"""
HOSTS = frozenset(_OTHERS.split())
"""Where our own stories may send a reader, besides the wikis."""


@dataclass(frozen=True)
class Seed:
    """One bundled file, as bytes, as YAML understands it and as we do."""

    path: Path
    data: bytes
    raw: dict[str, Any]
    report: Report

    @property
    def articles(self) -> tuple[Article, ...]:
        return (self.report.article, *self.report.related)

    @property
    def times(self) -> list[datetime]:
        return sorted(article.published for article in self.articles if article.published is not None)


def seed(path: Path) -> Seed:
    data = path.read_bytes()
    report = read(data, str(path)).report
    assert report is not None
    return Seed(path, data, yaml.load(data.split(b"\n---\n")[0], LOADER), report)


SEEDS_READ = [seed(path) for path in FILES]
OURS = [it for it in SEEDS_READ if it.path.name != GIVEN]
by_name = pytest.mark.parametrize("it", SEEDS_READ, ids=lambda it: it.path.stem[:40])


@by_name
def test_it_is_read_without_a_problem(it: Seed) -> None:
    parsed = read(it.data, str(it.path))
    assert parsed.report is not None
    assert parsed.problems == ()
    assert Reader().read(it.data, str(it.path)) == parsed


@by_name
def test_it_says_what_any_yaml_reader_finds_in_it(it: Seed) -> None:
    def as_read(raw: dict[str, Any], article: Article) -> None:
        assert article.title == clean_line(plain(raw["title"]))
        assert article.excerpt == clean_line(plain(raw.get("excerpt", "")), 4000)
        assert article.published == instant(raw.get("publishedDateTime"))
        assert article.quality == raw.get("quality", 0)
        assert article.type == raw.get("type", "article")
        assert article.provider.name == raw.get("provider", {}).get("name", "")
        assert len(article.images) == len(raw.get("images", ()))

    as_read(it.raw, it.report.article)
    assert it.report.heat == it.raw.get("heat", NOT_RANKED)
    assert it.report.listed == it.raw.get("published", False)
    assert list(it.report.topics) == it.raw.get("topics", [])
    assert len(it.report.related) == len(it.raw.get("related", ()))
    for raw, article in zip(it.raw.get("related", ()), it.report.related, strict=True):
        as_read(raw, article)


def instant(value: datetime | date | None) -> datetime | None:
    if value is None:
        return None
    if not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


def test_the_given_story_is_intact() -> None:
    data = (SEEDS / GIVEN).read_bytes()
    assert sha256(data).hexdigest() == GIVEN_DIGEST
    assert len(seed(SEEDS / GIVEN).report.related) == 7


@by_name
def test_its_name_says_when_and_what(it: Seed) -> None:
    assert re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}-[a-z0-9]+(-[a-z0-9]+)*\.md", it.path.name)
    published = it.report.article.published
    assert published is not None
    assert it.path.name.startswith(f"{published:%Y-%m-%d}-")


@by_name
def test_its_lines_end_as_lines_do(it: Seed) -> None:
    assert b"\r" not in it.data
    assert it.data.startswith(b"---\n")
    assert it.data.endswith(b"\n")


@pytest.mark.parametrize("it", OURS, ids=lambda it: it.path.stem[:40])
def test_our_own_stories_send_readers_to_known_places_only(it: Seed) -> None:
    urls = [url for article in it.articles for url in urls_of(article)]
    urls += [image.url for image in it.report.article.provider.images]
    urls += [it.report.featured_url] if it.report.featured_url else []
    for url in urls:
        parts = urlsplit(url)
        assert url == safe_url(url)
        assert parts.scheme == "https"
        assert parts.netloc in HOSTS or parts.netloc.endswith(tuple(f".{wiki}" for wiki in WIKIS))
    assert b"secured" not in it.data


def urls_of(article: Article) -> list[str]:
    found = (article.url, article.original_url, article.amp_url, article.cached_amp_url)
    return [url for url in (*found, *(image.url for image in article.images)) if url]


def test_the_outlet_is_the_one_that_the_address_leads_to() -> None:
    paper = "doi.org"  # resolves to the journal's own site
    for it in OURS:
        for article in it.articles:
            host = urlsplit(article.url).netloc
            assert host in ("", paper) or host.removeprefix("www.") == article.provider.domain, article.url


def test_no_two_files_are_the_same_article() -> None:
    keys = Counter(it.report.article.key for it in SEEDS_READ)
    assert keys.most_common(1)[0][1] == 1


@by_name
def test_no_report_is_listed_twice(it: Seed) -> None:
    keys = [article.key for article in it.articles]
    assert len(keys) == len(set(keys))
    urls = [canonical(article.url) for article in it.articles if article.url]
    assert len(urls) == len(set(urls))


def written_in(text: str, *blocks: tuple[int, int]) -> bool:
    return any(first <= ord(character) <= last for character in text for first, last in blocks)


def hours_of_news(it: Seed) -> bool:
    """Ten and more moments within half a day."""
    return any(
        len({time for time in it.times if start <= time <= start + timedelta(hours=12)}) >= 10 for start in it.times
    )


SHAPES: dict[str, Callable[[Seed], bool]] = {
    "title and date only": lambda it: set(it.raw) == {"title", "publishedDateTime"},
    "every field that an outlet has": lambda it: (
        {*it.raw}
        == {
            *("category", "title", "excerpt", "publishedDateTime", "originalUrl", "webUrl", "ampWebUrl", "type"),
            *("quality", "heat", "published", "removed", "provider", "topics", "images", "related"),
        }
        and {*it.raw["provider"]} == {"name", "domain", "images"}
        and {*it.raw["images"][0]} == {"url", "width", "height", "isCached", "title", "attribution"}
    ),
    "coverage without any picture": lambda it: (
        len(it.report.related) > 5 and not any(article.images for article in it.articles)
    ),
    "a picture of the lead": lambda it: bool(it.report.article.images),
    "a picture in the coverage only": lambda it: (
        not it.report.article.images and any(article.images for article in it.report.related)
    ),
    "a logo": lambda it: bool(it.report.article.provider.images),
    "forty reports": lambda it: len(it.report.related) == 40,
    "a video without a page": lambda it: (
        it.report.article.type == "video" and "webUrl" not in it.raw and bool(it.report.article.original_url)
    ),
    "a player": lambda it: bool(it.report.featured_url),
    "AMP copies of the lead and of its coverage": lambda it: sum(bool(article.amp_url) for article in it.articles) > 3,
    "a Japanese title": lambda it: written_in(it.report.article.title, (0x3040, 0x30FF)),
    "Chinese and Korean coverage": lambda it: (
        any(written_in(article.title, (0xAC00, 0xD7AF)) for article in it.articles)
        and any("zh." in article.url and written_in(article.title, (0x4E00, 0x9FFF)) for article in it.articles)
    ),
    "an Arabic title": lambda it: written_in(it.report.article.title, (0x600, 0x6FF)),
    "coverage in Hebrew and in Devanagari": lambda it: (
        any(written_in(article.title, (0x590, 0x5FF)) for article in it.articles)
        and any(written_in(article.title, (0x900, 0x97F)) for article in it.articles)
    ),
    "an emoji in the title": lambda it: written_in(it.report.article.title, (0x1F300, 0x1FAFF)),
    "joined emoji in the coverage": lambda it: any("\u200d" in raw["title"] for raw in it.raw.get("related", ())),
    "a title over 200 characters": lambda it: len(it.report.article.title) > 200,
    "four topics": lambda it: len(it.report.topics) >= 4,
    "a text": lambda it: len(it.report.body.split("\n\n")) > 2,
    "not ranked": lambda it: "heat" not in it.raw and it.report.heat == NOT_RANKED,
    "ranked lowest": lambda it: it.report.heat == 0,
    "ranked highest": lambda it: it.report.heat > 900,
    "not listed by its publisher": lambda it: it.report.heat >= 0 and not it.report.listed,
    "a busy half day": hours_of_news,
    "coverage over years": lambda it: len(it.times) > 2 and it.times[-1] - it.times[0] > timedelta(days=700),
    "a character reference in the title": lambda it: "&#8217;" in it.raw["title"] and "’" in it.report.article.title,
    "brackets in the title": lambda it: bool(re.search(r"\[[A-Za-z ]+\]", it.report.article.title)),
    "a ticker in the title": lambda it: "<FB.O>" in it.report.article.title,
    "a day without an hour": lambda it: type(it.raw["publishedDateTime"]) is date,
    "a time without a zone": lambda it: (
        isinstance(it.raw["publishedDateTime"], datetime) and it.raw["publishedDateTime"].tzinfo is None
    ),
    "the first second of 1970": lambda it: it.report.article.published == datetime(1970, 1, 1, tzinfo=UTC),
    "a report without a date": lambda it: any(article.published is None for article in it.report.related),
    "addresses with letters beyond ASCII": lambda it: any(
        not raw["webUrl"].isascii() for raw in it.raw.get("related", ())
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_shape_is_there(shape: str) -> None:
    assert any(SHAPES[shape](it) for it in SEEDS_READ)


def test_one_event_is_told_by_three_files_of_three_outlets() -> None:
    web = [it for it in SEEDS_READ if it.path.name.startswith("1991-08-06-")]
    keys = {it.report.article.key for it in web}
    assert len({it.report.article.provider.domain for it in web}) == 3
    for it in web:
        assert keys - {it.report.article.key} <= {article.key for article in it.report.related}
    lead = max(web, key=lambda it: it.report.heat)
    assert lead.report.article.quality == max(it.report.article.quality for it in web)
    assert [(it.report.heat, it.report.listed) for it in web if it is not lead] == [(NOT_RANKED, False)] * 2


def test_other_events_stand_alone() -> None:
    """Files of two events share no article: what is folded is folded for a reason."""
    events: dict[str, set[str]] = {}
    for it in SEEDS_READ:
        events.setdefault(it.path.name[:10], set()).update(article.key for article in it.articles)
    counts = Counter(key for keys in events.values() for key in keys)
    assert [key for key, count in counts.items() if count > 1] == []
