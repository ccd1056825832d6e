"""A library's files: made, migrated, shared, damaged, too new, on disks that are full or cannot be written."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from building import story_file
from shelves import index, mark, opened, put, titles

from tui.core.syncing import sync_folders
from tui.errors import LibraryBusy, LibraryCorrupt, LibraryError, LibraryFull, LibraryNewer, LibraryReadOnly
from tui.library import database
from tui.library.database import connect, migrate, transaction, translated, version
from tui.library.marks import Mark
from tui.library.opening import INDEX, MARKS, open_index, open_marks


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return tmp_path / "library"


@pytest.fixture
def stories(tmp_path: Path) -> Path:
    put(tmp_path / "stories" / "a.md", story_file("Kept", url="https://kept.example/"))
    return tmp_path / "stories"


def sentence(error: LibraryError) -> str:
    """What the reader is told: a whole sentence, with a way out, and no name of an exception."""
    assert error.message.endswith(".")
    assert error.advice.endswith(".")
    assert "Error" not in str(error)
    return str(error)


def in_child(program: str, *words: object) -> str:
    """Run a program in a process of its own; its last line."""
    done = subprocess.run(
        [sys.executable, "-c", program, *map(str, words)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().rpartition("\n")[2]


def test_a_new_library_is_made_with_its_folders(tmp_path: Path) -> None:
    library = tmp_path / "not" / "yet" / "there"
    with opened(library) as parts:
        assert parts.reading.totals().stories == 0
        for connection in (parts.index, parts.marks.connection):
            assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert {path.name for path in library.iterdir()} == {INDEX, MARKS}


def test_several_processes_make_one_library_at_once(library: Path) -> None:
    program = """
