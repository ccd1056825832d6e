"""Articles of a library are placed into stories, the same ones however they came in, and stay where they were shown."""

from __future__ import annotations

import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from newsroom import START, Newsroom, Piece, invent, newsroom

from tui.core.marking import mark_read
from tui.library import grouping
from tui.library.grouping import Memory
from tui.library.keys import Keys
from tui.library.marks import Mark
from tui.library.records import number
from tui.library.state import catch_up
from tui.stories.item import DAY
from tui.stories.rules import Strictness

PERU = Piece("peru", "Strong quake shakes southern Peru", "Residents of Arequipa ran into the streets.")
PERU_2 = Piece(
    "peru-2", "Quake in Peru: dozens injured", "Hospitals in Arequipa in southern Peru.", START + 3600, "beta"
)
FERRY = Piece("ferry", "Ferry runs aground off Skagen", "All passengers of the ferry are safe.", START + 60, "beta")
FERRY_2 = Piece("ferry-2", "Passengers safe after Skagen ferry runs aground", "", START + 7200, "gamma")


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grouping, "BATCH", 7)


def grouped(folder: Path, pieces: list[Piece], **options: object) -> dict[str, object]:
    """The state of a library that was given these pieces at once."""
    with newsroom(folder) as room:
        room.put(pieces, **options)  # type: ignore[arg-type]
        room.group()
        return room.state()


def test_reports_of_one_event_are_one_story(tmp_path: Path) -> None:
    with newsroom(tmp_path) as room:
        room.put([PERU, PERU_2, FERRY, FERRY_2])
        assert room.group()
        assert room.groups() == {frozenset({"peru", "peru-2"}), frozenset({"ferry", "ferry-2"})}
        story = room.reading.story(room.story(PERU) or 0)
        assert story is not None
        assert story.row.outlets == 2
        assert not room.group()


def test_made_up_events_are_found_again(tmp_path: Path) -> None:
    pieces = invent(random.Random(1), 150)
    with newsroom(tmp_path) as room:
        room.put(pieces)
        room.group()
        right = {frozenset(p.name for p in pieces if p.event == event) for event in {p.event for p in pieces}}
        assert len(room.groups() & right) > 0.8 * len(right)


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_listing_does_not_matter(tmp_path: Path, seed: int) -> None:
    pieces = invent(random.Random(seed), 60)
    expected = grouped(tmp_path / "in order", pieces)
    shuffled = pieces[:]
    random.Random(seed).shuffle(shuffled)
    assert grouped(tmp_path / "shuffled", shuffled, batch=11) == expected


