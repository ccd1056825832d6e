"""An article's Markdown as blocks for the terminal, and their links numbered. Pure; draws nothing.

Understands what trafilatura writes: headings, paragraphs, nested lists, quotes, fenced code, tables. Anything else is a
paragraph: every text gives blocks, and everything in them is safe to show.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from math import ceil
from urllib.parse import urljoin

from tui.article.inline import Span, spans
from tui.errors import UnsafeLink
from tui.text.clean import TEXT_LIMIT, clean_line
from tui.text.urls import safe_url

SIZE_LIMIT = 500_000
"""Characters read; a long article has 50,000."""
BLOCK_LIMIT = 10_000
"""Blocks of one article; the longest laws have 3,000."""
CELL_LIMIT = 64
"""Cells told apart in one row of a table; the last holds what is left."""
LINK_LIMIT = 999
"""Links numbered in one article."""
DEPTH_LIMIT = 8
"""Levels of lists and quotes that are told apart."""
WORDS_PER_MINUTE = 230
"""Of silent reading, in English."""
CHARACTERS_PER_MINUTE = 500
"""Of silent reading, in scripts without spaces."""

_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r"(#{1,6})(?: +(.*?))??(?: +#+)?")
_ITEM = re.compile(r"(?:[-*+]|([0-9]{1,9}[.)])) +(.*)")
_QUOTE = re.compile(r"((?:> ?)+)(.*)")
_RULE = re.compile(r"([-*_])(?: ?\1){2,}")
_CELL_END = re.compile(r"(?<!\\)\|")
_DASHES = re.compile(r"\|(?: *:?-+:? *\|)+")
_BLANKS = re.compile("( +)")
_CJK = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")


class Kind(StrEnum):
    """What a block is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    QUOTE = "quote"
    CODE = "code"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of an article that stands by itself."""

    kind: Kind
    spans: tuple[Span, ...] = ()
    """Its text; of CODE one span whose lines are kept; of a ROW nothing."""
    level: int = 0
    """1 to 6 of a HEADING; how deep an ITEM or QUOTE stands, from 1; 1 of a ROW that heads its table."""
    marker: str = ""
    """The number of an ITEM of a numbered list, such as "3."; "" = a bullet."""
    cells: tuple[tuple[Span, ...], ...] = ()
    """The cells of a ROW."""

    @property
    def text(self) -> str:
        """What it says, without styles."""
        if self.kind is Kind.ROW:
            return " | ".join("".join(span.text for span in cell) for cell in self.cells)
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Body:
    """An article, ready to be set."""

    blocks: tuple[Block, ...] = ()
    links: tuple[str, ...] = ()
    """Checked and absolute; the link with number n is links[n - 1]. The same address has one number."""

    @property
    def text(self) -> str:
        """What it says, one block a line: what a search looks into."""
        return "\n".join(block.text for block in self.blocks)


def blocks(markdown: str, url: str = "") -> Body:
    """The article. `url` is where it was read: links are resolved against it."""
    links = _Links(url)
    found = islice(_Reader(markdown[:SIZE_LIMIT], links).blocks(), BLOCK_LIMIT)
    return Body(tuple(found), tuple(links.numbers))


def reading_minutes(text: str) -> int:
    """How long reading takes, at least 1."""
    characters = len(_CJK.findall(text))
    words = len(_WORD.findall(_CJK.sub(" ", text)))
    return max(1, ceil(words / WORDS_PER_MINUTE + characters / CHARACTERS_PER_MINUTE - 0.5))


class _Links:
    """Gives addresses their numbers."""

    def __init__(self, base: str) -> None:
        self._base = base
        self.numbers: dict[str, int] = {}

    def number(self, target: str) -> int:
        try:
            address = safe_url(urljoin(self._base, target))
        except (UnsafeLink, ValueError):
            return 0
        if address not in self.numbers and len(self.numbers) >= LINK_LIMIT:
            return 0
        return self.numbers.setdefault(address, len(self.numbers) + 1)


class _Reader:
    """Reads Markdown line by line."""

    def __init__(self, markdown: str, links: _Links) -> None:
        self._lines = _BREAK.split(markdown)
        self._links = links
        self._place = 0

    def blocks(self) -> Iterator[Block]:
        """Each block in turn; those that say nothing are left out."""
        while self._place < len(self._lines):
            line = self._lines[self._place].expandtabs(4)
            self._place += 1
            if fence := _FENCE.match(line):
                block = self._code(fence[1])
            elif line.strip():
                block = self._block(len(line) - len(line.lstrip()), _line(line))
            else:
                continue
            if block.text.strip(" |"):
                yield block

    def _block(self, indent: int, line: str) -> Block:
        if _RULE.fullmatch(line):
            return Block(Kind.PARAGRAPH)
        if found := _HEADING.fullmatch(line):
            return Block(Kind.HEADING, self._spans(found[2] or ""), len(found[1]))
        if line.startswith("|"):
            return self._row(line)
        if found := _ITEM.fullmatch(line):
            level = min(indent // 2 + 1, DEPTH_LIMIT)
            return Block(Kind.ITEM, self._spans(self._joined(found[2])), level, found[1] or "")
        if found := _QUOTE.fullmatch(line):
            return Block(Kind.QUOTE, self._spans(found[2]), min(found[1].count(">"), DEPTH_LIMIT))
        return Block(Kind.PARAGRAPH, self._spans(self._joined(line)))

    def _joined(self, first: str) -> str:
        """A paragraph's lines as one."""
        lines = [first]
        while self._place < len(self._lines):
            raw = self._lines[self._place]
            line = _line(raw)
            if not line or line[0] in "#|>" or _FENCE.match(raw) or _ITEM.fullmatch(line) or _RULE.fullmatch(line):
                break
            lines.append(line)
            self._place += 1
        return " ".join(lines)

    def _code(self, fence: str) -> Block:
        end = re.compile(rf" {{0,3}}{re.escape(fence[0])}{{{len(fence)},}}\s*")
        lines: list[str] = []
        while self._place < len(self._lines):
            line = self._lines[self._place]
            self._place += 1
            if end.fullmatch(line):
                break
            lines.append(_code_line(line))
        text = "\n".join(lines).strip("\n")
        return Block(Kind.CODE, (Span(text, code=True),) if text else ())

    def _row(self, line: str) -> Block:
        cells = [cell.strip() for cell in _CELL_END.split(line.strip().removeprefix("|"), CELL_LIMIT - 1)]
        if cells and not cells[-1]:
            cells.pop()
        if _DASHES.fullmatch(line.strip()):
            return Block(Kind.ROW)
        heads = self._place < len(self._lines) and bool(_DASHES.fullmatch(self._lines[self._place].strip()))
        return Block(Kind.ROW, level=int(heads), cells=tuple(self._spans(cell) for cell in cells))

    def _spans(self, text: str) -> tuple[Span, ...]:
        return spans(text, self._links.number)


def _line(line: str) -> str:
    return clean_line(line, TEXT_LIMIT)


def _code_line(line: str) -> str:
    """A line of code, safe to show, its blanks kept."""
    pieces = _BLANKS.split(line.expandtabs(4))
    return "".join(piece if piece.isspace() else clean_line(piece, TEXT_LIMIT) for piece in pieces).rstrip()
