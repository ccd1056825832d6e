"""The command export: stories as Markdown or JSON lines, into a file or to standard output."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

from tui.cli.asking import asked
from tui.cli.library import Open, open_library
from tui.cli.listing import rows
from tui.cli.naming import names_story, story_named
from tui.cli.output import emit, emit_json, json_line, lines_of_input, talk
from tui.config import paths
from tui.core.exits import DONE, NOTHING_FOUND, USAGE
from tui.core.markdown import story_markdown
from tui.core.telling import story_json
from tui.errors import UsageError
from tui.model import Story
from tui.query import Query
from tui.text.counting import counted


def export(options: Namespace) -> int:
    """Write the stories that are named, or that a search finds."""
    words = [word.strip() for word in (lines_of_input() if options.what == ["-"] else options.what)]
    query = None
    if not words or not all(map(names_story, words)):
        query = asked(words, paths(options.library, os.environ))
        if query is None:
            return USAGE
    with open_library(options) as library:
        written = _write(_stories(library, query, words), options.format, options.output)
        if not written:
            talk("No story was found, so none was written.")
        elif options.output not in (None, "-"):
            talk(f"{counted(written, 'story', 'stories')} written to {options.output}.")
        return library.code() or (DONE if written else NOTHING_FOUND)


def _stories(library: Open, query: Query | None, words: Sequence[str]) -> Iterator[Story]:
    if query is None:
        found = (story_named(library, word) for word in words)
    else:
        # Grouped whatever the search says: a story is written once.
        found = (library.reading.story(row.id) for row in rows(library, replace(query, group=True)))
    return (story for story in found if story is not None)


def _write(stories: Iterator[Story], form: str, output: str | None) -> int:
    """Write the stories; returns how many. A file is made when there is a first one. Raises UsageError."""
    first = next(stories, None)
    if first is None:
        return 0
    every, written = chain((first,), stories), 0
    if output is None or output == "-":
        for story in every:
            written += 1
            if form == "json":
                emit_json(story_json(story), exact=(*story.files, *story.sources))
            else:
                emit(story_markdown(story))
        return written
    try:
        with Path(output).open("w", encoding="utf-8") as file:
            for story in every:
                written += 1
                if form == "json":
                    file.write(json_line(story_json(story), exact=(*story.files, *story.sources)) + "\n")
                else:
                    file.write(story_markdown(story) + "\n")
    except OSError as error:
        raise UsageError(f"{output} cannot be written: {error.strerror or error}.", "Name another file.") from error
    return written
