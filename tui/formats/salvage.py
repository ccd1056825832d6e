"""Reads front matter that is no YAML as a whole: each field alone, each `related` entry alone. A last resort."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tui.formats.events import Document, Node, Unreadable
from tui.formats.fields import Fault

PIECE_LIMIT = 2000
"""Fields and entries tried in one file; the largest real file has 200."""

_FIELD = re.compile(rb"^(?=[A-Za-z_][A-Za-z0-9_-]*:(?:[ \t]|$))", re.MULTILINE)
_FIRST_ENTRY = re.compile(rb"\A[A-Za-z]+:[ \t]*\n( *)- ")


def salvaged(front: bytes, first_line: int) -> tuple[dict[str, Node], list[Fault]]:
    """The fields that can be read by themselves, and a fault for each piece that cannot.

    `first_line` is the number of the front matter's first line in its file.
    """
    found: dict[str, Node] = {}
    faults: list[Fault] = []
    tried = 0
    for line, block in _pieces(front, _FIELD, first_line):
        tried += 1
        if tried > PIECE_LIMIT:
            faults.append((f"line {line}", f"More than {PIECE_LIMIT:,} pieces; the rest is left out."))
            break
        if not block.strip() or block.lstrip().startswith(b"#"):
            continue
        try:
            node = Document(block).node
        except Unreadable as error:
            entries = _FIRST_ENTRY.match(block)
            if entries is None or not block.startswith(b"related:"):
                faults.append(_fault(line, error))
                continue
            start = re.compile(rb"^(?=" + entries[1] + rb"- )", re.MULTILINE)
            node = {"related": []}
            kept: list[Node] = []
            for entry_line, entry in _pieces(block[block.index(b"\n") + 1 :], start, line + 1):
                tried += 1
                if tried > PIECE_LIMIT:
                    break
                try:
                    one = Document(entry, depth=2).node
                except Unreadable as fault:
                    faults.append(_fault(entry_line, fault))
                    continue
                kept += one if isinstance(one, list) else []
            node = {"related": kept}
        if isinstance(node, dict):
            found.update(node)
        else:
            faults.append((f"line {line}", "It is no field; left out."))
    return found, faults


def _pieces(text: bytes, start: re.Pattern[bytes], line: int) -> Iterator[tuple[int, bytes]]:
    begin = 0
    for found in start.finditer(text):
        if found.start() > begin:
            yield line, text[begin : found.start()]
            line += text.count(b"\n", begin, found.start())
            begin = found.start()
    yield line, text[begin:]


def _fault(line: int, error: Unreadable) -> Fault:
    return f"line {line + (error.line or 0)}", f"This part cannot be read ({error.reason}); left out."
