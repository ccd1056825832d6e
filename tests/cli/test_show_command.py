"""show prints one story in full, however it is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from building import story_file
from calling import Command


@pytest.fixture
def ferry(call: Command, stories: Path) -> str:
    """The id of the story about the ferry, in a library that has it."""
    call("add", stories)
    return str(call("search", "--json", "skagen").objects[0]["id"])


def test_everything_about_a_story(call: Command, stories: Path, ferry: str) -> None:
    answer = call("show", ferry)
    assert answer.code == 0
    for part in (
        "Ferry runs aground off Skagen",
        "North Post · north.example · ",
        "Shipping · Denmark · article · quality 60 · unread",
        "https://north.example/ferry",
        "AMP: https://amp.north.example/ferry",
        "All 212 passengers of the ferry were taken off by noon.",
        "Passengers leave stranded ferry",
        "https://south.example/ferry",
        str(stories / "2023-07-27-ferry.md"),
    ):
        assert part in answer.out
    assert max(len(line) for line in answer.lines if "/" not in line) <= 80


@pytest.mark.parametrize(
    "name",
    [
        "https://north.example/ferry",
        "http://North.example/ferry/?utm_source=x#top",
        "https://south.example/ferry",
        "https://west.example/old",
    ],
)
def test_named_by_an_address(call: Command, ferry: str, name: str) -> None:
    assert call("show", name, "--json").objects[0]["id"] == ferry


def test_named_by_the_start_of_its_id(call: Command, ferry: str) -> None:
    assert call("show", ferry[:10], "--json").objects[0]["id"] == ferry
    assert call("show", ferry.upper(), "--json").objects[0]["id"] == ferry


def test_named_by_its_file(
    call: Command, stories: Path, ferry: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(stories)
    assert call("show", "2023-07-27-ferry.md", "--json").objects[0]["id"] == ferry
    (tmp_path / "link.md").symlink_to(stories / "2023-07-27-ferry.md")
    assert call("show", tmp_path / "link.md", "--json").objects[0]["id"] == ferry


def test_a_file_that_no_source_holds(call: Command, ferry: str, tmp_path: Path) -> None:
    path = tmp_path / "loose.md"
    path.write_bytes(story_file("A loose story", url="https://x.example/loose"))
    story = call("show", path, "--json").objects[0]
    assert (story["title"], story["files"]) == ("A loose story", [str(path)])
    assert call("search", "loose", "--count").out == "0\n", "showing it does not add it"


def test_a_file_that_holds_no_story(call: Command, ferry: str, tmp_path: Path) -> None:
    path = tmp_path / "notes.md"
    path.write_text("just notes")
    answer = call("show", path)
    assert (answer.code, answer.out) == (3, "")
    assert "holds no story" in answer.err


@pytest.mark.parametrize("name", ["https://north.example/other", "0123456789abcdef", "ffff", "nothing", "/no/such"])
def test_a_story_that_is_not_there(call: Command, ferry: str, name: str) -> None:
    answer = call("show", name)
    assert (answer.code, answer.out) == (1, "")
    assert "No story is called" in answer.err


def test_an_address_that_cannot_be_meant(call: Command, ferry: str) -> None:
    answer = call("show", "https://user@north.example/ferry")
    assert answer.code == 1
    assert "user name" in answer.err


def test_a_start_that_several_ids_have(call: Command, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(20):
        (folder / f"{number}.md").write_bytes(story_file(f"Story {number}", url=f"https://x.example/{number}"))
    call("add", folder)
    first = [line[0] for line in call("list").lines]
    twice = next(digit for digit in first if first.count(digit) > 1)
    answer = call("show", twice)
    assert answer.code == 2
    assert "is the start of several ids" in answer.err


def test_a_path_that_a_terminal_would_obey(call: Command, tmp_path: Path) -> None:
    folder = tmp_path / "\x9b31m\x1b]0;owned\x07"
    folder.mkdir()
    (folder / "story.md").write_bytes(story_file())
    path = folder / "story.md"
    shown = call("show", path)
    assert "\x1b" not in shown.out + shown.err
    assert "\x9b" not in shown.out + shown.err
    told = call("show", path, "--json")
    assert told.out.isascii()
    assert told.objects[0]["files"] == [str(path)], "escaped, and yet exact"
    missing = call("list", f"{folder}x")
    assert "\x1b" not in missing.err
    assert "\x9b" not in missing.err
