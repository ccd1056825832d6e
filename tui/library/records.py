"""Articles as rows of index.db and back. Pure.

An article's row number in memory and in the marks is `number(key)`; the index gives it a small id of its own.
"""

from __future__ import annotations

import json
from array import array
from typing import Any

from tui.formats.flat import FlatArticle, images, time
from tui.library.index_schema import AMP, HAS_FILE, IMAGE, LISTED, OTHER, PLAIN, REMOVED, TEXT, URL, VIDEO
from tui.model import Article, Provider, Report

COLUMNS = "id, hash, story_id, role, time, heat, quality, provider_id, flags, title, excerpt, url, topics, extra, links"
"""The columns of `article` in the order that `article_of` and `report_of` read."""

NAME_SEPARATOR = "\x1f"
"""Unit separator, between topics and between tags: no cleaned text holds a control character."""

_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_KINDS = {"article": PLAIN, "video": VIDEO}


def number(key: str) -> int:
    """The 63-bit number of an article's key: blake2b, so that no input can be made to collide on purpose."""
    from hashlib import blake2b  # 1.3 ms, which a reader's start need not wait for

    return int.from_bytes(blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") >> 1


def links_of(packed: bytes | None) -> array[int]:
    """The article ids of a `related` list."""
    ids = array("I")
    if packed:
        ids.frombytes(packed)
    return ids


def extra_of(flat: FlatArticle, **of_report: object) -> str:
    """What is shown but never searched or sorted by, as JSON."""
    key, _, _, _, url, original, amp, cached_amp, kind, _, _, pictures = flat
    extra: dict[str, object] = {}
    if original != url:
        extra["original"] = original
    if amp:
        extra["amp"] = amp
    if cached_amp:
        extra["cached_amp"] = cached_amp
    if kind != "article":
        extra["type"] = kind
    if pictures:
        extra["images"] = pictures
    extra["key"] = key
    extra.update((name, value) for name, value in of_report.items() if value)
    return _as_json(extra)


def flags_of(
    flat: FlatArticle, *, has_file: bool = False, listed: bool = False, removed: bool = False, body: str = ""
) -> int:
    """The bits of `article.flags` that the source decides."""
    flags = HAS_FILE * has_file | LISTED * listed | REMOVED * removed | TEXT * bool(body) | kind_bit(flat[8])
    return flags | URL * bool(flat[4]) | AMP * bool(flat[6] or flat[7]) | IMAGE * bool(flat[11])


def kind_bit(kind: str) -> int:
    """The bit of `article.flags` for an article's type."""
    if kind in _KINDS:
        return _KINDS[kind]
    from tui.query.nodes import fold_value  # 11 ms, for a type in another spelling

    return _KINDS.get(fold_value(kind), OTHER)


def names_of(joined: str) -> tuple[str, ...]:
    """The topics or tags in a column."""
    return tuple(joined.split(NAME_SEPARATOR)) if joined else ()


def logos(provider_images: Any) -> str:
    """A provider's images as the text that tells one provider row from another."""
    return _as_json(provider_images) if provider_images else ""


def provider_of(row: tuple[str, str, str]) -> Provider:
    """A provider from its row (name, domain, images)."""
    return Provider(row[0], row[1], images(json.loads(row[2])) if row[2] else ())


def article_of(row: tuple[Any, ...], provider: Provider) -> Article:
    """The article in a row of COLUMNS."""
    extra = json.loads(row[13]) if row[13] else {}
    return Article(
        key=extra.get("key", ""),
        title=row[9],
        excerpt=row[10],
        published=time(row[4]),
        url=row[11],
        original_url=extra.get("original", row[11]),
        amp_url=extra.get("amp", ""),
        cached_amp_url=extra.get("cached_amp", ""),
        type=extra.get("type", "article"),
        quality=row[6],
        provider=provider,
        images=images(extra.get("images", ())),
    )


def report_of(row: tuple[Any, ...], article: Article, related: tuple[Article, ...]) -> Report:
    """The report in a row of COLUMNS, given its article and the articles it links."""
    extra = json.loads(row[13]) if row[13] else {}
    return Report(
        article=article,
        heat=row[5],
        listed=bool(row[8] & LISTED),
        removed=bool(row[8] & REMOVED),
        category=extra.get("category", ""),
        topics=names_of(row[12]),
        featured_url=extra.get("featured", ""),
        related=related,
        body=extra.get("body", ""),
    )
