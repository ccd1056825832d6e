"""Stand-in browsers are started with exactly the words that were planned, beside the reader or in its terminal."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from pathlib import Path
from queue import SimpleQueue

import pytest
from terminal import Terminal

from tui.errors import NoBrowser
from tui.opener import Browser, launch, plan

SECONDS = 20.0
HOSTILE = "https://x.test/a b\"';$(touch pwned)`touch pwned`%s&x=*|touch pwned"


class StandIn:
    """A program in `folder` that reports its words, NUL-separated, through a FIFO; `more` is what else its script does."""

    def __init__(self, folder: Path, name: str, more: str = "") -> None:
        self.path = folder / name
        fifo = folder / f"{name}.fifo"
        os.mkfifo(fifo)
        self.path.write_text(f"#!/bin/sh\n{{ printf '%s\\0' \"$0\" \"$@\"; {more or ':'}; }} > '{fifo}'\n")
        self.path.chmod(0o755)
        self._reading = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)

    def words(self) -> list[str]:
        """What it was started with, after its own path."""
        said, deadline = b"", time.monotonic() + SECONDS
        while select.select([self._reading], [], [], max(0.0, deadline - time.monotonic()))[0]:
            data = os.read(self._reading, 65536)
            if not data and said:
                break
            said += data
        os.close(self._reading)
        program, *words = said.decode().split("\0")[:-1]
        assert program == str(self.path)
        return words


@pytest.fixture
def failures() -> SimpleQueue[str]:
    return SimpleQueue()


def test_a_browser_gets_the_link_as_one_word(
    tmp_path: Path, failures: SimpleQueue[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    browser = StandIn(tmp_path, "firefox")
    found = plan(HOSTILE, ("firefox", "--new-tab", "{url}"), {}, lambda name: str(tmp_path / name))
    assert isinstance(found, Browser)
    watcher = launch(found.argv, failures.put)
    assert browser.words() == [
        "--new-tab",
        "https://x.test/a%20b%22';$(touch%20pwned)%60touch%20pwned%60%25s&x=*%7Ctouch%20pwned",
    ]
    watcher.join(SECONDS)
    assert failures.empty()
    assert not (tmp_path / "pwned").exists()


def test_a_browser_leads_a_session_of_its_own_and_outlives_the_terminal(
    tmp_path: Path, failures: SimpleQueue[str]
) -> None:
    session = """-c 'import os, sys; print(os.getsid(0) == int(sys.argv[1]), end="\\0")' $$"""
    browser = StandIn(tmp_path, "firefox", f"{sys.executable} {session}")
    launch([str(browser.path)], failures.put)
    assert browser.words() == ["True"]


def test_a_browser_s_talk_does_not_reach_the_screen(tmp_path: Path) -> None:
    script = tmp_path / "loud"
    script.write_text("#!/bin/sh\necho on stdout; echo on stderr >&2; read line && echo took $line\nexit 0\n")
    script.chmod(0o755)
    code = f"from tui.opener import launch; launch([{str(script)!r}], print).join(); print('end')"
    with Terminal([sys.executable, "-c", code], home=tmp_path) as terminal:
        terminal.write("typed\n")  # which the browser must not take
        assert terminal.wait_exit() == 0
        assert terminal.text.split() == ["typed", "end"]


def test_a_quick_failure_is_said_and_what_to_do(tmp_path: Path, failures: SimpleQueue[str]) -> None:
    for name, code in (("firefox", 4), ("explorer.exe", 1)):
        script = tmp_path / name
        script.write_text(f"#!/bin/sh\nexit {code}\n")
        script.chmod(0o755)
        launch([str(script), "https://x.test/"], failures.put).join(SECONDS)
    assert failures.get(timeout=SECONDS) == (
        "firefox could not open the link (exit code 4). Name another program as 'browser' in config.toml."
    )
    assert failures.empty(), "explorer.exe ends with 1 when all went well"


def test_a_program_that_cannot_run_is_said(tmp_path: Path, failures: SimpleQueue[str]) -> None:
    for argv in ([str(tmp_path / "none")], [str(tmp_path)]):
        with pytest.raises(NoBrowser, match="cannot be started"):
            launch(argv, failures.put)


def test_launching_waits_for_nothing(tmp_path: Path, failures: SimpleQueue[str]) -> None:
    os.mkfifo(tmp_path / "gate")
    script = tmp_path / "slow"
    script.write_text(f"#!/bin/sh\ncat '{tmp_path}/gate'\nexit 1\n")
    script.chmod(0o755)
    watcher = launch([str(script)], failures.put)
    assert watcher.is_alive()
    (tmp_path / "gate").write_text("")
    watcher.join(SECONDS)
    assert "slow could not open the link" in failures.get(timeout=SECONDS)


def test_xdg_open_cannot_run_what_was_refused(
    tmp_path: Path, failures: SimpleQueue[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROWSER", "sh -c 'touch %s'")
    browser = StandIn(tmp_path, "xdg-open", 'printf "%s\\0" "<${BROWSER-none}>"')
    launch([str(browser.path), "https://x.test/"], failures.put)
    assert browser.words() == ["https://x.test/", "<none>"]


READER = """
import os, shutil, sys
from textual.app import App
from textual.widgets import Static
from tui.errors import NoBrowser
from tui.opener import TerminalBrowser, plan, run_in_terminal

