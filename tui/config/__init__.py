"""Where Broadsheet's files lie and what the reader has set. Opens no library and knows no screen."""

from __future__ import annotations

from tui.config.places import Paths, asset_dir, paths
from tui.config.reading import read_settings
from tui.config.settings import Rule, Settings

__all__ = ["Paths", "Rule", "Settings", "asset_dir", "paths", "read_settings"]
