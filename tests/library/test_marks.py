"""The reader's marks outlive everything that happens to folders and to the index."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest
from building import entry, story_file
from shelves import index, mark, opened, put

from tui.library.marks import Mark, Marks, SourcePlace
from tui.library.opening import INDEX, open_marks
from tui.model import StoryRow

KEY = "https://kept.example"
READ = Mark(KEY, read_at=100, starred_at=200, lead_at=100, hidden_at=None, tags=("later", "for work"))


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return tmp_path / "library"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    put(tmp_path / "stories" / "a.md", story_file("Kept", url=KEY, related=[entry(url="https://other.example/")]))
    put(tmp_path / "stories" / "b.md", story_file("Not read", url="https://unread.example/"), age=1)
    return tmp_path / "stories"


def row(library: Path) -> StoryRow | None:
    """The list's row of the story that was read."""
    with opened(library) as parts:
        parts.catch_up()
        story_id = parts.reading.story_of(KEY)
        position = None if story_id is None else parts.reading.position(story_id)
        return None if position is None else parts.reading.rows([position])[position]


def assert_kept(library: Path) -> None:
    found = row(library)
    assert found is not None
    assert (found.title, found.read, found.starred, found.fresh) == ("Kept", True, True, 0)
    with closing(open_marks(library)) as marks:
        assert marks.get([KEY]) == {KEY: READ}


def test_what_is_stored_comes_back(library: Path) -> None:
    every = [READ, Mark("path:a.md", hidden_at=7), Mark("other"), *(Mark(f"key{n}", read_at=n) for n in range(1200))]
    with closing(open_marks(library)) as marks:
        marks.put(every)
        assert marks.get([each.key for each in every]) == {each.key: each for each in every}
        assert marks.get(["unknown"]) == {}
        marks.put([Mark(KEY)])
        assert marks.get([KEY]) == {KEY: Mark(KEY)}


def test_reindexing(library: Path, folder: Path) -> None:
    index(library, folder)
    mark(library, READ)
    assert_kept(library)
    index(library, folder)
    assert_kept(library)
    put(folder / "a.md", (folder / "a.md").read_bytes(), age=1)
    index(library, folder)
    assert_kept(library)


def test_a_moved_folder(library: Path, folder: Path) -> None:
    index(library, folder)
    mark(library, READ)
    folder.rename(folder.with_name("moved"))
    index(library, folder.with_name("moved"))
    assert_kept(library)


def test_a_deleted_folder_that_comes_back(library: Path, folder: Path) -> None:
    index(library, folder)
    mark(library, READ)
    copy = folder.with_name("copy")
    shutil.copytree(folder, copy)
    shutil.rmtree(folder)
    assert len(index(library, folder).failures) == 1
    assert_kept(library)
    folder.mkdir()
    index(library, folder)
    assert row(library) is None
    shutil.copytree(copy, folder, dirs_exist_ok=True)
    index(library, folder)
    assert_kept(library)


def test_a_deleted_index(library: Path, folder: Path) -> None:
    index(library, folder)
    mark(library, READ)
    for path in library.glob(f"{INDEX}*"):
        path.unlink()
    index(library, folder)
    assert_kept(library)


def test_a_damaged_index(library: Path, folder: Path) -> None:
    index(library, folder)
    mark(library, READ)
    (library / INDEX).write_bytes(b"no database " * 1000)
    index(library, folder)
    assert_kept(library)


def test_a_removed_source_that_is_added_again(library: Path, folder: Path) -> None:
    place = SourcePlace(str(folder), "folder", 1)
    with closing(open_marks(library)) as marks:
        assert marks.add_source(place)
    index(library, folder)
    mark(library, READ)
    with opened(library) as parts:
        parts.marks.remove_source(place.place)
        parts.writer.drop(place.place)
        assert parts.reading.totals().stories == 0
        assert parts.marks.add_source(place)
    index(library, folder)
    assert_kept(library)


def test_marks_made_before_the_story_is_there(library: Path, folder: Path) -> None:
    mark(library, READ)
    index(library, folder)
    assert_kept(library)


def test_an_article_at_another_address_of_the_same_page(library: Path, folder: Path) -> None:
    index(library, folder)
    mark(library, READ)
    put(folder / "a.md", story_file("Kept", url="http://KEPT.example/?utm_source=feed#top"), age=1)
    index(library, folder)
    assert_kept(library)


def test_an_article_without_an_address_is_known_by_its_files_name(library: Path, folder: Path) -> None:
    put(folder / "note.md", story_file("A note", url=""))
    index(library, folder)
    mark(library, Mark("path:note.md", read_at=1, lead_at=1))
    (folder / "sub").mkdir()
    (folder / "note.md").rename(folder / "sub" / "note.md")
    index(library, folder)
    with opened(library) as parts:
        parts.catch_up()
        assert parts.reading.totals().unread == 2


def test_sources_are_kept_in_the_order_they_came(library: Path) -> None:
    with closing(open_marks(library)) as marks:
        assert marks.sources() == []
        second, first = SourcePlace("/b", "folder", 2), SourcePlace("/c", "folder", 1)
        assert marks.add_source(second)
        assert marks.add_source(first)
        assert not marks.add_source(SourcePlace("/b", "folder", 9))
        assert marks.sources() == [first, second]
        marks.remove_source("/b")
        marks.remove_source("/b")
    with closing(open_marks(library)) as marks:
        assert marks.sources() == [first]


def test_two_readers_at_once(library: Path) -> None:
    with closing(open_marks(library)) as one, closing(open_marks(library)) as other:
        one.put([Mark("a", read_at=1)])
        other.put([Mark("b", read_at=2)])
        for reader in (one, other):
            assert isinstance(reader, Marks)
            assert set(reader.get(["a", "b"])) == {"a", "b"}
