"""Articles and reports as plain nested tuples, to cross a pipe or enter a table. Loses nothing of the model.

`marshal` and `json` carry such tuples ten times faster than pickle carries frozen dataclasses.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, NamedTuple, TypeVar

from tui.model import Article, Image, Report

Related = TypeVar("Related")

FlatImage = tuple[str, int, int, str, str, bool]
FlatProvider = tuple[str, str, tuple[FlatImage, ...]]
FlatArticle = tuple[str, str, str, int | None, str, str, str, str, str, int, FlatProvider, tuple[FlatImage, ...]]
"""key, title, excerpt, time (s), url, original, amp, cached amp, type, quality, provider, images."""
FlatProblem = tuple[str, str]
"""place, reason."""
ReportOf = tuple[FlatArticle, int, bool, bool, str, tuple[str, ...], str, str, tuple[Related, ...]]
"""article, heat, listed, removed, category, topics, featured_url, body, related."""
FlatReport = ReportOf[FlatArticle]


class FileResult(NamedTuple):
    """What one file of a source gave."""

    name: str
    """The file's path below its source."""
    digest: bytes
    """What tells a changed file from a touched one; b"" when it could not be read."""
    report: FlatReport | None
    problems: tuple[FlatProblem, ...]


def flat_images(images: tuple[Image, ...]) -> tuple[FlatImage, ...]:
    return tuple((i.url, i.width, i.height, i.title, i.attribution, i.cached) for i in images)


def flat_article(article: Article) -> FlatArticle:
    """The article's fields in the order of FlatArticle."""
    provider = article.provider
    return (
        article.key,
        article.title,
        article.excerpt,
        None if article.published is None else int(article.published.timestamp()),
        article.url,
        article.original_url,
        article.amp_url,
        article.cached_amp_url,
        article.type,
        article.quality,
        (provider.name, provider.domain, flat_images(provider.images)),
        flat_images(article.images),
    )


def flat_report(report: Report, related: tuple[Related, ...]) -> ReportOf[Related]:
    """The report's fields in the order of ReportOf; `related`: what stands for its related articles."""
    return (
        flat_article(report.article),
        report.heat,
        report.listed,
        report.removed,
        report.category,
        report.topics,
        report.featured_url,
        report.body,
        related,
    )


def images(flat: Any) -> tuple[Image, ...]:
    """The images back from their flat form (tuples, or lists where JSON carried them)."""
    return tuple(Image(*image) for image in flat)


def time(seconds: int | None) -> datetime | None:
    """Seconds since 1970 as an aware UTC time."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
