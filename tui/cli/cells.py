"""Text measured in terminal cells, cut and wrapped, without Rich. Knows no colour."""

from __future__ import annotations

from unicodedata import category, east_asian_width

ELLIPSIS = "…"


def width(text: str) -> int:
    """How many cells the text takes."""
    if text.isascii():
        return len(text)
    return sum(map(_cell, text))


def cut(text: str, cells: int) -> str:
    """The text if it fits, else its beginning and an ellipsis in at most so many cells."""
    if width(text) <= cells:
        return text
    kept, room = [], cells - 1
    for letter in text:
        room -= _cell(letter)
        if room < 0:
            break
        kept.append(letter)
    return "".join(kept).rstrip() + ELLIPSIS if cells > 0 else ""


def pad(text: str, cells: int) -> str:
    """The text in exactly so many cells."""
    text = cut(text, cells)
    return text + " " * (cells - width(text))


def wrap(text: str, cells: int) -> list[str]:
    """Lines of at most so many cells, broken at blanks; a longer word, or one of wide letters, breaks anywhere."""
    lines: list[str] = []
    line, used = "", 0
    for word in text.split():
        size = width(word)
        if line and used + 1 + size <= cells:
            line, used = f"{line} {word}", used + 1 + size
            continue
        if line:
            lines.append(line)
        line, used = word, size
        while used > cells:
            head = _head(line, cells)
            lines.append(head)
            line = line[len(head) :]
            used = width(line)
    return [*lines, line] if line else lines


def _head(text: str, cells: int) -> str:
    room = cells
    for place, letter in enumerate(text):
        room -= _cell(letter)
        if room < 0:
            return text[: max(place, 1)]
    return text


def _cell(letter: str) -> int:
    if letter.isascii():
        return 1
    if category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(letter) in "WF" else 1
