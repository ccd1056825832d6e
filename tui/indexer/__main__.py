"""`python -m tui.indexer LIBRARY CONFIG PLACE…`: keep the index of LIBRARY in step with the places until stdin ends."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

NICE = 10
"""How far it steps back for the reader, who waits for every key (nice(2))."""


def main() -> None:
    # The index of a large folder is millions of small tuples that all live on: collecting them costs 2.5-3x the parsing.
    gc.disable()
    os.nice(NICE)
    from tui.indexer.service import serve

    serve(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])


if __name__ == "__main__":
    main()
