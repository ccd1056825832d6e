"""A reader's evening, from the first paint to the shell prompt, in a real terminal."""

from __future__ import annotations

import os
import re
import signal
import time
from pathlib import Path

import pytest
from building import SEEDS
from sitting import BRIDGE, FERRY, ORCHARD, TITLES, Sit, at_rest, fill, line_with, processes, selected, uncovered
from terminal import Terminal

SECONDS = 3.0
"""What a quitting reader may take on a busy machine; it takes about 0.3."""


def gone(library: Path) -> bool:
    """Whether every process that names the library has ended, waiting a little for those that are about to."""
    deadline = time.monotonic() + SECONDS
    while processes(library):
        if time.monotonic() > deadline:
            return False
        os.sched_yield()
    return True


def test_the_first_paint_of_a_known_library_shows_stories(sit: Sit, folder: Path) -> None:
    fill(folder)
    first = sit(folder)
    first.wait(at_rest)
    first.write("q")
    assert first.wait_exit() == 0

    terminal = sit()
    terminal.wait(lambda t: "Passengers leave stranded ferry" in t.text)
    assert [title for title in TITLES if line_with(terminal, title)] == list(TITLES)
    assert FERRY in selected(terminal)
    assert "All 212 passengers were taken off by noon." in terminal.text


def test_quitting_is_quick_and_leaves_the_shell_as_it_was(sit: Sit, folder: Path, tmp_path: Path) -> None:
    fill(folder)
    terminal = sit(folder)
    terminal.wait(at_rest)
    assert not terminal.cooked
    assert processes(tmp_path / "library")
    began = time.monotonic()
    terminal.write("q")
    assert terminal.wait_exit() == 0
    assert time.monotonic() - began < SECONDS
    assert terminal.cooked
    assert not terminal.screen.alternate
    assert terminal.text.strip() == ""
    assert gone(tmp_path / "library")


@pytest.mark.slow
def test_quitting_does_not_wait_for_the_index(sit: Sit, folder: Path, tmp_path: Path) -> None:
    seed = max(SEEDS.glob("*.md"), key=lambda path: path.stat().st_size).read_bytes()
    for number in range(1500):
        (folder / f"{number}.md").write_bytes(seed.replace(b"wiki/", b"wiki/%d_" % number))
    terminal = sit(folder)
    terminal.wait(lambda t: "reading" in t.text)
    began = time.monotonic()
    terminal.write("q")
    assert terminal.wait_exit() == 0
    assert time.monotonic() - began < SECONDS
    assert gone(tmp_path / "library")


def numbers(terminal: Terminal) -> tuple[int, int]:
    """How many stories there are, and how many unread, as the status line says."""
    found = re.search(r"(\d+)(?: stories)? · (\d+) unread", terminal.text)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def test_an_evening(sit: Sit, tmp_path: Path, program: object) -> None:
    """Seeds; the story with its related articles; open one, filter, star, undo, quit, come back."""
    record = tmp_path / "opened"
    assert callable(program)
    program("browser", f'echo "$@" >> {record}\n')
    (tmp_path / "config.toml").write_text(f'browser = ["{tmp_path}/programs/browser", "{{url}}"]\n')
    title = "Netflix lists $900,000 AI job"
    terminal = sit(size=(160, 50))
    terminal.wait(lambda t: at_rest(t) and re.search(r"Engadget .* outlets", t.text))
    terminal.wait(lambda t: uncovered(t) and numbers(t)[0] == numbers(t)[1] > 10)
    assert "bundled with Broadsheet" in terminal.text
    every, unread = numbers(terminal)

    terminal.write("/netflix hollywood")
    terminal.wait(lambda t: title in selected(t) and "1 story" in t.text)
    terminal.write("\r")
    terminal.wait(lambda t: "▌" in line_with(t, title))
    terminal.write("\r")
    terminal.wait(lambda t: numbers(t) == (every, unread - 1))
    assert "Will this pair of Hollywood strikes ever end?" in terminal.text
    outlets = (
        "The Intercept",
        "TheStreet.com",
        "The Guardian",
        "KRON4 News",
        "New York Post",
        "TechCrunch",
        "Couriermail",
    )
    assert [name for name in outlets if name not in terminal.text] == []

    terminal.write("\r")
    terminal.wait(lambda t: "▌1" in t.text)
    terminal.write("jo")
    terminal.wait(lambda t: record.exists() and record.read_text())
    assert record.read_text().startswith("https://")

    terminal.write("\x1b")
    terminal.wait(lambda t: "▌" in line_with(t, title))
    terminal.write("\x1b")
    terminal.wait(lambda t: f"{every} stories" in t.text)
    terminal.write("g")
    terminal.wait(lambda t: title not in selected(t))
    terminal.write("s")
    terminal.wait(lambda t: "★" in t.text)
    terminal.write("u")
    terminal.wait(lambda t: "★" not in t.text.replace("★ star", "") and "Taken back" in t.text)
    terminal.write("s")
    terminal.wait(lambda t: "★" in t.text)
    terminal.write("q")
    assert terminal.wait_exit() == 0

    terminal = sit(size=(160, 50))
    terminal.wait(lambda t: at_rest(t) and numbers(t) == (every, unread - 1) and "★" in t.text)
    assert "●" not in line_with(terminal, title)


