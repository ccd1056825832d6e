"""Reads config.toml into Settings. Never writes it; what each key may hold stands in `tui.config.checks`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tui.config.settings import Settings
from tui.errors import ConfigError

SIZE_LIMIT = 1024 * 1024
"""Bytes of the file; a thousand saved searches need 60,000."""


def read_settings(path: Path) -> Settings:
    """The settings in the file, defaults where it says nothing or does not exist.

    Raises ConfigError for what cannot be read or understood: a typing error in a setting is said, not passed over.
    """
    document = _load(path)
    if not document:
        return Settings()
    from tui.config.checks import checked  # 5 ms, and most readers have no such file

    return checked(path, document)


def _load(path: Path) -> Mapping[str, Any]:
    try:
        with path.open("rb") as opened:
            data = opened.read(SIZE_LIMIT + 1)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise ConfigError(
            f"{path} cannot be read: {error.strerror or error}.", "Make it a file that you may read, or move it away."
        ) from error
    import tomllib  # 6 ms

    if len(data) > SIZE_LIMIT:
        raise ConfigError(f"{path} is larger than 1 MB.", "Take out what is not a setting.")
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} is not UTF-8 at byte {error.start}.", "Save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(
            f"{path} is not TOML: {error}.", "Correct that place; docs/config.md has examples."
        ) from error
    except RecursionError as error:
        raise ConfigError(f"{path} nests too deep.", "Take some brackets out.") from error
