"""Sets an article: its blocks as texts with styles, once, and those as lines of a given width. Draws nothing.

Composing belongs on a thread, since a long article takes 50 ms; setting is done line by line, as lines are wanted.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from typing import TYPE_CHECKING

from rich.cells import cell_len, chop_cells

from tui.article.blocks import Kind, reading_minutes
from tui.article.inline import Span
from tui.view.widgets.article_view import Piece, Place
from tui.view.widgets.cells import printable, wrap

if TYPE_CHECKING:
    from tui.article.blocks import Block, Body
    from tui.view.widgets.article_view import SetLine

_GAP = 2
"""Cells between two columns of a table."""
_NARROWEST = 8
"""Cells of a column; a table that would need narrower ones is set as a list."""
_ROLES = {Kind.HEADING: ("heading",), Kind.QUOTE: ("quote",), Kind.CODE: ("code",)}
_BULLETS = ("•", "◦", "▪")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a text in one style."""

    start: int
    end: int
    roles: tuple[str, ...] = ()
    link: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """A text that stands by itself: no line holds parts of two of them but in a table."""

    text: str
    """On one line, safe to show; the numbers of links are part of it."""
    stretches: tuple[Stretch, ...]
    """All of it, in order."""
    numbers: tuple[tuple[int, int], ...] = ()
    """Where the numbers of links stand: (start, end), ascending. A search passes over them."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of the article, its texts by their numbers."""

    kind: Kind
    runs: tuple[int, ...]
    """One; of CODE one for each line, of a ROW one for each cell."""
    level: int = 0
    marker: str = ""


