"""Where the copies of sites' repositories lie, beside the library. They may be deleted at any time; fetches nothing."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

from tui.library.records import number

FOLDER = "repositories"
"""Below the library's folder."""


def copies_of(library: Path) -> Path:
    """The folder of a library's copies; it may not be there."""
    return library / FOLDER


def copy_of(copies: Path, place: str) -> Path:
    """The folder of the copy for the site at a place; it may not be there."""
    return copies / f"{number(place):016x}.git"


def drop_copy(copies: Path, place: str) -> None:
    """Delete a copy, if there is one."""
    shutil.rmtree(copy_of(copies, place), ignore_errors=True)


def move_copy(copies: Path, old: str, new: str) -> None:
    """Keep the copy of a site that has another place from now on."""
    with suppress(OSError):  # there is none, or it has to be fetched anew
        copy_of(copies, old).rename(copy_of(copies, new))
