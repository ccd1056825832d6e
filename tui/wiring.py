"""The one place that builds the parts of Broadsheet and fits them together."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tui.library.database import translated
from tui.library.marks import Marks
from tui.library.opening import INDEX, open_index, open_marks
from tui.library.reading import Reading
from tui.library.search import Search

if TYPE_CHECKING:
    from tui.config import Settings
    from tui.core.syncing import Outcome, Progress
    from tui.library.grouping import Memory
    from tui.library.index_writer import IndexWriter


@dataclass(frozen=True, slots=True)
class Shelf:
    """Everything that reading the library takes."""

    marks: Marks
    reading: Reading
    search: Search


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that writing the index takes, while the library's lock is held."""

    writer: IndexWriter
    catch_up: Callable[[], object]
    """Bring the reader's marks into the index."""
    group: Callable[[Callable[[Progress], None]], bool]
    """Place new articles into stories; returns whether anything changed."""
    rule: Callable[[], int]
    """Apply the reader's rules to new stories, once they are grouped; returns how many stories they changed."""


@contextmanager
def open_shelf(library: Path, *, shared: bool = False) -> Iterator[Shelf]:
    """The parts that read, on connections of their own; `shared`: they may be interrupted from another thread.

    Raises LibraryError and its kinds.
    """
    with (
        closing(open_marks(library, shared=shared)) as marks,
        closing(open_index(library, shared=shared)) as index,
    ):
        path = library / INDEX
        yield Shelf(marks, Reading(index, marks.connection, path), Search(index, path))


@contextmanager
def open_desk(
    library: Path, waiting: Callable[[], None], settings: Settings | None = None, memory: Memory | None = None
) -> Iterator[Desk]:
    """Hold the library's lock and the parts that write; `waiting` is called between tries while another has the lock.

    `memory`: what one grouping may leave to the next in the same process. Raises LibraryError and its kinds.
    """
    # Imported here: a reader that only shows what there is never writes the index.
    from tui.core.ruling import apply_rules
    from tui.core.syncing import Progress
    from tui.library.arrivals import Arrivals
    from tui.library.grouping import Grouping
    from tui.library.grouping_lead import choose_lead
    from tui.library.index_writer import IndexWriter
    from tui.library.lock import writing
    from tui.library.state import catch_up
    from tui.library.stories import StoryTable
    from tui.stories.rules import Strictness

    strictness = Strictness[settings.strictness.upper()] if settings else Strictness.NORMAL
    never = settings.never_group if settings else ()
    with closing(open_marks(library)) as marks, closing(open_index(library)) as index:
        stories = StoryTable(index, marks.connection, choose_lead)

        def group(tell: Callable[[Progress], None]) -> bool:
            grouping = Grouping(index, marks, stories, memory, strictness=strictness, never_sources=never)
            return grouping.run(lambda done, total: tell(Progress("grouping", done, total)))

        def rule() -> int:
            path = library / INDEX
            reading, search = Reading(index, marks.connection, path), Search(index, path)
            rules = settings.rules if settings else ()
            changed = apply_rules(Arrivals(index, path), marks, reading, search, rules, int(time.time()))
            if changed:
                catch_up(index, marks.connection)
            return changed

        while True:
            with writing(library) as had:
                if had:
                    with translated(library / INDEX):
                        yield Desk(IndexWriter(index, stories), lambda: catch_up(index, marks.connection), group, rule)
                    return
            waiting()


def refresh(desk: Desk, places: Sequence[str], tell: Callable[[Progress], None]) -> Outcome:
    """Bring the whole index up to date: marks, files of the places, stories. Raises LibraryError."""
    from tui.core.syncing import sync_folders

    desk.catch_up()
    outcome = sync_folders(desk.writer, places, tell)
    desk.group(tell)
    desk.rule()
    return outcome
