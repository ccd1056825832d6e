"""Measures how well and how fast articles are grouped, without a library and in one."""

from __future__ import annotations

import gc
import sqlite3
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.figures import Figure, at_least, bounded, p99
from benchmarks.grouping_news import CORPUS, EVENTS, corpus, labelled, made

from tui.core.syncing import sync_folders
from tui.formats.flat import FileResult
from tui.library.grouping import Grouping, Memory
from tui.library.grouping_lead import choose_lead
from tui.library.index_writer import IndexWriter
from tui.library.marks import Marks
from tui.library.opening import open_index, open_marks
from tui.library.stories import StoryTable
from tui.stories.frequency import Frequencies
from tui.stories.grouper import Grouper
from tui.stories.item import Item
from tui.stories.rules import Rules, Strictness

LAST = 2_000
"""Articles at the end of a made library whose single times are looked at."""


def stories(items: Iterable[Item], grouper: Grouper) -> tuple[dict[int, int], int]:
    """The story of each article after all were placed, and how many articles changed theirs on the way."""
    members: dict[int, list[int]] = defaultdict(list)
    moved: set[int] = set()
    for item in items:
        placement = grouper.place(item)
        for gone in placement.merged:
            moved.update(members[gone])
            members[placement.story] += members.pop(gone)
        members[placement.story].append(item.key)
    return {key: story for story, keys in members.items() for key in keys}, len(moved)


def bcubed(found: Mapping[int, int], events: Mapping[int, str]) -> tuple[float, float, float]:
    """BCubed F1, precision, recall (Bagga and Baldwin 1998)."""
    groups: dict[int, list[str]] = defaultdict(list)
    for key, story in found.items():
        groups[story].append(events[key])
    sizes = Counter(events.values())
    precision = recall = 0.0
    for group in groups.values():
        for event, times in Counter(group).items():
            precision += times * times / len(group)
            recall += times * times / sizes[event]
    precision, recall = precision / len(events), recall / len(events)
    return 2 * precision * recall / (precision + recall), precision, recall


def quality() -> list[Figure]:
    """BCubed figures of the rules as they are, and with each of them left out."""
    if not EVENTS.is_file():
        return [Figure("events by hand", "no corpus")]
    items, events = labelled()
    rules = Rules()
    bare = [item._replace(excerpt="") for item in items]
    unlinked = [item._replace(number=0) for item in items]
    f1, precision, recall = bcubed(stories(items, Grouper())[0], events)
    note = f"{len(items)} articles labelled by hand, recall {recall:.3f}"
    figures = [at_least("BCubed F1", f1, "", 0.94, note), at_least("BCubed precision", precision, "", 0.95)]
    variants: list[tuple[str, Sequence[Item], Rules, float]] = [
        ("no merge of stories", items, rules._replace(merges=False), 1.5),
        ("no one-outlet rule", items, rules._replace(one_outlet=0.0, own_words=1.1, repeat=0.0), 1.5),
        ("no boost of names", items, rules, 1.0),
        ("title only", bare, rules, 1.5),
        ("no time term", items, rules._replace(fades=1000.0), 1.5),
        ("no links", unlinked, rules, 1.5),
        ("no single-word rule", items, rules._replace(narrow=0.0), 1.5),
        ("no conflict of names", items, rules._replace(conflict=0.0), 1.5),
        ("strict", items, rules._replace(shift=Strictness.STRICT.value), 1.5),
        ("loose", items, rules._replace(shift=Strictness.LOOSE.value), 1.5),
    ]
    for name, chosen, changed, boost in variants:
        found, _ = stories(chosen, Grouper(Frequencies(name_boost=boost), rules=changed))
        its = bcubed(found, events)
        figures.append(
            Figure(f"… {name}: F1, precision, recall", f"{its[0]:.3f} ({its[0] - f1:+.3f}), {its[1]:.3f}, {its[2]:.3f}")
        )
    return figures


