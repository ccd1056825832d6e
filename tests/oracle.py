"""What a search means, told from the story itself and read off the search language: the library's search must equal it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from tui.model import Article, Story
from tui.query.nodes import (
    And,
    First,
    Flag,
    Has,
    Is,
    Kind,
    Leaf,
    Node,
    Not,
    Number,
    Or,
    Query,
    Source,
    Tag,
    Text,
    Thing,
    When,
)


def match(query: Query, story: Story, at_home: Collection[str] = ()) -> bool:
    """The query finds the story. What a rule hid is found only by a query that asks for hidden stories.

    `at_home`: keys of its related articles that are not of the event, but found with it, as they have no other story.
    """
    return (query.shows_hidden or not story.row.hidden) and fulfils(query.node, story, at_home)


def fulfils(node: Node | None, story: Story, at_home: Collection[str] = ()) -> bool:
    """What the node asks is true of the story, hidden or not."""
    match node:
        case None:
            return True
        case And(items):
            return all(fulfils(item, story, at_home) for item in items)
        case Or(items):
            return any(fulfils(item, story, at_home) for item in items)
        case Not(item):
            return not fulfils(item, story, at_home)
    return _leaf(node, story, at_home)


def _leaf(leaf: Leaf, story: Story, at_home: Collection[str]) -> bool:
    match leaf:
        case Text():
            return any(leaf.accepts(text) for text in _texts(leaf, story, at_home))
        case Kind():
            return any(leaf.accepts(article.type) for article in _event(story))
        case Source():
            return any(leaf.accepts(place) for place in story.sources)
        case Tag():
            return any(leaf.accepts(tag) for tag in story.tags)
        case First():
            dated = [article for article in _event(story) if article.published is not None]
            first = min((_second(article) for article in dated), default=None)
            return any(leaf.accepts(*_outlet(article)) for article in dated if _second(article) == first)
        case Number(measure, low, high):
            size: int = getattr(story.row, measure)
            return (low is None or size >= low) and (high is None or size <= high)
        case When(low, high):
            times = [_second(article) for article in _event(story) if article.published is not None]
            return any((low is None or time >= low) and (high is None or time < high) for time in times)
        case Is(flag):
            return _is(flag, story)
        case Has(thing):
            return _has(thing, story)


def _event(story: Story) -> Iterator[Article]:
    """The lead and its coverage."""
    yield story.lead.article
    for row in story.coverage:
        yield row.article


def _texts(leaf: Text, story: Story, at_home: Collection[str]) -> Iterator[str]:
    """The texts that the leaf's scope names, one by one: no phrase spans two of them."""
    match leaf.scope:
        case "title":
            yield from (article.title for article in _event(story))
        case "excerpt":
            yield from (article.excerpt for article in _event(story))
        case "outlet":
            yield from (text for article in _event(story) for text in _outlet(article))
        case "domain":
            yield from (article.provider.domain for article in _event(story))
        case "topic":
            yield from _topics(story)
        case "lead":
            lead = story.lead.article
            yield from (lead.title, lead.excerpt, lead.provider.name)
        case "related":
            yield from (text for row in story.related for text in _told(row.article))
        case "text":
            # What was kept of pages is no part of a story: the library's search looks into that too.
            yield from story.lead.body.split("\n")
        case "any":
            yield from (text for article in _event(story) for text in _told(article))
            yield from _topics(story)
            yield from (text for row in story.related if row.article.key in at_home for text in _told(row.article))


def _topics(story: Story) -> Iterator[str]:
    yield from story.lead.topics
    for row in story.coverage:
        yield from row.topics


def _told(article: Article) -> tuple[str, str, str, str]:
    return article.title, article.excerpt, *_outlet(article)


def _outlet(article: Article) -> tuple[str, str]:
    return article.provider.name, article.provider.domain


def _second(article: Article) -> int:
    """Seconds since 1970; the library keeps no fractions."""
    assert article.published is not None
    return int(article.published.timestamp())


def _is(flag: Flag, story: Story) -> bool:
    row = story.row
    match flag:
        case "unread":
            return not row.read
        case "read":
            return row.read
        case "starred":
            return row.starred
        case "updated":
            return row.read and row.fresh > 0
        case "seen":
            return row.read or any(each.seen for each in story.coverage)
        case "copy":
            return row.copies
        case "video":
            return any(Kind("video").accepts(article.type) for article in _event(story))
        case "hidden":
            return row.hidden
        case "lead":
            return True


def _has(thing: Thing, story: Story) -> bool:
    match thing:
        case "related":
            return bool(story.coverage)
        case "image":
            return any(article.images for article in _event(story))
        case "amp":
            return any(article.amp_url or article.cached_amp_url for article in _event(story))
        case "url":
            return any(article.url for article in _event(story))
        case "text":
            return bool(story.lead.body) or story.full_text or any(row.full_text for row in story.coverage)
        case "note":
            return bool(story.notes)
