"""`make pictures`: takes the pictures of the screen that README.md shows, from the real reader on the bundled stories."""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from pathlib import Path

from indexed import reader_over

from tui.config import asset_dir
from tui.wiring import open_desk, open_shelf, refresh

DOCS = Path(__file__).resolve().parents[1] / "docs"
SIZE = (140, 38)
PICTURES = {
    "screen.svg": ("j", "tab", "tab"),
    "compare.svg": ("j", "c"),
}
"""File → the keys that lead to what it shows."""


async def _take(library: Path, places: tuple[str, ...], keys: tuple[str, ...]) -> str:
    with open_shelf(library) as shelf:
        app = reader_over(library, places, shelf)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.pause(0.5)
            await pilot.press(*keys)
            await pilot.pause(0.8)
            return app.export_screenshot(title="Broadsheet")


def main() -> None:
    """Take every picture."""
    os.environ.pop("NO_COLOR", None)
    place = str(asset_dir("seeds").resolve())
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder)
        with open_desk(library, lambda: None) as desk:
            refresh(desk, (place,), lambda progress: None)
        for name, keys in PICTURES.items():
            svg = asyncio.run(_take(library, (place,), keys))
            # Where the project lies on this machine is nobody's business.
            # The picture asks no server for its letters either.
            svg = re.sub(r"@font-face \{.*?\}\s*", "", svg.replace(place, "seeds"), flags=re.DOTALL)
            (DOCS / name).write_text(svg, "utf-8")
            print(f"docs/{name}")


if __name__ == "__main__":
    main()
