"""The commands about sources: add, remove, sources, sync."""

from __future__ import annotations

import os
import time
from argparse import Namespace
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from tui.cli.library import bring_up_to_date, code_of, named, open_library
from tui.cli.output import emit, emit_json, talk
from tui.config import asset_dir, paths, read_settings
from tui.core.choosing import choose
from tui.core.exits import DONE, NOTHING_FOUND
from tui.core.telling import source_json
from tui.errors import SourceError
from tui.library.marks import Marks
from tui.text.clean import clean_line
from tui.text.dates import absolute
from tui.wiring import open_desk, open_shelf


def add(options: Namespace) -> int:
    """Add sources and index them."""
    with open_library(options, named(options.sources)) as library:
        totals = library.reading.totals(library.scope)
        talk(f"{totals.stories:,} {'story' if totals.stories == 1 else 'stories'} in what you added.")
        return library.code()


def remove(options: Namespace) -> int:
    """Forget sources; their files and the reader's marks stay."""
    folder = paths(options.library, os.environ).library_dir
    with open_shelf(folder) as shelf:
        places = _kept(shelf.marks, named(options.sources))
        with open_desk(folder, lambda: time.sleep(0.05)) as desk:
            indexed = desk.writer.places()
            for place in places:
                shelf.marks.remove_source(place)
                if place in indexed:
                    desk.writer.drop(indexed[place])
    return DONE


def list_sources(options: Namespace) -> int:
    """Print the sources, one per line."""
    with open_shelf(paths(options.library, os.environ).library_dir) as shelf:
        states = shelf.reading.source_states()
        sources = shelf.marks.sources()
    for source in sources:
        state = states.get(source.place)
        if options.json:
            emit_json(source_json(source, state), exact=(source.place,))
            continue
        facts = [f"{state.files:,} {'file' if state.files == 1 else 'files'}" if state else "not looked at yet"]
        if state and state.problems:
            facts.append(f"{state.problems:,} {'problem' if state.problems == 1 else 'problems'}")
        if state and state.checked_at is not None:
            facts.append(f"looked at {absolute(datetime.fromtimestamp(state.checked_at, UTC).astimezone())}")
        emit(f"{clean_line(source.place, 4096)}  ({', '.join(facts)})")
    if not sources:
        talk("The library has no sources. Add one with 'broadsheet add FOLDER'.")
    return DONE if sources else NOTHING_FOUND


def sync(options: Namespace) -> int:
    """Look for what is new in the sources."""
    places = paths(options.library, os.environ)
    folder, settings = places.library_dir, read_settings(places.config_file)
    with open_shelf(folder) as shelf:
        wanted = _kept(shelf.marks, named(options.sources))
        chosen = choose(shelf.marks, wanted, asset_dir("seeds"), int(time.time()))
        before = shelf.reading.totals().stories
        outcome = bring_up_to_date(folder, chosen, settings)
        after = shelf.reading.totals()
    if options.json:
        emit_json(
            {
                "read": outcome.read,
                "gone": outcome.gone,
                "stories": after.stories,
                "new": after.stories - before,
                "problems": after.problems,
                "failures": [str(failure) for failure in outcome.failures],
            },
            exact=[str(failure) for failure in outcome.failures],
        )
    else:
        talk(
            f"{outcome.read:,} files read, {outcome.gone:,} gone; {after.stories:,} stories"
            f" ({after.stories - before:+,}), {after.problems:,} problems."
        )
    return code_of(outcome)


def _kept(marks: Marks, names: Sequence[str]) -> list[str]:
    """The places of the sources that are named, as `sources` prints them or as any path to them.

    Raises SourceError for one that the library does not have.
    """
    kept = {source.place for source in marks.sources()}
    places = []
    for name in names:
        place = name if name in kept else _real(name)
        if place not in kept:
            raise SourceError(f"{name} is no source of the library.", "'broadsheet sources' lists them.")
        places.append(place)
    return places


def _real(name: str) -> str:
    """The path that the name stands for; what it stood for may be gone."""
    try:
        return str(Path(name).expanduser().resolve())
    except (OSError, RuntimeError, ValueError):
        return name
