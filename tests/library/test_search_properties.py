"""The library finds exactly the stories that `match` says, in the order asked for, whatever is typed."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle

from asking import NOW, grown, texts, trees, written
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from oracle import fulfils, match
from shelving import PLACES, Made, Shelf, articles, fill, shelf

from tui.library.index_schema import COPIES
from tui.library.records import number
from tui.model import Report, Story
from tui.query import FIELDS, Node, Query, leaves, parse
from tui.query.nodes import And, First, Has, Is, Not, Number, Or, Order, Text

SORTS = [choice.text for field in FIELDS if field.name == "sort" for choice in field.choices]
SEARCHES = 30
"""Searches tried on each library, besides what is typed without sense."""


def several(seed: int, typed: list[str]) -> list[Query]:
    chance = random.Random(seed)
    searches = [written(grown(chance)) for _ in range(SEARCHES)]
    return [parse(text, now=NOW) for text in (*searches, *typed)]


queries = st.builds(several, st.integers(0, 2**32), st.lists(st.one_of(texts, trees.map(written)), max_size=6))
many = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def found(shelf: Shelf, query: Query, order: Order = "time", sources: list[int] | None = None) -> list[int]:
    *_, last = shelf.search.find(query, order, sources)
    assert last.complete
    return list(last.positions)


def shown(shelf: Shelf) -> dict[int, Story]:
    """Position → story as the panes show it."""
    rows = shelf.reading.rows(shelf.positions())
    stories = {position: shelf.reading.story(row.id) for position, row in rows.items()}
    return {position: story for position, story in stories.items() if story is not None}


def at_home(shelf: Shelf) -> dict[int, set[str]]:
    """Position → keys of the articles that are at home in the story there without being of its event."""
    found: dict[int, set[str]] = defaultdict(set)
    sql = "SELECT s.pos, json_extract(a.extra, '$.key') FROM article a JOIN story s ON s.id = a.story_id WHERE a.role <> 0"
    for position, key in shelf.index.execute(sql):
        found[position].add(key)
    return found


@many
@given(articles(), queries)
def test_the_same_stories_as_the_oracle(made: list[Made], asked: list[Query]) -> None:
    with shelf() as library:
        fill(library, made)
        stories, homes = shown(library), at_home(library)
        assert set(stories) == set(library.positions())
        for query, order, kept in zip(asked, cycle(SORTS), cycle([[], [0], [1], [0, 1]]), strict=False):
            expected = [position for position, story in stories.items() if match(query, story, homes[position])]
            expected.sort(reverse=True)
            assert sorted(found(library, query), reverse=True) == expected, query
            assert library.search.count(query) == len(expected)
            assert library.search.count(query, limit=1) == min(1, len(expected))
            assert_in_order(library, query, order, expected, stories)
            places = {place for source, place in enumerate(PLACES) if source in kept}
            within = [position for position in expected if places & set(stories[position].sources)]
            sources = [library.sources[source] for source in kept]
            assert sorted(found(library, query, order, sources), reverse=True) == within
            assert library.search.count(query, sources) == len(within)


def assert_in_order(library: Shelf, query: Query, order: Order, expected: list[int], stories: dict[int, Story]) -> None:
    positions = found(library, query, order)
    assert sorted(positions, reverse=True) == expected
    asked = query.sort or order
    if asked == "oldest":
        assert positions == expected[::-1]
    elif asked in ("heat", "outlets", "quality"):
        assert positions == sorted(expected, key=lambda position: (-getattr(stories[position].row, asked), -position))
    elif asked == "first":
        assert positions == sorted(expected, key=lambda position: (-first(stories[position]), -position))
    elif asked == "time":
        assert positions == expected


def first(story: Story) -> float:
    reports = [story.lead.article, *(row.article for row in story.coverage)]
    return min((report.published.timestamp() for report in reports if report.published), default=-1)


@many
@given(articles(), queries)
def test_one_row_for_each_article(made: list[Made], asked: list[Query]) -> None:
    with shelf() as library:
        fill(library, made)
        reports = list(single_reports(library, made))
        for query in asked:
            if any(isinstance(leaf, Text) and leaf.scope == "related" for leaf, _ in leaves(query.node)):
                continue
            ungrouped = replace(query, group=False)
            expected = {
                ident: alone.lead.article.published
                for ident, story, alone, is_lead in reports
                if (query.shows_hidden or not story.row.hidden) and fulfils_alone(query.node, story, alone, is_lead)
            }
            *_, last = library.search.find(ungrouped)
            assert last.articles
            assert set(last.positions) == set(expected), query
            assert len(last.positions) == len(expected) == library.search.count(ungrouped)
            if query.sort in (None, "time"):
                times = [expected[ident] for ident in last.positions]
                assert times == sorted(times, key=lambda time: time.timestamp() if time else -1, reverse=True)
            rows = library.reading.article_rows(list(last.positions))
            for ident, _, alone, _ in reports:
                if ident in rows:
                    row = rows[ident]
                    assert library.reading.article_at(row.id) == ident
                    assert (row.title, row.read, row.starred) == (
                        alone.lead.article.title,
                        alone.row.read,
                        alone.row.starred,
                    )


def single_reports(library: Shelf, made: list[Made]) -> Iterator[tuple[int, Story, Story, bool]]:
    """Article id, its story, a story of this article alone, whether it is the lead; for every article of an event."""
    by_key = {each.flat[0]: each for each in made}
    for story in shown(library).values():
        own = [(story.lead.article, story.lead.topics, bool(story.lead.body))]
        own += [(row.article, row.topics, row.full_text) for row in story.coverage]
        for place, (article, topics, body) in enumerate(own):
            mark = by_key[article.key].mark
            ident = library.reading.article_at(number(article.key))
            assert ident is not None
            held = "SELECT DISTINCT s.place FROM file f JOIN source s ON s.id = f.source_id WHERE f.article_id=?"
            (flags,) = library.index.execute("SELECT flags FROM article WHERE id=?", (ident,)).fetchone()
            row = story.row._replace(
                title=article.title,
                quality=article.quality,
                read=mark.read_at is not None,
                starred=mark.starred_at is not None,
                copies=bool(flags & COPIES),
            )
            alone = Story(
                row,
                Report(article, topics=topics, body="Long." if body else ""),
                sources=tuple(where for (where,) in library.index.execute(held, (ident,))),
                tags=mark.tags,
                notes=((article.key, mark.note),) if mark.note else (),
            )
            yield ident, story, alone, place == 0


def fulfils_alone(node: Node | None, story: Story, alone: Story, is_lead: bool) -> bool:
    """What `group:off` asks of one article: most of it alone, of its event what only the event has."""
    match node:
        case And(items):
            return all(fulfils_alone(item, story, alone, is_lead) for item in items)
        case Or(items):
            return any(fulfils_alone(item, story, alone, is_lead) for item in items)
        case Not(item):
            return not fulfils_alone(item, story, alone, is_lead)
        case Is("updated" | "hidden") | Has("related") | Number("heat" | "outlets"):
            return fulfils(node, story)
        case Is("lead"):
            return is_lead
        case Text(scope="lead"):
            return is_lead and fulfils(node, alone)
        case First():
            article = alone.lead.article
            return (
                article.published is not None and article.published.timestamp() == first(story) and fulfils(node, alone)
            )
    return fulfils(node, alone)