class Reader(App):
    BINDINGS = [("o", "open", "open"), ("q", "quit", "quit")]
    opened = 0
    def compose(self):
        yield Static("the reader")
    def action_open(self):
        way = plan("https://x.test/a", (), os.environ, shutil.which, platform="linux")
        assert isinstance(way, TerminalBrowser), way
        said = "well"
        with self.suspend():
            try:
                run_in_terminal(way.argv)
            except NoBrowser as error:
                said = error.message
        self.opened += 1
        self.query_one(Static).update(f"opened {self.opened} {said}")

Reader().run()
"""

W3M = """#!/bin/sh
test -t 0 && test -t 1 && echo "w3m has the terminal for $1"
read line || exit 130
echo "w3m read $line"
read line
exit "$line"
"""


def test_a_terminal_browser_gets_the_terminal_and_gives_it_back(tmp_path: Path) -> None:
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "w3m").write_text(W3M)
    (programs / "w3m").chmod(0o755)
    path = f"{programs}:/usr/bin:/bin"
    with Terminal([sys.executable, "-c", READER], home=tmp_path, env={"PATH": path}) as terminal:
        terminal.wait(lambda t: "the reader" in t.text)
        assert not terminal.cooked

        terminal.write("o")
        terminal.wait(lambda t: "w3m has the terminal for https://x.test/a" in t.text)
        assert terminal.cooked
        assert not terminal.screen.alternate
        terminal.write("qqq\n")
        terminal.wait(lambda t: "w3m read qqq" in t.text)
        terminal.write("0\n")
        terminal.wait(lambda t: "opened 1 well" in t.text)
        assert not terminal.cooked
        assert terminal.screen.alternate

        seen = len(terminal.raw)
        terminal.write("o")
        terminal.wait(lambda t: b"w3m has" in t.raw[seen:])
        terminal.write(b"\x03")
        terminal.wait(lambda t: "opened 2 well" in t.text)

        seen = len(terminal.raw)
        terminal.write("o")
        terminal.wait(lambda t: b"w3m has" in t.raw[seen:])
        terminal.write("x\n3\n")
        terminal.wait(lambda t: "opened 3 w3m could not open the link (exit code 3)." in t.text)
        terminal.write("q")
        assert terminal.wait_exit() == 0


def test_opening_a_link_loads_no_screen_no_network_and_no_webbrowser() -> None:
    code = (
        "import sys, tui.opener\n"
        "print(*(name for name in ('textual', 'rich', 'httpx', 'webbrowser', 'asyncio') if name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "\n"
