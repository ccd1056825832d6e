"""Runs a command: parses the words, opens the library, hands over, and turns faults into sentences and exit codes."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping

from tui.cli import doctor, sources, stories
from tui.cli.arguments import command_parser
from tui.cli.exits import BAD_INPUT, LIBRARY, USAGE
from tui.errors import BroadsheetError, ConfigError, LibraryError, SourceError, UsageError

COMMANDS: Mapping[str, Callable[[Namespace], int]] = {
    "list": stories.list_stories,
    "search": stories.search,
    "show": stories.show,
    "open": stories.open_story,
    "add": sources.add,
    "remove": sources.remove,
    "sources": sources.list_sources,
    "sync": sources.sync,
    "doctor": doctor.doctor,
}


def run(words: list[str]) -> int:
    """Run the command in `words` (without the program's name); returns the exit code."""
    options = command_parser().parse_args(words)
    try:
        code = COMMANDS[options.command](options)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        # Whoever read our output has seen enough (`| head`). Python would complain once more when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    except BroadsheetError as error:
        print(f"broadsheet: {error}", file=sys.stderr)
        return _code(error)


def _code(error: BroadsheetError) -> int:
    if isinstance(error, LibraryError):
        return LIBRARY
    if isinstance(error, UsageError | ConfigError):
        return USAGE
    return BAD_INPUT if isinstance(error, SourceError) else 1
