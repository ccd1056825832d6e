"""What is looked at before the reader opens: the words, standard input and the terminal. Opens no library."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from tui.cli.words import COMMANDS
from tui.errors import UsageError
from tui.sources.folder import locate


def reader_sources(words: Sequence[str]) -> list[str]:
    """The sources that the reader is to show, "-" replaced by the lines of standard input.

    Raises UsageError for what seems to be a mistyped command and where there is no terminal, SourceError for a source
    that is not there.
    """
    sources = list(words)
    if "-" in words:
        from tui.cli.output import named  # 4 ms

        sources = named(words)
    if words and "/" not in words[0] and not os.path.lexists(words[0]):
        _not_mistyped(words[0])
    for source in sources:
        if "://" not in source:
            locate(source)
    if "-" in words:
        _keyboard_back()
    _need_terminal()
    return sources


def _need_terminal() -> None:
    """Textual reads from standard input, asks standard output for its size and draws on standard error."""
    script = "In a script, use 'broadsheet list' or 'broadsheet search'."
    for name, stream in (("input", sys.__stdin__), ("output", sys.__stdout__), ("error", sys.__stderr__)):
        if stream is None or stream.closed or not os.isatty(stream.fileno()):
            raise UsageError(f"The reader needs a terminal, and standard {name} is none.", script)
    # An unset TERM is what a program started without a terminal's environment sees: nothing is known against it.
    if os.environ.get("TERM") == "dumb":
        raise UsageError("The reader needs a terminal that can move the cursor, and TERM is dumb.", script)


def _not_mistyped(word: str) -> None:
    from difflib import get_close_matches

    if near := get_close_matches(word.lower(), COMMANDS, n=1, cutoff=0.6):
        raise UsageError(f"There is no command, folder or file {word!r}.", f"Did you mean 'broadsheet {near[0]}'?")


def _keyboard_back() -> None:
    """Standard input was a list of sources; keys come from the terminal itself."""
    try:
        terminal = os.open("/dev/tty", os.O_RDWR)
    except OSError as error:
        raise UsageError("The reader needs a terminal.", "Name the sources as words instead of '-'.") from error
    os.dup2(terminal, 0)
    os.close(terminal)
