"""open hands an article to a browser, or gives its address."""

from __future__ import annotations

import os
import stat
from base64 import b64encode
from pathlib import Path

import pytest
from calling import Command
from terminal import Terminal


@pytest.fixture
def browser(tmp_path: Path, places: Path) -> Path:
    """A stand-in browser, set in config.toml; what it was started with is in the file that this returns."""
    record = tmp_path / "opened"
    program = tmp_path / "stand-in"
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {record}.part && mv {record}.part {record}\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    places.write_text(f'browser = ["{program}", "--new-tab", "{{url}}"]\n')
    return record


@pytest.fixture
def library(call: Command, stories: Path) -> None:
    call("add", stories)


@pytest.mark.usefixtures("library")
def test_the_lead_in_the_browser_of_the_settings(broadsheet: Command, browser: Path) -> None:
    answer = broadsheet("open", "https://north.example/ferry")
    assert (answer.code, answer.out, answer.err) == (0, "", "")
    assert browser.read_text().split() == ["--new-tab", "https://north.example/ferry"]


@pytest.mark.usefixtures("library")
def test_a_browser_that_fails_is_said(call: Command, browser: Path, places: Path) -> None:
    places.write_text('browser = ["false", "{url}"]\n')
    answer = call("open", "https://north.example/ferry")
    assert answer.code == 1
    assert "false could not open the link" in answer.err


@pytest.mark.usefixtures("library")
def test_reports_and_amp_copies(call: Command) -> None:
    ferry = "https://north.example/ferry"
    assert call("open", ferry, "--print").out == "https://north.example/ferry\n"
    assert call("open", ferry, "--print", "--amp").out == "https://amp.north.example/ferry\n"
    addresses = [call("open", ferry, "--print", "--report", number).out for number in ("1", "2")]
    assert sorted(addresses) == ["https://south.example/ferry\n", "https://west.example/old\n"]
    shown = call("show", ferry).lines
    for number, address in enumerate(addresses, 1):
        heading = next(place for place, line in enumerate(shown) if line.startswith(f"{number:>3} "))
        assert address.strip() in "".join(shown[heading : heading + 3])


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(("more", "code"), [(["--report", "3"], 2), (["--amp", "--report", "1"], 1)])
def test_what_the_story_does_not_have(call: Command, more: list[str], code: int) -> None:
    answer = call("open", "https://north.example/ferry", "--print", *more)
    assert (answer.code, answer.out) == (code, "")


@pytest.mark.usefixtures("library")
def test_a_story_without_an_address(call: Command) -> None:
    ident = call("search", "storm").lines[0].split("\t")[0]
    answer = call("open", ident)
    assert (answer.code, answer.out) == (1, "")
    assert "has no address" in answer.err


@pytest.mark.usefixtures("library")
def test_without_a_browser_the_address_is_printed(call: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "203.0.113.9 50000 203.0.113.1 22")
    answer = call("open", "https://north.example/ferry")
    assert (answer.code, answer.out) == (0, "https://north.example/ferry\n")
    assert "over SSH" in answer.err


@pytest.mark.usefixtures("library")
def test_on_a_terminal_it_goes_to_the_clipboard_too(broadsheet: Command, tmp_path: Path) -> None:
    import sys

    env = {name: os.environ[name] for name in ("BROADSHEET_LIBRARY", "BROADSHEET_CONFIG")} | {"SSH_TTY": "/dev/pts/9"}
    argv = [sys.executable, "-m", "tui", "open", "https://north.example/ferry"]
    with Terminal(argv, home=tmp_path, env=env, cwd=Path(__file__).parents[2]) as terminal:
        assert terminal.wait_exit() == 0
        assert b"\x1b]52;c;" + b64encode(b"https://north.example/ferry") in bytes(terminal.raw)
        assert "https://north.example/ferry" in terminal.text
