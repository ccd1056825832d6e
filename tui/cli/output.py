"""What a command writes: results to standard output, talk to standard error. Decides nothing of the content.

Texts of stories were cleaned when they were read; paths, addresses and what people type pass `clean_line` here.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from io import TextIOWrapper
from typing import NamedTuple

from tui.errors import UsageError
from tui.text.clean import clean_line

PIPED_WIDTH = 80
"""Columns that running text is wrapped to where there is no terminal."""
WIDEST = 100
"""Columns of running text at most: longer lines are hard to read."""
LONGEST_SENTENCE = 2_000
"""Characters of one sentence of talk; a path alone may have 4,096."""

_WITHOUT_UNICODE = str.maketrans({"●": "*", "★": "+", "·": "-", "…": "~", "–": "-", "−": "-"})
_ENDS = "\x1b[0m"


def prepare() -> None:
    """Make the standard streams take any text: what their encoding cannot say is escaped or replaced, never a fault."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            # Closed by whoever started us (`>&-`): Python has no stream then, and print would pass that over.
            setattr(sys, name, open(os.devnull, "w"))  # noqa: PTH123, SIM115 - stands for a stream, as long as the process
        elif isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace" if _speaks_unicode(stream) else "replace")


def emit(text: str) -> None:
    """Write one line of the results. Raises UsageError when it cannot be written, BrokenPipeError when nobody reads."""
    _write(text if _speaks_unicode(sys.stdout) else text.translate(_WITHOUT_UNICODE))


def emit_json(value: Mapping[str, object], *, exact: Iterable[str] = ()) -> None:
    """Write one object on a line of its own; `exact` as for `json_line`."""
    _write(json_line(value, exact=exact) if _speaks_unicode(sys.stdout) else json.dumps(value))


def json_line(value: Mapping[str, object], *, exact: Iterable[str] = ()) -> str:
    """The object as one line. `exact`: its texts that were not cleaned, such as paths.

    A path is given as it is, so what a terminal might obey is escaped, which JSON can do for any character.
    """
    return json.dumps(value, ensure_ascii=not all(text.isprintable() for text in exact))


def finish() -> None:
    """Write what is left in the buffer. Raises as `emit` does."""
    _write("", end="")
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _unwritable(error) from error


def give_up() -> None:
    """Let go of results that nobody can take: Python would fail once more when it flushes them at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def talk(sentence: str) -> None:
    """Say something to the person, apart from the results."""
    print(f"broadsheet: {clean_line(sentence, LONGEST_SENTENCE)}", file=sys.stderr)


def lines_of_input() -> list[str]:
    """The lines of standard input that hold something."""
    if sys.stdin is None:
        return []
    if isinstance(sys.stdin, TextIOWrapper):
        # A path may hold any byte; this is how Python itself carries them.
        sys.stdin.reconfigure(errors="surrogateescape")
    return [line.strip() for line in sys.stdin if line.strip()]


def named(words: Sequence[str]) -> list[str]:
    """The words, with "-" replaced by the lines of standard input."""
    return [name for word in words for name in (lines_of_input() if word == "-" else (word,))]


class Page(NamedTuple):
    """The paper that results are written on."""

    width: int | None
    """Columns; None where it is no terminal and lines may have any length."""
    styled: bool
    """Bold and dim may be used."""

    @property
    def text_width(self) -> int:
        """Columns of running text."""
        return PIPED_WIDTH if self.width is None else min(self.width, WIDEST)

    def bold(self, text: str) -> str:
        return f"\x1b[1m{text}{_ENDS}" if self.styled and text else text

    def dim(self, text: str) -> str:
        return f"\x1b[2m{text}{_ENDS}" if self.styled and text else text


def page() -> Page:
    """The page that standard output is; NO_COLOR (https://no-color.org) and a dumb terminal leave it plain."""
    if not sys.stdout.isatty():
        return Page(None, styled=False)
    columns = max(20, shutil.get_terminal_size().columns)
    return Page(columns, styled=not os.environ.get("NO_COLOR") and os.environ.get("TERM", "dumb") != "dumb")


def _speaks_unicode(stream: object) -> bool:
    return (getattr(stream, "encoding", None) or "").lower().replace("-", "") in ("utf8", "utf16", "utf32")


def _write(text: str, end: str = "\n") -> None:
    try:
        sys.stdout.write(text + end)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _unwritable(error) from error


def _unwritable(error: OSError) -> UsageError:
    """Gives up; returns the fault."""
    give_up()
    return UsageError(f"The results cannot be written: {error.strerror or error}.", "Make room, or write elsewhere.")
