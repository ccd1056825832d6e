"""Measures searches: in the process by kind, and through a terminal from the last key to the painted list and its count."""

from __future__ import annotations

import random
import re
import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from itertools import chain, pairwise, zip_longest
from statistics import median

from benchmarks.figures import Figure, bounded, p95, shown
from benchmarks.libraries import library_of, samples
from benchmarks.reader import held, reader
from terminal import Terminal

from tui.library.opening import INDEX
from tui.query import parse
from tui.wiring import open_shelf

EACH = 46
"""Searches of each of the eleven kinds: 506 in all."""

_LIST = re.compile(rb"\x1b\[(?:[3-9]|[123]\d);\d+H")
"""The cursor goes to a row of the list: something of it is painted."""
_COUNT = re.compile(rb"\d stor(?:y|ies)|Nothing")
"""The line under the search bar says how many there are."""


def queries(each: int) -> Mapping[str, Sequence[str]]:
    """Kind → searches, of words and names that are in the library; the last key of each asks for another list."""
    chance = random.Random(5)
    stories = samples()
    words = [
        word
        for story in stories
        for word in re.findall(r"[a-z]{3,10}", f"{story['title']} {story.get('excerpt', '')}".lower())
    ]
    outlets = [story["name"].split()[0].lower() for story in stories if story.get("name", "").split()]
    phrases = [" ".join(pair) for story in stories for pair in pairwise(story["title"].split())]
    phrases = [phrase for phrase in phrases if re.fullmatch(r"[A-Za-z]+ [A-Za-z]{2,}", phrase)]
    word, outlet = (lambda: chance.choice(words)), (lambda: chance.choice(outlets))
    month = lambda: f"20{chance.randrange(19, 24)}-{chance.randrange(2, 10):02d}"  # noqa: E731
    make: Mapping[str, Callable[[], str]] = {
        "one word": word,
        "two words": lambda: f"{word()} {word()}",
        **{f"beginning of {n}": lambda n=n: (word() + "xxx")[:n] for n in (1, 2, 3, 4)},
        "phrase": lambda: f'"{chance.choice(phrases)}',
        "field": lambda: f"outlet:{outlet()}",
        "range": lambda: chance.choice((f"quality>{chance.randrange(10, 99)}", f"since:{month()}", "heat>10")),
        "negation": lambda: f"{word()} -{word()}",
        "mixed": lambda: f"{word()} quality>{chance.randrange(2, 9)} since:{month()} -outlet:{outlet()}",
    }
    return {kind: [one() for _ in range(each)] for kind, one in make.items()}


def by_kind(count: int) -> list[Figure]:
    """In the process: until the first page is there, and until the exact count is, at p95 of each kind."""
    figures = []
    now = datetime.now(UTC)
    with open_shelf(library_of(count)) as shelf:
        for kind, texts in queries(EACH).items():
            firsts, counts = [], []
            for text in texts:
                query = parse(text, now=now, typing=True)
                began = time.perf_counter()
                next(iter(shelf.search.find(query, "time", None)), None)
                firsts.append((time.perf_counter() - began) * 1000)
                began = time.perf_counter()
                shelf.search.count(query, None)
                counts.append((time.perf_counter() - began) * 1000)
            said = f"{shown(p95(firsts))} ms; {shown(p95(counts))} ms"
            figures.append(Figure(f"{kind}, {count:,} stories: first page; exact count, p95", said))
    return figures


def through_terminal(count: int, most: float, most_count: float | None = None) -> list[Figure]:
    """From the last key of a search to the list that it asks for, and to the number of its stories."""
    texts = list(filter(None, chain.from_iterable(zip_longest(*queries(EACH).values()))))
    lists, counts = [], []
    with reader(library_of(count)) as terminal:
        terminal.wait(lambda t: "unread" in t.text)
        terminal.write("/")
        terminal.wait(lambda t: "words, outlet" in t.text)
        for text in texts:
            terminal.write(f"\x15{text[:-1]}")
            terminal.settle(0.15)
            painted, counted = _last_key(terminal, text[-1])
            if painted is not None:
                lists.append(painted)
            if counted is not None:
                counts.append(counted)
        memory = held(terminal)
    size = f"{count:,} stories, through a pty"
    said = f"median {median(lists):.0f} ms, worst {max(lists):.0f} ms"
    figures = [bounded(f"key to painted list, {size}, p95 of {len(lists)} searches", p95(lists), " ms", most, said)]
    said = f"median {median(counts):.0f} ms, worst {max(counts):.0f} ms"
    if most_count is not None:
        figures.append(bounded(f"key to its exact count, {size}, p95", p95(counts), " ms", most_count, said))
        figures.append(bounded(f"resident memory after {len(lists)} searches, {size}", memory, " MB", 150))
    else:
        figures.append(Figure(f"key to its exact count, {size}, p95", f"{shown(p95(counts))} ms ({said})"))
    return figures


def _last_key(terminal: Terminal, key: str) -> tuple[float | None, float | None]:
    """Milliseconds to the painted list and to its count; None for what looks as it did before, and is not painted."""
    before = len(terminal.raw)
    found: dict[re.Pattern[bytes], float] = {}
    began = came = time.monotonic()
    terminal.write(key)
    while len(found) < 2 and came - began < 1:
        came = terminal.read_on()  # the cursor in the search bar blinks twice a second
        for pattern in (_LIST, _COUNT):
            if pattern not in found and pattern.search(terminal.raw, before):
                found[pattern] = (came - began) * 1000
    return found.get(_LIST), found.get(_COUNT)


def size_on_disk(count: int, most: float) -> list[Figure]:
    """What the full-text index takes over the text that it holds, and what the whole index does."""
    with closing(sqlite3.connect(library_of(count) / INDEX)) as index:
        (text,) = index.execute(
            "SELECT sum(length(CAST(a.title || a.excerpt || a.topics || p.name || p.domain AS BLOB)))"
            " FROM article a JOIN provider p ON p.id = a.provider_id"
        ).fetchone()
        (full,) = index.execute("SELECT sum(pgsize) FROM dbstat WHERE name GLOB 'words*'").fetchone()
        (whole,) = index.execute("SELECT sum(pgsize) FROM dbstat").fetchone()
    note = f"{full / 1e6:,.0f} MB over {text / 1e6:,.0f} MB; the whole index with the articles {whole / 1e6:,.0f} MB"
    return [bounded(f"full-text index over its text, {count:,} stories", full / text, "×", most, note)]
