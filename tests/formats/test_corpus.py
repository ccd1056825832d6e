"""Every real file gives what `yaml.safe_load` gives of it, field by field, and nothing is wrong with any."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from building import CORPUS, SEEDS, needs_corpus

from tui.formats.frontmatter import Reader, read
from tui.model import Article, Image, Provider, Report
from tui.text.clean import clean_line
from tui.text.markup import iframe_source, plain
from tui.text.urls import canonical, safe_url

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def line(value: object, limit: int = 400) -> str:
    return clean_line(plain("" if value is None else str(value)), limit)


def address(value: str | None) -> str:
    return safe_url(value) if value else ""


def pictures(values: list[dict[str, Any]] | None) -> tuple[Image, ...]:
    return tuple(
        Image(
            value["url"] if value["url"].startswith("/") else safe_url(value["url"]),
            value.get("width", 0),
            value.get("height", 0),
            line(value.get("title")),
            line(value.get("attribution")),
            value.get("isCached", False),
        )
        for value in values or ()
    )


def article(of: dict[str, Any], known: dict[str, Article]) -> Article:
    content = str(of)
    if content not in known:
        known[content] = made(of)
    return known[content]


def made(of: dict[str, Any]) -> Article:
    when: datetime = of["publishedDateTime"]
    outlet = of["provider"]
    url = address(of.get("webUrl") or of.get("originalUrl"))
    return Article(
        key=canonical(url),
        title=line(of["title"]),
        excerpt=line(of.get("excerpt"), 4000),
        published=when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC),
        url=url,
        original_url=address(of.get("originalUrl")),
        amp_url=address(of.get("ampWebUrl")),
        cached_amp_url=address(of.get("cdnAmpWebUrl")),
        type=of["type"],
        quality=of["quality"],
        provider=Provider(line(outlet.get("name")), line(outlet.get("domain")), pictures(outlet.get("images"))),
        images=pictures(of.get("images")),
    )


def report(data: bytes, known: dict[str, Article]) -> Report:
    """The report by way of `yaml.load` and plain dictionaries."""
    front, body = data.removeprefix(b"---\n").split(b"\n---\n", 1)
    of = yaml.load(front, LOADER)
    return Report(
        article=made(of),
        heat=of["heat"],
        listed=of["published"],
        removed=of.get("removed", False),
        category=of["category"],
        topics=tuple(dict.fromkeys(line(topic) for topic in of.get("topics") or ())),
        featured_url=address(iframe_source(of.get("featuredContent") or "")),
        related=tuple(article(item, known) for item in of.get("related") or ()),
        body=body.decode().strip(),
    )


def check(paths: list[Path], reading: Callable[[bytes, str], Any]) -> None:
    assert paths
    known: dict[str, Article] = {}
    for path in paths:
        data = path.read_bytes()
        parsed = reading(data, str(path))
        assert parsed.problems == (), path
        assert parsed.report == report(data, known), path


@needs_corpus
def test_some_real_files() -> None:
    paths = sorted(CORPUS.glob("*.md"))[::60]
    check(paths, read)
    check(paths, Reader().read)


@needs_corpus
@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_every_real_file(part: int) -> None:
    check(sorted(CORPUS.glob("*.md"))[part::4], Reader().read)


def test_nothing_is_wrong_with_the_bundled_stories() -> None:
    for path in sorted(SEEDS.glob("*.md")):
        parsed = read(path.read_bytes(), str(path))
        assert parsed.problems == (), path.name
        assert parsed.report is not None
