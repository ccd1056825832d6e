"""Where Broadsheet's own files, its library and its config.toml lie. Makes no folder and opens no file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from tui.errors import UsageError

NAME = "broadsheet"
CONFIG_VARIABLE = "BROADSHEET_CONFIG"
LIBRARY_VARIABLE = "BROADSHEET_LIBRARY"

_PACKAGE = Path(__file__).resolve().parent.parent


class Paths(NamedTuple):
    """Absolute paths; neither need exist."""

    config_file: Path
    library_dir: Path


def asset_dir(name: str) -> Path:
    """The folder "styles" or "seeds": inside the package when installed, beside it in a checkout."""
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


def paths(library: str | None, environ: Mapping[str, str]) -> Paths:
    """Where config.toml and the library lie.

    `library`, else BROADSHEET_LIBRARY, else the platform's folder for a user's data; BROADSHEET_CONFIG, else config.toml
    in the platform's folder for a user's settings. A variable that is set but empty is a mistake, never a wish for the
    default: a script whose own variable came out empty must not write to the reader's real library. Raises UsageError.
    """
    # platformdirs costs 5 ms of the first paint: only whoever needs a default pays.
    if CONFIG_VARIABLE in environ:
        config_file = _named(environ[CONFIG_VARIABLE], CONFIG_VARIABLE)
    else:
        from platformdirs import user_config_path

        config_file = user_config_path(NAME, appauthor=False) / "config.toml"
    if library is not None:
        library_dir = _named(library, "--library")
    elif LIBRARY_VARIABLE in environ:
        library_dir = _named(environ[LIBRARY_VARIABLE], LIBRARY_VARIABLE)
    else:
        from platformdirs import user_data_path

        library_dir = user_data_path(NAME, appauthor=False)
    return Paths(config_file, library_dir)


def _named(text: str, origin: str) -> Path:
    if not text.strip():
        raise UsageError(f"{origin} is empty.", "Give it a path, or leave it out.")
    if "\0" in text:
        raise UsageError(f"{origin} holds a NUL character, which no path can.", "Give it a path, or leave it out.")
    try:
        return Path(text).expanduser().absolute()
    except RuntimeError as error:
        raise UsageError(
            f"{origin} names a home folder that does not exist: {text}.", "Write the whole path."
        ) from error
