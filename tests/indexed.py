"""A reader over a library in which everything is indexed already, with no process of the indexer beside it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from tui.config import Settings
from tui.core.choosing import Chosen
from tui.view.app import Reader
from tui.view.keymap import keymap
from tui.view.sitting import Sitting
from tui.wiring import Shelf


class _NoIndexer:
    log = Path("indexer.log")

    def listen(self, hear: object) -> None:
        """Nothing is indexed meanwhile."""

    def ask(self, request: str) -> bool:
        return True

    def stop(self) -> None:
        """There is nothing to stop."""


def reader_over(library: Path, places: tuple[str, ...], shelf: Shelf) -> Reader:
    """The reader, with the settings as they are without a file, in this process's environment."""
    indexer: Any = _NoIndexer()
    return Reader(
        Sitting(library, Chosen(places, named=True), Settings(), dict(os.environ), shelf, indexer, keymap({}))
    )
