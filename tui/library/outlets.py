"""Which outlets the library has heard of lately. Reads only; in proportion to the articles of those days."""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tui.library.database import translated
from tui.library.index_schema import REMOVED
from tui.model import Provider

DAYS = 30
"""How many of the library's last days count."""
DAY = 86_400
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Outlet:
    """An outlet and how often it was seen."""

    provider: Provider
    reports: int


@dataclass(frozen=True, slots=True)
class Recent:
    """The outlets of the library's last days, the most frequent first."""

    outlets: tuple[Outlet, ...]
    until: int
    """Seconds since 1970 UTC: the days end with the newest article that is not dated ahead."""


def recent_outlets(index: sqlite3.Connection, path: Path, now: int) -> Recent:
    """The outlets of the articles in the library's last days. `now`: seconds since 1970 UTC.

    Raises LibraryError and its kinds.
    """
    with translated(path):
        (until,) = index.execute("SELECT max(time) FROM article WHERE time <= ?", (now,)).fetchone()
        until = until or 0
        rows = index.execute(
            "SELECT p.name, p.domain, count(*) FROM article a CROSS JOIN provider p ON p.id = a.provider_id"
            f" WHERE a.time BETWEEN ? AND ? AND NOT a.flags & {REMOVED} GROUP BY a.provider_id",
            (until - DAYS * DAY, until),
        ).fetchall()
    named: dict[str, Provider] = {}
    reports: Counter[str] = Counter()
    for name, domain, count in rows:
        provider = Provider(name, domain)
        if provider.key:
            named.setdefault(provider.key, provider)
            reports[provider.key] += count
    found = [Outlet(named[key], reports[key]) for key in sorted(reports, key=lambda key: (-reports[key], key))]
    return Recent(tuple(found), until)
