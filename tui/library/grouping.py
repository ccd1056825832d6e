"""Places the articles of index.db into events and lists them as stories. Parses nothing and judges nothing itself.

To be run when every file of a sync has been read: articles are placed in order of time, in batches, each batch one
transaction with everything that the next one builds on, so that a run which is cut off goes on where it stopped. The
caller holds the library's lock.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager

from tui.library.database import among, chunks, transaction
from tui.library.facts import fact, put_fact
from tui.library.grouping_listing import Listing
from tui.library.grouping_told import Told
from tui.library.grouping_window import SELECT, Items, Row, Window
from tui.library.grouping_words import clear_words, load_words, store_words
from tui.library.index_schema import HAS_FILE, PLACED
from tui.library.marks import Marks
from tui.library.stories import StoryTable
from tui.stories.frequency import Frequencies
from tui.stories.grouper import Grouper
from tui.stories.rules import Strictness
from tui.stories.words import count

BATCH = 500
"""Articles placed in one transaction: about 0.2 s, for which a reader's marks have to wait at most."""
METHOD = 1
"""Grows when the rules change so much that libraries should be grouped anew."""
_WINDOWS = 2
"""Stretches of time held at once: what just came in, and what is being imported from the past."""


class Memory:
    """What one run may leave to the next, so that a new article costs its candidates only: the words and the windows.

    Void by itself where another process, or a run that was cut off, has written in between.
    """

    def __init__(self) -> None:
        self.stamp: int | None = None
        self.apart: dict[int, set[int]] = {}
        """What the reader keeps apart; the groupers of the windows look at it."""
        self.frequencies: Frequencies | None = None
        self.windows: list[Window] = []

    def clear(self) -> None:
        """Forget everything."""
        self.stamp = self.frequencies = None
        self.windows.clear()


