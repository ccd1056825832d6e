"""Builds story files for tests, without the code under test."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SEEDS = ROOT / "seeds"
CORPUS = ROOT.parent / "shared" / "corpus" / "azure" / "_news"

needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason="no corpus")
"""For tests that read the real files beside the project."""


def story_file(
    title: str = "Ferry runs aground",
    *,
    url: str = "https://example.org/ferry",
    related: Iterable[str] = (),
    body: str = "",
    **fields: object,
) -> bytes:
    """A story file in the layout of real ones; `related`: entries made by `entry`; `fields`: further top-level fields."""
    lines = ["---", f"title: {quoted(title)}"]
    if url:
        lines.append(f"webUrl: {quoted(url)}")
    lines += _fields(fields, "")
    listed = list(related)
    if listed:
        lines += ["related:", *listed]
    lines += ['secured: "IV+iU4XwHDlNN3foqpZ2Q0fAzHu98h9Tbc7DGJxARb=="', "---", body]
    return "\n".join(lines).encode()


def entry(title: str = "Another outlet's report", *, url: str = "https://other.example/ferry", **fields: object) -> str:
    """One item of a `related` list."""
    lines = [f"  - title: {quoted(title)}"]
    if url:
        lines.append(f"    webUrl: {quoted(url)}")
    return "\n".join([*lines, *_fields(fields, "    ")])


def quoted(text: str) -> str:
    """The text in double quotes: JSON's are YAML's."""
    return json.dumps(text, ensure_ascii=False)


def _fields(fields: dict[str, object], indent: str) -> Iterator[str]:
    for name, value in fields.items():
        yield f"{indent}{name}: {value if name == 'publishedDateTime' else json.dumps(value, ensure_ascii=False)}"
