"""Story files: Markdown with YAML front matter, as reports and problems. Never raises for what a file holds.

docs/format.md describes the format for people.
"""

from __future__ import annotations

import re

from tui.formats import fences
from tui.formats.articles import article, featured_url
from tui.formats.events import Document, Node, Unreadable
from tui.formats.fields import Fault, Fields
from tui.formats.interning import SAID_TWICE, EntryCache, Head, head_and_body, parsed_entry
from tui.formats.salvage import salvaged
from tui.model import NOT_RANKED, Parsed, Problem, Report
from tui.text.clean import clean_line, clean_text

SIZE_LIMIT = 4 * 1024 * 1024
"""Bytes of one file; the largest real one has 143 KB."""
PROBLEM_LIMIT = 50
"""Problems listed per file; what is beyond is counted."""

FIRST_LINE = 2
"""The front matter's first line, after the opening fence."""

_ENTRY_PLACE = re.compile(r"related\[([0-9]+)\]\.?")


class Reader:
    """Reads story files one after another, and remembers their `related` entries.

    Equal entries of different files come back as the same Article. Not for use by two threads at once.
    """

    def __init__(self) -> None:
        self._cache = EntryCache()

    def read(self, data: bytes, origin: str) -> Parsed:
        """What the bytes of one story file say. `origin` is the file's absolute path or its address, for problems.

        Its last part also names an article that has neither title nor address.
        """
        return _read(data, origin, self._cache)


def read(data: bytes, origin: str) -> Parsed:
    """What the bytes of one story file say; for many files a Reader is fifteen times faster."""
    return _read(data, origin, None)


def _read(data: bytes, origin: str, cache: EntryCache | None) -> Parsed:
    if len(data) > SIZE_LIMIT:
        return _parsed(origin, None, [("", "The file is larger than 4 MiB: it is no story, and is left out.")])
    faults: list[Fault] = []
    if cache is not None and (found := head_and_body(data, cache)) is not None:
        head, body = found
        return _parsed(origin, _report(head, body, origin, faults), faults)
    pages = fences.pages(fences.with_line_feeds(data))
    if pages is None:
        reason = "The first line is not ---" if data.removeprefix(b"\xef\xbb\xbf").strip() else "The file is empty"
        return _parsed(origin, None, [("line 1", f"{reason}: there is no front matter, and the file is left out.")])
    if not pages.closed:
        faults.append(("", "There is no closing --- line; the whole file was read as front matter."))
    whole = _front(pages.front, faults)
    return _parsed(origin, whole and _report(whole, pages.body, origin, faults), faults)


def _front(text: bytes, faults: list[Fault]) -> Head | None:
    """The front matter whole, else whole after repair, else piece by piece."""
    try:
        return _whole(text, faults)
    except Unreadable as error:
        fault = error
    fixed = fences.repaired(text)
    if fixed != text:
        faults.append(("", "It holds bytes or characters that no text may hold; � stands for them."))
        try:
            return _whole(fixed, faults)
        except Unreadable as error:
            fault = error
    place = "" if fault.line is None else f"line {fault.line + FIRST_LINE}"
    faults.append((place, f"The front matter is not sound YAML ({fault.reason}); each field was read by itself."))
    mapping, lost = salvaged(fixed, FIRST_LINE)
    faults += lost
    return _head(mapping, [], faults)


def _whole(text: bytes, faults: list[Fault]) -> Head | None:
    document = Document(text)
    if isinstance(document.node, dict):
        return _head(document.node, document.repeated, faults)
    what = "empty" if document.node is None else "not a list of fields"
    faults.append(("", f"The front matter is {what}: the file is left out."))
    return None


def _head(mapping: dict[str, Node], repeated: list[str], faults: list[Fault]) -> Head:
    """The same value as `head_and_body` gives, from a mapping that holds everything."""
    own: list[str] = []
    below: dict[int, list[str]] = {}
    for place in repeated:
        found = _ENTRY_PLACE.match(place)
        if found is None:
            own.append(place)
        else:
            below.setdefault(int(found[1]), []).append(place[found.end() :])
    items = Fields(mapping, faults).entries("related")
    return Head(mapping, own, [parsed_entry(item, below.get(index, []), 0) for index, item in enumerate(items)])


def _report(head: Head, body: bytes, origin: str, faults: list[Fault]) -> Report | None:
    faults += [(place, SAID_TWICE) for place in head.repeated]
    fields = Fields(head.mapping, faults)
    own = article(fields, origin.rsplit("/", 1)[-1])
    if own is None:
        return None
    report = Report(
        own,
        fields.number("heat", NOT_RANKED, NOT_RANKED),
        fields.flag("published"),
        fields.flag("removed"),
        fields.text("category"),
        fields.texts("topics"),
        featured_url(fields),
        tuple([entry.article for entry in head.entries if entry.article is not None]),
        _body(body, faults) if body.strip() else "",
    )
    for index, entry in enumerate(head.entries):
        for place, reason in entry.faults:
            faults.append((f"related[{index}].{place}" if place else f"related[{index}]", reason))
    return report


def _body(data: bytes, faults: list[Fault]) -> str:
    text = data.decode("utf-8", "replace")
    if "\ufffd" in text and text.encode("utf-8") != data:
        faults.append(("", "Some bytes of the text are not UTF-8; � stands for them."))
    return clean_text(text)


def _parsed(origin: str, report: Report | None, faults: list[Fault]) -> Parsed:
    problems = [Problem(origin, clean_line(place), clean_line(reason)) for place, reason in faults[:PROBLEM_LIMIT]]
    if len(faults) > PROBLEM_LIMIT:
        problems.append(Problem(origin, "", f"{len(faults) - PROBLEM_LIMIT:,} more problems in this file."))
    return Parsed(report, tuple(problems))
