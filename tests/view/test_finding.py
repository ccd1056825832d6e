"""The finders end early when they are interrupted, wherever that catches them."""

from __future__ import annotations

from pathlib import Path

import pytest
from building import SEEDS

from tui.query import Query
from tui.view.finding import ListFinder, TotalsFinder, Wanted
from tui.wiring import open_desk, refresh

PLACES = (str(SEEDS),)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    with open_desk(tmp_path, lambda: None) as desk:
        refresh(desk, PLACES, lambda progress: None)
    return tmp_path


@pytest.mark.parametrize(
    ("finder", "asked"), [(ListFinder, Wanted(Query(), "time", PLACES, False, 1)), (TotalsFinder, PLACES)]
)
def test_an_interrupted_finder_answers_nothing_and_the_next_question(
    library: Path, finder: type, asked: object
) -> None:
    at_work = finder(library)
    index = at_work.shelf.reading.index
    for steps in (1, 20, 300):
        index.set_progress_handler(lambda: True, steps)  # ends what runs, as an interruption from another thread does
        assert len(list(at_work.find(asked))) <= 1
    index.set_progress_handler(None, 0)
    assert list(at_work.find(asked))
