"""Begins and ends a sitting of the reader: finds its parts, hands them to the screen, says what went wrong."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence

from tui.config import asset_dir, paths, read_settings
from tui.core.choosing import choose
from tui.core.exits import DONE, exit_code
from tui.errors import BroadsheetError
from tui.view.background import Indexer
from tui.view.sitting import Sitting
from tui.wiring import open_shelf

PAINTS = 500
"""Paints a second at most. Textual's own 60 keep a list that is there after 8 ms from the screen until 17."""
SENTENCE = 2000
"""Characters of what is said at the end; a path may stand in it."""


def read(sources: Sequence[str], library: str | None) -> int:
    """Open the reader on `sources` (none: the library's own, else the bundled stories); returns the exit code."""
    try:
        places = paths(library, os.environ)
        settings = read_settings(places.config_file)
        with open_shelf(places.library_dir) as shelf:
            chosen = choose(shelf.marks, sources, asset_dir("seeds"), int(time.time()))
            # With nothing to show yet it begins now, on the other core, so that there is something with the first paint.
            empty = not shelf.reading.newest().positions
            indexer = Indexer(places.library_dir, places.config_file, chosen.places, at_once=empty)
            try:
                # Read by Textual while it is imported.
                os.environ.setdefault("TEXTUAL_FPS", str(PAINTS))
                from tui.view.app import Reader
                from tui.view.keymap import keymap

                keys = keymap(settings.keys)
                sitting = Sitting(places.library_dir, chosen, settings, os.environ, shelf, indexer, keys)
                return Reader(sitting).run() or DONE
            finally:
                indexer.stop()
    except BroadsheetError as error:
        from tui.text.clean import clean_line

        print(f"broadsheet: {clean_line(str(error), SENTENCE)}", file=sys.stderr)
        return exit_code(error)
