"""Story files as tuples that cross a pipe, however many there are."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from loopback import story_file, write_repository

from tui.formats.flat import FileResult
from tui.sources import parser, parsing
from tui.sources.git_command import Blobs, installed
from tui.sources.parsing import parse_blobs, parse_content, parse_files


def write(folder: Path, count: int) -> dict[str, bytes]:
    files = {f"{number:04}.md": story_file(number) for number in range(count)}
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return files


def flat(batches: object) -> dict[str, FileResult]:
    return {result.name: result for results in batches for result in results}  # type: ignore[attr-defined]


@pytest.mark.parametrize("count", [1, 40, 200])
def test_files_and_their_content_give_the_same(tmp_path: Path, count: int) -> None:
    files = write(tmp_path, count)
    assert flat(parse_content(files.items())) == flat(parse_files(str(tmp_path), list(files)))


def test_entries_are_numbered_anew_when_they_become_too_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = write(tmp_path, 300)
    expected = flat(parse_content(files.items()))
    assert [report[8][0][1] for result in expected.values() if (report := result.report)] == [
        f"Report of {number}" for number in range(300)
    ]
    monkeypatch.setattr(parser, "KEPT_SIZE", 500)
    assert flat(parse_content(files.items())) == expected
    assert flat(parse_files(str(tmp_path), list(files))) == expected


def test_a_batch_is_never_too_heavy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "HEAVIEST_BATCH", 100)
    items = [(f"{number}.md", "", (number * 37) % 150) for number in range(400)]
    batches = list(parsing._batches(items))
    assert [item for batch in batches for item in batch] == items
    assert all(sum(item[2] for item in batch) <= 100 or len(batch) == 1 for batch in batches)
    assert Counter(map(bool, batches)) == {True: len(batches)}


def test_content_is_parsed_before_it_becomes_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "HEAVIEST_BATCH", 1000)
    files = [(f"{number}.md", story_file(number)) for number in range(20)]
    sizes = [len(batch) for batch in parse_content(files)]
    assert max(sizes) <= 4
    assert sum(sizes) == 20


@pytest.mark.skipif(not installed(), reason="no git")
def test_a_blob_that_is_not_there_is_told_and_costs_no_other(tmp_path: Path) -> None:
    write_repository(tmp_path / "site", {"a.md": story_file(1)})
    directory = str(tmp_path / "site" / ".git")
    blobs = Blobs(directory)
    blobs.ask(["0" * 40, "HEAD^{tree}", "HEAD:a.md"])
    for _ in range(2):
        with pytest.raises(OSError, match="damaged"):
            blobs.read()
    assert blobs.read() == story_file(1)
    blobs.close()
    there = (tmp_path / "site" / ".git").resolve()
    found = flat(parse_blobs(str(there), [("gone.md", "0" * 40, 1), ("a.md", "HEAD:a.md", 1)]))
    assert (found["gone.md"].digest, found["gone.md"].report) == (b"", None)
    report = found["a.md"].report
    assert report is not None
    assert report[0][1] == "Story 1"


@pytest.mark.skipif(not installed(), reason="no git")
def test_blobs_of_what_is_no_repository_are_not_there(tmp_path: Path) -> None:
    found = flat(parse_blobs(str(tmp_path), [(f"{number}.md", "0" * 40, 1) for number in range(300)]))
    assert len(found) == 300
    assert all(result.digest == b"" for result in found.values())
