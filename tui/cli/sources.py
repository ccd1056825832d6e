"""The commands about sources that are there: remove, sources, sync."""

from __future__ import annotations

import os
import time
from argparse import Namespace
from collections.abc import Iterator, Sequence
from datetime import datetime

from tui.cli.fetching import Fetch
from tui.cli.library import bring_up_to_date, code_of
from tui.cli.output import emit, emit_json, named, talk
from tui.config import asset_dir, paths, read_settings
from tui.core.choosing import choose, find_place, over_network
from tui.core.copies import copies_of, drop_copy
from tui.core.exits import DONE, NOTHING_FOUND, exit_code
from tui.core.overview import SourceStatus, kind_name, last_result, next_look, statuses, summary
from tui.core.telling import source_json
from tui.errors import SourceError, UsageError
from tui.library.arrivals import arrived_since, newest_article
from tui.library.marks import Marks
from tui.text.clean import clean_line
from tui.text.counting import counted
from tui.wiring import open_desk, open_shelf

LONGEST = 4_096
"""Characters of a path, and of what is said of it."""


def remove(options: Namespace) -> int:
    """Forget sources and what the library has of them; folders and the reader's marks stay."""
    folder = paths(options.library, os.environ).library_dir
    with open_shelf(folder) as shelf:
        places = _kept(shelf.marks, named(options.sources))
        with open_desk(folder, lambda: time.sleep(0.05)) as desk:
            for place in places:
                shelf.marks.remove_source(place)
                desk.writer.drop(place)
                drop_copy(copies_of(folder), place)
    return DONE


def list_sources(options: Namespace) -> int:
    """Print the sources, one per line, or their feeds as a list for other readers; or pause some."""
    with open_shelf(paths(options.library, os.environ).library_dir) as shelf:
        if options.pause or options.resume:
            return _pause(shelf.marks, named(options.pause or options.resume), paused=bool(options.pause))
        found = statuses(shelf.marks, shelf.reading)
    if options.opml:
        return _as_list(found)
    now = datetime.now().astimezone()
    for status in found:
        if options.json:
            emit_json(source_json(status), exact=(status.source.place,))
        else:
            facts = ", ".join(fact for fact in _facts(status, now) if fact)
            emit(f"{clean_line(status.source.place, LONGEST)}  ({clean_line(facts, LONGEST)})")
    if not found:
        talk("The library has no sources. Add one with 'broadsheet add FOLDER' or 'broadsheet add ADDRESS'.")
    return DONE if found else NOTHING_FOUND


def sync(options: Namespace) -> int:
    """Look for what is new in the sources."""
    places = paths(options.library, os.environ)
    folder, settings = places.library_dir, read_settings(places.config_file)
    with open_shelf(folder) as shelf:
        wanted = _kept(shelf.marks, named(options.sources))
        chosen = choose(shelf.marks, wanted, asset_dir("seeds"), int(time.time()))
        before, newest = shelf.reading.totals().stories, newest_article(shelf.reading.index)
        with Fetch(folder, settings, chosen.places, named=bool(wanted)) as fetch:
            outcome = bring_up_to_date(folder, chosen, settings)
            fetch.finish(chosen.places)
        after = shelf.reading.totals()
        articles, stories = arrived_since(shelf.reading.index, newest)
        failing = [
            status
            for status in statuses(shelf.marks, shelf.reading)
            if status.failing and status.source.place in chosen.places
        ]
    said = summary(articles, stories, failing, datetime.now().astimezone(), offline=fetch.offline)
    if options.json:
        failures = [str(failure) for failure in (*outcome.failures, *fetch.faults)]
        emit_json(
            {
                "read": outcome.read,
                "gone": outcome.gone,
                "stories": after.stories,
                "new": after.stories - before,
                "new_articles": articles,
                "new_stories": stories,
                "asked": len(fetch.looks),
                "offline": fetch.offline,
                "failing": [source_json(status) for status in failing],
                "problems": after.problems,
                "failures": failures,
            },
            exact=failures,
        )
    else:
        for fault in () if fetch.offline else fetch.faults:
            talk(str(fault))
        talk(
            f"{counted(outcome.read, 'file', 'files')} read, {outcome.gone:,} gone;"
            f" {counted(after.stories, 'story', 'stories')} ({after.stories - before:+,}),"
            f" {counted(after.problems, 'problem', 'problems')}."
        )
        if fetch.looks:
            talk(f"{len(fetch.looks):,} asked over the network: {said}.")
    codes = [code for code in (code_of(outcome), *map(exit_code, fetch.faults)) if code != DONE]
    return min(codes, default=DONE)


def _facts(status: SourceStatus, now: datetime) -> Iterator[str]:
    source, state, form = status.source, status.state, status.origin.form if status.origin else ""
    remote = over_network(source.place)
    if remote:
        yield kind_name(source.kind, form)
        yield status.title if status.title != source.place else ""
    if state:
        yield counted(state.stories, "story", "stories") if remote else counted(state.files, "file", "files")
        yield counted(state.problems, "problem", "problems") if state.problems else ""
    yield last_result(status, now)
    yield next_look(status, now)


def _as_list(found: Sequence[SourceStatus]) -> int:
    from tui.core.subscribing import subscriptions  # the format takes 10 ms, for which no other command need wait
    from tui.formats.opml import written

    feeds = subscriptions(found)
    if not feeds:
        talk("The library has no feeds, which are all that such a list can hold.")
        return NOTHING_FOUND
    emit(written(feeds).decode().rstrip("\n"))
    if len(feeds) < len(found):
        talk(f"{len(found) - len(feeds):,} sources are no feeds, and are not in the list.")
    return DONE


def _pause(marks: Marks, names: Sequence[str], *, paused: bool) -> int:
    places = _kept(marks, names)
    for place in places:
        if not over_network(place):
            raise UsageError(f"{place} is looked at without asking anybody.", "Only sources over the network pause.")
    for source in marks.sources():
        if source.place in places:
            marks.change_source(source._replace(paused=paused))
    return DONE


def _kept(marks: Marks, names: Sequence[str]) -> list[str]:
    """The places of the sources that are named, as `sources` prints them or as any path to them.

    Raises SourceError for one that the library does not have.
    """
    kept = [source.place for source in marks.sources()]
    places = []
    for name in names:
        place = find_place(kept, name)
        if place is None:
            raise SourceError(f"{name} is no source of the library.", "'broadsheet sources' lists them.")
        places.append(place)
    return places
