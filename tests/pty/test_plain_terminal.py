"""Terminals that show less: without colour everything that colour says is said by signs and weight as well."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sitting import BRIDGE, FERRY, ORCHARD, Sit, at_rest, fill, line_with, selected, uncovered
from terminal import Terminal

_STYLE = re.compile(rb"\x1b\[([0-9;]*)m")


def colours(raw: bytes) -> set[bytes]:
    """The codes in the output that ask for a colour: 30-48 and 90-107, but not the terminal's own, 39 and 49."""
    codes = {code for style in _STYLE.findall(raw) for code in style.split(b";") if code}
    return {code for code in codes if int(code) != 39 and (30 <= int(code) <= 48 or 90 <= int(code) <= 107)}


def weight(terminal: Terminal, text: str) -> bool:
    """Whether the text is bold where it is first shown."""
    row = terminal.lines.index(line_with(terminal, text))
    return bool(terminal.screen.buffer[row][terminal.lines[row].index(text)].bold)


def test_no_colour_where_none_is_wanted(sit: Sit, folder: Path) -> None:
    fill(folder)
    terminal = sit(folder, env={"NO_COLOR": "1", "COLORTERM": "truecolor"})
    terminal.wait(at_rest)
    terminal.write("m")
    terminal.wait(lambda t: uncovered(t) and "2 unread" in t.text)
    terminal.write("js")
    terminal.wait(lambda t: "★" in t.text.replace("★ star", "") and BRIDGE in selected(t))
    assert not re.search(f"● {FERRY}", terminal.text)
    assert re.search(f"▌ ● {BRIDGE}", terminal.text)
    assert not weight(terminal, FERRY)
    assert weight(terminal, BRIDGE)
    for key, shown in (("/frost", "1 of 3"), ("\r", "o open"), ("?", "Moving"), ("q", "1 of 3"), ("S", "Sort by")):
        terminal.write(key)
        terminal.wait(lambda t, shown=shown: shown in t.text)
    assert colours(bytes(terminal.raw)) == set()


@pytest.mark.parametrize(
    "term", ["xterm-256color", "xterm", "linux", "vt100", "screen-256color", "tmux-256color", "foot"]
)
def test_every_common_terminal(sit: Sit, folder: Path, term: str) -> None:
    fill(folder)
    terminal = sit(folder, env={"TERM": term})
    terminal.wait(lambda t: at_rest(t) and ORCHARD in t.text)
    terminal.write("q")
    assert terminal.wait_exit() == 0


def test_a_locale_without_unicode(sit: Sit, folder: Path) -> None:
    fill(folder)
    terminal = sit(folder, env={"LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"})
    terminal.wait(lambda t: FERRY in t.text)
    terminal.write("q")
    assert terminal.wait_exit() == 0
