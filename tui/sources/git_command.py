"""How git is started, and its `cat-file` as a reader of blobs. Bare copies only, nobody's settings, no questions asked.

A bare copy that is read through `cat-file` never writes what a stranger named onto the disk: no links, no filters,
no submodules, none of the faults that checking out has had.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from types import MappingProxyType

from tui.net.answers import WayOut

OPTIONS: Mapping[str, str] = MappingProxyType(
    {
        "core.hooksPath": os.devnull,
        "core.fsmonitor": "false",
        "credential.helper": "",
        "fetch.unpackLimit": "1",  # few large files, not many small ones
        "gc.auto": "0",  # it would go on in the background after a cancel
        "maintenance.auto": "false",
        "http.followRedirects": "false",  # they were followed before, each under the guard
        "http.lowSpeedLimit": "1000",
        "http.lowSpeedTime": "30",
        "protocol.allow": "never",
    }
)
_KEPT = ("PATH", "TMPDIR", "SSL_CERT_FILE", "SSL_CERT_DIR")
"""What git gets of the environment. Not HOME: passwords (.netrc) and settings that lead elsewhere lie there."""

DAMAGED = "the copy of the repository is damaged"


def installed() -> bool:
    """There is a git."""
    import shutil  # 6 ms that a parsing child need not wait for

    return shutil.which("git") is not None


def environment(way: WayOut | None = None) -> dict[str, str]:
    """What git may know; with a way out, the proxy and the certificates for it."""
    found = {name: os.environ[name] for name in _KEPT if name in os.environ}
    found |= {
        "GIT_ASKPASS": "true",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "HOME": os.devnull,
        "LC_ALL": "C",
    }
    if way is not None and way.proxy:
        found |= {"http_proxy": way.proxy, "https_proxy": way.proxy}
    if way is not None and way.ca_bundle:
        found["GIT_SSL_CAINFO"] = way.ca_bundle
    return found


def command(directory: str, arguments: Sequence[str], options: Mapping[str, str] = OPTIONS) -> list[str]:
    """The words that run git on a bare copy."""
    words = ["git", f"--git-dir={directory}"]
    for name, value in options.items():
        words += ["-c", f"{name}={value}"]
    return [*words, *arguments]


class Blobs:
    """Reads blobs of one bare copy, one after another, through one process."""

    def __init__(self, directory: str) -> None:
        """Start the process. Raises OSError where it cannot be."""
        self._process = subprocess.Popen(
            command(directory, ["cat-file", "--batch"]),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(),
        )

    def ask(self, blobs: Sequence[str]) -> None:
        """Ask for blobs by their digests, at most 1,000 at a time: git unpacks the next while this one is parsed."""
        assert self._process.stdin is not None
        with suppress(BrokenPipeError):  # `read` tells
            self._process.stdin.write("".join([f"{blob}\n" for blob in blobs]).encode())
            self._process.stdin.flush()

    def read(self) -> bytes:
        """The next blob that was asked for; the caller knows its size to be small. Raises OSError for a missing one."""
        assert self._process.stdout is not None
        head = self._process.stdout.readline().split()
        size = int(head[2]) + 1 if len(head) == 3 else 0
        data = self._process.stdout.read(size)
        if not size or len(data) != size or head[1] != b"blob":
            raise OSError(0, DAMAGED)
        return data[:-1]

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()
