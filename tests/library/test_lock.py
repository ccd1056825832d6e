"""One process writes the index at a time; the right to it ends with the process."""

from __future__ import annotations

import errno
import fcntl
import subprocess
import sys
from pathlib import Path

import pytest

from tui.errors import LibraryReadOnly
from tui.library.lock import writing

HOLD = """
import sys
from pathlib import Path
from tui.library.lock import writing
with writing(Path(sys.argv[1])) as had:
    print(had, flush=True)
    sys.stdin.read()
"""


def test_one_at_a_time(tmp_path: Path) -> None:
    with writing(tmp_path) as first, writing(tmp_path) as second:
        assert first
        assert not second
    with writing(tmp_path) as again:
        assert again


def test_a_process_that_is_killed_lets_go(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, tmp_path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "True\n"
        with writing(tmp_path) as had:
            assert not had
        other.kill()
        other.wait()
        with writing(tmp_path) as had:
            assert had


def test_it_is_let_go_when_the_work_fails(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), writing(tmp_path):
        raise ZeroDivisionError
    with writing(tmp_path) as had:
        assert had


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "library").write_text("in the way")
    with pytest.raises(LibraryReadOnly) as caught, writing(tmp_path / "library"):
        pass
    assert "--library" in caught.value.advice


def test_a_folder_without_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def flock(descriptor: int, operation: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", flock)
    with pytest.raises(LibraryReadOnly) as caught, writing(tmp_path):
        pass
    assert caught.value.message.endswith("cannot be locked: No locks available.")
