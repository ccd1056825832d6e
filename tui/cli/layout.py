"""Stories as lines of text for people: rows of a list, and one story in full. Prints nothing.

On a terminal a row is cut to its width; elsewhere it is one line of five fields with tabs between them, whole, so that
cut, awk and fzf can work on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from tui.cli.cells import cut, pad, width, wrap
from tui.cli.output import Page
from tui.core.telling import story_id
from tui.model import NOT_RANKED, Article, CoverageRow, Story, StoryRow
from tui.text.clean import clean_line
from tui.text.dates import absolute, age, lag
from tui.text.urls import display_host

ONE_LINE_FROM = 110
"""Columns from which a row is one line; below, the title gets a line of its own."""
ID_DIGITS = 10
"""Digits of an id that a terminal shows: two of a million stories share their first ten once in two libraries."""
UNTITLED = "(no title)"
_OUTLET, _AGE = 18, 11


def row_lines(row: StoryRow, page: Page, now: datetime) -> list[str]:
    """One story of a list."""
    title = row.title or UNTITLED
    if page.width is None:
        return ["\t".join((story_id(row.id), _iso(row.newest), str(row.outlets), row.outlet, title))]
    mark = ("★" if row.starred else "●" if not row.read else " ") + " "
    ident = story_id(row.id)[:ID_DIGITS]
    when = age(_moment(row.newest), now) if row.newest is not None else ""
    if page.width >= ONE_LINE_FROM:
        outlets = f"×{row.outlets}" if row.outlets > 1 else ""
        front = f"{when:>{_AGE}}  {pad(row.outlet, _OUTLET)} {outlets:>4}  "
        room = page.width - len(mark) - width(front) - 2 - ID_DIGITS
        title = pad(title, room)
        return [mark + page.dim(front) + (title if row.read else page.bold(title)) + "  " + page.dim(ident)]
    title = cut(title, page.width - len(mark))
    facts = cut(_joined((row.outlet, when, *_figures(row))), page.width - len(mark) - 2 - ID_DIGITS)
    facts += " " * (page.width - len(mark) - width(facts) - ID_DIGITS)
    return [mark + (title if row.read else page.bold(title)), page.dim("  " + facts + ident)]


def story_lines(story: Story, page: Page, now: datetime) -> Iterator[str]:
    """One story in full: the lead, its coverage, the publisher's other links, where it lies and what was wrong."""
    lead, columns = story.lead, page.text_width
    article = lead.article
    for line in wrap(article.title or UNTITLED, columns):
        yield page.bold(line)
    when = _when(article.published, now) if article.published else ""
    facts = _joined((article.provider.name, article.provider.domain, when))
    yield from wrap(facts, columns)
    state = "read" if story.row.read else "unread"
    yield from wrap(
        _joined(
            (
                *lead.topics,
                article.type,
                *_figures(story.row),
                state,
                "starred" if story.row.starred else "",
                "hidden by a rule" if story.row.hidden else "",
                "taken back by its publisher" if lead.removed else "",
                *(f"tag {tag}" for tag in story.tags),
                story_id(story.row.id),
            )
        ),
        columns,
    )
    for _, note in story.notes:
        yield from wrap(f"Note: {note}", columns)
    yield from _addresses(article, page)
    for text in (article.excerpt, *lead.body.split("\n")):
        if text:
            yield ""
            yield from wrap(text, columns)
    first = min((row.article.published for row in _event(story) if row.article.published), default=None)
    yield from _section("Coverage", story.coverage, 1, first, page)
    yield from _section("Related", story.related, 1 + len(story.coverage), None, page)
    if article.images:
        yield from ("", page.bold("Images"))
        yield from (f"  {image.url}" for image in article.images)
    if story.files:
        yield from ("", page.bold("Files"))
        yield from (f"  {clean_line(path, 4096)}" for path in story.files)
    if story.problems:
        yield from ("", page.bold("Problems"))
        for problem in story.problems:
            yield from _indented(f"{problem.place}: {problem.reason}".removeprefix(": "), columns)


def reports(story: Story) -> list[Article]:
    """The articles in the order of the numbers that `story_lines` gives them: coverage, then related."""
    return [row.article for row in (*story.coverage, *story.related)]


def _event(story: Story) -> list[CoverageRow]:
    return [CoverageRow(story.lead.article), *story.coverage]


def _section(
    heading: str, rows: Sequence[CoverageRow], start: int, first: datetime | None, page: Page
) -> Iterator[str]:
    if not rows:
        return
    yield ""
    yield page.bold(f"{heading} ({len(rows):,})")
    for number, row in enumerate(rows, start):
        article = row.article
        head = f"{number:>3} "
        lines = wrap(article.title or UNTITLED, page.text_width - len(head))
        for place, line in enumerate(lines):
            yield (head if place == 0 else " " * len(head)) + line
        when = ""
        if article.published:
            when = absolute(article.published.astimezone())
            if first:
                when += f" ({lag(first, article.published)})"
        facts = _joined(
            (
                article.provider.outlet or display_host(article.url),
                when,
                f"quality {article.quality}" if article.quality else "",
                "video" if article.type == "video" else "",
                "amp" if article.amp_url or article.cached_amp_url else "",
                "seen" if row.seen else "",
            )
        )
        for line in (*wrap(facts, page.text_width - len(head)), article.url):
            if line:
                yield page.dim(" " * len(head) + line)


def _addresses(article: Article, page: Page) -> Iterator[str]:
    if article.url:
        yield article.url
    if article.original_url and article.original_url != article.url:
        yield page.dim(f"original: {article.original_url}")
    if article.amp_url:
        yield page.dim(f"AMP: {article.amp_url}")
    if article.cached_amp_url:
        yield page.dim(f"AMP, cached: {article.cached_amp_url}")


def _figures(row: StoryRow) -> tuple[str, ...]:
    return (
        f"{row.outlets:,} outlets" if row.outlets > 1 else "",
        f"quality {row.quality}" if row.quality else "",
        f"heat {row.heat:,}" if row.heat != NOT_RANKED else "",
        f"+{row.fresh:,} new" if row.fresh else "",
    )


def _when(moment: datetime, now: datetime) -> str:
    short = age(moment, now)
    # From four weeks on an age is a date.
    return absolute(moment.astimezone()) + ("" if " " in short else f" ({short})")


def _joined(parts: Sequence[str]) -> str:
    return " · ".join(part for part in parts if part)


def _indented(text: str, columns: int) -> Iterator[str]:
    return (f"  {line}" for line in wrap(text, columns - 2))


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _iso(seconds: int | None) -> str:
    return "" if seconds is None else f"{_moment(seconds).isoformat()[:19]}Z"
