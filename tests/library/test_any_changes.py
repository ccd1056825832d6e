"""Whatever happens to two small folders, in whatever order: the index is what one built from nothing would be."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from pathlib import Path

import pytest
from building import entry, story_file
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from shelves import LONG_AGO, dump, index, mark, opened

from tui.core.syncing import sync_folders
from tui.library.database import transaction
from tui.library.grouping_lead import choose_lead
from tui.library.marks import Mark
from tui.library.opening import MARKS
from tui.library.stories import StoryTable
from tui.wiring import open_desk

MEMORY = Path("/dev/shm")
"""Where every commit need not wait for a disk."""
ARTICLES = 5
NAMES = ["a.md", "b.md", "sub/c.md", "sub/deep/d.md", "E.MARKDOWN"]
OUTLETS = ["Alpha", "Beta", ""]

CONTENT = st.fixed_dictionaries(
    {
        "article": st.integers(0, ARTICLES - 1),
        "version": st.integers(0, 3),
        "links": st.sets(st.integers(0, ARTICLES + 2), max_size=4),
        "heat": st.sampled_from([-1, 5, 80]),
        "published": st.booleans(),
        "removed": st.sampled_from([False, False, False, True]),
        "dated": st.booleans(),
        "topics": st.lists(st.sampled_from(["AI", "Azure", "漢字"]), max_size=2),
    }
)
NO_STORY = st.sampled_from([b"", b"# A note", b"---\nrelated: 5\n---\n", b"---\n- list\n---\n"])


def address(article: int) -> str:
    return f"https://x{article}.example/report"


def rendered(content: dict[str, object] | bytes) -> bytes:
    """A story file; an article's `related` entry says the same in every file."""
    if isinstance(content, bytes):
        return content
    of = dict(content)
    article, version, links, dated = of.pop("article"), of.pop("version"), of.pop("links"), of.pop("dated")
    assert isinstance(article, int)
    assert isinstance(links, set)
    if dated:
        of["publishedDateTime"] = f"2023-07-0{article + 1}T12:00:00Z"
    related = [entry(f"Report {n}", url=address(n), provider={"name": OUTLETS[n % 3]}) for n in sorted(links)]
    return story_file(
        f"Report {article} version {version}",
        url=address(article),
        related=related,
        excerpt=f"What happened to {article}",
        provider={"name": OUTLETS[article % 3], "domain": f"x{article}.example"},
        **of,
    )


