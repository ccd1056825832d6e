"""docs/format.md is true: its examples are read, its fields are those that are read, its faults and limits are ours."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from tui.formats import articles, events, frontmatter
from tui.formats.fields import Fields
from tui.formats.frontmatter import read
from tui.model import Parsed
from tui.text import clean, urls

TEXT = (Path(__file__).parents[2] / "docs" / "format.md").read_text("utf-8")
FIELD_ROWS = re.findall(r"^\| `([A-Za-z.]+)` \| ([^|]+) \|", TEXT, re.MULTILINE)
FAULT_ROWS = re.findall(r"^\| `([^|]+)` \| `([^|]+)` \| ([^|]+?) \|$", TEXT, re.MULTILINE)
EXAMPLES = re.findall(r"^```(?:yaml|markdown)\n(---\n.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
SMALLEST, COMPLETE = EXAMPLES
FRONT, BODY = COMPLETE.removeprefix("---\n").split("\n---\n")


def parsed(raw: dict[str, Any]) -> Parsed:
    return read(f"---\n{yaml.safe_dump(raw, allow_unicode=True)}---\n".encode(), "/stories/example.md")


@pytest.mark.parametrize("example", EXAMPLES, ids=["smallest", "complete"])
def test_an_example_is_read_without_a_problem(example: str) -> None:
    found = read(example.encode(), "/stories/example.md")
    assert found.report is not None
    assert found.problems == ()


def test_the_complete_example_says_what_it_looks_like() -> None:
    report = read(COMPLETE.encode(), "/stories/example.md").report
    assert report is not None
    assert report.article.title == "The library opens again, & stays open at night"
    assert report.article.url == "https://www.example.org/news/library-opens-again"
    assert report.featured_url == "https://video.example.org/embed/7"
    assert [article.provider.name for article in report.related] == ["The Other"]
    assert report.body == BODY.strip()


def kinds(name: str) -> str:
    return next(kind for field, kind in FIELD_ROWS if field == name)


def mutated(value: Any, name: str) -> Any:
    """Another value that the field may have."""
    if name == "featuredContent":
        return value.replace("video", "player")
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, datetime):
        return value + timedelta(hours=1)
    if isinstance(value, str):
        return f"{value}-changed"
    return [] if isinstance(value, list) else {}


def places(raw: dict[str, Any], name: str) -> Iterator[tuple[dict[str, Any], str]]:
    """Every mapping of the example in which the documented field stands."""
    group, _, field = name.rpartition(".")
    above = {"": [raw, *raw["related"]], "provider": [raw["provider"]]}
    above["images"] = [*raw["images"], *raw["provider"]["images"]]
    yield from ((mapping, field) for mapping in above[group] if field in mapping)


@pytest.mark.parametrize("name", [name for name, _ in FIELD_ROWS if name != "secured"])
def test_a_documented_field_is_in_the_example_and_changes_what_is_read(name: str) -> None:
    raw = yaml.safe_load(FRONT)
    before = parsed(raw)
    count = len(list(places(raw, name)))
    assert count
    for index in range(count):
        other = copy.deepcopy(raw)
        mapping, field = list(places(other, name))[index]
        mapping[field] = mutated(mapping[field], name)
        assert parsed(other).report != before.report


def test_the_sealed_data_and_unknown_fields_change_nothing() -> None:
    raw = yaml.safe_load(FRONT)
    assert parsed({**raw, "secured": "x", "colour": ["red"]}) == parsed(raw)


def test_every_field_that_is_read_is_documented(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: set[str] = set()

    class Asked(dict[str, Any]):
        place = ""

        def get(self, key: str, default: Any = None) -> Any:
            asked.add(self.place + key)
            return super().get(key, default)

    make = Fields.__init__

    def recording(self: Fields, mapping: dict[str, Any], faults: list[tuple[str, str]], place: str = "") -> None:
        noted = Asked(mapping)
        noted.place = re.sub(r"\[[0-9]+\]", "", place).replace("provider.images", "images")
        make(self, noted, faults, place)

    monkeypatch.setattr(Fields, "__init__", recording)
    read(COMPLETE.encode(), "/stories/example.md")
    assert asked | {"secured"} == {name for name, _ in FIELD_ROWS}


def test_the_type_of_a_number_says_where_it_begins() -> None:
    for name in ("quality", "images.width", "images.height"):
        assert kinds(name) == "number, 0 and up"
    assert kinds("heat") == "number, -1 and up"


@pytest.mark.parametrize(("written", "place", "said"), FAULT_ROWS, ids=[row[0] for row in FAULT_ROWS])
def test_a_fault_is_told_as_documented_and_costs_no_more(written: str, place: str, said: str) -> None:
    found = read(f"---\ntitle: A story\n{written}\n---\n".encode(), "/stories/example.md")
    assert [(problem.place, problem.reason) for problem in found.problems] == [(place, said)]
    assert found.report is not None
    assert found.report.article.title == "A story"


def test_there_are_faults_to_tell() -> None:
    assert len(FAULT_ROWS) >= 10


@pytest.mark.parametrize(
    ("what", "limit"),
    [
        ("the file", f"{frontmatter.SIZE_LIMIT // 1024 // 1024} MiB"),
        ("a title, a name, a topic", f"{articles.TITLE_LIMIT:,} characters"),
        ("a title, a name, a topic", f"{clean.LINE_LIMIT:,} characters"),
        ("an excerpt", f"{articles.EXCERPT_LIMIT:,} characters"),
        ("the text below", f"{clean.TEXT_LIMIT:,} characters"),
        ("an address", f"{urls.LENGTH_LIMIT:,} characters"),
        ("lists and mappings inside each other", f"{events.DEPTH_LIMIT}"),
        ("keys and values in a file", f"{events.NODE_LIMIT:,}"),
        ("faults listed for a file", f"{frontmatter.PROBLEM_LIMIT}, the rest counted"),
    ],
)
def test_a_limit_is_the_one_that_holds(what: str, limit: str) -> None:
    assert f"| {what} | {limit} |" in TEXT
