"""Events reported in ten languages are found, with and without spaces between words, each alone and all mixed."""

from __future__ import annotations

import pytest
from benchmarks.grouping import bcubed
from news import events, placed

from tui.stories.grouper import Grouper
from tui.stories.words import count

EVENTS = events()
SPACELESS = ("zh", "ja", "th")


@pytest.mark.parametrize("language", EVENTS)
def test_events_of_one_language(language: str) -> None:
    articles = EVENTS[language]
    _, precision, recall = bcubed(
        placed([item for item, _ in articles], Grouper()), {item.key: event for item, event in articles}
    )
    assert precision >= 0.9
    assert recall >= 0.75


def test_events_of_all_languages_mixed() -> None:
    articles = [pair for pairs in EVENTS.values() for pair in pairs]
    found = placed([item for item, _ in articles], Grouper())
    _, precision, recall = bcubed(found, {item.key: event for item, event in articles})
    assert precision >= 0.9
    assert recall >= 0.95
    spoken = {item.key: language for language, pairs in EVENTS.items() for item, _ in pairs}
    assert all(spoken[key] == spoken[story] for key, story in found.items())


@pytest.mark.parametrize("language", SPACELESS)
def test_scripts_without_spaces_find_more_than_whole_runs_would(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Taken as one word from blank to blank, hardly any text shares a word with another one."""
    articles = EVENTS[language]
    right = {item.key: event for item, event in articles}
    _, _, recall = bcubed(placed([item for item, _ in articles], Grouper()), right)
    monkeypatch.setattr("tui.stories.words._pieces", lambda raw: [raw])
    _, _, without = bcubed(placed([item for item, _ in articles], Grouper()), right)
    assert recall >= without + 0.2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("苹果发布新款手机", {"苹果", "果发", "发布", "布新", "新款", "款手", "手机"}),
        ("中国的经济", {"中国", "经济"}),
        ("ロケット打ち上げ", {"ロケット", "打", "上"}),
        ("한빛전자", {"한빛", "빛전", "전자"}),
        ("น้ำท่วม", {"น้ำ", "้ำท", "ำท่", "ท่ว", "่วม"}),
        ("iPhone 15 発売", {"iphon", "15", "発売"}),
        ("चंद्रयान-3", {"चंद्रयान-3"}),
        ("القاهرة", {"قاهر"}),
        ("«Ангара»", {"ангар"}),
    ],
)
def test_what_counts_as_a_word(text: str, words: set[str]) -> None:
    assert set(count(text, "").counts) == words
