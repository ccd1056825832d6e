"""Runs a command: parses the words, hands over, and turns faults into sentences and exit codes."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Sequence

from tui.cli.arguments import parse_command
from tui.cli.output import finish, give_up, prepare, talk
from tui.core.exits import DONE, exit_code
from tui.errors import BroadsheetError

INTERRUPTED = 130
"""What shells report for a program that Ctrl+C ended."""


def run(words: Sequence[str]) -> int:
    """Run the command in `words`, of which it is the first; returns the exit code."""
    options = parse_command(words)
    prepare()
    try:
        code = _command(options.command)(options)
        finish()
        return code
    except BrokenPipeError:
        # Whoever read our output has seen enough (`| head`).
        give_up()
        return DONE
    except KeyboardInterrupt:
        return INTERRUPTED
    except BroadsheetError as error:
        talk(str(error))
        return exit_code(error)


def _command(name: str) -> Callable[[Namespace], int]:
    """The command of that name. Each imports only what it needs: `sources` never waits for the story format."""
    match name:
        case "list" | "search":
            from tui.cli import listing

            return {"list": listing.list_stories, "search": listing.search}[name]
        case "show" | "open":
            from tui.cli import showing

            return {"show": showing.show, "open": showing.open_story}[name]
        case "export":
            from tui.cli.exporting import export

            return export
        case "rules":
            from tui.cli.rules import rules

            return rules
        case "doctor":
            from tui.cli.doctor import doctor

            return doctor
        case "add":
            from tui.cli.adding import add

            return add
        case _:
            from tui.cli import sources

            return {
                "remove": sources.remove,
                "sources": sources.list_sources,
                "sync": sources.sync,
            }[name]
