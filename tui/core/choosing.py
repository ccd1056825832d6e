"""Which sources a command is about: those named, else the library's, else the bundled stories. Reads no story."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tui.library.marks import Marks, SourcePlace
from tui.sources import folder

FOLDER = "folder"
SEEDS = "seeds"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The sources to show."""

    places: tuple[str, ...]
    """Real paths."""
    bundled: bool = False
    """The library has no source yet: these are the stories that come with Broadsheet."""


def choose(marks: Marks, named: Sequence[str], seeds: Path, now: int) -> Chosen:
    """The sources named (they are kept in the library), or all of the library's, or the bundled stories.

    `seeds`: the folder of the bundled stories, which are never kept as a source; `now`: seconds since 1970 UTC.
    Raises SourceError when a named one is not there.
    """
    bundled = str(folder.locate(str(seeds)))
    if named:
        places = tuple(dict.fromkeys(str(folder.locate(name)) for name in named))
        for place in places:
            if place != bundled:
                marks.add_source(SourcePlace(place, FOLDER, now))
        return Chosen(places, bundled=places == (bundled,))
    kept = tuple(source.place for source in marks.sources())
    return Chosen(kept) if kept else Chosen((bundled,), bundled=True)


def scope(indexed: Mapping[str, int], places: Sequence[str]) -> list[int] | None:
    """The ids of the chosen sources; None when they are all there are, which spares every search the question.

    `indexed`: place → id of every source that the index knows.
    """
    wanted = [indexed[place] for place in places if place in indexed]
    return None if len(wanted) == len(indexed) else wanted
