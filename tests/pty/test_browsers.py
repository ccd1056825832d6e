"""Opening from the real reader: browsers beside it and in its terminal, and the clipboard where there is none."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path

from sitting import BRIDGE, FERRY, Sit, at_rest, fill, selected, uncovered
from terminal import Terminal

Program = Callable[[str, str], str]

W3M = """test -t 0 && test -t 1 && echo "w3m shows $1"
read line || exit 130
echo "w3m read $line"
read line
exit "$line"
"""


def test_a_browser_in_the_terminal_gets_it_and_gives_it_back(sit: Sit, folder: Path, program: Program) -> None:
    fill(folder)
    terminal = sit(folder, env={"PATH": program("w3m", W3M)})
    terminal.wait(at_rest)
    terminal.write("o")
    terminal.wait(lambda t: "w3m shows https://north.example/ferry" in t.text)
    assert terminal.cooked
    assert not terminal.screen.alternate
    terminal.write("qqq\n")
    terminal.wait(lambda t: "w3m read qqq" in t.text)
    terminal.write("0\n")
    terminal.wait(lambda t: t.screen.alternate and FERRY in t.text)
    assert not terminal.cooked
    terminal.wait(lambda t: uncovered(t) and "2 unread" in t.text)

    terminal.write("j")
    terminal.wait(lambda t: BRIDGE in selected(t))
    seen = len(terminal.raw)
    terminal.write("o")
    terminal.wait(lambda t: b"w3m shows https://east.example/bridge" in t.raw[seen:])
    terminal.write(b"\x03")
    terminal.wait(lambda t: t.screen.alternate and "1 unread" in t.text)

    seen = len(terminal.raw)
    terminal.write("o")
    terminal.wait(lambda t: b"w3m shows" in t.raw[seen:])
    terminal.write("x\n3\n")
    terminal.wait(lambda t: "w3m could not open the link (exit code 3)." in t.text)
    terminal.write("q")
    assert terminal.wait_exit() == 0
    assert terminal.cooked


def test_a_graphical_browser_runs_beside(sit: Sit, folder: Path, tmp_path: Path, program: Program) -> None:
    fill(folder)
    record = tmp_path / "record"
    path = program("firefox", f'printf "%s\\n" "$@" >> "{record}"; echo noise; echo noise >&2; exec sleep 10\n')
    terminal = sit(folder, env={"PATH": path, "DISPLAY": ":7"})
    terminal.wait(at_rest)
    terminal.write("o")
    recorded(terminal, record, ["https://north.example/ferry"])
    terminal.write("1")
    recorded(terminal, record, ["https://north.example/ferry", "https://south.example/ferry"])
    terminal.wait(lambda t: uncovered(t) and "2 unread" in t.text)
    assert "noise" not in terminal.text
    terminal.write("q")
    assert terminal.wait_exit() == 0


def test_without_a_browser_the_address_is_copied_and_shown(sit: Sit, folder: Path, program: Program) -> None:
    fill(folder)
    path = program("nothing", "")
    terminal = sit(folder, env={"PATH": path, "SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22"})
    terminal.wait(at_rest)
    terminal.write("o")
    terminal.wait(lambda t: "A browser started over SSH would have no screen." in t.text)
    assert "https://north.example/ferry" in terminal.text
    copied = base64.b64encode(b"https://north.example/ferry")
    assert b"\x1b]52;c;" + copied + b"\x07" in terminal.raw


def recorded(terminal: Terminal, record: Path, links: list[str]) -> None:
    """Wait until the browser has got these links."""
    terminal.wait(lambda t: record.exists() and record.read_text().split() == links)
