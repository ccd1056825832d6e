"""The command rules: what config.toml asks to be done with new stories, and which stories that would be. Applies none."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Iterator, Sequence
from datetime import datetime

from tui.cli.asking import sound
from tui.cli.layout import row_lines
from tui.cli.library import Open, open_library
from tui.cli.listing import rows_at
from tui.cli.output import Page, emit, emit_json, page, talk
from tui.config import Rule, paths, read_settings
from tui.core.exits import DONE, NOTHING_FOUND, USAGE
from tui.core.ruling import NO_STORY, try_rules
from tui.core.telling import story_id
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
    if [number for number, rule in enumerate(found, 1) if not _sound(number, rule)]:
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
        tried = try_rules(library.reading, library.search, found, datetime.now().astimezone(), library.scope)
        for number, (rule, positions) in enumerate(zip(found, tried, strict=True), 1):
            if options.json:
                ids = [story_id(row.id) for row in rows_at(library, positions)]
                emit_json({**_json(number, rule), "count": len(ids), "stories": ids})
            else:
                for line in _tested(_headline(number, rule, paper), library, positions, paper):
                    emit(line)
        return library.code()


def _sound(number: int, rule: Rule) -> bool:
    """The rule can be applied; what is wrong with it is said."""
    query = sound(rule.search)
    if query is not None and query.node is None:
        talk(f"Rule {number} cannot be applied: {NO_STORY}.")
    return query is not None and query.node is not None


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


def _tested(headline: str, library: Open, positions: Sequence[int], paper: Page) -> Iterator[str]:
    now = datetime.now().astimezone()
    yield f"{headline} ({counted(len(positions), 'story', 'stories')})"
    narrower = paper._replace(width=paper.width - 3) if paper.width else paper
    for row in rows_at(library, positions[:EXAMPLES]):
        yield from (f"   {line}" for line in row_lines(row, narrower, now))
    if len(positions) > EXAMPLES:
        yield f"   … and {len(positions) - EXAMPLES:,} more"
