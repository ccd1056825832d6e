"""A run over folders: what it reads, says and keeps, whatever happens to the folders meanwhile."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from building import CORPUS, needs_corpus, story_file
from shelves import Library, dump, index, opened, put, titles

from tui.core.changes import decide
from tui.core.syncing import Outcome, Progress, names_under, sync_files, sync_folders
from tui.library import index_writer
from tui.library.index_writer import IndexWriter
from tui.sources import folder as folder_source
from tui.wiring import open_desk, refresh


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return tmp_path / "library"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "stories"
    folder.mkdir()
    return folder


def fill(folder: Path, count: int, start: int = 0) -> None:
    for n in range(start, start + count):
        put(folder / f"{n:04}.md", story_file(f"Story {n}", url=f"https://x.example/{n}"))


def silent(progress: Progress) -> None:
    """Nobody listens."""


def test_progress_runs_from_nothing_to_everything(library: Path, folder: Path) -> None:
    fill(folder, 700)
    said: list[Progress] = []
    index(library, folder, tell=said.append)
    assert said[0] == Progress("reading", 0, 700)
    assert said[-1] == Progress("reading", 700, 700)
    assert [progress.done for progress in said] == sorted(progress.done for progress in said)
    assert {progress.total for progress in said} == {700}
    said.clear()
    index(library, folder, tell=said.append)
    assert said == []


def test_the_first_stories_are_stored_before_the_rest_is_read(library: Path, folder: Path) -> None:
    fill(folder, 700)
    counts: list[tuple[int, int]] = []
    with opened(library) as reader:
        index(library, folder, tell=lambda progress: counts.append((progress.done, reader.reading.totals().stories)))
    assert counts[1] == (40, 40)
    assert counts[-1] == (700, 700)
    assert all(stored <= done for done, stored in counts)


def test_a_folder_that_is_away_keeps_what_the_library_has(library: Path, folder: Path, tmp_path: Path) -> None:
    fill(folder, 3)
    other = tmp_path / "other"
    fill(other, 1, start=50)
    index(library, folder)
    folder.rename(tmp_path / "away")
    outcome = index(library, folder, other)
    assert (outcome.read, outcome.gone) == (1, 0)
    (failure,) = outcome.failures
    assert str(folder) in failure.message
    assert "stays" in failure.advice
    assert len(titles(library)) == 4
    with opened(library) as parts:
        assert [problem.origin for problem in parts.reading.problems()] == [str(folder)]
    (tmp_path / "away").rename(folder)
    assert index(library, folder, other).failures == []
    with opened(library) as parts:
        assert parts.reading.problems() == []


def test_a_folder_that_goes_away_in_the_middle_keeps_what_the_library_has(
    library: Path, folder: Path, tmp_path: Path
) -> None:
    """It was looked through, and then not one file could be read any more."""
    fill(folder, 300)
    index(library, folder)
    for path in folder.iterdir():
        put(path, path.read_bytes() + b"x", age=9)

    def take_away(progress: Progress) -> None:
        if progress.done == 0 and folder.exists():
            folder.rename(tmp_path / "away")

    outcome = index(library, folder, tell=take_away)
    assert outcome.gone == 0
    assert len(titles(library)) == 300
    (tmp_path / "away").rename(folder)
    index(library, folder)
    assert len(titles(library)) == 300
    with opened(library) as parts:
        assert parts.reading.problems() == []


def test_a_file_that_cannot_be_read_keeps_what_it_said(
    library: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(folder, 3)
    index(library, folder)
    put(folder / "0001.md", b"changed", age=1)
    real = folder_source.read

    def read(path: str) -> bytes:
        if path.endswith("0001.md"):
            raise PermissionError(13, "Permission denied")
        return real(path)

    with monkeypatch.context() as patch:
        patch.setattr(folder_source, "read", read)
        for _ in range(2):
            index(library, folder)
            assert len(titles(library)) == 3
            with opened(library) as parts:
                (problem,) = parts.reading.problems()
            assert problem.reason == "The file cannot be read: Permission denied."
    index(library, folder)
    assert sorted(titles(library)) == ["Story 0", "Story 2"]


def test_a_part_that_cannot_be_looked_into_keeps_what_the_library_has(
    library: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(folder / "sub", 2)
    fill(folder, 2, start=5)
    index(library, folder)
    real = os.scandir

    def scandir(path: str) -> object:
        if path.endswith("sub"):
            raise PermissionError(13, "Permission denied")
        return real(path)

    with monkeypatch.context() as patch:
        patch.setattr(folder_source.os, "scandir", scandir)
        (folder / "0005.md").unlink()
        outcome = index(library, folder)
    assert outcome.gone == 1
    assert sorted(titles(library)) == ["Story 0", "Story 1", "Story 6"]
    with opened(library) as parts:
        (problem,) = parts.reading.problems()
    assert (problem.origin, problem.reason) == (f"{folder}/sub/", "The folder cannot be read: Permission denied.")


def test_two_sources_that_are_away_fail_once_each(library: Path, tmp_path: Path) -> None:
    outcome = index(library, tmp_path / "one", tmp_path / "two")
    assert len(outcome.failures) == 2
    assert not outcome.changed


def test_when_a_source_was_last_looked_through(library: Path, folder: Path) -> None:
    before = int(time.time())
    index(library, folder)
    with opened(library) as parts:
        checked = parts.reading.source_states()[str(folder)].checked_at
    assert checked is not None
    assert before <= checked <= time.time()


def test_places_over_the_network_are_none_of_this_runs_business(library: Path, folder: Path) -> None:
    fill(folder, 1)
    with opened(library) as parts:
        outcome = sync_folders(parts.writer, ["https://site.example/", str(folder)], silent)
    assert (outcome.read, outcome.failures) == (1, [])


def test_an_import_is_tidied_up_after(library: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_writer, "SETTLE_ABOVE", 20)
    settled: list[bool] = []
    real = IndexWriter.settle
    monkeypatch.setattr(IndexWriter, "settle", lambda self: (settled.append(True), real(self))[1])
    for count, start in ((30, 0), (5, 100)):
        fill(folder, count, start=start)
        with open_desk(library, lambda: None) as desk:
            refresh(desk, [str(folder)], silent)
    assert settled == [True]
    assert len(titles(library)) == 35


@pytest.fixture
def some(library: Path, folder: Path) -> Callable[..., Outcome]:
    """Look again at some files only."""

    def look(*names: str) -> Outcome:
        with opened(library) as parts:
            return sync_files(parts.writer, str(folder), names, silent)

    return look


def test_some_files_only(library: Path, folder: Path, some: Callable[..., Outcome]) -> None:
    fill(folder, 3)
    index(library, folder)
    put(folder / "0000.md", story_file("Edited", url="https://x.example/0"), age=1)
    put(folder / "0001.md", story_file("Not said", url="https://x.example/1"), age=1)
    (folder / "0002.md").unlink()
    put(folder / "new.md", story_file("New", url="https://x.example/new"))
    outcome = some("0000.md", "0002.md", "new.md")
    assert (outcome.read, outcome.gone) == (2, 1)
    assert sorted(titles(library)) == ["Edited", "New", "Story 1"]
    index(library, folder)
    assert sorted(titles(library)) == ["Edited", "New", "Not said"]


def test_some_files_of_a_folder_that_is_gone(
    library: Path, folder: Path, some: Callable[..., Outcome], tmp_path: Path
) -> None:
    fill(folder, 2)
    index(library, folder)
    shutil.move(folder, tmp_path / "away")
    outcome = some("0000.md", "0001.md")
    assert (outcome.read, outcome.gone, len(outcome.failures)) == (0, 0, 1)
    assert len(titles(library)) == 2


def test_a_single_file_that_is_saved_by_replacing_it(library: Path, folder: Path) -> None:
    """Editors write another file and rename it: for a moment there is none."""
    path = put(folder / "a.md", story_file("First"))
    index(library, path)
    path.unlink()
    with opened(library) as parts:
        assert len(sync_files(parts.writer, str(path), ["a.md"], silent).failures) == 1
    assert titles(library) == ["First"]
    put(path, story_file("Second"), age=1)
    with opened(library) as parts:
        sync_files(parts.writer, str(path), ["a.md"], silent)
    assert titles(library) == ["Second"]


def test_the_other_file_of_an_article_is_read_when_the_one_that_spoke_goes(
    library: Path, folder: Path, some: Callable[..., Outcome]
) -> None:
    put(folder / "a.md", story_file("Winner", heat=9))
    put(folder / "b.md", story_file("Loser", heat=1))
    index(library, folder)
    (folder / "a.md").unlink()
    some("a.md")
    assert titles(library) == ["Loser"]
    found = dump(library)
    shutil.rmtree(library)
    index(library, folder)
    assert dump(library) == found


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/stories/a.md", "a.md"),
        ("/stories/sub/B.MARKDOWN", "sub/B.MARKDOWN"),
        ("/stories/.hidden.md", None),
        ("/stories/.git/a.md", None),
        ("/stories/._a.md", None),
        ("/stories/a.txt", None),
        ("/stories", None),
        ("/stories2/a.md", None),
        ("/other/a.md", None),
    ],
)
def test_names_of_paths(path: str, name: str | None) -> None:
    assert names_under("/stories", [path]) == ([name] if name else [])


def test_the_name_of_a_source_that_is_one_file() -> None:
    assert names_under("/stories/a.md", ["/stories/a.md", "/stories/b.md"]) == ["a.md"]


@needs_corpus
@pytest.mark.slow
def test_a_second_look_at_every_real_file_reads_none(library: Path) -> None:
    assert index(library, CORPUS).read == len(list(CORPUS.glob("*.md")))
    with opened(library) as parts:
        assert isinstance(parts, Library)
        source = parts.writer.source(str(CORPUS))
        found = folder_source.scan(str(CORPUS))
        assert decide(parts.writer.files(source), found.stamps, found.unseen).read == ()
        assert parts.reading.problems() == []
