"""The reader's marks and saved searches as the screen sets them: each change is stored and can be taken back.

Lives on the clerk's thread.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tui.core import correcting, marking, searches
from tui.core.searches import SearchChange
from tui.library.opening import MARKS, open_index, open_marks
from tui.library.outlets import recent_outlets
from tui.library.reading import Reading
from tui.library.searches import Searches
from tui.library.state import catch_up
from tui.view.source_keeper import SourceKeeper

if TYPE_CHECKING:
    from tui.core.marking import Change
    from tui.library.outlets import Recent
    from tui.stories.why import Why


class Marker:
    """Marks stories and articles, and remembers how to take it back."""

    def __init__(self, library: Path) -> None:
        """Raises LibraryError."""
        self._library = library
        self._marks = open_marks(library)
        self._index = open_index(library)
        self._reading = Reading(self._index, self._marks.connection, library)
        self._searches = Searches(self._marks.connection, library / MARKS)
        self.sources = SourceKeeper(self._marks, self._reading)
        self._done: list[Change | SearchChange] = []
        self.regroup = False
        """The last thing done needs the grouping to run."""
        self.searched = False
        """The last thing done changed the saved searches."""

    def read(self, row: int, *, alone: bool) -> str:
        """Mark a row read; returns what was done. `alone`: the row is a single article's. Raises LibraryError."""
        return self._keep(marking.mark_read(self._marks, self._reading.keys([row], articles=alone), _now()))

    def read_listed(self, positions: Sequence[int], *, alone: bool) -> str:
        """Mark the rows at these positions read. Raises LibraryError."""
        return self._keep(marking.mark_read(self._marks, self._reading.keys_at(positions, articles=alone), _now()))

    def turn_read(self, row: int, read: bool, *, alone: bool) -> str:
        """Mark one row read, or unread. Raises LibraryError."""
        if read:
            return self.read(row, alone=alone)
        keys = self._reading.keys([row], articles=alone)
        return self._keep(marking.mark_unread(self._marks, keys[0])) if keys else ""

    def star(self, row: int, *, alone: bool) -> str:
        """Star a row, or take its star off. Raises LibraryError."""
        keys = self._reading.keys([row], articles=alone)
        return self._keep(marking.star(self._marks, keys[0], _now())) if keys else ""

    def note(self, key: str, text: str) -> str:
        """Write a note about an article, or take it away. Raises LibraryError."""
        return self._keep(marking.note(self._marks, key, text))

    def unrule(self, keys: Sequence[str]) -> str:
        """Show a story again, by its articles, and take its tags off. Raises LibraryError."""
        return self._keep(marking.unrule(self._marks, keys))

    def seen(self, key: str) -> str:
        """Mark one article seen. Raises LibraryError."""
        return self._keep(marking.mark_seen(self._marks, key, _now()))

    def split(self, article: str, others: Sequence[str]) -> str:
        """Take an article off its story. Raises LibraryError."""
        together = self._reading.event_of(article)
        return self._keep(correcting.split(self._marks, article, others, _now(), together))

    def merge(self, one: int, other: int) -> str:
        """Make two stories one. Raises LibraryError."""
        keys = self._reading.keys([one]) + self._reading.keys([other])
        return self._keep(correcting.merge(self._marks, keys[0], keys[1], _now())) if len(keys) == 2 else ""

    def group_never(self, place: str) -> str:
        """Never group a source's articles, or do so again. Raises LibraryError."""
        return self._keep(correcting.group_never(self._marks, place, _now()))

    def save_search(self, name: str, text: str) -> str:
        """Save a search under a name. Raises LibraryError."""
        return self._keep_search(searches.save(self._searches, name, text))

    def rename_search(self, name: str, new: str) -> str:
        """Call a saved search by another name. Raises LibraryError."""
        return self._keep_search(searches.rename(self._searches, name, new))

    def delete_search(self, name: str) -> str:
        """Forget a saved search. Raises LibraryError."""
        return self._keep_search(searches.delete(self._searches, name))

    def move_search(self, name: str, by: int) -> str:
        """Exchange a saved search with the one before or after it. Raises LibraryError."""
        return self._keep_search(searches.move(self._searches, name, by))

    def remember(self, text: str) -> None:
        """Keep a search among those asked of late. Raises LibraryError."""
        self._searches.remember(text)

    def why(self, key: str) -> Why | None:
        """Why the article with this key is in its story. Raises LibraryError."""
        story_id = self._reading.story_of(key)
        return self._reading.why(story_id, key) if story_id is not None else None

    def recent_outlets(self) -> Recent:
        """The outlets of the library's last days. Raises LibraryError."""
        return recent_outlets(self._index, self._library, _now())

    def undo(self) -> str:
        """Take back the last change; returns what it was. Raises LibraryError."""
        self.regroup = self.searched = False
        if not self._done:
            return ""
        change = self._done[-1]
        if isinstance(change, SearchChange):
            searches.undo(self._searches, change)
            self.searched = True
        else:
            marking.undo(self._marks, change)
            self.regroup = change.regroups
            catch_up(self._index, self._marks.connection)
        self._done.pop()
        return change.said

    def _keep(self, change: Change | None) -> str:
        self.regroup, self.searched = change is not None and change.regroups, False
        if change is None:
            return ""
        self._done.append(change)
        catch_up(self._index, self._marks.connection)
        return change.said

    def _keep_search(self, change: SearchChange | None) -> str:
        self.regroup, self.searched = False, change is not None
        if change is None:
            return ""
        self._done.append(change)
        return change.said


def _now() -> int:
    return int(time.time())
