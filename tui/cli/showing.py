"""The commands about one story: show and open."""

from __future__ import annotations

import os
import shutil
import sys
from argparse import Namespace
from datetime import datetime

from tui.cli.layout import reports, story_lines
from tui.cli.library import open_library
from tui.cli.naming import one_word, story_named
from tui.cli.output import emit, emit_json, page, talk
from tui.core.exits import DONE, NOTHING_FOUND
from tui.core.telling import story_json
from tui.errors import NoBrowser, UsageError
from tui.model import Article, Story
from tui.opener import Browser, Copy, TerminalBrowser, copy_sequence, launch, plan, run_in_terminal, tmux_copy
from tui.text.urls import safe_url

SOON = 1.0
"""Seconds within which a browser that cannot open anything has said so."""


def show(options: Namespace) -> int:
    """Print one story in full."""
    word = one_word(options.story)
    with open_library(options) as library:
        story = story_named(library, word)
        if story is not None and options.json:
            ident = story.row.id
            told = story_json(story, lambda key: library.reading.why(ident, key))
            emit_json(told, exact=(*story.files, *story.sources))
    if story is None:
        return NOTHING_FOUND
    if not options.json:
        for line in story_lines(story, page(), datetime.now().astimezone()):
            emit(line)
    return DONE


def open_story(options: Namespace) -> int:
    """Open one article of a story in the browser, or print its address."""
    word = one_word(options.story)
    with open_library(options) as library:
        story, browser = story_named(library, word), library.settings.browser
    if story is None:
        return NOTHING_FOUND
    article = _article(story, options.report)
    url = (article.amp_url or article.cached_amp_url) if options.amp else article.url
    if not url:
        talk(f"{article.title or 'This article'} has no {'AMP copy' if options.amp else 'address'}.")
        return NOTHING_FOUND
    if options.print:
        emit(safe_url(url))
        return DONE
    return _open(url, browser)


def _article(story: Story, report: int | None) -> Article:
    if report is None:
        return story.lead.article
    others = reports(story)
    if report > len(others):
        there = f"it has {len(others):,}" if others else "it has none"
        raise UsageError(f"The story has no report {report}: {there}.", "'broadsheet show' numbers them.")
    return others[report - 1]


def _open(url: str, browser: tuple[str, ...]) -> int:
    """Raises UnsafeLink, NoBrowser."""
    has_terminal = sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()
    match plan(url, browser, os.environ, shutil.which, terminal=has_terminal):
        case Browser(argv):
            failures: list[str] = []
            launch(argv, failures.append).join(SOON)
            if failures:
                raise NoBrowser(failures[0])
        case TerminalBrowser(argv):
            run_in_terminal(argv)
        case Copy(address, reason):
            copied = ""
            if sys.stderr.isatty():
                sys.stderr.write(copy_sequence(address))
                copied = (
                    tmux_copy(address, os.environ) or "The address is on the clipboard, where the terminal allows it."
                )
            talk(f"{reason} {copied}")
            emit(address)
    return DONE
