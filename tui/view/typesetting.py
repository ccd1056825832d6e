"""Sets an article: its blocks as texts with styles, once, and those as lines of a given width. Draws nothing.

Composing belongs on a thread, since a long article takes 50 ms; setting is done line by line, as lines are wanted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rich.cells import cell_len, chop_cells

from tui.article.blocks import Block, Body, Kind, reading_minutes
from tui.article.inline import Span
from tui.view.widgets.article_view import Piece, Place, SetLine
from tui.view.widgets.cells import printable, wrap

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
    before: Paragraph | None = None
    for kind, group in groupby(composition.paragraphs, key=lambda paragraph: paragraph.kind):
        blocks = list(group)
        if before is not None:
            yield ()
        if kind is Kind.ROW:
            yield from _table(composition, blocks, width)
        for number, block in enumerate(blocks if kind is not Kind.ROW else ()):
            if number and not _belongs(blocks[number - 1], block):
                # Within a quote its bar goes on.
                level = min(blocks[number - 1].level, block.level)
                yield (Piece(_bars(level).rstrip(), ("muted",)),) if kind is Kind.QUOTE else ()
            yield from _paragraph(composition, block, width)
        before = blocks[-1]


def _belongs(before: Paragraph, after: Paragraph) -> bool:
    """They are items of one list."""
    another = after.level == 1 and bool(after.marker) != bool(before.marker) and before.level == 1
    return before.kind is after.kind is Kind.ITEM and not another


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


def _pieces(run: Run, number: int, start: int, end: int) -> Iterator[Piece]:
    """The pieces of a stretch of a text."""
    for stretch in run.stretches:
        first, last = max(start, stretch.start), min(end, stretch.end)
        if first < last:
            yield Piece(run.text[first:last], stretch.roles, stretch.link, Place(number, first))


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
        if row.level:
            names = row.runs
            continue
        if place and not rows[place - 1].level:
            yield ()
        for column, number in enumerate(row.runs):
            run = composition.runs[number]
            name = f"{composition.runs[names[column]].text}: " if column < len(names) else ""
            lead = (Piece(name, ("bold",)),) if name and cell_len(name) < width // 2 else ()
            room = width - (cell_len(name) if lead else 2)
            for start, end in wrap(run.text, room):
                yield (*(lead or (Piece("  "),)), *_pieces(run, number, start, end))
                lead = (Piece(" " * cell_len(name)),) if lead else ()
