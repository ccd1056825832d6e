"""Real news: events labelled by hand are found, and stories keep their ids while the corpus streams in."""

from __future__ import annotations

import pytest
from benchmarks.grouping import bcubed, stories
from benchmarks.grouping_news import CORPUS, EVENTS, corpus, labelled

from tui.stories.grouper import Grouper
from tui.stories.item import Item
from tui.stories.rules import Strictness


@pytest.mark.skipif(not EVENTS.is_file(), reason="no corpus")
def test_events_labelled_by_hand() -> None:
    items, events = labelled()
    f1, precision, _ = bcubed(stories(items, Grouper())[0], events)
    assert f1 >= 0.94
    assert precision >= 0.95
    _, strict, _ = bcubed(stories(items, Grouper(strictness=Strictness.STRICT))[0], events)
    _, _, loose = bcubed(stories(items, Grouper(strictness=Strictness.LOOSE))[0], events)
    assert strict >= 0.97
    assert loose >= 0.94


@pytest.fixture(scope="module")
def articles() -> list[Item]:
    if not CORPUS.is_dir():
        pytest.skip("no corpus")
    return corpus()


@pytest.mark.slow
def test_few_articles_change_story_while_the_corpus_streams_in(articles: list[Item]) -> None:
    found, moved = stories(articles, Grouper())
    assert moved <= 0.01 * len(found)


@pytest.mark.slow
def test_links_are_evidence_and_no_more(articles: list[Item]) -> None:
    """Half of the articles are linked with more than twenty others, over months; what they say decides."""
    found, _ = stories(articles, Grouper())
    unlinked, _ = stories([item._replace(number=0) for item in articles], Grouper())
    differing = sum(found[key] != unlinked[key] for key in found)
    assert 0 < differing <= 0.02 * len(found)
