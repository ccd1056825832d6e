"""The commands about sources: add, remove, sources, sync."""

from __future__ import annotations

import json
import time
from argparse import Namespace
from datetime import UTC, datetime

from tui.cli.exits import BAD_INPUT, DONE, NOTHING_FOUND
from tui.cli.library import bring_up_to_date, library_folder, named, open_library, talk
from tui.config import asset_dir
from tui.core.choosing import Chosen, choose
from tui.core.telling import source_json
from tui.errors import UsageError
from tui.sources.folder import locate
from tui.wiring import open_desk, open_shelf


def add(options: Namespace) -> int:
    """Add sources and index them."""
    with open_library(options, named(options.sources)) as library:
        totals = library.reading.totals(library.scope)
        talk(f"{totals.stories:,} {'story' if totals.stories == 1 else 'stories'} in what you added.")
        return BAD_INPUT if library.outcome.failures else DONE


def remove(options: Namespace) -> int:
    """Forget sources; their files and the reader's marks stay."""
    folder = library_folder(options)
    with open_shelf(folder) as shelf:
        kept = {source.place for source in shelf.marks.sources()}
        places = []
        for name in options.sources:
            place = name if name in kept else str(locate(name))
            if place not in kept:
                raise UsageError(f"{name} is no source of the library.", "See 'broadsheet sources'.")
            places.append(place)
        with open_desk(folder, lambda: time.sleep(0.1)) as desk:
            indexed = desk.writer.places()
            for place in places:
                shelf.marks.remove_source(place)
                if place in indexed:
                    desk.writer.drop(indexed[place])
    return DONE


def list_sources(options: Namespace) -> int:
    """Print the sources, one per line."""
    with open_shelf(library_folder(options)) as shelf:
        states = shelf.reading.source_states()
        sources = shelf.marks.sources()
        for source in sources:
            state = states.get(source.place)
            if options.json:
                print(json.dumps(source_json(source, state), ensure_ascii=False))
            else:
                files = f"{state.files:,} files" if state else "not looked at yet"
                when = (
                    f", looked at {datetime.fromtimestamp(state.checked_at, UTC).astimezone():%d %b %Y %H:%M}"
                    if state and state.checked_at
                    else ""
                )
                print(f"{source.place}  ({files}{when})")
        if not sources:
            talk("The library has no sources. Add one with 'broadsheet add FOLDER'.")
        return DONE if sources else NOTHING_FOUND


def sync(options: Namespace) -> int:
    """Look for what is new in the sources."""
    folder = library_folder(options)
    with open_shelf(folder) as shelf:
        chosen: Chosen = choose(shelf.marks, options.sources, asset_dir("seeds"), int(time.time()))
        before = shelf.reading.totals().stories
        outcome = bring_up_to_date(folder, chosen)
        after = shelf.reading.totals()
    if options.json:
        print(
            json.dumps(
                {
                    "read": outcome.read,
                    "gone": outcome.gone,
                    "stories": after.stories,
                    "problems": after.problems,
                    "failures": [failure.message for failure in outcome.failures],
                }
            )
        )
    else:
        talk(
            f"{outcome.read:,} files read, {outcome.gone:,} gone; {after.stories:,} stories"
            f" ({after.stories - before:+,}), {after.problems:,} problems."
        )
    return BAD_INPUT if outcome.failures else DONE
