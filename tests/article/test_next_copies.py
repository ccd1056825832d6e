"""Where else a gone article is read: in which order, and under which addresses."""

from __future__ import annotations

from datetime import UTC, datetime

from tui.article.copies import Copy, archived, next_copies
from tui.model import Article

WHOLE = Article(
    "k",
    "Title",
    published=datetime(2023, 7, 25, 19, 6, 5, tzinfo=UTC),
    url="https://a.example/x?y=1",
    original_url="https://b.example/x",
    amp_url="https://a.example/amp/x",
    cached_amp_url="https://a-example.cdn.example/c/x",
)


def test_every_copy_in_its_order() -> None:
    assert next_copies(WHOLE) == (
        Copy("https://b.example/x", "the original address"),
        Copy("https://a.example/amp/x", "the publisher's AMP copy"),
        Copy(
            "https://web.archive.org/web/20230725190605id_/https://a.example/x?y=1",
            "the Internet Archive's copy of that day",
        ),
        Copy(WHOLE.cached_amp_url, "Google's copy"),
    )


def test_the_same_address_is_no_copy() -> None:
    (copy,) = next_copies(Article("k", "T", url="https://a.example/", original_url="https://a.example/"))
    assert copy.page == "https://web.archive.org/web/2id_/https://a.example/"


def test_without_a_date_the_archive_gives_its_newest() -> None:
    (copy,) = next_copies(Article("k", "T", url="https://a.example/"))
    assert copy.page == "https://web.archive.org/web/2id_/https://a.example/"
    assert copy.said == "the Internet Archive's copy"


def test_an_article_without_an_address_has_no_copies() -> None:
    assert next_copies(Article("k", "T")) == ()


def test_what_the_archive_s_page_is_a_copy_of() -> None:
    assert (
        archived("https://web.archive.org/web/20230725190605id_/https://a.example/x?y=1") == "https://a.example/x?y=1"
    )
    assert archived("https://web.archive.org/web/2/http://a.example/") == "http://a.example/"
    for url in ("https://web.archive.org/", "https://a.example/web/2/https://b.example/", "https://a.example/x"):
        assert archived(url) == ""
