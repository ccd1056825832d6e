"""Measures one key inside the process: processor time from the key to the painted screen, at any size of library."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from statistics import median

from benchmarks.figures import Figure, bounded, spread
from benchmarks.libraries import library_of
from indexed import reader_over
from textual import events

from tui.view.screens.browse import BrowseScreen
from tui.wiring import open_shelf


def moves(count: int) -> list[Figure]:
    """`j`: processor time until the list is painted; the other panes follow later and are measured by themselves."""
    cursor, follow = asyncio.run(_measure(library_of(count)))
    return [
        bounded(f"j to painted list, {count:,} stories, processor time", median(cursor), " ms", 5, spread(cursor)),
        Figure("detail and coverage after it, processor time", f"{spread(follow)} ms"),
    ]


async def _measure(library: Path) -> tuple[list[float], list[float]]:
    with open_shelf(library) as shelf:
        places = tuple(source.place for source in shelf.marks.sources())
        app = reader_over(library, places, shelf)
        cursor, follow = [], []
        async with app.run_test(size=(160, 45)) as pilot:
            await pilot.pause(0.5)
            screen = app.screen
            assert isinstance(screen, BrowseScreen)
            for _ in range(60):
                began = time.process_time()
                screen.panes.stories.post_message(events.Key("j", "j"))
                for _ in range(40):
                    await asyncio.sleep(0)
                app.screen._compositor.render_full_update()
                cursor.append((time.process_time() - began) * 1000)
                began = time.process_time()
                screen.show_story()
                await pilot.pause()
                follow.append((time.process_time() - began) * 1000)
        return cursor, follow
