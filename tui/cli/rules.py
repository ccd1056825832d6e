"""The command rules: what config.toml asks to be done with new stories, and which stories that would be. Applies none."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import islice

from tui.cli.asking import sound
from tui.cli.layout import row_lines
from tui.cli.library import open_library
from tui.cli.listing import rows
from tui.cli.output import Page, emit, emit_json, page, talk
from tui.config import Rule, paths, read_settings
from tui.core.exits import DONE, NOTHING_FOUND, USAGE
from tui.core.telling import story_id
from tui.model import StoryRow
from tui.query import Query
from tui.query.nodes import And, Is, Not, Or
from tui.text.counting import counted

EXAMPLES = 10
"""Stories of a rule that people are shown; JSON names them all."""


def rules(options: Namespace) -> int:
    """Print the rules in the order in which they are applied; with --test, the stories that each would change."""
    config = paths(options.library, os.environ).config_file
    found = read_settings(config).rules
    if not found:
        talk(f"{config} has no rules; docs/config.md shows how to write one.")
        return NOTHING_FOUND
    queries = [sound(rule.search) for rule in found]
    asked = [query for query in queries if query is not None]
    if len(asked) < len(queries):
        return USAGE
    paper = page()
    if not options.test:
        for number, rule in enumerate(found, 1):
            if options.json:
                emit_json(_json(number, rule))
            else:
                emit(_headline(number, rule, paper))
        return DONE
    # As it is: bringing it up to date would apply the rules to what is new.
    with open_library(options, as_it_is=True) as library:
        for number, (rule, query) in enumerate(zip(found, asked, strict=True), 1):
            stories = rows(library, _with_hidden(query))
            if options.json:
                ids = [story_id(row.id) for row in stories]
                emit_json({**_json(number, rule), "count": len(ids), "stories": ids})
            else:
                for line in _tested(_headline(number, rule, paper), stories, paper):
                    emit(line)
        return library.code()


def _json(number: int, rule: Rule) -> dict[str, object]:
    return {
        "rule": number,
        "search": rule.search,
        "read": rule.read,
        "star": rule.star,
        "hide": rule.hide,
        "tag": rule.tag or None,
    }


def _headline(number: int, rule: Rule, paper: Page) -> str:
    does = [name for name in ("read", "star", "hide") if getattr(rule, name)]
    if rule.tag:
        does.append(f"tag {rule.tag}")
    return f"{number}. {paper.bold(rule.search)}: {', '.join(does)}"


def _tested(headline: str, stories: Iterator[StoryRow], paper: Page) -> Iterator[str]:
    now = datetime.now().astimezone()
    shown = list(islice(stories, EXAMPLES))
    more = sum(1 for _ in stories)
    count = len(shown) + more
    yield f"{headline} ({counted(count, 'story', 'stories')})"
    narrower = paper._replace(width=paper.width - 3) if paper.width else paper
    for row in shown:
        yield from (f"   {line}" for line in row_lines(row, narrower, now))
    if more:
        yield f"   … and {more:,} more"


def _with_hidden(query: Query) -> Query:
    """The same search for stories, hidden ones too: a rule that hides would otherwise find none once it has worked."""
    either = Or((Is("hidden"), Not(Is("hidden"))))
    return replace(query, node=And((*query.parts, either)) if query.parts else either, group=None)
