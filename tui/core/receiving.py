"""Takes what was fetched into the library, and does with the sources what their servers said. Fetches nothing."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tui.core.batches import Batch
from tui.core.copies import move_copy
from tui.errors import BroadsheetError
from tui.library.index_writer import IndexWriter
from tui.library.marks import Marks, SourcePlace


@dataclass(frozen=True, slots=True)
class Look:
    """A look at a source that has ended."""

    place: str
    """Where it is from now on."""
    was: str
    """Where it was when it was asked."""
    fault: BroadsheetError | None
    """What ended it, where it failed."""
    offline: bool
    """It failed because there is no network, as far as can be told."""


def receive(writer: IndexWriter, marks: Marks, copies: Path, batches: Sequence[Batch]) -> list[Look]:
    """Store batches, each in one transaction; returns the looks that ended with them.

    What comes of a source that was removed meanwhile is dropped. Raises LibraryError; nothing of the same run may be
    stored after that, or a source's last batch would hide that an earlier one is missing.
    """
    if not batches:
        return []
    sources = {source.place: source for source in marks.sources()}
    looks = []
    for batch in batches:
        source = sources.get(batch.place)
        if source is None:
            continue
        ident = writer.source(batch.place)
        writer.receive(
            ident,
            batch.results,
            batch.stamps,
            time.time_ns(),
            keep=batch.keep,
            gone=batch.gone,
            problems=batch.problems,
            state=batch.state,
        )
        if batch.state is not None:
            place = _follow(writer, marks, copies, source, ident, batch)
            looks.append(Look(place, batch.place, batch.fault, batch.offline))
    return looks


def _follow(writer: IndexWriter, marks: Marks, copies: Path, source: SourcePlace, ident: int, batch: Batch) -> str:
    """Pause a source that is gone and move one that has moved; returns where it is from now on."""
    changed = source._replace(paused=source.paused or batch.pause, repository=batch.repository or source.repository)
    if changed != source:
        marks.change_source(changed)
    if not batch.moved_to or not marks.move_source(source.place, batch.moved_to):
        return source.place
    writer.move(ident, batch.moved_to)
    move_copy(copies, source.place, batch.moved_to)
    return batch.moved_to
