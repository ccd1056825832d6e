"""Brings the index in step with the sources. Draws nothing; reports progress as values.

One run holds the library's lock. A source that cannot be read costs only itself.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field

from tui.core.changes import decide
from tui.core.choosing import over_network
from tui.errors import SourceError
from tui.formats.flat import FileResult
from tui.library.files import FileRow
from tui.library.index_writer import SETTLE_ABOVE, IndexWriter
from tui.sources import folder


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is."""

    phase: str
    """"reading" or "grouping"."""
    done: int
    total: int
    """Files or articles; 0 while it is not known."""


@dataclass(slots=True)
class Outcome:
    """What a run did."""

    read: int = 0
    """Files read because they were new, changed or in doubt."""
    gone: int = 0
    """Files that lay there before and do not now."""
    failures: list[SourceError] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        return bool(self.read or self.gone)


def sync_folders(writer: IndexWriter, places: Sequence[str], tell: Callable[[Progress], None]) -> Outcome:
    """Read what is new in the folders, forget what is gone; places over the network are passed over.

    Raises LibraryError; a bad source goes to `failures`.
    """
    outcome = Outcome()
    before = set(writer.stale_places())
    for place in places:
        if over_network(place):
            continue
        try:
            _sync_folder(writer, place, tell, outcome)
        except SourceError as error:
            outcome.failures.append(error)
    _read_again(writer, before.difference(places), tell)
    if outcome.gone > SETTLE_ABOVE:
        writer.settle()
    return outcome


def sync_files(writer: IndexWriter, place: str, names: Sequence[str], tell: Callable[[Progress], None]) -> Outcome:
    """Look again at some files of a folder that are said to have changed. Raises LibraryError.

    Where the place itself is gone nothing is forgotten, as in `sync_folders`.
    """
    outcome = Outcome()
    before = set(writer.stale_places())
    try:
        folder.locate(place)
    except SourceError as error:
        outcome.failures.append(error)
        return outcome
    source = writer.source(place)
    looked_at = time.time_ns()
    stamps, gone = {}, []
    for name in names:
        stamp = folder.stamp_of(folder.path_of(place, name))
        if stamp:
            stamps[name] = stamp
        else:
            gone.append(name)
    if gone:
        writer.delete(source, gone)
    known = writer.files(source) if stamps else {}
    _read(writer, source, place, sorted(stamps, reverse=True), known, stamps, looked_at, tell)
    _read_again(writer, before, tell)
    outcome.read, outcome.gone = len(stamps), len(gone)
    return outcome


def _sync_folder(writer: IndexWriter, place: str, tell: Callable[[Progress], None], outcome: Outcome) -> None:
    source = writer.source(place)
    try:
        looked_at = time.time_ns()
        scan = folder.scan(place)
    except SourceError as error:
        writer.problems(source, [("", error.message)])
        raise
    writer.problems(source, scan.problems)
    known = writer.files(source)
    changes = decide(known, scan.stamps, scan.unseen)
    if changes.gone:
        writer.delete(source, changes.gone)
        # Other files of their articles may have to be read again now.
        known = writer.files(source)
    _read(writer, source, place, changes.read, known, scan.stamps, looked_at, tell)
    writer.checked(source, looked_at // 1_000_000_000)
    outcome.read += len(changes.read)
    outcome.gone += len(changes.gone)


def _read_again(writer: IndexWriter, before: Collection[str], tell: Callable[[Progress], None]) -> None:
    """Read what the writer asks for anew: where an article has several files, a change of one leaves the others open.

    `before`: places that had such files already, for example ones that cannot be read, and are not looked at now.
    """
    for place in writer.stale_places():
        if place not in before and not over_network(place):
            with suppress(SourceError):
                _sync_folder(writer, place, tell, Outcome())


def _read(
    writer: IndexWriter,
    source: int,
    place: str,
    names: Sequence[str],
    known: dict[str, FileRow],
    stamps: dict[str, tuple[int, int]],
    looked_at: int,
    tell: Callable[[Progress], None],
) -> None:
    if not names:
        return
    # The story format and yaml cost 12 ms, which a command that finds nothing changed need not wait for.
    from tui.sources.parsing import parse_files

    tell(Progress("reading", 0, len(names)))
    done = 0
    # Closed at once when storing fails: it holds a child process.
    with closing(parse_files(place, list(names))) as batches:
        for results in batches:
            _store(writer, source, results, known, stamps, looked_at)
            done += len(results)
            tell(Progress("reading", done, len(names)))


def _store(
    writer: IndexWriter,
    source: int,
    results: Sequence[FileResult],
    known: dict[str, FileRow],
    stamps: dict[str, tuple[int, int]],
    looked_at: int,
) -> None:
    same: list[FileResult] = []
    fresh: list[FileResult] = []
    for result in results:
        row = known.get(result.name)
        (same if row and result.digest and row[3] == result.digest else fresh).append(result)
    if same:
        writer.touch(source, {result.name: stamps[result.name] for result in same}, looked_at)
    if fresh:
        writer.write(source, fresh, stamps, looked_at)


def names_under(place: str, paths: Iterable[str]) -> list[str]:
    """The names, below a source, of those paths that are story files in it."""
    prefix = place + "/"
    found = []
    for path in paths:
        if path == place:
            name = path.rpartition("/")[2]
        else:
            name = path.removeprefix(prefix) if path.startswith(prefix) else ""
        if name.lower().endswith(folder.SUFFIXES) and not any(part.startswith(".") for part in name.split("/")):
            found.append(name)
    return found
