"""A folder of stories, a library for it, and two ways to run a command: in this process, and as a real one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from calling import Answer, Command
from few import FILES

from tui.cli.commands import run


@pytest.fixture
def stories(tmp_path: Path) -> Path:
    """A folder with three story files."""
    folder = tmp_path / "stories"
    folder.mkdir()
    for name, data in FILES.items():
        (folder / name).write_bytes(data)
    return folder


@pytest.fixture(autouse=True)
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Library, settings and home of a test; returns the path of its config.toml."""
    config = tmp_path / "config.toml"
    monkeypatch.setenv("BROADSHEET_LIBRARY", str(tmp_path / "library"))
    monkeypatch.setenv("BROADSHEET_CONFIG", str(config))
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY", "SSH_CONNECTION", "SSH_TTY", "TMUX", "NO_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    return config


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs a command in this process."""

    def call(*words: str | Path) -> Answer:
        code = run([str(word) for word in words])
        return Answer(code, *capsys.readouterr())

    return call


@pytest.fixture
def broadsheet(tmp_path: Path) -> Command:
    """Runs a command as a process of its own."""

    def broadsheet(*words: str | Path, typed: str = "", **env: str) -> Answer:
        done = subprocess.run(
            [sys.executable, "-m", "tui", *map(str, words)],
            input=typed.encode(),
            capture_output=True,
            env=os.environ | env,
            check=False,
            timeout=60,
        )
        return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())

    return broadsheet
