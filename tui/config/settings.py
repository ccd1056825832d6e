"""What config.toml can set, with defaults. Reads no file; docs/config.md tells the same to the reader."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Literal, NamedTuple, TypeAlias

Strictness: TypeAlias = Literal["loose", "normal", "strict"]

URL_WORD = "{url}"
"""The word of `browser` that stands for the link."""
WIDTHS = range(40, 161)
"""What `reader_width` may be."""


class Rule(NamedTuple):
    """What happens to new stories that a search finds; at least one thing does."""

    search: str
    """As in the search bar."""
    read: bool = False
    """Mark them read."""
    star: bool = False
    """Star them."""
    hide: bool = False
    """Leave them out of every list but that of `is:hidden`."""
    tag: str = ""
    """Give them this tag; "" = none."""


class Settings(NamedTuple):
    """One sitting's settings; the fields are the keys of config.toml, checked."""

    browser: tuple[str, ...] = ()
    """Program and arguments that open a link, exactly one of them "{url}"; empty = $BROWSER, then what the machine has."""
    theme: str = "broadsheet-dark"
    """Name of the theme to begin with; any of Textual's, broadsheet-dark or broadsheet-light."""
    keys: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    """Action id → keys in Textual's spelling, in place of its default ones; neither is checked here."""
    images: bool = False
    """Show the picture of the story from the start."""
    strictness: Strictness = "normal"
    """How alike reports must be to become one story."""
    grouping: bool = True
    """Fold the reports of one event into one row; off = every article has a row of its own."""
    never_group: tuple[str, ...] = ()
    """Sources whose articles stay by themselves: real paths or addresses, as `broadsheet sources` prints them."""
    searches: Mapping[str, str] = MappingProxyType({})
    """Name → saved search, in the order of the file; whoever runs one reports its faults."""
    saved_tabs: bool = False
    """Show the saved searches as tabs above the list."""
    rules: tuple[Rule, ...] = ()
    """Applied in this order to stories as they arrive."""
    refresh: int = 0
    """Seconds between looks for new stories while the reader is open, at least 60; 0 = only when asked."""
    notify: bool = False
    """Tell the terminal (a bell and a notification) when new stories have come in."""
    proxy: str = ""
    """Address of the HTTP proxy; "" = what HTTP_PROXY, HTTPS_PROXY and NO_PROXY say."""
    ca_bundle: Path | None = None
    """File of the certificates to trust (PEM); None = those the system trusts."""
    reader_width: int = 80
    """Columns of an article's text, one of WIDTHS."""
    prefetch_starred: bool = False
    """Fetch the full text of a story when it is starred, for reading without a network."""
    sentence: bool = True
    """Say in words below the search bar what is being asked."""
