"""What the terminal is able to do, as far as its environment tells. Asks the terminal nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

NARROW, LOW = 60, 16
"""Columns and lines below which the reader is cramped."""
WIDE = 110
"""Columns from which list and story stand side by side."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """One terminal."""

    name: str
    """TERM."""
    program: str
    """What the terminal calls itself, where it does."""
    columns: int
    lines: int
    colours: int
    """1 = none, 16, 256 or 16,777,216."""
    colours_off: bool
    """NO_COLOR is set."""
    encoding: str
    multiplexer: str
    """"tmux", "screen" or ""."""
    ssh: bool
    interactive: bool
    """Input and output are a terminal."""

    @property
    def unicode(self) -> bool:
        return self.encoding.lower().replace("-", "") == "utf8"

    @property
    def clipboard(self) -> str:
        """How a link gets to the clipboard."""
        return "tmux load-buffer -w, and OSC 52" if self.multiplexer == "tmux" else "OSC 52"

    def advice(self) -> list[str]:
        """What could be better, as sentences that say what to do."""
        said = []
        if self.name in ("", "dumb"):
            said.append("TERM names no terminal that can be drawn on: run the reader in a terminal, or set TERM.")
        elif self.colours < 256 and not self.colours_off:
            said.append(
                "The terminal promises only 16 colours: if it has more, set COLORTERM=truecolor, or a TERM such as"
                " xterm-256color."
            )
        elif self.colours == 256 and self.multiplexer == "tmux":
            said.append(
                "tmux promises 256 colours: for all of them add to tmux.conf: set -as terminal-features ',*:RGB',"
                " and set COLORTERM=truecolor."
            )
        if not self.unicode:
            said.append(
                f"The locale's encoding is {self.encoding or 'not set'}: set one with UTF-8, such as LANG=C.UTF-8."
            )
        if self.multiplexer == "screen":
            said.append("screen passes on no clipboard: copy links with the mouse, or use tmux.")
        if self.interactive and (self.columns < NARROW or self.lines < LOW):
            said.append(
                f"The window has {self.columns} columns and {self.lines} lines: from {NARROW} by {LOW} on the reader"
                f" has room, from {WIDE} columns it shows list and story side by side."
            )
        return said


def terminal(environ: Mapping[str, str], size: tuple[int, int], encoding: str, *, interactive: bool) -> Terminal:
    """The terminal that the environment describes; `size` is columns and lines."""
    return Terminal(
        name=environ.get("TERM", ""),
        program=" ".join(environ[name] for name in ("TERM_PROGRAM", "TERM_PROGRAM_VERSION") if environ.get(name)),
        columns=size[0],
        lines=size[1],
        colours=_colours(environ),
        colours_off=bool(environ.get("NO_COLOR")),
        encoding=encoding,
        multiplexer="tmux" if environ.get("TMUX") else "screen" if environ.get("STY") else "",
        ssh=bool(environ.get("SSH_CONNECTION") or environ.get("SSH_TTY")),
        interactive=interactive,
    )


def _colours(environ: Mapping[str, str]) -> int:
    """As Rich decides it, which draws the reader (rich.console, _detect_color_system)."""
    name = environ.get("TERM", "").strip().lower()
    if name in ("", "dumb", "unknown"):
        return 1
    if environ.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return 1 << 24
    return 256 if name.endswith(("-kitty", "-256color")) else 16
