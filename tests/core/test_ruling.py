"""Rules do to new stories what config.toml says, once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from building import story_file

from tui.config import Rule, Settings
from tui.query import parse
from tui.wiring import open_desk, open_shelf, refresh


class Library:
    """A folder and its library, brought up to date under rules."""

    def __init__(self, folder: Path, library: Path) -> None:
        self.folder = folder
        self.library = library

    def add(self, name: str, title: str) -> None:
        url = f"https://example.org/{name}"
        (self.folder / f"{name}.md").write_bytes(story_file(title, url=url, publishedDateTime="2023-07-25T10:00:00Z"))

    def refresh(self, *rules: Rule) -> None:
        with open_desk(self.library, lambda: None, Settings(rules=rules)) as desk:
            refresh(desk, (str(self.folder),), lambda progress: None)

    def found(self, text: str, now: Callable[[], object] | None = None) -> list[str]:
        from datetime import UTC, datetime

        with open_shelf(self.library) as shelf:
            query = parse(text, now=datetime(2023, 8, 1, tzinfo=UTC), typing=False)
            assert not query.faults
            positions = [*shelf.search.find(query)][-1].positions
            rows = shelf.reading.rows(positions)
            return sorted(rows[position].title for position in positions)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    folder = tmp_path / "stories"
    folder.mkdir()
    made = Library(folder, tmp_path / "library")
    made.add("ferry", "Ferry runs aground")
    made.add("bridge", "Bridge closes")
    return made


def test_rules_read_star_and_hide_what_they_find(library: Library) -> None:
    library.refresh(Rule("ferry", read=True), Rule("bridge", star=True, hide=True))
    assert library.found("is:read") == ["Ferry runs aground"]
    assert library.found("") == ["Ferry runs aground"]
    assert library.found("is:hidden") == ["Bridge closes"]
    assert library.found("is:hidden is:starred") == ["Bridge closes"]


def test_a_tag_can_be_searched_for(library: Library) -> None:
    library.refresh(Rule("ferry", tag="sea"), Rule("ferry", tag="north"))
    assert library.found("tag:sea tag:north") == ["Ferry runs aground"]


def test_only_new_stories_are_ruled(library: Library) -> None:
    library.refresh()
    library.refresh(Rule("ferry OR lighthouse", star=True))
    assert library.found("is:starred") == []
    library.add("lighthouse", "Lighthouse goes dark")
    library.refresh(Rule("ferry OR lighthouse", star=True))
    assert library.found("is:starred") == ["Lighthouse goes dark"]


def test_a_rule_that_cannot_be_understood_does_nothing(library: Library) -> None:
    library.refresh(Rule("qualty>3", hide=True), Rule("ferry", star=True))
    assert library.found("is:starred") == ["Ferry runs aground"]
