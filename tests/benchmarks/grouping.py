"""Prints how well and how fast articles are grouped; asserts nothing. Run: python tests/benchmarks/grouping.py [quality|speed]

Quality needs the labelled events, and reads links from the corpus, both beside the project; without them it is skipped.
Speed uses articles made from the corpus, or of invented words where there is none.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tui.stories.frequency import Frequencies  # noqa: E402
from tui.stories.grouper import Grouper  # noqa: E402
from tui.stories.item import DAY, Item, order  # noqa: E402
from tui.stories.rules import Rules  # noqa: E402
from tui.stories.words import count  # noqa: E402

SHARED = ROOT.parent / "shared"
EVENTS = SHARED / "grouping" / "events-dev.jsonl"
CORPUS = SHARED / "corpus" / "azure" / "_news"
SECONDS_PER_ARTICLE = 365 * DAY // 100_000
"""Density of the made library: 100,000 articles a year, 1,900 within seven days."""

_FIELD = re.compile(r"^(\s*(?:- )?)(title|excerpt|publishedDateTime|webUrl|domain|heat|quality): (.*)$")


def key_of(url: str) -> int:
    """A 63-bit key of an address."""
    return int.from_bytes(hashlib.blake2b(url.encode(), digest_size=8).digest(), "big") >> 1


def seconds(text: str) -> int:
    """Seconds since 1970 of an ISO time."""
    moment = datetime.fromisoformat(text.strip('"').replace("Z", "+00:00"))
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())


def corpus() -> list[Item]:
    """The corpus as items, read line by line: no YAML, good enough to measure with."""
    own: dict[int, Item] = {}
    known: dict[int, Item] = {}
    for path in sorted(CORPUS.glob("*.md")):
        entries: list[dict[str, str]] = [{}]
        for line in path.read_text(encoding="utf-8").splitlines():
            found = _FIELD.match(line)
            if not found:
                continue
            indent, name, value = found.groups()
            if indent == "  - " and name == "title":
                entries.append({})
            if name != "title" or indent in ("", "  - "):
                entries[-1].setdefault(name, _unquoted(value))
        items = [_item(entry) for entry in entries if "webUrl" in entry and "publishedDateTime" in entry]
        if items:
            own[items[0].key] = items[0]._replace(links=frozenset(item.key for item in items[1:]))
            known.update((item.key, item) for item in items[1:])
    return order({**known, **own}.values())


def _unquoted(value: str) -> str:
    if value.startswith('"'):
        try:
            return str(json.loads(value))
        except json.JSONDecodeError:
            return value.strip('"')
    return value.strip("'")


def _item(entry: Mapping[str, str]) -> Item:
    return Item(
        key_of(entry["webUrl"]),
        entry.get("title", ""),
        entry.get("excerpt", ""),
        seconds(entry["publishedDateTime"]),
        entry.get("domain", ""),
        key_of(entry["webUrl"]),
    )


def labelled() -> tuple[list[Item], dict[int, str]]:
    """The labelled events and the event of each key; with the publisher's links where the corpus has them."""
    links = {item.key: item.links for item in corpus()} if CORPUS.is_dir() else {}
    items, events = [], {}
    for line in EVENTS.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        key = key_of(row["url"])
        events[key] = row["event"]
        linked = links.get(key, frozenset())
        items.append(Item(key, row["title"], row["excerpt"], seconds(row["published"]), row["provider"], key, linked))
    return order(items), events


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


def print_quality() -> None:
    """One line for the rules as they are, one for each rule left out."""
    if not EVENTS.is_file():
        print("quality: skipped, no labelled events")
        return
    items, events = labelled()
    rules = Rules()
    bare = [item._replace(excerpt="") for item in items]
    unlinked = [item._replace(number=0) for item in items]
    variants: list[tuple[str, list[Item], Rules, float]] = [
        ("all rules", items, rules, 1.5),
        ("no merge", items, rules._replace(merges=False), 1.5),
        ("no one-outlet rule", items, rules._replace(one_outlet=0.0, own_words=1.1, repeat=0.0), 1.5),
        ("no boost of names", items, rules, 1.0),
        ("title only", bare, rules, 1.5),
        ("no time term", items, rules._replace(fades=1000.0), 1.5),
        ("no links", unlinked, rules, 1.5),
        ("no single-word rule", items, rules._replace(narrow=0.0), 1.5),
        ("no conflict of names", items, rules._replace(conflict=0.0), 1.5),
        ("strict", items, rules._replace(shift=0.10), 1.5),
        ("loose", items, rules._replace(shift=-0.03), 1.5),
    ]
    print(f"{len(items)} labelled articles, {len(set(events.values()))} events        B3 F1  precision  recall")
    for name, chosen, changed, boost in variants:
        found, _ = stories(chosen, Grouper(Frequencies(name_boost=boost), rules=changed))
        print(f"  {name:44s} {' '.join(f'{figure:9.4f}' for figure in bcubed(found, events))}")


