"""What is typed, and what is understood: trees as they would be typed in full, and faults with their places."""

from __future__ import annotations

import pytest
from asking import NOW, written

from tui.query import parse
from tui.query.nodes import Is, Not, Number, Query, Text, When, leaves
from tui.query.parser import DEPTH_LIMIT, LENGTH_LIMIT, TERM_LIMIT


def complete(text: str) -> Query:
    return parse(text, now=NOW, typing=False)


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("", ""),
        ("  \t ", ""),
        ("netflix", '"netflix"'),
        ("Netflix Strike", '"Netflix" "Strike"'),
        ('"soft delete"', '"soft delete"'),
        ("“soft delete”", '"soft delete"'),
        ('"soft delete', '"soft delete"'),
        ('soft"de lete"', '"soft" "de lete"'),
        ("micro*", '"micro"*'),
        ('"soft del"*', '"soft del"*'),
        ("c++", '"c++"'),
        ("-strike", '-"strike"'),
        ("--strike", '"strike"'),
        ("- strike -", '"strike"'),
        ("a-b", '"a-b"'),
        ("a OR b", '"a" OR "b"'),
        ("a OR b c", '"a" OR ("b" "c")'),
        ("(a OR b) c", '("a" OR "b") "c"'),
        ("a OR (b OR c)", '"a" OR "b" OR "c"'),
        ("a (b c)", '"a" "b" "c"'),
        ("-(a OR b) -c", '-("a" OR "b") -"c"'),
        ("()", ""),
        ("() a", '"a"'),
        ("a or b", '"a" "or" "b"'),
        ('a "OR" b', '"a" "OR" "b"'),
        ("東京", '"東京"'),
        ("outlet:reuters", 'outlet:"reuters"'),
        ("Provider:Reuters", 'outlet:"Reuters"'),
        ('outlet:"New York Times"', 'outlet:"New York Times"'),
        ("outlet:(reuters OR bbc)", 'outlet:"reuters" OR outlet:"bbc"'),
        ("title:(soft -delete)", 'title:"soft" -title:"delete"'),
        ("outlet:(reuters topic:ai)", 'outlet:"reuters" topic:"ai"'),
        ("-outlet:(reuters OR bbc)", '-(outlet:"reuters" OR outlet:"bbc")'),
        ("outlet:", None),
        ("outlet: reuters", None),
        ("site:bbc.co.uk", 'domain:"bbc.co.uk"'),
        ("domain:bbc.*", 'domain:"bbc."*'),
        ("type:Video", "type:video"),
        ("first:reuters", 'first:"reuters"'),
        ("source:azure", 'source:"azure"'),
        ("tag:work", 'tag:"work"'),
        ("lead:netflix related:strike", 'lead:"netflix" related:"strike"'),
        ("heat>80", "heat:81.."),
        ("heat >= 80", "heat:80.."),
        ("heat≥80", "heat:80.."),
        ("heat > 80", "heat:81.."),
        ("outlets: 5", "outlets:5..5"),
        ("outlets : 5", "outlets:5..5"),
        ("outlets : 5..20 a", 'outlets:5..20 "a"'),
        ("heat: ..80", "heat:..80"),
        ("heat: eighty", None),
        ("quality<60", "quality:..59"),
        ("quality<=60", "quality:..60"),
        ("outlets=5", "outlets:5..5"),
        ("outlets:5", "outlets:5..5"),
        ("outlets:>5", "outlets:6.."),
        ("outlets:5..20", "outlets:5..20"),
        ("outlets:5..", "outlets:5.."),
        ("outlets:..5", "outlets:..5"),
        ("heat:-1", "heat:-1..-1"),
        ("-heat>80", "-heat:81.."),
        ("heat>99999999999999999999", "heat:1000000001.."),
        ("is:unread IS:Starred", "is:unread is:starred"),
        ('is:"unread"', "is:unread"),
        ("-has:image", "-has:image"),
        ("since:7d", "since:2023-07-21T12:00"),
        ("after:2023-07", "since:2023-07-01T00:00"),
        ("before:2023-07-15", "before:2023-07-15T00:00"),
        ("on:2023-07", "on:2023-07-01T00:00..2023-07-31T23:59"),
        ("date:2023-07-01..2023-07-15", "on:2023-07-01T00:00..2023-07-15T23:59"),
        ("on:2023-07..", "since:2023-07-01T00:00"),
        ("since:2023..2023-07", "on:2023-01-01T00:00..2023-07-31T23:59"),
        ("on:yesterday", "on:2023-07-27T00:00..2023-07-27T23:59"),
        ("Re: hello", '"Re:" "hello"'),
        ("a=b 12:30", '"a=b" "12:30"'),
        ("https://example.org/a?b=c", '"https://example.org/a?b=c"'),
    ],
)
def test_complete_searches(text: str, understood: str | None) -> None:
    query = complete(text)
    if understood is None:
        assert query.faults
    else:
        assert (written(query.node), query.faults) == (understood, ())


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("net", '"net"*'),
        ("soft de", '"soft" "de"*'),
        ("soft ", '"soft"'),
        ("net*", '"net"*'),
        ("net.", '"net."'),
        ('"soft de', '"soft de"*'),
        ('"soft ', '"soft"'),
        ('"soft delete"', '"soft delete"'),
        ("-net", '-"net"'),
        ("(soft OR de", '"soft" OR "de"*'),
        ("soft OR", '"soft"'),
        ("OR", ""),
        ("!!!", ""),
        ("netflix !!! ", '"netflix"'),
        ('"', ""),
        ("(", ""),
        ("-", ""),
        ("outlet:", ""),
        ("outlet:reu", 'outlet:"reu"*'),
        ('outlet:"New Yo', 'outlet:"New Yo"*'),
        ("outlet:(reuters OR bb", 'outlet:"reuters" OR outlet:"bb"*'),
        ("soft outlet: delete", '"soft" "delete"*'),
        ("domain:bbc.c", 'domain:"bbc.c"*'),
        ("type:vid", "type:vid*"),
        ("heat", '"heat"*'),
        ("heat>", ""),
        ("heat:", ""),
        ("heat:-", ""),
        ("heat>8", "heat:9.."),
        ("outlets:5.", "outlets:5..5"),
        ("outlets:5..", "outlets:5.."),
        ("outlets:5..2", "outlets:5.."),
        ("outlets:5..20", "outlets:5..20"),
        ("heat:50..-", "heat:50.."),
        ("heat:50..1", "heat:50.."),
        ("is:(unread O", "is:unread"),
        ("heat:(5 O", "heat:5..5"),
        ("outlet:(bbc O", 'outlet:"bbc" outlet:"O"*'),
        ("https:/", ""),
        ("is:", ""),
        ("is:unr", ""),
        ("has:im", ""),
        ("since:", ""),
        ("since:7", ""),
        ("since:yest", ""),
        ("since:2023-0", ""),
        ("since:2023", "since:2023-01-01T00:00"),
        ("on:2023-07-01..", "since:2023-07-01T00:00"),
        ("on:2023-07-01..2023-0", ""),
        ("on:2023-07-10.", "on:2023-07-10T00:00..2023-07-10T23:59"),
        ("on:2023-07-10..2023-07-1", "since:2023-07-10T00:00"),
        ("on:2023-07-10..2023-07-15", "on:2023-07-10T00:00..2023-07-15T23:59"),
        ("since:7d.", "since:2023-07-21T12:00"),
        ("since:2023-", "since:2023-01-01T00:00"),
        ("since:2023-1-", "since:2023-01-01T00:00"),
        ("since:-", ""),
        ("sort:", ""),
        ("group:o", ""),
        ("typo:", ""),
        ("netflix:", ""),
    ],
)
def test_half_typed_searches_filter_by_what_is_complete(text: str, understood: str) -> None:
    query = parse(text, now=NOW)
    assert (written(query.node), query.faults) == (understood, ())


