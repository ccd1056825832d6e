"""doctor tells the truth about what is there and what is wrong, and changes nothing."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from calling import Command

from tui.article import fetching as article
from tui.cli.terminal import terminal
from tui.images import fetching as images
from tui.library import index_schema
from tui.library.opening import open_texts


def test_all_is_well(call: Command, stories: Path, tmp_path: Path) -> None:
    call("add", stories)
    answer = call("doctor")
    assert answer.code == 0
    for part in (str(tmp_path / "library"), str(tmp_path / "config.toml"), str(stories), "3 stories", "All is well."):
        assert part in answer.out


def test_as_json(call: Command, stories: Path, tmp_path: Path) -> None:
    call("add", stories)
    (found,) = call("doctor", "--json").objects
    assert found["ok"] is True
    assert found["paths"]["library"] == str(tmp_path / "library")
    assert found["library"]["stories"] == 3
    assert found["library"]["index"]["bytes"] > 0
    assert found["library"]["index"]["schema"] == found["library"]["index"]["newest_schema"]
    assert found["versions"]["textual"]
    assert found["sources"][0]["place"] == str(stories)
    assert found["browser"]["kind"] in ("copy", "terminal")


def test_nothing_is_made(call: Command, tmp_path: Path) -> None:
    assert call("doctor").code == 0
    assert not (tmp_path / "library").exists()


def test_settings_that_are_wrong(call: Command, places: Path) -> None:
    places.write_text('[searches]\nBig = "outlets>>5"\n')
    answer = call("doctor")
    assert answer.code == 3
    assert "The saved search 'Big' is wrong" in answer.out
    places.write_text("browser = 3")
    (found,) = call("doctor", "--json").objects
    assert "browser must be a list" in found["faults"][0]


def test_parts_that_are_wanted_and_not_installed(
    call: Command, stories: Path, places: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    call("add", stories)
    places.write_text("images = true\nprefetch_starred = true\n")
    assert "pip install" not in call("doctor").out
    for part in (article, images):
        monkeypatch.setattr(part, "find_spec", lambda name: None)
    (found,) = call("doctor", "--json").objects
    assert found["ok"]
    said = " ".join(found["advice"])
    assert "pip install 'broadsheet[images]'" in said
    assert "pip install 'broadsheet[reader]'" in said
    places.write_text("")
    assert "pip install" not in call("doctor").out


def test_a_source_that_is_gone_and_a_file_without_a_story(call: Command, stories: Path, tmp_path: Path) -> None:
    (stories / "broken.md").write_text("no front matter")
    call("add", stories)
    answer = call("doctor")
    assert answer.code == 3
    assert str(stories / "broken.md") in answer.out
    assert "1 file gives no story" in answer.out
    stories.rename(tmp_path / "moved")
    assert "is not there. Put it back" in " ".join(call("doctor").out.split())


def test_a_damaged_library_is_said_and_not_touched(call: Command, stories: Path, tmp_path: Path) -> None:
    call("add", stories)
    open_texts(tmp_path / "library").close()
    for name in ("index.db", "marks.db", "texts.db"):
        path = tmp_path / "library" / name
        good = path.read_bytes()
        path.write_bytes(b"no database" * 1000)
        answer = call("doctor")
        assert answer.code == 5
        assert "is damaged" in answer.out
        assert path.read_bytes() == b"no database" * 1000
        path.write_bytes(good)
    assert call("doctor").code == 0


def test_a_library_from_the_future(call: Command, stories: Path, tmp_path: Path) -> None:
    call("add", stories)
    connection = sqlite3.connect(tmp_path / "library" / "index.db")
    connection.execute(f"PRAGMA user_version={len(index_schema.MIGRATIONS) + 1}")
    connection.close()
    (found,) = call("doctor", "--json").objects
    assert found["ok"] is False
    assert "newer Broadsheet" in found["library"]["index"]["fault"]
    assert "newer Broadsheet" in found["faults"][0]


@pytest.mark.parametrize(
    ("environ", "colours"),
    [
        ({}, 1),
        ({"TERM": "dumb", "COLORTERM": "truecolor"}, 1),
        ({"TERM": "xterm"}, 16),
        ({"TERM": "tmux-256color"}, 256),
        ({"TERM": "xterm-kitty"}, 256),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, 1 << 24),
    ],
)
def test_how_many_colours(environ: dict[str, str], colours: int) -> None:
    assert terminal(environ, (80, 24), "utf-8", interactive=True).colours == colours


@pytest.mark.parametrize(
    ("environ", "size", "encoding", "advised"),
    [
        ({}, (80, 24), "utf-8", "TERM names no terminal"),
        ({"TERM": "xterm"}, (80, 24), "utf-8", "COLORTERM=truecolor"),
        ({"TERM": "tmux-256color", "TMUX": "/tmp/tmux"}, (80, 24), "utf-8", "terminal-features"),
        ({"TERM": "screen-256color", "STY": "1.pts"}, (80, 24), "utf-8", "screen passes on no clipboard"),
        ({"TERM": "xterm-256color"}, (80, 24), "ascii", "LANG=C.UTF-8"),
        ({"TERM": "xterm-256color"}, (40, 24), "utf-8", "40 columns"),
    ],
)
def test_advice_on_the_terminal(environ: dict[str, str], size: tuple[int, int], encoding: str, advised: str) -> None:
    (sentence,) = terminal(environ, size, encoding, interactive=True).advice()
    assert advised in sentence


def test_no_advice_where_there_is_nothing_to_do() -> None:
    for environ in ({"TERM": "xterm-256color"}, {"TERM": "xterm", "NO_COLOR": "1"}):
        assert terminal(environ, (120, 40), "UTF-8", interactive=True).advice() == []
