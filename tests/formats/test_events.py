"""YAML as text, lists and mappings: what PyYAML's BaseLoader gives, under limits."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from hypothesis import assume, example, given
from hypothesis import strategies as st

from tui.formats import events
from tui.formats.events import DEPTH_LIMIT, NODE_LIMIT, Document, Node, Unreadable

BASE: Any = yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader


class NullsOnly(BASE):  # type: ignore[misc]
    """BaseLoader, which takes everything for text, but for null."""


NullsOnly.add_implicit_resolver("null", re.compile("^(?:~|null|Null|NULL|)$"), ["~", "n", "N", ""])
NullsOnly.add_constructor("null", lambda loader, node: None)


def node(text: str) -> Node:
    return Document(text.encode()).node


def test_nothing_is_resolved_but_null() -> None:
    assert node("{a: 1, b: yes, c: 2023-07-25, d: ~, e: null, f: , g: 'null', h: \"~\"}") == {
        "a": "1",
        "b": "yes",
        "c": "2023-07-25",
        "d": None,
        "e": None,
        "f": None,
        "g": "null",
        "h": "~",
    }


def test_nothing_is_none() -> None:
    assert node("") is None
    assert node("# a comment") is None


def test_the_publishers_blob_is_read_past_at_the_top_only() -> None:
    assert node("{secured: [a, {b: c}], related: [{secured: x}]}") == {"secured": None, "related": [{"secured": "x"}]}


def test_places_of_what_is_said_twice() -> None:
    document = Document(b"a: 1\na: 2\nrelated:\n- b: {c: 1, c: 2}\n- d: 1\n  d: 2\n")
    assert document.repeated == ["a", "related[0].b.c", "related[1].d"]
    assert document.node == {"a": "2", "related": [{"b": {"c": "2"}}, {"d": "2"}]}


@pytest.mark.parametrize("depth", [1, 2, 5])
def test_depth_is_counted_from_where_the_text_stands(depth: int) -> None:
    deepest = DEPTH_LIMIT + 1 - depth
    Document(b"[" * deepest + b"]" * deepest, depth)
    with pytest.raises(Unreadable, match="nested"):
        Document(b"[" * (deepest + 1) + b"]" * (deepest + 1), depth)


def test_entries_are_counted() -> None:
    assert Document(b"[a, {b: c}]").nodes == 5
    with pytest.raises(Unreadable, match="more than 200,000 entries"):
        Document(b"- a\n" * (NODE_LIMIT + 1))
    with pytest.raises(Unreadable, match="more than 200,000 entries"):
        Document("".join(f"k{n}:\n" for n in range(NODE_LIMIT // 2 + 1)).encode())


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 1\nb: *x", 1),
        ("a: 1\n\nb: &x 1", 2),
        ("a: b: c", 0),
        ("a: 'x\n\n", 2),
        ("a: 1\n---\nb: 1", 1),
        ("a: \x00", None),
    ],
)
def test_the_fault_knows_its_line(text: str, line: int | None) -> None:
    with pytest.raises(Unreadable) as caught:
        node(text)
    assert caught.value.line == line
    assert caught.value.reason


@pytest.mark.parametrize("text", ['"\\U00110000"', "%YAML " + "9" * 5000 + ".1\n---\na", "%YAML 3.0\n---\na: 1"])
@pytest.mark.parametrize("source", ["CSafeLoader", "SafeLoader"])
def test_impossible_numbers_are_faults_of_the_text(text: str, source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "EVENT_SOURCE", getattr(yaml, source))
    with pytest.raises(Unreadable):
        node(text)


PIECES = st.sampled_from(
    [
        *(" ", "  ", "\n", "\n\n", "\n  ", "\n   ", "\n- ", "\n  - ", "\t", "\x85", "\u2028", "\ufeff"),
        *("- ", "-", "? ", "?", ": ", ":", ",", "[", "]", "{", "}", "'", '"', "#", " #", "|", ">", "|-", ">+", "|2"),
        *(
            "&x ",
            "&",
            "*x",
            "*",
            "!",
            "!!str ",
            "!!int ",
            "%",
            "%YAML 1.1",
            "@",
            "`",
            "~",
            "null",
            "<<",
            "<<: ",
            "\\",
            "\\n",
        ),
        *(
            "a",
            "b: ",
            "a: ",
            "\na: ",
            "c:x",
            "é",
            "中",
            "1",
            "0x1",
            "yes",
            ".",
            "---",
            "--- ",
            "\n---\n",
            "...",
            "\n...\n",
        ),
        *("related:\n  - ", "secured: "),
    ]
)


@given(st.lists(PIECES, max_size=24).map("".join))
@example("? a\n: b")
@example("a: |\n  x\n\n  y\nb: >-\n  x\n  y")
@example("--- a")
def test_what_is_accepted_is_what_the_base_loader_gives(text: str) -> None:
    try:
        found = node(text)
    except Unreadable:
        return
    expected = yaml.load(text.encode(), NullsOnly)
    if isinstance(expected, dict) and "secured" in expected:
        expected["secured"] = None
    assume(not keys_of(found) & NULLS)  # they keep their spelling, which the base loader does not tell
    assert found == keys_as_text(expected)


NULLS = {"~", "null"}
"""Keys that are null, as far as `PIECES` makes them."""


def keys_of(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*map(keys_of, value.values()))
    return set().union(*map(keys_of, value)) if isinstance(value, list) else set()


def keys_as_text(value: Any) -> Any:
    if isinstance(value, dict):
        return {key or "": keys_as_text(item) for key, item in value.items()}
    return [keys_as_text(item) for item in value] if isinstance(value, list) else value


@given(st.lists(PIECES, max_size=24).map("".join).filter(lambda text: "\ufeff" not in text))
def test_the_parser_without_libyaml_gives_the_same(text: str) -> None:
    """Or a fault: each of the two refuses what the other takes, but where both take a text they read the same."""
    found = []
    for source in (yaml.CSafeLoader, yaml.SafeLoader) if yaml.__with_libyaml__ else (yaml.SafeLoader,):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(events, "EVENT_SOURCE", source)
            try:
                found.append(node(text))
            except Unreadable:
                return
    assert found == found[:1] * len(found)
