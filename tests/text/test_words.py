"""The index sees exactly the words that the search asks for, in every script; places lead back to the shown text."""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.text.words import RESERVED, fold, folded_with_places, spaced, tokens

SCRIPTS = (
    "Azure's naïve cafés: 1,000 Straßen, ŁÓDŹ æther ﬁne Ⅷ ①",
    "Привет, Ёлка и ещё",
    "Ελλάδα άνοιξη ΟΔΥΣΣΕΥΣ ς",
    "עִבְרִית שלום",
    "العَرَبِيَّة ١٢٣ مـــد",
    "हिंदी में समाचार क्षत्रिय",
    "বাংলা সংবাদ தமிழ் செய்தி తెలుగు",
    "ภาษาไทยไม่มีเว้นวรรค ພາສາລາວ ខ្មែរ မြန်မာ",
    "東京都の京都ニュース ｱｲｳ ＡＢＣ",
    "한국어 뉴스 속보",
    "Tiếng Việt Ti\u1ebf\u0301ng e\u0301",
    "AI🤖 C++ 𝒜𝓏 \u200d\u00ad\ufeff a\u0000b \u2028",
    f"one {RESERVED} two{RESERVED}three",
)

texts = st.one_of(
    st.text(),
    st.lists(st.sampled_from([*"".join(SCRIPTS)]), max_size=30).map("".join),
    st.lists(st.one_of(st.sampled_from(SCRIPTS), st.text(max_size=5)), max_size=4).map(" ".join),
).filter(lambda text: text.isprintable() or not any(0xD800 <= ord(letter) < 0xE000 for letter in text))


@pytest.fixture(scope="module")
def index() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE VIRTUAL TABLE t USING fts5(text, tokenize='unicode61 remove_diacritics 2')")
        connection.execute("CREATE VIRTUAL TABLE term USING fts5vocab(t, instance)")
        yield connection


def indexed(index: sqlite3.Connection, text: str) -> list[str]:
    """What FTS5 makes of a text that is indexed as the library indexes it."""
    index.execute("DELETE FROM t")
    index.execute("INSERT INTO t(text) VALUES(?)", (spaced(text),))
    return [term for (term,) in index.execute("SELECT term FROM term ORDER BY offset")]


@given(text=texts)
def test_the_index_sees_exactly_the_tokens(index: sqlite3.Connection, text: str) -> None:
    assert indexed(index, text) == tokens(text)


@given(text=texts)
def test_a_token_that_is_asked_for_reaches_the_index_as_it_is(index: sqlite3.Connection, text: str) -> None:
    words = tokens(text)
    indexed(index, text)
    for size in {1, 2, len(words)}:
        for start in range(len(words) - size + 1 if size else 0):
            phrase = f'"{" ".join(words[start : start + size])}"'
            assert index.execute("SELECT count(*) FROM t WHERE t MATCH ?", (phrase,)).fetchone() == (1,)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_every_character_is_a_token_for_both_or_for_neither(index: sqlite3.Connection, part: int) -> None:
    characters = [chr(code) for code in range(1 + part, 0x110000, 4) if not 0xD800 <= code < 0xE000]
    around = [f"a{character}b {character} {character}a" for character in characters]
    index.execute("DELETE FROM t")
    # Many to a row, each made ready by itself: what is between blanks is all the same to FTS5.
    rows = [around[start : start + 200] for start in range(0, len(around), 200)]
    index.executemany("INSERT INTO t(rowid, text) VALUES(?,?)", enumerate(" ".join(map(spaced, row)) for row in rows))
    seen: dict[int, list[str]] = {}
    for row, term in index.execute("SELECT doc, term FROM term ORDER BY doc, offset"):
        seen.setdefault(row, []).append(term)
    different = [
        row[0]
        for number, row in enumerate(rows)
        if seen.get(number, []) != [word for text in row for word in tokens(text)]
    ]
    assert different == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Azure's 1,000 C++", ["azure", "s", "1", "000", "c"]),
        ("naïve CAFÉ Ångström", ["naive", "cafe", "angstrom"]),
        ("Straße STRASSE", ["strasse", "strasse"]),
        ("Łódź Søren Þór Œuvre ﬁne", ["lodz", "soren", "thor", "oeuvre", "fine"]),
        ("Ёлка ещё", ["елка", "еще"]),
        ("Άνοιξη ΟΔΟΣ", ["ανοιξη", "οδοσ"]),
        ("שָׁלוֹם שלום", ["שלום", "שלום"]),
        ("مُحَمَّد محمد", ["محمد", "محمد"]),
        ("東京タワー", ["東", "京", "タ", "ワ", "ー"]),
        ("ＡＢＣ１ ｱ", ["abc1", "ア"]),
        ("뉴스 AI", ["뉴", "스", "ai"]),
        ("AI🤖 soft\u00adware zero\u200bwidth", ["ai", "software", "zero", "width"]),
        (f"one {RESERVED} two{RESERVED}three", ["one", "two", "three"]),
        ("\ud800 a", ["a"]),
        ("", []),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


def test_a_vowel_sign_keeps_its_word_together() -> None:
    assert len(tokens("हिंदी में")) == 2
    assert tokens("हिंदी") != tokens("हद")


def test_ordinary_headlines_go_to_the_index_as_they_are() -> None:
    for text in ("Netflix lists $900,000 AI job", "Élections : le « non » l’emporte – à 52 %", "Выборы в Москве"):
        assert spaced(text) is text


@given(texts)
def test_places_lead_back_to_the_characters(text: str) -> None:
    folded, places = folded_with_places(text)
    assert folded == fold(text)
    assert len(places) == len(folded)
    assert list(places) == sorted(places)
    assert folded.split() == tokens(text)
    for letter, place in zip(folded, places, strict=True):
        assert letter in fold(text[place])


@given(st.text(alphabet="aeiouäéñ ,-", max_size=20))
def test_composed_and_decomposed_spellings_are_one(text: str) -> None:
    assert tokens(unicodedata.normalize("NFD", text)) == tokens(unicodedata.normalize("NFC", text))
