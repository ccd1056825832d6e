"""Markdown inside a line (emphasis, code, links) as spans. Takes cleaned lines; knows no blocks.

Understands what trafilatura writes and takes everything else as text, in time that grows with the line.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, replace

from tui.text.clean import TEXT_LIMIT, clean_line

MARK_LIMIT = 20_000
"""Marks looked at in one line; what follows is text as it stands."""


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text in one style."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    link: int = 0
    """The number of the link that it is part of, from 1; 0 = none."""


@dataclass(slots=True)
class _Token:
    kind: str
    """"text", "code", "**", "*", "~~", "[" or "]"; "open" and "close" of a link, once its brackets have met."""
    text: str
    target: str = ""
    """Where a link leads."""
    opens: bool = False
    closes: bool = False


_MARK = re.compile(
    r"\\[!-/:-@\[-`{-~]"  # an escaped mark
    r"|`+|\*{1,3}|~~|\["
    r"|\](?:\((?:<(?:[^<>\\]|\\.){0,4000}>|[^\s()<>]{0,4000})\))?"
    r"|</?(?:u|sub|sup)>"
)
_TICKS = re.compile("`+")
_ESCAPED = re.compile(r"\\([<>\\])")
_COMBINING = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
"""At the start of a span they would pile up on the last character of the one before, past what cleaning allows."""


def spans(text: str, number: Callable[[str], int]) -> tuple[Span, ...]:
    """The line's pieces. `number` gives the number of the link to an address, 0 where there may be none."""
    if not _MARK.search(text):
        return (Span(text),) if text else ()
    tokens = _tokens(text)
    _join_brackets(tokens)
    _join_emphasis(tokens)
    return _styled(tokens, number)


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    ticks: dict[int, list[int]] = {}
    for run in _TICKS.finditer(text):
        ticks.setdefault(len(run[0]), []).append(run.start())
    place = 0
    for found in _MARK.finditer(text):
        start, end, mark = found.start(), found.end(), found[0]
        if start < place:
            continue
        if len(tokens) > MARK_LIMIT:
            break
        tokens.append(_Token("text", text[place:start]))
        place = end
        if mark[0] == "\\":
            tokens.append(_Token("text", mark[1]))
        elif mark[0] == "`":
            runs = ticks.get(len(mark), [])
            later = bisect_left(runs, end)
            if later < len(runs):
                place = runs[later] + len(mark)
                tokens.append(_Token("code", _code(text[end : runs[later]])))
            else:
                tokens.append(_Token("text", mark))
        elif mark[0] in "*~":
            opens, closes = not text[end : end + 1].isspace(), not text[start - 1 : start].isspace()
            for one in ("**", "*") if mark == "***" else (mark,):
                tokens.append(_Token(one, one, "", opens and end < len(text), closes and start > 0))
        elif mark[0] in "[]":
            tokens.append(_Token(mark[0], mark, mark[2:-1]))
    tokens.append(_Token("text", text[place:]))
    return tokens


def _code(text: str) -> str:
    """What stands between backticks, without the blank that keeps a backtick of its own apart from them."""
    if text[:1] == text[-1:] == " " and text.strip():
        return text[1:-1]
    return text


def _join_brackets(tokens: list[_Token]) -> None:
    """Make links of brackets that belong together. Links hold no links: the inner one counts."""
    opened: list[_Token] = []
    for token in tokens:
        if token.kind == "[":
            opened.append(token)
        elif token.kind == "]" and opened:
            start = opened.pop()
            if len(token.text) > 1:
                target = token.target
                if target.startswith("<"):
                    target = _ESCAPED.sub(r"\1", target[1:-1])
                start.kind, start.text, start.target = "open", "", target
                token.kind, token.text = "close", ""
                opened.clear()


def _join_emphasis(tokens: list[_Token]) -> None:
    """Take marks of emphasis that have no partner as text."""
    waiting: dict[str, _Token] = {}
    for token in tokens:
        if token.kind not in ("**", "*", "~~"):
            continue
        start = waiting.get(token.kind)
        if start is not None and token.closes:
            del waiting[token.kind]
            start.text = token.text = ""
        elif start is None and token.opens:
            waiting[token.kind] = token


def _styled(tokens: list[_Token], number: Callable[[str], int]) -> tuple[Span, ...]:
    style = Span("")
    pieces: list[tuple[str, Span]] = []
    for token in tokens:
        if token.kind == "open":
            style = replace(style, link=number(token.target))
        elif token.kind == "close":
            style = replace(style, link=0)
        elif token.kind == "**" and not token.text:
            style = replace(style, bold=not style.bold)
        elif token.kind == "*" and not token.text:
            style = replace(style, italic=not style.italic)
        elif token.text:
            pieces.append((token.text, replace(style, code=True) if token.kind == "code" else style))
    return _merged(pieces)


def _merged(pieces: list[tuple[str, Span]]) -> tuple[Span, ...]:
    found: list[Span] = []
    run: list[str] = []
    for index, (text, style) in enumerate(pieces):
        run.append(text)
        if index + 1 == len(pieces) or pieces[index + 1][1] != style:
            whole = _cleaned("".join(run))
            run.clear()
            if found and (piled := _COMBINING.match(whole)):
                whole = whole[piled.end() :]
            if whole:
                found.append(replace(style, text=whole))
    return tuple(found)


def _cleaned(text: str) -> str:
    """The text cleaned once more, its outer blanks kept: marks that are gone may have held apart what piles up."""
    core = text.strip()
    if not core:
        return text[:1]
    start = text.index(core)
    return text[:start] + clean_line(core, TEXT_LIMIT) + text[start + len(core) :]
