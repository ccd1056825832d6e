"""The commands that print many stories: list and search."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from tui.cli.asking import asked
from tui.cli.layout import row_lines
from tui.cli.library import Open, open_library
from tui.cli.output import emit, emit_json, named, page, talk
from tui.config import paths
from tui.core.exits import DONE, NOTHING_FOUND, USAGE
from tui.core.telling import article_json, story_json
from tui.model import StoryRow
from tui.query import Query

ROWS = 64
"""Rows read at a time: the first line is out at once, and memory does not grow with the library."""


def list_stories(options: Namespace) -> int:
    """Print the stories of the library, or of some sources."""
    with open_library(options, named(options.sources)) as library:
        return _print(library, Query(), options)


def search(options: Namespace) -> int:
    """Print the stories that a search, or a saved search, finds."""
    query = asked(options.query, paths(options.library, os.environ))
    if query is None:
        return USAGE
    with open_library(options, named(options.source)) as library:
        if not options.count:
            return _print(library, query, options)
        count = library.search.count(_grouped(query, library), library.scope, options.limit) or 0
        emit(str(count))
        return library.code() or (DONE if count else NOTHING_FOUND)


def rows(library: Open, query: Query, limit: int | None = None) -> Iterator[StoryRow]:
    """The rows that the query finds, read as they are needed: stories, or articles with `group:off`."""
    given = 0
    for answer in library.search.find(query, sources=library.scope):
        part = answer.positions[given:limit]
        given += len(part)
        yield from rows_at(library, part, articles=answer.articles)
        if given == limit:
            return


def rows_at(library: Open, positions: Sequence[int], *, articles: bool = False) -> Iterator[StoryRow]:
    """The rows at these positions, read as they are needed: stories, or `articles` by their ids."""
    read = library.reading.article_rows if articles else library.reading.rows
    for start in range(0, len(positions), ROWS):
        places = positions[start : start + ROWS]
        found = read(places)
        yield from (found[place] for place in places if place in found)


def _print(library: Open, query: Query, options: Namespace) -> int:
    query = _grouped(query, library)
    if options.sort:
        query = replace(query, sort=options.sort)
    paper, now = page(), datetime.now().astimezone()
    printed = False
    for row in rows(library, query, options.limit):
        printed = True
        if not options.json:
            for line in row_lines(row, paper, now):
                emit(line)
        elif (story := library.reading.story(row.id)) is None:
            continue
        elif query.group is False:
            emit_json(article_json(row, story))
        else:
            emit_json(story_json(story), exact=(*story.files, *story.sources))
    if not printed:
        talk("No story was found.")
    return library.code() or (DONE if printed else NOTHING_FOUND)


def _grouped(query: Query, library: Open) -> Query:
    """The query as the settings mean it where it does not say whether reports are grouped."""
    return query if query.group is not None else replace(query, group=library.settings.grouping)
