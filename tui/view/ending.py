"""Signals that end the program: the screen is put away and the marks are stored first. Handles no key."""

from __future__ import annotations

import asyncio
import os
import signal
from threading import Timer
from types import FrameType
from typing import Any

from textual.app import App

SECONDS = 2.0
"""Given to ending in good order. It takes 0.3; on a terminal that has gone, Textual waits for ever to write to it."""


def end_on_signals(app: App[Any]) -> None:
    """End `app` on SIGTERM, SIGHUP and SIGINT with the exit code that a shell gives to a program they killed.

    Call it on the event loop.
    """
    loop = asyncio.get_running_loop()

    def end(number: int, _frame: FrameType | None) -> None:
        code = 128 + number
        watchdog = Timer(SECONDS, os._exit, (code,))
        watchdog.daemon = True
        watchdog.start()
        loop.call_soon_threadsafe(app.exit, code)

    # Not `loop.add_signal_handler`: it waits for the loop, and the loop may be waiting for the terminal.
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, end)
