"""What one sitting of the reader works with, built before the screen. Decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tui.config import Settings
    from tui.core.choosing import Chosen
    from tui.view.background import Indexer
    from tui.view.keymap import Keymap
    from tui.wiring import Shelf


class Sitting(NamedTuple):
    """One sitting."""

    library: Path
    """The library's folder."""
    chosen: Chosen
    settings: Settings
    environ: Mapping[str, str]
    shelf: Shelf
    """For the interface's own thread: pages of rows and single stories."""
    indexer: Indexer
    keymap: Keymap
