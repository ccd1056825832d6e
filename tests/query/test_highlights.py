"""What is marked in a shown text: exactly the letters that were searched, in any script."""

from __future__ import annotations

import time

import pytest
from asking import NOW, texts
from hypothesis import given
from hypothesis import strategies as st

from tui.query import parse
from tui.query.highlights import highlighter
from tui.query.nodes import Text, leaves
from tui.text.words import tokens

TITLE = "Netflix lists $900,000 AI job as actors and writers continue to strike"


def marked(search: str, text: str) -> str:
    """The text with what is marked in brackets."""
    shown, place = "", 0
    for start, end in highlighter(parse(search, now=NOW, typing=False))(text):
        assert place <= start < end <= len(text)
        shown += f"{text[place:start]}[{text[start:end]}]"
        place = end
    return shown + text[place:]


@pytest.mark.parametrize(
    ("search", "shown"),
    [
        ("", "Netflix net Net-flix"),
        ("net", "Netflix [net] [Net]-flix"),
        ("net*", "[Net]flix [net] [Net]-flix"),
        ("net* netflix", "[Netflix] [net] [Net]-flix"),
        ('"net flix"', "Netflix net [Net-flix]"),
        ('"net net"', "Netflix [net Net]-flix"),
        ('"net net" "net flix"', "Netflix [net Net-flix]"),
        ('"netflix n"*', "[Netflix n]et Net-flix"),
        ("-net", "Netflix net Net-flix"),
        ("netflix -net", "[Netflix] net Net-flix"),
        ("-(-net)", "Netflix [net] [Net]-flix"),
        ("title:net OR outlet:netflix", "[Netflix] [net] [Net]-flix"),
        ("first:flix", "Netflix net Net-[flix]"),
        ("is:unread heat>3 type:net domain:x tag:net source:net", "Netflix net Net-flix"),
        ("et flix* ne", "Netflix net Net-[flix]"),
    ],
)
def test_marked(search: str, shown: str) -> None:
    assert marked(search, "Netflix net Net-flix") == shown


@pytest.mark.parametrize(
    ("search", "shown"),
    [
        ("cafe", "Le [café], les cafés; [cafe\u0301]"),
        ("strasse", "Die [Straße] [STRASSE]"),
        ("s*", "[ß] [s]i [ſ]"),
        ("東京", "[東京]都の京都と[東京]"),
        ("京", "東[京]都"),
        ("ｱｲ", "ア[アイ]ウ"),
        ("뉴스", "한국[뉴스]를"),
        ("हिंदी", "[हिंदी] में"),
        ("עברית", "[עִבְרִית] שלום"),
        ("елка", "[Ёлка]"),
        ("software", "[soft\u00adware]s? [software]"),
        ("ai", "[AI]🤖 said"),
    ],
)
def test_marked_in_other_scripts(search: str, shown: str) -> None:
    text = shown.replace("[", "").replace("]", "")
    shown = shown.replace("[soft\u00adware]s", "soft\u00adwares")
    assert marked(search, text) == shown


def test_equal_queries_have_equal_highlighters() -> None:
    def of(search: str, *, typing: bool = False) -> object:
        return highlighter(parse(search, now=NOW, typing=typing))

    assert of("netflix strike") is of("netflix  strike") is of("strike NETFLIX is:unread")
    assert of("netflix") == of("title:netflix")
    assert of("netflix") != of("netflix", typing=True)
    assert of("is:unread") == of("")
    assert hash(of("netflix")) == hash(of("Netflix"))


@given(texts, st.one_of(texts, st.text(alphabet="añ東京 e\u0301s-", max_size=30)))
def test_places_are_ascending_and_apart(search: str, text: str) -> None:
    place = -1
    for start, end in highlighter(parse(search, now=NOW))(text):
        assert place < start < end <= len(text)
        place = end


@given(
    st.lists(st.sampled_from(["ab", "b", "ba", "東", "京", "é", "e", "x"]), min_size=1, max_size=2),
    texts,
    st.booleans(),
)
def test_something_is_marked_exactly_where_the_words_are(words: list[str], text: str, prefix: bool) -> None:
    text = f"{text} {' '.join(words)}x 東京 ab-b {text}"
    query = parse(f'"{" ".join(words)}"{"*" if prefix else ""}', now=NOW, typing=False)
    ((leaf, _),) = leaves(query.node)
    assert isinstance(leaf, Text)
    places = highlighter(query)(text)
    assert bool(places) == leaf.accepts(text)
    for start, end in places:
        assert tokens(text[start:end])[: len(leaf.words) - 1] == list(leaf.words[:-1])


def test_a_title_is_marked_in_a_moment_and_a_long_text_in_proportion() -> None:
    mark = highlighter(parse('netflix "ai job" writ*', now=NOW, typing=False))
    for title in (TITLE, TITLE.replace("strike", "grève"), TITLE.replace("strike", "ストライキ")):
        assert len(mark(title)) == 3
        assert spent(lambda title=title: mark(title), 200) < 0.000_5
    for title in (TITLE, TITLE.replace("strike", "ストライキ")):
        short, long = f"{title} " * 100, f"{title} " * 1_000
        assert spent(lambda text=long: mark(text), 3) < 40 * spent(lambda text=short: mark(text), 3)


def spent(work: object, times: int) -> float:
    """Seconds of this process for one run, the best of three rounds."""
    assert callable(work)
    rounds = []
    for _ in range(3):
        began = time.process_time()
        for _ in range(times):
            work()
        rounds.append((time.process_time() - began) / times)
    return min(rounds)
