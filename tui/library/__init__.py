"""The library: index.db, marks.db and everything that reads and writes them. The only room that knows SQLite."""
