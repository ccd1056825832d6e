"""Any text is a query, what is wrong with it lies inside it, and every tree can be typed."""

from __future__ import annotations

from asking import NOW, texts, trees, written
from hypothesis import given

from tui.query import FIELDS, Node, parse
from tui.query.nodes import And, Not, Or
from tui.query.parser import LENGTH_LIMIT


@given(texts)
def test_any_text_is_a_query(text: str) -> None:
    for typing in (True, False):
        query = parse(text, now=NOW, typing=typing)
        assert query.text == text
        for fault in query.faults:
            assert 0 <= fault.start < fault.end <= len(text)
            assert fault.message
        assert [fault.start for fault in query.faults] == sorted(fault.start for fault in query.faults)
        assert_well_formed(query.node)


@given(texts)
def test_what_is_complete_means_the_same_with_a_blank_after_it(text: str) -> None:
    whole = parse(text, now=NOW, typing=False)
    if not whole.faults:
        typed = parse(text + " ", now=NOW)
        assert (typed.node, typed.sort, typed.group, typed.faults) == (whole.node, whole.sort, whole.group, ())


@given(texts)
def test_taking_a_proposal_mends_the_place(text: str) -> None:
    query = parse(text, now=NOW, typing=False)
    fault = next((fault for fault in query.faults if fault.suggestion), None)
    if fault is not None:
        mended = text[: fault.start] + fault.suggestion + text[fault.end :]
        assert fault not in parse(mended, now=NOW, typing=False).faults


@given(trees)
def test_every_tree_can_be_typed(tree: Node) -> None:
    query = parse(written(tree), now=NOW, typing=False)
    assert (query.faults, query.node) == ((), tree)


def test_every_field_and_choice_can_be_asked() -> None:
    for field in FIELDS:
        assert not parse(field.example, now=NOW, typing=False).faults
        for choice in field.choices:
            query = parse(f"{field.name}:{choice.text}", now=NOW, typing=False)
            assert not query.faults
            assert query.node or query.sort or query.group is not None


def test_a_long_paste_costs_no_more_than_a_long_search() -> None:
    query = parse("(a " * 100_000, now=NOW)
    assert len(query.faults) == 2
    assert query.faults[1].start == LENGTH_LIMIT


def assert_well_formed(node: Node | None) -> None:
    """The promises that nodes.py makes to whoever walks a tree."""
    match node:
        case And(items) | Or(items):
            assert len(items) > 1
            for item in items:
                assert type(item) is not type(node)
                assert_well_formed(item)
        case Not(item):
            assert not isinstance(item, Not)
            assert_well_formed(item)
