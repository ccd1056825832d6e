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


def test_what_is_so_already_would_not_be_changed(call: Command, places: Path, stories: Path) -> None:
    places.write_text(RULES)
    call("add", stories)
    (left,) = call("list", "--json").objects
    assert left["title"] == "Storm seen from above"
    assert [rule["count"] for rule in call("rules", "--test", "--json").objects] == [0, 0]
    places.write_text(RULES.replace("home", "abroad"))
    assert [rule["count"] for rule in call("rules", "--test", "--json").objects] == [1, 0]
    hidden = call("search", "is:hidden", "--json").objects
    assert {story["title"]: story["tags"] for story in hidden} == {
        "Ferry runs aground off Skagen": ["home"],
        "Bridge over the Belt closes for a week": [],
    }


def test_each_rule_is_tried_on_what_those_before_it_leave(call: Command, places: Path, stories: Path) -> None:
    call("add", stories)
    places.write_text(
        "".join(
            f"[[rules]]\nsearch = '{search}'\n{does}\n"
            for search, does in (
                ("topic:denmark", "star = true\ntag = 'home'"),
                ("is:starred", "tag = 'home'\nhide = true"),
                ("tag:home is:hidden OR heat>1000", "read = true"),
                ("-is:starred is:unread", "tag = 'rest'"),
                ("is:unread tag:home", "tag = 'never'"),
            )
        )
    )
    assert [rule["count"] for rule in call("rules", "--test", "--json").objects] == [1, 1, 1, 2, 0]


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


def test_a_rule_that_names_no_story(call: Command, places: Path) -> None:
    places.write_text('[[rules]]\nsearch = "is:unread"\nread = true\n[[rules]]\nsearch = "sort:heat"\nread = true\n')
    for more in ([], ["--test"]):
        answer = call("rules", *more)
        assert (answer.code, answer.out) == (2, "")
        assert "Rule 2 cannot be applied: its search names no story; say which, such as topic:sport" in answer.err
    answer = call("doctor")
    assert answer.code == 3
    assert "Rule 2 cannot be applied: its search names no story" in " ".join(answer.out.split())
