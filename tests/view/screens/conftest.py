"""A reader over a real library of a few stories; only the indexer's process is a stand-in."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from few import FILES
from textual.pilot import Pilot

from tui.config import Settings
from tui.core.choosing import Chosen
from tui.view.app import Reader
from tui.view.keymap import keymap
from tui.view.screens.browse import BrowseScreen
from tui.view.sitting import Sitting
from tui.wiring import open_desk, open_shelf, refresh


class StandInIndexer:
    """Says what a test has it say; `sync` is what the reader asked for."""

    def __init__(self, library: Path, places: tuple[str, ...]) -> None:
        self.log = library / "indexer.log"
        self.asked: list[str] = []
        self.stopped = False
        self._library = library
        self._places = places
        self._hear: Callable[[dict[str, object]], None] = lambda event: None

    def listen(self, hear: Callable[[dict[str, object]], None]) -> None:
        self._hear = hear
        self.say(event="idle", read=0, gone=0)

    def ask(self, request: str) -> bool:
        self.asked.append(request)
        return True

    def stop(self) -> None:
        self.stopped = True

    def say(self, **event: object) -> None:
        self._hear(event)

    def index(self) -> None:
        """Do the indexer's work, here and now."""
        with open_desk(self._library, lambda: None) as desk:
            refresh(desk, self._places, lambda progress: None)


class OpenReader:
    """A running reader with short ways to what tests look at."""

    def __init__(self, app: Reader, pilot: Pilot[int], indexer: StandInIndexer, folder: Path) -> None:
        self.app = app
        self.pilot = pilot
        self.indexer = indexer
        self.folder = folder

    @property
    def screen(self) -> BrowseScreen:
        return next(screen for screen in self.app.screen_stack if isinstance(screen, BrowseScreen))

    @property
    def titles(self) -> list[str]:
        stories = self.screen.panes.stories
        rows = [stories.source.row(index) for index in range(stories.count)]
        return [row.title if row else "" for row in rows]

    @property
    def said(self) -> list[str]:
        """The toasts so far."""
        return [f"{toast.title} {toast.message}".strip() for toast in self.app._notifications]

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def until(self, holds: Callable[[], Any]) -> None:
        """Wait until something done on a thread has reached the screen."""
        for _ in range(500):
            if holds():
                return
            await self.pilot.pause(0.01)
        raise AssertionError(f"It never came about; the toasts say {self.said}")


@pytest.fixture
def open_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., AbstractAsyncContextManager[OpenReader]]:
    """`async with open_reader(size=…, settings=…, files=…) as reader`."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    folder, library = tmp_path / "stories", tmp_path / "library"

    @asynccontextmanager
    async def start(
        size: tuple[int, int] = (140, 40),
        settings: Settings | None = None,
        files: Mapping[str, bytes] = FILES,
        environ: Mapping[str, str] | None = None,
    ) -> AsyncIterator[OpenReader]:
        folder.mkdir(exist_ok=True)
        for name, data in files.items():
            (folder / name).write_bytes(data)
        indexer = StandInIndexer(library, (str(folder),))
        indexer.index()
        with open_shelf(library) as shelf:
            chosen = Chosen((str(folder),), named=True)
            settings = settings or Settings()
            keys = keymap(settings.keys)
            sitting = Sitting(library, chosen, settings, environ or {"PATH": ""}, shelf, indexer, keys)
            app = Reader(sitting)
            async with app.run_test(size=size) as pilot:
                await pilot.pause()
                yield OpenReader(app, pilot, indexer, folder)

    return start


@pytest.fixture
def recorded(tmp_path: Path) -> tuple[tuple[str, ...], Path]:
    """A browser that writes its arguments to a file: the setting, and the file."""
    record = tmp_path / "opened"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >> "{record}"\n')
    browser.chmod(0o755)
    return (str(browser), "{url}"), record
