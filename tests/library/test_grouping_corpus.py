"""Real story files give the same stories in whatever order their folder is listed."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from building import CORPUS, needs_corpus
from newsroom import Newsroom, newsroom

from tui.library.grouping import Memory
from tui.sources.parsing import parse_files


def write(room: Newsroom, names: list[str], *, linked: bool = True) -> None:
    """Read these files of the corpus and write them in this order."""
    source = room.writer.source(str(CORPUS))
    for results in parse_files(str(CORPUS), names):
        if not linked:
            results = [each._replace(report=each.report and (*each.report[:-1], ())) for each in results]
        room.writer.write(source, results, {result.name: (1, 1) for result in results}, 1)


@pytest.fixture(scope="module")
def names() -> list[str]:
    """Two busy months."""
    return sorted(path.name for path in CORPUS.glob("2020-0[45]-*.md"))


@needs_corpus
@pytest.mark.slow
def test_a_shuffled_folder_gives_the_same_stories(tmp_path: Path, names: list[str]) -> None:
    states = []
    for seed in (None, 1):
        folder = tmp_path / str(seed)
        some = names[:]
        if seed is not None:
            random.Random(seed).shuffle(some)
        with newsroom(folder) as room:
            write(room, some)
            room.group()
            states.append(room.state())
        shutil.rmtree(folder)
    assert states[0] == states[1]


@needs_corpus
@pytest.mark.slow
def test_day_by_day_gives_the_same_as_all_at_once(tmp_path: Path, names: list[str]) -> None:
    """Without links: the files of one day name articles of months to come, which no real day does."""
    memory = Memory()
    with newsroom(tmp_path / "day by day") as room:
        for day in sorted({name[:10] for name in names}):
            write(room, [name for name in names if name.startswith(day)], linked=False)
            room.group(memory)
        by_day = room.listed()
    with newsroom(tmp_path / "at once") as room:
        write(room, names, linked=False)
        room.group()
        at_once = room.listed()
    assert len(by_day.items() & at_once.items()) >= 0.99 * len(at_once)