class Grouping:
    """One run of the grouping over a library."""

    def __init__(
        self,
        index: sqlite3.Connection,
        marks: Marks,
        stories: StoryTable,
        memory: Memory | None = None,
        *,
        strictness: Strictness = Strictness.NORMAL,
        never_sources: Collection[str] = (),
    ) -> None:
        """`never_sources`: places of sources whose articles stay alone, beside those that the marks name."""
        self._index = index
        self._stories = stories
        self._memory = memory or Memory()
        self._strictness = strictness
        self._told = Told(index, marks, never_sources)
        self._items = Items(index, self._told.never)
        self._listing = Listing(index, stories, self._items)

    def run(self, tell: Callable[[int, int], None] = lambda done, total: None) -> bool:
        """Place what is not placed yet and obey the reader; returns whether any story changed.

        `tell` is given how many articles are done and how many there are.
        """
        complete = False
        try:
            changed = self._prepare()
            todo = [row[0] for row in self._index.execute(_UNPLACED)]
            for start in range(0, len(todo), BATCH):
                tell(start, len(todo))
                with self._step():
                    changed |= self._place(todo[start : start + BATCH])
            complete = True
        finally:
            if not complete:
                self._memory.clear()
        if todo:
            tell(len(todo), len(todo))
        return changed

    @contextmanager
    def _step(self) -> Iterator[None]:
        """One transaction, which stamps the index as written by this memory."""
        memory = self._memory
        with transaction(self._index):
            yield
            if memory.frequencies is not None:
                store_words(self._index, memory.frequencies)
            memory.stamp = secrets.randbits(62)
            put_fact(self._index, "grouped", memory.stamp)

    def _prepare(self) -> bool:
        """Come to know what changed since the last run: settings, corrections, articles; returns whether stories did."""
        memory, told = self._memory, self._told
        if memory.stamp is None or memory.stamp != fact(self._index, "grouped"):
            memory.clear()
        # Taken back, "never" gives the stories as they were only to a grouping that begins anew.
        setting = json.dumps([METHOD, self._strictness.name, *sorted(told.never_places)])
        if fact(self._index, "grouping") != setting:
            memory.clear()
            with self._step():
                self._begin_anew()
                put_fact(self._index, "grouping", setting)
        memory.apart.clear()
        memory.apart.update(told.apart)
        events = {row[0] for row in self._index.execute("SELECT event_id FROM touched")}
        if not events and not told.news:
            return False
        with self._step():
            if told.news:
                events |= told.apply()
            self._index.execute("DELETE FROM touched")
            for window in memory.windows:
                window.refresh(self._items, events)
            return self._listing.write(events, told.joined())

    def _begin_anew(self) -> None:
        """Every article is to be placed again; what is listed stays until its articles are."""
        self._index.execute(
            f"UPDATE article SET event_id=NULL, home_id=NULL, flags=flags & ~{PLACED} WHERE event_id IS NOT NULL"
        )
        self._index.execute("DELETE FROM touched")
        clear_words(self._index)

    def _place(self, idents: list[int]) -> bool:
        rows = self._rows(idents)
        known = {row.event_id for row in rows if row.event_id}
        for stretch in self._memory.windows:
            stretch.refresh(self._items, known)
        alone = self._items.alone(idents)
        moves = Moves(self._index)
        events = set(known)
        window: Window | None = None
        for row in rows:
            if row.event_id:
                continue
            item = self._items.item(row)
            learn = row.event_id is None
            if row.time is None or row.id in alone:
                moves.add(row.id, row.hash)
                if learn:
                    self._words().learn(count(item.title, item.excerpt, item.outlet), item.time)
                continue
            if window is None or not window.ready(item.time):
                events |= self._flush(moves, window)
                window = self._window(item.time)
            placement = window.grouper.place(item, learn=learn)
            moves.add(row.id, placement.story, placement.merged)
        events |= self._flush(moves, window)
        self._index.executemany(
            f"UPDATE article SET flags=flags | {PLACED} WHERE id=?", [(row.id,) for row in rows if row.event_id]
        )
        adopted = self._listing.adopt([row for row in rows if row.links], self._orphans(rows))
        events |= self._events_of(adopted)
        return self._listing.write(events, self._told.joined())

    def _flush(self, moves: Moves, window: Window | None) -> set[int]:
        """Write what was decided, and have the other windows know it; returns the events concerned."""
        changed = moves.write()
        if changed:
            for other in self._memory.windows:
                if other is not window:
                    other.refresh(self._items, changed)
        return changed

    def _window(self, time: int) -> Window:
        """The window that holds everything around this time; the one used last comes first."""
        windows = self._memory.windows
        window = next((window for window in windows if window.suits(time)), None)
        if window is None:
            grouper = Grouper(self._words(), self._memory.apart, self._strictness)
            window = Window(self._items, grouper, time)
        else:
            windows.remove(window)
            window.reach(self._items, time)
        windows.insert(0, window)
        del windows[_WINDOWS:]
        return window

    def _words(self) -> Frequencies:
        if self._memory.frequencies is None:
            self._memory.frequencies = load_words(self._index)
        return self._memory.frequencies

    def _rows(self, idents: list[int]) -> list[Row]:
        found = {}
        for holes, part in chunks(idents):
            found.update({row[0]: Row._make(row) for row in self._index.execute(f"{SELECT} WHERE id IN {holes}", part)})
        return [found[ident] for ident in idents]

    def _orphans(self, rows: list[Row]) -> set[int]:
        """Articles without a file that lost the article whose story they were kept with."""
        seen = [row.id for row in rows if row.event_id and not row.flags & HAS_FILE]
        return among(self._index, "SELECT id FROM article WHERE home_id IS NULL AND id IN", seen)

    def _events_of(self, idents: Collection[int]) -> set[int]:
        return among(self._index, "SELECT event_id FROM article WHERE event_id > 0 AND id IN", idents)


class Moves:
    """Where articles were placed and which events became one, until it is written."""

    def __init__(self, index: sqlite3.Connection) -> None:
        self._index = index
        self._moves: dict[int, int] = {}
        self._merged: dict[int, int] = {}

    def add(self, ident: int, event: int, merged: Iterable[int] = ()) -> None:
        """Article `ident` is of `event`, of which `merged` are part from now on."""
        self._moves[ident] = event
        self._merged.update(dict.fromkeys(merged, event))

    def write(self) -> set[int]:
        """Write it, inside the caller's transaction; returns the events that changed or are no more."""
        index = self._index
        moves = {ident: self._whole(event) for ident, event in self._moves.items()}
        merged = {old: self._whole(event) for old, event in self._merged.items()}
        # One statement: an article's row is written as a whole whatever changes in it.
        index.executemany(
            f"UPDATE article SET event_id=?, flags=flags | {PLACED} WHERE id=?",
            [(event, ident) for ident, event in moves.items()],
        )
        for old, new in merged.items():
            index.execute("UPDATE article SET event_id=? WHERE event_id=?", (new, old))
            index.execute("UPDATE alias SET new=? WHERE new=?", (new, old))
            index.execute("INSERT OR REPLACE INTO alias VALUES(?,?)", (old, new))
        self._moves, self._merged = {}, {}
        return {*moves.values(), *merged.keys(), *merged.values()}

    def _whole(self, event: int) -> int:
        while event in self._merged:
            event = self._merged[event]
        return event


_UNPLACED = f"SELECT id FROM article INDEXED BY article_unplaced WHERE flags & {PLACED} = 0 ORDER BY time, hash"
"""In the grouper's order; what has no date comes first."""
