"""The terminal that other tests look through shows what a real one would."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from terminal import Late, Terminal

SILENT = (
    "import termios\nmode = termios.tcgetattr(0)\nmode[3] &= ~termios.ECHO\n"
    "termios.tcsetattr(0, termios.TCSANOW, mode)\n"
)


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_what_is_typed_comes_back_and_is_timed(tmp_path: Path) -> None:
    with Terminal(python("while True: print('got', input())"), home=tmp_path) as terminal:
        timing = terminal.measure("abc\n", lambda t: "got abc" in t.text)
        assert 0 < timing.first <= timing.done
        assert terminal.lines[:2] == ["abc", "got abc"]
        terminal.write(b"\x03")
        assert terminal.wait_exit() != 0, "ctrl+c reaches the program: it has a controlling terminal"


def test_size_is_known_and_a_new_size_told(tmp_path: Path) -> None:
    code = (
        "import os, signal; told = [signal.SIGWINCH]; signal.pthread_sigmask(signal.SIG_BLOCK, told)\n"
        "while True: print(*os.get_terminal_size(), flush=True); signal.sigwait(told)"
    )
    with Terminal(python(code), home=tmp_path, size=(70, 20)) as terminal:
        terminal.wait(lambda t: t.lines[0] == "70 20")
        terminal.resize(120, 40)
        terminal.wait(lambda t: t.lines[1] == "120 40")


def test_the_program_sees_nothing_of_the_person_who_runs_the_tests(tmp_path: Path) -> None:
    code = "import os; print(sorted(os.environ), os.environ['HOME'])"
    with Terminal(python(code), home=tmp_path, size=(200, 5), env={"A": "1", "LANG": ""}) as terminal:
        assert terminal.wait_exit() == 0
        shown = terminal.text.replace("'LC_CTYPE', ", "")  # Python itself adds it under the C locale
        assert shown.strip() == f"['A', 'HOME', 'PATH', 'TERM'] {tmp_path}"


def test_the_alternate_screen_gives_the_main_one_back(tmp_path: Path) -> None:
    code = (
        r"print('before'); print('\x1b[?1049h\x1b[Hinside\x1b[>1u\x1b[<u\x1bP+q\x1b\\!', end='', flush=True); input();"
        r"print('\x1b[?1049l', end='', flush=True); print('after')"
    )
    with Terminal(python(code), home=tmp_path) as terminal:
        terminal.wait(lambda t: t.lines[0] == "inside!")
        assert terminal.screen.alternate
        assert "before" not in terminal.text
        terminal.write("\n")
        assert terminal.wait_exit() == 0
        assert not terminal.screen.alternate
        assert terminal.lines[:2] == ["before", "after"]


def test_a_sequence_that_arrives_in_parts_is_one_sequence(tmp_path: Path) -> None:
    code = (
        "import sys\nfor part in ('a\\x1b', '[>1', 'u\\x1b[3', '1mb\\x1b[', 'm中'):\n"
        "    sys.stdout.write(part); sys.stdout.flush(); input()"
    )
    with Terminal(python(SILENT + code), home=tmp_path) as terminal:
        for part in (b"\x1b", b"[>1", b"[3", b"\x1b[", "中".encode()):
            terminal.wait(lambda t, part=part: t.text and t.raw.endswith(part))
            terminal.write("\n")
        assert terminal.wait_exit() == 0
        assert terminal.lines[0] == "ab中"
        assert terminal.screen.buffer[0][1].fg == "red"


def test_half_of_a_wide_character_that_is_written_over_leaves_a_blank(tmp_path: Path) -> None:
    with Terminal(python("print('中x中\\ra')"), home=tmp_path) as terminal:
        assert terminal.wait_exit() == 0
        assert terminal.lines[0] == "a x中"


def test_raw_mode_is_seen(tmp_path: Path) -> None:
    code = "import tty, sys; print('cooked'); input(); tty.setraw(0); print('raw', flush=True); sys.stdin.read(1)"
    with Terminal(python(code), home=tmp_path) as terminal:
        terminal.wait(lambda t: "cooked" in t.text)
        assert terminal.cooked
        terminal.write("\n")
        terminal.wait(lambda t: "raw" in t.text)
        assert not terminal.cooked


def test_waiting_in_vain_says_what_is_on_screen(tmp_path: Path) -> None:
    with Terminal(python("print('only this')"), home=tmp_path) as terminal:
        with pytest.raises(Late, match="only this"):
            terminal.wait(lambda t: "that" in t.text)
        with pytest.raises(Late, match="ended"):
            terminal.measure("", lambda t: "that" in t.text, 1)
    with Terminal(python("print('here', flush=True); input()"), home=tmp_path) as terminal:
        terminal.wait(lambda t: "here" in t.text)
        with pytest.raises(Late, match="still running"):
            terminal.wait_exit(0.05)
