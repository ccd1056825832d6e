"""Each golden file gives exactly what its twin says, through both doors."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from plain import as_dict

from tui.formats.frontmatter import Reader, read
from tui.model import Parsed

GOLDEN = Path(__file__).parent / "golden"
FILES = sorted(GOLDEN.glob("*.md"))


def as_json(parsed: Parsed) -> dict[str, Any]:
    report = None if parsed.report is None else as_dict(parsed.report)
    found = {"report": report, "problems": [[problem.place, problem.reason] for problem in parsed.problems]}
    text = json.dumps(found, default=lambda value: value.isoformat() if isinstance(value, datetime) else repr(value))
    return json.loads(text)  # type: ignore[no-any-return]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_golden(path: Path) -> None:
    data = path.read_bytes()
    expected = json.loads(path.with_suffix(".expected.json").read_text("utf-8"))
    assert as_json(read(data, f"/stories/{path.name}")) == expected
    reader = Reader()
    for _ in range(2):
        assert as_json(reader.read(data, f"/stories/{path.name}")) == expected


def test_every_golden_file_has_its_twin() -> None:
    assert {path.name.removesuffix(".expected.json") for path in GOLDEN.glob("*.json")} == {path.stem for path in FILES}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_other_line_ends_and_a_byte_order_mark_change_nothing(path: Path, ending: str) -> None:
    data = path.read_bytes()
    other = b"\xef\xbb\xbf" + data.replace(b"\n", ending.encode())
    assert Reader().read(other, "/a/b.md") == read(data, "/a/b.md")


def test_problems_name_their_origin() -> None:
    parsed = read((GOLDEN / "bad_entries.md").read_bytes(), "/stories/bad_entries.md")
    assert {problem.origin for problem in parsed.problems} == {"/stories/bad_entries.md"}
