"""Saved searches: those of config.toml first, then the reader's own. Decides and stores; runs none.

Every change answers with what was there before, which is what undoing it takes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tui.library.searches import KeptSearch, Searches
from tui.query import Query
from tui.query.nodes import And, Is
from tui.text.clean import clean_line

NAME_LIMIT = 60
"""Characters of a name."""


@dataclass(frozen=True, slots=True)
class Saved:
    """A search under a name."""

    name: str
    text: str
    own: bool = True
    """The reader's own; False: it stands in config.toml and is changed there."""


@dataclass(frozen=True, slots=True)
class SearchChange:
    """Something the reader did with saved searches that can be taken back."""

    said: str
    """What was done, as a sentence part: "saved the search Big"."""
    remove: tuple[str, ...]
    """To take it back, these names go …"""
    put: tuple[KeptSearch, ...]
    """… and these come back."""


def every(configured: Mapping[str, str], kept: Sequence[KeptSearch]) -> list[Saved]:
    """All saved searches in their order."""
    return [
        *(Saved(name, text.strip(), own=False) for name, text in configured.items()),
        *(Saved(each.name, each.text) for each in kept),
    ]


def named(name: str, searches: Sequence[Saved]) -> Saved | None:
    """The search of that name; of none that is written so, one that differs in capitals only."""
    exact = next((each for each in searches if each.name == name), None)
    return exact or next((each for each in searches if each.name.casefold() == name.casefold()), None)


def unread(query: Query) -> Query:
    """The same of unread stories only."""
    return replace(query, node=And((*query.parts, Is("unread"))) if query.parts else Is("unread"))


def clean_name(name: str) -> str:
    """A name as it is kept: one clean line."""
    return clean_line(name, NAME_LIMIT)


def name_fault(name: str, searches: Sequence[Saved], *, of: str | None = None) -> str:
    """Why a search cannot be called so, as a sentence; "" where it can.

    `of`: the name of the search that is renamed; None for a new one, which may take the place of one of its name.
    """
    if not name:
        return "Give it a name."
    found = named(name, searches)
    if found is not None and not found.own:
        return f"config.toml has a search {found.name}: give this one another name."
    if found is not None and of is not None and found.name != of:
        return f"There is a search {found.name} already: give this one another name."
    return ""


def save(searches: Searches, name: str, text: str) -> SearchChange | None:
    """Keep a search under a name, in place of one that has it; None when it is there as it is."""
    kept = searches.saved()
    old = next((each for each in kept if each.name.casefold() == name.casefold()), None)
    place = old.place if old else max((each.place for each in kept), default=0) + 1
    new = KeptSearch(name, text, place)
    return None if new == old else _change(searches, f"saved the search {name}", (old,) if old else (), (new,))


def rename(searches: Searches, name: str, new: str) -> SearchChange | None:
    """Call a search by another name; None when there is no such search, or nothing to do."""
    old = _kept(searches, name)
    if old is None or name == new:
        return None
    return _change(searches, f"renamed {name} to {new}", (old,), (replace(old, name=new),))


def delete(searches: Searches, name: str) -> SearchChange | None:
    """Forget a search; None when there is no such search."""
    old = _kept(searches, name)
    return _change(searches, f"deleted the search {name}", (old,), ()) if old else None


def move(searches: Searches, name: str, by: int) -> SearchChange | None:
    """Exchange a search with the one before (`by` -1) or after it (1); None at the end of the row."""
    kept = searches.saved()
    place = next((number for number, each in enumerate(kept) if each.name == name), None)
    if place is None or not 0 <= place + by < len(kept):
        return None
    one, other = kept[place], kept[place + by]
    moved = (replace(one, place=other.place), replace(other, place=one.place))
    return _change(searches, f"moved the search {name}", (one, other), moved)


def undo(searches: Searches, change: SearchChange) -> None:
    """Take a change back."""
    searches.change(change.remove, change.put)


def _kept(searches: Searches, name: str) -> KeptSearch | None:
    return next((each for each in searches.saved() if each.name == name), None)


def _change(searches: Searches, said: str, old: tuple[KeptSearch, ...], new: tuple[KeptSearch, ...]) -> SearchChange:
    searches.change([each.name for each in old], new)
    return SearchChange(said, tuple(each.name for each in new), old)
