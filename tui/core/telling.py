"""Stories as JSON-ready values: the schema of `--json`, described in docs/command-line.md. Pure."""

from __future__ import annotations

from datetime import UTC, datetime

from tui.library.marks import SourcePlace
from tui.library.reading import SourceState
from tui.library.records import number
from tui.model import Article, Image, Provider, Story, StoryRow

Json = dict[str, object]


def story_id(ident: int) -> str:
    """A story's id as people and programs write it: 16 hexadecimal digits."""
    return f"{ident:016x}"


def story_json(story: Story) -> Json:
    """One story with everything the reader shows of it."""
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
        "coverage": [{**_article(row.article), "seen": row.seen} for row in story.coverage],
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


def source_json(source: SourcePlace, state: SourceState | None) -> Json:
    """One source of the library and how it is; `state` None = not looked at yet."""
    return {
        "place": source.place,
        "kind": source.kind,
        "added": _seconds(source.added_at),
        "checked": _seconds(state.checked_at) if state else None,
        "files": state.files if state else 0,
        "problems": state.problems if state else 0,
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
