"""What an article's title and excerpt say, as counted words; no knowledge of any other article.

Scripts without spaces are cut into overlapping pairs (Han, Hangul) or triples (Thai and its neighbours) of characters.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from math import log, sqrt
from typing import NamedTuple

from tui.stories.stem import stem
from tui.stories.stopwords import STOPWORDS

EXCERPT_KEPT = 300
"""Characters of the excerpt that count: whole articles drop precision from .95 to .73, because long texts share words."""
_SPACELESS_KEPT = 120
"""The same in scripts without spaces, where one character says as much as two or three letters."""
UNIT = 1024
"""Length of an article's vector of counts, before any word is weighed: whole numbers, so that sums never depend on the
order in which a story's articles are added."""
_TITLE_BONUS = 1.5
_WORDS_KEPT = 100_000
"""Spellings remembered with their stems."""

_MARKS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670"
_SIGNS = "\u0900-\u0963\u0966-\u0dff\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff"
_LETTER = rf"(?:[^\W_]|[{_MARKS}{_SIGNS}])"
_TAIL = r"(?:['’]{0}+|[.,]\d+|-\d{0}*)*"
_ASCII_WORD = re.compile(r"\$?[A-Za-z0-9]+" + _TAIL.format("[A-Za-z0-9]"))
_WORD = re.compile(rf"[$€£¥₩₹]?{_LETTER}+" + _TAIL.format(_LETTER))
_PAIRED = "\u3005\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_TRIPLED = "\u0e01-\u0e4e\u0e81-\u0ecd\u1000-\u109f\u1780-\u17d3"
_SPACELESS = re.compile(f"[{_PAIRED}{_TRIPLED}]")
_RUN = re.compile(
    "(?P<loan>[\u30a1-\u30ff\u31f0-\u31ff]+)|(?P<kana>[\u3040-\u309f]+)|(?P<hangul>[\uac00-\ud7af]+)"
    f"|(?P<tripled>[{_TRIPLED}]+)|(?P<han>[\u3005\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+)"
    rf"|(?P<plain>[^{_PAIRED}{_TRIPLED}]+)"
)
_EMPTY_HAN = re.compile("[的了]")
_BREAK = re.compile(r"[.!?:;•“”\"(\[…]+\s+|^[^\w$€£¥₩₹]+|\s[-–—|]+\s|[“\"(\[]")
_TAG = re.compile(r"<[^<>]{0,500}>")
_BOILERPLATE = re.compile(
    r"The post .{3,200} (?:appeared )?first (?:appeared )?on .*|(?:Continue reading|Read more|Read the full).*"
    r"|[\[(]?(?:\.\.\.|…)[\])]?\s*$|/PRNewswire[^/]*/|\((?:RTTNews|Reuters|AP|AFP|IANS|PTI|Bloomberg|BUSINESS WIRE)\)",
    re.IGNORECASE,
)
_BOILERPLATE_SIGNS = (
    "...", "…", "first", "reading", "read ", "/prnewswire",
    "(rttnews)", "(reuters)", "(ap)", "(afp)", "(ians)", "(pti)", "(bloomberg)", "(business wire)",
)  # fmt: skip
"""No text without one of these holds boilerplate: looking for them costs a twentieth of looking for it."""
_NAME_TAIL_SIGN = re.compile(r"\s[-–—|]\s")
_NAME_TAIL = re.compile(r"^(.{12,}?)\s+[-–—|]\s+([^-–—|]{2,40})$")
_NO_WORD = ""

_stems: dict[str, str] = {}
"""Spelling → stem, _NO_WORD for a word without content; emptied when it holds _WORDS_KEPT."""


class Words(NamedTuple):
    """The counted words of one article."""

    counts: dict[str, int]
    """Stem → weight of its count; the vector has the length UNIT."""
    votes: dict[str, int]
    """Stem → +1 where the article writes it with a capital inside a sentence, -1 where it does not."""


def count(title: str, excerpt: str, outlet: str = "") -> Words:
    """The words of an article. `outlet` names the publisher whose name may trail the title (" - Engadget")."""
    votes: dict[str, int] = {}
    in_title = dict.fromkeys(_terms(heading(title, outlet), votes, title=True))
    in_excerpt: dict[str, int] = {}
    for term in _terms(opening(excerpt), votes, title=False):
        in_excerpt[term] = in_excerpt.get(term, 0) + 1
    weights = dict.fromkeys(in_title, _TITLE_BONUS)
    for term, times in in_excerpt.items():
        weights[term] = weights.get(term, 0.0) + (1.0 if times == 1 else 1.0 + log(times))
    if not weights:
        return Words({}, votes)
    scale = UNIT / sqrt(sum([weight * weight for weight in weights.values()]))
    return Words({term: round(weight * scale) for term, weight in weights.items()}, votes)


