"""A link is copied through the terminal, and through tmux where one is running."""

from __future__ import annotations

import base64
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.opener import copy_sequence, tmux_copy
from tui.opener.clipboard import COPY_LIMIT


def copied(text: str) -> str:
    sequence = copy_sequence(text)
    assert sequence.startswith("\x1b]52;c;")
    assert sequence.endswith("\x07")
    return base64.b64decode(sequence[7:-1], validate=True).decode()


def test_a_link_is_copied_as_it_is() -> None:
    for text in ("https://x.test/a?b=c&d=%20", "[Ärger um 中文](<https://x.test/>)", "https://x.test/" + "a" * 2030):
        assert copied(text) == text


def test_what_would_run_when_pasted_into_a_shell_is_taken_out() -> None:
    assert copied("https://x.test/\nrm -rf ~\n") == "https://x.test/ rm -rf ~"
    assert copied("a\x1b[201~b\x03\ud800") == "ab"
    assert len(copied("a" * 1_000_000)) == COPY_LIMIT


@given(st.text())
def test_any_text_gives_one_sequence(text: str) -> None:
    assert not any(unicodedata.category(character) == "Cc" for character in copied(text))


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Mapping[str, str]]:
    """The environment inside a tmux of its own."""
    if not shutil.which("tmux"):
        pytest.skip("no tmux")
    socket = tmp_path / "s"
    subprocess.run(["tmux", "-S", socket, "-f", "/dev/null", "new-session", "-d", "cat"], check=True)
    yield {"TMUX": f"{socket},1,0", "PATH": "/usr/bin:/bin:/usr/local/bin", "LANG": "C.UTF-8"}
    subprocess.run(["tmux", "-S", socket, "kill-server"], check=True)


def test_inside_tmux_the_text_is_in_its_buffer(tmux: Mapping[str, str], tmp_path: Path) -> None:
    assert tmux_copy("https://x.test/\x1b[31m#{pid} é\n", tmux) == ""
    shown = subprocess.run(["tmux", "-S", tmp_path / "s", "show-buffer"], check=True, capture_output=True, text=True)
    assert shown.stdout == "https://x.test/#{pid} é"


def test_what_goes_wrong_in_tmux_is_said(tmp_path: Path) -> None:
    assert tmux_copy("x", {}) == "", "outside tmux there is nothing to do"
    assert "cannot be started" in tmux_copy("x", {"TMUX": "s,1,0", "PATH": str(tmp_path)})
    script = tmp_path / "tmux"
    script.write_text("#!/bin/sh\ncat > /dev/null\nprintf 'no \\033[2Jserver\\n' >&2\nexit 1\n")
    script.chmod(0o755)
    environ = {"TMUX": "s,1,0", "PATH": f"{tmp_path}:/usr/bin:/bin"}
    assert tmux_copy("x", environ) == "tmux did not take the text: no server."


def test_a_tmux_that_hangs_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.opener.clipboard.TMUX_SECONDS", 0.1)
    script = tmp_path / "tmux"
    script.write_text("#!/bin/sh\nexec sleep 60\n")
    script.chmod(0o755)
    assert "did not answer" in tmux_copy("x", {"TMUX": "s,1,0", "PATH": f"{tmp_path}:/usr/bin:/bin"})
