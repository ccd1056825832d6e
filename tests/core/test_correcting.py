"""What the reader says against the grouping is kept as marks and can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tui.core.correcting import group_never, merge, split
from tui.core.marking import undo
from tui.library.keys import Keys
from tui.library.marks import Marks
from tui.library.opening import open_marks

NOW = 1_700_000_000


@pytest.fixture
def marks(tmp_path: Path) -> Iterator[Marks]:
    with closing(open_marks(tmp_path)) as opened:
        yield opened


def said(marks: Marks) -> set[tuple[str, str, str]]:
    return {(correction.kind, correction.a, correction.b) for correction in marks.corrections()}


def test_a_split_keeps_an_article_from_every_other_one(marks: Marks) -> None:
    change = split(marks, "b", ["a", "b", "c"], NOW)
    assert change is not None
    assert change.regroups
    assert said(marks) == {("split", "b", "a"), ("split", "b", "c")}
    undo(marks, change)
    assert said(marks) == set()


def test_merging_what_was_split_takes_the_split_back(marks: Marks) -> None:
    split(marks, "b", ["a", "c"], NOW)
    split(marks, "x", ["y"], NOW)
    change = merge(marks, Keys("a", ("c",)), Keys("b"), NOW)
    assert change is not None
    assert said(marks) == {("merge", "a", "b"), ("split", "x", "y")}
    undo(marks, change)
    assert said(marks) == {("split", "b", "a"), ("split", "b", "c"), ("split", "x", "y")}


def test_splitting_what_was_merged_takes_the_merge_back(marks: Marks) -> None:
    merge(marks, Keys("a"), Keys("b"), NOW)
    split(marks, "b", ["a"], NOW)
    assert said(marks) == {("split", "b", "a")}


def test_a_story_is_not_merged_with_itself(marks: Marks) -> None:
    assert merge(marks, Keys("a", ("b",)), Keys("a", ("b",)), NOW) is None


def test_a_source_is_grouped_no_more_and_again(marks: Marks) -> None:
    first = group_never(marks, "/stories", NOW)
    assert first is not None
    assert said(marks) == {("never", "/stories", "")}
    second = group_never(marks, "/stories", NOW)
    assert second is not None
    assert said(marks) == set()
    undo(marks, second)
    assert said(marks) == {("never", "/stories", "")}
