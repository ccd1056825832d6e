"""The least Textual app: one Static. What starting the reader is compared with."""

from __future__ import annotations

import sys

from textual.app import App, ComposeResult
from textual.widgets import Static


class Bare(App[None]):
    def compose(self) -> ComposeResult:
        yield Static("BARE-PAINTED")

    def on_key(self) -> None:
        self.exit()


if __name__ == "__main__":
    Bare().run()
    sys.exit(0)
