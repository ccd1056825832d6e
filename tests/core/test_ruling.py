"""Rules do to new stories what config.toml says, once."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from building import story_file

from tui.config import Rule, Settings
from tui.library.marks import Mark
from tui.library.opening import MARKS, open_marks
from tui.query import parse
from tui.wiring import open_desk, open_shelf, refresh


class Library:
    """A folder and its library, brought up to date under rules."""

    def __init__(self, folder: Path, library: Path) -> None:
        self.folder = folder
        self.library = library

    def add(self, name: str, title: str, hour: int = 10, heat: int = -1) -> None:
        told = story_file(
            title,
            url=f"https://example.org/{name}",
            publishedDateTime=f"2023-07-25T{hour}:00:00Z",
            excerpt="",
            heat=heat,
            provider={"name": name, "domain": f"{name}.example"},
        )
        (self.folder / f"{name}.md").write_bytes(told)

    def lose_the_index(self) -> None:
        for file in self.library.glob("index.db*"):
            file.unlink()

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


def test_a_rule_finds_stories_as_the_one_before_left_them(library: Library) -> None:
    library.refresh(
        Rule("ferry", star=True, hide=True), Rule("is:starred", tag="top"), Rule("-is:starred is:unread", tag="rest")
    )
    assert library.found("tag:top is:hidden") == ["Ferry runs aground"]
    assert library.found("tag:rest") == ["Bridge closes"]


@pytest.mark.parametrize(
    ("rule", "asked"), [(Rule("ferry", hide=True), "is:hidden"), (Rule("ferry", read=True), "is:read")]
)
def test_what_a_rule_did_outlasts_new_coverage_that_would_lead(library: Library, rule: Rule, asked: str) -> None:
    library.refresh(rule)
    assert library.found(asked) == ["Ferry runs aground"]
    library.add("harbour", "Ferry runs aground off Skagen", hour=11, heat=90)
    library.refresh(rule)
    assert library.found("outlets>1") == (["Ferry runs aground"] if rule.read else [])
    assert len(library.found(f"{asked} outlets>1")) == 1
    assert library.found("") == (["Bridge closes", "Ferry runs aground"] if rule.read else ["Bridge closes"])


def test_an_index_that_is_built_again_brings_nothing_new(library: Library) -> None:
    library.refresh(Rule("ferry", star=True))
    with closing(open_marks(library.library)) as marks:
        marks.put([Mark("https://example.org/ferry")])
    library.lose_the_index()
    library.add("lighthouse", "Lighthouse goes dark")
    library.refresh(Rule("ferry OR bridge OR lighthouse", star=True))
    assert library.found("is:starred") == ["Lighthouse goes dark"]


def test_what_an_older_library_has_is_not_new(library: Library) -> None:
    library.refresh()
    with closing(sqlite3.connect(library.library / MARKS)) as marks:
        marks.execute("DROP TABLE ruled")
        marks.execute("ALTER TABLE mark DROP COLUMN note")
        marks.execute("PRAGMA user_version=1")
    library.refresh(Rule("ferry", star=True))
    library.lose_the_index()
    library.refresh(Rule("ferry", star=True))
    assert library.found("is:starred") == []