def made(amount: int) -> list[Item]:
    """So many articles: rounds of the corpus, its rarer words and its keys changed in each round, spread in time."""
    chance = random.Random(7)
    base = corpus() if CORPUS.is_dir() else invented(chance)
    articles: Counter[str] = Counter()
    for item in base:
        articles.update({*item.title.split(), *item.excerpt[:300].split()})
    items: list[Item] = []
    while len(items) < amount:
        number = len(items) // len(base)
        mark = "".join(chr(97 + number // 26**place % 26) for place in range(3)) if number else ""

        def altered(text: str, mark: str = mark) -> str:
            return " ".join([word + mark if articles[word] < 12 and word.isalpha() else word for word in text.split()])

        for item in base:
            title, excerpt = altered(item.title), altered(item.excerpt[:400])
            key = key_of(f"{number}/{item.key}")
            links = frozenset(key_of(f"{number}/{other}") for other in item.links)
            items.append(item._replace(key=key, title=title, excerpt=excerpt, number=key, links=links))
    items = items[:amount]
    # Rounds lie one upon the other in time: a week holds parts of all of them, as a library of many sources would.
    first, last = base[0].time, base[-1].time
    span = amount * SECONDS_PER_ARTICLE
    offset = {number: chance.randrange(span) for number in range(amount // len(base) + 1)}
    scale = max(1.0, (last - first) / span)
    return order(
        item._replace(time=first + (int((item.time - first) / scale) + offset[place // len(base)]) % span)
        for place, item in enumerate(items)
    )


def invented(chance: random.Random) -> list[Item]:
    """Articles of invented words with frequencies like those of a language (Zipf)."""
    words = ["".join(chance.choices("abcdefghilmnoprstuv", k=chance.randint(3, 9))) for _ in range(30_000)]
    weights = [1 / (rank + 5) for rank in range(len(words))]
    items: list[Item] = []
    while len(items) < 4_000:
        event = chance.choices(words, weights, k=24)
        start = chance.randrange(600 * DAY)
        for _ in range(chance.choice((1, 1, 1, 1, 2, 3, 6))):
            text = " ".join([*chance.sample(event, 14), *chance.choices(words, weights, k=30)])
            when = start + chance.randrange(2 * DAY)
            items.append(Item(key_of(text), text[:70], text[70:], when, f"outlet{chance.randrange(300)}.example"))
    return order(items)


def print_speed(amount: int) -> None:
    """Articles a second from an empty library, the slowest single articles at its end, and what it takes in memory."""
    items = made(amount)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    grouper = Grouper()
    spent: list[float] = []
    moved: set[int] = set()
    members: dict[int, list[int]] = defaultdict(list)
    begin = time.perf_counter()
    for item in items:
        start = time.perf_counter()
        placement = grouper.place(item)
        spent.append(time.perf_counter() - start)
        for gone in placement.merged:
            moved.update(members[gone])
            members[placement.story] += members.pop(gone)
        members[placement.story].append(item.key)
    whole = time.perf_counter() - begin
    tail = sorted(spent[-min(5_000, amount // 2) :])
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(
        f"{amount:7,} articles: {amount / whole:7,.0f}/s, {len(members):,} stories, {len(grouper.live()):,} live at the end; "
        f"last ones p50 {tail[len(tail) // 2] * 1e3:.2f} ms, p99 {tail[int(len(tail) * 0.99)] * 1e3:.2f} ms, "
        f"max {tail[-1] * 1e3:.1f} ms; {100 * len(moved) / amount:.2f} % changed story; +{grown:.0f} MB"
    )
    window = [item for item in items if item.time >= items[-1].time - 7 * DAY]
    held: dict[int, list[Item]] = defaultdict(list)
    of = {key: story for story, keys in members.items() for key in keys}
    for item in window:
        held[of[item.key]].append(item)
    start = time.perf_counter()
    again = Grouper(grouper.frequencies)
    for story, its in held.items():
        again.restore(story, its)
    print(f"        restoring the last seven days ({len(window):,} articles): {time.perf_counter() - start:.2f} s")


def print_corpus() -> None:
    """What the corpus becomes."""
    if not CORPUS.is_dir():
        print("corpus: skipped, no corpus")
        return
    items = corpus()
    count("warm", "")
    begin = time.perf_counter()
    found, moved = stories(items, Grouper())
    whole = time.perf_counter() - begin
    sizes = Counter(Counter(found.values()).values())
    print(
        f"corpus: {len(items):,} articles, {sum(sizes.values()):,} stories, biggest {max(sizes)}, "
        f"{100 * moved / len(items):.2f} % changed story, {len(items) / whole:,.0f}/s"
    )


if __name__ == "__main__":
    chosen = set(sys.argv[1:]) or {"quality", "speed"}
    if "quality" in chosen:
        print_quality()
        print_corpus()
    if "speed" in chosen:
        print_speed(10_000)
        print_speed(100_000)
