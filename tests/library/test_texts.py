"""Full texts stay whatever happens to the index, are found by their words, and never keep a list from showing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from building import entry, story_file
from hypothesis import given
from hypothesis import strategies as st
from shelves import index, opened, put

from tui.errors import LibraryCorrupt, LibraryNewer
from tui.library.opening import INDEX, TEXTS, open_texts
from tui.library.search import Search
from tui.library.texts import CHECKS_KEPT, RETRY_AFTER, KeptText, Texts
from tui.model import LinkCheck, Story
from tui.query import parse

FERRY, SOUTH, BRIDGE = "https://north.example/ferry", "https://south.example/ferry", "https://east.example/bridge"
NOW = datetime(2023, 7, 28, tzinfo=UTC)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Two stories; the first has a link to another outlet's report."""
    folder = tmp_path / "stories"
    link = entry("Stranded", url=SOUTH)
    ferry = story_file("Ferry runs aground", url=FERRY, publishedDateTime="2023-07-27T10:00:00Z", related=[link])
    body = "A crane ship hit it.\nNobody was hurt."
    bridge = story_file("Bridge closes", url=BRIDGE, publishedDateTime="2023-07-26T10:00:00Z", body=body)
    put(folder / "ferry.md", ferry)
    put(folder / "bridge.md", bridge)
    index(tmp_path / "library", folder)
    return tmp_path / "library"


@contextmanager
def texts(library: Path) -> Iterator[Texts]:
    kept = open_texts(library)
    with closing(kept.connection):
        yield kept


def text(key: str = FERRY, markdown: str = "The *pump* failed.", **more: object) -> KeptText:
    return KeptText(key, markdown, key, 1_690_000_000, **more)  # type: ignore[arg-type]


def titles(library: Path, asked: str) -> list[str]:
    with opened(library) as parts:
        search = Search(parts.index, library / INDEX)
        *_, found = search.find(parse(asked, now=NOW, typing=False))
        read = parts.reading.article_rows if found.articles else parts.reading.rows
        rows = read(found.positions)
        assert search.count(parse(asked, now=NOW, typing=False)) == len(rows)
        return [rows[position].title for position in found.positions]


def story(library: Path, key: str) -> Story:
    with opened(library) as parts:
        ident = parts.reading.story_of(key)
        assert ident is not None
        found = parts.reading.story(ident)
        assert found is not None
        return found


@given(st.text(max_size=2_000), st.text(max_size=20), st.booleans())
def test_what_is_kept_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, body: str, word: str, teaser: bool
) -> None:
    folder = tmp_path_factory.mktemp("library")
    with texts(folder) as kept:
        first = text(markdown=body, title=word, author=word, date="2023-07-25", site=word, teaser=teaser, copy=word)
        kept.put(first, [body])
        assert kept.get(FERRY) == first
        second = text(markdown="Another text.")
        kept.put(second, ["Another text."])
        assert kept.get(FERRY) == second
        assert kept.get(SOUTH) is None


def test_words_of_a_text_find_its_story(library: Path) -> None:
    with texts(library) as kept:
        kept.put(text(), ["The pump failed.", "Nobody knows why."])
        kept.put(text(SOUTH), ["A whistle was heard."])
    assert titles(library, "text:pump") == ["Ferry runs aground"]
    assert titles(library, 'text:"pump failed"') == ["Ferry runs aground"]
    assert titles(library, 'text:"failed nobody"') == []
    assert titles(library, "text:fail*") == ["Ferry runs aground"]
    assert titles(library, "text:pump -text:crane") == ["Ferry runs aground"]
    assert titles(library, "text:pump OR text:crane") == ["Ferry runs aground", "Bridge closes"]
    assert titles(library, "-text:pump") == ["Bridge closes"]
    assert titles(library, "pump") == []
    # What the publisher links only is no part of the event, and neither is its text.
    assert titles(library, "text:whistle") == []


def test_the_body_of_a_file_is_a_text_too(library: Path) -> None:
    assert titles(library, "text:crane") == ["Bridge closes"]
    assert titles(library, 'text:"it nobody"') == []
    assert titles(library, "has:text") == ["Bridge closes"]
    assert not (library / TEXTS).exists()
    with texts(library) as kept:
        kept.put(text(), ["The pump failed."])
    assert titles(library, "text:crane") == ["Bridge closes"]
    assert titles(library, "has:text") == ["Ferry runs aground", "Bridge closes"]
    assert titles(library, "-has:text") == []