import sys
from pathlib import Path
from tui.library.opening import open_index, open_marks
from tui.library.marks import Mark
library = Path(sys.argv[1])
marks, index = open_marks(library), open_index(library)
marks.put([Mark(sys.argv[2], read_at=1)])
print(index.execute("SELECT count(*) FROM story").fetchone()[0])
"""
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda n: in_child(program, library, f"key{n}"), range(4))) == ["0"] * 4
    with closing(open_marks(library)) as marks:
        assert len(marks.get([f"key{n}" for n in range(4)])) == 4


def test_migrations_run_once_and_in_order(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    first = [["CREATE TABLE a(x)"], ["INSERT INTO a VALUES(1)", "INSERT INTO a VALUES(2)"]]
    with closing(connect(path, write=True)) as connection:
        for migrations in (first, first, [*first, ["DELETE FROM a WHERE x=1"]]):
            migrate(connection, path, migrations)
            assert version(connection) == len(migrations)
        assert connection.execute("SELECT x FROM a").fetchall() == [(2,)]
        with pytest.raises(LibraryError), translated(path):
            migrate(connection, path, [*first, [], ["DELETE FROM a", "no SQL"]])
        assert connection.execute("SELECT x FROM a").fetchall() == [(2,)]
        assert version(connection) == 3


@pytest.mark.parametrize("name", [INDEX, MARKS])
def test_a_newer_file_is_left_alone(library: Path, stories: Path, name: str) -> None:
    index(library, stories)
    with closing(sqlite3.connect(library / name)) as connection:
        connection.execute("PRAGMA user_version=999")
    before = (library / name).read_bytes()
    with pytest.raises(LibraryNewer) as caught, opened(library):
        pass
    assert "newer Broadsheet" in sentence(caught.value)
    assert (library / name).read_bytes() == before


def damage(path: Path, how: str) -> bytes:
    if how == "no database":
        path.write_bytes(b"This was a database once.\n" * 99)
    elif how == "first page":
        data = path.read_bytes()
        path.write_bytes(data[:100] + b"\xa5" * (len(data) - 100))
    else:
        path.write_bytes(path.read_bytes()[: 4096 + 100])
    return path.read_bytes()


@pytest.mark.parametrize("how", ["no database", "first page", "cut off"])
def test_a_damaged_index_is_put_aside_and_built_again(library: Path, stories: Path, how: str) -> None:
    index(library, stories)
    mark(library, Mark("https://kept.example", read_at=1, starred_at=1, lead_at=1))
    index(library, stories)
    wreck = damage(library / INDEX, how)
    index(library, stories)
    assert titles(library) == ["Kept"]
    with opened(library) as parts:
        (row,) = parts.reading.rows([pos for (pos,) in parts.index.execute("SELECT pos FROM story")]).values()
    assert row.read
    assert row.starred
    assert (library / f"{INDEX}.damaged").read_bytes() == wreck


def test_of_two_that_find_a_damaged_index_one_puts_it_aside(library: Path, stories: Path) -> None:
    index(library, stories)
    wreck = damage(library / INDEX, "no database")
    with ThreadPoolExecutor(8) as pool:
        connections = list(pool.map(lambda _: open_index(library, shared=True), range(8)))
    connections[0].execute("INSERT INTO fact VALUES('seen', 1)")
    assert [connection.execute("SELECT value FROM fact").fetchall() for connection in connections] == [[(1,)]] * 8
    for connection in connections:
        connection.close()
    assert (library / f"{INDEX}.damaged").read_bytes() == wreck


@pytest.mark.parametrize("how", ["no database", "first page", "cut off"])
def test_damaged_marks_are_never_touched(library: Path, stories: Path, how: str) -> None:
    index(library, stories)
    mark(library, *(Mark(f"https://x{n}.example", read_at=1) for n in range(500)))
    wreck = damage(library / MARKS, how)
    with pytest.raises(LibraryCorrupt) as caught, opened(library):
        pass
    assert "has not touched it" in sentence(caught.value)
    assert (library / MARKS).read_bytes() == wreck


def test_damage_that_shows_only_later_has_a_sentence_too(library: Path, stories: Path) -> None:
    mark(library, *(Mark(f"https://x{n}.example/{'long' * 40}", read_at=1) for n in range(2000)))
    data = bytearray((library / MARKS).read_bytes())
    for page in range(len(data) // 8192, len(data) // 4096):
        data[page * 4096 : page * 4096 + 200] = b"\xa5" * 200
    (library / MARKS).write_bytes(bytes(data))
    with closing(open_marks(library)) as marks, pytest.raises(LibraryCorrupt) as caught:
        marks.get([f"https://x{n}.example/{'long' * 40}" for n in range(2000)])
    assert "Put back a copy" in sentence(caught.value)


@pytest.mark.parametrize("name", [INDEX, MARKS])
def test_the_index_can_be_deleted_and_so_can_both_logs(library: Path, stories: Path, name: str) -> None:
    index(library, stories)
    mark(library, Mark("https://kept.example", read_at=1, lead_at=1))
    index(library, stories)
    for path in library.glob(f"{INDEX}*"):
        path.unlink()
    index(library, stories)
    with opened(library) as parts:
        assert parts.reading.totals().unread == 0


def test_a_file_in_the_way_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "library").write_text("in the way")
    with pytest.raises(LibraryReadOnly) as caught, opened(tmp_path / "library"):
        pass
    assert "--library" in sentence(caught.value)
    with pytest.raises(LibraryReadOnly), opened(tmp_path / "library" / "below"):
        pass


@pytest.mark.parametrize("name", [INDEX, MARKS])
def test_a_folder_in_the_way_of_a_file(library: Path, name: str) -> None:
    (library / name).mkdir(parents=True)
    with pytest.raises(LibraryReadOnly) as caught, opened(library):
        pass
    assert str(library / name) in sentence(caught.value)


NO_RIGHTS = """
import os, sys
from pathlib import Path
from tui.errors import LibraryError
from tui.library.database import translated
from tui.library.lock import writing
from tui.library.marks import Mark
from tui.library.opening import open_index, open_marks
library = Path(sys.argv[1])
os.setgid(65534)
os.setuid(65534)
def lock():
    with writing(library):
        pass
for use in (lock, lambda: open_index(library), lambda: open_marks(library).put([Mark("key", read_at=1)])):
    try:
        with translated(library):
            use()
        print("done")
    except LibraryError as error:
        print(type(error).__name__, error)
