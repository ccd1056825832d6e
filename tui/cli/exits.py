"""The exit codes of every command; docs/command-line.md promises them."""

from __future__ import annotations

DONE = 0
NOTHING_FOUND = 1
USAGE = 2
BAD_INPUT = 3
"""Some inputs are bad: a source cannot be read, or a file gave no story."""
LIBRARY = 5
"""The library cannot be used."""
