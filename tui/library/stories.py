"""Story rows and their full-text documents, kept in step with the articles. Decides no membership.

A story's document must be taken out of the full-text index with exactly the text that went in (SQLite before 3.43 has
no other way for a contentless index), so every change goes `retire` → change the articles → `issue`, in one transaction.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from operator import or_
from time import gmtime
from typing import NamedTuple

from tui.library.database import chunks
from tui.library.index_schema import EVENT, FRESH, HAS_FILE, HIDDEN, NOTED, READ, REMOVED, SEEN, SEPARATOR, STARRED
from tui.library.providers import Providers
from tui.library.records import names_of
from tui.library.tally import Tally
from tui.text.words import spaced

SLOT_BITS = 6
"""64 stories may share a minute before one is dated a minute later in the list's order. Each bit costs the index 4 %."""


class Member(NamedTuple):
    """One article as its story's row and document need it."""

    id: int
    hash: int
    story_id: int
    role: int
    time: int | None
    heat: int
    quality: int
    provider_id: int
    flags: int
    title: str
    excerpt: str
    topics: str


class Held(NamedTuple):
    """The marks of one article, as its story's row needs them."""

    read: int = 0
    starred: int = 0
    hidden: int = 0
    noted: int = 0
    tags: tuple[str, ...] = ()


UNMARKED = Held()

LeadChooser = Callable[[Sequence[Member]], Member]
"""Picks the article that stands for the story; every candidate has a file."""

_COLUMNS = "lead_title, lead_excerpt, lead_outlet, title, excerpt, outlet, domain, topics, kept"
_BETWEEN = f" {SEPARATOR} "
_MEMBERS = f"SELECT {', '.join(Member._fields)} FROM article WHERE story_id IN"