@pytest.mark.parametrize("seed", range(3))
def test_a_run_that_is_cut_off_goes_on_where_it_stopped(tmp_path: Path, small: None, seed: int) -> None:
    pieces = invent(random.Random(seed), 40)
    expected = grouped(tmp_path / "in one go", pieces)
    with newsroom(tmp_path / "cut") as room:
        room.put(pieces)
        batches = -(-room.index.execute("SELECT count(*) FROM article").fetchone()[0] // 7)
    for cut in range(batches):
        with newsroom(tmp_path / "cut") as room:
            told: list[int] = []

            def stop(done: int, total: int, told: list[int] = told) -> None:
                told.append(done)
                if len(told) == 2:
                    raise KeyboardInterrupt

            if cut < batches - 1:
                with pytest.raises(KeyboardInterrupt):
                    room.group(tell=stop)
            else:
                room.group()
    with newsroom(tmp_path / "cut") as room:
        assert room.state() == expected


KILLED = """
import os, sys
from pathlib import Path
sys.path[:0] = sys.argv[1:3]
from newsroom import newsroom
from tui.core.marking import mark_read
from tui.library import grouping
grouping.BATCH = 7
with newsroom(Path(sys.argv[3])) as room:
    issue, left = room.stories.issue, [int(sys.argv[4])]
    def dying(stories):
        issue(stories)
        left[0] -= 1
        if not left[0]:
            os._exit(9)
    room.stories.issue = dying
    room.group()
"""
"""Groups the library of a folder and dies in the middle of its nth transaction."""


def test_a_process_that_is_killed_in_a_transaction(tmp_path: Path, small: None) -> None:
    pieces = invent(random.Random(6), 40)
    expected = grouped(tmp_path / "in one go", pieces)
    with newsroom(tmp_path / "killed") as room:
        room.put(pieces)
    tests = Path(__file__).parents[1]
    for transaction in (1, 2, 3, 2):
        command = [sys.executable, "-c", KILLED, tests, tests / "library", tmp_path / "killed", str(transaction)]
        assert subprocess.run(command, check=False, timeout=60).returncode == 9
    with newsroom(tmp_path / "killed") as room:
        room.group()
        assert room.state() == expected


def test_a_batch_that_fails_leaves_nothing_behind(tmp_path: Path, small: None, monkeypatch: pytest.MonkeyPatch) -> None:
    pieces = invent(random.Random(5), 40)
    expected = grouped(tmp_path / "in one go", pieces)
    memory = Memory()
    with newsroom(tmp_path / "failing") as room:
        room.put(pieces)
        issue, calls = room.stories.issue, 0

        def failing(stories: list[int]) -> None:
            nonlocal calls
            calls += 1
            issue(stories)
            if calls % 3 == 0:
                raise OSError

        monkeypatch.setattr(room.stories, "issue", failing)
        while True:
            try:
                room.group(memory)
            except OSError:
                continue
            break
        assert calls > 6
        assert room.state() == expected


@pytest.mark.parametrize("remembered", [True, False])
def test_articles_that_come_one_by_one_are_placed_as_all_at_once(tmp_path: Path, remembered: bool) -> None:
    pieces = [replace(piece, links=()) for piece in invent(random.Random(9), 50)]
    expected = grouped(tmp_path / "at once", pieces)
    memory = Memory()
    with newsroom(tmp_path / "one by one") as room:
        for piece in pieces:
            room.put([piece])
            room.group(memory if remembered else None)
        assert room.state() == expected


def test_articles_are_placed_in_order_of_time_whichever_source_they_come_from(tmp_path: Path) -> None:
    pieces = [replace(piece, links=()) for piece in invent(random.Random(3), 60)]
    with newsroom(tmp_path / "late") as room:
        memory = Memory()
        room.put(pieces[::2], "/one")
        room.group(memory)
        room.put(pieces[1::2], "/two")
        room.group(memory)
        late = room.groups()
    with newsroom(tmp_path / "at once") as room:
        room.put(pieces)
        room.group()
        same = late & room.groups()
    assert len(same) > 0.95 * len(late)


def test_a_late_article_joins_the_story_of_its_own_time(tmp_path: Path) -> None:
    old = [PERU, PERU_2.later(1)]
    news = [replace(p, time=p.time + 200 * DAY) for p in invent(random.Random(2), 30) if p.time]
    with newsroom(tmp_path) as room:
        memory = Memory()
        room.put([*old, *news])
        room.group(memory)
        late = Piece("late", "Peru quake: Arequipa counts its injured", "Hospitals in Arequipa.", START + 9000, "gamma")
        room.put([late])
        room.group(memory)
        assert room.together(late) == {"peru", "peru-2", "late"}
        assert room.story(late) == room.story(PERU)
        again = Piece("again", "Peru quake: Arequipa hospitals full", "Injured residents.", START + 220 * DAY, "delta")
        room.put([again])
        room.group(memory)
        assert room.together(again) == {"again"}


def test_ids_stay_when_more_comes_in_and_merged_stories_are_still_found(tmp_path: Path) -> None:
    pieces = [replace(piece, links=()) for piece in invent(random.Random(11), 120)]
    shown: dict[str, int] = {}
    moved = 0
    memory = Memory()
    with newsroom(tmp_path) as room:
        for start in range(0, len(pieces), 20):
            room.put(pieces[start : start + 20])
            room.group(memory)
            for piece in pieces[: start + 20]:
                story = room.story(piece)
                assert story is not None
                before = shown.get(piece.key, story)
                if before != story:
                    moved += 1
                    assert room.index.execute("SELECT new FROM alias WHERE old=?", (before,)).fetchone() == (story,)
                    found = room.reading.story(before)
                    assert found is not None
                    assert found.row.id == story
                shown[piece.key] = story
    assert moved <= len(pieces) // 50


def test_a_story_keeps_its_id_when_the_article_that_founded_it_goes(tmp_path: Path) -> None:
    with newsroom(tmp_path) as room:
        room.put([PERU, PERU_2])
        room.group()
        story = room.story(PERU_2)
        room.drop([PERU])
        room.group()
        assert room.story(PERU_2) == story
        third = Piece(
            "third", "Peru quake injures dozens", "Arequipa hospitals in southern Peru.", START + 9000, "gamma"
        )
        room.put([third])
        room.group()
        assert room.story(third) == story
        room.put([PERU])
        room.group()
        assert room.story(PERU) == story
        assert room.together(PERU) == {"peru", "peru-2", "third"}


def test_an_edited_article_stays_where_it_was_shown(tmp_path: Path) -> None:
    memory = Memory()
    with newsroom(tmp_path) as room:
        room.put([PERU, PERU_2, FERRY])
        room.group(memory)
        edited = replace(PERU_2, title="Correction: quake report withdrawn", excerpt="")
        room.put([edited])
        assert not room.group(memory)
        assert room.together(edited) == {"peru", "peru-2"}
        assert room.index.execute("SELECT count(*) FROM article WHERE flags & 1024 = 0").fetchone() == (0,)


def test_what_is_remembered_is_what_would_be_read_anew(tmp_path: Path) -> None:
    """Edits, deletions and late articles between the runs: with a memory and without, the stories are the same."""
    chance = random.Random(21)
    pieces = invent(chance, 60)
    states = []
    for remembered in (True, False):
        memory, chance = Memory(), random.Random(22)
        with newsroom(tmp_path / str(remembered)) as room:
            waiting = pieces[:]
            gone: list[Piece] = []
            while waiting or gone:
                batch = [waiting.pop(0) for _ in range(min(len(waiting), 5))]
                if waiting and chance.random() < 0.3:
                    batch.append(waiting.pop(chance.randrange(len(waiting))))
                known = [piece for piece in pieces if piece not in waiting and piece not in gone]
                room.put(batch)
                if chance.random() < 0.5:
                    room.put([replace(chance.choice(known), excerpt=f"Corrected at {chance.random()}.")])
                if gone and chance.random() < 0.5:
                    room.put([gone.pop()])
                elif waiting:
                    gone.append(chance.choice(known))
                    room.drop([gone[-1]])
                room.group(memory if remembered else None)
            states.append(room.state())
    assert states[0] == states[1]


def test_another_process_may_group_in_between(tmp_path: Path) -> None:
    pieces = [replace(piece, links=()) for piece in invent(random.Random(9), 40)]
    expected = grouped(tmp_path / "at once", pieces)
    memories = [Memory(), Memory()]
    with newsroom(tmp_path / "in turn") as room:
        for place, piece in enumerate(pieces):
            room.put([piece])
            room.group(memories[place // 3 % 2])
        assert room.state() == expected


def test_an_article_without_a_date_stays_alone(tmp_path: Path) -> None:
    with newsroom(tmp_path) as room:
        undated = [replace(PERU, name=f"undated-{n}", outlet=f"outlet{n}", time=None) for n in range(3)]
        room.put([PERU, *undated])
        room.group()
        assert len(room.groups()) == 4


def test_an_article_that_was_taken_back_is_not_listed(tmp_path: Path) -> None:
    with newsroom(tmp_path) as room:
        room.put([PERU, PERU_2])
        room.group()
        room.put([replace(PERU_2, removed=True)])
        room.group()
        assert room.groups() == {frozenset({"peru"})}
        assert room.story(PERU_2) is None
        room.put([PERU_2])
        room.group()
        assert room.groups() == {frozenset({"peru", "peru-2"})}


def test_changed_strictness_groups_anew_and_back(tmp_path: Path) -> None:
    pieces = invent(random.Random(4), 120)
    memory = Memory()
    with newsroom(tmp_path) as room:
        room.put(pieces)
        room.group(memory)
        normal = room.state()
        room.group(memory, strictness=Strictness.STRICT)
        strict = room.groups()
        assert len(strict) > len(normal["stories"])  # type: ignore[arg-type]
        room.group(memory, strictness=Strictness.NORMAL)
        again = room.state()
        assert {k: v for k, v in again.items() if k != "alias"} == {k: v for k, v in normal.items() if k != "alias"}
        for old, new in normal["alias"]:  # type: ignore[attr-defined]
            assert room.reading.position(old) == room.reading.position(new)


def test_every_story_is_listed_while_all_are_grouped_anew(tmp_path: Path, small: None) -> None:
    pieces = [replace(piece, links=()) for piece in invent(random.Random(4), 40)]
    with newsroom(tmp_path) as room:
        room.put(pieces)
        room.group()
        seen = []

        def look(done: int, total: int) -> None:
            seen.append(sum(len(keys) for keys in room.listed().values()))

        room.group(tell=look, strictness=Strictness.STRICT)
        assert set(seen) == {len(pieces)}


def test_the_lead_that_was_read_stays(tmp_path: Path) -> None:
    with newsroom(tmp_path) as room:
        room.put([PERU])
        room.group()
        room.marks.put([Mark(PERU.key, read_at=START, lead_at=START)])
        room.put([replace(PERU_2, heat=80)])
        room.group()
        assert room.keys(PERU)[0] == PERU.key
        room.marks.put([Mark(PERU.key)])
        room.put([Piece("x", "Peru quake: Arequipa injured", "Southern Peru hospitals.", START + 9000, "gamma")])
        room.group()
        assert room.keys(PERU)[0] == PERU_2.key


def test_reading_one_article_of_a_list_of_articles_leaves_the_story_as_it_is(tmp_path: Path) -> None:
    with newsroom(tmp_path) as room:
        room.put([replace(PERU, heat=80), PERU_2])
        room.group()
        ids = [number(piece.key) for piece in (PERU, PERU_2)]
        lead, other = sorted(room.reading.keys(ids, articles=True), key=lambda keys: not keys.leads)
        assert lead == Keys(PERU.key)
        mark_read(room.marks, [other], START)
        catch_up(room.index, room.marks.connection)
        story = room.reading.story(room.story(PERU) or 0)
        assert story is not None
        assert not story.row.read
        assert [row.seen for row in story.coverage] == [True]
        room.put([Piece("x", "Peru quake: Arequipa injured", "Southern Peru hospitals.", START + 9000, "gamma")])
        room.group()
        assert room.keys(PERU).lead == PERU.key
        mark_read(room.marks, [lead], START)
        catch_up(room.index, room.marks.connection)
        story = room.reading.story(room.story(PERU) or 0)
        assert story is not None
        assert (story.row.read, story.row.fresh) == (True, 1)


def test_copies_of_one_text_are_marked(tmp_path: Path) -> None:
    text = "Residents of Arequipa ran into the streets when the ground shook early on Sunday, officials said."
    one = replace(PERU, excerpt=text)
    two = one.later(1, name="copy", outlet="beta")
    with newsroom(tmp_path) as room:
        room.put([one, two])
        room.group()
        assert room.copies() == {"copy"}
        story = room.reading.story(room.story(one) or 0)
        assert story is not None
        assert story.row.copies
        room.put(
            [replace(two, title="Southern Peru shaken by strong quake", excerpt="The night in Arequipa was long.")]
        )
        room.group()
        assert room.copies() == set()


def test_progress_is_told(tmp_path: Path, small: None) -> None:
    told: list[tuple[int, int]] = []
    with newsroom(tmp_path) as room:
        pieces = [replace(piece, links=()) for piece in invent(random.Random(4), 10)]
        room.put(pieces)
        room.group(tell=lambda done, total: told.append((done, total)))
    assert told[0] == (0, len(pieces))
    assert told[-1] == (len(pieces), len(pieces))


def words_of(room: Newsroom) -> int:
    return int(room.index.execute("SELECT count(*) FROM word").fetchone()[0])


def test_placing_anew_counts_no_word_twice(tmp_path: Path) -> None:
    with newsroom(tmp_path) as room:
        room.put([PERU, FERRY])
        room.group()
        before = room.state()["words"]
        room.group(never=["/news"])
        room.group()
        assert room.state()["words"] == before
        assert words_of(room) > 0
