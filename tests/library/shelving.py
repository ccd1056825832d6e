"""Small libraries for tests: generated articles in files of two sources, placed into events as the grouping would."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from asking import MINUTES, WORDS
from hypothesis import strategies as st

from tui.formats.flat import FileResult, FlatArticle
from tui.library.index_schema import COPIES, EVENT, HAS_FILE, HOME
from tui.library.index_writer import IndexWriter
from tui.library.marks import Mark, Marks
from tui.library.opening import INDEX, open_index, open_marks
from tui.library.reading import Reading
from tui.library.records import links_of, number
from tui.library.search import Search
from tui.library.state import catch_up
from tui.library.stories import StoryTable

PLACES = ("/news/one", "https://two.example/news")
OUTLETS = (
    ("New York Times", "nytimes.com"),
    ("BBC", "www.bbc.co.uk"),
    ("東京新聞", "tokyo-np.co.jp"),
    ("", "azure.example.com"),
    ("Net", ""),
    ("", ""),
)
TOPICS = ("AI", "azure", "open source", "東京", "京都", "new york")


@dataclass(slots=True)
class Made:
    """One article and what is to become of it."""

    flat: FlatArticle
    heat: int
    topics: tuple[str, ...]
    body: str
    removed: bool
    sources: frozenset[int]
    """Indexes of PLACES that hold a file of it; none: it is known through `related` lists only."""
    related: tuple[int, ...]
    """Indexes of the articles that its file links."""
    event: int
    """Articles of one number report one event."""
    at_home: bool
    """If it has no file: it lies with a story that links it, without being of the event."""
    copy: bool
    mark: Mark


@dataclass(slots=True)
class Shelf:
    """A library that is open."""

    index: sqlite3.Connection
    marks: Marks
    stories: StoryTable
    writer: IndexWriter
    search: Search
    reading: Reading
    path: Path
    sources: list[int] = field(default_factory=list)

    def positions(self) -> list[int]:
        """Every story, newest first."""
        return [pos for (pos,) in self.index.execute("SELECT pos FROM story ORDER BY pos DESC")]


@contextmanager
def shelf() -> Iterator[Shelf]:
    """An empty library."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        with closing(open_marks(folder)) as marks, closing(open_index(folder)) as index:
            # What a power cut would leave is not what these tests are about.
            marks.connection.execute("PRAGMA synchronous=OFF")
            index.execute("PRAGMA synchronous=OFF")
            stories = StoryTable(index, marks.connection, lambda members: max(members, key=lambda m: (m.heat, m.id)))
            path = folder / INDEX
            writer, reading = IndexWriter(index, stories), Reading(index, marks.connection, path)
            yield Shelf(index, marks, stories, writer, Search(index, path), reading, path)


def fill(shelf: Shelf, articles: list[Made]) -> None:
    """Write the articles' files, place them, and mark some before and some after that."""
    shelf.sources = [shelf.writer.source(place) for place in PLACES]
    marked = [made.mark for made in articles if made.mark != Mark(made.mark.key)]
    shelf.marks.put(marked[::2])
    for source, ident in enumerate(shelf.sources):
        results = [_file(articles, made) for made in articles if source in made.sources]
        if results:
            shelf.writer.write(ident, results, {result.name: (1, 1) for result in results}, 1)
    _place(shelf, articles)
    shelf.marks.put(marked[1::2])
    catch_up(shelf.index, shelf.marks.connection)


def _file(articles: list[Made], made: Made) -> FileResult:
    related = tuple(articles[index].flat for index in made.related if index < len(articles))
    report = (made.flat, made.heat, False, made.removed, "", made.topics, "", made.body, related)
    return FileResult(f"{number(made.flat[0])}.md", made.flat[0].encode(), report, ())


def _place(shelf: Shelf, articles: list[Made]) -> None:
    index = shelf.index
    made = {number(each.flat[0]): each for each in articles}
    held = index.execute("SELECT id, hash, flags, story_id FROM article").fetchall()
    founders: dict[int, int] = {}
    rows = []
    links: dict[int, int] = {}
    for _, hash_, flags, _ in held:
        if flags & HAS_FILE and not made[hash_].removed:
            founders[made[hash_].event] = min(hash_, founders.get(made[hash_].event, hash_))
    for ident, hash_, _, packed in index.execute("SELECT id, hash, flags, links FROM article"):
        for linked in links_of(packed):
            links.setdefault(linked, founders.get(made[hash_].event, 0))
        del ident
    for ident, hash_, flags, _ in held:
        each = made[hash_]
        if flags & HAS_FILE or not each.at_home:
            rows.append((founders.get(each.event), EVENT, COPIES * each.copy, ident))
        else:
            rows.append((links.get(ident) or None, HOME, 0, ident))
    index.execute("BEGIN")
    shelf.stories.retire({story for *_, story in held if story is not None})
    index.executemany("UPDATE article SET story_id=?, role=?, flags=flags | ? WHERE id=?", rows)
    shelf.stories.issue({story for story, *_ in rows if story is not None})
    index.execute("COMMIT")


_text = st.lists(st.sampled_from([*WORDS, "—", "\n"]), max_size=4).map(" ".join)


@st.composite
def articles(draw: st.DrawFn) -> list[Made]:
    """Up to eight articles of a few events."""
    return [_article(draw, index) for index in range(draw(st.integers(1, 8)))]


def _article(draw: st.DrawFn, index: int) -> Made:
    # One seed instead of a draw for each of twenty values: ten times as many libraries in a second.
    chance = random.Random(draw(st.integers(0, 2**32)))
    key = f"https://example.org/{index}"
    time = chance.choice([*MINUTES, *(minute + chance.randrange(-90, 90) for minute in MINUTES), 0, 59, None])
    flat: FlatArticle = (
        key,
        draw(_text),
        draw(_text),
        time,
        chance.choice(["", key]),
        "",
        chance.choice(["", "", "https://amp.example.org/"]),
        chance.choice(["", "", "", "https://cdn.example.org/"]),
        chance.choice(["article", "article", "article", "video", "Video", "podcast"]),
        chance.randrange(10),
        (*chance.choice(OUTLETS), ()),
        chance.choice([(), (("https://img.example.org/", 1, 1, "", "", False),)]),
    )
    chosen = chance.random()
    return Made(
        flat,
        heat=chance.choice([-1, -1, 0, 3, 8]),
        topics=tuple(chance.sample(TOPICS, chance.choice([0, 0, 1, 2]))),
        body=chance.choice(["", "", "", "Long."]),
        removed=chance.random() < 0.1,
        sources=frozenset({0} if chosen < 0.5 else {1} if chosen < 0.65 else {0, 1} if chosen < 0.75 else ()),
        related=tuple(chance.sample(range(8), chance.choice([0, 0, 1, 3, 5]))),
        event=chance.choice([0, 0, 0, 1, 1, 2, 3]),
        at_home=chance.random() < 0.5,
        copy=chance.random() < 0.2,
        mark=Mark(
            key,
            read_at=chance.choice([None, None, 1]),
            starred_at=chance.choice([None, None, None, 1]),
            hidden_at=chance.choice([None, None, None, 1]),
            tags=tuple(chance.sample(["work", "later on", "Work"], chance.choice([0, 0, 0, 1, 2]))),
            note=chance.choice(["", "", "", "Ask Ada"]),
        ),
    )
