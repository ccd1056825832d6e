"""Which sources are shown: those named, else the library's, else the bundled stories."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from shelves import put

from tui.core.choosing import Chosen, choose, scope
from tui.errors import SourceError
from tui.library.marks import Marks, SourcePlace
from tui.library.opening import open_marks


@pytest.fixture
def marks(tmp_path: Path) -> Iterator[Marks]:
    with closing(open_marks(tmp_path / "library")) as opened:
        yield opened


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path, Path]:
    """The bundled stories, and two folders of the reader's."""
    found = tmp_path / "seeds", tmp_path / "one", tmp_path / "two"
    for folder in found:
        folder.mkdir()
    return found


def test_an_empty_library_shows_the_bundled_stories_and_keeps_nothing(marks: Marks, folders: tuple[Path, ...]) -> None:
    seeds = folders[0]
    assert choose(marks, [], seeds, 1) == Chosen((str(seeds),), bundled=True)
    assert choose(marks, [str(seeds)], seeds, 1) == Chosen((str(seeds),), bundled=True, named=True)
    assert marks.sources() == []


def test_named_folders_are_kept_and_are_all_that_is_shown(marks: Marks, folders: tuple[Path, ...]) -> None:
    seeds, one, two = folders
    assert choose(marks, [str(one)], seeds, 1) == Chosen((str(one),), named=True)
    assert choose(marks, [str(two), str(one), f"{two}/"], seeds, 2) == Chosen((str(two), str(one)), named=True)
    assert choose(marks, [], seeds, 3) == Chosen((str(one), str(two)))
    assert marks.sources() == [SourcePlace(str(one), "folder", 1), SourcePlace(str(two), "folder", 2)]


def test_bundled_and_own_stories_together(marks: Marks, folders: tuple[Path, ...]) -> None:
    seeds, one, _ = folders
    assert choose(marks, [str(seeds), str(one)], seeds, 1) == Chosen((str(seeds), str(one)), named=True)
    assert choose(marks, [], seeds, 1) == Chosen((str(one),))


def test_a_folder_is_known_by_its_real_path(
    marks: Marks, folders: tuple[Path, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seeds, one, _ = folders
    (tmp_path / "link").symlink_to(one)
    monkeypatch.chdir(tmp_path)
    for name in ("link", "one", "./one/.", "two/../one"):
        assert choose(marks, [name], seeds, 1).places == (str(one),)
    assert len(marks.sources()) == 1


def test_a_file_is_a_source(marks: Marks, folders: tuple[Path, ...]) -> None:
    path = put(folders[1] / "a.md", b"x")
    assert choose(marks, [str(path)], folders[0], 1) == Chosen((str(path),), named=True)


def test_what_is_not_there_is_said_and_nothing_is_kept(marks: Marks, folders: tuple[Path, ...]) -> None:
    with pytest.raises(SourceError) as caught:
        choose(marks, [str(folders[1]), str(folders[1] / "none")], folders[0], 1)
    assert "none" in caught.value.message
    assert marks.sources() == []


def test_sources_of_the_library_that_are_away_stay_chosen(marks: Marks, folders: tuple[Path, ...]) -> None:
    seeds, one, _ = folders
    choose(marks, [str(one)], seeds, 1)
    one.rmdir()
    assert choose(marks, [], seeds, 1) == Chosen((str(one),))


def test_searches_are_narrowed_only_where_there_is_more() -> None:
    indexed = {"/a": 1, "/b": 2}
    assert scope(indexed, ["/a", "/b"]) is None
    assert scope(indexed, ["/b"]) == [2]
    assert scope(indexed, ["/new"]) == []
    assert scope({}, []) is None