class Folders(RuleBasedStateMachine):
    """Files come, change, move and go; sources and marks come and go; now and then the index is brought in step."""

    def __init__(self) -> None:
        super().__init__()
        self.base = Path(tempfile.mkdtemp(prefix="broadsheet-", dir=MEMORY if MEMORY.is_dir() else None))
        self.library = self.base / "library"
        self.folders = [self.base / "one", self.base / "two"]
        self.clock = LONG_AGO
        self.in_step = False

    @initialize()
    def begin(self) -> None:
        for folder in self.folders:
            folder.mkdir()
        self.look()

    def teardown(self) -> None:
        shutil.rmtree(self.base)

    @rule(folder=st.integers(0, 1), name=st.sampled_from(NAMES), content=CONTENT | CONTENT | CONTENT | NO_STORY)
    def write(self, folder: int, name: str, content: dict[str, object] | bytes) -> None:
        path = self.folders[folder] / name
        if not self.folders[folder].is_dir():
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(rendered(content))
        self.clock += 1
        os.utime(path, (self.clock, self.clock))
        self.in_step = False

    @precondition(lambda self: any(folder.is_dir() for folder in self.folders))
    @rule(data=st.data(), content=CONTENT)
    def replace_at_once(self, data: st.DataObject, content: dict[str, object]) -> None:
        """Written, looked at and written again with the same size within the clock's step."""
        folder = next(folder for folder in self.folders if folder.is_dir())
        path = folder / data.draw(st.sampled_from(NAMES[:2]))
        now = time.time_ns()
        for version in (0, 1):
            path.write_bytes(rendered({**content, "version": version}))
            os.utime(path, ns=(now, now))
            self.look()

    @rule(data=st.data())
    def touch(self, data: st.DataObject) -> None:
        if path := self._some_file(data):
            self.clock += 1
            os.utime(path, (self.clock, self.clock))
            self.in_step = False

    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        if path := self._some_file(data):
            path.unlink()
            self.in_step = False

    @rule(data=st.data(), folder=st.integers(0, 1), name=st.sampled_from(NAMES))
    def rename(self, data: st.DataObject, folder: int, name: str) -> None:
        path = self._some_file(data)
        if path and self.folders[folder].is_dir():
            (self.folders[folder] / name).parent.mkdir(parents=True, exist_ok=True)
            path.replace(self.folders[folder] / name)
            self.in_step = False

    @rule(number=st.integers(0, 1))
    def take_away_and_bring_back(self, number: int) -> None:
        """What the library has of a folder that is away stays."""
        folder = self.folders[number]
        folder.rename(self.base / "away")
        outcome = index(self.library, *self.folders)
        assert len(outcome.failures) == 1
        (self.base / "away").rename(folder)
        self.in_step = False

    @rule(number=st.integers(0, 1))
    def drop_a_source(self, number: int) -> None:
        with opened(self.library) as parts:
            parts.writer.drop(str(self.folders[number]))
        self.in_step = False

    @rule(article=st.integers(0, ARTICLES), at=st.integers(1, 9), read=st.booleans(), starred=st.booleans())
    def mark_one(self, article: int, at: int, read: bool, starred: bool) -> None:
        made = Mark(address(article), at if read else None, at if starred else None, tags=("later",) if starred else ())
        mark(self.library, made)
        self.in_step = False

    @rule()
    def look(self) -> None:
        index(self.library, *self.folders)
        self.in_step = True

    @invariant()
    def holds(self) -> None:
        if self.in_step:
            self.compare()

    def compare(self) -> None:
        """The index is what one built from nothing is."""
        new = self.base / "new"
        new.mkdir()
        shutil.copy(self.library / MARKS, new / MARKS)
        index(new, *self.folders)
        assert dump(self.library) == dump(new)
        shutil.rmtree(new)

    def _some_file(self, data: st.DataObject) -> Path | None:
        files = sorted(path for folder in self.folders for path in folder.rglob("*") if path.is_file())
        return data.draw(st.sampled_from(files)) if files else None


class GroupedFolders(Folders):
    """The same with articles placed into events, which depends on the order in which they come."""

    @rule()
    def look(self) -> None:
        with open_desk(self.library, lambda: None) as desk:
            desk.catch_up()
            sync_folders(desk.writer, [str(folder) for folder in self.folders], lambda progress: None)
            desk.group(lambda progress: None)
        self.in_step = True

    def compare(self) -> None:
        """Taking out every story leaves nothing, and what is written in its place is what was there."""
        before = dump(self.library)
        with opened(self.library) as parts:
            stories = [row[0] for row in parts.index.execute("SELECT id FROM story")]
            with transaction(parts.index):
                parts.writer._stories.retire(stories)
                for table in ("story", "story_source", "story_tag", "value"):
                    assert parts.index.execute(f"SELECT * FROM {table}").fetchall() == []
            parts.index.execute("CREATE VIRTUAL TABLE temp.left_over USING fts5vocab(main, words, row)")
            assert parts.index.execute("SELECT term FROM left_over").fetchall() == []
            parts.index.execute("DROP TABLE temp.left_over")
            with transaction(parts.index):
                StoryTable(parts.index, parts.marks.connection, choose_lead).issue(stories)
        assert dump(self.library) == before


CHANGES = settings(max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck))

AnyChanges = pytest.mark.slow(Folders.TestCase)
AnyChanges.settings = CHANGES
AnyChangesGrouped = pytest.mark.slow(GroupedFolders.TestCase)
AnyChangesGrouped.settings = CHANGES
