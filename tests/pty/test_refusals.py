"""Where the reader cannot open it says why in one sentence, ends with its exit code, and leaves the terminal alone."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from pathlib import Path

import pytest
from sitting import BROADSHEET, Sit, at_rest, fill
from terminal import Terminal


def answer(terminal: Terminal) -> tuple[int, str]:
    """Exit code and what was said."""
    code = terminal.wait_exit()
    assert b"\x1b" not in terminal.raw
    return code, " ".join(terminal.text.split())


def test_a_terminal_that_cannot_move_the_cursor(sit: Sit, folder: Path) -> None:
    code, said = answer(sit(folder, size=(300, 10), env={"TERM": "dumb"}))
    assert code == 2
    assert said == (
        "broadsheet: The reader needs a terminal that can move the cursor, and TERM is dumb."
        " In a script, use 'broadsheet list' or 'broadsheet search'."
    )


@pytest.mark.parametrize(("stream", "name"), [("<", "input"), (">", "output")])
def test_a_stream_that_is_no_terminal(folder: Path, tmp_path: Path, stream: str, name: str) -> None:
    line = f"exec '{BROADSHEET}' --library '{tmp_path}/library' '{folder}' {stream} /dev/null"
    with Terminal(["sh", "-c", line], home=tmp_path, size=(200, 10)) as terminal:
        code, said = answer(terminal)
    assert code == 2
    assert said.startswith(f"broadsheet: The reader needs a terminal, and standard {name} is none.")
    assert not (tmp_path / "library").exists()


def test_no_streams_at_all(folder: Path, tmp_path: Path) -> None:
    line = f"exec '{BROADSHEET}' --library '{tmp_path}/library' '{folder}' <&- >&- 2>&-"
    assert subprocess.run(["sh", "-c", line], check=False, timeout=60).returncode == 2


def damage(path: Path) -> None:
    for beside in ("-wal", "-shm"):  # from which SQLite would mend it
        path.with_name(f"{path.name}{beside}").unlink(missing_ok=True)
    path.write_bytes(b"not a database " * 1000)


def outdate(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 999")
    connection.close()


@pytest.mark.parametrize(
    ("name", "spoil", "said"),
    [
        ("marks.db", damage, "which holds your marks, is damaged. Broadsheet has not touched it."),
        ("marks.db", outdate, "was written by a newer Broadsheet (schema 999"),
        ("index.db", outdate, "was written by a newer Broadsheet (schema 999"),
    ],
)
def test_a_library_that_cannot_be_used(
    sit: Sit, folder: Path, tmp_path: Path, name: str, spoil: object, said: str
) -> None:
    fill(folder)
    first = sit(folder)
    first.wait(at_rest)
    first.write("q")
    assert first.wait_exit() == 0
    assert callable(spoil)
    spoil(tmp_path / "library" / name)
    before = (tmp_path / "library" / name).read_bytes()
    code, told = answer(sit(folder, size=(300, 10)))
    assert code == 5
    assert said in told
    assert (tmp_path / "library" / name).read_bytes() == before


def test_a_library_where_a_file_is(sit: Sit, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    code, said = answer(sit("--library", tmp_path / "file", folder, size=(300, 10)))
    assert code == 5
    assert "cannot be made" in said


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
@pytest.mark.parametrize("used", [False, True])
def test_a_library_that_may_not_be_written(sit: Sit, folder: Path, tmp_path: Path, used: bool) -> None:
    library = tmp_path / "library"
    library.mkdir()
    if used:
        first = sit(folder)
        first.wait(at_rest)
        first.write("q")
        assert first.wait_exit() == 0
    library.chmod(0o500)
    try:
        code, said = answer(sit(folder, size=(300, 10)))
    finally:
        library.chmod(0o700)
    assert code == 5
    assert "cannot be written" in said


def test_a_place_for_the_indexer_s_log_that_is_taken(sit: Sit, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "library" / "indexer.log").mkdir(parents=True)
    code, said = answer(sit(folder, size=(300, 10)))
    assert code == 5
    assert "indexer.log cannot be written: Is a directory." in said


def test_a_damaged_index_is_built_anew(sit: Sit, folder: Path, tmp_path: Path) -> None:
    fill(folder)
    first = sit(folder)
    first.wait(at_rest)
    first.write("s")
    first.wait(lambda t: "★" in t.text)
    first.write("q")
    assert first.wait_exit() == 0
    damage(tmp_path / "library" / "index.db")
    second = sit(folder)
    second.wait(at_rest)
    assert "★" in second.text


def test_settings_and_sources_that_are_wrong(sit: Sit, folder: Path, tmp_path: Path) -> None:
    assert answer(sit(tmp_path / "nowhere", size=(300, 10)))[0] == 3
    (tmp_path / "config.toml").write_text("browser = 3")
    code, said = answer(sit(folder, size=(300, 10)))
    assert code == 2
    assert "browser must be a list" in said
