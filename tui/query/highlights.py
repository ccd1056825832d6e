"""Finds what a query matched in a text that is shown. Says where, draws nothing.

What is excluded is never marked. A word of any field is marked wherever it stands, so that a title shows why its story
was found by `outlet:` or `lead:` too. Of a word that need only begin so, its beginning is marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TypeAlias

from tui.query.nodes import First, Node, Query, Text, leaves
from tui.text.words import fold, folded_with_places

Places: TypeAlias = Sequence[tuple[int, int]]
"""(start, end) character offsets, ascending, none touching the next."""

_NOWHERE: Places = ()


@dataclass(frozen=True)
class Highlighter:
    """Callable on a text; equal for queries that mark alike, so that nothing is drawn anew for the same marks."""

    wanted: tuple[tuple[tuple[str, ...], bool], ...]
    """(words, the last one need only begin so), sorted, each once."""

    def __call__(self, text: str) -> Places:
        """Where the text matched; takes time in proportion to its length."""
        if not self.wanted:
            return _NOWHERE
        if text.isascii():
            return _merged(span for pattern in self._in_ascii for span in _spans(pattern, text.lower()))
        folded, places = folded_with_places(text)
        found = [span for pattern in self._in_folded for span in _spans(pattern, folded)]
        return _merged((places[start], _after(text, places[end - 1])) for start, end in found)

    @cached_property
    def _in_ascii(self) -> list[re.Pattern[str]]:
        plain = [(words, prefix) for words, prefix in self.wanted if "".join(words).isascii()]
        return _patterns(plain, "(?<![a-z0-9])", "[^a-z0-9]+", "(?![a-z0-9])")

    @cached_property
    def _in_folded(self) -> list[re.Pattern[str]]:
        return _patterns(self.wanted, "(?<![^ ])", " +", "(?![^ ])")


def highlighter(query: Query) -> Highlighter:
    """What finds the query's words in a text. Equal queries get the same one."""
    return _highlighter(query.node) if query.node is not None else _NONE


_NONE = Highlighter(())


@lru_cache(maxsize=32)
def _highlighter(node: Node) -> Highlighter:
    said = {(leaf.words, leaf.prefix) for leaf, wanted in leaves(node) if wanted and isinstance(leaf, Text | First)}
    return _same(tuple(sorted(said)))


@lru_cache(maxsize=32)
def _same(wanted: tuple[tuple[tuple[str, ...], bool], ...]) -> Highlighter:
    return Highlighter(wanted)


def _patterns(
    wanted: Iterable[tuple[tuple[str, ...], bool]], begin: str, between: str, end: str
) -> list[re.Pattern[str]]:
    """One pattern for all single words, and one for each phrase: phrases may overlap with anything."""
    singles, phrases = [], []
    for words, prefix in wanted:
        last = "" if prefix else end
        if len(words) == 1:
            singles.append((words[0], re.escape(words[0]) + last))
        else:
            # A match inside a lookahead takes up no text, so that the next may begin within it.
            phrases.append(f"{begin}(?=({between.join(map(re.escape, words))}){last})")
    # The longest first: of "net" and "netflix" the one that reaches further is marked.
    singles.sort(key=lambda each: -len(each[0]))
    joined = [f"{begin}({'|'.join(pattern for _, pattern in singles)})"] if singles else []
    return [re.compile(pattern) for pattern in (*joined, *phrases)]


def _spans(pattern: re.Pattern[str], text: str) -> Iterable[tuple[int, int]]:
    return (found.span(1) for found in pattern.finditer(text))


def _after(text: str, place: int) -> int:
    """The place after a character and the marks on it, which fold away."""
    place += 1
    while place < len(text) and not fold(text[place]):
        place += 1
    return place


def _merged(spans: Iterable[tuple[int, int]]) -> Places:
    """The spans in order, overlapping and touching ones as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], end)
        else:
            merged.append((start, end))
    return merged