"""


@pytest.mark.skipif(os.getuid() != 0, reason="needs another user's rights")
@pytest.mark.parametrize("rights", [0o555, 0o000])
def test_a_folder_that_may_not_be_written(stories: Path, rights: int) -> None:
    # Not in pytest's own folders: another user may not even enter them.
    library = Path("/tmp") / f"broadsheet-{os.getpid()}"
    try:
        index(library, stories)
        mark(library, Mark("https://kept.example", read_at=1))
        before = {path.name: path.read_bytes() for path in library.iterdir()}
        for path in library.iterdir():
            path.chmod(0o444)
        library.chmod(rights)
        done = subprocess.run(
            [sys.executable, "-c", NO_RIGHTS, library], capture_output=True, text=True, timeout=60, check=True
        )
        lines = done.stdout.splitlines()
        assert len(lines) == 3
        assert all(line.startswith("LibraryReadOnly") and "--library" in line for line in lines), lines
        assert {path.name: path.read_bytes() for path in library.iterdir()} == before
    finally:
        library.chmod(0o700)
        shutil.rmtree(library)


SMALL_DISK = """
import resource, signal, sys
from pathlib import Path
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
sys.path.insert(0, sys.argv[3])
from shelves import index
from tui.errors import LibraryError
library, stories = Path(sys.argv[1]), Path(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
try:
    index(library, stories)
    print("written")
except LibraryError as error:
    print(error.message, error.advice)
"""


def test_files_that_may_grow_no_more(library: Path, stories: Path) -> None:
    index(library, stories)
    mark(library, Mark("https://kept.example", read_at=1, lead_at=1))
    for n in range(300):
        put(stories / f"{n}.md", story_file(f"Story {n}", url=f"https://x.example/{n}", excerpt="word " * 300))
    said = in_child(SMALL_DISK, library, stories, Path(__file__).parents[1])
    assert said.endswith(".")
    assert str(library / INDEX) in said
    index(library, stories)
    assert len(titles(library)) == 301
    with closing(open_marks(library)) as marks:
        assert marks.get(["https://kept.example"])


def test_a_full_disk(library: Path, stories: Path) -> None:
    index(library, stories)
    for n in range(300):
        put(stories / f"{n}.md", story_file(f"Story {n}", url=f"https://x.example/{n}", excerpt=f"word{n} " * 300))
    with opened(library) as parts:
        (pages,) = parts.index.execute("PRAGMA page_count").fetchone()
        parts.index.execute(f"PRAGMA max_page_count={pages + 20}")
        with pytest.raises(LibraryFull) as caught, translated(library / INDEX):
            sync_folders(parts.writer, [str(stories)], lambda progress: None)
        assert "nothing is lost" in sentence(caught.value)
        assert parts.reading.totals().stories < 300
    index(library, stories)
    assert len(titles(library)) == 301


def test_another_that_writes_for_too_long(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    with closing(open_marks(library)) as one, closing(open_marks(library)) as other:
        with transaction(one.connection), pytest.raises(LibraryBusy) as caught:
            other.put([Mark("key", read_at=1)])
        assert "Another Broadsheet" in sentence(caught.value)
        other.put([Mark("key", read_at=1)])
        assert one.get(["key"]) == {"key": Mark("key", read_at=1)}


def test_readers_see_each_batch_while_one_writes(library: Path, stories: Path) -> None:
    with opened(library) as writing, opened(library) as reading:
        seen: list[int] = []
        for n in range(3):
            put(stories / f"{n}.md", story_file(f"Story {n}", url=f"https://x.example/{n}"))
        sync_folders(writing.writer, [str(stories)], lambda p: seen.append(reading.reading.totals().stories))
        assert seen == [0, 4]
        rows = reading.index.execute("SELECT id, pos FROM story ORDER BY pos").fetchall()
        with transaction(writing.index):
            writing.index.execute("DELETE FROM story")
            assert reading.index.execute("SELECT id, pos FROM story ORDER BY pos").fetchall() == rows


def test_where_processes_cannot_share_memory_a_journal_does(library: Path, stories: Path) -> None:
    """As on some network folders: nothing at all can be made where SQLite wants its shared memory."""
    library.mkdir()
    for name in (INDEX, MARKS):
        (library / f"{name}-shm").symlink_to(library / "nowhere" / "x")
    for _ in range(2):
        index(library, stories)
        mark(library, Mark("https://kept.example", read_at=1, lead_at=1))
        with opened(library) as parts:
            assert parts.index.execute("PRAGMA journal_mode").fetchone() == ("delete",)
            assert parts.marks.connection.execute("PRAGMA synchronous").fetchone() == (2,)
        assert titles(library) == ["Kept"]


def test_a_library_that_moves_to_such_a_folder(library: Path, stories: Path, tmp_path: Path) -> None:
    index(library, stories)
    mark(library, Mark("https://kept.example", read_at=1, lead_at=1))
    moved = tmp_path / "network"
    shutil.copytree(library, moved)
    for name in (INDEX, MARKS):
        (moved / f"{name}-shm").unlink(missing_ok=True)
        (moved / f"{name}-shm").symlink_to(moved / "nowhere" / "x")
    index(moved, stories)
    assert titles(moved) == ["Kept"]
    with closing(open_marks(moved)) as marks:
        assert marks.get(["https://kept.example"])


def test_a_search_that_is_interrupted_is_no_fault_of_the_file(library: Path) -> None:
    with opened(library), closing(open_index(library, shared=True)) as connection:
        connection.set_progress_handler(lambda: 1, 1)
        with pytest.raises(sqlite3.OperationalError), translated(library / INDEX):
            connection.execute("SELECT count(*) FROM story, story, story").fetchone()
