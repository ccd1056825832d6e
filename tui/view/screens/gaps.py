"""Which of the reader's own outlets do not have a story. Counts nothing itself: it is told when that is done."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from tui.text.dates import absolute
from tui.view.screens.pages import PageScreen, paragraph
from tui.view.widgets.cells import amount, padded, printable

if TYPE_CHECKING:
    from tui.library.outlets import Outlet, Recent
    from tui.model import Story
    from tui.view.screens.pages import PageLine

_BAR = 16
"""Cells of the bar of the most frequent outlet."""
_NAME = 34


class GapsScreen(PageScreen):
    """The outlets that are missing from a story's coverage."""

    def __init__(self, story: Story, now: datetime) -> None:
        self._story = story
        self._now = now
        super().__init__("Gaps", lambda width: [(("Counting the outlets of the last 30 days …", "muted"),)])

    def show(self, recent: Recent) -> None:
        """The outlets are counted."""
        self.page.show(lambda width: gap_lines(self._story, recent, width, self._now))


def missing(story: Story, recent: Recent) -> list[Outlet]:
    """The recent outlets, the most frequent first, that have no report in the story's event."""
    providers = [story.lead.article.provider, *(row.article.provider for row in story.coverage)]
    have = {provider.key for provider in providers}
    return [outlet for outlet in recent.outlets if outlet.provider.key not in have]


def gap_lines(story: Story, recent: Recent, width: int, now: datetime) -> list[PageLine]:
    """The page."""
    gaps = missing(story, recent)
    have = len(recent.outlets) - len(gaps)
    day = absolute(datetime.fromtimestamp(recent.until, now.tzinfo)).rpartition(" ")[0]
    lines: list[PageLine] = paragraph(story.row.title, "strong", width)
    said = (
        f"{amount(have)} of your {amount(len(recent.outlets))} outlets have it."
        f" Yours are those seen in the library's last 30 days, up to {day}."
    )
    lines += paragraph(said, "muted", width)
    lines.append(())
    if not gaps:
        return [*lines, (("Every one of them has this story.", "text"),)]
    lines.append(((f"Without it, the most frequent first · {amount(len(gaps))}", "heading"),))
    most = gaps[0].reports
    return lines + [_line(outlet, most, width) for outlet in gaps]


def _line(outlet: Outlet, most: int, width: int) -> PageLine:
    provider = outlet.provider
    name = padded(printable(provider.outlet), min(_NAME, max(8, width // 2)))
    bar = "━" * max(1, round(_BAR * outlet.reports / most))
    pieces: list[tuple[str, str]] = [(f"{name} ", "text"), (bar.ljust(_BAR + 1), "columns")]
    pieces.append((f"{amount(outlet.reports)} {'report' if outlet.reports == 1 else 'reports'}", "muted"))
    if provider.domain and provider.domain != provider.outlet:
        pieces.append((f"  {printable(provider.domain)}", "muted"))
    return tuple(pieces)
