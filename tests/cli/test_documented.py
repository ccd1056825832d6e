"""docs/command-line.md names every command, option, exit code and key of the JSON that there is."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from building import ROOT
from calling import Command

from tui.cli.arguments import SORTS, command_parser, reader_parser
from tui.cli.words import COMMANDS
from tui.core import exits

TEXT = (ROOT / "docs" / "command-line.md").read_text()
JSON = TEXT.partition("\n## JSON\n")[2]
README = ROOT / "README.md"


def options(parser: argparse.ArgumentParser) -> Iterator[str]:
    for action in parser._actions:
        yield from action.option_strings
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from options(below)


def section(heading: str) -> str:
    """The text below a heading of the JSON part."""
    return JSON.partition(f"\n### {heading}\n")[2].partition("\n### ")[0]


def keys_in(text: str) -> set[str]:
    return set(re.findall(r"`([a-z_]+)`", text))


def test_every_command_has_its_parser_and_its_line() -> None:
    parser = command_parser()
    (commands,) = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    assert tuple(sorted(commands.choices)) == tuple(sorted(COMMANDS))
    for name in COMMANDS:
        assert re.search(rf"^    broadsheet {name}\b", TEXT, re.MULTILINE), name


def test_every_option() -> None:
    for option in {*options(reader_parser()), *options(command_parser())}:
        assert re.search(rf"`[^`\n]*(?<![\w-]){re.escape(option)}(?![\w-])", TEXT), option
    for order in SORTS:
        assert f"`{order}`" in TEXT


def test_every_exit_code() -> None:
    codes = {value for name, value in vars(exits).items() if name.isupper()}
    documented = {int(number) for number in re.findall(r"^\| (\d+) \|", TEXT, re.MULTILINE)}
    assert codes | {130} <= documented


def test_every_key_of_a_story(call: Command, stories: Path) -> None:
    (stories / "2023-07-27-ferry-again.md").write_bytes((stories / "2023-07-27-ferry.md").read_bytes())
    every = [*call("list", stories, "--json").objects, *call("list", "--json", ROOT / "seeds").objects]
    story_keys = keys_in(section("A story"))
    article_keys = keys_in(section("An article"))
    below = keys_in(section("Providers and images"))
    for story in every:
        assert set(story) <= story_keys
        assert set(story["provider"]) <= below
        for image in [*story["images"], *story["provider"]["images"]]:
            assert set(image) <= below
        for article in [*story["coverage"], *story["related"]]:
            assert set(article) <= article_keys
        for problem in story["problems"]:
            assert set(problem) <= story_keys


def test_every_key_of_an_article_of_a_list(call: Command, stories: Path) -> None:
    call("add", stories)
    documented = keys_in(section("An article") + section("An article of a list"))
    for article in call("search", "group:off", "has:url", "--json").objects:
        assert set(article) <= documented


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("A source", ["sources", "--json"]),
        ("The result of sync", ["sync", "--json"]),
        ("A rule", ["rules", "--test", "--json"]),
        ("The report of doctor", ["doctor", "--json"]),
    ],
)
def test_every_key_of_the_other_objects(
    call: Command, stories: Path, places: Path, heading: str, words: list[str]
) -> None:
    places.write_text('[[rules]]\nsearch = "ferry"\ntag = "x"\n')
    (stories / "broken.md").write_text("no front matter")
    call("add", stories)
    documented = keys_in(section(heading) + section("A source"))

    def keys(value: Any, place: str = "") -> Iterator[str]:
        if isinstance(value, dict):
            for key, below in value.items():
                if place != "versions":
                    yield key
                yield from keys(below, key)
        elif isinstance(value, list):
            for below in value:
                yield from keys(below, place)

    for found in call(*words).objects:
        assert set(keys(found)) <= documented