@pytest.mark.parametrize(
    ("text", "place", "message", "suggestion"),
    [
        ("a quailty>3", "quailty", "unknown field quailty: did you mean quality?", "quality"),
        ("OUTLTE:reuters", "OUTLTE", "unknown field OUTLTE: did you mean outlet?", "outlet"),
        ("foo:bar", "foo:bar", 'unknown field foo: to search for the text, write "foo:bar"', '"foo:bar"'),
        ("outlet>5", "outlet", "outlet is no number: did you mean outlets?", "outlets"),
        ("since>7d", "since>7d", "since is no number: write since:7d", "since:7d"),
        ("heat>8x", "8x", "heat needs a whole number, such as heat>80", ""),
        ("heat:9..3", "9..3", "the range ends before it begins: did you mean 3..9?", "3..9"),
        ("heat>3..9", "3..9", "a range needs a colon: heat:3..9", ""),
        ("is:unraed", "unraed", "unknown is:unraed: did you mean is:unread?", "unread"),
        ("has:wings", "wings", "unknown has:wings: there is related, image, amp, text, url and note", ""),
        (
            "since:soon",
            "soon",
            "soon is no date: write 7d, 2w, 3m, yesterday, 2023, 2023-07 or 2023-07-01",
            "",
        ),
        ("before:2023..2024", "2023..2024", "before needs one date: write on:2023..2024 for a range", ""),
        (
            "on:2024..2023",
            "2024..2023",
            "the range ends before it begins: did you mean 2023..2024?",
            "2023..2024",
        ),
        ("-sort:heat", "heat", "sort cannot be negated: take the minus sign out", ""),
        ("a ) b", ")", "no bracket is open here: take it out or open one before it", ""),
    ],
)
def test_faults_while_typing(text: str, place: str, message: str, suggestion: str) -> None:
    (fault,) = parse(text + " ", now=NOW).faults
    assert (text[fault.start : fault.end], fault.message, fault.suggestion) == (place, message, suggestion)
    assert fault in complete(text).faults


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("!!!", "!!!", "there is nothing to look for in !!!: name a word or a field"),
        ("-(*)", "*", "there is nothing to look for in *: name a word or a field"),
        ('sort:heat ""', '""', 'there is nothing to look for in "": name a word or a field'),
        ("a outlet:", "outlet:", "outlet needs a value, such as outlet:reuters"),
        ('title:""', 'title:""', 'title needs a value, such as title:"soft delete"'),
        ("topic:!!", "topic:!!", 'topic needs a value, such as topic:"open source"'),
        ("type:*", "type:*", "type needs a value, such as type:video"),
        ("heat>", "heat>", "heat needs a value, such as heat>80"),
        ("outlets:..", "outlets:..", "outlets needs a value, such as outlets:5..20"),
        ("outlets:5..2", "5..2", "the range ends before it begins: did you mean 2..5?"),
        ("heat:5.", "5.", "heat needs a whole number, such as heat>80"),
        (
            "on:2023-07-10..2023-07-1",
            "2023-07-10..2023-07-1",
            "the range ends before it begins: did you mean 2023-07-1..2023-07-10?",
        ),
        ("since:7d.", "7d.", "7d. is no date: write 7d, 2w, 3m, yesterday, 2023, 2023-07 or 2023-07-01"),
        ("https:/", "https:/", 'unknown field https: to search for the text, write "https:/"'),
        (
            "is:(unread O)",
            "O",
            "unknown is:O: there is unread, read, starred, updated, seen, lead, copy, video and hidden",
        ),
        ("is:", "is:", "is needs a value, such as is:unread"),
        ("sort:", "sort:", "sort needs a value, such as sort:heat"),
        ("since:7", "7", "7 is no date: write 7d, 2w, 3m, yesterday, 2023, 2023-07 or 2023-07-01"),
        ("(a", "(", "this bracket is never closed: add one after its last word"),
        ("a OR", "OR", 'OR needs something on both sides: put "OR" in quotes to search for it'),
    ],
)
def test_half_typed_is_a_fault_where_nobody_types(text: str, place: str, message: str) -> None:
    (fault,) = complete(text).faults
    assert (text[fault.start : fault.end], fault.message) == (place, message)


