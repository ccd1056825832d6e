"""The one place that builds the parts of Broadsheet and fits them together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tui.core.syncing import Progress
from tui.library.database import translated
from tui.library.index_writer import IndexWriter
from tui.library.lock import writing
from tui.library.opening import INDEX, open_index, open_marks
from tui.library.state import catch_up
from tui.library.stories import StoryTable


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that writing the index takes, while the library's lock is held."""

    writer: IndexWriter
    catch_up: Callable[[], object]
    """Bring the reader's marks into the index."""
    group: Callable[[Callable[[Progress], None]], bool]
    """Place new articles into stories; returns whether anything changed."""


@contextmanager
def open_desk(library: Path, waiting: Callable[[], None]) -> Iterator[Desk]:
    """Hold the library's lock and the parts that write; `waiting` is called between tries while another has the lock.

    Raises LibraryError and its kinds.
    """
    with closing(open_marks(library)) as marks, closing(open_index(library)) as index:
        while True:
            with writing(library) as had:
                if had:
                    stories = StoryTable(index, marks.connection, min)
                    with translated(library / INDEX):
                        yield Desk(
                            IndexWriter(index, stories),
                            lambda: catch_up(index, marks.connection),
                            lambda tell: False,
                        )
                    return
            waiting()
