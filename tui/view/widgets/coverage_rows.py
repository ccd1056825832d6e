"""What the coverage pane lists, in which order, and what is folded away: decided here, without drawing anything.

One row per outlet. Further articles of the outlet and syndicated copies lie folded under it until it is unfolded.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from enum import Enum
from typing import NamedTuple

from tui.model import Article, CoverageRow, Story


class CoverageSort(Enum):
    """How coverage is ordered; the value says it on screen."""

    TIME = "earliest first"
    QUALITY = "best first"
    OUTLET = "by outlet"


class Fold(Enum):
    """Why an article lies under another one; the value names one of them."""

    COPY = "copy"
    MORE = "more"


class Heading(NamedTuple):
    """A line that names a section; the cursor passes over it."""

    title: str
    articles: int
    """Articles in the section, folded ones too."""
    note: str
    """How they are ordered, and what is new."""


class Entry(NamedTuple):
    """One article on display."""

    row: CoverageRow
    number: int | None = None
    """1 to 9: the key that opens it; None further down and for what lies under another entry."""
    lag: datetime | None = None
    """The event's first report, which the article's time is told from; None where no report has a time."""
    new: bool = False
    """It came in since the story was read."""
    copies: int = 0
    """Copies folded (or unfolded) under it."""
    more: int = 0
    """Further articles of its outlet under it."""
    unfolded: bool = False
    child: Fold | None = None
    """Why it lies under the entry above it; None for an entry of its own."""
    found: bool = False
    """It holds what is searched for."""

    @property
    def folds(self) -> bool:
        """Whether anything lies under it."""
        return bool(self.copies or self.more)


def first_report(story: Story) -> datetime | None:
    """When the event was first reported, by the lead or its coverage; None where no article has a time."""
    times = [story.lead.article.published, *(row.article.published for row in story.coverage)]
    return min((time for time in times if time is not None), default=None)


def coverage_entries(
    story: Story,
    sort: CoverageSort = CoverageSort.TIME,
    unfolded: Collection[str] = frozenset(),
    copies: Mapping[str, str] | None = None,
    found: Collection[str] = frozenset(),
) -> tuple[Heading | Entry, ...]:
    """Both sections of a story, ready to draw.

    `unfolded`: keys of the articles whose folded ones are shown. `copies`: article key → key of the article it is a
    syndicated copy of (also the lead's). `found`: keys of those that hold what is searched for; they come first.
    """
    first = first_report(story)
    shown: list[Heading | Entry] = []
    number = 0
    new = {row.article.key for row in story.coverage if story.row.read and not row.seen}
    sections = (
        ("Coverage", story.coverage, sort.value),
        ("Related", story.related, "the publisher's links"),
    )
    for title, rows, note in sections:
        if not rows:
            continue
        first_ones = sum(row.article.key in found for row in rows)
        if 0 < first_ones < len(rows):
            note = f"{first_ones} found, then {note}"
        count = sum(row.article.key in new for row in rows)
        shown.append(Heading(title, len(rows), f"{note} · {count} new" if count else note))
        ordered = sorted(rows, key=_ORDER[sort])
        ordered.sort(key=lambda row: row.article.key not in found)
        for group in _groups(ordered, copies or {}):
            number += 1
            shown += [
                entry._replace(found=entry.row.article.key in found)
                for entry in _entries(group, number, first, unfolded, new)
            ]
    return tuple(shown)


def best_of_outlets(story: Story, entries: Iterable[Heading | Entry]) -> list[Article]:
    """Of each outlet that the coverage shows, in its order, the best article that can be opened.

    `entries`: what is shown. Of the publisher's links only where there is no coverage.
    """
    rows = story.coverage or story.related
    ours = {row.article.key for row in rows}
    best: dict[str, Article] = {}
    for article in sorted((row.article for row in rows if row.article.url), key=lambda article: -article.quality):
        best.setdefault(article.provider.key or article.key, article)
    shown = [entry.row.article for entry in entries if isinstance(entry, Entry) and entry.row.article.key in ours]
    outlets = dict.fromkeys(article.provider.key or article.key for article in shown)
    return [best[outlet] for outlet in outlets if outlet in best]


def _time(row: CoverageRow) -> float:
    """Seconds since 1970; articles without a time come last."""
    published = row.article.published
    return published.timestamp() if published is not None else float("inf")


def _outlet(row: CoverageRow) -> str:
    return row.article.provider.outlet.casefold()


_ORDER: Mapping[CoverageSort, Callable[[CoverageRow], tuple[object, ...]]] = {
    CoverageSort.TIME: lambda row: (_time(row), _outlet(row), row.article.key),
    CoverageSort.QUALITY: lambda row: (-row.article.quality, _time(row), row.article.key),
    CoverageSort.OUTLET: lambda row: (not _outlet(row), _outlet(row), _time(row), row.article.key),
}


def _groups(rows: Sequence[CoverageRow], copies: Mapping[str, str]) -> list[list[tuple[CoverageRow, Fold]]]:
    """The rows in groups of what is shown under one entry: (row, why it folds); the entry itself comes first."""
    by_text: dict[str, list[CoverageRow]] = {}
    for row in rows:
        by_text.setdefault(copies.get(row.article.key, row.article.key), []).append(row)
    groups: list[list[tuple[CoverageRow, Fold]]] = []
    by_outlet: dict[str, list[tuple[CoverageRow, Fold]]] = {}
    for original, same in by_text.items():
        head = next((row for row in same if row.article.key == original), same[0])
        ordered = [head, *(row for row in same if row is not head)]
        outlet = _outlet(head)
        group = by_outlet.get(outlet) if outlet else None
        if group is None:
            group = []
            groups.append(group)
            if outlet:
                by_outlet[outlet] = group
        group += [(row, Fold.MORE if row is head else Fold.COPY) for row in ordered]
    return groups


def _entries(
    group: Sequence[tuple[CoverageRow, Fold]],
    number: int,
    lag: datetime | None,
    unfolded: Collection[str],
    new: Collection[str],
) -> list[Entry]:
    head, under = group[0][0], group[1:]
    is_open = head.article.key in unfolded
    entry = Entry(
        head,
        number=number if number <= 9 else None,
        lag=lag,
        new=any(row.article.key in new for row, _ in (group[:1] if is_open else group)),
        copies=sum(fold is Fold.COPY for _, fold in under),
        more=sum(fold is Fold.MORE for _, fold in under),
        unfolded=is_open and bool(under),
    )
    children = [Entry(row, lag=lag, new=row.article.key in new, child=fold) for row, fold in under] if is_open else []
    return [entry, *children]
