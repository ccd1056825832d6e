"""Full texts of articles in texts.db, and what checks of their links met. Fetches nothing and sets nothing.

Keyed by article key, as marks are: whatever happens to sources, files and the index, what was fetched stays.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tui.library.database import chunks, transaction, translated
from tui.library.index_schema import SEPARATOR
from tui.library.records import number
from tui.model import LinkCheck
from tui.text.words import spaced

CHECKS_KEPT = 8
"""Checks of one address that are kept, the newest."""
RETRY_AFTER = 86_400
"""Seconds after which a text that could not be had is tried for again, unasked."""


@dataclass(frozen=True, slots=True)
class KeptText:
    """An article's full text as it was fetched."""

    key: str
    """The article's key."""
    markdown: str
    url: str
    """Where it was read; links are resolved against it."""
    fetched_at: int
    """Seconds since 1970 UTC."""
    title: str = ""
    author: str = ""
    date: str = ""
    """The day of publication as the page has it, "2023-07-25"; "" where it has none."""
    site: str = ""
    """What the site calls itself."""
    teaser: bool = False
    """It is too short to be the article."""
    copy: str = ""
    """What the copy is called that it was read from; "" = the article's own page."""


class Texts:
    """One connection to texts.db. Each change is one durable transaction. Raises LibraryError and its kinds."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.connection = connection
        self._path = path

    def get(self, key: str) -> KeptText | None:
        """The text of an article."""
        with translated(self._path):
            row = self.connection.execute(
                "SELECT markdown, url, fetched_at, title, author, date, site, teaser, copy FROM text WHERE key=?",
                (key,),
            ).fetchone()
        if row is None:
            return None
        packed, url, fetched_at, title, author, date, site, teaser, copy = row
        markdown = zlib.decompress(packed).decode("utf-8", "surrogatepass")
        return KeptText(key, markdown, url, fetched_at, title, author, date, site, bool(teaser), copy)

    def put(self, text: KeptText, said: Iterable[str]) -> None:
        """Keep a text in place of what was kept of its article. `said`: what a search looks into; no phrase spans two."""
        packed = zlib.compress(text.markdown.encode("utf-8", "surrogatepass"), 9)
        words = f" {SEPARATOR} ".join(map(spaced, said))
        with translated(self._path), transaction(self.connection):
            done = self.connection.execute(
                "INSERT OR REPLACE INTO text(key, hash, markdown, url, title, author, date, site, teaser, copy, fetched_at)"
                " VALUES(?,?,?,?,?,?,?,?,?,?,?)",
                (text.key, number(text.key), packed, text.url, text.title, text.author, text.date, text.site,
                 text.teaser, text.copy, text.fetched_at),
            )  # fmt: skip
            if not text.teaser:
                self.connection.execute("INSERT INTO passage(rowid, said) VALUES(?,?)", (done.lastrowid, words))
            self.connection.execute("DELETE FROM attempt WHERE key=?", (text.key,))

    def wanting(self, keys: Sequence[str], now: int) -> list[str]:
        """Those of the articles, in their order, that have no text and were not tried for lately."""
        held: set[str] = set()
        with translated(self._path):
            for holes, part in chunks(keys):
                rows = self.connection.execute(
                    f"SELECT key FROM text WHERE key IN {holes} UNION ALL"
                    f" SELECT key FROM attempt WHERE key IN {holes} AND tried_at > ?",
                    (*part, *part, now - RETRY_AFTER),
                )
                held.update(key for (key,) in rows)
        return [key for key in keys if key not in held]

    def tried(self, key: str, now: int) -> None:
        """Note that the text of an article could not be had."""
        with translated(self._path), transaction(self.connection):
            self.connection.execute("INSERT OR REPLACE INTO attempt VALUES(?,?)", (key, now))

    def checks(self, url: str) -> list[LinkCheck]:
        """The checks of an address, the newest first."""
        with translated(self._path):
            rows = self.connection.execute(
                "SELECT url, checked_at, status, verdict, final_url FROM link_check WHERE url=? ORDER BY checked_at DESC",
                (url,),
            )
            return [LinkCheck(*row) for row in rows]

    def add_checks(self, checks: Iterable[LinkCheck]) -> None:
        """Keep checks of addresses, and of each address only the newest."""
        with translated(self._path), transaction(self.connection):
            for check in checks:
                self.connection.execute(
                    "INSERT OR REPLACE INTO link_check(url, checked_at, status, verdict, final_url) VALUES(?,?,?,?,?)",
                    (check.url, check.when, check.status, check.verdict, check.final_url),
                )
                self.connection.execute(
                    "DELETE FROM link_check WHERE url=?1 AND checked_at NOT IN"
                    " (SELECT checked_at FROM link_check WHERE url=?1 ORDER BY checked_at DESC LIMIT ?2)",
                    (check.url, CHECKS_KEPT),
                )

    def close(self) -> None:
        self.connection.close()
