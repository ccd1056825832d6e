"""The command add: looks at what is named, says what is there, and keeps it as sources."""

from __future__ import annotations

import os
import re
import sys
import time
from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tui.cli.fetching import Fetch
from tui.cli.library import open_library
from tui.cli.output import named, talk
from tui.config import Settings, paths, read_settings
from tui.core.exits import BAD_INPUT, DONE, exit_code
from tui.core.overview import kind_name
from tui.core.previews import Choices, Preview, Wish
from tui.core.subscribing import HERE, Kept, is_list, keep, keep_list, kept
from tui.errors import BroadsheetError
from tui.library.marks import Marks
from tui.sources.folder import SUFFIXES
from tui.text.counting import counted
from tui.text.dates import absolute
from tui.wiring import network_of, open_desk, open_shelf, start_looking

_HOST = re.compile(r"(?:[a-z0-9-]{1,63}\.)+[a-z]{2,63}(?::[0-9]{1,5})?(?:[/?].*)?", re.IGNORECASE)
"""What begins as a host name does, and may be meant as an address without its https://."""


@dataclass(slots=True)
class _Added:
    """What came of the words."""

    places: list[str] = field(default_factory=list)
    """Sources that are kept now, over the network."""
    retopicked: list[str] = field(default_factory=list)
    codes: list[int] = field(default_factory=list)
    """Exit codes of what went wrong."""

    def take(self, kept: Kept) -> None:
        self.places += (*kept.added, *kept.changed)
        self.retopicked += kept.retopicked


def add(options: Namespace) -> int:
    """Add sources and look through them."""
    where = paths(options.library, os.environ)
    folder, settings = where.library_dir, read_settings(where.config_file)
    words = named(options.sources)
    addresses = [word for word in words if _is_address(word)]
    files = [word for word in words if not _is_address(word)]
    lists = [word for word in files if is_list(Path(word).expanduser())]
    local = [word for word in files if word not in lists]
    added = _Added()
    with open_shelf(folder) as shelf:
        for word in lists:
            _add_list(shelf.marks, Path(word).expanduser(), tuple(options.topic), added)
        if addresses:
            _add_addresses(shelf.marks, addresses, options, settings, added)
    if added.places:
        with open_desk(folder, lambda: time.sleep(0.05), settings) as desk:
            for place in added.retopicked:
                desk.writer.read_anew(place)
        with Fetch(folder, settings, added.places) as fetch:
            fetch.finish(added.places)
        for fault in fetch.faults:
            talk(str(fault))
            added.codes.append(exit_code(fault))
    if local or added.places:
        with open_library(options, [*local, *added.places]) as library:
            totals = library.reading.totals(library.scope)
            talk(f"{counted(totals.stories, 'story', 'stories')} in what you added.")
            added.codes.append(library.code())
    return min((code for code in added.codes if code != DONE), default=DONE)


def _is_address(word: str) -> bool:
    """An address, as against a path; what is there on the disk is a path."""
    if "://" in word:
        return True
    return bool(_HOST.fullmatch(word)) and not word.lower().endswith((*SUFFIXES, ".opml")) and not os.path.lexists(word)


def _add_list(marks: Marks, path: Path, topics: tuple[str, ...], added: _Added) -> None:
    """Keep the feeds of a list. They are not looked at before: the first sync says what is wrong with which."""
    listed = keep_list(marks, path, topics, int(time.time()))
    added.take(listed)
    for problem in listed.problems:
        talk(problem)
        added.codes.append(BAD_INPUT)
    talk(f"{counted(len(listed.added), 'new feed', 'new feeds')} from {path}.")


def _add_addresses(
    marks: Marks, addresses: Sequence[str], options: Namespace, settings: Settings, added: _Added
) -> None:
    wishes = []
    for address in addresses:
        held = kept(marks, address)
        # What it was given leave for holds as long as it is kept.
        allow = (*(held.allow if held is not None else ()), *options.allow_private)
        wishes.append(Wish(address, "", tuple(options.topic), options.repository or "", tuple(dict.fromkeys(allow))))
    errand = start_looking(wishes, network_of(settings))
    try:
        found = errand.result() or []
    finally:
        errand.cancel()
    for answer in found:
        if isinstance(answer, BroadsheetError):
            talk(str(answer))
            added.codes.append(exit_code(answer))
        elif not isinstance(answer, Preview):
            _show(_choice_lines(answer))
            added.codes.append(BAD_INPUT)
        else:
            here = any(source.place == answer.source.place for source in marks.sources())
            _show((*_preview_lines(answer), *((f"  {HERE}",) if here else ())))
            if _agreed(options):
                added.take(keep(marks, [answer.source], int(time.time())))


def _show(lines: Iterable[str]) -> None:
    """Say several lines that belong together. Their texts were cleaned when they were read."""
    print("\n".join(lines), file=sys.stderr)


def _preview_lines(found: Preview) -> Iterator[str]:
    newest = f", the newest of {absolute(found.newest.astimezone())}" if found.newest else ""
    yield f"{found.title} - {kind_name(found.source.kind, found.form)}, {found.counted}{newest}"
    yield f"  {found.source.place}"
    yield from (f"  - {title}" for title in found.samples)
    yield from (f"  {note}" for note in found.notes)


def _choice_lines(found: Choices) -> Iterator[str]:
    yield f"{found.page} is a page that announces {len(found.feeds):,} feeds. Add those that you want:"
    for feed in found.feeds:
        yield f"  {feed.url}  {feed.title}".rstrip()


def _agreed(options: Namespace) -> bool:
    """The reader wants it, or cannot be asked."""
    if options.yes or "-" in options.sources or sys.stdin is None or not sys.stdin.isatty():
        return True
    print("Keep it? [Y/n] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("", "y", "yes")
