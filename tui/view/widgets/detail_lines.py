"""Everything a story carries, as wrapped lines of styled pieces. Decides what is said and where it breaks only."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len, chop_cells
from textual.strip import Strip

from tui.errors import UnsafeLink
from tui.model import Article, Image, Story
from tui.text.dates import absolute, age
from tui.view.widgets.cells import Highlight, amount, no_highlight, printable, wrap
from tui.view.widgets.link_words import checked, looked

if TYPE_CHECKING:
    from tui.view.widgets.picture import Place

TEXT_WIDTH = 90
"""Cells of the longest line: longer ones are hard to read on from the end to the next beginning."""
_LABEL = 12
"""Cells of the table's first column."""


class Piece(NamedTuple):
    """A stretch of a line."""

    text: str
    role: str
    """title, outlet, meta, text, heading, label, value, link or problem."""
    link: str = ""
    """Where it leads; a checked http(s) address or ""."""
    match: bool = False
    """The search matched it."""
    filter: tuple[str, str] | None = None
    """The field and the value that a click on it adds to the search."""


PieceLine = tuple[Piece, ...]
_EMPTY: PieceLine = ()


class Fact(NamedTuple):
    """One thing that is said of a story, among others on a line."""

    text: str
    field: str = ""
    """The field that finds the stories of which the same is said; "" where none does."""
    before: str = " · "
    """What parts it from the fact before it."""


Filters = Mapping[tuple[int, int], tuple[str, str]]
"""(start, end) of stretches of a text, ascending → the field and the value that a click there adds to the search."""
_NO_FILTERS: Filters = {}


def detail_lines(
    story: Story, width: int, now: datetime, highlight: Highlight, picture: Place | None = None
) -> list[PieceLine | Strip]:
    """The pane's lines for `story`, none wider than `width` or `TEXT_WIDTH` cells; times in the zone of `now`.

    `picture`: what stands above the text. Its strips come as they are, for a picture has been made for the width.
    """
    width = max(16, min(width, TEXT_WIDTH))
    report = story.lead
    article = report.article
    lines: list[PieceLine | Strip] = [*paragraph(article.title or "(no title)", "title", width, highlight)]
    for facts, role in ((_origin(article, now), "outlet"), (_figures(story), "meta"), (_ruled(story), "meta")):
        for text, filters in _joined(facts, width):
            lines += paragraph(text, role, width, highlight, filters)
    for _, note in story.notes:
        lines += [_EMPTY, *paragraph(f"Note: {note}", "value", width, highlight)]
    if picture is not None and (shown := picture.strips or paragraph(picture.said, "meta", width, no_highlight)):
        lines += [_EMPTY, *shown, *[_EMPTY] * (picture.lines - len(shown))]
    for text in (article.excerpt, report.body):
        if text.strip():
            lines.append(_EMPTY)
            for block in text.split("\n"):
                lines += paragraph(block, "text", width, highlight) or [_EMPTY]
    lines += _table("Links", _links(story, now), width)
    lines += _table("Images", _images(article), width)
    lines += _table("Publisher", _publisher(story), width)
    lines += _table("File" if len(story.files) == 1 else "Files", [("", path, "value") for path in story.files], width)
    lines += _table("Problems", [(p.place or "whole file", p.reason, "problem") for p in story.problems], width)
    return lines


def paragraph(
    text: str, role: str, width: int, highlight: Highlight, filters: Filters = _NO_FILTERS
) -> list[PieceLine]:
    """`text` wrapped, its matches and filters as pieces of their own; `text` with filters is printable already."""
    text = printable(text)
    marks, clicks = list(highlight(text)), list(filters)
    cuts = sorted({place for span in (*marks, *clicks) for place in span})
    lines: list[PieceLine] = []
    for start, end in wrap(text, width):
        places = [start, *cuts[bisect_right(cuts, start) : bisect_left(cuts, end)], end]
        pieces: list[Piece] = []
        for first, last in pairwise(places):
            click = _around(clicks, first)
            filter_ = filters[click] if click else None
            pieces.append(Piece(text[first:last], role, match=_around(marks, first) is not None, filter=filter_))
        lines.append(tuple(pieces))
    return lines


def _around(spans: Sequence[tuple[int, int]], place: int) -> tuple[int, int] | None:
    """The span that the place lies in, of ascending ones."""
    index = bisect_right(spans, place, key=lambda span: span[0]) - 1
    return spans[index] if index >= 0 and place < spans[index][1] else None


def _joined(facts: Iterable[Fact], width: int) -> list[tuple[str, Filters]]:
    """Facts in lines of at most `width` cells, broken between facts where they allow it."""
    lines: list[tuple[str, dict[tuple[int, int], tuple[str, str]]]] = []
    for fact in facts:
        said = printable(fact.text)
        if lines and cell_len(lines[-1][0] + fact.before) + cell_len(said) <= width:
            text, filters = lines.pop()
            text += fact.before
        else:
            text, filters = "", {}
        if fact.field:
            filters[len(text), len(text) + len(said)] = (fact.field, fact.text)
        lines.append((text + said, filters))
    return list(lines)


