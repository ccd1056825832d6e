"""Runs a browser, beside the reader or in its terminal. Takes finished argument lists; `plan` made sure of what is in them."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable, Sequence
from threading import Thread

from tui.errors import NoBrowser

QUICK = 3.0
"""Seconds within which a browser that ends with an error is said to have failed; later it was closed or has crashed."""

ADVICE = "Name another program as 'browser' in config.toml."


def launch(argv: Sequence[str], failed: Callable[[str], object]) -> Thread:
    """Start a browser beside the reader, which may end before it, and return at once. Raises NoBrowser.

    `failed` is called with a sentence, on the thread returned, when the browser ends with an error in the first seconds;
    whoever is about to end may join that thread for QUICK seconds to hear of it.
    """
    try:
        process = subprocess.Popen(
            argv,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env=_environ(),
        )
    except OSError as error:
        raise _not_started(argv, error) from error
    thread = Thread(target=_watch, args=(process, argv, failed), name="browser", daemon=True)
    thread.start()
    return thread


def run_in_terminal(argv: Sequence[str]) -> None:
    """Give the terminal to a browser until it ends; the screen must be put away (`App.suspend`). Main thread only.

    Raises NoBrowser when it cannot be started or ends with an error.
    """
    # ctrl+c in the browser reaches this process too and would end the reader. Not SIG_IGN: the browser would inherit it.
    before = signal.signal(signal.SIGINT, lambda _number, _frame: None)
    try:
        code = subprocess.run(argv, env=_environ(), check=False).returncode
    except OSError as error:
        raise _not_started(argv, error) from error
    finally:
        signal.signal(signal.SIGINT, before)
    if code not in (0, -signal.SIGINT, 128 + signal.SIGINT):
        raise NoBrowser(_ended(argv, code), ADVICE)


def _watch(process: subprocess.Popen[bytes], argv: Sequence[str], failed: Callable[[str], object]) -> None:
    try:
        code = process.wait(QUICK)
    except subprocess.TimeoutExpired:
        process.wait()
        return
    # explorer.exe ends with 1 whatever happens.
    if code and os.path.basename(argv[0]) != "explorer.exe":
        failed(f"{_ended(argv, code)} {ADVICE}")


def _environ() -> dict[str, str]:
    """Ours without $BROWSER: `plan` has taken from it what can be used, and xdg-open would run the rest of it."""
    return {name: value for name, value in os.environ.items() if name != "BROWSER"}


def _ended(argv: Sequence[str], code: int) -> str:
    how = f"exit code {code}" if code > 0 else f"signal {-code}"
    return f"{os.path.basename(argv[0])} could not open the link ({how})."


def _not_started(argv: Sequence[str], error: OSError) -> NoBrowser:
    return NoBrowser(f"{os.path.basename(argv[0])} cannot be started: {error.strerror or error}.", ADVICE)
