"""Tells a command from sources for the reader. Parses nothing else: the reader's start does not wait for argparse."""

from __future__ import annotations

from collections.abc import Sequence

COMMANDS = ("list", "search", "show", "open", "export", "add", "remove", "sources", "sync", "rules", "doctor")
"""The first word that makes it a command; any other is a source for the reader (write ./list for a folder list)."""


def command_words(words: Sequence[str]) -> list[str] | None:
    """The words with the command first, where they are a command; --library may stand before it."""
    place = 0
    while place < len(words) and words[place].startswith("--library"):
        place += 1 if "=" in words[place] else 2
    if place >= len(words) or words[place] not in COMMANDS:
        return None
    return [words[place], *words[:place], *words[place + 1 :]]


def plain_sources(words: Sequence[str]) -> bool:
    """Whether the words are nothing but sources; "-" is standard input."""
    return all(word == "-" or not word.startswith("-") for word in words)
