"""Words as the search sees them: where they begin and end, and what is folded away. Knows no grammar, no language.

The index is an SQLite FTS5 table with `unicode61 remove_diacritics 2`; whatever it holds went through `spaced`, whatever
is asked of it through `tokens`, and then FTS5 sees exactly `tokens(text)` for every text
(tests/text/test_words.py asks FTS5 itself). Where FTS5 alone falls short, `spaced` hands it a text in which it does not:

* Scripts without spaces (Han, kana, Thai, Lao, Khmer, Myanmar) have one token per character, so that a phrase of them
  finds any substring. Hangul too: it has spaces, but particles and compounds are written together, so that whole words
  would miss most of what is meant.
* Vowel signs of Indic and other Brahmic scripts are letters of a word. FTS5 splits words at them, so private-use
  characters, which FTS5 takes for letters, stand in for them.
* Hebrew points, Arabic vowel signs, soft hyphens and joiners vanish; Greek accents, ё, ligatures, full-width and
  half-width forms, ø, ł, ß, æ and their like are folded, which FTS5 does not do.
* FTS5 knows Unicode as of 2012 and takes everything younger for letters, so that "AI🤖" would be one word: what is no
  letter and no digit is blanked.

Kana and Hangul that are spelled in decomposed form are not composed here: text comes in form NFC.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import category, normalize

RESERVED = "\ua66e"
"""MULTIOCULAR O, a letter that no headline uses: the index puts it between two texts, so that no phrase spans them.
Never part of a token."""

_SIMPLE = "\x00-\x7f\xa0-\xa9\xab\xac\xae-\xb1\xb4\xb6-\xb8\xbb\xbf-\xc5\xc7-\xcf\xd1-\xd7\xd9-\xdd\xe0-\xe5\xe7-\xef\xf1-\xf7"
_SIMPLE += (
    "\xd1\xf1\xf9-\xfd\xff\u0100-\u010f\u0112-\u0125\u0128-\u0130\u0134-\u0137\u0139-\u013e\u0143-\u0148\u014c-\u0151"
)
_SIMPLE += (
    "\u0154-\u0165\u0168-\u017e\u0400\u0402-\u0450\u0452-\u045f\u1ea0-\u1ef9\u2010-\u2027\u2030-\u205e\u20a0-\u20b9"
)
_UNUSUAL = re.compile(f"[^{_SIMPLE}]")
"""Finds the first character that FTS5 alone would take otherwise than `tokens`; headlines in European languages rarely
have one, and go to FTS5 as they are. All others are one character before and after folding."""
_ASCII_TOKEN = re.compile("[a-z0-9]+")
_PLAIN = {
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "ħ": "h",
    "ŧ": "t",
    "ı": "i",
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
    "ё": "е",
}
"""Letters without a decomposition, as people type them on another keyboard."""
_ONE_BY_ONE = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u303c\u3041-\u318f"
    "\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\ua9e0-\ua9ff\uaa60-\uaa7f\uac00-\ud7ff\uf900-\ufaff"
    "\uff66-\uffdc\U0001b000-\U0001b16f\U00020000-\U0003ffff]"
)
_STAND_INS = ((range(0x0900, 0x1D00), 0xE000 - 0x0900), (range(0xA800, 0xAC00), 0xF400 - 0xA800))
"""Where marks are letters of a word, and how far away their private-use characters are."""
_JOINERS = frozenset("\xad\u061c\u180e\u200c\u200d\u200e\u200f\u2060\ufeff")


def fold(text: str) -> str:
    """The text with case and diacritics folded away, one blank for each character that is no part of a word."""
    return text.translate(_FOLDED)


def tokens(text: str) -> list[str]:
    """The words of a text in order, folded: exactly what FTS5 makes of `spaced(text)`."""
    if text.isascii():
        return _ASCII_TOKEN.findall(text.lower())
    return text.translate(_FOLDED).split()


def spaced(text: str) -> str:
    """The text as FTS5 is to be given it, at indexing. Unchanged where FTS5 alone does right; never shown."""
    if text.isascii() or not _UNUSUAL.search(text):
        return text
    return text.translate(_FOLDED)


def folded_with_places(text: str) -> tuple[str, Sequence[int]]:
    """`fold(text)` and, for each of its characters, the index of the character of `text` it comes from."""
    if text.isascii() or not _UNUSUAL.search(text):
        return text.translate(_FOLDED), range(len(text))
    pieces = [_FOLDED[ord(character)] for character in text]
    return "".join(pieces), [place for place, piece in enumerate(pieces) for _ in piece]


class _Folding(dict[int, str]):
    """Code point → what stands for it in folded text; each is worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = piece = _piece(chr(code))
        return piece


def _piece(character: str) -> str:
    code, kind = ord(character), category(character)
    mark = kind[0] == "M" or 0x19B0 <= code <= 0x19C9 or 0x1CF2 <= code <= 0x1CF3
    if mark:
        for block, distance in _STAND_INS:
            if code in block:
                return _apart(character, chr(code + distance))
        return ""
    if character in _JOINERS:
        return ""
    if not character.isalnum() or character == RESERVED:
        return " "
    folded = normalize("NFKC", normalize("NFKC", character).casefold())
    bare = normalize("NFKD", folded)
    if bare[0] < "\u0400":
        folded = "".join(letter for letter in bare if category(letter)[0] != "M")
    folded = "".join(_PLAIN.get(letter, letter) for letter in folded)
    return _apart(character, "".join(letter if letter.isalnum() else " " for letter in folded))


def _apart(character: str, piece: str) -> str:
    return f" {piece} " if _ONE_BY_ONE.match(character) else piece


_FOLDED = _Folding()
