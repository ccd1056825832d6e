"""Writes what sources hold into index.db. Parses nothing and groups nothing.

One writer at a time: the caller holds the library's lock. Every public method is one transaction.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from tui.formats.flat import FileResult, FlatReport
from tui.library.article_table import ArticleTable, rank
from tui.library.database import among, chunks, transaction
from tui.library.files import FileRow, known_files, stale_places
from tui.library.index_schema import OF_FOLDER, OF_LOOK
from tui.library.moves import Moves, best, moves
from tui.library.origins import OriginState, delete_state, places, write_state
from tui.library.records import number
from tui.library.said import NOT_SAID, Said
from tui.library.stories import StoryTable

SETTLE_ABOVE = 10_000
"""Files gone, or articles grouped, in one run above which the whole index is tidied afterwards.

For 3,000 that takes 0.1 s, and no search gains by it. After the grouping, which rewrites what reading wrote: tidied before
it, the full-text index of 100,000 stories takes 2.7 times its text, tidied after it 2.1 times.
"""

_READ_AGAIN = f"UPDATE file SET digest=x'', modified=-1 WHERE article_id=? AND {NOT_SAID}"


class IndexWriter:
    """The writing half of index.db: files in, articles and provisional stories out."""

    def __init__(self, index: sqlite3.Connection, stories: StoryTable) -> None:
        self._index = index
        self._stories = stories
        self._articles = ArticleTable(index)
        self._said = Said(index)

    def source(self, place: str) -> int:
        """The id of a source, made if it is new."""
        with transaction(self._index):
            self._index.execute("INSERT OR IGNORE INTO source(place) VALUES(?)", (place,))
            row = self._index.execute("SELECT id FROM source WHERE place=?", (place,)).fetchone()
        return int(row[0])

    def files(self, source_id: int) -> dict[str, FileRow]:
        """What the index knows of a source's files, by name."""
        return known_files(self._index, source_id)

    def stale_places(self) -> list[str]:
        """The sources with files that must be read again."""
        return stale_places(self._index)

    def write(
        self, source_id: int, results: Sequence[FileResult], stamps: Mapping[str, tuple[int, int]], checked: int
    ) -> None:
        """Store what files gave. A new article gets a story of its own until the grouping places it.

        A file that could not be read keeps what it said before. `stamps`: (modified, size) of each file as it was
        before it was read; `checked`: the time of that look, ns.
        """
        with self._change():
            self._write(source_id, results, stamps, checked, keep=False)

    def receive(
        self,
        source_id: int,
        results: Sequence[FileResult],
        stamps: Mapping[str, tuple[int, int]],
        checked: int,
        *,
        keep: bool,
        gone: Sequence[str] = (),
        problems: Sequence[tuple[str, str]] | None = None,
        state: OriginState | None = None,
    ) -> None:
        """Store what came over the network, as `write` does, with the state that the next look begins with.

        `keep`: the files cannot be read again, so that what they say is kept; `problems`: of the source itself, in
        place of those it had.
        """
        with self._change():
            if results:
                self._write(source_id, results, stamps, checked, keep=keep)
            if gone:
                self._delete(source_id, gone)
            if problems is not None:
                self._of_source(source_id, problems)
            if state is not None:
                self._look(source_id, state)

    def delete(self, source_id: int, names: Sequence[str]) -> None:
        """Forget files that are gone."""
        with self._change():
            self._delete(source_id, names)

    def touch(self, source_id: int, stamps: dict[str, tuple[int, int]], checked: int) -> None:
        """Note new stamps of files whose bytes are the same."""
        with transaction(self._index):
            self._index.executemany(
                "UPDATE file SET modified=?, size=?, checked=? WHERE source_id=? AND name=?",
                [(*stamp, checked, source_id, name) for name, stamp in stamps.items()],
            )

    def problems(self, source_id: int, problems: Iterable[tuple[str, str]]) -> None:
        """Replace what a look at the folder itself found wrong: (name, reason) pairs."""
        with transaction(self._index):
            self._of_source(source_id, problems)

    def checked(self, source_id: int, when: int) -> None:
        """Note that the source was looked through at `when` (seconds since 1970)."""
        with transaction(self._index):
            self._index.execute("UPDATE source SET checked_at=? WHERE id=?", (when, source_id))

    def drop(self, place: str) -> None:
        """Forget the source at a place, if it is here, and everything only it holds."""
        source_id = places(self._index).get(place)
        if source_id is None:
            return
        names = [row[0] for row in self._index.execute("SELECT name FROM file WHERE source_id=?", (source_id,))]
        for start in range(0, len(names), 1000):
            self.delete(source_id, names[start : start + 1000])
        with transaction(self._index):
            self._index.execute("DELETE FROM problem WHERE source_id=?", (source_id,))
            delete_state(self._index, source_id)
            self._index.execute("DELETE FROM source WHERE id=?", (source_id,))

    def move(self, source_id: int, place: str) -> None:
        """Let a source have another place; what the index had of that place goes."""
        self.drop(place)
        with transaction(self._index):
            self._index.execute("UPDATE source SET place=? WHERE id=?", (place, source_id))

    def read_anew(self, place: str) -> None:
        """Let everything of the source over the network at a place be fetched and read once more at its next look."""
        source_id = places(self._index).get(place)
        with transaction(self._index):
            self._index.execute("UPDATE file SET modified=-1 WHERE source_id=?", (source_id,))
            self._index.execute(
                "UPDATE origin SET url='', etag='', modified='', body=x'', swept_at=0, next_at=0 WHERE source_id=?",
                (source_id,),
            )

    def tidy(self, written: int) -> None:
        """Merge segments of the full-text index: after a change of so many articles, and once the change was told.

        All of them after a large one, else a few (1 to 3 ms). Left to itself FTS5 does it at some commits, for 20 ms.
        """
        if written > SETTLE_ABOVE:
            self.settle()
        else:
            self._index.execute("INSERT INTO words(words, rank) VALUES('merge', 16)")

    def settle(self) -> None:
        """After a large import: fold the full-text index's segments together and empty the write-ahead log."""
        self._index.execute("INSERT INTO words(words) VALUES('optimize')")
        self._index.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def _change(self) -> Iterator[None]:
        """A transaction that forgets, when it fails, the ids it gave out."""
        try:
            with transaction(self._index):
                yield
        except BaseException:
            self._articles.forget()
            self._stories.forget()
            raise

    # From here on inside a transaction.

    def _write(
        self,
        source_id: int,
        results: Sequence[FileResult],
        stamps: Mapping[str, tuple[int, int]],
        checked: int,
        *,
        keep: bool,
    ) -> None:
        articles = self._articles
        names = [result.name for result in results]
        old = self._old_files(source_id, names)
        reports = best(results)
        articles.identify(reports)
        pointers = {r.name: old[r.name][0] for r in results if not r.digest and r.name in old}
        pointers |= {r.name: articles.id_of(r.report[0][0]) for r in results if r.report}
        self._index.executemany(
            "INSERT OR REPLACE INTO file VALUES(?,?,?,?,?,?,?)",
            [(source_id, r.name, *stamps[r.name], checked, r.digest, pointers.get(r.name)) for r in results],
        )
        if keep:
            self._said.keep(source_id, results)
        elif old:
            self._said.forget(source_id, old)
        self._replace_problems(source_id, names, results)
        self._apply(reports, moves(results, old, pointers))

    def _delete(self, source_id: int, names: Sequence[str]) -> None:
        old = self._old_files(source_id, names)
        self._index.executemany("DELETE FROM file WHERE source_id=? AND name=?", [(source_id, name) for name in names])
        self._said.forget(source_id, names)
        self._replace_problems(source_id, names, ())
        self._apply({}, moves((), old, {}))

    def _look(self, source_id: int, state: OriginState) -> None:
        write_state(self._index, source_id, state)
        self._index.execute("DELETE FROM problem WHERE source_id=? AND place=?", (source_id, OF_LOOK))
        if state.fails:
            said = (source_id, "", OF_LOOK, f"{state.message} {state.advice}".strip())
            self._index.execute("INSERT INTO problem VALUES(?,?,?,?)", said)
        if not state.message:
            self._index.execute("UPDATE source SET checked_at=? WHERE id=?", (state.tried_at, source_id))

    def _of_source(self, source_id: int, problems: Iterable[tuple[str, str]]) -> None:
        self._index.execute("DELETE FROM problem WHERE source_id=? AND place=?", (source_id, OF_FOLDER))
        self._index.executemany(
            "INSERT INTO problem VALUES(?,?,?,?)", [(source_id, name, OF_FOLDER, reason) for name, reason in problems]
        )

    def _apply(self, reports: dict[str, FlatReport], moved: Moves) -> None:
        """Bring articles, links and stories in step with the `file` rows as they are now.

        `reports`: article key → what its best file in hand says.
        """
        articles = self._articles
        pointed = self._pointed(moved.left)
        abandoned = moved.left & pointed
        self._reopen(moved.rewritten, abandoned)
        spoken = self._said.best(moved.rewritten | abandoned)
        articles.identify(spoken)
        for key, report in spoken.items():
            if key not in reports or rank(report) > rank(reports[key]):
                reports[key] = report
        released = moved.left - pointed
        chosen = articles.contest(reports, moved.rewritten)
        known = {key: report for key, report in chosen.items() if articles.has_row(key)}
        # Reversed, so that of several copies of an entry the one of the newest file stays.
        entries = {entry[0]: entry for report in reversed(chosen.values()) for entry in report[8]}
        articles.identify(entries)
        links = {key: articles.links(report) for key, report in chosen.items()}
        refs: Counter[int] = Counter()
        for ids in links.values():
            refs.update(ids)
        kept = {articles.id_of(key) for key in known}
        refs.subtract(articles.linked(kept | released))
        news = articles.edited({e[0]: e for key in moved.edited & chosen.keys() for e in chosen[key][8]})
        doomed = articles.doomed(refs, released) - kept
        stories = articles.stories_of(kept | moved.moved | doomed | news.keys())
        # A story keeps its id when the article that founded it goes; that one comes back to it.
        stories |= self._called({number(key) for key in chosen})
        self._stories.retire(stories)
        stories |= articles.insert(chosen, links, entries, refs)
        articles.count(refs)
        articles.update(known, links)
        articles.update_entries(news)
        stories |= articles.stories_of(kept)
        articles.release(released, doomed)
        self._stories.issue(stories)

    def _reopen(self, article_ids: set[int], abandoned: set[int]) -> None:
        """Have the files of these articles read again where there are several: who speaks for them is open anew.

        An `abandoned` one has lost the file that may have spoken for it. Files whose report is kept need no reading.
        """
        for holes, part in chunks(article_ids):
            shared = self._index.execute(
                f"SELECT article_id FROM file WHERE article_id IN {holes} GROUP BY 1 HAVING count(*) > 1", part
            ).fetchall()
            self._index.executemany(_READ_AGAIN, shared)
        self._index.executemany(_READ_AGAIN, [(ident,) for ident in abandoned])
        self._articles.open(abandoned)

    def _old_files(self, source_id: int, names: Sequence[str]) -> dict[str, tuple[int | None, bytes]]:
        """Name → (article id, digest) of the files already known."""
        found = {}
        for holes, part in chunks(names):
            rows = self._index.execute(
                f"SELECT name, article_id, digest FROM file WHERE source_id=? AND name IN {holes}", (source_id, *part)
            )
            found.update({name: (article, digest) for name, article, digest in rows})
        return found

    def _called(self, ids: set[int]) -> set[int]:
        """Those of the ids that stories have."""
        return among(self._index, "SELECT id FROM story WHERE id IN", ids)

    def _pointed(self, article_ids: set[int]) -> set[int]:
        """Those of the articles that a file row still points to."""
        return among(self._index, "SELECT article_id FROM file WHERE article_id IN", article_ids)

    def _replace_problems(self, source_id: int, names: Sequence[str], results: Sequence[FileResult]) -> None:
        self._index.executemany(
            "DELETE FROM problem WHERE source_id=? AND name=? AND place<>?",
            [(source_id, name, OF_FOLDER) for name in names],
        )
        self._index.executemany(
            "INSERT INTO problem VALUES(?,?,?,?)",
            [(source_id, r.name, place, reason) for r in results for place, reason in r.problems],
        )
