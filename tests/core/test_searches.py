"""Saved searches: kept in marks.db in the reader's order, and every change can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tui.core.searches import (
    SearchChange,
    clean_name,
    delete,
    every,
    move,
    name_fault,
    named,
    rename,
    save,
    undo,
)
from tui.library.opening import MARKS, open_marks
from tui.library.searches import HISTORY, Searches


@pytest.fixture
def searches(tmp_path: Path) -> Iterator[Searches]:
    with closing(open_marks(tmp_path)) as marks:
        store = Searches(marks.connection, tmp_path / MARKS)
        for name in ("One", "Two", "Three"):
            save(store, name, f"word:{name}")
        yield store


def names(searches: Searches) -> list[str]:
    return [each.name for each in searches.saved()]


def test_saved_searches_keep_their_order(searches: Searches, tmp_path: Path) -> None:
    assert names(searches) == ["One", "Two", "Three"]
    with closing(open_marks(tmp_path)) as marks:
        assert names(Searches(marks.connection, tmp_path / MARKS)) == ["One", "Two", "Three"]


def test_saving_under_a_name_that_is_there_takes_its_place(searches: Searches) -> None:
    assert save(searches, "two", "other") is not None
    assert [(each.name, each.text) for each in searches.saved()][1] == ("two", "other")
    assert save(searches, "two", "other") is None


def test_moving_stops_at_the_ends(searches: Searches) -> None:
    assert move(searches, "Three", -1) is not None
    assert names(searches) == ["One", "Three", "Two"]
    assert move(searches, "One", -1) is None
    assert move(searches, "Two", 1) is None
    assert move(searches, "Nowhere", 1) is None


def test_every_change_can_be_taken_back(searches: Searches) -> None:
    before = searches.saved()
    done = [
        save(searches, "Four", "x"),
        save(searches, "One", "changed"),
        rename(searches, "Two", "Second"),
        move(searches, "Second", 1),
        delete(searches, "Three"),
    ]
    assert names(searches) == ["One", "Second", "Four"]
    for change in reversed(done):
        assert isinstance(change, SearchChange)
        undo(searches, change)
    assert searches.saved() == before


def test_taking_back_leaves_what_another_reader_saved_meanwhile(searches: Searches) -> None:
    change = delete(searches, "Two")
    save(searches, "Elsewhere", "x")
    assert change is not None
    undo(searches, change)
    assert names(searches) == ["One", "Two", "Three", "Elsewhere"]


def test_those_of_the_settings_come_first_and_keep_their_names(searches: Searches) -> None:
    found = every({"Big": "outlets>5"}, searches.saved())
    assert [(each.name, each.own) for each in found][:2] == [("Big", False), ("One", True)]
    assert named("big", found) == found[0]
    assert named("ONE", found) == found[1]
    assert named("nothing", found) is None
    assert name_fault("", found)
    assert "config.toml" in name_fault("BIG", found)
    assert not name_fault("one", found)
    assert "already" in name_fault("one", found, of="Two")
    assert not name_fault("two", found, of="Two")


def test_a_name_is_one_clean_line() -> None:
    assert clean_name(" a\nb\x1b[31m ") == "a b"
    assert len(clean_name("x" * 500)) == 60


def test_history_holds_each_search_once_the_newest_first_and_not_for_ever(searches: Searches) -> None:
    assert searches.history() == []
    for text in ("a", "b", "a"):
        searches.remember(text)
    assert searches.history() == ["a", "b"]
    for number in range(HISTORY + 5):
        searches.remember(str(number))
    kept = searches.history()
    assert len(kept) == HISTORY
    assert kept[0] == str(HISTORY + 4)
