"""The list's rows say what the marks say, also of marks that were made while the index could not be written."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from building import story_file
from shelves import Library, dump, mark, opened, put
from shelves import index as indexed

from tui.library.database import transaction
from tui.library.index_schema import FRESH, HIDDEN, READ, SEEN, STARRED
from tui.library.marks import Mark
from tui.library.opening import open_index, open_marks
from tui.library.state import catch_up

KEYS = [f"https://x{n}.example" for n in range(4)]


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """One story of three articles, whose lead is the first, and another of one."""
    for n, key in enumerate(KEYS):
        put(tmp_path / "stories" / f"{n}.md", story_file(f"Report {n}", url=key), age=n)
    library = tmp_path / "library"
    indexed(library, tmp_path / "stories")
    with opened(library) as parts:
        stories = [parts.reading.story_of(key) for key in KEYS]
        with transaction(parts.index):
            table = parts.writer._stories
            table.retire([story for story in stories if story])
            parts.index.executemany(
                "UPDATE article SET story_id=? WHERE story_id=?", [(stories[0], stories[1]), (stories[0], stories[2])]
            )
            table.issue([story for story in (stories[0], stories[3]) if story])
    return library


def state(parts: Library) -> tuple[int, int]:
    """Flags and fresh count of the story of three."""
    flags, fresh = parts.index.execute("SELECT flags, fresh FROM story WHERE articles=3").fetchone()
    return flags, fresh


@pytest.mark.parametrize(
    ("marks", "flags", "fresh"),
    [
        ([], 0, 0),
        ([Mark(KEYS[0], read_at=1)], READ | SEEN | FRESH, 2),
        ([Mark(key, read_at=1) for key in KEYS[:3]], READ | SEEN, 0),
        ([Mark(key, read_at=1) for key in KEYS[:2]], READ | SEEN | FRESH, 1),
        ([Mark(KEYS[1], read_at=1)], SEEN, 0),
        ([Mark(KEYS[2], starred_at=1)], STARRED, 0),
        ([Mark(KEYS[0], hidden_at=1)], HIDDEN, 0),
        ([Mark(KEYS[1], hidden_at=1)], HIDDEN, 0),
    ],
)
def test_a_story_is_what_its_marks_say(library: Path, marks: list[Mark], flags: int, fresh: int) -> None:
    mark(library, *marks)
    with opened(library) as parts:
        found = parts.catch_up()
        assert len(found) == bool(marks)
        assert state(parts) == (flags, fresh)
        assert parts.catch_up() == set()
    mark(library, *(Mark(each.key) for each in marks))
    with opened(library) as parts:
        parts.catch_up()
        assert state(parts) == (0, 0)


def test_tags_are_the_storys(library: Path) -> None:
    mark(library, Mark(KEYS[0], tags=("one", "two")), Mark(KEYS[1], tags=("two", "three")))
    with opened(library) as parts:
        parts.catch_up()
    assert {tag for tag, _ in dump(library)["tags"]} == {"one", "two", "three"}
    mark(library, Mark(KEYS[0]), Mark(KEYS[1], tags=("three",)))
    with opened(library) as parts:
        parts.catch_up()
    assert {tag for tag, _ in dump(library)["tags"]} == {"three"}


def test_marks_made_while_the_index_was_locked_are_caught_up(library: Path) -> None:
    with closing(open_index(library)) as index, closing(open_marks(library)) as marks:
        with transaction(index):
            for n in range(3):
                marks.put([Mark(KEYS[n], read_at=n + 1)])
        marks.put([Mark(KEYS[3], starred_at=1)])
        assert len(catch_up(index, marks.connection)) == 2
        assert index.execute("SELECT flags, fresh FROM story WHERE articles=3").fetchone() == (READ | SEEN, 0)
        assert index.execute("SELECT flags FROM story WHERE articles=1").fetchone() == (STARRED,)


def test_a_mark_of_an_article_that_is_not_there_is_no_hindrance(library: Path) -> None:
    mark(library, Mark("https://nowhere.example", read_at=1), Mark(KEYS[3], read_at=1))
    with opened(library) as parts:
        assert len(parts.catch_up()) == 1
        assert parts.reading.totals().unread == 1


def test_every_index_catches_up_by_itself(library: Path, tmp_path: Path) -> None:
    """Two indexes over the same marks, as when one was put aside: what one has applied the other has not."""
    mark(library, Mark(KEYS[3], read_at=1))
    with opened(library) as parts:
        parts.catch_up()
        (tmp_path / "other").mkdir()
        with closing(open_index(tmp_path / "other")) as other:
            assert catch_up(other, parts.marks.connection) == set()
            assert other.execute("SELECT value FROM fact WHERE name='marks'").fetchone() == (1,)
