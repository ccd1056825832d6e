"""Which sources a command is about: those named, else the library's, else the bundled stories. Reads no story."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tui.errors import SourceError, UnsafeLink
from tui.library.marks import Marks, SourcePlace
from tui.sources import folder

FOLDER, SITE, FEED = "folder", "site", "feed"
"""What a source can be."""


class Chosen(NamedTuple):
    """The sources to show."""

    places: tuple[str, ...]
    """Real paths and addresses."""
    bundled: bool = False
    """The library has no source yet: these are the stories that come with Broadsheet."""
    named: bool = False
    """The reader named them: what else the library has, or gets, is left out."""


def choose(marks: Marks, named: Sequence[str], seeds: Path, now: int) -> Chosen:
    """The sources named (they are kept in the library), or all of the library's, or the bundled stories.

    `seeds`: the folder of the bundled stories, which are never kept as a source; `now`: seconds since 1970 UTC.
    Raises SourceError when a named one is not there; an address is only taken when it is one of the library's.
    """
    bundled = str(folder.locate(str(seeds)))
    if named:
        kept_places = [source.place for source in marks.sources()]
        places = tuple(dict.fromkeys(_place(kept_places, name) for name in named))
        for place in places:
            if place != bundled and not over_network(place):
                marks.add_source(SourcePlace(place, FOLDER, now))
        return Chosen(places, bundled=places == (bundled,), named=True)
    kept = tuple(source.place for source in marks.sources())
    return Chosen(kept) if kept else Chosen((bundled,), bundled=True)


def scope(indexed: Mapping[str, int], places: Sequence[str]) -> list[int] | None:
    """The ids of the chosen sources; None when they are all there are, which spares every search the question.

    `indexed`: place → id of every source that the index knows.
    """
    wanted = [indexed[place] for place in places if place in indexed]
    return None if len(wanted) == len(indexed) else wanted


def over_network(place: str) -> bool:
    """The source is asked over the network; others lie in folders and files."""
    return "://" in place


def find_place(places: Sequence[str], name: str) -> str | None:
    """The one of these places that the reader means by `name`: as it is listed, its address, or any path to it."""
    if name in places:
        return name
    address = name if over_network(name) else f"https://{name}"
    from tui.text.urls import safe_url  # 3 ms, for an address only

    try:
        safe = safe_url(address)
    except UnsafeLink:
        safe = address
    meant = (safe, f"{safe}/", _real(name))
    return next((place for place in meant if place in places), None)


def _place(kept: Sequence[str], name: str) -> str:
    if not over_network(name):
        return str(folder.locate(name))
    place = find_place(kept, name)
    if place is None:
        raise SourceError(f"{name} is no source of the library.", f"Add it with 'broadsheet add {name}'.")
    return place


def _real(name: str) -> str:
    """The path that the name stands for; what it stood for may be gone."""
    try:
        return str(Path(name).expanduser().resolve())
    except (OSError, RuntimeError, ValueError):
        return name
