"""The page of an article that is read here: what stands above the text, the text, what stands below. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import chain
from typing import TYPE_CHECKING

from rich.cells import chop_cells

from tui.text.dates import absolute, parse_time
from tui.text.urls import display_host
from tui.view.typesetting import EMPTY, set_lines
from tui.view.widgets.article_view import Piece
from tui.view.widgets.cells import printable, wrap
from tui.view.widgets.link_words import checked

if TYPE_CHECKING:
    from tui.article.copies import Copy
    from tui.article.values import Fault
    from tui.library.texts import KeptText
    from tui.model import Article, LinkCheck
    from tui.view.keymap import Keymap
    from tui.view.typesetting import Composition
    from tui.view.widgets.article_view import SetLine


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that the page says."""

    article: Article
    starred: bool = False
    asked: str = ""
    """The host that is being asked for the page; "" = none."""
    text: KeptText | None = None
    """The text as it was fetched; None while there is none, and for one that stands in the story file."""
    here: bool = False
    """The text was here before it was asked for."""
    composition: Composition = EMPTY
    """The text; the excerpt where there is none."""
    whole: bool = False
    """The composition is the text."""
    fault: Fault | None = None
    """What went wrong."""
    copies: tuple[Copy, ...] = ()
    """Where the text may be had as well, in the order of their numbers."""
    checks: tuple[LinkCheck, ...] = ()
    """What the last look at each address met."""

    @property
    def offers(self) -> bool:
        """Numbers stand for copies."""
        return bool(self.copies) and not self.whole and not self.asked


def page_lines(sheet: Sheet, width: int, now: datetime, keymap: Keymap) -> Iterator[SetLine]:
    """The page in lines of at most `width` cells; times in the zone of `now`."""
    yield ()
    yield from _said(f"{'★ ' if sheet.starred else ''}{sheet.article.title or '(no title)'}", "title", width)
    yield from _said(byline(sheet, now.tzinfo), "byline", width)
    for said, role in _notes(sheet, now.tzinfo, keymap):
        yield ()
        yield from _said(said, role, width)
    if sheet.composition.paragraphs:
        yield ()
        yield from set_lines(sheet.composition, width)
    if sheet.offers:
        yield from _copies(sheet.copies, width)
    yield from _below(sheet, width)


def byline(sheet: Sheet, zone: tzinfo | None) -> str:
    """Outlet, author, date, and how long reading takes."""
    article, text = sheet.article, sheet.text
    said = [article.provider.outlet or (text.site if text else "") or display_host(article.url)]
    if text is not None and text.author:
        said.append(text.author)
    if article.published is not None:
        said.append(absolute(article.published, zone))
    elif text is not None and (day := parse_time(text.date)) is not None:
        said.append(absolute(day).rpartition(" ")[0])
    if sheet.whole:
        said.append(f"{sheet.composition.minutes} min")
    return " · ".join(filter(None, said))


def _notes(sheet: Sheet, zone: tzinfo | None, keymap: Keymap) -> Iterator[tuple[str, str]]:
    """What has to be known of the text before it is read: (sentence, role)."""
    text = sheet.text
    if sheet.asked:
        yield f"Fetching {sheet.asked} …", "note"
    if sheet.fault is not None:
        yield f"{sheet.fault.reason} {sheet.fault.advice}".strip(), "warning"
    if sheet.whole and text is not None and text.teaser:
        open_it = keymap.said("Press {open.browser} to open it in the browser.")
        yield f"Teaser only: the page shows no more of it to programs. {open_it}", "warning"
    if sheet.whole and text is not None and text.copy:
        yield f"From {text.copy}.", "note"
    if sheet.whole and sheet.here and text is not None and not sheet.asked:
        day = absolute(datetime.fromtimestamp(text.fetched_at, zone), zone)
        yield f"Kept here since {day}. {keymap.said('Press {text.again} to fetch it anew.')}", "note"
    elif sheet.whole and text is None:
        yield keymap.said("From the story's file. Press {text.again} to fetch the page."), "note"
    elif not sheet.whole and sheet.composition.paragraphs:
        yield "What is known of it:", "muted"


def _copies(copies: Sequence[Copy], width: int) -> Iterator[SetLine]:
    yield ()
    yield from _said("It may be read elsewhere. Press a number to fetch it from there:", "note", width)
    for number, copy in enumerate(copies, 1):
        said = f"{copy.said} ({display_host(copy.page)})"
        first = Piece(f"{number} ", ("key",))
        for start, end in wrap(said, width - 2):
            yield first, Piece(said[start:end])
            first = Piece("  ")


def _below(sheet: Sheet, width: int) -> Iterator[SetLine]:
    links = sheet.composition.links
    if links:
        yield ()
        yield (Piece("Links", ("heading",)),)
        yield from chain.from_iterable(_link(number, url, width) for number, url in enumerate(links, 1))
    for check in sheet.checks:
        yield ()
        yield from _said(f"{check.url}: {checked(check)}", "muted", width)


def _link(number: int, url: str, width: int) -> Iterator[SetLine]:
    label = f"[{number}] "
    for piece in chop_cells(printable(url), max(8, width - len(label))):
        yield Piece(label, ("number",)), Piece(piece, ("link",), url)
        label = " " * len(label)


def _said(text: str, role: str, width: int) -> Iterator[SetLine]:
    text = printable(text)
    for start, end in wrap(text, width):
        yield (Piece(text[start:end], (role,)),)
