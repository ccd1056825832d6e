"""The tables of marks.db: what the reader did. Never rebuilt, only migrated."""

from __future__ import annotations

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        # `key` is the article's identity (model.Article.key); `hash` its number in the index (library.records.number).
        # `generation` grows with every change, so that an index can catch up with what it has not seen yet.
        # `tags`: joined by unit separators.
        """CREATE TABLE mark(
             key TEXT PRIMARY KEY, hash INTEGER NOT NULL, read_at INTEGER, starred_at INTEGER, lead_at INTEGER,
             hidden_at INTEGER, tags TEXT NOT NULL DEFAULT '', generation INTEGER NOT NULL) WITHOUT ROWID""",
        "CREATE INDEX mark_hash ON mark(hash)",
        "CREATE INDEX mark_generation ON mark(generation)",
        # kind: split (a leaves the story of b), merge (a and b are one story), never (a is a source's place)
        """CREATE TABLE correction(
             kind TEXT NOT NULL, a TEXT NOT NULL, b TEXT NOT NULL DEFAULT '', made_at INTEGER NOT NULL,
             PRIMARY KEY(kind, a, b)) WITHOUT ROWID""",
        # From `title` on: what the reader set of it. topics, allow: joined by unit separators.
        """CREATE TABLE source(
             place TEXT PRIMARY KEY, kind TEXT NOT NULL, added_at INTEGER NOT NULL, title TEXT NOT NULL DEFAULT '',
             topics TEXT NOT NULL DEFAULT '', paused INTEGER NOT NULL DEFAULT 0, repository TEXT NOT NULL DEFAULT '',
             allow TEXT NOT NULL DEFAULT '') WITHOUT ROWID""",
        # Searches under a name, in the order of `place`; and what was asked of late, the newest with the highest number.
        "CREATE TABLE search(name TEXT PRIMARY KEY, text TEXT NOT NULL, place INTEGER NOT NULL) WITHOUT ROWID",
        "CREATE TABLE asked(text TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID",
        "CREATE TABLE counter(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID",
        "INSERT INTO counter VALUES('generation', 0)",
    ),
    (
        # Articles that the rules have had before them, by their numbers in the index: an index that is built again
        # takes all of them for new. 15 MB for a million.
        "CREATE TABLE ruled(hash INTEGER PRIMARY KEY)",
    ),
    ("ALTER TABLE mark ADD COLUMN note TEXT NOT NULL DEFAULT ''",),
)