def _origin(article: Article, now: datetime) -> list[Fact]:
    provider = article.provider
    said = [Fact(provider.outlet, "outlet") if provider.outlet else Fact("unknown outlet")]
    if provider.domain and provider.domain != provider.name:
        said.append(Fact(provider.domain, "domain"))
    if article.published is None:
        said.append(Fact("no date"))
    else:
        ago = age(article.published, now)
        shown = absolute(article.published, now.tzinfo) + (f" ({ago})" if ago == "now" or ago[-1] in "mhdw" else "")
        said.append(Fact(shown))
    return said


def _figures(story: Story) -> list[Fact]:
    report = story.lead
    said = [Fact(topic, "topic", ", " if number else " · ") for number, topic in enumerate(report.topics)]
    said.append(Fact(f"quality {amount(report.article.quality) if report.article.quality > 0 else '–'}"))
    said.append(Fact(f"heat {amount(report.heat) if report.heat >= 0 else '–'}"))
    said.append(Fact("▶ video" if report.article.type == "video" else report.article.type or "article"))
    if story.row.outlets > 1:
        said.append(Fact(f"{amount(story.row.outlets)} outlets"))
    if story.full_text:
        said.append(Fact("full text here"))
    return said


def _ruled(story: Story) -> list[Fact]:
    """What rules did to it, beyond what its other marks show."""
    said = [Fact("hidden by a rule")] if story.row.hidden else []
    for tag in story.tags:
        said += [Fact("tag"), Fact(tag, "tag", before=" ")]
    return said


_Field = tuple[str, str, str]
"""Label, value, role of the value: one of a `Piece`, or "address" for a link of which less is shown."""
_LINKS = {"link": "link", "address": "link"}
"""Roles of what leads somewhere → how it is drawn."""


def _links(story: Story, now: datetime) -> list[_Field]:
    article = story.lead.article
    same = article.url == article.original_url
    named = (
        ("original" if same else "web", article.url),
        ("original", "" if same else article.original_url),
        ("AMP", article.amp_url),
        ("cached AMP", article.cached_amp_url),
        ("player", story.lead.featured_url),
    )
    looks = {check.url: check for check in story.checks}
    fields: list[_Field] = []
    for label, url in named:
        if url:
            fields.append((label, url, "link"))
        if url in looks:
            fields.append(("", f"{checked(looks[url])} · looked at {looked(looks[url], now)}", "meta"))
    return fields


def _images(article: Article) -> list[_Field]:
    fields: list[_Field] = []
    for label, images in (("image", article.images), ("logo", article.provider.images)):
        for image in images:
            said = _image(image)
            if said:
                fields.append((label, said, "value"))
            fields.append(("" if said else label, image.url, "address"))
    return fields


def _image(image: Image) -> str:
    size = f"{image.width}×{image.height}" if image.width and image.height else ""
    said = (size, image.title, image.attribution, "cached by the publisher" if image.cached else "")
    return " · ".join(text for text in said if text)


def _publisher(story: Story) -> list[_Field]:
    report = story.lead
    fields = [("category", report.category, "value")] if report.category else []
    # One that gives no heat, such as a feed, has no list either.
    if report.listed or report.heat >= 0:
        fields.append(("listed", "yes" if report.listed else "no", "value"))
    if report.removed:
        fields.append(("removed", "the publisher took it back", "value"))
    return fields


def _table(title: str, fields: Iterable[_Field], width: int) -> list[PieceLine]:
    lines: list[PieceLine] = []
    for label, value, role in fields:
        label, value = printable(label), printable(value)
        wide = cell_len(label) > _LABEL - 1
        if wide:
            lines += [(Piece(label[start:end], "label"),) for start, end in wrap(label, width)]
        indent = 0 if not label and role == "value" else _LABEL
        link = _link(value) if role in _LINKS else ""
        for number, text in enumerate(_broken(value, role, width - indent)):
            shown = label.ljust(_LABEL) if number == 0 and not wide else " " * _LABEL
            before = (Piece(shown[:indent], "label"),) if indent else ()
            lines.append((*before, Piece(text, _LINKS.get(role, role), link)))
    return [_EMPTY, (Piece(title, "heading"),), *lines] if lines else []


def _broken(value: str, role: str, width: int) -> list[str]:
    """Links break anywhere, so that nothing of them is lost; addresses of pictures take one line; sentences break
    between words."""
    if role == "link":
        return chop_cells(value, width)
    if role == "address":
        return [value if cell_len(value) <= width else f"{value[: width // 2]}…{value[width // 2 + 1 - width :]}"]
    return [value[start:end] for start, end in wrap(value, width)]


def _link(url: str) -> str:
    from tui.text.urls import safe_url  # 3 ms, which the first paint need not wait for

    try:
        return safe_url(url)
    except UnsafeLink:
        return ""
