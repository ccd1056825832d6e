"""The tables of texts.db: what was fetched of articles, which may be gone where it came from. Never rebuilt, only migrated."""

from __future__ import annotations

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        # hash: library.records.number of the article's key, its number in the index. markdown: zlib.
        # A text that takes the place of another gets an id of its own: `passage` still has the words of the old one,
        # which lead nowhere then. (SQLite before 3.43 takes them out only for the exact text that went in.)
        """CREATE TABLE text(
             id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT UNIQUE NOT NULL, hash INTEGER NOT NULL,
             markdown BLOB NOT NULL, url TEXT NOT NULL, title TEXT NOT NULL, author TEXT NOT NULL, date TEXT NOT NULL,
             site TEXT NOT NULL, teaser INTEGER NOT NULL, copy TEXT NOT NULL, fetched_at INTEGER NOT NULL)""",
        "CREATE INDEX text_hash ON text(hash)",
        # rowid: text.id. Teasers are not in it.
        """CREATE VIRTUAL TABLE passage USING fts5(
             said, content='', tokenize="unicode61 remove_diacritics 2")""",
        """CREATE TABLE link_check(
             url TEXT NOT NULL, checked_at INTEGER NOT NULL, status INTEGER NOT NULL, final_url TEXT NOT NULL,
             verdict TEXT NOT NULL, PRIMARY KEY(url, checked_at)) WITHOUT ROWID""",
        # When the text of an article was last tried for and not had, unasked.
        "CREATE TABLE attempt(key TEXT PRIMARY KEY, tried_at INTEGER NOT NULL) WITHOUT ROWID",
    ),
)