def heading(title: str, outlet: str = "") -> str:
    """The title without markup and without the publisher's name at its end."""
    title = _plain(title)
    found = outlet and _NAME_TAIL_SIGN.search(title) and _NAME_TAIL.match(title)
    if found:
        tail = _letters(found[2])
        name = _letters(outlet)
        if tail and (tail in name or (len(name) > 3 and name in tail) or _letters(outlet.split(".")[0]) == tail):
            return found[1]
    return title


def opening(excerpt: str) -> str:
    """The part of the excerpt that counts, without markup and feed boilerplate."""
    text = _plain(excerpt[: 4 * EXCERPT_KEPT]) if excerpt else ""
    lower = text.lower()
    if any(sign in lower for sign in _BOILERPLATE_SIGNS):
        text = _BOILERPLATE.sub(" ", text)
    if text.isascii():
        return text[:EXCERPT_KEPT]
    text = text[:EXCERPT_KEPT]
    spaceless = len(_SPACELESS.findall(text))
    return text[:_SPACELESS_KEPT] if 3 * spaceless > len(text) else text


def spelled(text: str) -> Iterator[tuple[str, str]]:
    """Every counted word of a text as (stem, as it is written there), in order of appearance."""
    return ((term, text[start:end]) for term, start, end in placed(text))


def placed(text: str) -> Iterator[tuple[str, int, int]]:
    """Every counted word of a text as (stem, start, end), in order; those of scripts without spaces overlap."""
    for found in (_ASCII_WORD if text.isascii() else _WORD).finditer(text):
        raw, at = found[0], found.start()
        if raw.isascii() or not _SPACELESS.search(raw):
            if term := _known(raw):
                yield term, at, found.end()
            continue
        lower = raw.lower()
        for run in _RUN.finditer(lower if len(lower) == len(raw) else raw):
            start, before = 0, ""
            for piece in _pieces(run[0]):
                if run.lastgroup == "plain":
                    yield piece, at + run.start(), at + run.end()
                    continue
                overlaps = len(piece) == len(before) and piece.startswith(before[1:])
                start = run[0].index(piece, start + (1 if overlaps else len(before)))
                yield piece, at + run.start() + start, at + run.start() + start + len(piece)
                before = piece


def _terms(text: str, votes: dict[str, int], *, title: bool) -> list[str]:
    found: list[str] = []
    ascii_text = text.isascii()
    find = (_ASCII_WORD if ascii_text else _WORD).findall
    stems = _stems
    cast: list[tuple[str, bool]] = []
    for sentence in _BREAK.split(text):
        first = True
        for raw in find(sentence):
            term = stems.get(raw)
            if term is None:
                if not ascii_text and _SPACELESS.search(raw):
                    found.extend(_pieces(raw))
                    first = False
                    continue
                term = _known(raw)
            if term:
                found.append(term)
                if not first:
                    cast.append((term, not raw.islower()))
            first = False
    if cast and not (title and _is_title_case(cast)):
        for term, capital in cast:
            votes[term] = 1 if capital else -1
    return found


def _is_title_case(cast: list[tuple[str, bool]]) -> bool:
    return 2 * sum([capital for _, capital in cast]) > len(cast)


def _known(raw: str) -> str:
    """The stem of a spelling, _NO_WORD where it carries no content."""
    term = _stems.get(raw)
    if term is None:
        term = _stem_of(raw.lower().replace("’", "'"))
        if len(_stems) >= _WORDS_KEPT:
            _stems.clear()
        _stems[raw] = term
    return term


def _stem_of(word: str) -> str:
    if word in STOPWORDS:
        return _NO_WORD
    head, apostrophe, tail = word.partition("'")
    if apostrophe:
        if len(head) <= 2 and len(tail) > 2:  # l'accord, d'Apple, dell'anno
            word = tail
        else:
            word = head if len(tail) <= 2 else head + tail
    if word in STOPWORDS or len(word) < 2:
        return word if word.isdigit() else _NO_WORD
    return stem(word)


def _pieces(raw: str) -> list[str]:
    """The parts of a word in a script without spaces."""
    found: list[str] = []
    for run in _RUN.finditer(raw.lower()):
        kind, text = run.lastgroup, run[0]
        if kind == "plain":
            if term := _known(text):
                found.append(term)
        elif kind == "loan":
            found.append(text)
        elif kind == "han":
            for part in _EMPTY_HAN.split(text):
                found.extend(_grams(part, 2))
        elif kind == "hangul":
            found.extend(_grams(text, 2))
        elif kind == "tripled":
            found.extend(_grams(text, 3))
    return found


def _grams(text: str, size: int) -> list[str]:
    if len(text) <= size:
        return [text] if text else []
    return [text[start : start + size] for start in range(len(text) - size + 1)]


def _plain(text: str) -> str:
    if "&" in text:
        text = html.unescape(text)
    if "<" in text:
        text = _TAG.sub(" ", text)
    return text.replace("\u00ad", "").replace("\u200b", "").strip()


def _letters(text: str) -> str:
    return "".join([letter for letter in text.lower() if letter.isalnum()])
