"""The list counts in how many of a story's reports the searched words are."""

from __future__ import annotations

from asking import NOW, texts
from hypothesis import HealthCheck, given, settings
from shelving import Made, articles, fill, shelf

from tui.library.reports import reports
from tui.query import parse
from tui.query.matching import says


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(articles(), texts)
def test_reports_of_a_story_that_hold_the_words(made: list[Made], text: str) -> None:
    with shelf() as library:
        fill(library, made)
        for query in (parse(text, now=NOW), parse("azure OR title:net* OR topic:ai -new", now=NOW, typing=False)):
            positions = library.positions()
            counted = reports(library.index, library.path, query, positions)
            for position, row in library.reading.rows(positions).items():
                story = library.reading.story(row.id)
                assert story
                own = says(query, story.lead.article, story.lead.topics)
                others = sum(says(query, each.article, each.topics) for each in story.coverage)
                if position in counted:
                    assert story.coverage
                    assert counted[position] == own + others
                else:
                    assert not story.coverage or not (own or others)


def test_a_search_without_words_counts_nothing() -> None:
    with shelf() as library:
        assert reports(library.index, library.path, parse("is:unread -azure ", now=NOW), [1, 2]) == {}
