"""What reading, starring, and taking back leave in the marks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tui.core.marking import mark_read, mark_seen, mark_unread, note, star, undo, unrule
from tui.library.keys import Keys
from tui.library.marks import Mark, Marks
from tui.library.opening import open_marks

STORY = Keys("lead", ("one", "two"))
KEYS = ["lead", "one", "two", "other"]


@pytest.fixture
def marks(tmp_path: Path) -> Iterator[Marks]:
    with closing(open_marks(tmp_path / "library")) as opened:
        yield opened


def test_a_story_is_read_with_every_article_it_has_now(marks: Marks) -> None:
    change = mark_read(marks, [STORY], 5)
    assert change is not None
    assert change.said == "marked read"
    assert marks.get(KEYS) == {
        "lead": Mark("lead", read_at=5, lead_at=5),
        "one": Mark("one", read_at=5),
        "two": Mark("two", read_at=5),
    }
    assert mark_read(marks, [STORY], 9) is None
    assert marks.get(["lead"])["lead"].read_at == 5


def test_new_coverage_is_read_without_touching_the_rest(marks: Marks) -> None:
    mark_read(marks, [STORY], 5)
    change = mark_read(marks, [Keys("lead", ("one", "two", "three"))], 9)
    assert change is not None
    assert change.before == (Mark("three"),)
    assert marks.get(["three", "one"]) == {"three": Mark("three", read_at=9), "one": Mark("one", read_at=5)}


def test_an_article_that_was_read_becomes_a_lead(marks: Marks) -> None:
    mark_seen(marks, "one", 3)
    mark_read(marks, [Keys("one")], 5)
    assert marks.get(["one"]) == {"one": Mark("one", read_at=3, lead_at=5)}


def test_a_single_article_is_read_without_standing_for_its_story(marks: Marks) -> None:
    change = mark_read(marks, [Keys("one", leads=False)], 5)
    assert change is not None
    assert marks.get(KEYS) == {"one": Mark("one", read_at=5)}
    assert mark_read(marks, [Keys("one", leads=False)], 9) is None


def test_a_note_is_written_changed_and_taken_back(marks: Marks) -> None:
    first, second = note(marks, "lead", "Ask Ada"), note(marks, "lead", "Ask Bo")
    assert first is not None
    assert second is not None
    assert (second.said, marks.get(["lead"])["lead"].note) == ("wrote a note", "Ask Bo")
    assert note(marks, "lead", "Ask Bo") is None
    undo(marks, second)
    assert marks.get(["lead"])["lead"].note == "Ask Ada"
    gone = note(marks, "lead", "")
    assert gone is not None
    assert (gone.said, marks.get(["lead"])["lead"]) == ("took the note away", Mark("lead"))


def test_many_stories_at_once(marks: Marks) -> None:
    change = mark_read(marks, [Keys(f"lead{n}", (f"other{n}",)) for n in range(1200)], 5)
    assert change is not None
    assert change.said == "marked 1,200 stories read"
    assert len(marks.get([f"other{n}" for n in range(1200)])) == 1200
    undo(marks, change)
    assert not any(mark.read_at for mark in marks.get([f"lead{n}" for n in range(1200)]).values())


def test_unread_keeps_the_star(marks: Marks) -> None:
    mark_read(marks, [STORY], 5)
    star(marks, STORY, 6)
    change = mark_unread(marks, STORY)
    assert change is not None
    assert marks.get(["lead", "one"]) == {"lead": Mark("lead", starred_at=6), "one": Mark("one")}
    assert mark_unread(marks, STORY) is None


def test_an_article_is_seen_once(marks: Marks) -> None:
    change = mark_seen(marks, "one", 5)
    assert change is not None
    assert change.said == "marked seen"
    assert mark_seen(marks, "one", 9) is None
    assert marks.get(KEYS) == {"one": Mark("one", read_at=5)}


def test_a_star_goes_on_the_lead_and_comes_off_wherever_it_is(marks: Marks) -> None:
    change = star(marks, STORY, 5)
    assert change is not None
    assert change.said == "starred"
    assert marks.get(KEYS) == {"lead": Mark("lead", starred_at=5)}
    # The story got another lead since.
    change = star(marks, Keys("two", ("lead", "one")), 9)
    assert change is not None
    assert change.said == "took the star off"
    assert marks.get(KEYS) == {"lead": Mark("lead")}


def test_every_change_can_be_taken_back_in_turn(marks: Marks) -> None:
    mark_seen(marks, "one", 1)
    before = marks.get(KEYS)
    changes = [
        mark_read(marks, [STORY], 5),
        star(marks, STORY, 6),
        mark_seen(marks, "other", 7),
        mark_unread(marks, STORY),
        star(marks, STORY, 8),
    ]
    for change in reversed(changes):
        assert change is not None
        undo(marks, change)
    found = marks.get(KEYS)
    assert found["one"] == before["one"]
    assert all(found[key] == Mark(key) for key in KEYS if key != "one")


def test_what_rules_did_is_taken_back_of_every_article(marks: Marks) -> None:
    ruled = [Mark("lead", starred_at=3, hidden_at=3, tags=("sea", "north")), Mark("one", read_at=2, hidden_at=3)]
    marks.put([*ruled, Mark("other", hidden_at=3)])
    change = unrule(marks, ("lead", "one", "two"))
    assert change is not None
    assert change.said == "shown again, tags taken off"
    assert marks.get(["lead", "one", "other"]) == {
        "lead": Mark("lead", starred_at=3),
        "one": Mark("one", read_at=2),
        "other": Mark("other", hidden_at=3),
    }
    assert unrule(marks, ("lead", "one", "two")) is None
    undo(marks, change)
    assert marks.get(["lead", "one"]) == {mark.key: mark for mark in ruled}


def test_taking_back_leaves_alone_what_came_after(marks: Marks) -> None:
    """A rule tagged and hid the article, and the reader starred it elsewhere, between the change and its taking back."""
    change = mark_read(marks, [STORY], 5)
    assert change is not None
    marks.put([Mark("lead", read_at=5, lead_at=5, starred_at=6, hidden_at=7, tags=("later",))])
    undo(marks, change)
    assert marks.get(["lead"]) == {"lead": Mark("lead", starred_at=6, hidden_at=7, tags=("later",))}
