"""The reports of one event side by side in time: what only one says stands out, what all say steps back. Opens them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from tui.stories.comparing import SAID_MOST, Share, compare
from tui.text.dates import absolute, lag
from tui.view.screens.pages import PageScreen, paragraph
from tui.view.widgets.cells import amount, padded, printable, wrap

if TYPE_CHECKING:
    from tui.model import Article, Story
    from tui.stories.comparing import Compared, Comparison, Stretch
    from tui.view.screens.pages import PageLine

_GUTTER = 22
"""Cells at left for number, outlet and time."""
_ROLES = {Share.ALL: "shared", Share.SOME: "text", Share.ONE: "only", Share.NONE: "text"}
_TITLE_ROLES = {Share.ALL: "shared", Share.SOME: "strong", Share.ONE: "only", Share.NONE: "strong"}
_Piece = tuple[str, str]


class CompareScreen(PageScreen):
    """The comparison of a story's reports."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("J,n", "report(1)", show=False),
        Binding("K,p", "report(-1)", show=False),
        *[Binding(str(n), f"open({n})", show=False) for n in range(1, 10)],
    ]

    def __init__(self, story: Story, now: datetime, open_article: Callable[[Article], None]) -> None:
        self._open = open_article
        articles = [story.lead.article, *(row.article for row in story.coverage)]
        self.comparison = compare(articles)
        super().__init__("Compare", lambda width: comparison_lines(self.comparison, width, now))

    def action_report(self, by: int) -> None:
        """Scroll to the next report, or the one before."""
        at = self.page.scroll_offset.y
        starts = [n for n, line in enumerate(self.page.lines) if line and line[0][1] == "key"]
        onward = [n for n in starts if n > at] if by > 0 else [n for n in reversed(starts) if n < at]
        if onward:
            self.page.scroll_to(y=onward[0], animate=False, force=True)

    def action_open(self, number: int) -> None:
        if number <= len(self.comparison.reports):
            self._open(self.comparison.reports[number - 1].article)


def comparison_lines(comparison: Comparison, width: int, now: datetime) -> list[PageLine]:
    """The page: what all say, then each report with its outlet and lag at left."""
    reports = comparison.reports
    outlets = len({r.article.provider.outlet.casefold() for r in reports})
    plural = "outlet" if outlets == 1 else "outlets"
    lines: list[PageLine] = [
        ((f"{amount(len(reports))} reports, {amount(outlets)} {plural}, the earliest first.", "muted"),)
    ]
    if comparison.agreed:
        lines += paragraph(f"All say: {', '.join(comparison.agreed[:SAID_MOST])}", "shared", width)
    elif len(reports) > 1:
        lines += [(("No word stands in all of them.", "muted"),)]
    lines += [
        (
            ("Words of one report only ", "muted"),
            ("stand out", "only"),
            ("; what all say ", "muted"),
            ("steps back.", "shared"),
        )
    ]
    first = next((r.article.published for r in reports if r.article.published), None)
    for number, report in enumerate(reports, 1):
        lines.append(())
        lines += _report(number, report, first, width, now)
    return lines


def _report(number: int, report: Compared, first: datetime | None, width: int, now: datetime) -> list[PageLine]:
    article = report.article
    outlet = printable(article.provider.outlet) or "unknown outlet"
    when = []
    if article.published is not None and first is not None:
        when = [lag(first, article.published), absolute(article.published, now.tzinfo)]
    gutter: list[_Piece] = [(f"{number} {outlet}", "key"), *((text, "muted") for text in when)]
    if article.quality:
        gutter.append((f"quality {amount(article.quality)}", "muted"))
    beside = width >= 3 * _GUTTER
    room = min(width - _GUTTER if beside else width, 90)
    text = _wrapped(report.title, _TITLE_ROLES, room)
    text += _wrapped(report.excerpt, _ROLES, room)
    if report.alone:
        said = ", ".join(report.alone[:SAID_MOST]) + (" …" if len(report.alone) > SAID_MOST else "")
        text += paragraph(f"only here: {said}", "muted", room)
    if not beside:
        return [tuple(_joined(gutter)), *text]
    blank: PageLine = ()
    rows: list[PageLine] = []
    for at in range(max(len(gutter), len(text))):
        said, role = gutter[at] if at < len(gutter) else ("", "muted")
        rows.append(((padded(said, _GUTTER - 2) + "  ", role), *(text[at] if at < len(text) else blank)))
    return rows


def _joined(gutter: Sequence[_Piece]) -> list[_Piece]:
    pieces: list[_Piece] = []
    for text, role in gutter:
        pieces += [(" · ", "muted")] * bool(pieces) + [(text, role)]
    return pieces


def _wrapped(stretches: Sequence[Stretch], roles: dict[Share, str], width: int) -> list[PageLine]:
    """The stretches as lines, each piece in the role of its share."""
    whole = printable("".join(stretch.text for stretch in stretches))
    places: list[tuple[int, str]] = []
    at = 0
    for stretch in stretches:
        at += len(printable(stretch.text))
        places.append((at, roles[stretch.share]))
    lines: list[PageLine] = []
    for start, end in wrap(whole, width):
        pieces: list[_Piece] = []
        place = start
        for until, role in places:
            if until > place and place < end:
                pieces.append((whole[place : min(until, end)], role))
                place = min(until, end)
        lines.append(tuple(pieces))
    return lines
