"""A story as Markdown: for a note, a mail, an issue. Pure.

Texts of strangers are escaped, so that no title becomes a heading, a link or HTML where the Markdown is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tui.model import NOT_RANKED, Article, Story
from tui.text.dates import absolute

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&])")
"""What begins emphasis, code, a link, HTML, an entity, a table or a strike-through within a line."""
_AT_START = re.compile(r"^([-+=]|[0-9]{1,9}[.)])")
"""What makes a list item, a rule or a heading of a line that begins with it."""


def escaped(text: str) -> str:
    """The text, on one line, so that Markdown shows it as it is."""
    return _AT_START.sub(lambda found: f"{found[0][:-1]}\\{found[0][-1]}", _SPECIAL.sub(r"\\\1", text))


def link(article: Article) -> str:
    """The article's title as a link to it."""
    title = escaped(article.title) or escaped(article.url)
    return f"[{title}](<{article.url}>)" if article.url else title


def story_markdown(story: Story) -> str:
    """The story with its coverage and its publisher's other links; ends with a line break."""
    return "\n".join(_lines(story)) + "\n"


def _lines(story: Story) -> Iterator[str]:
    lead, row = story.lead, story.row
    yield f"# {link(lead.article)}"
    yield ""
    figures = (
        *lead.topics,
        f"{row.outlets:,} outlets" if row.outlets > 1 else "",
        f"heat {row.heat:,}" if row.heat != NOT_RANKED else "",
        "starred" if row.starred else "",
    )
    yield " · ".join((*_facts(lead.article), *(escaped(part) for part in figures if part)))
    for text in (lead.article.excerpt, *lead.body.split("\n")):
        if text:
            yield ""
            yield escaped(text)
    yield from _section("Coverage", [covering.article for covering in story.coverage])
    yield from _section("Related", [covering.article for covering in story.related])


def _section(heading: str, articles: Iterable[Article]) -> Iterator[str]:
    for place, article in enumerate(articles):
        if place == 0:
            yield from ("", f"## {heading}", "")
        yield f"- {' · '.join((link(article), *_facts(article)))}"


def _facts(article: Article) -> list[str]:
    parts = (
        article.provider.outlet,
        f"{absolute(article.published)} UTC" if article.published else "",
        f"quality {article.quality}" if article.quality else "",
        "video" if article.type == "video" else "",
    )
    return [escaped(part) for part in parts if part]
