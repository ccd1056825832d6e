"""The outlets that an index names, by their ids. Reads each once, when it is first asked for; writes nothing."""

from __future__ import annotations

import sqlite3

from tui.library.records import provider_of
from tui.model import Provider


class Providers(dict[int, Provider]):
    """To be cleared where a transaction failed: its ids may be given out again."""

    def __init__(self, index: sqlite3.Connection) -> None:
        super().__init__()
        self._index = index

    def __missing__(self, ident: int) -> Provider:
        row = self._index.execute("SELECT name, domain, images FROM provider WHERE id=?", (ident,)).fetchone()
        self[ident] = provider = provider_of(row)
        return provider