def test_a_faulty_search_keeps_what_could_be_read() -> None:
    query = complete("netflix quailty>3 is:unread")
    assert written(query.node) == '"netflix" is:unread'
    assert len(query.faults) == 1


def test_several_faults_come_in_order() -> None:
    query = complete("is:foo (a heat>x")
    assert [query.text[fault.start : fault.end] for fault in query.faults] == ["foo", "(", "x"]


def test_sort_and_group_are_said_of_the_whole_list() -> None:
    query = complete("netflix sort:heat (strike group:off)")
    assert (query.sort, query.group, written(query.node)) == ("heat", False, '"netflix" "strike"')
    assert complete("sort:time sort:oldest").sort == "oldest"
    assert complete("group:on").group is True
    assert (complete("netflix").sort, complete("netflix").group) == (None, None)


def test_words_are_folded_as_the_index_folds_them() -> None:
    assert complete("Straße").node == complete("STRASSE").node == Text(("strasse",))
    assert complete("naïve café").node == complete("naive cafe").node
    assert complete("ｱｲ").node == complete("アイ").node


def test_what_asks_the_same_is_equal_however_it_was_typed() -> None:
    assert complete("since:2023-07-01").node == complete("on:2023-07-01..").node
    assert complete("heat>80").node == complete("heat:81..").node == Number("heat", 81)
    assert complete("--is:read").node == Is("read")
    assert complete("-is:read").node == Not(Is("read"))


def test_hidden_stories_show_only_where_they_are_asked_for() -> None:
    assert complete("netflix -is:hidden").shows_hidden
    assert not complete("netflix is:read").shows_hidden


def test_times_are_those_of_the_readers_zone() -> None:
    from datetime import timedelta, timezone

    now = NOW.astimezone(timezone(timedelta(hours=-7)))
    (leaf, _), *_ = leaves(parse("on:today", now=now).node)
    assert leaf == When(1690527600, 1690614000)


def test_length_is_limited() -> None:
    text = "a " * (LENGTH_LIMIT // 2) + "bc"
    query = complete(text)
    assert [(fault.start, fault.end) for fault in query.faults][-1] == (LENGTH_LIMIT, len(text))
    assert "at most 1,000 characters" in query.faults[-1].message


def test_terms_are_limited() -> None:
    text = "a " * (TERM_LIMIT + 2)
    (fault,) = complete(text).faults
    assert (fault.start, fault.end) == (2 * TERM_LIMIT, len(text) - 1)
    assert complete("a " * TERM_LIMIT).faults == ()


def test_brackets_are_limited() -> None:
    deep = "(" * DEPTH_LIMIT + "a" + ")" * DEPTH_LIMIT
    assert complete(deep).faults == ()
    (fault, *_) = complete(f"({deep})").faults[-1:]
    assert fault.start == DEPTH_LIMIT
    assert "at most 16 deep" in fault.message
