"""The exit codes of every command and of the reader; docs/command-line.md promises them."""

from __future__ import annotations

from tui.errors import BroadsheetError, ConfigError, LibraryError, NetworkError, SourceError, UsageError

DONE = 0
NOTHING_FOUND = 1
USAGE = 2
BAD_INPUT = 3
"""Some inputs are bad: a source cannot be read, or a file gave no story."""
NETWORK = 4
LIBRARY = 5
"""The library cannot be used."""


def exit_code(error: BroadsheetError) -> int:
    """The code of a command that this fault ended."""
    if isinstance(error, LibraryError):
        return LIBRARY
    if isinstance(error, UsageError | ConfigError):
        return USAGE
    if isinstance(error, NetworkError):
        return NETWORK
    return BAD_INPUT if isinstance(error, SourceError) else NOTHING_FOUND
