"""Brings the forms of one word together, roughly: enough that "launches" meets "launched"; no dictionary.

Latin and Cyrillic words lose endings, Arabic words lose article and ending; other scripts stay as they are.
The Arabic affixes are those that the light stemmers of the literature strip (Larkey, Ballesteros, Connell 2002).
"""

from __future__ import annotations

import unicodedata

_CYRILLIC_KEPT = 6
"""Letters kept of a Cyrillic word: endings change with case and gender, the first letters tell words apart."""

_ARABIC_LETTERS = str.maketrans("\u0623\u0625\u0622\u0649\u0629", "\u0627\u0627\u0627\u064a\u0647")
"""Alef with hamza or madda → alef, alef maksura → ya, ta marbuta → ha."""
_ARABIC_PREFIXES = ("وال", "بال", "كال", "فال", "لل", "ال", "و")
_ARABIC_SUFFIXES = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")


def stem(word: str) -> str:
    """The stem of a lower-case word of two or more letters."""
    if word.isascii():
        return _latin(word)
    first = word[0]
    if "\u0400" <= first <= "\u052f":
        return _cyrillic(word)
    if "\u0600" <= first <= "\u06ff":
        return _arabic(word)
    folded = "".join(mark for mark in unicodedata.normalize("NFKD", word) if not unicodedata.combining(mark))
    return _latin(folded) if folded.isascii() and len(folded) > 1 else word


def _latin(word: str) -> str:
    length = len(word)
    if length < 4 or not word.isalpha():
        return word
    if word.endswith("ies") and length > 4:
        word = word[:-3] + "y"
    elif word.endswith(("sses", "shes", "ches", "xes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    if word.endswith("ing") and len(word) > 5:
        word = _single(word[:-3])
    elif word.endswith("ed") and len(word) > 4 and not word.endswith("eed"):
        word = _single(word[:-2])
    if word.endswith("e") and len(word) > 4:
        word = word[:-1]
    return word


def _single(word: str) -> str:
    """Without the doubled last consonant ("plann" → "plan")."""
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiouls":
        return word[:-1]
    return word


def _cyrillic(word: str) -> str:
    word = word.replace("ё", "е")[:_CYRILLIC_KEPT]
    while len(word) > 3 and word[-1] in "аеиоуыэюяйьії":
        word = word[:-1]
    return word


def _arabic(word: str) -> str:
    word = "".join(mark for mark in word if not unicodedata.combining(mark)).translate(_ARABIC_LETTERS)
    for prefix in _ARABIC_PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= 3:
            word = word[len(prefix) :]
            break
    for suffix in _ARABIC_SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            return word[: -len(suffix)]
    return word
