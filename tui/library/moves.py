"""What a batch of files means for articles: which ones it rewrites, leaves and moves. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tui.formats.flat import FileResult, FlatReport
from tui.library.article_table import rank

STALE = b""
"""The digest of a file that must be read again: it could not be read, or another file of its article has changed."""


class Moves(NamedTuple):
    """What happened to files, in terms of the articles they are about."""

    rewritten: set[int]
    """Articles one of whose own files changed."""
    left: set[int]
    """Articles that a file was about before and is not now."""
    moved: set[int]
    """Articles that have a file more or less than before, which may be of another source."""
    edited: set[str]
    """Keys of articles whose file is not new: its `related` entries replace what an older copy said."""


def best(results: Sequence[FileResult]) -> dict[str, FlatReport]:
    """Article key → the best report that the results give of it."""
    found: dict[str, FlatReport] = {}
    for result in results:
        if result.report:
            key = result.report[0][0]
            if key not in found or rank(result.report) > rank(found[key]):
                found[key] = result.report
    return found


def moves(
    results: Sequence[FileResult], old: Mapping[str, tuple[int | None, bytes]], pointers: Mapping[str, int | None]
) -> Moves:
    """What changes between `old`, name → (article id, digest), and `pointers`, name → article id of what was read."""
    before = {name: article for name, (article, _) in old.items() if article}
    after = {name: article for name, article in pointers.items() if article}
    changed = {r.name for r in results if r.digest and r.name in old and old[r.name][1] != STALE}
    return Moves(
        rewritten={after[name] for name in changed & after.keys() if before.get(name) == after[name]},
        left={article for name, article in before.items() if after.get(name) != article},
        moved={article for _, article in before.items() ^ after.items()},
        edited={r.report[0][0] for r in results if r.report and r.name in changed},
    )
