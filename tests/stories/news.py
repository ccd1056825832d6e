"""Articles for tests of the grouping: events of a file in several languages, and a measure of how well they are found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path

from tui.stories.grouper import Grouper
from tui.stories.item import Item, order

EVENTS = Path(__file__).with_name("events.txt")
START = 1_700_000_000
"""Seconds."""
HOUR = 3_600


def key_of(name: str) -> int:
    """A 63-bit key."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big") >> 1


def item(title: str, excerpt: str = "", hours: float = 0.0, outlet: str = "", **more: object) -> Item:
    """An article, so many hours after START."""
    key = key_of(f"{title}|{excerpt}|{hours}|{outlet}")
    return Item(key, title, excerpt, START + int(hours * HOUR), outlet)._replace(**more)  # type: ignore[arg-type]


def events() -> dict[str, list[tuple[Item, str]]]:
    """Language → (article, its event)."""
    found: dict[str, list[tuple[Item, str]]] = defaultdict(list)
    for line in EVENTS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            language, event, hours, outlet, title, excerpt = line.split("|")
            found[language].append((item(title, excerpt, float(hours), outlet), f"{language} {event}"))
    return dict(found)


def placed(items: Iterable[Item], grouper: Grouper) -> dict[int, int]:
    """The story of each article after all were placed in order of time."""
    members: dict[int, list[int]] = defaultdict(list)
    for each in order(items):
        placement = grouper.place(each)
        for gone in placement.merged:
            members[placement.story] += members.pop(gone)
        members[placement.story].append(each.key)
    return {key: story for story, keys in members.items() for key in keys}


def groups(items: Iterable[Item], grouper: Grouper) -> set[frozenset[str]]:
    """The titles that stand together."""
    every = list(items)
    found: dict[int, set[str]] = defaultdict(set)
    stories = placed(every, grouper)
    for each in every:
        found[stories[each.key]].add(each.title)
    return {frozenset(titles) for titles in found.values()}
