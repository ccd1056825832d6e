"""A change under a source's place is told soon, whatever the change, and also after the folder was another one."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread

import pytest
from building import story_file

from tui.indexer.watching import Work, watch

PATIENCE = 20.0
"""Seconds until a test gives up; what it waits for comes within one."""


class Over(Exception):
    """Ends a watcher from within."""


class Watching:
    """One watcher on a thread; what it put can be waited for."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.said: list[dict[str, object]] = []
        self._put: SimpleQueue[Work] = SimpleQueue()
        self._over = False
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        with suppress(Over):
            watch(str(self.place), self._take, self.said.append)

    def _take(self, work: Work) -> None:
        if self._over:
            raise Over
        self._put.put(work)

    def await_work(self, *wanted: Work) -> None:
        """Wait until all of these were put."""
        left = set(wanted)
        deadline = time.monotonic() + PATIENCE
        while left:
            try:
                left.discard(self._put.get(timeout=max(0.01, deadline - time.monotonic())))
            except Empty:
                pytest.fail(f"never told: {left}")

    def told_before(self, end: Path) -> set[Work]:
        """Everything that was put before a last change shows."""
        end.write_bytes(b"x")
        found: set[Work] = set()
        deadline = time.monotonic() + PATIENCE
        while (work := self._put.get(timeout=max(0.01, deadline - time.monotonic()))) != ("file", str(end)):
            found.add(work)
        return found

    def stop(self) -> None:
        """The next thing it would put ends it."""
        self._over = True
        folder = self.place.parent if self.place.suffix else self.place
        folder.mkdir(exist_ok=True)
        deadline = time.monotonic() + PATIENCE
        while self._thread.is_alive() and time.monotonic() < deadline:
            (self.place if self.place.suffix else folder / "end.md").write_text(str(time.monotonic()))
            self._thread.join(0.3)
        assert not self._thread.is_alive()


@pytest.fixture
def start() -> Iterator[Callable[[Path], Watching]]:
    started: list[Watching] = []

    def begin(place: Path) -> Watching:
        started.append(Watching(place))
        return started[-1]

    yield begin
    for watching in started:
        watching.stop()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "stories"
    (folder / "sub").mkdir(parents=True)
    (folder / "old.md").write_bytes(story_file())
    (folder / "sub" / "old.md").write_bytes(story_file())
    return folder


def test_new_changed_renamed_and_deleted_files(folder: Path, start: Callable[[Path], Watching]) -> None:
    watching = start(folder)
    watching.await_work(("sync",))
    (folder / "new.md").write_bytes(story_file())
    watching.await_work(("file", str(folder / "new.md")))
    (folder / "sub" / "old.md").write_bytes(story_file("Changed"))
    watching.await_work(("file", str(folder / "sub" / "old.md")))
    (folder / "old.md").rename(folder / "renamed.md")
    watching.await_work(("file", str(folder / "old.md")), ("file", str(folder / "renamed.md")))
    (folder / "renamed.md").unlink()
    watching.await_work(("file", str(folder / "renamed.md")))
    (folder / "part").write_bytes(story_file())
    (folder / "part").replace(folder / "new.md")
    watching.await_work(("file", str(folder / "new.md")))
    assert watching.said == []


def test_folders_that_come_and_go(folder: Path, tmp_path: Path, start: Callable[[Path], Watching]) -> None:
    watching = start(folder)
    watching.await_work(("sync",))
    (tmp_path / "whole" / "deep").mkdir(parents=True)
    (tmp_path / "whole" / "deep" / "a.md").write_bytes(story_file())
    (tmp_path / "whole").rename(folder / "whole")
    watching.await_work(("sync",))
    (folder / "whole" / "deep" / "b.md").write_bytes(story_file())
    watching.await_work(("file", str(folder / "whole" / "deep" / "b.md")))
    shutil.rmtree(folder / "whole")
    watching.await_work(("sync",))


def test_what_is_no_story_is_not_told(folder: Path, start: Callable[[Path], Watching]) -> None:
    (folder / "picture.png").write_bytes(b"x")
    (folder / ".hidden").mkdir()
    watching = start(folder)
    watching.await_work(("sync",))
    for name in ("picture.png", "new.png", ".hidden/a.md", ".draft.md", ".old.md.swp", "a.md~"):
        (folder / name).write_bytes(b"xx")
    assert watching.told_before(folder / "z.md") == set()


def test_a_single_file(folder: Path, start: Callable[[Path], Watching]) -> None:
    watching = start(folder / "old.md")
    watching.await_work(("sync",))
    (folder / "neighbour.md").write_bytes(story_file())
    (folder / "part").write_bytes(story_file("Saved"))
    (folder / "part").replace(folder / "old.md")
    watching.await_work(("file", str(folder / "old.md")))
    (folder / "old.md").write_bytes(story_file("Written"))
    watching.await_work(("file", str(folder / "old.md")))


def test_a_folder_that_is_made_anew(folder: Path, start: Callable[[Path], Watching]) -> None:
    """As a site generator does: everything away, everything back, in another folder of the same name."""
    watching = start(folder)
    watching.await_work(("sync",))
    shutil.rmtree(folder)
    folder.mkdir()
    watching.await_work(("sync",))
    watching.await_work(("sync",))
    (folder / "after.md").write_bytes(story_file())
    watching.await_work(("file", str(folder / "after.md")))


def test_a_folder_that_is_away_at_first(tmp_path: Path, start: Callable[[Path], Watching]) -> None:
    watching = start(tmp_path / "later")
    (tmp_path / "later").mkdir()
    watching.await_work(("sync",))
    (tmp_path / "later" / "a.md").write_bytes(story_file())
    watching.await_work(("file", str(tmp_path / "later" / "a.md")))
    assert watching.said == []


def test_a_system_that_watches_no_more_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> Iterator[None]:
        raise OSError(28, "OS file watch limit reached")
        yield

    monkeypatch.setattr("watchfiles.watch", refuse)
    said: list[dict[str, object]] = []
    watch(str(tmp_path), lambda work: None, said.append)
    (event,) = said
    assert event["event"] == "unwatched"
    assert "limit" in str(event["message"])
