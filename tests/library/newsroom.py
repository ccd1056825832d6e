"""Made-up news for tests of the grouping: articles as files of sources, written to a library and grouped there."""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from tui.formats.flat import FileResult, FlatArticle
from tui.library.database import translated
from tui.library.grouping import Grouping, Memory
from tui.library.grouping_lead import choose_lead
from tui.library.index_schema import COPIES, HOME, PLACED
from tui.library.index_writer import IndexWriter
from tui.library.keys import Keys, story_keys
from tui.library.marks import Marks
from tui.library.opening import INDEX, open_index, open_marks
from tui.library.reading import Reading
from tui.library.stories import StoryTable
from tui.stories.item import DAY
from tui.stories.rules import Strictness

START = 1_690_000_000
"""Seconds."""
_COMMON = (
    "market",
    "people",
    "country",
    "group",
    "plan",
    "work",
    "company",
    "state",
    "public",
    "high",
    "service",
    "power",
)
_SYLLABLES = (
    "ba",
    "ce",
    "di",
    "fo",
    "gu",
    "ha",
    "je",
    "ki",
    "lo",
    "mu",
    "na",
    "pe",
    "ro",
    "su",
    "ta",
    "ve",
    "wo",
    "xi",
    "zu",
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One article."""

    name: str
    """Its URL is made from it."""
    title: str
    excerpt: str = ""
    time: int | None = START
    outlet: str = "alpha"
    heat: int = -1
    quality: int = 0
    links: tuple[Piece, ...] = ()
    removed: bool = False
    event: str = ""
    """What it was made to report."""

    @property
    def key(self) -> str:
        return f"https://{self.outlet}.example/{self.name}"

    @property
    def flat(self) -> FlatArticle:
        time = self.time
        provider = (self.outlet.title(), f"{self.outlet}.example", ())
        return (
            self.key,
            self.title,
            self.excerpt,
            time,
            self.key,
            self.key,
            "",
            "",
            "article",
            self.quality,
            provider,
            (),
        )

    def later(self, hours: float, **changes: object) -> Piece:
        """A further report of the same words."""
        assert self.time is not None
        return replace(self, time=self.time + int(hours * 3600), **changes)  # type: ignore[arg-type]


@dataclass(slots=True)
class Newsroom:
    """An open library."""

    folder: Path
    index: sqlite3.Connection
    marks: Marks
    stories: StoryTable
    writer: IndexWriter
    reading: Reading

    def put(self, pieces: Iterable[Piece], place: str = "/news", batch: int = 50) -> None:
        """Write the pieces as files of a source, in this order."""
        every = list(pieces)
        source = self.writer.source(place)
        for start in range(0, len(every), batch):
            results = [_file(piece) for piece in every[start : start + batch]]
            self.writer.write(source, results, {result.name: (1, 1) for result in results}, 1)

    def drop(self, pieces: Iterable[Piece], place: str = "/news") -> None:
        """Delete the files of these pieces."""
        self.writer.delete(self.writer.source(place), [_file(piece).name for piece in pieces])

    def group(
        self,
        memory: Memory | None = None,
        tell: Callable[[int, int], None] = lambda done, total: None,
        strictness: Strictness = Strictness.NORMAL,
        never: Sequence[str] = (),
    ) -> bool:
        with translated(self.folder / INDEX):
            grouping = Grouping(
                self.index, self.marks, self.stories, memory, strictness=strictness, never_sources=never
            )
            return grouping.run(tell)

    def listed(self) -> dict[str, frozenset[str]]:
        """Story id → the keys of its event's articles, in hexadecimal and without the outlets' ends."""
        return {f"{story:016x}": keys for story, keys in self._members("role=0").items()}

    def kept(self) -> dict[str, frozenset[str]]:
        """Story id → the keys of the articles that are kept with it without being of its event."""
        return {f"{story:016x}": keys for story, keys in self._members(f"role={HOME}").items()}

    def groups(self) -> set[frozenset[str]]:
        """The names of the articles of each story's event."""
        return {frozenset(_name(key) for key in keys) for keys in self._members("role=0").values()}

    def together(self, piece: Piece) -> set[str]:
        """The names of the articles in whose story it is; empty if it is in none."""
        story = self.story(piece)
        return {_name(key) for key in self._members("role=0").get(story or 0, ())}

    def story(self, piece: Piece) -> int | None:
        """The id of the story that it is in."""
        return self.reading.story_of(piece.key)

    def keys(self, piece: Piece) -> Keys:
        """The keys of the story that it is in."""
        story = self.story(piece)
        assert story is not None
        return story_keys(self.index, "id", [story])[0]

    def copies(self) -> set[str]:
        """The names of the articles that are marked as copies."""
        rows = self.index.execute(f"SELECT json_extract(extra, '$.key') FROM article WHERE flags & {COPIES}")
        return {_name(key) for (key,) in rows}

    def state(self) -> dict[str, object]:
        """All that the grouping wrote, in words that do not depend on the order of writing."""
        index = self.index
        names = dict(index.execute("SELECT id, json_extract(extra, '$.key') FROM article").fetchall())
        articles = index.execute("SELECT id, event_id, story_id, role, flags, home_id FROM article").fetchall()
        return {
            "articles": {names[row[0]]: (*row[1:5], names.get(row[5])) for row in articles},
            "stories": set(
                index.execute(f"SELECT id, newest, first, outlets, articles, has & ~{PLACED}, flags FROM story")
            ),
            "leads": {names[ident] for (ident,) in index.execute("SELECT lead_id FROM story")},
            "alias": set(index.execute("SELECT old, new FROM alias")),
            "words": set(index.execute("SELECT stem, articles, votes, new_articles, new_votes FROM word")),
            "fact": set(index.execute("SELECT name, value FROM fact WHERE name IN ('words', 'grouping')")),
        }

    def _members(self, condition: str) -> dict[int, frozenset[str]]:
        found: dict[int, set[str]] = {}
        for story, extra in self.index.execute(
            f"SELECT story_id, extra FROM article WHERE story_id IS NOT NULL AND {condition}"
        ):
            found.setdefault(story, set()).add(json.loads(extra)["key"])
        return {story: frozenset(keys) for story, keys in found.items()}


@contextmanager
def newsroom(folder: Path) -> Iterator[Newsroom]:
    """The library in a folder, open."""
    with closing(open_marks(folder)) as marks, closing(open_index(folder)) as index:
        # What a power cut would leave is not what these tests are about.
        marks.connection.execute("PRAGMA synchronous=OFF")
        index.execute("PRAGMA synchronous=OFF")
        stories = StoryTable(index, marks.connection, choose_lead)
        reading = Reading(index, marks.connection, folder / INDEX)
        yield Newsroom(folder, index, marks, stories, IndexWriter(index, stories), reading)


def invent(chance: random.Random, events: int, days: float = 20.0, outlets: int = 8) -> list[Piece]:
    """Articles of so many made-up events, in order of time; some link others, and some of those have no file."""
    pieces: list[Piece] = []
    for event in range(events):
        words = [_word(chance) for _ in range(chance.randint(6, 9))]
        start = START + int(chance.random() * days * DAY)
        its: list[Piece] = []
        for place in range(chance.choice((1, 1, 1, 2, 3, 5))):
            said = chance.sample(words, 5)
            title = " ".join([said[0].title(), chance.choice(_COMMON), said[1], said[2], chance.choice(_COMMON)])
            excerpt = " ".join(["The", said[3], *chance.sample(_COMMON, 4), said[4], chance.choice(words), "."])
            linked = chance.sample(pieces + its, min(len(pieces + its), chance.choice((0, 0, 1, 3))))
            its.append(
                Piece(
                    f"e{event}-{place}",
                    title,
                    excerpt,
                    start + int(chance.random() * 2 * DAY),
                    f"outlet{chance.randrange(outlets)}",
                    chance.choice((-1, -1, -1, 5)),
                    chance.randrange(100),
                    tuple(replace(piece, links=()) for piece in linked),
                    event=str(event),
                )
            )
        pieces += its
    return sorted(pieces, key=lambda piece: (piece.time or 0, piece.key))


def _word(chance: random.Random) -> str:
    return "".join(chance.choices(_SYLLABLES, k=chance.randint(3, 4)))


def _file(piece: Piece) -> FileResult:
    links = tuple(linked.flat for linked in piece.links)
    report = (piece.flat, piece.heat, False, piece.removed, "", (), "", "", links)
    return FileResult(f"{piece.outlet}-{piece.name}.md", repr(piece).encode(), report, ())


def _name(key: str) -> str:
    return key.rpartition("/")[2]