def stability() -> list[Figure]:
    """What the corpus becomes as it streams in."""
    if not CORPUS.is_dir():
        return []
    items = corpus()
    found, moved = stories(items, Grouper())
    sizes = Counter(found.values())
    note = f"{len(items):,} articles, {len(sizes):,} stories, the biggest of {max(sizes.values())}"
    return [bounded("articles that change story while the corpus streams in", 100 * moved / len(items), " %", 1, note)]


def speed(amount: int, least: float) -> list[Figure]:
    """Articles a second from an empty library, and the slowest single ones at its end."""
    items, grouper, spent = made(amount), Grouper(), []
    began = time.process_time()
    for item in items:
        start = time.process_time()
        grouper.place(item)
        spent.append(time.process_time() - start)
    whole = time.process_time() - began
    return [
        at_least(f"articles placed per second of processor time, {amount:,} articles", amount / whole, "", least),
        bounded(f"… one of the last {LAST:,}, p99", 1e3 * p99(spent[-LAST:]), " ms", 5),
    ]


def in_library(amount: int) -> list[Figure]:
    """One new article in a library of so many: placed and listed, everything written."""
    items = made(amount)
    with _opened() as (marks, index):
        tables = StoryTable(index, marks.connection, choose_lead)
        writer, memory = IndexWriter(index, tables), Memory()
        source = writer.source("/made")

        def put(some: Sequence[Item]) -> None:
            writer.write(source, [_file(item) for item in some], {_file(item).name: (1, 1) for item in some}, 1)

        for start in range(0, amount - LAST, 500):
            put(items[start : min(start + 500, amount - LAST)])
        began = time.process_time()
        Grouping(index, marks, tables, memory).run()
        whole = time.process_time() - began
        writer.settle()
        spent, tidied = [], []
        for item in items[-LAST:]:
            put([item])
            start_of_one = time.process_time()
            Grouping(index, marks, tables, memory).run()
            done = time.process_time()
            writer.tidy(1)
            spent.append(done - start_of_one)
            tidied.append(time.process_time() - done)
    note = f"of processor time; p50 {1e3 * median(spent):.2f} ms"
    return [
        bounded(f"one new article grouped in a library of {amount:,}, p99", 1e3 * p99(spent), " ms", 5, note),
        Figure("… tidying the index after it, once it is told, p99", f"{1e3 * p99(tidied):.1f} ms"),
        Figure(f"a library of {amount:,} grouped at once", f"{whole:.0f} s of processor time"),
    ]


def of_corpus() -> list[Figure]:
    """Grouping the corpus in a library, after its files are read."""
    if not CORPUS.is_dir():
        return []
    with _opened() as (marks, index):
        tables = StoryTable(index, marks.connection, choose_lead)
        sync_folders(IndexWriter(index, tables), [str(CORPUS)], lambda progress: None)
        began = time.process_time()
        Grouping(index, marks, tables).run()
        whole = time.process_time() - began
    return [bounded("the corpus grouped in a library, after its files are read", whole, " s of processor time", 1.5)]


def figures() -> list[Figure]:
    """Everything."""
    # As the indexer does: millions of small values that all live on.
    gc.disable()
    found = [
        *quality(),
        *stability(),
        *speed(10_000, 3_000),
        *speed(100_000, 1_500),
        *of_corpus(),
        *in_library(100_000),
    ]
    gc.enable()
    return found


@contextmanager
def _opened() -> Iterator[tuple[Marks, sqlite3.Connection]]:
    """An empty library."""
    with (
        TemporaryDirectory() as folder,
        closing(open_marks(Path(folder))) as marks,
        closing(open_index(Path(folder))) as index,
    ):
        yield marks, index


def _file(item: Item) -> FileResult:
    url = f"https://{item.outlet or 'x.example'}/{item.key:x}"
    provider = (item.outlet, item.outlet, ())
    flat = (url, item.title, item.excerpt, item.time, url, url, "", "", "article", 1, provider, ())
    return FileResult(f"{item.key:x}.md", item.key.to_bytes(8, "big"), (flat, -1, False, False, "", (), "", "", ()), ())
