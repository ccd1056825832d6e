"""Brings the index in step with the sources. Draws nothing; reports progress as values.

One run holds the library's lock. A source that cannot be read costs only itself.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from tui.core.changes import decide
from tui.errors import SourceError
from tui.library.index_writer import IndexWriter
from tui.sources import folder

SETTLE_ABOVE = 1_000
"""Files in one run above which the index is tidied afterwards; it costs about 0.1 s for 3,000 files."""


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
    """Read what is new in the folders, forget what is gone. Raises LibraryError; a bad source goes to `failures`."""
    outcome = Outcome()
    for place in places:
        try:
            _sync_folder(writer, place, tell, outcome)
        except SourceError as error:
            outcome.failures.append(error)
    # A changed file of an article that has several files leaves the others to be read again.
    for place in writer.stale_places():
        try:
            _sync_folder(writer, place, tell, outcome)
        except SourceError as error:
            outcome.failures.append(error)
    if outcome.read + outcome.gone > SETTLE_ABOVE:
        writer.settle()
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
    unseen = tuple(name for name, _ in scan.problems if name.endswith("/"))
    changes = decide(writer.files(source), scan.stamps, unseen)
    if changes.gone:
        writer.delete(source, changes.gone)
    _read(writer, source, place, changes.read, scan.stamps, looked_at, tell)
    writer.checked(source, looked_at // 1_000_000_000)
    outcome.read += len(changes.read)
    outcome.gone += len(changes.gone)


def sync_files(writer: IndexWriter, place: str, names: Sequence[str], tell: Callable[[Progress], None]) -> Outcome:
    """Look again at some files of a folder that are said to have changed. Raises LibraryError."""
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
    _read(writer, source, place, sorted(stamps, reverse=True), stamps, looked_at, tell)
    return Outcome(read=len(stamps), gone=len(gone))


def _read(
    writer: IndexWriter,
    source: int,
    place: str,
    names: Sequence[str],
    stamps: dict[str, tuple[int, int]],
    looked_at: int,
    tell: Callable[[Progress], None],
) -> None:
    if not names:
        return
    # The story format and yaml cost 12 ms, which a command that finds nothing changed need not wait for.
    from tui.sources.parsing import parse_files

    done = 0
    tell(Progress("reading", 0, len(names)))
    known = writer.files(source)
    for results in parse_files(place, list(names)):
        same = [r.name for r in results if r.digest and r.name in known and known[r.name][3] == r.digest]
        if same:
            writer.touch(source, {name: stamps[name] for name in same}, looked_at)
        fresh = [result for result in results if result.name not in set(same)]
        if fresh:
            writer.write(source, fresh, stamps, looked_at)
        done += len(results)
        tell(Progress("reading", done, len(names)))


def names_under(place: str, paths: Iterator[str]) -> list[str]:
    """The names, below a source, of those paths that are story files in it."""
    prefix = place + "/"
    found = []
    for path in paths:
        name = (
            path.removeprefix(prefix) if path.startswith(prefix) else path.rpartition("/")[2] if path == place else ""
        )
        if name.lower().endswith(folder.SUFFIXES) and not any(part.startswith(".") for part in name.split("/")[:-1]):
            found.append(name)
    return found
