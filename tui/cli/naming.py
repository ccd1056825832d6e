"""Finds the story that a word names: its id or the start of it, the address or the file of one of its articles."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from tui.cli.library import Open
from tui.cli.output import lines_of_input, talk
from tui.core.telling import story_id
from tui.errors import SourceError, UsageError
from tui.model import Story
from tui.text.urls import canonical
from tui.wiring import open_desk, open_shelf, refresh

_ID = re.compile(r"[0-7][0-9a-f]{0,15}", re.IGNORECASE)
"""Hexadecimal; a story's number has 63 bits, so the first digit is at most 7."""
SURE_ID = re.compile(r"[0-7][0-9a-f]{7,15}", re.IGNORECASE)
"""Too long to be a word that somebody searches for, such as "cafe" or "2023"."""


def one_word(word: str) -> str:
    """The word, or the first line of standard input for "-". Raises UsageError."""
    if word != "-":
        return word
    lines = lines_of_input()
    if not lines:
        raise UsageError("Standard input names no story.", "Pipe an id, an address or a path into it.")
    return lines[0]


def names_story(word: str) -> bool:
    """Whether a word can only be meant as a story, not as something to search for."""
    return word.startswith(("http://", "https://")) or bool(SURE_ID.fullmatch(word)) or _file(word) is not None


def story_named(library: Open, word: str) -> Story | None:
    """The story; None, and a sentence said, where there is none.

    Raises UsageError when the word names several, UnsafeLink, SourceError for a file that gives no story, LibraryError.
    """
    story = _story(library, word)
    if story is None:
        talk(f"No story is called {word!r}. Give an id from 'broadsheet list', an address, or a story file.")
    return story


def _story(library: Open, word: str) -> Story | None:
    reading = library.reading
    if word.startswith(("http://", "https://")):
        ident = reading.story_of(canonical(word))
        return None if ident is None else reading.story(ident)
    if _ID.fullmatch(word):
        found = reading.stories_named(word)
        if len(found) > 1:
            several = ", ".join(story_id(ident) for ident in found[:3])
            raise UsageError(f"{word} is the start of several ids, such as {several}.", "Give more of its digits.")
        # A whole id is asked for all the same: it may be that of a story which has become part of another.
        if found or len(word) == 16:
            return reading.story(found[0] if found else int(word, 16))
    path = _file(word)
    if path is None:
        return None
    ident = library.shelf.files.story(str(path))
    return _story_apart(path) if ident is None else reading.story(ident)


def _file(word: str) -> Path | None:
    with suppress(OSError, RuntimeError, ValueError):
        path = Path(word).expanduser().resolve()
        str(path).encode()
        return path if path.is_file() else None
    return None


def _story_apart(path: Path) -> Story:
    """The story in a file that no source of the library holds, by way of a library of its own. Raises SourceError."""
    with TemporaryDirectory(prefix="broadsheet-") as made:
        folder = Path(made)
        with open_shelf(folder) as shelf:
            with open_desk(folder, lambda: None) as desk:
                refresh(desk, (str(path),), lambda progress: None)
            ident = shelf.files.story(str(path))
            story = None if ident is None else shelf.reading.story(ident)
            if story is None:
                reasons = " ".join(problem.reason for problem in shelf.reading.problems(limit=3))
                raise SourceError(f"{path} holds no story.", reasons)
    return story
