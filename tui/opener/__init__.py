"""Takes a link to a browser, or to the clipboard where no browser is to be had. Knows no screen and fetches nothing."""

from __future__ import annotations

from tui.opener.clipboard import COPY_LIMIT, copy_sequence, tmux_copy
from tui.opener.launching import launch, run_in_terminal
from tui.opener.planning import Browser, Copy, Plan, TerminalBrowser, plan

__all__ = [
    "COPY_LIMIT",
    "Browser",
    "Copy",
    "Plan",
    "TerminalBrowser",
    "copy_sequence",
    "launch",
    "plan",
    "run_in_terminal",
    "tmux_copy",
]
