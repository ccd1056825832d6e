"""The indexer as the process that it is: what it says, what it does when files change, and that it may be killed."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

import pytest
from building import CORPUS, needs_corpus, story_file
from shelves import dump, mark, opened, put, titles

from tui.library.database import transaction
from tui.library.lock import writing
from tui.library.marks import Mark
from tui.library.opening import INDEX, open_index

PATIENCE = 30.0
"""Seconds until a test gives up."""
SOON = 1.0
"""Seconds in which a saved file shows; a busy machine is forgiven some more."""

Event = dict[str, Any]


class Indexer:
    """One indexer process; its events can be waited for."""

    def __init__(self, library: Path, *places: Path) -> None:
        config = library.with_name("config.toml")
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "tui.indexer", str(library), str(config), *map(str, places)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self.heard: list[Event] = []
        self._events: SimpleQueue[Event] = SimpleQueue()
        self._listener = Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            for line in lines:
                self._events.put(json.loads(line))

    def wait_for(self, name: str, **wanted: object) -> Event:
        """The next event of this name with these values."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                event = self._events.get(timeout=max(0.01, deadline - time.monotonic()))
            except Empty:
                pytest.fail(f"no {name} {wanted} after {self.heard[-5:]}")
            self.heard.append(event)
            if event["event"] == name and all(event.get(key) == value for key, value in wanted.items()):
                return event

    def ask(self, request: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(request + "\n")
        self.process.stdin.flush()

    def close(self) -> int:
        """Close its standard input, as a reader that quits does; its exit status."""
        assert self.process.stdin is not None
        if not self.process.stdin.closed:
            self.process.stdin.close()
        return self._ended()

    def kill(self) -> None:
        self.process.kill()
        self._ended()

    def _ended(self) -> int:
        status = self.process.wait(PATIENCE)
        self._listener.join(PATIENCE)
        assert self.process.stderr is not None
        with self.process.stderr as errors:
            assert errors.read() == ""
        if self.process.stdin:
            self.process.stdin.close()
        return status


@pytest.fixture
def start() -> Iterator[Callable[..., Indexer]]:
    started: list[Indexer] = []

    def begin(library: Path, *places: Path) -> Indexer:
        started.append(Indexer(library, *places))
        return started[-1]

    yield begin
    for indexer in started:
        if indexer.process.poll() is None:
            indexer.kill()


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return tmp_path / "library"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "stories"
    for n in range(3):
        put(folder / f"{n}.md", story(n))
    return folder


def story(n: int, title: str = "") -> bytes:
    """Titles that have nothing in common, so that each is a story of its own."""
    words = ["Harbour", "Parliament", "Volcano", "Orchestra", "Glacier", "Railway", "Vaccine", "Satellite"]
    return story_file(title or f"{words[n % 8]} number {n}", url=f"https://x.example/{n}")


def settled(indexer: Indexer) -> None:
    """It has looked at everything, and once more after the watch was set up."""
    indexer.wait_for("idle")
    indexer.wait_for("idle")


def when(condition: Callable[[], bool]) -> float:
    """How long until it holds."""
    start = time.monotonic()
    while not condition():
        if time.monotonic() - start > PATIENCE:
            pytest.fail("it never came about")
        time.sleep(0.01)
    return time.monotonic() - start


def test_what_it_says_of_a_first_run_and_of_one_without_news(
    library: Path, folder: Path, start: Callable[..., Indexer]
) -> None:
    indexer = start(library, folder)
    idle = indexer.wait_for("idle")
    assert (idle["read"], idle["gone"]) == (3, 0)
    heard = [event["event"] for event in indexer.heard]
    assert heard[0] == "progress"
    assert "changed" in heard
    progress = [event for event in indexer.heard if event["event"] == "progress" and event["phase"] == "reading"]
    assert (progress[0]["done"], progress[-1]["done"], progress[-1]["total"]) == (0, 3, 3)
    assert len(titles(library)) == 3
    assert indexer.close() == 0
    indexer = start(library, folder)
    assert indexer.wait_for("idle")["read"] == 0
    assert {event["event"] for event in indexer.heard} <= {"synced", "idle"}


def test_a_saved_file_shows_within_a_second(library: Path, folder: Path, start: Callable[..., Indexer]) -> None:
    indexer = start(library, folder)
    settled(indexer)
    took = []
    with opened(library) as parts:
        for n in range(3):
            (folder / "0.md").write_bytes(story(0, f"Saved {n}"))
            shown = "SELECT 1 FROM article WHERE title=?"
            took.append(when(lambda: bool(parts.index.execute(shown, (f"Saved {n}",)).fetchall())))  # noqa: B023
            indexer.wait_for("changed")
    assert min(took) < SOON


def test_new_moved_and_deleted_files(library: Path, folder: Path, start: Callable[..., Indexer]) -> None:
    indexer = start(library, folder)
    settled(indexer)
    put(folder / "sub" / "new.md", story(7))
    when(lambda: len(titles(library)) == 4)
    (folder / "sub").rename(folder / "other")
    (folder / "1.md").unlink()
    when(lambda: len(titles(library)) == 3)
    with opened(library) as parts:
        files = {row[0] for row in parts.index.execute("SELECT name FROM file")}
    assert files >= {"0.md", "2.md"}
    when(lambda: {name for _, name in dump(library)["files"]} == {"0.md", "2.md", "other/new.md"})


def test_it_looks_when_it_is_asked(library: Path, folder: Path, start: Callable[..., Indexer]) -> None:
    indexer = start(library, folder)
    settled(indexer)
    for request in ("sync", "regroup", "", "what is that?"):
        indexer.ask(request)
        indexer.wait_for("idle")


def test_marks_of_another_process_come_in(library: Path, folder: Path, start: Callable[..., Indexer]) -> None:
    indexer = start(library, folder)
    settled(indexer)
    mark(library, Mark("https://x.example/0", read_at=1, lead_at=1))
    indexer.ask("sync")
    indexer.wait_for("idle")
    with opened(library) as parts:
        assert parts.reading.totals().unread == 2


def test_it_ends_with_its_reader(library: Path, folder: Path, start: Callable[..., Indexer]) -> None:
    indexer = start(library, folder)
    indexer.wait_for("progress")
    assert indexer.close() == 0


def test_it_ends_when_nobody_listens(library: Path, folder: Path) -> None:
    program = [sys.executable, "-P", "-m", "tui.indexer", library, library.with_name("config.toml"), folder]
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.wait(PATIENCE) == 0
        assert process.stderr is not None
        assert process.stderr.read() == b""


def test_a_source_that_is_away_is_said_and_comes_back(
    library: Path, folder: Path, tmp_path: Path, start: Callable[..., Indexer]
) -> None:
    folder.rename(tmp_path / "away")
    indexer = start(library, folder)
    failed = indexer.wait_for("failed")
    assert str(folder) in failed["message"]
    assert failed["advice"]
    (tmp_path / "away").rename(folder)
    when(lambda: len(titles(library)) == 3)


def test_a_library_that_cannot_be_used_is_said_and_tried_again(
    library: Path, folder: Path, start: Callable[..., Indexer]
) -> None:
    library.write_text("in the way")
    indexer = start(library, folder)
    assert "cannot be made" in indexer.wait_for("failed")["message"]
    library.unlink()
    indexer.ask("sync")
    indexer.wait_for("idle", read=3)
    assert len(titles(library)) == 3


def test_what_failed_is_made_up_for(library: Path, folder: Path, start: Callable[..., Indexer]) -> None:
    """A file changed while the index was damaged: the next change brings both."""
    indexer = start(library, folder)
    settled(indexer)
    (library / INDEX).unlink()
    for suffix in ("-wal", "-shm"):
        Path(f"{library / INDEX}{suffix}").unlink(missing_ok=True)
    (library / INDEX).mkdir()
    put(folder / "3.md", story(3))
    indexer.wait_for("failed")
    (library / INDEX).rmdir()
    put(folder / "4.md", story(4))
    when(lambda: len(titles(library)) == 5)


def test_it_waits_for_another_that_writes(library: Path, folder: Path, start: Callable[..., Indexer]) -> None:
    library.mkdir()
    with writing(library) as had:
        assert had
        indexer = start(library, folder)
        indexer.wait_for("changed")
        assert indexer.process.poll() is None
    indexer.wait_for("idle", read=3)


def test_two_at_once(library: Path, folder: Path, start: Callable[..., Indexer]) -> None:
    for n in range(3, 400):
        put(folder / f"{n}.md", story(n))
    first, second = start(library, folder), start(library, folder)
    one, other = first.wait_for("idle"), second.wait_for("idle")
    assert sorted([one["read"], other["read"]]) == [0, 400]
    assert dump(library)["files"].keys() == {(str(folder), f"{n}.md") for n in range(400)}


def test_killed_while_it_indexes_and_started_again(
    library: Path, folder: Path, tmp_path: Path, start: Callable[..., Indexer]
) -> None:
    for n in range(3, 600):
        put(folder / f"{n}.md", story(n))
    for _ in range(3):
        indexer = start(library, folder)
        indexer.wait_for("progress", phase="reading")
        indexer.wait_for("progress", phase="reading")
        indexer.kill()
    indexer = start(library, folder)
    indexer.wait_for("idle")
    indexer.close()
    undisturbed = tmp_path / "undisturbed"
    indexer = start(undisturbed, folder)
    indexer.wait_for("idle")
    indexer.close()
    found, wanted = dump(library), dump(undisturbed)
    for name in ("articles", "files", "problems", "homes", "values"):
        assert (
            found[name].keys() == wanted[name].keys() if isinstance(found[name], dict) else found[name] == wanted[name]
        )
    assert len(titles(library)) == len(titles(undisturbed))


def test_a_reader_that_holds_the_index_for_a_moment_is_waited_for(
    library: Path, folder: Path, start: Callable[..., Indexer]
) -> None:
    indexer = start(library, folder)
    settled(indexer)
    with closing(open_index(library)) as index:
        with transaction(index):
            put(folder / "5.md", story(5))
            indexer.ask("sync")
        when(lambda: len(titles(library)) == 4)


@needs_corpus
@pytest.mark.slow
def test_the_first_real_stories_are_there_at_once(library: Path, start: Callable[..., Indexer]) -> None:
    indexer = start(library, CORPUS)
    indexer.wait_for("changed")
    assert len(titles(library)) >= 20
    assert indexer.wait_for("idle")["read"] == len(list(CORPUS.glob("*.md")))
