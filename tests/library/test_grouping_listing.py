"""Articles that no source holds: part of the event if they report it, else kept with the story that links them."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

from newsroom import START, Newsroom, Piece, invent, newsroom

from tui.library.grouping import Memory
from tui.stories.item import DAY

PERU = Piece("peru", "Strong quake shakes southern Peru", "Residents of Arequipa ran into the streets.")
PERU_2 = Piece("peru-2", "Quake in Peru: dozens injured", "Hospitals in Arequipa in southern Peru.", START + 60, "beta")
FERRY = Piece("ferry", "Ferry runs aground off Skagen", "All passengers of the ferry are safe.", START + 60, "beta")
TALKS = Piece("talks", "Budget talks end in Brussels", "Ministers of the union shook hands.", START + 50 * DAY, "gamma")


def linking(piece: Piece, *links: Piece, **changes: object) -> Piece:
    return replace(piece, links=links, **changes)  # type: ignore[arg-type]


def kept(room: Newsroom, piece: Piece) -> set[str]:
    """The names of the articles that are kept with the piece's story without being of its event."""
    keys = room.kept().get(f"{room.story(piece) or 0:016x}", frozenset())
    return {key.rpartition("/")[2] for key in keys}


def test_a_linked_report_of_the_event_is_part_of_it(tmp_path: Path) -> None:
    with newsroom(tmp_path) as room:
        room.put([linking(PERU, PERU_2, FERRY)])
        room.group()
        assert room.groups() == {frozenset({"peru", "peru-2"})}
        assert kept(room, PERU) == {"ferry"}
        story = room.reading.story(room.story(PERU) or 0)
        assert story is not None
        assert [row.article.key for row in story.coverage] == [PERU_2.key]
        assert [row.article.key for row in story.related] == [FERRY.key]
        assert story.row.outlets == 2


def test_it_is_part_of_the_event_whichever_story_links_it(tmp_path: Path) -> None:
    with newsroom(tmp_path) as room:
        room.put([PERU, linking(TALKS, PERU_2, FERRY)])
        room.group()
        assert room.groups() == {frozenset({"peru", "peru-2"}), frozenset({"talks"})}
        assert kept(room, TALKS) == {"ferry"}


def test_it_is_kept_with_the_publishers_lead_else_with_the_nearest(tmp_path: Path) -> None:
    near = Piece("near", "Summit opens in Nairobi", "Delegates arrive.", START + DAY)
    far = Piece("far", "Rocket lifts off at Kourou", "A satellite is in orbit.", START + 9 * DAY)
    for heat, home in ((-1, near), (7, far)):
        for order in (1, -1):
            with newsroom(tmp_path / f"{heat}{order}") as room:
                room.put([linking(near, FERRY), linking(far, FERRY, heat=heat)][::order])
                room.group()
                assert kept(room, home) == {"ferry"}


def test_a_better_home_that_comes_later_takes_it(tmp_path: Path) -> None:
    memory = Memory()
    with newsroom(tmp_path) as room:
        room.put([linking(TALKS, FERRY)])
        room.group(memory)
        assert kept(room, TALKS) == {"ferry"}
        room.put([linking(PERU, FERRY)])
        room.group(memory)
        assert kept(room, TALKS) == set()
        assert kept(room, PERU) == {"ferry"}


def test_it_moves_when_its_home_goes_or_links_it_no_more(tmp_path: Path) -> None:
    memory = Memory()
    with newsroom(tmp_path) as room:
        room.put([linking(TALKS, FERRY), linking(PERU, FERRY)])
        room.group(memory)
        assert kept(room, PERU) == {"ferry"}
        room.drop([PERU])
        room.group(memory)
        assert kept(room, TALKS) == {"ferry"}
        room.put([linking(PERU, FERRY)])
        room.group(memory)
        assert kept(room, PERU) == {"ferry"}
        room.put([linking(PERU, PERU_2)])
        room.group(memory)
        assert kept(room, TALKS) == {"ferry"}
        room.put([linking(TALKS)])
        room.group(memory)
        assert room.story(FERRY) is None


def test_it_follows_its_home_into_another_story(tmp_path: Path) -> None:
    with newsroom(tmp_path) as room:
        room.put([linking(PERU_2, FERRY)])
        room.group()
        room.put([PERU.later(-1, name="first", outlet="gamma")])
        room.group()
        assert room.together(PERU_2) == {"first", "peru-2"}
        assert kept(room, PERU_2) == {"ferry"}


def test_it_becomes_a_story_when_its_file_comes_and_goes_back_when_it_goes(tmp_path: Path) -> None:
    memory = Memory()
    with newsroom(tmp_path) as room:
        room.put([linking(PERU, FERRY)])
        room.group(memory)
        room.put([FERRY])
        room.group(memory)
        assert room.groups() == {frozenset({"peru"}), frozenset({"ferry"})}
        room.drop([FERRY])
        room.group(memory)
        assert room.groups() == {frozenset({"peru"})}
        assert kept(room, PERU) == {"ferry"}


def test_an_event_is_listed_as_long_as_a_source_holds_one_report(tmp_path: Path) -> None:
    with newsroom(tmp_path) as room:
        room.put([linking(TALKS, PERU_2), PERU])
        room.group()
        story = room.story(PERU)
        assert room.together(PERU) == {"peru", "peru-2"}
        room.drop([PERU])
        room.group()
        assert room.groups() == {frozenset({"talks"})}
        assert kept(room, TALKS) == {"peru-2"}
        room.put([PERU])
        room.group()
        assert room.together(PERU) == {"peru", "peru-2"}
        assert room.story(PERU) == story


def test_search_finds_it_with_its_home(tmp_path: Path) -> None:
    with newsroom(tmp_path) as room:
        room.put([linking(PERU, FERRY)])
        room.group()
        rows = room.index.execute("SELECT s.id FROM words w JOIN story s ON s.pos = w.rowid WHERE words MATCH 'skagen'")
        assert rows.fetchall() == [(room.story(PERU),)]


def test_files_of_articles_already_linked_leave_what_all_at_once_would(tmp_path: Path) -> None:
    pieces = invent(random.Random(31), 40)
    with newsroom(tmp_path / "at once") as room:
        room.put(pieces)
        room.group()
        expected = room.groups()
    with newsroom(tmp_path / "in two") as room:
        memory = Memory()
        room.put(pieces[20:])
        room.group(memory)
        room.put(pieces[:20])
        room.group(memory)
        assert len(room.groups() ^ expected) <= 4
        assert set().union(*room.groups()) == {piece.name for piece in pieces}
