"""What is offered where the reader types, and the search after taking it. "|" stands for the cursor."""

from __future__ import annotations

import pytest
from asking import NOW, texts
from hypothesis import given
from hypothesis import strategies as st

from tui.query import FIELDS, parse
from tui.query.completing import LIMIT, Completion, completions, place_at
from tui.query.nodes import Text, leaves

OUTLETS = [("Reuters", 40), ("The Reuters Trust", 3), ("New York Times", 12), ("Reddit", 50), ('The "Daily" (UK)', 2)]


def offered(typed: str, values: list[tuple[str, int]] | None = None) -> list[Completion]:
    text, cursor = typed.replace("|", ""), typed.index("|")
    place = place_at(text, cursor)
    return completions(place, values or () if place.wants_values else ()) if place else []


def taken(completion: Completion) -> str:
    return f"{completion.text[: completion.cursor]}|{completion.text[completion.cursor :]}"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("out|", ["outlet:", "outlets>"]),
        ("OUT|", ["outlet:", "outlets>"]),
        ("netflix so|", ["source:", "sort:"]),
        ("-ty|", ["type:"]),
        ("(a OR fi|", ["first:"]),
        ("prov|", ["provider:"]),
        ("zzz|", []),
        ('"out|', []),
        ("is:st|", ["starred"]),
        ("is:|", ["unread", "read", "starred", "updated", "seen", "lead", "copy", "video", "hidden"]),
        ("a OR|", []),
        ("a O|R b", []),
        ('is:"un|', ["unread"]),
        ("-has:i|", ["image"]),
        ("sort:re|", ["relevance"]),
        ("group:o|", ["on", "off"]),
        ("since:y|", ["yesterday"]),
        ("since:|", ["today", "yesterday", "7d", "24h", "30d", "1y", "monday", "tuesday"]),
        ("heat>|", []),
        ("title:so|", []),
        ("foo:ba|", []),
        ("outlet:re|", ["Reddit", "Reuters", "The Reuters Trust"]),
        ("outlet:|", ["Reddit", "Reuters", "New York Times", "The Reuters Trust", 'The "Daily" (UK)']),
        ("outlet:york|", ["New York Times"]),
        ('outlet:"new york t|', ["New York Times"]),
        ("provider:reu|", ["Reuters", "The Reuters Trust"]),
        ("outlet:(bbc OR reu|", ["Reuters", "The Reuters Trust"]),
        ("outlet:(bbc) reu|", []),
        ("outlet:reu|ters", ["The Reuters Trust"]),
        ("outlet:Reuters|", ["The Reuters Trust"]),
    ],
)
def test_offered(typed: str, shown: list[str]) -> None:
    assert [each.shown for each in offered(typed, OUTLETS)] == shown


@pytest.mark.parametrize(
    ("typed", "after"),
    [
        ("out|", "outlet:|"),
        ("netflix out|", "netflix outlet:|"),
        ("out| netflix", "outlet:| netflix"),
        ("hea|", "heat>|"),
        ("ou|>5", "outlet|>5"),
        ("(so|)", "(source:|)"),
        ("-is:st|", "-is:starred |"),
        ("is:s| netflix", "is:starred |netflix"),
        ("is:st|x netflix", "is:starred |netflix"),
        ("(is:s|)", "(is:starred|)"),
        ("outlet:reu|", "outlet:Reuters |"),
        ("outlet:new|", 'outlet:"New York Times" |'),
        ('outlet:"new yo|', 'outlet:"New York Times" |'),
        ('outlet:"new yo|rk" ai', 'outlet:"New York Times" |ai'),
        ("outlet:(bbc OR new|)", 'outlet:(bbc OR "New York Times"|)'),
        ("outlet:dai|", 'outlet:"The  Daily  (UK)" |'),
    ],
)
def test_taking_the_first(typed: str, after: str) -> None:
    assert taken(offered(typed, OUTLETS)[0]) == after


def test_notes_say_what_it_is_or_in_how_many_stories() -> None:
    assert [each.note for each in offered("is:unr|")] == ["you have not read it"]
    assert [each.note for each in offered("outlet:york|", [("New York Times", 1200)])] == ["1,200"]
    assert [each.note for each in offered("quali|")] == [next(f.help for f in FIELDS if f.name == "quality")]


def test_an_empty_search_offers_every_field_by_its_own_name() -> None:
    place = place_at("", 0)
    assert place
    assert [each.shown.rstrip(":>") for each in completions(place)] == [field.name for field in FIELDS][:LIMIT]


def test_values_in_scripts_without_spaces_are_found_from_their_first_character() -> None:
    assert [each.shown for each in offered("topic:東|", [("東京", 2), ("京都", 1)])] == ["東京"]


@given(texts, st.integers(0, 40), st.integers(0, 30))
def test_what_is_offered_fits_where_it_is_put(text: str, at: int, size: int) -> None:
    cursor = min(at, len(text))
    place = place_at(text, cursor)
    if place is None:
        return
    assert 0 <= place.start <= cursor <= place.end <= len(text)
    before = len(parse(text, now=NOW).faults)
    for completion in completions(place, OUTLETS[:size] if place.wants_values else ()):
        assert 0 <= completion.cursor <= len(completion.text)
        assert completion.text.startswith(text[: place.start])
        assert len(parse(completion.text, now=NOW).faults) <= before + 1


@given(st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=20))
def test_a_value_that_is_taken_is_what_is_asked_for(value: str) -> None:
    (completion,) = offered("outlet:|", [(value, 1)]) or [None]
    if completion is None:
        return
    query = parse(completion.text, now=NOW)
    assert not query.faults
    ((leaf, _),) = leaves(query.node)
    assert isinstance(leaf, Text)
    assert leaf.scope == "outlet"
    assert not leaf.prefix
    assert leaf.accepts(value)


def test_no_more_are_offered_than_fit() -> None:
    assert len(offered("outlet:|", [(f"Outlet {number}", number) for number in range(100)])) == LIMIT


def test_of_a_few_values_all_are_offered() -> None:
    for field in FIELDS:
        if field.choices:
            assert [each.shown for each in offered(f"{field.name}:|")] == [choice.text for choice in field.choices]
