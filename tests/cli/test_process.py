"""The command as the shell meets it: streams that close, signals, locales, words that are wrong."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from building import ROOT, story_file
from calling import Command
from terminal import Terminal

from tui import __version__

BROADSHEET = [sys.executable, "-m", "tui"]


@contextmanager
def started(*words: str | Path) -> Iterator[Any]:
    """A command that runs, with pipes at all of its ends."""
    pipe = subprocess.PIPE
    process = subprocess.Popen([*BROADSHEET, *map(str, words)], stdin=pipe, stdout=pipe, stderr=pipe, bufsize=0)
    with process:
        try:
            yield process
        finally:
            process.kill()


def test_version_and_help(broadsheet: Command) -> None:
    assert broadsheet("--version").out == f"broadsheet {__version__}\n"
    for words in (["--help"], ["list", "-h"]):
        answer = broadsheet(*words)
        assert answer.code == 0
        assert "exit codes:" in answer.out


def test_the_library_may_be_named_before_the_command(broadsheet: Command, stories: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    assert broadsheet("--library", other, "list", stories).code == 0
    assert broadsheet(f"--library={other}", "sources").lines != []
    assert broadsheet("sources", "--library", other).lines != []
    assert broadsheet("sources").code == 1, "BROADSHEET_LIBRARY names another one"


@pytest.mark.parametrize(
    "words", [["list", "--limit", "0"], ["list", "--lim", "1"], ["show"], ["list", "--sort", "size"], ["--no-such"]]
)
def test_wrong_words(broadsheet: Command, words: list[str]) -> None:
    answer = broadsheet(*words)
    assert (answer.code, answer.out) == (2, "")
    assert "usage:" in answer.err


def test_a_mistyped_command(broadsheet: Command, tmp_path: Path) -> None:
    answer = broadsheet("serach", "netflix")
    assert (answer.code, answer.out) == (2, "")
    assert "Did you mean 'broadsheet search'?" in answer.err


def test_a_source_for_the_reader_that_is_not_there(broadsheet: Command, tmp_path: Path) -> None:
    answer = broadsheet(tmp_path / "nowhere")
    assert (answer.code, answer.out) == (3, "")
    assert "There is no folder or file" in answer.err


def test_the_reader_without_a_terminal(broadsheet: Command, stories: Path, tmp_path: Path) -> None:
    answer = broadsheet(stories)
    assert (answer.code, answer.out) == (2, "")
    assert "needs a terminal" in answer.err
    assert not (tmp_path / "library").exists(), "nothing was begun"


def test_the_reader_takes_sources_from_standard_input_and_keys_from_the_terminal(stories: Path, tmp_path: Path) -> None:
    env = {name: os.environ[name] for name in ("BROADSHEET_LIBRARY", "BROADSHEET_CONFIG")}
    script = 'echo "$1" | "$2" -m tui -'
    with Terminal(["sh", "-c", script, "sh", stories, sys.executable], home=tmp_path, env=env, cwd=ROOT) as terminal:
        terminal.wait(lambda screen: "Ferry runs aground" in screen.text)
        terminal.write("q")
        assert terminal.wait_exit() == 0


def test_whoever_reads_may_stop_reading(tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(200):
        data = story_file(f"Story {number}", url=f"https://x.example/{number}", excerpt="word " * 200)
        (folder / f"{number}.md").write_bytes(data)
    with started("list", folder, "--json") as process:
        assert process.stdout.read(1) == b"{"
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 0


def test_ctrl_c(stories: Path) -> None:
    with started("list", stories, "-") as process:
        # It waits for the rest of its input. What fills a pipe twice over has been read in part: it has begun.
        process.stdin.write(b"x" * 130_000)
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130
        assert process.stderr.read() == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_full_disk(stories: Path, unbuffered: str) -> None:
    words = [*BROADSHEET, "list", str(stories)]
    environ = os.environ | {"PYTHONUNBUFFERED": unbuffered}
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, check=False, env=environ)
    assert done.returncode == 2
    assert done.stderr.decode().startswith("broadsheet: The results cannot be written: No space left")


def test_no_standard_streams_at_all(stories: Path) -> None:
    done = subprocess.run(
        ["sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", *BROADSHEET, "list", str(stories)], check=False, timeout=60
    )
    assert done.returncode == 0


def test_an_encoding_that_lacks_letters(broadsheet: Command) -> None:
    words = ["search", "sort:oldest", "has:url"]
    plain = broadsheet(*words, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert plain.code == 0
    assert plain.out.isascii()
    told = broadsheet(*words, "--json", PYTHONIOENCODING="latin-1", PYTHONUTF8="0")
    assert told.objects == broadsheet(*words, "--json").objects, "JSON can say any letter in any encoding"


def test_a_path_that_is_not_utf8(stories: Path, tmp_path: Path) -> None:
    odd = stories.rename(os.fsdecode(os.fsencode(tmp_path) + b"/st\xf6ries"))
    for words in (["list", odd], ["show", odd / "2023-07-27-ferry.md"], [odd]):
        done = subprocess.run([*BROADSHEET, *words], capture_output=True, check=False, timeout=60)
        assert done.returncode == (1 if words[0] == "show" else 3)
        assert b"Traceback" not in done.stderr


def test_a_library_that_cannot_be_used(broadsheet: Command, stories: Path, tmp_path: Path) -> None:
    library = tmp_path / "library"
    library.mkdir()
    (library / "marks.db").write_bytes(b"no database" * 1000)
    answer = broadsheet("list", stories)
    assert (answer.code, answer.out) == (5, "")
    assert "is damaged" in answer.err
    (tmp_path / "file").write_text("")
    assert broadsheet("list", stories, "--library", tmp_path / "file").code == 5
    assert broadsheet("list", stories, "--library", "").code == 2


def test_settings_that_cannot_be_used(broadsheet: Command, stories: Path, places: Path) -> None:
    places.write_text("browser = 3")
    assert broadsheet("search", "ferry").code == 2
    assert broadsheet("list", stories).code == 2, "what they say of grouping decides what a story is"
    assert broadsheet("sources").code == 1, "a command that needs no settings reads none"
