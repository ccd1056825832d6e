"""Asked why, the library answers with what it grouped by."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

from newsroom import START, Piece, invent, newsroom

from tui.core.correcting import merge
from tui.library.grouping_why import why
from tui.stories.rules import Strictness

PERU = Piece("peru", "Strong quake shakes southern Peru", "Residents of Arequipa ran into the streets.")
PERU_2 = Piece("peru-2", "Quake in Peru: dozens injured", "Hospitals in Arequipa in southern Peru.", START + 60, "beta")
FERRY = Piece("ferry", "Ferry runs aground off Skagen", "All passengers of the ferry are safe.", START + 60, "beta")
NOISE = [replace(piece, links=()) for piece in invent(random.Random(99), 60)]


def test_every_grouped_article_can_say_why(tmp_path: Path) -> None:
    with newsroom(tmp_path) as room:
        room.put([replace(PERU, links=(PERU_2,)), PERU_2, *NOISE])
        room.group()
        told = why(room.index, room.story(PERU) or 0, PERU_2.key)
        assert told is not None
        assert {"Peru", "Arequipa"} <= {shared.word for shared in told.words}
        assert (told.seconds, told.nearest, told.linked, told.told) == (60, "Alpha", True, False)
        assert told.likeness > told.needed
        for piece in NOISE:
            alone = room.together(piece) == {piece.name}
            assert (why(room.index, room.story(piece) or 0, piece.key) is None) == alone


def test_an_article_of_another_story_says_nothing(tmp_path: Path) -> None:
    with newsroom(tmp_path) as room:
        room.put([PERU, PERU_2, FERRY, *NOISE])
        room.group()
        assert why(room.index, room.story(PERU) or 0, FERRY.key) is None
        assert why(room.index, 1, PERU.key) is None


def test_what_the_reader_put_together_is_told_apart(tmp_path: Path) -> None:
    with newsroom(tmp_path) as room:
        room.put([PERU, PERU_2, FERRY, *NOISE])
        room.group()
        merge(room.marks, room.keys(PERU), room.keys(FERRY), START)
        room.group()
        story = room.story(FERRY) or 0
        told = why(room.index, story, FERRY.key)
        assert told is not None
        assert told.told
        other = why(room.index, story, PERU_2.key)
        assert other is not None
        assert not other.told


def test_every_report_that_came_with_a_merged_story_is_told_apart(tmp_path: Path) -> None:
    nearer = replace(FERRY, name="ferry-2", outlet="gamma", time=START + 61)
    with newsroom(tmp_path) as room:
        room.put([replace(PERU, heat=80), PERU_2, FERRY, nearer, *NOISE])
        room.group()
        assert room.together(FERRY) == {"ferry", "ferry-2"}
        merge(room.marks, room.keys(PERU), room.keys(FERRY), START)
        room.group()
        story = room.story(FERRY) or 0
        found = {piece.name: why(room.index, story, piece.key) for piece in (PERU, PERU_2, FERRY, nearer)}
        assert {name: told and told.told for name, told in found.items()} == {
            "peru": False,
            "peru-2": False,
            "ferry": True,
            "ferry-2": True,
        }
        second = found["peru-2"]
        assert second is not None
        assert (second.seconds, second.nearest) == (0, "Beta")


def test_strictness_has_its_say(tmp_path: Path) -> None:
    with newsroom(tmp_path) as room:
        room.put([PERU, PERU.later(1, name="copy", outlet="beta"), *NOISE])
        needed = []
        for strictness in (Strictness.NORMAL, Strictness.STRICT):
            room.group(strictness=strictness)
            told = why(room.index, room.story(PERU) or 0, PERU.key)
            assert told is not None
            needed.append(told.needed)
        assert needed[1] > needed[0]
