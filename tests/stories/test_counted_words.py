"""What of a title and an excerpt counts, and how much."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.stories.words import UNIT, count, heading, opening, spelled


def test_a_word_of_the_title_weighs_more() -> None:
    counts = count("Ferry aground", "A ship is aground near Skagen.").counts
    assert counts["aground"] > counts["ferry"] > counts["skagen"]


def test_endings_and_case_do_not_matter() -> None:
    assert count("Launches", "").counts.keys() == count("launched", "").counts.keys() == {"launch"}
    assert count("Microsoft's", "").counts.keys() == count("microsoft", "").counts.keys()


def test_stop_words_and_markup_say_nothing() -> None:
    assert count("The <b>new</b> update is here", "It&#8217;s <a href='x'>there</a> on Monday.").counts == {}


def test_numbers_money_and_versions_stay() -> None:
    assert {"$900,000", "6.8", "5g"} <= set(count("$900,000 for a 6.8 tremor over 5G", "").counts)


@pytest.mark.parametrize(
    ("title", "outlet", "said"),
    [
        ("Netflix lists AI job - Engadget", "engadget.com", "Netflix lists AI job"),
        ("Netflix lists AI job | The Verge", "theverge.com", "Netflix lists AI job"),
        ("Azure outage - what we know", "theverge.com", "Azure outage - what we know"),
        ("Netflix lists AI job - Engadget", "", "Netflix lists AI job - Engadget"),
    ],
)
def test_the_outlets_name_is_no_part_of_the_title(title: str, outlet: str, said: str) -> None:
    assert heading(title, outlet) == said


@pytest.mark.parametrize(
    "excerpt",
    [
        "A ferry ran aground. The post Ferry runs aground appeared first on Example News.",
        "A ferry ran aground. Continue reading…",
        "A ferry ran aground. [...]",
        "(Reuters) A ferry ran aground.",
    ],
)
def test_boilerplate_is_left_out(excerpt: str) -> None:
    assert set(count("", excerpt).counts) == {"ferry", "ran", "aground"}


def test_only_the_beginning_of_an_excerpt_counts() -> None:
    assert len(opening("word " * 200)) <= 300
    assert len(opening("汉" * 200)) <= 120


def test_capitals_vote_for_names_but_not_in_title_case() -> None:
    assert count("Ferry of Stena runs aground", "").votes == {"stena": 1, "run": -1, "aground": -1}
    assert count("Ferry Of Stena Runs Aground", "").votes == {}


def test_words_are_told_as_they_are_written() -> None:
    assert dict(spelled("Launches by NASA"))["launch"] == "Launches"


@given(st.text(max_size=80), st.text(max_size=400), st.text(max_size=20))
def test_any_text_becomes_a_vector_of_one_length(title: str, excerpt: str, outlet: str) -> None:
    words = count(title, excerpt, outlet)
    length = sum(amount * amount for amount in words.counts.values()) ** 0.5
    assert not words.counts or abs(length - UNIT) < 0.05 * UNIT
    assert all(amount > 0 for amount in words.counts.values())
    assert words.votes.keys() <= words.counts.keys()
