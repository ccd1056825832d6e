"""rules lists what config.toml asks for and tries it without doing it."""

from __future__ import annotations

from pathlib import Path

import pytest
from building import story_file
from calling import Command

RULES = """
[[rules]]
search = "topic:denmark"
star = true
tag = "home"

[[rules]]
search = "outlet:post"
hide = true
"""


def test_listed_in_their_order(call: Command, places: Path) -> None:
    places.write_text(RULES)
    assert call("rules").lines == ["1. topic:denmark: star, tag home", "2. outlet:post: hide"]
    assert call("rules", "--json").objects[0] == {
        "rule": 1,
        "search": "topic:denmark",
        "read": False,
        "star": True,
        "hide": False,
        "tag": "home",
    }


def test_tried_and_nothing_done(call: Command, places: Path, stories: Path) -> None:
    call("add", stories)
    places.write_text(RULES)
    before = call("list", "--json").out
    tried = call("rules", "--test")
    assert tried.code == 0
    assert "1. topic:denmark: star, tag home (1 story)" in tried.lines
    assert "2. outlet:post: hide (2 stories)" in tried.lines
    assert [rule["count"] for rule in call("rules", "--test", "--json").objects] == [1, 2]
    assert call("list", "--json").out == before


def test_trying_a_rule_that_hides_finds_what_it_hid(call: Command, places: Path, stories: Path) -> None:
    places.write_text(RULES)
    call("add", stories)
    (left,) = call("list", "--json").objects
    assert left["title"] == "Storm seen from above"
    assert [rule["count"] for rule in call("rules", "--test", "--json").objects] == [1, 2]
    hidden = call("search", "is:hidden", "--json").objects
    assert {story["title"]: story["tags"] for story in hidden} == {
        "Ferry runs aground off Skagen": ["home"],
        "Bridge over the Belt closes for a week": [],
    }


def test_trying_does_not_look_for_new_stories(call: Command, places: Path, stories: Path) -> None:
    call("add", stories)
    places.write_text(RULES)
    (stories / "new.md").write_bytes(story_file("New", url="https://x.example/new", topics=["Denmark"]))
    assert [rule["count"] for rule in call("rules", "--test", "--json").objects] == [1, 2]


@pytest.mark.parametrize("more", [[], ["--test"]])
def test_no_rules(call: Command, more: list[str]) -> None:
    answer = call("rules", *more)
    assert (answer.code, answer.out) == (1, "")
    assert "has no rules" in answer.err


def test_a_rule_that_is_wrong(call: Command, places: Path) -> None:
    places.write_text('[[rules]]\nsearch = "heat>much"\nread = true\n')
    answer = call("rules")
    assert answer.code == 2
    assert "heat needs a whole number" in answer.err
