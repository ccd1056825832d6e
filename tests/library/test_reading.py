"""Stories as those who show them read them, also while the index is being written."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread

import pytest
from building import CORPUS, SEEDS, entry, needs_corpus, story_file
from shelves import index, mark, opened, put, titles

from tui.core.syncing import sync_folders
from tui.formats.frontmatter import read
from tui.library.database import transaction
from tui.library.index_schema import HOME
from tui.library.marks import Mark
from tui.library.opening import INDEX, open_index, open_marks
from tui.library.reading import Reading, SourceState, Totals
from tui.model import Problem, Story

KEY = "https://example.org/ferry"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return tmp_path / "library"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "stories").mkdir()
    return tmp_path / "stories"


def story(library: Path, key: str = KEY) -> Story:
    with opened(library) as parts:
        found = parts.reading.story(parts.reading.story_of(key) or 0)
    assert found is not None
    return found


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.md")), ids=lambda path: path.stem[:30])
def test_a_story_comes_back_as_its_file_says_it(library: Path, folder: Path, path: Path) -> None:
    """Every field; only fractions of a second are not kept."""
    put(folder / path.name, path.read_bytes())
    index(library, folder)
    report = read(path.read_bytes(), path.name).report
    assert report is not None
    found = story(library, report.article.key)
    assert found.lead == report
    assert found.coverage == ()
    linked = {article.key: article for article in report.related if article.key != report.article.key}
    assert {row.article.key: row.article for row in found.related} == linked
    assert not any(row.seen for row in found.related)
    assert found.files == (str(folder / path.name),)
    assert found.sources == (str(folder),)
    assert found.problems == ()


@needs_corpus
def test_some_real_stories_come_back(library: Path, folder: Path) -> None:
    paths = sorted(CORPUS.glob("*.md"))[::300]
    for path in paths:
        put(folder / path.name, path.read_bytes())
    index(library, folder)
    for path in paths:
        report = read(path.read_bytes(), path.name).report
        assert report is not None
        assert story(library, report.article.key).lead.article == report.article


def test_a_row(library: Path, folder: Path) -> None:
    data = story_file(
        publishedDateTime="2023-07-25T19:06:00Z", heat=80, quality=47, type="video", provider={"name": "Daily"}
    )
    put(folder / "a.md", data)
    index(library, folder)
    mark(library, Mark(KEY, read_at=1, starred_at=1, lead_at=1))
    with opened(library) as parts:
        parts.catch_up()
        story_id = parts.reading.story_of(KEY)
        assert story_id is not None
        position = parts.reading.position(story_id)
        assert position is not None
        (row,) = parts.reading.rows([position, position + 1]).values()
    moment = int(datetime(2023, 7, 25, 19, 6, tzinfo=UTC).timestamp())
    assert (row.id, row.title, row.outlet, row.time, row.newest) == (
        story_id,
        "Ferry runs aground",
        "Daily",
        moment,
        moment,
    )
    assert (row.outlets, row.heat, row.quality, row.video) == (1, 80, 47, True)
    assert (row.read, row.starred, row.fresh) == (True, True, 0)


def test_an_id_is_lasting(library: Path, folder: Path) -> None:
    put(folder / "a.md", story_file(publishedDateTime="2023-07-25"))
    index(library, folder)
    with opened(library) as parts:
        before = parts.reading.story_of(KEY)
    put(folder / "a.md", story_file("Another title", publishedDateTime="2024-01-01"), age=1)
    put(folder / "b.md", story_file("Newer", url="https://newer.example/", publishedDateTime="2025-01-01"))
    index(library, folder)
    with opened(library) as parts:
        assert parts.reading.story_of(KEY) == before
        found = parts.reading.story(before or 0)
    assert found is not None
    assert found.row.title == "Another title"
    for path in library.glob(f"{INDEX}*"):
        path.unlink()
    index(library, folder)
    with opened(library) as parts:
        assert parts.reading.story_of(KEY) == before


def test_a_merged_story_is_found_by_its_old_id(library: Path, folder: Path) -> None:
    put(folder / "a.md", story_file())
    index(library, folder)
    with opened(library) as parts:
        story_id = parts.reading.story_of(KEY)
        parts.index.executemany("INSERT INTO alias VALUES(?,?)", [(1, 2), (2, story_id), (8, 9), (9, 8)])
        assert parts.reading.position(1) == parts.reading.position(story_id or 0)
        assert parts.reading.position(3) is None
        assert parts.reading.position(8) is None
        assert parts.reading.story(3) is None


def test_coverage_is_in_order_of_time_and_knows_what_was_seen(library: Path, folder: Path) -> None:
    keys = [f"https://x{n}.example" for n in range(3)]
    for n, key in enumerate(keys):
        linked = [entry(url=keys[0])] if n == 2 else []
        data = story_file(f"Report {n}", url=key, related=linked, publishedDateTime=f"2023-07-0{5 - n}")
        put(folder / f"{n}.md", data)
    put(folder / "3.md", story_file("Undated", url="https://x3.example"))
    put(
        folder / "4.md",
        story_file("Links a kept one", url="https://x4.example", related=[entry("Kept", url="https://k.example")]),
    )
    index(library, folder)
    mark(library, Mark(keys[1], read_at=1))
    with opened(library) as parts:
        ids = [parts.reading.story_of(key) for key in [*keys, "https://x3.example", "https://x4.example"]]
        with transaction(parts.index):
            table = parts.writer._stories
            table.retire([each for each in ids if each])
            parts.index.execute("UPDATE article SET story_id=? WHERE story_id IS NOT NULL", (ids[0],))
            parts.index.execute(
                f"UPDATE article SET story_id=?, role={HOME} WHERE json_extract(extra, '$.key')='https://k.example'",
                (ids[0],),
            )
            table.issue([ids[0] or 0])
        found = parts.reading.story(ids[0] or 0)
    assert found is not None
    assert found.lead.article.title == "Links a kept one"
    assert [row.article.title for row in found.coverage] == ["Report 2", "Report 1", "Report 0", "Undated"]
    assert [row.seen for row in found.coverage] == [False, True, False, False]
    assert [row.article.title for row in found.related] == ["Kept"]


def test_totals_and_problems_of_all_or_of_some_sources(library: Path, folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    put(folder / "a.md", story_file("One", url="https://one.example"))
    put(folder / "bad.md", b"No story.")
    put(other / "b.md", story_file("Two", url="https://two.example", heat="hot", quality=-5))
    (other / "link.md").symlink_to("nowhere")
    index(library, folder, other)
    mark(library, Mark("https://two.example", read_at=1, starred_at=1))
    with opened(library) as parts:
        parts.catch_up()
        reading = parts.reading
        ids = reading.source_ids()
        assert ids.keys() == {str(folder), str(other)}
        assert reading.totals()[:4] == (2, 1, 1, 4)
        assert reading.totals([ids[str(folder)]])[:4] == (1, 1, 0, 1)
        assert reading.totals([]) == Totals()
        found = reading.problems([ids[str(other)]])
        assert {(problem.origin, problem.place) for problem in found} == {
            (str(other / "b.md"), "heat"),
            (str(other / "b.md"), "quality"),
            (str(other / "link.md"), ""),
        }
        assert len(reading.problems()) == 4
        assert len(reading.problems(limit=2)) == 2
        states = reading.source_states()
        assert (states[str(other)].files, states[str(other)].problems) == (1, 3)
        assert isinstance(states[str(folder)], SourceState)
        assert states[str(folder)].checked_at is not None


def test_the_problem_of_a_source_that_is_gone_names_the_source(library: Path, folder: Path) -> None:
    index(library, folder)
    folder.rmdir()
    index(library, folder)
    with opened(library) as parts:
        (problem,) = parts.reading.problems()
    assert isinstance(problem, Problem)
    assert problem.origin == str(folder)
    assert "No such file or directory" in problem.reason


def test_a_source_that_is_one_file(library: Path, folder: Path) -> None:
    path = put(folder / "alone.md", story_file(heat="hot"))
    index(library, path)
    found = story(library)
    assert found.files == (str(path),)
    assert [problem.origin for problem in found.problems] == [str(path)]


def test_ids_by_the_beginning_of_their_digits(library: Path, folder: Path) -> None:
    for n in range(40):
        put(folder / f"{n}.md", story_file(f"Story {n}", url=f"https://x{n}.example"))
    index(library, folder)
    with opened(library) as parts:
        digits = sorted(f"{row[0]:016x}" for row in parts.index.execute("SELECT id FROM story"))
        for each in digits[:5]:
            assert parts.reading.stories_named(each) == [int(each, 16)]
        assert len(parts.reading.stories_named(digits[0][:1])) == min(3, sum(d[0] == digits[0][0] for d in digits))
        assert len(parts.reading.stories_named("")) == 3
        assert parts.reading.stories_named("f" * 16) == []
        assert parts.reading.stories_named("1" * 40) == []


def test_a_page_of_rows_sorts_nothing(library: Path, folder: Path) -> None:
    put(folder / "a.md", story_file())
    index(library, folder)
    with opened(library) as parts:
        plan = parts.index.execute(
            "EXPLAIN QUERY PLAN SELECT s.pos, a.title FROM story s CROSS JOIN article a ON a.id = s.lead_id"
            " WHERE s.pos IN (1,2,3)"
        ).fetchall()
    assert not any("TEMP B-TREE" in row[3] or "SCAN" in row[3] for row in plan)


def test_a_reader_sees_what_is_there_while_the_index_is_written(library: Path, folder: Path) -> None:
    """Each batch at once, every story whole, and the ids it was shown stay good."""
    for n in range(300):
        put(
            folder / f"{n:03}.md",
            story_file(
                f"Story {n}", url=f"https://x{n}.example", related=[entry(), entry("B", url="https://b.example")]
            ),
        )
    counts: list[int] = []
    with opened(library) as parts:
        ids: set[int] = set()

        def look(_: object) -> None:
            counts.append(parts.reading.totals().stories)
            ids.update(row[0] for row in parts.index.execute("SELECT id FROM story LIMIT 5"))

        index(library, folder, tell=look)
        assert 0 < counts[1] < 300
        assert counts[-1] == 300
        assert counts == sorted(counts)
        assert all(parts.reading.story(each) for each in ids)


def test_a_story_that_is_being_written_anew_is_read_whole(library: Path, folder: Path) -> None:
    """It leaves its position and gets another; a reader never finds it in between."""
    put(folder / "a.md", story_file("Version 0", publishedDateTime="2023-07-25"))
    index(library, folder)
    done = Event()

    def edit() -> None:
        with opened(library) as parts:
            for n in range(1, 60):
                put(folder / "a.md", story_file(f"Version {n}", publishedDateTime=f"2023-07-{n % 28 + 1:02}"), age=n)
                sync_folders(parts.writer, [str(folder)], lambda progress: None)
        done.set()

    thread = Thread(target=edit)
    thread.start()
    seen = set()
    try:
        with closing(open_marks(library)) as marks, closing(open_index(library)) as connection:
            reading = Reading(connection, marks.connection, library / INDEX)
            story_id = reading.story_of(KEY) or 0
            while not done.is_set():
                found = reading.story(story_id)
                assert found is not None
                assert found.row.title == found.lead.article.title
                seen.add(found.row.title)
    finally:
        thread.join()
    assert len(seen) > 1
    assert titles(library) == ["Version 59"]
