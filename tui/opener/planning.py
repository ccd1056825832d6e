"""Decides what opens a link on this machine. Runs nothing, and never lets a shell or an option parser see the link first.

Not `webbrowser`: it runs `$BROWSER='sh -c "… %s"'` through the shell, hands on "--help" as a link, and without a display
starts w3m in the middle of the reader's screen.
"""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from tui.text.urls import safe_url

URL_WORD = "{url}"
"""The word of the setting `browser` that stands for the link."""

GRAPHICAL = (
    "x-www-browser",
    "firefox",
    "firefox-esr",
    "librewolf",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "brave-browser",
    "microsoft-edge",
    "vivaldi",
    "opera",
    "epiphany",
    "falkon",
    "konqueror",
    "qutebrowser",
)
"""Programs that need a display, the system's own choice first."""
IN_TERMINAL = ("w3m", "lynx", "elinks", "links2", "links", "felinks", "cha", "browsh", "carbonyl")
"""Programs that draw in the terminal, in the order they are tried."""

_SHELLS = frozenset(("sh", "ash", "bash", "dash", "zsh", "ksh", "mksh", "fish", "csh", "tcsh", "busybox", "pwsh"))
_RUNS_NEXT_WORD = ("-c", "-e", "-x", "--command", "--execute")
"""Options after which a program runs a word as a command: xterm gives such a word to a shell."""
_SPECIAL_ON_WINDOWS = {ord(character): f"%{ord(character):02X}" for character in "$'(),"}
"""wslview puts the link into a line for PowerShell, and explorer.exe reads a comma as the end of it."""


@dataclass(frozen=True, slots=True)
class Browser:
    """Runs beside the reader: see `launch`."""

    argv: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TerminalBrowser:
    """Needs the terminal while it runs: see `run_in_terminal`."""

    argv: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Copy:
    """Nothing here opens links."""

    url: str
    reason: str
    """A whole sentence."""


Plan: TypeAlias = Browser | TerminalBrowser | Copy


def plan(
    url: str,
    browser: Sequence[str],
    environ: Mapping[str, str],
    which: Callable[[str], str | None],
    *,
    terminal: bool = True,
    platform: str = sys.platform,
) -> Plan:
    """What opens `url`: the setting `browser`, $BROWSER, what the platform has, a browser that is installed.

    `which` is `shutil.which`; `terminal` says whether a browser could have the terminal. Raises UnsafeLink.
    """
    url = safe_url(url)
    if browser:
        return _from_setting(url, browser, which, terminal=terminal)
    display = bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))
    for entry in environ.get("BROWSER", "").split(":"):
        argv = _from_environment(url, entry, which)
        if argv is None:
            continue
        if _draws_in_terminal(argv[0]):
            if terminal:
                return TerminalBrowser(argv)
        elif display or platform == "darwin" or os.path.basename(argv[0]) not in GRAPHICAL:
            return Browser(argv)
    if not display and (environ.get("SSH_CONNECTION") or environ.get("SSH_TTY")):
        return Copy(url, "A browser started over SSH would have no screen.")
    if opener := _from_platform(url, environ, which, platform, display=display):
        return Browser(opener)
    for name in GRAPHICAL if display else ():
        if (found := which(name)) and not _draws_in_terminal(found):
            return Browser((found, url))
    for name in IN_TERMINAL if terminal else ():
        if found := which(name):
            return TerminalBrowser((found, url))
    return Copy(url, "No browser was found here: name one as 'browser' in config.toml.")


def _from_setting(
    url: str, browser: Sequence[str], which: Callable[[str], str | None], *, terminal: bool
) -> Browser | TerminalBrowser | Copy:
    found = which(browser[0])
    if found is None:
        return Copy(url, f"The browser of config.toml, {browser[0]!r}, is not on this machine.")
    argv = (found, *(url if word == URL_WORD else word for word in browser[1:]))
    if not _draws_in_terminal(found):
        return Browser(argv)
    return TerminalBrowser(argv) if terminal else Copy(url, f"{os.path.basename(found)} needs a terminal.")


def _from_environment(url: str, entry: str, which: Callable[[str], str | None]) -> tuple[str, ...] | None:
    """One command of $BROWSER, with the link for "%s" or at its end; None where it needs a shell or is not installed."""
    try:
        as_written, words = shlex.split(entry, posix=False), shlex.split(entry)
    except ValueError:
        return None
    if words[-1:] == ["&"]:
        del words[-1]
    # A quoted "%s" was written for a shell, or for a program that hands its argument to one.
    if any("%s" in word and set(word) & set("'\"\\") for word in as_written) or any(map(_is_shell, words)):
        return None
    if not any("%s" in word for word in words):
        words.append("%s")
    if any(
        "%s" in word and before in (None, *_RUNS_NEXT_WORD) for before, word in zip((None, *words), words, strict=False)
    ):
        return None
    found = which(words[0])
    if found is None or _is_shell(os.path.realpath(found)):
        return None
    return (found, *(word.replace("%s", url) for word in words[1:]))


def _from_platform(
    url: str, environ: Mapping[str, str], which: Callable[[str], str | None], platform: str, *, display: bool
) -> tuple[str, ...] | None:
    names: tuple[str, ...] = ("xdg-open",) if display else ()
    if platform == "darwin":
        names = ("open",)
    elif environ.get("WSL_DISTRO_NAME") or environ.get("WSL_INTEROP"):
        names, url = ("wslview", "explorer.exe"), url.translate(_SPECIAL_ON_WINDOWS)
    return next(((found, url) for name in names if (found := which(name))), None)


def _is_shell(program: str) -> bool:
    return os.path.basename(program).removesuffix(".exe") in _SHELLS


def _draws_in_terminal(program: str) -> bool:
    """By its real name: www-browser and x-www-browser are links to whatever is installed."""
    return os.path.basename(program) in IN_TERMINAL or os.path.basename(os.path.realpath(program)) in IN_TERMINAL
