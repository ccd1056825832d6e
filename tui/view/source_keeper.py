"""The library's sources as the sources screen changes them. Lives on the clerk's thread; asks no server."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tui.config import asset_dir
from tui.core.choosing import choose
from tui.core.overview import statuses
from tui.core.subscribing import keep, kept
from tui.library.database import data_version

if TYPE_CHECKING:
    from tui.core.choosing import Chosen
    from tui.core.overview import SourceStatus
    from tui.core.subscribing import Kept
    from tui.library.marks import Marks, SourcePlace
    from tui.library.reading import Reading


class SourceKeeper:
    """Lists, keeps, changes and forgets sources. Every method raises LibraryError and its kinds."""

    def __init__(self, marks: Marks, reading: Reading) -> None:
        self._marks = marks
        self._reading = reading
        self._versions: tuple[int, int] | None = None

    def every(self) -> list[SourceStatus]:
        """The sources, in the order in which they were added."""
        return statuses(self._marks, self._reading)

    def changed_elsewhere(self) -> bool:
        """Whether others have written to the index or the marks since this was last asked; the first time not."""
        now = data_version(self._reading.index), data_version(self._marks.connection)
        before, self._versions = self._versions or now, now
        return now != before

    def chosen(self) -> Chosen:
        """All of the library's sources, or the bundled stories where it has none."""
        return choose(self._marks, (), asset_dir("seeds"), 0)

    def kept(self, address: str) -> SourcePlace | None:
        """The source that is meant by an address."""
        return kept(self._marks, address)

    def keep(self, source: SourcePlace) -> Kept:
        """Keep a source, or what is newly said of one."""
        return keep(self._marks, [source], int(time.time()))

    def rename(self, source: SourcePlace, title: str) -> None:
        """Call a source something else; "" = what it calls itself."""
        self._marks.change_source(source._replace(title=title))

    def pause(self, source: SourcePlace, paused: bool) -> None:
        """Ask a source for nothing more, or again."""
        self._marks.change_source(source._replace(paused=paused))

    def remove(self, source: SourcePlace) -> None:
        """Forget a source; what was read and starred of it stays marked."""
        self._marks.remove_source(source.place)
