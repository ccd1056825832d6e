"""Stories as JSON-ready values: the schema of `--json`, described in docs/command-line.md. Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from tui.core.overview import SourceStatus
from tui.library.origins import NEVER_ASKED
from tui.library.records import number
from tui.model import Article, Image, Provider, Story, StoryRow
from tui.stories.why import Why

Json = dict[str, object]


def story_id(ident: int) -> str:
    """A story's id as people and programs write it: 16 hexadecimal digits."""
    return f"{ident:016x}"


def story_json(story: Story, why: Callable[[str], Why | None] | None = None) -> Json:
    """One story with everything the reader shows of it; `why`: what holds the article with a key in the story."""
    lead, row = story.lead, story.row
    event = {covering.article.key for covering in story.coverage}
    linked = {article.key for article in lead.related}
    return {
        "id": story_id(row.id),
        **_article(lead.article),
        "heat": row.heat,
        "listed": lead.listed,
        "category": lead.category,
        "topics": list(lead.topics),
        "featured_url": lead.featured_url,
        "body": lead.body,
        "outlets": row.outlets,
        "newest": _seconds(row.newest),
        "files": list(story.files),
        "sources": list(story.sources),
        "problems": [{"place": problem.place, "reason": problem.reason} for problem in story.problems],
        "coverage": [
            {
                **_article(row.article),
                "seen": row.seen,
                **({} if why is None else {"why": _why(why(row.article.key))}),
            }
            for row in story.coverage
        ],
        "related": [
            *({**_article(article), "in_coverage": article.key in event} for article in lead.related),
            *(
                {**_article(row.article), "in_coverage": False}
                for row in story.related
                if row.article.key not in linked
            ),
        ],
        "read": row.read,
        "starred": row.starred,
        "hidden": row.hidden,
        "tags": list(story.tags),
        "notes": [note for _, note in story.notes],
        "fresh": row.fresh,
    }


def article_json(row: StoryRow, story: Story) -> Json:
    """One article of a story for a list of single articles, where its row has an id of its own."""
    every = (story.lead.article, *(other.article for other in (*story.coverage, *story.related)))
    article = next((article for article in every if number(article.key) == row.id), story.lead.article)
    return {
        "id": story_id(row.id),
        "story": story_id(story.row.id),
        **_article(article),
        "heat": row.heat,
        "read": row.read,
        "starred": row.starred,
    }


def source_json(status: SourceStatus) -> Json:
    """One source of the library and how it is."""
    source, state, origin = status.source, status.state, status.origin or NEVER_ASKED
    return {
        "place": source.place,
        "kind": source.kind,
        "title": status.title,
        "topics": list(source.topics),
        "paused": source.paused,
        "repository": source.repository,
        "allow": list(source.allow),
        "added": _seconds(source.added_at),
        "checked": _seconds(state.checked_at) if state else None,
        "asked": _seconds(origin.tried_at or None),
        "next": _seconds(status.next_at or None),
        "files": state.files if state else 0,
        "stories": state.stories if state else 0,
        "problems": state.problems if state else 0,
        "fault": f"{origin.message} {origin.advice}".strip() or None,
        "failing_since": _seconds(origin.failing_since or None),
    }


def _article(article: Article) -> Json:
    return {
        "title": article.title,
        "excerpt": article.excerpt,
        "url": article.url,
        "original_url": article.original_url,
        "amp_url": article.amp_url,
        "cached_amp_url": article.cached_amp_url,
        "published": _time(article.published),
        "provider": _provider(article.provider),
        "type": article.type,
        "quality": article.quality,
        "images": [_image(image) for image in article.images],
    }


def _why(why: Why | None) -> Json | None:
    if why is None:
        return None
    return {
        "words": [{"word": shared.word, "share": round(shared.share, 3)} for shared in why.words],
        "likeness": round(why.likeness, 3),
        "needed": round(why.needed, 3),
        "seconds": why.seconds,
        "nearest": why.nearest,
        "linked": why.linked,
        "told": why.told,
    }


def _provider(provider: Provider) -> Json:
    return {
        "name": provider.name,
        "domain": provider.domain,
        "images": [_image(image) for image in provider.images],
    }


def _image(image: Image) -> Json:
    return {
        "url": image.url,
        "width": image.width,
        "height": image.height,
        "title": image.title,
        "attribution": image.attribution,
        "cached": image.cached,
    }


def _time(when: datetime | None) -> str | None:
    # Sliced, not strftime: that costs a tenth of printing a library of 3,000 stories.
    return None if when is None else f"{when.isoformat()[:19]}Z"


def _seconds(since_1970: int | None) -> str | None:
    return None if since_1970 is None else _time(datetime.fromtimestamp(since_1970, UTC))
