"""Keeps sources in the library, one by one or from another reader's list of feeds. Asks no server.

What the reader says once more of a source that is there already takes the place of what was said before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tui.core.choosing import FEED, find_place
from tui.core.overview import SourceStatus
from tui.errors import SourceError
from tui.formats import opml
from tui.library.marks import Marks, SourcePlace
from tui.text.clean import clean_line

HERE = "It is in your library already."
"""What is said of a source that is to be kept once more."""

_SNIFFED = 4096


@dataclass(frozen=True, slots=True)
class Kept:
    """What was done with sources that were to be kept."""

    added: tuple[str, ...] = ()
    """Places that are new."""
    changed: tuple[str, ...] = ()
    """Places that were there, of which something else is said now."""
    retopicked: tuple[str, ...] = ()
    """Those of them whose topics have changed: their stories have to be read anew."""
    problems: tuple[str, ...] = ()
    """Sentences: what of a list could not be kept."""


def kept(marks: Marks, address: str) -> SourcePlace | None:
    """The source of the library that the reader means by an address. Raises LibraryError and its kinds."""
    held = {source.place: source for source in marks.sources()}
    place = find_place(list(held), address.strip())
    return held[place] if place is not None else None


def keep(marks: Marks, sources: Iterable[SourcePlace], now: int) -> Kept:
    """Keep sources. `now`: seconds since 1970 UTC. Raises LibraryError and its kinds."""
    held = {source.place: source for source in marks.sources()}
    added, changed, retopicked = [], [], []
    for given in sources:
        source = _cleaned(given)
        was = held.get(source.place)
        if was is None:
            if marks.add_source(source._replace(added_at=now)):
                added.append(source.place)
            continue
        said = was._replace(
            title=source.title or was.title,
            topics=source.topics or was.topics,
            repository=source.repository or was.repository,
            allow=tuple(dict.fromkeys((*was.allow, *source.allow))),
        )
        if said != was:
            marks.change_source(said)
            changed.append(source.place)
            if said.topics != was.topics:
                retopicked.append(source.place)
    return Kept(tuple(added), tuple(changed), tuple(retopicked))


def _cleaned(source: SourcePlace) -> SourcePlace:
    """With a title and topics that can be shown and searched for."""
    topics = dict.fromkeys(clean_line(topic) for topic in source.topics)
    return source._replace(title=clean_line(source.title), topics=tuple(topic for topic in topics if topic))


def subscriptions(statuses: Sequence[SourceStatus]) -> list[opml.Subscription]:
    """The feeds among the sources, as other readers take them."""
    return [
        opml.Subscription(
            status.source.place,
            status.title if status.title != status.source.place else "",
            status.origin.site if status.origin else "",
            status.source.topics,
        )
        for status in statuses
        if status.source.kind == FEED
    ]


def is_list(path: Path) -> bool:
    """Whether a file is a list of feeds (OPML)."""
    if path.suffix.lower() == ".opml":
        return path.is_file()
    try:
        with path.open("rb") as file:
            return b"<opml" in file.read(_SNIFFED)
    except OSError:
        return False


def keep_list(marks: Marks, path: Path, topics: tuple[str, ...], now: int) -> Kept:
    """Keep the feeds of an OPML file; its folders, and these topics, become theirs.

    Raises SourceError for a file that cannot be read or names no feed.
    """
    try:
        with path.open("rb") as file:
            data = file.read(opml.SIZE_LIMIT + 1)
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror or error}.", "Check the path.") from error
    found = opml.read(data)
    problems = tuple(f"{path}: {place}: {reason}" if place else f"{path}: {reason}" for place, reason in found.problems)
    if not found.feeds:
        raise SourceError(problems[0], "Export the list from your other reader once more.")
    feeds = (
        SourcePlace(feed.url, FEED, 0, feed.title, tuple(dict.fromkeys((*feed.topics, *topics))))
        for feed in found.feeds
    )
    return replace(keep(marks, feeds, now), problems=problems)
