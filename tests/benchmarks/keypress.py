"""Measures one key inside the process: processor time from the key to the painted screen, at any size of library."""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
import time
from pathlib import Path
from statistics import median

from benchmarks.figures import Figure, bounded, spread
from benchmarks.libraries import BROADSHEET, KEPT, library_of, samples
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
            for row in range(1, 61):
                began = time.process_time()
                app.post_message(events.Key("j", "j"))
                for _ in range(1000):
                    await asyncio.sleep(0)
                    if screen.panes.stories.cursor == row:
                        break
                app.screen._compositor.render_full_update()
                cursor.append((time.process_time() - began) * 1000)
                began = time.process_time()
                screen.show_story()
                await pilot.pause()
                follow.append((time.process_time() - began) * 1000)
        return cursor, follow


def opening(articles: int, most: float) -> list[Figure]:
    """`J` onto a story of so many articles, and `K` away from it: until its coverage is painted."""
    took = asyncio.run(_opened(_library_of_event(articles), articles))
    name = f"story of {articles} articles, key to its coverage painted"
    return [bounded(name, median(took), " ms", most, spread(took))]


async def _opened(library: Path, articles: int) -> list[float]:
    took = []
    with open_shelf(library) as shelf:
        app = reader_over(library, tuple(source.place for source in shelf.marks.sources()), shelf)
        async with app.run_test(size=(160, 45)) as pilot:
            await pilot.pause(0.5)
            screen = app.screen
            assert isinstance(screen, BrowseScreen)
            for run in range(40):
                await pilot.pause(0.1)
                key, before = "J" if run % 2 == 0 else "K", screen.panes.story
                began = time.perf_counter()
                app.post_message(events.Key(key, key))
                for _ in range(1000):
                    await asyncio.sleep(0)
                    if screen.panes.story is not before:
                        break
                app.screen._compositor.render_full_update()
                if key == "J":
                    took.append((time.perf_counter() - began) * 1000)
                    story = screen.panes.story
                    assert story is not None
                    assert len(story.coverage) == articles - 1
    return took


def _library_of_event(articles: int) -> Path:
    """A library with a story that came in last and, below it, one event that so many outlets report in their own words."""
    library, folder = KEPT / "event", KEPT / "event-stories"
    for old in (library, folder):
        shutil.rmtree(old, ignore_errors=True)
    folder.mkdir(parents=True)
    # Beside other news: words that every report has are worth nothing.
    shutil.copytree(library_of(0), library)
    event = "Strong earthquake of magnitude 7.1 shakes Arequipa in southern Peru and damages old houses"
    for number, sample in enumerate(samples()[: articles + 1]):
        words = " ".join(sample["title"].split()[:3])
        title, excerpt = (f"{event}: {words}", f"{event}. {words}, says the governor.") if number else (words, words)
        (folder / f"{number}.md").write_text(
            f"---\ntitle: {json.dumps(title)}\nexcerpt: {json.dumps(excerpt)}\n"
            f"publishedDateTime: 2024-06-01T{12 if number else 20}:{number % 60:02d}:00Z\n"
            f"webUrl: https://outlet{number}.example/a\nquality: {number}\n"
            f"provider:\n  name: Outlet {number}\n  domain: outlet{number}.example\n---\n"
        )
    subprocess.run([BROADSHEET, "add", folder, "--library", library], check=True, capture_output=True)
    return library
