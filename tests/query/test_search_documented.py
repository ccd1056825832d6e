"""docs/search.md names every field, alias and value, and every search in it can be typed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from asking import NOW

from tui.query import FIELDS, parse
from tui.query.moments import WORDS
from tui.query.parser import DEPTH_LIMIT, LENGTH_LIMIT, TERM_LIMIT

TEXT = (Path(__file__).parents[2] / "docs" / "search.md").read_text(encoding="utf-8")
ROWS = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in TEXT.splitlines() if line.startswith("| ")]
COOKBOOK = re.findall(r"^\| [^`]+ \| `([^`]+)` \|$", TEXT.partition("## Cookbook")[2], re.MULTILINE)


def test_every_field_has_its_row_and_its_aliases() -> None:
    rows = {row[0]: row for row in ROWS}
    for field in FIELDS:
        aliases = "".join(f" (`{alias}`)" for alias in field.aliases)
        row = rows.get(f"`{field.name}`{aliases}")
        assert row, field.name
        example = row[2].strip("` ")
        assert example.lower().startswith(field.name)
        assert not parse(example, now=NOW, typing=False).faults


def test_every_value_has_its_row() -> None:
    named = {row[0] for row in ROWS}
    for field in FIELDS:
        for choice in field.choices:
            assert f"`{field.name}:{choice.text}`" in named


def test_no_field_is_promised_that_there_is_not() -> None:
    known = {name for field in FIELDS for name in (field.name, *field.aliases)}
    for search in re.findall(r"`-?([a-z]+):[^`]*`", TEXT):
        assert search in known


def test_times_are_named() -> None:
    for word in ("today", "yesterday", WORDS[2], WORDS[-1]):
        assert f"`{word}`" in TEXT
    for unit in "hdwmy":
        assert re.search(rf"`[0-9]+{unit}`", TEXT)


def test_limits_are_those_of_the_parser() -> None:
    limits = f"at most {LENGTH_LIMIT:,} characters, {TERM_LIMIT} words and fields, and brackets {DEPTH_LIMIT} deep"
    assert limits in " ".join(TEXT.split())


def test_the_cookbook_has_twenty_searches() -> None:
    assert len(COOKBOOK) == len(set(COOKBOOK)) == 20


@pytest.mark.parametrize("search", COOKBOOK)
def test_the_cookbook_can_be_typed(search: str) -> None:
    query = parse(search, now=NOW, typing=False)
    assert query.faults == ()
    assert query.node is not None
