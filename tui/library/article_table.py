"""The `article` and `provider` rows of index.db: which article a report is about, and what its row says. Knows no files.

Articles are known here by their keys. A key has an id from `identify` on and a row from `insert` on. Everything happens
in the caller's transaction.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from tui.formats.flat import FlatArticle, FlatProvider, FlatReport
from tui.library.database import among, chunks
from tui.library.index_schema import COPIES, EVENT, HAS_FILE, HOME, LISTED, OPEN, PLACED, REMOVED, TEXT
from tui.library.records import NAME_SEPARATOR, extra_of, flags_of, links_of, logos, number
from tui.model import NOT_RANKED

_OF_FILE = HAS_FILE | LISTED | REMOVED | TEXT | PLACED | OPEN


class ArticleTable:
    """The articles of one writing connection. Remembers every id it has met."""

    def __init__(self, index: sqlite3.Connection) -> None:
        self._index = index
        self._ids: dict[str, int] = {}
        self._new: dict[str, tuple[int, int]] = {}
        """Key → (id, number) of articles that have no row yet."""
        self._providers: dict[FlatProvider, int] = {}

    def forget(self) -> None:
        """Forget every id, because a transaction failed or articles went."""
        self._ids.clear()
        self._new.clear()
        self._providers.clear()

    def id_of(self, key: str) -> int:
        """The id of an identified article."""
        return self._ids[key]

    def has_row(self, key: str) -> bool:
        """Whether an identified article is in the table already."""
        return key not in self._new

    def identify(self, keys: Iterable[str]) -> None:
        """Give every key its id, a new one where the article is not known."""
        unknown = {number(key): key for key in keys if key not in self._ids}
        for holes, part in chunks(unknown):
            for its_number, ident in self._index.execute(f"SELECT hash, id FROM article WHERE hash IN {holes}", part):
                self._ids[unknown.pop(its_number)] = ident
        if not unknown:
            return
        (last,) = self._index.execute("SELECT max(id) FROM article").fetchone()
        for ident, (its_number, key) in enumerate(unknown.items(), (last or 0) + len(self._new) + 1):
            self._ids[key] = ident
            self._new[key] = (ident, its_number)

    def contest(self, reports: Mapping[str, FlatReport], open_ids: Collection[int]) -> dict[str, FlatReport]:
        """The reports that say more than what another file of the same article said, or that speak for an open one."""
        held = {}
        asked = {self._ids[key]: key for key in reports if self.has_row(key)}
        for holes, part in chunks(ident for ident in asked if ident not in open_ids):
            for ident, *row in self._index.execute(
                "SELECT id, flags, heat, quality, time, title, excerpt, topics, extra, links FROM article"
                f" WHERE flags & {HAS_FILE | OPEN} = {HAS_FILE} AND id IN {holes}",
                part,
            ):
                flags, heat, quality, time, title, excerpt, topics, extra, links = row
                rest = (title, excerpt, topics, extra, len(links_of(links)))
                held[asked[ident]] = (bool(flags & LISTED), not flags & REMOVED, heat, quality, time or 0, *rest)
        return {key: report for key, report in reports.items() if key not in held or rank(report) > held[key]}

    def links(self, report: FlatReport) -> array[int]:
        """The ids of a report's `related` entries, each once, without the article itself."""
        ids = self._ids
        found = dict.fromkeys([ids[entry[0]] for entry in report[8]])
        found.pop(ids[report[0][0]], None)
        return array("I", found)

    def linked(self, ids: Iterable[int]) -> Counter[int]:
        """How often the rows of these articles link each article, as they are now."""
        found: Counter[int] = Counter()
        for holes, part in chunks(ids):
            for (packed,) in self._index.execute(f"SELECT links FROM article WHERE id IN {holes}", part):
                found.update(links_of(packed))
        return found

    def insert(
        self,
        reports: Mapping[str, FlatReport],
        links: Mapping[str, array[int]],
        entries: Mapping[str, FlatArticle],
        refs: Counter[int],
    ) -> set[int]:
        """Make the rows of new articles, from their reports or else their entries; returns the stories of the former."""
        plain, full, stories = [], [], set[int]()
        for key, (ident, its_number) in self._new.items():
            report = reports.get(key)
            if report is None:
                flat = entries[key]
                values = (flat[3], NOT_RANKED, flat[9], self._provider(flat[10]), flags_of(flat), *flat[1:3], flat[4])
                plain.append((ident, its_number, *values, extra_of(flat), refs.pop(ident, 0)))
            else:
                stories.add(its_number)
                full.append((*self._values(report, links[key]), ident, its_number, its_number, refs.pop(ident, 0)))
        self._new.clear()
        self._index.executemany(
            "INSERT INTO article(id, hash, time, heat, quality, provider_id, flags, title, excerpt, url, topics, extra, refs)"
            " VALUES(?,?,?,?,?,?,?,?,?,?,'',?,?)",
            plain,
        )
        self._index.executemany(
            "INSERT INTO article(time, heat, quality, provider_id, flags, title, excerpt, url, topics, extra, links,"
            " id, hash, story_id, refs) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            full,
        )
        return stories

    def update(self, reports: Mapping[str, FlatReport], links: Mapping[str, array[int]]) -> None:
        """Let articles that have a row say what their reports say. One without a file so far becomes its own story."""
        self._index.executemany(
            f"""UPDATE article SET time=?1, heat=?2, quality=?3, provider_id=?4, title=?6, excerpt=?7, url=?8,
                  topics=?9, extra=?10, links=?11,
                  story_id=CASE WHEN story_id IS NULL OR role={HOME} THEN hash ELSE story_id END,
                  flags=?5 | CASE WHEN role={HOME} OR story_id IS NULL THEN 0 ELSE flags & {PLACED | COPIES} END,
                  role={EVENT} WHERE id=?12""",
            [(*self._values(report, links[key]), self._ids[key]) for key, report in reports.items()],
        )

    def edited(self, entries: Mapping[str, FlatArticle]) -> dict[int, FlatArticle]:
        """Id → entry, for those entries that say something new of an article that no file holds."""
        found = {self._ids[key]: entry for key, entry in entries.items() if self.has_row(key)}
        changed = {}
        for holes, part in chunks(found):
            for ident, *held in self._index.execute(
                "SELECT id, time, quality, provider_id, title, excerpt, url, extra FROM article"
                f" WHERE NOT flags & {HAS_FILE} AND id IN {holes}",
                part,
            ):
                if held != self._entry_values(found[ident]):
                    changed[ident] = found[ident]
        return changed

    def update_entries(self, entries: Mapping[int, FlatArticle]) -> None:
        """Let articles that no file holds say what these entries say."""
        self._index.executemany(
            "UPDATE article SET time=?, quality=?, provider_id=?, title=?, excerpt=?, url=?, extra=? WHERE id=?",
            [(*self._entry_values(flat), ident) for ident, flat in entries.items()],
        )

    def count(self, refs: Counter[int]) -> None:
        """Add to how many files link each article."""
        self._index.executemany(
            "UPDATE article SET refs=refs+? WHERE id=?", [(delta, ident) for ident, delta in refs.items() if delta]
        )

    def open(self, ids: Iterable[int]) -> None:
        """Let the next file of these articles speak for them, whatever it says: the one that did so may be gone."""
        self._index.executemany(f"UPDATE article SET flags=flags | {OPEN} WHERE id=?", [(ident,) for ident in ids])

    def doomed(self, refs: Counter[int], released: Collection[int]) -> set[int]:
        """Articles that no file holds and no `related` list names, once `refs` is counted; `released` lost their file."""
        doomed = set()
        for holes, part in chunks({ident for ident, delta in refs.items() if delta < 0}.union(released)):
            for ident, flags, held in self._index.execute(
                f"SELECT id, flags, refs FROM article WHERE id IN {holes}", part
            ):
                if held + refs[ident] <= 0 and (ident in released or not flags & HAS_FILE):
                    doomed.add(ident)
        return doomed

    def release(self, released: Iterable[int], doomed: Collection[int]) -> None:
        """Take from articles what only their file said; delete the doomed ones."""
        self._index.executemany(
            f"UPDATE article SET flags=flags & ~{_OF_FILE}, heat={NOT_RANKED}, links=NULL, topics='',"
            " extra=json_remove(extra, '$.category', '$.featured', '$.body') WHERE id=?",
            [(ident,) for ident in released],
        )
        self._index.executemany("DELETE FROM article WHERE id=?", [(ident,) for ident in doomed])
        if doomed:
            self._ids.clear()

    def stories_of(self, ids: Iterable[int]) -> set[int]:
        """The stories that these articles are listed under."""
        return among(self._index, "SELECT story_id FROM article WHERE story_id IS NOT NULL AND id IN", ids)

    def _values(self, report: FlatReport, links: array[int]) -> tuple[Any, ...]:
        flat, heat, listed, removed, _, topics, _, body, _ = report
        flags = flags_of(flat, has_file=True, listed=listed, removed=removed, body=body)
        outlet = self._provider(flat[10])
        texts = flat[1], flat[2], flat[4], NAME_SEPARATOR.join(topics), _extra(report)
        return (flat[3], heat, flat[9], outlet, flags, *texts, links.tobytes())

    def _entry_values(self, flat: FlatArticle) -> list[Any]:
        return [flat[3], flat[9], self._provider(flat[10]), flat[1], flat[2], flat[4], extra_of(flat)]

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


def rank(report: FlatReport) -> tuple[Any, ...]:
    """Of two files about one article the greater one speaks for it; the order of reading does not matter."""
    flat = report[0]
    rest = (flat[1], flat[2], NAME_SEPARATOR.join(report[5]), _extra(report))
    return (
        report[2],
        not report[3],
        report[1],
        flat[9],
        flat[3] or 0,
        *rest,
        len({entry[0] for entry in report[8]} - {flat[0]}),
    )


def _extra(report: FlatReport) -> str:
    return extra_of(report[0], category=report[4], featured=report[6], body=report[7])
