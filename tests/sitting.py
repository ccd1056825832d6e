"""What tests of whole sittings share: a few stories, what the screen shows when it is at rest, which processes are left."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from building import entry, story_file
from terminal import Terminal

BROADSHEET = Path(sys.executable).with_name("broadsheet")
"""The command, as it is installed beside the Python that runs the tests."""

Sit = Callable[..., Terminal]

FERRY = "Ferry runs aground off Skagen"
BRIDGE = "Bridge over the Belt closes for a week"
ORCHARD = "Frost takes half of the apple harvest"
TITLES = (FERRY, BRIDGE, ORCHARD)
"""As the list shows them, newest first."""


def fill(folder: Path) -> None:
    """Three stories; the first with two related articles."""
    (folder / "ferry.md").write_bytes(
        story_file(
            FERRY,
            url="https://north.example/ferry",
            publishedDateTime="2023-07-27T10:00:00Z",
            excerpt="All 212 passengers were taken off by noon.",
            provider={"name": "North Post", "domain": "north.example"},
            topics=["Shipping"],
            quality=60,
            related=[
                entry(
                    "Passengers leave stranded ferry",
                    url="https://south.example/ferry",
                    publishedDateTime="2023-07-27T12:00:00Z",
                    provider={"name": "South Post", "domain": "south.example"},
                ),
                entry("What became of older ships", url="https://west.example/old"),
            ],
        )
    )
    (folder / "bridge.md").write_bytes(
        story_file(BRIDGE, url="https://east.example/bridge", publishedDateTime="2022-03-26T10:00:00Z", heat=90)
    )
    (folder / "orchard.md").write_bytes(
        story_file(ORCHARD, url="https://inland.example/frost", publishedDateTime="2021-04-25T10:00:00Z")
    )


def at_rest(terminal: Terminal) -> bool:
    """Everything has been looked through, as the status line says; the list may be about to show the last of it."""
    return uncovered(terminal) and "synced" in terminal.text


def uncovered(terminal: Terminal) -> bool:
    """No toast lies on the status line; one that does is clicked away, as it would stay for seconds."""
    line = terminal.lines[-2] if len(terminal.lines) > 1 else ""
    if (column := line.rfind("▌")) < 0:
        return True
    at = f"{column + 3};{len(terminal.lines) - 1}"
    terminal.write(f"\x1b[<0;{at}M\x1b[<0;{at}m")
    return False


def selected(terminal: Terminal) -> str:
    """The line at the cursor: its title, with what stands left and right of it."""
    return next((line for line in terminal.lines if "▌" in line or "▏" in line), "")


def line_with(terminal: Terminal, text: str) -> str:
    """The first line that holds the text, or ""."""
    return next((line for line in terminal.lines if text in line), "")


def processes(library: Path) -> list[str]:
    """The command lines of running processes that name the library: indexers, and readers given --library."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue
        if str(library) in words:
            found.append(words)
    return found