class StoryTable:
    """The `story`, `story_source`, `story_tag`, `words` and `value` tables of one writing connection."""

    def __init__(self, index: sqlite3.Connection, marks: sqlite3.Connection, choose_lead: LeadChooser) -> None:
        self._index = index
        self._marks = marks
        self._choose_lead = choose_lead
        self._providers = Providers(index)

    def forget(self) -> None:
        """Forget the outlets' names, because a transaction failed: their ids may be given out again."""
        self._providers.clear()

    def retire(self, story_ids: Iterable[int]) -> None:
        """Take the stories' rows and documents out; ids without a story are passed over."""
        tally = Tally(self._index)
        found: dict[int, tuple[int, int]] = {}
        for holes, part in chunks(story_ids):
            rows = self._index.execute(f"SELECT pos, id, lead_id FROM story WHERE id IN {holes}", part)
            found.update({pos: (story_id, lead_id) for pos, story_id, lead_id in rows})
        # In order of rowid: FTS5 flushes a segment at each step back, which makes a thousand deletions ten times dearer.
        for holes, part in chunks(sorted(found)):
            members = self._members([found[pos][0] for pos in part])
            for each in members.values():
                self._count(tally, each, -1)
            gone = [(pos, *self._document(members[found[pos][0]], found[pos][1])) for pos in part]
            self._index.executemany(
                f"INSERT INTO words(words, rowid, {_COLUMNS}) VALUES('delete',?,?,?,?,?,?,?,?,?,?)", gone
            )
            self._index.execute(f"DELETE FROM story WHERE pos IN {holes}", part)
            self._index.execute(f"DELETE FROM story_source WHERE pos IN {holes}", part)
            self._index.execute(f"DELETE FROM story_tag WHERE pos IN {holes}", part)
        tally.write()

    def issue(self, story_ids: Iterable[int]) -> None:
        """Write the rows and documents of stories that have none, from their articles as they are now.

        A story in which no article has a file is not written: its articles go back to having no story.
        """
        ready: list[tuple[int, int, list[Member], Member]] = []
        for _, part in chunks(story_ids):
            members = self._members(part)
            for story_id in part:
                event = [member for member in members[story_id] if member.role == EVENT]
                leads = [member for member in event if member.flags & HAS_FILE and not member.flags & REMOVED]
                if not leads:
                    self._index.execute("UPDATE article SET story_id=NULL, role=0 WHERE story_id=?", (story_id,))
                    continue
                lead = leads[0] if len(leads) == 1 else self._lead(leads)
                newest = max((member.time for member in event if member.time is not None), default=0)
                ready.append((newest, lead.hash, members[story_id], lead))
        ready.sort(key=lambda story: story[:2])
        positions = self._positions([newest // 60 for newest, _, _, _ in ready])
        self._write(ready, positions)

    def _write(self, ready: list[tuple[int, int, list[Member], Member]], positions: list[int]) -> None:
        marks = marks_of(self._marks, [member.hash for _, _, members, _ in ready for member in members])
        sources = self._sources_of([member.id for _, _, members, _ in ready for member in members])
        tally = Tally(self._index)
        rows, documents = [], []
        homes: list[tuple[int, int]] = []
        tags: list[tuple[str, int]] = []
        for pos, (_, _, members, lead) in sorted(zip(positions, ready, strict=True), key=lambda pair: pair[0]):
            event = [member for member in members if member.role == EVENT]
            times = [member.time for member in event if member.time is not None]
            others = [marks.get(member.hash, UNMARKED) for member in event if member.id != lead.id]
            flags, fresh, named = story_state(marks.get(lead.hash, UNMARKED), others)
            rows.append(
                (
                    pos,
                    lead.story_id,
                    lead.id,
                    max(times, default=None),
                    min(times, default=None),
                    max(member.heat for member in event),
                    lead.quality,
                    len({self._providers[member.provider_id].key for member in event}),
                    len(event),
                    reduce(or_, (member.flags for member in event)),
                    flags,
                    fresh,
                )
            )
            documents.append((pos, *self._document(members, lead.id)))
            self._count(tally, members, 1)
            tags.extend((tag, pos) for tag in named)
            homes.extend((source, pos) for source in {s for member in event for s in sources.get(member.id, ())})
        self._index.executemany("INSERT INTO story VALUES(?,?,?,?,?,?,?,?,?,?,?,?)", rows)
        self._index.executemany(f"INSERT INTO words(rowid, {_COLUMNS}) VALUES(?,?,?,?,?,?,?,?,?,?)", documents)
        self._index.executemany("INSERT INTO story_source VALUES(?,?)", homes)
        self._index.executemany("INSERT INTO story_tag VALUES(?,?)", tags)
        tally.write()

    def _lead(self, candidates: list[Member]) -> Member:
        """The lead that the reader has read stays; otherwise it is chosen."""
        holes = ",".join("?" * len(candidates))
        kept = self._marks.execute(
            f"SELECT hash FROM mark WHERE lead_at IS NOT NULL AND hash IN ({holes}) ORDER BY lead_at DESC LIMIT 1",
            [member.hash for member in candidates],
        ).fetchone()
        if kept:
            return next(member for member in candidates if member.hash == kept[0])
        return self._choose_lead(candidates)

    def _members(self, story_ids: Iterable[int]) -> dict[int, list[Member]]:
        members: dict[int, list[Member]] = defaultdict(list)
        for holes, part in chunks(story_ids):
            for row in self._index.execute(f"{_MEMBERS} {holes} ORDER BY id", part):
                members[row[2]].append(Member._make(row))
        return members

    def _document(self, members: list[Member], lead_id: int) -> tuple[str, ...]:
        """The text of the columns of `words`; the order of members is that of their ids."""
        titles, excerpts, outlets, domains, topics, kept = [], [], [], [], [], list[str]()
        lead: tuple[str, str, str] = "", "", ""
        months = set()
        for member in members:
            provider = self._providers[member.provider_id]
            domain = spaced(provider.domain)
            texts = spaced(member.title), spaced(member.excerpt), spaced(provider.name)
            if member.role != EVENT:
                kept += (*texts, domain)
                continue
            months.add(month_word(member.time))
            domains.append(domain)
            topics += [spaced(topic) for topic in names_of(member.topics)]
            if member.id == lead_id:
                lead = texts
            else:
                titles.append(texts[0])
                excerpts.append(texts[1])
                outlets.append(texts[2])
        others = (_BETWEEN.join(texts) for texts in (titles, excerpts, outlets, domains, topics, kept))
        return (" ".join((*sorted(months), lead[0])), *lead[1:], *others)

    def _count(self, tally: Tally, members: list[Member], step: int) -> None:
        """Count the story in, or out, for its outlets, domains and topics."""
        event = [member for member in members if member.role == EVENT]
        providers = [self._providers[member.provider_id] for member in event]
        tally.count("outlet", {provider.name for provider in providers}, step)
        tally.count("domain", {provider.domain for provider in providers}, step)
        tally.count("topic", {topic for member in event for topic in names_of(member.topics)}, step)

    def _positions(self, minutes: list[int]) -> list[int]:
        """A free place in the list's order for each story, given the minute of its newest article."""
        last: dict[int, int] = {}
        positions = []
        for minute in minutes:
            while True:
                base = minute << SLOT_BITS
                if minute not in last:
                    (found,) = self._index.execute(
                        "SELECT max(pos) FROM story WHERE pos BETWEEN ? AND ?", (base, base + (1 << SLOT_BITS) - 1)
                    ).fetchone()
                    last[minute] = base - 1 if found is None else found
                if last[minute] < base + (1 << SLOT_BITS) - 1:
                    break
                minute += 1
            last[minute] += 1
            positions.append(last[minute])
        return positions

    def _sources_of(self, article_ids: list[int]) -> dict[int, list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        for holes, part in chunks(article_ids):
            for article_id, source_id in self._index.execute(
                f"SELECT article_id, source_id FROM file WHERE article_id IN {holes}", part
            ):
                found[article_id].append(source_id)
        return found


def month_word(time: int | None) -> str:
    """The word that a document holds for an article's month (UTC)."""
    if time is None:
        return f"{SEPARATOR}0"
    year, month, *_ = gmtime(time)
    return f"{SEPARATOR}{year:04}{month:02}"


def marks_of(marks: sqlite3.Connection, hashes: Iterable[int]) -> dict[int, Held]:
    """The marks of the articles that have one, by the article's number."""
    found = {}
    for holes, part in chunks(hashes):
        for number, read, starred, hidden, noted, tags in marks.execute(
            "SELECT hash, read_at IS NOT NULL, starred_at IS NOT NULL, hidden_at IS NOT NULL, note <> '', tags FROM mark"
            f" WHERE hash IN {holes}",
            part,
        ):
            found[number] = Held(read, starred, hidden, noted, names_of(tags))
    return found


def story_state(lead: Held, others: Sequence[Held]) -> tuple[int, int, tuple[str, ...]]:
    """(story.flags, story.fresh, tags) from the marks of the lead and of the event's other articles.

    A story is read when its lead is; what came in since it was read are the articles that are not. It is hidden when any
    article is, or else new coverage that becomes its lead would bring it back.
    """
    fresh = sum(not other.read for other in others) if lead.read else 0
    starred = lead.starred or any(other.starred for other in others)
    seen = lead.read or any(other.read for other in others)
    flags = READ * bool(lead.read) | STARRED * bool(starred) | FRESH * bool(fresh) | SEEN * bool(seen)
    tags = dict.fromkeys(tag for held in (lead, *others) for tag in held.tags)
    hidden = lead.hidden or any(other.hidden for other in others)
    noted = any(held.noted for held in (lead, *others))
    return flags | HIDDEN * bool(hidden) | NOTED * noted, fresh, tuple(tags)
