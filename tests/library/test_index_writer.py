"""A folder's changes, however they come, leave the index as if it had been built from nothing."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path
from typing import Any

import pytest
from building import entry, story_file
from shelves import dump, index, mark, opened, put, titles

from tui.core.syncing import sync_folders
from tui.library.index_writer import IndexWriter
from tui.library.marks import Mark
from tui.library.opening import MARKS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "stories"
    folder.mkdir()
    return folder


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return tmp_path / "library"


def fresh(library: Path, *folders: Path) -> dict[str, Any]:
    """What an index built from nothing holds, with the same marks."""
    new = library.with_name("fresh")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir()
    shutil.copy(library / MARKS, new / MARKS)
    index(new, *folders)
    return dump(new)


def assert_in_step(library: Path, *folders: Path) -> None:
    index(library, *folders)
    assert dump(library) == fresh(library, *folders)


def report(n: int, title: str = "", **fields: object) -> bytes:
    """The file of article n, which links the articles before it."""
    related = [entry(f"Report {m}", url=f"https://x{m}.example/a") for m in range(n)]
    fields.setdefault("publishedDateTime", f"2023-07-{n + 1:02}T12:00:00Z")
    return story_file(title or f"Report {n}", url=f"https://x{n}.example/a", related=related, **fields)


def test_a_first_look(library: Path, folder: Path) -> None:
    for n in range(4):
        put(folder / f"{n}.md", report(n))
    outcome = index(library, folder)
    assert (outcome.read, outcome.gone, outcome.failures) == (4, 0, [])
    assert titles(library) == ["Report 3", "Report 2", "Report 1", "Report 0"]
    found = dump(library)
    assert found == fresh(library, folder)
    assert found["articles"]["https://x0.example/a"]["refs"] == 3
    assert "report" in found["words"]


def test_nothing_changed_reads_nothing(library: Path, folder: Path) -> None:
    put(folder / "a.md", report(2))
    index(library, folder)
    outcome = index(library, folder)
    assert (outcome.read, outcome.gone, outcome.changed) == (0, 0, False)


def test_new_changed_touched_renamed_and_deleted_files(library: Path, folder: Path) -> None:
    put(folder / "a.md", report(0))
    put(folder / "b.md", report(1))
    assert_in_step(library, folder)
    put(folder / "sub" / "c.md", report(2))
    assert_in_step(library, folder)
    put(folder / "a.md", report(0, "Changed"), age=1)
    assert_in_step(library, folder)
    assert "Changed" in titles(library)
    put(folder / "a.md", report(0, "Changed"), age=2)
    assert_in_step(library, folder)
    (folder / "b.md").rename(folder / "renamed.md")
    assert_in_step(library, folder)
    (folder / "sub" / "c.md").unlink()
    assert_in_step(library, folder)
    assert titles(library) == ["Report 1", "Changed"]


def test_a_touched_file_is_read_once_more_and_changes_nothing(library: Path, folder: Path) -> None:
    path = put(folder / "a.md", report(0))
    index(library, folder)
    before = dump(library)
    put(path, path.read_bytes(), age=9)
    assert index(library, folder).read == 1
    assert dump(library) == before
    assert index(library, folder).read == 0


def test_a_file_replaced_within_the_clocks_step_is_noticed(library: Path, folder: Path) -> None:
    """Same size, same time: what is only just written counts as changed until it is two seconds old."""
    path = put(folder / "a.md", report(0, "First"))
    now = time.time_ns()
    os.utime(path, ns=(now, now))
    index(library, folder)
    path.write_bytes(report(0, "Other"))
    os.utime(path, ns=(now, now))
    index(library, folder)
    assert titles(library) == ["Other"]


def test_of_two_files_about_one_article_the_better_one_speaks(library: Path, folder: Path) -> None:
    put(folder / "a.md", report(1, "Folded", heat=-1, quality=10))
    put(folder / "b.md", report(1, "Lead", heat=90, quality=10))
    put(folder / "c.md", report(1, "Listed", heat=5, published=True))
    assert_in_step(library, folder)
    assert titles(library) == ["Listed"]
    (folder / "c.md").unlink()
    assert_in_step(library, folder)
    assert titles(library) == ["Lead"]
    put(folder / "b.md", report(1, "Lead", heat=-1, quality=1), age=1)
    assert_in_step(library, folder)
    assert titles(library) == ["Folded"]
    put(folder / "a.md", report(3, "About another"), age=1)
    assert_in_step(library, folder)
    assert titles(library) == ["About another", "Lead"]


@pytest.mark.parametrize("names", [("a.md", "b.md"), ("b.md", "a.md")])
@pytest.mark.parametrize(
    "difference",
    [
        {"topics": ["AI"]},
        {"images": [{"url": "https://x.example/a.jpg"}]},
        {"category": "other"},
        {"removed": True},
        {"body": "A text"},
        {"related": [entry("One more", url="https://more.example/")]},
    ],
    ids=lambda value: next(iter(value)),
)
def test_files_that_are_equally_good_give_the_same_in_any_order(
    library: Path, folder: Path, names: tuple[str, str], difference: dict[str, Any]
) -> None:
    put(folder / names[0], story_file())
    index(library, folder)
    put(folder / names[1], story_file(**difference))
    assert_in_step(library, folder)


def test_the_loser_of_two_leaves_no_articles_behind(library: Path, folder: Path) -> None:
    put(folder / "a.md", story_file("Winner", heat=9))
    index(library, folder)
    put(folder / "b.md", story_file("Loser", related=[entry("Never linked", url="https://never.example/")]))
    assert_in_step(library, folder)
    assert "https://never.example" not in dump(library)["articles"]


def test_a_winner_that_goes_shows_until_the_other_is_read(library: Path, folder: Path, tmp_path: Path) -> None:
    """The other lies in a folder that cannot be read at the moment: what is known of the article stays as it was."""
    other = tmp_path / "other"
    put(folder / "a.md", report(0, "Winner", heat=9))
    put(other / "b.md", report(0, "Loser", heat=3))
    index(library, folder, other)
    other.rename(tmp_path / "away")
    (folder / "a.md").unlink()
    index(library, folder)
    with opened(library) as parts:
        (story,) = parts.index.execute("SELECT heat FROM story").fetchall()
    assert (titles(library), story[0]) == (["Winner"], 9)
    (tmp_path / "away").rename(other)
    assert_in_step(library, folder, other)
    assert titles(library) == ["Loser"]


def test_edited_entries(library: Path, folder: Path) -> None:
    put(
        folder / "a.md",
        story_file(related=[entry("Old words", url="https://x.example/"), entry(url="https://y.example/")]),
    )
    assert_in_step(library, folder)
    put(folder / "a.md", story_file(related=[entry("New words", url="https://x.example/")]), age=1)
    assert_in_step(library, folder)
    found = dump(library)["articles"]
    assert "https://y.example" not in found
    with opened(library) as parts:
        story = parts.reading.story(parts.reading.story_of("https://example.org/ferry") or 0)
    assert story is not None
    assert [article.title for article in story.lead.related] == ["New words"]


def test_an_article_that_was_only_linked_gets_its_file_and_loses_it(library: Path, folder: Path) -> None:
    put(folder / "a.md", report(1))
    assert_in_step(library, folder)
    put(folder / "b.md", report(0, topics=["AI"], category="news", body="The whole text"))
    assert_in_step(library, folder)
    assert titles(library) == ["Report 1", "Report 0"]
    (folder / "b.md").unlink()
    assert_in_step(library, folder)
    assert titles(library) == ["Report 1"]
    with opened(library) as parts:
        (extra, topics) = parts.index.execute("SELECT extra, topics FROM article WHERE flags & 1 = 0").fetchone()
    assert topics == ""
    assert "The whole text" not in extra
    assert "category" not in extra


def test_an_article_links_itself_or_one_twice(library: Path, folder: Path) -> None:
    twice = entry("Twice", url="https://twice.example/")
    put(folder / "a.md", story_file(related=[entry("Itself", url="https://example.org/ferry"), twice, twice]))
    assert_in_step(library, folder)
    assert dump(library)["articles"]["https://twice.example"]["refs"] == 1
    (folder / "a.md").unlink()
    assert_in_step(library, folder)
    assert dump(library)["articles"] == {}


def test_what_the_publisher_took_back_is_not_listed(library: Path, folder: Path) -> None:
    put(folder / "a.md", report(0))
    put(folder / "b.md", report(1, removed=True))
    assert_in_step(library, folder)
    assert titles(library) == ["Report 0"]
    put(folder / "b.md", report(1), age=1)
    assert_in_step(library, folder)
    assert titles(library) == ["Report 1", "Report 0"]
    put(folder / "b.md", report(1, removed=True), age=2)
    assert_in_step(library, folder)
    assert titles(library) == ["Report 0"]


def test_two_sources_share_an_article_and_one_is_dropped(library: Path, folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    put(folder / "a.md", report(2))
    put(other / "b.md", report(2))
    put(other / "c.md", report(4))
    assert_in_step(library, folder, other)
    assert len(dump(library)["homes"]) == 3
    with opened(library) as parts:
        parts.writer.drop(str(other))
    assert_in_step(library, folder)
    assert titles(library) == ["Report 2"]
    assert_in_step(library, folder, other)


def test_a_file_that_becomes_no_story_and_one_again(library: Path, folder: Path) -> None:
    path = put(folder / "a.md", report(1))
    index(library, folder)
    put(path, b"# Just a note\n", age=1)
    assert_in_step(library, folder)
    assert titles(library) == []
    assert [reason for *_, reason in dump(library)["problems"]]
    put(path, report(1), age=2)
    assert_in_step(library, folder)
    assert titles(library) == ["Report 1"]
    assert dump(library)["problems"] == []


def test_problems_of_a_file_survive_a_look_at_the_folder(library: Path, folder: Path) -> None:
    put(folder / "a.md", b"---\ntitle: x\nwebUrl: https://example.org/a\nfolder: 1\nfolder: 2\n---\n")
    for _ in range(2):
        index(library, folder)
        with opened(library) as parts:
            (problem,) = parts.reading.problems()
        assert (problem.place, problem.origin) == ("folder", str(folder / "a.md"))
    put(folder / "a.md", b"---\ntitle: x\nwebUrl: https://example.org/a\n---\n", age=1)
    index(library, folder)
    with opened(library) as parts:
        assert parts.reading.problems() == []


def test_a_read_story_stays_read_whatever_happens_to_its_file(library: Path, folder: Path) -> None:
    put(folder / "a.md", report(0))
    index(library, folder)
    mark(library, Mark("https://x0.example/a", read_at=1, starred_at=2, lead_at=1, tags=("later",)))
    assert_in_step(library, folder)
    for step in ("edited", "moved", "gone", "back"):
        if step == "edited":
            put(folder / "a.md", report(0, "Edited"), age=1)
        elif step == "moved":
            (folder / "a.md").rename(folder / "z.md")
        elif step == "gone":
            (folder / "z.md").unlink()
        else:
            put(folder / "back" / "a.md", report(0))
        assert_in_step(library, folder)
        found = dump(library)
        assert [story["flags"] & 3 for story in found["stories"].values()] == ([] if step == "gone" else [3]), step
        assert {tag for tag, _ in found["tags"]} == (set() if step == "gone" else {"later"})


def test_a_failed_write_leaves_no_trace(library: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The ids and outlets that it gave out are forgotten too: they go to other articles next."""
    put(folder / "a.md", report(1, provider={"name": "First outlet"}))
    with opened(library) as parts:
        sync_folders(parts.writer, [str(folder)], lambda progress: None)
        put(folder / "b.md", report(3, provider={"name": "Never stored"}))
        with monkeypatch.context() as patch:
            patch.setattr(IndexWriter, "_replace_problems", lambda *_: (_ for _ in ()).throw(OSError("fails late")))
            with pytest.raises(OSError, match="fails late"):
                sync_folders(parts.writer, [str(folder)], lambda progress: None)
        put(folder / "b.md", report(5, provider={"name": "Second outlet"}))
        sync_folders(parts.writer, [str(folder)], lambda progress: None)
    assert dump(library) == fresh(library, folder)


def test_many_undated_stories_and_many_in_one_minute(library: Path, folder: Path) -> None:
    """256 stories share a minute; the next are dated a minute later, in the list's order only."""
    for n in range(60):
        put(folder / f"{n}.md", story_file(f"Undated {n}", url=f"https://x.example/{n}"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tui.library.stories.SLOT_BITS", 4)
        index(library, folder)
        assert len(titles(library)) == 60
        index(library, folder)


def test_an_article_gets_its_file_as_the_last_link_to_it_goes(library: Path, folder: Path) -> None:
    put(
        folder / "a.md", story_file("One", url="https://x1.example/", related=[entry("Two", url="https://x2.example/")])
    )
    index(library, folder)
    put(folder / "a.md", story_file("Two", url="https://x2.example/"), age=1)
    assert_in_step(library, folder)
    assert titles(library) == ["Two"]
