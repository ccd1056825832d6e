"""Two processes parse a folder's files: each once, also when one of them dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from building import CORPUS, entry, needs_corpus, story_file
from shelves import put

from tui.formats.flat import FileResult, flat_article
from tui.formats.frontmatter import read
from tui.sources import parsing
from tui.sources.folder import digest
from tui.sources.parsing import ALONE_BELOW, FIRST_BATCH, parse_files

MANY = ALONE_BELOW * 4


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for n in range(MANY):
        put(tmp_path / name(n), file_of(n))
    return tmp_path


def name(n: int) -> str:
    return f"2023-07-{n:04}.md"


def file_of(n: int) -> bytes:
    """Files that are near share entries, and some have problems."""
    related = [entry(f"Entry {m}", url=f"https://e{m}.example/") for m in range(n // 7, n // 7 + 4)]
    return story_file(f"Story {n}", url=f"https://x.example/{n}", related=related, heat="hot" if n % 9 == 0 else n)


@pytest.fixture
def children(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """Every child process that is started."""
    started: list[subprocess.Popen[bytes]] = []

    class Child(subprocess.Popen):  # type: ignore[type-arg]
        def __init__(self, *words: Any, **options: Any) -> None:
            super().__init__(*words, **options)
            started.append(self)

    monkeypatch.setattr(parsing.subprocess, "Popen", Child)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    return started


def expected(place: Path, n: int) -> FileResult:
    data = file_of(n)
    parsed = read(data, str(place / name(n)))
    report = parsed.report
    assert report is not None
    related = tuple(flat_article(article) for article in report.related)
    flat = (flat_article(report.article), report.heat, report.listed, report.removed, report.category)
    problems = tuple((problem.place, problem.reason) for problem in parsed.problems)
    return FileResult(
        name(n), digest(data), (*flat, report.topics, report.featured_url, report.body, related), problems
    )


def everything(place: Path, count: int, batches: list[list[FileResult]]) -> None:
    """Each file once, and each as a reader of that one file reads it."""
    results = {result.name: result for batch in batches for result in batch}
    assert Counter(result.name for batch in batches for result in batch) == Counter(name(n) for n in range(count))
    for n in range(count):
        assert results[name(n)] == expected(place, n)


def wanted(count: int) -> list[str]:
    return [name(n) for n in reversed(range(count))]


def test_a_few_files_are_parsed_here(folder: Path, children: list[subprocess.Popen[bytes]]) -> None:
    count = ALONE_BELOW - 1
    everything(folder, count, list(parse_files(str(folder), wanted(count))))
    assert children == []
    assert list(parse_files(str(folder), [])) == []


def test_many_are_parsed_by_two(folder: Path, children: list[subprocess.Popen[bytes]]) -> None:
    batches = list(parse_files(str(folder), wanted(MANY)))
    everything(folder, MANY, batches)
    assert len(children) == 1
    assert children[0].returncode is not None
    assert [result.name for result in batches[0]] == wanted(MANY)[:FIRST_BATCH]


@pytest.mark.parametrize("after", [0, 1, 2, 3, 5])
def test_a_child_that_is_killed_costs_nothing(
    folder: Path, children: list[subprocess.Popen[bytes]], after: int
) -> None:
    batches = []
    for batch in parse_files(str(folder), wanted(MANY)):
        if len(batches) == after:
            children[0].kill()
        batches.append(batch)
    everything(folder, MANY, batches)


def test_a_child_that_takes_its_time_holds_nobody_up(tmp_path: Path, children: list[subprocess.Popen[bytes]]) -> None:
    folder = tmp_path / ("long" * 60)  # more names than fit a pipe
    for n in range(MANY):
        put(folder / name(n), file_of(n))
    batches = parse_files(str(tmp_path), [f"{folder.name}/{name(n)}" for n in range(MANY)])
    found = next(batches)
    children[0].send_signal(signal.SIGSTOP)
    found += next(batches)
    children[0].send_signal(signal.SIGCONT)
    for rest in batches:
        found += rest
    assert sorted(result.name for result in found) == [f"{folder.name}/{name(n)}" for n in range(MANY)]


@pytest.mark.parametrize("program", ["/bin/false", "/nowhere/python", "/bin/true"])
def test_a_child_that_cannot_start_costs_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, program: str, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "executable", program)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    everything(folder, MANY, list(parse_files(str(folder), wanted(MANY))))
    assert capfd.readouterr().err == ""


def test_one_core_needs_no_child(
    folder: Path, children: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    everything(folder, MANY, list(parse_files(str(folder), wanted(MANY))))
    assert children == []


def test_who_takes_no_more_leaves_no_child_behind(folder: Path, children: list[subprocess.Popen[bytes]]) -> None:
    with closing(parse_files(str(folder), wanted(MANY))) as batches:
        next(batches)
        next(batches)
    assert children[0].returncode is not None


def test_a_child_whose_parent_goes_ends_in_silence(folder: Path) -> None:
    child = subprocess.Popen(
        [sys.executable, "-P", "-m", parsing.__name__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert child.communicate(timeout=30) == (b"", b"")
    assert child.returncode == 0


def test_a_folder_named_like_the_package_is_not_imported(
    folder: Path, children: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder / "tui" / "__init__.py", b"raise SystemExit('wrong package')")
    monkeypatch.chdir(folder)
    everything(folder, MANY, list(parse_files(str(folder), wanted(MANY))))


def test_what_cannot_be_read_is_said_and_hangs_nothing(folder: Path) -> None:
    os.mkfifo(folder / "pipe.md")
    (folder / "folder.md").mkdir()
    (folder / "zero.md").symlink_to("/dev/zero")
    odd = ["none.md", "pipe.md", "folder.md", "zero.md"]
    for names in (odd, [*odd, *wanted(MANY), *odd]):
        results = [result for batch in parse_files(str(folder), names) for result in batch]
        unread = [result for result in results if not result.digest]
        assert len(results) == len(names)
        assert {result.name for result in unread} == set(odd)
        assert all(result.report is None and result.problems[0][1].endswith(".") for result in unread)


@needs_corpus
@pytest.mark.slow
def test_real_files_say_the_same_in_both_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    names = sorted((path.name for path in CORPUS.glob("*.md")), reverse=True)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    two = {result.name: result for batch in parse_files(str(CORPUS), names) for result in batch}
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    one = {result.name: result for batch in parse_files(str(CORPUS), names) for result in batch}
    assert two == one
    assert len(one) == len(names)