def row_of(terminal: Terminal, title: str) -> str:
    """The two lines of a story in the list."""
    left = [line[: len(line) // 2] for line in terminal.lines]
    return next(("\n".join(left[row : row + 2]) for row, line in enumerate(left) if title in line), "")


@pytest.mark.parametrize("beginning", ["", "/fro"])
def test_keys_that_come_all_at_once_act_on_the_list_that_was_searched_for(
    sit: Sit, folder: Path, beginning: str
) -> None:
    fill(folder)
    terminal = sit(folder)
    terminal.wait(at_rest)
    if beginning:
        terminal.write(beginning)
        terminal.wait(lambda t: "1 story" in t.text)
    terminal.write("/frost\rsm\r"[len(beginning) :])
    terminal.wait(lambda t: uncovered(t) and "★" in row_of(t, ORCHARD) and "2 unread" in t.text)
    assert "/ frost " in terminal.text
    terminal.write("\x1b")
    terminal.wait(lambda t: "▌" in line_with(t, ORCHARD))
    terminal.write("\x1b")
    terminal.wait(lambda t: "3 stories" in t.text and FERRY in t.text)
    assert "●" not in row_of(terminal, ORCHARD)
    assert "★" not in row_of(terminal, FERRY)


def test_keys_that_come_with_the_one_that_opens_a_choice_choose(sit: Sit, folder: Path) -> None:
    fill(folder)
    terminal = sit(folder)
    terminal.wait(at_rest)
    terminal.write("Sj\r")
    terminal.wait(lambda t: uncovered(t) and ORCHARD in selected(t))


def test_a_toast_that_is_clicked_again_and_again_only_goes(sit: Sit, folder: Path) -> None:
    fill(folder)
    terminal = sit(folder)
    terminal.wait(at_rest)
    terminal.write("y")
    terminal.wait(lambda t: "on the clipboard" in t.text)
    row = terminal.lines.index(line_with(terminal, "on the clipboard"))
    at = f"{terminal.lines[row].index('on the clipboard') + 1};{row + 1}"
    terminal.write(f"\x1b[<0;{at}M\x1b[<0;{at}m" * 5)
    terminal.wait(lambda t: "on the clipboard" not in t.text)
    terminal.write("j")
    terminal.wait(lambda t: BRIDGE in selected(t))


def test_marks_outlive_the_folder_and_the_index(sit: Sit, folder: Path, tmp_path: Path) -> None:
    fill(folder)
    terminal = sit(folder)
    terminal.wait(at_rest)
    terminal.write("jsm")
    terminal.wait(lambda t: uncovered(t) and "★" in t.text and "2 unread" in t.text)
    terminal.write("q")
    assert terminal.wait_exit() == 0
    for path in (tmp_path / "library").glob("index.db*"):
        path.unlink()
    moved = folder.rename(tmp_path / "elsewhere")

    terminal = sit(moved)
    terminal.wait(lambda t: at_rest(t) and "2 unread" in t.text and "★" in t.text)
    assert "●" not in line_with(terminal, BRIDGE)


def test_two_readers_share_one_library(sit: Sit, folder: Path) -> None:
    fill(folder)
    one = sit(folder)
    one.wait(at_rest)
    two = sit(folder)
    two.wait(lambda t: at_rest(t) and "3 unread" in t.text)
    one.write("m")
    one.wait(lambda t: uncovered(t) and "2 unread" in t.text)
    two.write("Gs")
    two.wait(lambda t: "★" in t.text)
    two.write("q")
    assert two.wait_exit() == 0
    one.write("R")
    one.wait(lambda t: "★" in t.text)
    one.write("q")
    assert one.wait_exit() == 0

    three = sit(folder)
    three.wait(lambda t: at_rest(t) and "2 unread" in t.text)
    assert "●" not in line_with(three, FERRY)
    assert "★" in three.text


def test_a_saved_file_shows_without_a_key_and_the_cursor_stays(sit: Sit, folder: Path) -> None:
    fill(folder)
    terminal = sit(folder)
    terminal.wait(at_rest)
    terminal.write("j")
    terminal.wait(lambda t: BRIDGE in selected(t))
    (folder / "orchard.md").rename(folder / "late-frost.md")
    text = (folder / "ferry.md").read_bytes().replace(FERRY.encode(), b"Ferry is afloat again")
    (folder / "ferry.md").write_bytes(text)
    terminal.wait(lambda t: "Ferry is afloat again" in t.text)
    assert BRIDGE in selected(terminal)
    assert ORCHARD in terminal.text


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_ends_the_reader_in_good_order(sit: Sit, folder: Path, tmp_path: Path, sent: signal.Signals) -> None:
    fill(folder)
    terminal = sit(folder)
    terminal.wait(at_rest)
    terminal.write("s")
    terminal.wait(lambda t: "★" in t.text)
    terminal.process.send_signal(sent)
    assert terminal.wait_exit() == 128 + sent
    assert terminal.cooked
    assert not terminal.screen.alternate
    assert "Traceback" not in terminal.text
    assert gone(tmp_path / "library")
    again = sit(folder)
    again.wait(at_rest)
    assert "★" in again.text


def test_a_window_that_is_closed_ends_the_reader(sit: Sit, folder: Path, tmp_path: Path) -> None:
    fill(folder)
    terminal = sit(folder)
    terminal.wait(at_rest)
    terminal.write("s")
    terminal.wait(lambda t: "★" in t.text)
    terminal.write("j" * 50)
    terminal.hang_up()
    terminal.process.wait(2 * SECONDS)
    assert gone(tmp_path / "library")
    again = sit(folder)
    again.wait(at_rest)
    assert "★" in again.text


def test_a_reader_that_is_killed_leaves_no_indexer(sit: Sit, folder: Path, tmp_path: Path) -> None:
    fill(folder)
    terminal = sit(folder)
    terminal.wait(at_rest)
    terminal.process.kill()
    assert terminal.wait_exit() == -signal.SIGKILL
    assert gone(tmp_path / "library")


@pytest.mark.parametrize("sizes", [[(80, 24), (20, 5), (160, 45)], [(9, 2), (1, 1), (60, 20)], [(250, 80), (110, 30)]])
def test_any_size_will_do(sit: Sit, folder: Path, sizes: list[tuple[int, int]]) -> None:
    fill(folder)
    terminal = sit(folder, size=(160, 45))
    terminal.wait(at_rest)
    terminal.write("j")
    terminal.wait(lambda t: BRIDGE in selected(t))
    for columns, rows in sizes:
        seen = len(terminal.raw)
        terminal.resize(columns, rows)
        terminal.wait(lambda t, seen=seen: len(t.raw) > seen)
    terminal.wait(lambda t: "3 stories" in t.text and BRIDGE in selected(t))
    shown = max(terminal.lines, key=len)
    assert len(shown) <= sizes[-1][0]
    assert "Stories · 3" in terminal.text
    terminal.write("j")
    terminal.wait(lambda t: ORCHARD in selected(t))
    terminal.write("q")
    assert terminal.wait_exit() == 0


def test_ctrl_z_gives_the_shell_back_and_fg_the_reader(sit: Sit, folder: Path) -> None:
    fill(folder)
    terminal = sit(folder)
    terminal.wait(at_rest)
    terminal.write("\x1a")
    terminal.wait(lambda t: not t.screen.alternate)
    stopped(terminal)
    assert terminal.cooked
    seen = len(terminal.raw)
    terminal.process.send_signal(signal.SIGCONT)
    terminal.wait(lambda t: t.screen.alternate and FERRY.encode() in t.raw[seen:])
    terminal.write("j")
    terminal.wait(lambda t: BRIDGE in selected(t))


def stopped(terminal: Terminal) -> None:
    """Wait until the program is stopped."""
    _, status = os.waitpid(terminal.process.pid, os.WUNTRACED)
    assert os.WIFSTOPPED(status)
