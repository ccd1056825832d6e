"""Why an article is in its story is told in words that it uses."""

from __future__ import annotations

import pytest
from news import item

from tui.stories.frequency import Frequencies
from tui.stories.rules import Rules
from tui.stories.why import explain, words_of
from tui.stories.words import count

FERRY = item("Ferry runs aground off Skagen", "All passengers of the Stena ferry are safe.", 0, "alpha")
FERRY_2 = item("Stena ferry aground near Skagen", "The coast guard said so.", 3, "beta")
FERRY_3 = item("Skagen: passengers safe", "", 30, "gamma")


@pytest.fixture
def frequencies() -> Frequencies:
    known = Frequencies()
    for _ in range(40):
        known.learn(count("A ferry and a coast guard", "Passengers in a market of a country."), 0)
    return known


def test_the_shared_words_that_weigh_most_come_first(frequencies: Frequencies) -> None:
    why = explain(FERRY_2, [FERRY, FERRY_3], frequencies, Rules())
    words = [shared.word for shared in why.words]
    assert set(words[:3]) == {"Skagen", "Stena", "aground"}
    assert "coast" not in words
    shares = [shared.share for shared in why.words]
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) <= 1.000001
    assert 0 < why.needed < why.likeness <= 1


def test_the_nearest_report_and_the_links(frequencies: Frequencies) -> None:
    why = explain(FERRY_3._replace(number=3), [FERRY, FERRY_2._replace(number=2)], frequencies, Rules())
    assert (why.seconds, why.nearest, why.linked, why.told) == (27 * 3600, "beta", False, False)
    named = explain(FERRY_3, [FERRY, FERRY_2], frequencies, Rules(), outlets={FERRY_2.key: "Beta Post"})
    assert named.nearest == "Beta Post"
    linked = explain(
        FERRY_3._replace(number=3), [FERRY, FERRY_2._replace(number=2, links=frozenset({3}))], frequencies, Rules()
    )
    assert linked.linked


def test_the_nearest_report_is_one_with_a_date(frequencies: Frequencies) -> None:
    undated = FERRY_2._replace(time=0)
    dated = explain(FERRY_3, [FERRY], frequencies, Rules())
    why = explain(FERRY_3, [undated, FERRY], frequencies, Rules(), undated={undated.key})
    assert (why.seconds, why.nearest) == (dated.seconds, "alpha")
    for keys in ({FERRY_3.key}, {FERRY.key}):
        why = explain(FERRY_3, [FERRY], frequencies, Rules(), undated=keys)
        assert (why.seconds, why.nearest) == (None, "")
        assert why.needed < dated.needed


def test_no_words_in_common(frequencies: Frequencies) -> None:
    why = explain(item("Budget talks end"), [FERRY], frequencies, Rules(), told=True)
    assert (why.words, why.likeness, why.told) == ((), 0.0, True)
    assert explain(item(""), [FERRY], frequencies, Rules()).likeness == 0.0


def test_only_the_words_of_the_texts_are_needed(frequencies: Frequencies) -> None:
    words = words_of([FERRY, FERRY_2])
    assert {"ferry", "skagen", "stena", "coast"} <= words
    assert "market" not in words
