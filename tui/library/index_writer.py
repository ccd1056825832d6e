"""Writes what sources hold into index.db. Parses nothing and groups nothing.

One writer at a time: the caller holds the library's lock. Every public method is one transaction.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from tui.formats.flat import FileResult, FlatArticle, FlatProvider, FlatReport
from tui.library.database import transaction
from tui.library.index_schema import EVENT, HAS_FILE, HOME, LISTED, PLACED, REMOVED, TEXT
from tui.library.records import NAME_SEPARATOR, extra_of, flags_of, links_of, logos, number
from tui.library.stories import StoryTable, chunks
from tui.model import NOT_RANKED

FileRow = tuple[int, int, int, bytes]
"""What the index knows of a file: modified (ns), size (bytes), checked (ns), digest."""

STALE = b""
"""The digest of a file that must be read again: it could not be read, or another file of its article has changed."""

_OF_FILE = HAS_FILE | LISTED | REMOVED | TEXT | PLACED


class IndexWriter:
    """The writing half of index.db: files in, articles and provisional stories out."""

    def __init__(self, index: sqlite3.Connection, stories: StoryTable) -> None:
        self._index = index
        self._stories = stories
        self._numbers: dict[str, int] = {}
        self._ids: dict[int, int] = {}
        self._providers: dict[FlatProvider, int] = {}

    def source(self, place: str) -> int:
        """The id of a source, made if it is new."""
        with transaction(self._index):
            self._index.execute("INSERT OR IGNORE INTO source(place) VALUES(?)", (place,))
            row = self._index.execute("SELECT id FROM source WHERE place=?", (place,)).fetchone()
        return int(row[0])

    def places(self) -> dict[str, int]:
        """Place → id of every source in the index."""
        return dict(self._index.execute("SELECT place, id FROM source").fetchall())

    def files(self, source_id: int) -> dict[str, FileRow]:
        """What the index knows of a source's files."""
        rows = self._index.execute(
            "SELECT name, modified, size, checked, digest FROM file WHERE source_id=?", (source_id,)
        )
        return {name: (modified, size, checked, digest) for name, modified, size, checked, digest in rows}

    def stale_places(self) -> list[str]:
        """The sources with files that must be read again."""
        rows = self._index.execute("SELECT place FROM source WHERE id IN (SELECT source_id FROM file WHERE digest=x'')")
        return [row[0] for row in rows]

    def write(
        self, source_id: int, results: Sequence[FileResult], stamps: dict[str, tuple[int, int]], checked: int
    ) -> None:
        """Store what files gave. A new article gets a story of its own until the grouping places it.

        `stamps`: (modified, size) of each file as it was before it was read; `checked`: the time of that look, ns.
        """
        index = self._index
        with self._change():
            old = self._old_files(source_id, [result.name for result in results])
            reports = self._best(results)
            self._insert_missing(reports)
            pointers = {
                result.name: self._ids[self._number(result.report[0][0])] for result in results if result.report
            }
            index.executemany(
                "INSERT OR REPLACE INTO file VALUES(?,?,?,?,?,?,?)",
                [(source_id, r.name, *stamps[r.name], checked, r.digest, pointers.get(r.name)) for r in results],
            )
            self._replace_problems(source_id, [r.name for r in results], results)
            changed = {name for name, (_, digest) in old.items() if digest != STALE}
            rewritten = {pointers[name] for name in changed & pointers.keys() if old[name][0] == pointers[name]}
            left = {article for name, (article, _) in old.items() if article and article != pointers.get(name)}
            edited = {self._number(r.report[0][0]) for r in results if r.report and r.name in changed}
            self._apply(reports, rewritten, left, edited)

    def delete(self, source_id: int, names: Sequence[str]) -> None:
        """Forget files that are gone."""
        with self._change():
            old = self._old_files(source_id, names)
            self._index.executemany(
                "DELETE FROM file WHERE source_id=? AND name=?", [(source_id, name) for name in names]
            )
            self._replace_problems(source_id, names, ())
            self._apply({}, set(), {article for article, _ in old.values() if article}, set())

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
            self._index.execute("DELETE FROM problem WHERE source_id=? AND place='folder'", (source_id,))
            self._index.executemany(
                "INSERT INTO problem VALUES(?,?,'folder',?)",
                [(source_id, name, reason) for name, reason in problems],
            )

    def checked(self, source_id: int, when: int) -> None:
        """Note that the source was looked through at `when` (seconds since 1970)."""
        with transaction(self._index):
            self._index.execute("UPDATE source SET checked_at=? WHERE id=?", (when, source_id))

    def drop(self, source_id: int) -> None:
        """Forget a source and everything only it holds."""
        names = [row[0] for row in self._index.execute("SELECT name FROM file WHERE source_id=?", (source_id,))]
        for start in range(0, len(names), 1000):
            self.delete(source_id, names[start : start + 1000])
        with transaction(self._index):
            self._index.execute("DELETE FROM problem WHERE source_id=?", (source_id,))
            self._index.execute("DELETE FROM source WHERE id=?", (source_id,))

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
            self._ids.clear()
            self._providers.clear()
            raise

    # From here on inside a transaction.

    def _apply(self, reports: dict[int, FlatReport], rewritten: set[int], left: set[int], edited: set[int]) -> None:
        """Bring articles, links and stories in step with the `file` rows as they are now.

        `reports`: article number → what its best file in hand says; `rewritten`: article ids one of whose own files
        changed; `left`: article ids that a file pointed to before and does not now; `edited`: article numbers whose
        file is not new, so that its `related` entries replace what an older copy said.
        """
        index = self._index
        pointed = self._pointed(left)
        self._reopen(rewritten, left & pointed)
        chosen = self._contest(reports, rewritten)
        released = left - pointed
        deltas: Counter[int] = Counter()
        links = {}
        for ident, report in chosen.items():
            links[ident] = self._links(report, ident)
            deltas.update(links[ident])
        for holes, part in chunks(chosen.keys() | released):
            for (packed,) in index.execute(f"SELECT links FROM article WHERE id IN {holes}", part):
                deltas.subtract(links_of(packed))
        entries = self._edited_entries([r for n, r in reports.items() if n in edited])
        doomed = self._doomed(deltas, released)
        touched = chosen.keys() | released | doomed | entries.keys()
        stories = self._stories_of(touched)
        self._stories.retire(stories)
        index.executemany(
            "UPDATE article SET refs=refs+? WHERE id=?", [(delta, ident) for ident, delta in deltas.items() if delta]
        )
        self._update(chosen, links)
        self._update_entries(entries)
        index.executemany(
            f"UPDATE article SET flags=flags & ~{_OF_FILE}, heat={NOT_RANKED}, links=NULL, topics='' WHERE id=?",
            [(ident,) for ident in released],
        )
        index.executemany("DELETE FROM article WHERE id=?", [(ident,) for ident in doomed])
        if doomed:
            self._ids.clear()
        self._stories.issue(stories | self._stories_of(chosen.keys() - doomed))

    def _best(self, results: Sequence[FileResult]) -> dict[int, FlatReport]:
        """Article number → the best report that the results give of it."""
        best: dict[int, FlatReport] = {}
        for result in results:
            if result.report:
                key = self._number(result.report[0][0])
                if key not in best or _rank(result.report) > _rank(best[key]):
                    best[key] = result.report
        return best

    def _contest(self, reports: dict[int, FlatReport], open_ids: set[int]) -> dict[int, FlatReport]:
        """Article id → report, for the reports that say more than what another file of the article already said."""
        ids = {self._ids[key]: report for key, report in reports.items()}
        held = {}
        for holes, part in chunks(ids.keys() - open_ids):
            for row in self._index.execute(
                "SELECT id, flags, heat, quality, time, title, excerpt FROM article"
                f" WHERE flags & {HAS_FILE} AND id IN {holes}",
                part,
            ):
                held[row[0]] = (bool(row[1] & LISTED), row[2], row[3], row[4] or 0, row[5], row[6])
        return {ident: report for ident, report in ids.items() if ident not in held or _rank(report) > held[ident]}

    def _reopen(self, article_ids: set[int], abandoned: set[int]) -> None:
        """Have the files of these articles read again where there are several: who speaks for them is open anew.

        An `abandoned` one has lost the file that may have spoken for it: it gets the lowest rank, so that any file wins.
        """
        for holes, part in chunks(article_ids):
            shared = self._index.execute(
                f"SELECT article_id FROM file WHERE article_id IN {holes} GROUP BY 1 HAVING count(*) > 1", part
            ).fetchall()
            self._index.executemany("UPDATE file SET digest=x'', modified=-1 WHERE article_id=?", shared)
        lost = [(ident,) for ident in abandoned]
        self._index.executemany("UPDATE file SET digest=x'', modified=-1 WHERE article_id=?", lost)
        self._index.executemany(f"UPDATE article SET flags=flags & ~{LISTED}, heat=-2, quality=-1 WHERE id=?", lost)

    def _insert_missing(self, reports: dict[int, FlatReport]) -> None:
        """Give every article named in the reports an id and, where it has none, a row."""
        wanted: dict[int, FlatArticle] = {}
        for report in reports.values():
            for entry in report[8]:
                wanted.setdefault(self._number(entry[0]), entry)
        wanted.update({key: report[0] for key, report in reports.items()})
        unknown = [key for key in wanted if key not in self._ids]
        for holes, part in chunks(unknown):
            self._ids.update(
                self._index.execute(f"SELECT hash, id FROM article WHERE hash IN {holes}", part).fetchall()
            )
        (last,) = self._index.execute("SELECT max(id) FROM article").fetchone()
        ident = last or 0
        rows = []
        for key in unknown:
            if key in self._ids:
                continue
            flat = wanted[key]
            ident += 1
            self._ids[key] = ident
            rows.append(
                (
                    ident,
                    key,
                    flat[3],
                    flat[9],
                    self._provider(flat[10]),
                    flags_of(flat),
                    flat[1],
                    flat[2],
                    flat[4],
                    extra_of(flat),
                )
            )
        self._index.executemany(
            "INSERT INTO article(id, hash, time, heat, quality, provider_id, flags, title, excerpt, url, topics, extra)"
            f" VALUES(?,?,?,{NOT_RANKED},?,?,?,?,?,?,'',?)",
            rows,
        )

    def _update(self, chosen: dict[int, FlatReport], links: dict[int, array[int]]) -> None:
        rows = []
        for ident, (flat, heat, listed, removed, category, topics, featured, body, _) in chosen.items():
            flags = flags_of(flat, has_file=True, listed=listed, removed=removed, body=body)
            extra = extra_of(flat, category=category, featured=featured, body=body)
            rows.append(
                (
                    flat[3],
                    heat,
                    flat[9],
                    self._provider(flat[10]),
                    flags,
                    flat[1],
                    flat[2],
                    flat[4],
                    NAME_SEPARATOR.join(topics),
                    extra,
                    links[ident].tobytes(),
                    ident,
                )
            )
        # An article that had no file so far starts as a story of its own.
        self._index.executemany(
            f"""UPDATE article SET time=?1, heat=?2, quality=?3, provider_id=?4, title=?6, excerpt=?7, url=?8,
                  topics=?9, extra=?10, links=?11,
                  story_id=CASE WHEN story_id IS NULL OR role={HOME} THEN hash ELSE story_id END,
                  flags=?5 | CASE WHEN role={HOME} OR story_id IS NULL THEN 0 ELSE flags & {PLACED} END,
                  role={EVENT} WHERE id=?12""",
            rows,
        )

    def _edited_entries(self, reports: list[FlatReport]) -> dict[int, FlatArticle]:
        """Article id → entry, for `related` entries of edited files that say something new of an article without file."""
        found = {self._ids[self._number(entry[0])]: entry for report in reports for entry in report[8]}
        changed = {}
        for holes, part in chunks(found):
            for ident, *held in self._index.execute(
                "SELECT id, time, quality, provider_id, title, excerpt, url, extra FROM article"
                f" WHERE NOT flags & {HAS_FILE} AND id IN {holes}",
                part,
            ):
                if held != _entry_values(found[ident], self._provider(found[ident][10])):
                    changed[ident] = found[ident]
        return changed

    def _update_entries(self, entries: dict[int, FlatArticle]) -> None:
        self._index.executemany(
            "UPDATE article SET time=?, quality=?, provider_id=?, title=?, excerpt=?, url=?, extra=? WHERE id=?",
            [(*_entry_values(flat, self._provider(flat[10])), ident) for ident, flat in entries.items()],
        )

    def _doomed(self, deltas: Counter[int], released: set[int]) -> set[int]:
        """Articles that no file holds and no `related` list names any more."""
        doomed = set()
        for holes, part in chunks({ident for ident, delta in deltas.items() if delta < 0} | released):
            for ident, flags, refs in self._index.execute(
                f"SELECT id, flags, refs FROM article WHERE id IN {holes}", part
            ):
                if refs + deltas[ident] <= 0 and (ident in released or not flags & HAS_FILE):
                    doomed.add(ident)
        return doomed

    def _links(self, report: FlatReport, own: int) -> array[int]:
        """The ids of a report's `related` entries, each once, without the article itself."""
        ids = dict.fromkeys([self._ids[self._number(entry[0])] for entry in report[8]])
        ids.pop(own, None)
        return array("I", ids)

    def _old_files(self, source_id: int, names: Sequence[str]) -> dict[str, tuple[int | None, bytes]]:
        """Name → (article id, digest) of the files already known."""
        found = {}
        for holes, part in chunks(names):
            rows = self._index.execute(
                f"SELECT name, article_id, digest FROM file WHERE source_id=? AND name IN {holes}", (source_id, *part)
            )
            found.update({name: (article, digest) for name, article, digest in rows})
        return found

    def _pointed(self, article_ids: set[int]) -> set[int]:
        """Those of the articles that a file row still points to."""
        found: set[int] = set()
        for holes, part in chunks(article_ids):
            found.update(
                row[0] for row in self._index.execute(f"SELECT article_id FROM file WHERE article_id IN {holes}", part)
            )
        return found

    def _stories_of(self, article_ids: Iterable[int]) -> set[int]:
        found: set[int] = set()
        for holes, part in chunks(article_ids):
            found.update(
                row[0]
                for row in self._index.execute(
                    f"SELECT story_id FROM article WHERE story_id IS NOT NULL AND id IN {holes}", part
                )
            )
        return found

    def _replace_problems(self, source_id: int, names: Sequence[str], results: Sequence[FileResult]) -> None:
        self._index.executemany(
            "DELETE FROM problem WHERE source_id=? AND name=? AND place<>'folder'",
            [(source_id, name) for name in names],
        )
        self._index.executemany(
            "INSERT INTO problem VALUES(?,?,?,?)",
            [(source_id, r.name, place, reason) for r in results for place, reason in r.problems],
        )

    def _provider(self, flat: FlatProvider) -> int:
        ident = self._providers.get(flat)
        if ident is None:
            values = (flat[0], flat[1], logos(flat[2]))
            self._index.execute("INSERT OR IGNORE INTO provider(name, domain, images) VALUES(?,?,?)", values)
            (ident,) = self._index.execute(
                "SELECT id FROM provider WHERE name=? AND domain=? AND images=?", values
            ).fetchone()
            self._providers[flat] = ident
        return ident

    def _number(self, key: str) -> int:
        found = self._numbers.get(key)
        if found is None:
            self._numbers[key] = found = number(key)
        return found


def _entry_values(flat: FlatArticle, provider_id: int) -> list[Any]:
    return [flat[3], flat[9], provider_id, flat[1], flat[2], flat[4], extra_of(flat)]


def _rank(report: FlatReport) -> tuple[bool, int, int, int, str, str]:
    """Of two files about one article the greater one speaks for it; the order of reading does not matter."""
    flat = report[0]
    return report[2], report[1], flat[9], flat[3] or 0, flat[1], flat[2]
