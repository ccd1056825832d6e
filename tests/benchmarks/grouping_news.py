"""Articles to measure the grouping with: labelled ones, the corpus line by line, and as many as asked for made from it."""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from tui.stories.item import DAY, Item, order

SHARED = Path(__file__).resolve().parents[3] / "shared"
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


def made(amount: int) -> list[Item]:
    """So many articles: rounds of the corpus, its rarer words and its keys changed in each round, spread in time.

    Rarer is what less than 3 % of the articles hold: names, so that a saga that filled the corpus for months does not
    meet itself from all rounds in one week.
    """
    chance = random.Random(7)
    base = corpus() if CORPUS.is_dir() else invented(chance)
    articles: Counter[str] = Counter()
    for item in base:
        articles.update({*item.title.split(), *item.excerpt[:300].split()})
    limit = 0.03 * len(base)
    items: list[Item] = []
    while len(items) < amount:
        number = len(items) // len(base)
        mark = "".join(chr(97 + number // 26**place % 26) for place in range(3)) if number else ""

        def altered(text: str, mark: str = mark) -> str:
            return " ".join(
                [word + mark if articles[word] < limit and word.isalpha() else word for word in text.split()]
            )

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