@dataclass(frozen=True, slots=True)
class Composition:
    """An article whose lines can be set."""

    runs: tuple[Run, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    links: tuple[str, ...] = ()
    """The link with number n is links[n - 1]."""
    minutes: int = 0
    """How long reading it takes."""


EMPTY = Composition()


def compose(body: Body) -> Composition:
    """The article's texts and paragraphs."""
    runs: list[Run] = []
    paragraphs: list[Paragraph] = []
    for block in body.blocks:
        first = len(runs)
        runs += _runs(block, body.links)
        paragraphs.append(Paragraph(block.kind, tuple(range(first, len(runs))), block.level, block.marker))
    return Composition(tuple(runs), tuple(paragraphs), body.links, reading_minutes(body.text))


def _runs(block: Block, links: Sequence[str]) -> list[Run]:
    roles = _ROLES.get(block.kind, ())
    match block.kind:
        case Kind.ROW:
            head = ("bold",) if block.level else ()
            return [_run(cell, links, head) for cell in block.cells]
        case Kind.CODE:
            return [_run((Span(line),), links, roles) for line in block.text.split("\n")]
    return [_run(block.spans, links, roles)]


def _run(spans: Sequence[Span], links: Sequence[str], roles: tuple[str, ...]) -> Run:
    texts: list[str] = []
    stretches: list[Stretch] = []
    numbers: list[tuple[int, int]] = []
    place = 0

    def add(text: str, roles: tuple[str, ...], link: str = "") -> None:
        nonlocal place
        if text:
            texts.append(text)
            stretches.append(Stretch(place, place + len(text), roles, link))
            place += len(text)

    for number, group in groupby(spans, key=lambda span: span.link):
        link = links[number - 1] if number else ""
        for span in group:
            named = {"bold": span.bold, "italic": span.italic, "code": span.code, "link": bool(number)}
            add(printable(span.text), (*roles, *(name for name, is_so in named.items() if is_so)), link)
        if number:
            numbers.append((place, place + len(f"[{number}]")))
            add(f"[{number}]", (*roles, "number"), link)
    return Run("".join(texts), tuple(stretches), tuple(numbers))


def set_lines(composition: Composition, width: int) -> Iterator[SetLine]:
    """The article's lines, none wider than `width` cells; it begins and ends without a blank line."""
    for place, (kind, group) in enumerate(groupby(composition.paragraphs, key=lambda paragraph: paragraph.kind)):
        blocks = list(group)
        if place:
            yield ()
        if kind is Kind.ROW:
            yield from _table(composition, blocks, width)
            continue
        numbered = bool(blocks[0].marker)
        for before, block in zip((None, *blocks), blocks, strict=False):
            another = kind is not Kind.ITEM or (block.level == 1 and bool(block.marker) is not numbered)
            if before is not None and another:
                # Within a quote its bar goes on.
                bars = _bars(min(before.level, block.level)).rstrip()
                yield (Piece(bars, ("muted",)),) if kind is Kind.QUOTE else ()
            if block.level == 1:
                numbered = bool(block.marker)
            yield from _paragraph(composition, block, width)


def _paragraph(composition: Composition, paragraph: Paragraph, width: int) -> Iterator[SetLine]:
    first, rest = _indents(paragraph, width)
    for number in paragraph.runs:
        run = composition.runs[number]
        room = width - cell_len(rest)
        places = _chopped(run.text, room) if paragraph.kind is Kind.CODE else wrap(run.text, room)
        for start, end in places:
            lead = (Piece(first, ("muted",)),) if first else ()
            yield (*lead, *_pieces(run, number, start, end))
            first = rest


def _indents(paragraph: Paragraph, width: int) -> tuple[str, str]:
    """What stands before the first line of a paragraph, and before its others."""
    most = max(1, width // 4)
    match paragraph.kind:
        case Kind.ITEM:
            bullet = paragraph.marker or _BULLETS[min(paragraph.level, len(_BULLETS)) - 1]
            first = " " * min(2 * (paragraph.level - 1), most) + bullet + " "
            return first, " " * cell_len(first)
        case Kind.QUOTE:
            bars = _bars(min(paragraph.level, most))
            return bars, bars
        case Kind.CODE:
            return "  ", "  "
    return "", ""


def _bars(level: int) -> str:
    return "▎" * level + " "


def _chopped(text: str, width: int) -> Iterator[tuple[int, int]]:
    """Where a line of code breaks: anywhere, for its blanks count."""
    start = 0
    for piece in chop_cells(text, max(2, width)) or [""]:
        yield start, start + len(piece)
        start += len(piece)


def _pieces(run: Run, number: int, start: int = 0, end: int | None = None) -> Iterator[Piece]:
    """The pieces of a stretch of a text."""
    end = len(run.text) if end is None else end
    first = max(0, bisect_right(run.stretches, start, key=lambda stretch: stretch.start) - 1)
    for stretch in islice(run.stretches, first, None):
        if stretch.start >= end:
            return
        begin, last = max(start, stretch.start), min(end, stretch.end)
        yield Piece(run.text[begin:last], stretch.roles, stretch.link, Place(number, begin))


def _table(composition: Composition, rows: Sequence[Paragraph], width: int) -> Iterator[SetLine]:
    columns = max(len(row.runs) for row in rows)
    room = width - _GAP * (columns - 1)
    natural = [
        max((cell_len(composition.runs[row.runs[column]].text) for row in rows if column < len(row.runs)), default=0)
        for column in range(columns)
    ]
    widths = _shares(natural, room)
    if any(share < min(need, _NARROWEST) for share, need in zip(widths, natural, strict=True)):
        yield from _as_list(composition, rows, width)
        return
    loose = any(share < need for share, need in zip(widths, natural, strict=True))
    for place, row in enumerate(rows):
        if loose and place and not rows[place - 1].level:
            yield ()
        cells = [wrap(composition.runs[number].text, share) for number, share in zip(row.runs, widths, strict=False)]
        for line in range(max(map(len, cells), default=0)):
            pieces: list[Piece] = []
            blanks = 0
            for number, places, share in zip(row.runs, cells, widths, strict=False):
                text = ""
                if line < len(places):
                    start, end = places[line]
                    text = composition.runs[number].text[start:end]
                    if blanks:
                        pieces.append(Piece(" " * blanks))
                        blanks = 0
                    pieces += _pieces(composition.runs[number], number, start, end)
                blanks += share - cell_len(text) + _GAP
            yield tuple(pieces)
        if row.level:
            yield (Piece("─" * min(width, sum(widths) + _GAP * (columns - 1)), ("muted",)),)


def _shares(natural: Sequence[int], room: int) -> list[int]:
    """Cells for each column: what it needs, or, where there is no room for all, an equal part for the widest ones."""
    shares = [0] * len(natural)
    left = room
    for done, column in enumerate(sorted(range(len(natural)), key=natural.__getitem__)):
        shares[column] = min(natural[column], left // (len(natural) - done))
        left -= shares[column]
    return shares


def _as_list(composition: Composition, rows: Sequence[Paragraph], width: int) -> Iterator[SetLine]:
    """A table with too many columns: the cells of each row one below the other, after the name of their column."""
    names: tuple[int, ...] = ()
    for place, row in enumerate(rows):
        if place and not rows[place - 1].level:
            yield ()
        alone = place + 1 == len(rows) or rows[place + 1].level
        if row.level and not alone:
            names = row.runs
            continue
        for column in range(max(len(names), len(row.runs))):
            name = names[column : column + 1]
            lead: SetLine = tuple(piece for number in name for piece in _pieces(composition.runs[number], number))
            used = sum(cell_len(piece.text) for piece in lead) + 2
            if lead and used >= width // 2:
                for number in name:
                    yield from _wrapped(composition.runs[number], number, width, ())
                lead, used = (), 2
            elif lead:
                lead = (*lead, Piece(": "))
            if column >= len(row.runs):
                yield lead
                continue
            number = row.runs[column]
            yield from _wrapped(composition.runs[number], number, width - used, lead or (Piece("  "),), used)


def _wrapped(run: Run, number: int, width: int, lead: SetLine, indent: int = 0) -> Iterator[SetLine]:
    """A text in lines of a width, `lead` before the first of them and an indent before the others."""
    for start, end in wrap(run.text, width):
        yield (*lead, *_pieces(run, number, start, end))
        lead = (Piece(" " * indent),) if indent else ()
