"""HTML that feeds carry as descriptions and articles, as one line of text. Keeps no link and no formatting."""

from __future__ import annotations

import re

from tui.text.clean import clean_line
from tui.text.markup import unescaped

READ_LIMIT = 50_000
"""Characters looked at; what an excerpt shows stands at the start."""
_ENOUGH = 3
"""Text gathered, in multiples of what is kept: blanks and entities shrink."""

_TAG = re.compile(r"""</?([A-Za-z][A-Za-z0-9:-]*+)(?=[\s/>])(?:[^<>"']++|"[^"<]{0,2000}+"|'[^'<]{0,2000}+'|["'])*+>""")
"""Possessive and bounded: 200,000 open tags or quotes cost no more than reading them."""
_OTHER = re.compile(r"<[!?][^>]{0,2000}+>")
_HIDDEN = frozenset(
    ("script", "style", "template", "noscript", "iframe", "object", "svg", "math", "head", "title", "figcaption")
)
"""Elements whose text is no part of the article's. Captions too: an excerpt that starts with one reads as nonsense."""
_INLINE = re.compile(
    r"a|abbr|acronym|b|bd[io]|big|cite|code|dfn|em|font|i|ins|kbd|label|mark|q|s|samp|small|span|strike|strong|sub|sup"
    r"|time|tt|u|var|wbr"
)
"""Elements that may stand inside a word; every other one ends it."""
_TAIL = re.compile(
    r" ?(?:The post .{1,400} (?:first appeared|appeared first) on .{1,200}|(?:Continue reading|Read more)\W{0,4}"
    r"|submitted by /u/\S{1,40}(?: to r/\S{1,40})? \[link\] \[comments\])\Z"
)
"""What WordPress, newspapers and Reddit put below every article."""


def text_line(markup: str, limit: int) -> str:
    """The text of the markup as one line, safe to show, at most `limit` characters."""
    return _TAIL.sub("", clean_line(unescaped(_without_tags(markup[:READ_LIMIT], limit * _ENOUGH)), limit))


def _without_tags(markup: str, enough: int) -> str:
    pieces: list[str] = []
    place = gathered = 0
    while gathered < enough and (start := markup.find("<", place)) >= 0:
        pieces.append(markup[place:start])
        gathered += start - place
        if markup.startswith("<!--", start):
            end = markup.find("-->", start + 4)
            place = len(markup) if end < 0 else end + 3
        elif tag := _TAG.match(markup, start):
            name = tag[1].lower()
            place = tag.end()
            if name in _HIDDEN and not tag[0].startswith("</") and not tag[0].endswith("/>"):
                place = _after(markup, name, place)
            if not _INLINE.fullmatch(name):
                pieces.append(" ")
        elif other := _OTHER.match(markup, start):
            place = other.end()
        else:
            # A lone "<" is text, as in "3 < 4".
            pieces.append("<")
            place = start + 1
    if gathered < enough:
        pieces.append(markup[place:])
    return "".join(pieces)


def _after(markup: str, name: str, place: int) -> int:
    """Where the hidden element ends; the end of everything where it is not closed."""
    closing = re.compile(f"</{name}[^>]{{0,100}}>", re.IGNORECASE).search(markup, place)
    return len(markup) if closing is None else closing.end()
