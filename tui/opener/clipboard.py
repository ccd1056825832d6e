"""Puts one line of text on the clipboard, through the terminal and through tmux. Reads no clipboard."""

from __future__ import annotations

import subprocess
from base64 import b64encode
from collections.abc import Mapping

from tui.text.clean import clean_line

COPY_LIMIT = 4096
"""Characters copied; a Markdown link of the longest title and address has 2,460."""
TMUX_SECONDS = 2.0
"""Seconds that tmux may take; it needs 0.005."""


def copy_sequence(text: str) -> str:
    """The OSC 52 sequence that asks the terminal, even at the far end of SSH, to put `text` on the clipboard.

    Terminals confirm nothing. The text is made one safe line: pasted into a shell, a line break would run it.
    """
    return f"\x1b]52;c;{b64encode(_safe(text)).decode('ascii')}\x07"


def tmux_copy(text: str, environ: Mapping[str, str]) -> str:
    """Put `text` into tmux's buffer and, through tmux, on the clipboard; "" or the sentence that says why it failed.

    tmux ignores OSC 52 from within with its default `set-clipboard external`. Outside tmux this does nothing.
    """
    if not environ.get("TMUX"):
        return ""
    try:
        done = subprocess.run(
            ("tmux", "load-buffer", "-w", "-"),
            input=_safe(text),
            capture_output=True,
            env=environ,
            timeout=TMUX_SECONDS,
            check=False,
        )
    except OSError as error:
        return f"tmux cannot be started: {error.strerror or error}."
    except subprocess.TimeoutExpired:
        return f"tmux did not answer within {TMUX_SECONDS:.0f} seconds."
    if done.returncode == 0:
        return ""
    reason = clean_line(done.stderr.decode("utf-8", "replace"))
    return f"tmux did not take the text: {reason or f'exit code {done.returncode}'}."


def _safe(text: str) -> bytes:
    return clean_line(text, COPY_LIMIT).encode()
