"""export writes the stories that were asked for, in the form that was asked for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from calling import Command


@pytest.fixture(autouse=True)
def library(call: Command, stories: Path) -> None:
    call("add", stories)


def test_markdown_of_a_search(call: Command) -> None:
    answer = call("export", "outlet:post", "-bridge")
    assert answer.code == 0
    assert answer.lines[0] == "# [Ferry runs aground off Skagen](<https://north.example/ferry>)"
    assert "All 212 passengers of the ferry were taken off by noon." in answer.lines
    assert "[Passengers leave stranded ferry](<https://south.example/ferry>) · South Post · " in answer.out


def test_json_lines_are_those_of_list(call: Command) -> None:
    assert call("export", "is:unread", "--format", "json").objects == call("list", "--json").objects


def test_stories_that_are_named_in_their_order(call: Command) -> None:
    ids = [line.split("\t")[0] for line in call("list").lines]
    answer = call("export", ids[2], "https://north.example/ferry", "--format", "json")
    assert [story["id"] for story in answer.objects] == [ids[2], ids[0]]


def test_stories_from_standard_input(broadsheet: Command) -> None:
    ids = [line.split("\t")[0] for line in broadsheet("list").lines]
    answer = broadsheet("export", "-", "--format", "json", typed="\n".join(ids))
    assert [story["id"] for story in answer.objects] == ids


def test_into_a_file(call: Command, tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    answer = call("export", "post", "--format", "json", "-o", path)
    assert (answer.code, answer.out) == (0, "")
    assert len([json.loads(line) for line in path.read_text().splitlines()]) == 2


def test_nothing_found_leaves_the_file_alone(call: Command, tmp_path: Path) -> None:
    path = tmp_path / "out.md"
    path.write_text("precious")
    assert call("export", "zebra", "-o", path).code == 1
    assert path.read_text() == "precious"


def test_a_file_that_cannot_be_written(call: Command, tmp_path: Path) -> None:
    answer = call("export", "post", "--output", tmp_path / "no" / "such" / "folder.md")
    assert answer.code == 2
    assert "cannot be written" in answer.err


def test_a_search_with_a_fault(call: Command) -> None:
    answer = call("export", "heat>x")
    assert (answer.code, answer.out) == (2, "")
    assert "^" in answer.err
