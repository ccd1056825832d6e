"""Articles read in a real terminal: at once on screen, quick to leave, and nothing goes on behind."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from threading import Event

import pytest
from building import story_file
from net.hostile import Talk
from outlet import SENTENCE, outlet, page, serves
from sitting import at_rest, uncovered
from terminal import Terminal
from timing import SOON

SECONDS = 3.0
"""What quitting may take on a busy machine; it takes about 0.3."""
PROGRAM = """
import sys
from tui.article.fetching import Fetcher
from tui.net.settings import NetworkSettings
from tui.view.screens import reading
from tui.view.start import read
reading.page_fetcher = lambda settings: Fetcher(NetworkSettings(proxy="none", pause=0), frozenset([sys.argv[1]]))
sys.exit(read([sys.argv[2]], None))
"""
"""The reader, but that it may fetch from one place on loopback."""
LONG = "".join(f"<h2>Part {n}</h2><p>{SENTENCE * 6}</p>" for n in range(120))
ESCAPES = "&#27;]0;owned&#7; \x1b[2J \x9b31m &#x202e;evil <b>bold \x1b]52;c;eA==\x07</b>"

Sit = Callable[..., Terminal]


@pytest.fixture
def asked() -> Event:
    """The page that is never answered was asked for."""
    return Event()


@pytest.fixture
def sit(tmp_path: Path, asked: Event) -> Iterator[Sit]:
    """`sit(path)`: the reader on one story, whose article lies at that path of an outlet's site."""

    def silence(talk: Talk) -> None:
        asked.set()
        talk.server.closing.wait()

    routes = {
        "/long": serves(page("Long", LONG)),
        "/escapes": serves(page("Escapes", f"<p>{ESCAPES} {SENTENCE * 9}</p>")),
        "/silence": silence,
    }
    folder = tmp_path / "stories"
    folder.mkdir()
    env = {"BROADSHEET_LIBRARY": str(tmp_path / "library"), "BROADSHEET_CONFIG": str(tmp_path / "config.toml")}
    with outlet(routes) as server, ExitStack() as stack:

        def start(path: str, size: tuple[int, int] = (100, 30)) -> Terminal:
            (folder / "a.md").write_bytes(story_file("The story", url=server.url(path), excerpt="What is known."))
            argv = [sys.executable, "-c", PROGRAM, server.place, folder]
            terminal = stack.enter_context(Terminal(argv, home=tmp_path, size=size, env=env))
            terminal.wait(at_rest)
            return terminal

        yield start


def fetching(library: Path) -> list[str]:
    """The fetching processes that readers of the library have started."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words, environ = (process / "cmdline").read_bytes(), (process / "environ").read_bytes()
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue
        if b"tui.article.child" in words and str(library).encode() in environ:
            found.append(process.name)
    return found


def none_left(library: Path) -> bool:
    """No fetching process is left, or none is soon."""
    deadline = time.monotonic() + SECONDS
    while fetching(library):
        if time.monotonic() > deadline:
            return False
        os.sched_yield()
    return True


def test_an_article_is_read_and_left(sit: Sit, tmp_path: Path) -> None:
    terminal = sit("/long", size=(140, 40))
    terminal.write("rqr")
    terminal.wait(lambda t: "Part 0" in t.text and "Fetching" not in t.text)
    assert "J K story" in terminal.text
    terminal.write("/part 77\r")
    terminal.wait(lambda t: uncovered(t) and "Part 77" in t.text and "1 of 1" in t.text)
    terminal.write("q")
    terminal.wait(lambda t: "full text here" in t.text)
    assert none_left(tmp_path)
    terminal.write("r")
    terminal.wait(lambda t: "Kept here since" in t.text)
    terminal.write("qq")
    assert terminal.wait_exit() == 0


def test_keys_are_answered_while_a_page_is_on_its_way_and_leaving_ends_it(
    sit: Sit, asked: Event, tmp_path: Path
) -> None:
    terminal = sit("/silence")
    terminal.write("r")
    terminal.wait(lambda t: "Fetching" in t.text and "What is known." in t.text)
    assert asked.wait(20)
    assert fetching(tmp_path)
    assert terminal.measure("/", lambda t: "words of this text" in t.text).done < SOON
    terminal.write("\x1b")
    terminal.wait(lambda t: "words of this text" not in t.text)
    terminal.write("q")
    terminal.wait(lambda t: "Stories · 1" in t.text)
    assert none_left(tmp_path)


def test_quitting_waits_for_no_server(sit: Sit, asked: Event, tmp_path: Path) -> None:
    terminal = sit("/silence")
    terminal.write("r")
    assert asked.wait(20)
    began = time.monotonic()
    terminal.write("\x11")
    assert terminal.wait_exit() == 0
    assert time.monotonic() - began < SECONDS
    assert none_left(tmp_path)


def test_no_escape_of_a_page_reaches_the_terminal(sit: Sit) -> None:
    terminal = sit("/escapes")
    before = len(terminal.raw)
    terminal.write("r")
    terminal.wait(lambda t: "nothing much" in t.text)
    painted = bytes(terminal.raw[before:])
    for harm in (b"\x1b]0;", b"\x1b]52;", b"\x1b[2J", b"\xc2\x9b", "\u202e".encode()):
        assert harm not in painted
    assert "evil" in terminal.text


def test_quitting_does_not_wait_for_a_look_at_links(sit: Sit, asked: Event, tmp_path: Path) -> None:
    terminal = sit("/silence")
    terminal.write("L")
    assert asked.wait(20)
    began = time.monotonic()
    terminal.write("q")
    assert terminal.wait_exit() == 0
    assert time.monotonic() - began < SECONDS
    assert none_left(tmp_path)