def test_articles_one_by_one_have_texts_of_their_own(library: Path) -> None:
    with texts(library) as kept:
        kept.put(text(), ["The pump failed."])
    assert titles(library, "group:off has:text") == ["Ferry runs aground", "Bridge closes"]
    assert titles(library, "group:off text:pump") == ["Ferry runs aground"]
    assert titles(library, "group:off text:crane") == ["Bridge closes"]
    assert titles(library, "group:off -text:pump") == ["Bridge closes"]


def test_a_new_text_takes_the_place_of_the_old_one_s_words(library: Path) -> None:
    with texts(library) as kept:
        kept.put(text(), ["The pump failed."])
        kept.put(text(), ["The valve failed."])
    assert titles(library, "text:pump") == []
    assert titles(library, "text:valve") == ["Ferry runs aground"]


def test_a_teaser_is_kept_but_is_no_full_text(library: Path) -> None:
    with texts(library) as kept:
        kept.put(text(teaser=True), ["Subscribe to read about the pump."])
    assert titles(library, "text:pump") == []
    assert titles(library, "has:text") == ["Bridge closes"]
    assert not story(library, FERRY).full_text


def test_a_story_knows_which_of_its_articles_have_a_text_and_what_checks_met(library: Path) -> None:
    assert not story(library, FERRY).full_text
    checks = [LinkCheck(FERRY, when, 200, "alive") for when in (1, 2)]
    with texts(library) as kept:
        kept.put(text(), ["The pump failed."])
        kept.put(text(SOUTH), ["A whistle was heard."])
        kept.add_checks(checks)
    found = story(library, FERRY)
    assert found.full_text
    assert [row.full_text for row in found.related] == [True]
    assert found.checks == (checks[1],)
    assert story(library, BRIDGE).full_text


def test_texts_survive_the_index(library: Path, tmp_path: Path) -> None:
    with texts(library) as kept:
        kept.put(text(), ["The pump failed."])
    for path in library.glob("index.db*"):
        path.unlink()
    index(library, tmp_path / "stories")
    assert titles(library, "text:pump") == ["Ferry runs aground"]


def test_a_library_whose_texts_are_damaged_still_lists_its_stories(library: Path) -> None:
    (library / TEXTS).write_bytes(b"no database at all" * 400)
    assert titles(library, "has:text") == ["Bridge closes"]
    assert not story(library, FERRY).full_text
    with pytest.raises(LibraryCorrupt, match="articles you have read here"):
        open_texts(library)
    assert (library / TEXTS).read_bytes().startswith(b"no database")


def test_texts_of_a_newer_broadsheet_are_left_alone(library: Path) -> None:
    with texts(library) as kept:
        kept.put(text(), ["The pump failed."])
        kept.connection.execute("PRAGMA user_version=99")
    assert titles(library, "has:text") == ["Bridge closes"]
    with pytest.raises(LibraryNewer):
        open_texts(library)


def test_only_texts_that_are_wanting_are_tried_for_and_not_too_often(tmp_path: Path) -> None:
    with texts(tmp_path) as kept:
        kept.put(text(), ["The pump failed."])
        kept.tried(SOUTH, 1_000_000)
        assert kept.wanting([FERRY, SOUTH, BRIDGE], 1_000_000) == [BRIDGE]
        assert kept.wanting([BRIDGE, SOUTH], 1_000_001 + RETRY_AFTER) == [BRIDGE, SOUTH]
        kept.put(text(SOUTH), [])
        assert kept.wanting([SOUTH], 1_000_001 + RETRY_AFTER) == []


def test_the_newest_checks_of_an_address_are_kept(tmp_path: Path) -> None:
    with texts(tmp_path) as kept:
        for when in range(CHECKS_KEPT + 5):
            kept.add_checks([LinkCheck(FERRY, when, 404, "unknown"), LinkCheck(SOUTH, when, 200, "moved", BRIDGE)])
        assert [check.when for check in kept.checks(FERRY)] == list(range(CHECKS_KEPT + 4, 4, -1))
        assert kept.checks(SOUTH)[0] == LinkCheck(SOUTH, CHECKS_KEPT + 4, 200, "moved", BRIDGE)
        assert kept.checks(BRIDGE) == []
