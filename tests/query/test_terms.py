"""What is put into a search for the reader asks for what was meant, whatever is in it."""

from __future__ import annotations

import pytest
from asking import NOW, texts, trees, written
from hypothesis import assume, example, given
from hypothesis import strategies as st

from tui.query import Node, parse
from tui.query.nodes import And, Text, leaves
from tui.query.terms import at_rest, narrowed, ordered, quoted, term
from tui.text.words import tokens


def asks(text: str, *, typing: bool = False) -> object:
    query = parse(text, now=NOW, typing=typing)
    return query.node, query.sort, query.group


@pytest.mark.parametrize(
    ("value", "field", "written"),
    [
        ("Reuters", "outlet", "outlet:Reuters"),
        ("New York Times", "outlet", 'outlet:"New York Times"'),
        ("//cdn", "outlet", 'outlet:"//cdn"'),
        ('The "Daily" (UK)', "outlet", 'outlet:"The  Daily  (UK)"'),
        ("ferry", "", "ferry"),
        ("runs aground", "", '"runs aground"'),
        ("OR", "", '"OR"'),
        ("-5", "", '"-5"'),
        ("is:read", "", '"is:read"'),
    ],
)
def test_terms(value: str, field: str, written: str) -> None:
    assert term(value, field) == written


@given(st.text(min_size=1, max_size=30), st.sampled_from(["outlet", "topic", ""]))
def test_a_term_asks_for_the_words_of_its_value_and_nothing_else(value: str, field: str) -> None:
    query = parse(term(value, field), now=NOW, typing=True)
    assert not query.faults
    found = [leaf for leaf, wanted in leaves(query.node) if wanted and isinstance(leaf, Text)]
    # The quotes of the language separate words; nothing else of a value does what a quote does.
    assert [word for leaf in found for word in leaf.words] == tokens(value)
    assert all(leaf.scope == (field or "any") for leaf in found)


@pytest.mark.parametrize(
    ("text", "narrower"),
    [
        ("", "topic:AI "),
        ("netflix", "netflix topic:AI "),
        ("a OR b", "(a OR b) topic:AI "),
        ("a OR", "a topic:AI "),
        ('"open quo', '"open quo" topic:AI '),
        ("outlet:(bbc OR (cnn", "outlet:(bbc OR (cnn)) topic:AI "),
        ("topic:ai", "topic:ai"),
        ("netflix topic:AI is:unread", "netflix topic:AI is:unread"),
        ("-topic:AI", "-topic:AI topic:AI "),
    ],
)
def test_narrowed(text: str, narrower: str) -> None:
    assert narrowed(text, "topic:AI") == narrower


@given(texts)
@example("a OR outlet:")
def test_narrowing_any_search_asks_for_both(text: str) -> None:
    """Any that can be in force: it has no faults."""
    assume(not parse(text, now=NOW, typing=True).faults)
    before, after = asks(f"{text} ", typing=True)[0], asks(narrowed(text, "topic:Shipping"), typing=True)[0]
    wanted = Text(("shipping",), False, "topic")
    assert wanted == after or (isinstance(after, And) and wanted in after.items)
    if isinstance(before, And):
        assert isinstance(after, And)
        assert set(before.items) <= set(after.items)


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("sort:heat", "sort:outlets "),
        ("netflix SORT:heat is:unread", "netflix sort:outlets is:unread "),
        ("a OR sort:heat", "a OR sort:outlets "),
        ('(a sort:time b) sort:"heat', "(a sort:outlets b) sort:outlets "),
        ("a sort:(heat)", "a sort:(heat) sort:outlets "),
    ],
)
def test_ordered(text: str, after: str) -> None:
    assert ordered(text, "outlets") == after


@given(trees, st.integers(0, 3))
def test_another_order_changes_nothing_else_that_is_asked(tree: Node, at: int) -> None:
    words = written(tree).split(" ")
    text = " ".join((*words[:at], "sort:heat", *words[at:]))
    assume(asks(text) == (tree, "heat", None))
    assert asks(ordered(text, "first")) == (tree, "first", None)


@pytest.mark.parametrize(
    ("typed", "rests"),
    [
        ("bri", "bri*"),
        ("bri ", "bri"),
        ("netflix is:unread", "netflix is:unread"),
        ('"soft del', '"soft del"*'),
        ('"soft delete"', '"soft delete"'),
        ("outlet:Reu", "outlet:Reu*"),
        ("(a OR b", "(a OR b*)"),
        ("heat>80", "heat>80"),
        ("-net", "-net"),
    ],
)
def test_at_rest(typed: str, rests: str) -> None:
    assert at_rest(typed) == rests


@given(texts)
@example("azure ")
def test_what_came_to_rest_stays(text: str) -> None:
    """As it stands in the bar once it is asked again: with a blank behind it, so that nothing of it is being typed."""
    rests = at_rest(text)
    assert at_rest(f"{rests} ") == rests


def test_quotes_only_where_needed() -> None:
    assert quoted("bbc.co.uk") == "bbc.co.uk"
    assert quoted("C*") == '"C*"'
