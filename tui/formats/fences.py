"""Finds the front matter of a Markdown file and makes its bytes fit for a YAML parser. Does not parse it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tui.text.clean import without_escapes

_UNFIT = "[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
"""What YAML does not allow in a file: controls, surrogates, two non-characters, and a byte-order mark in its middle.
Compiled when it is needed: that takes 5 ms, and hardly any file needs it."""


@dataclass(frozen=True, slots=True)
class Pages:
    """A file taken apart."""

    front: bytes
    """The YAML between the fences, each line with its line feed."""
    body: bytes
    """What follows the closing fence."""
    closed: bool
    """There is a closing fence; without one `front` is the rest of the file."""


def pages(data: bytes) -> Pages | None:
    """Take the file apart at its `---` lines; None where the first line is not one."""
    first = data.find(b"\n")
    if first < 0 or data[:first].rstrip(b" \t") != b"---":
        return None
    start = place = first
    while (place := data.find(b"\n---", place)) >= 0:
        end = data.find(b"\n", place + 4)
        end = len(data) if end < 0 else end
        if not data[place + 4 : end].strip(b" \t"):
            return Pages(data[start + 1 : place + 1], data[end + 1 :], closed=True)
        place += 4
    return Pages(data[start + 1 :], b"", closed=False)


def with_line_feeds(data: bytes) -> bytes:
    """The file without byte-order mark, every kind of line end as one line feed."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in data else data


def repaired(data: bytes) -> bytes:
    """The file as clean UTF-8: bytes and characters that no YAML may hold become U+FFFD, escape sequences go whole."""
    return re.sub(_UNFIT, "\ufffd", without_escapes(data.decode("utf-8", "replace"))).encode("utf-8")
