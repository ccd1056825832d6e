"""What empty panes say: what happened, and which key to press. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.view.widgets.notice import Notice

if TYPE_CHECKING:
    from tui.core.choosing import Chosen
    from tui.errors import BroadsheetError
    from tui.model import Story
    from tui.view.keymap import Keymap


_AGAIN, _QUIT = ("search.sync", "look again"), ("program.back", "quit")


def list_notice(fault: BroadsheetError | None, asked: str, chosen: Chosen, keymap: Keymap, *, indexed: bool) -> Notice:
    """The story list, while it is empty."""
    if fault is not None:
        return Notice(fault.message, (fault.advice,) if fault.advice else (), keymap.rows((_AGAIN, _QUIT)))
    if asked:
        keys = keymap.rows((("search.find", "change the search"), ("program.clear", "clear it")))
        return Notice("Nothing matches", (f"No story has {asked}.",), keys)
    places = ", ".join(chosen.places[:3]) + (" …" if len(chosen.places) > 3 else "")
    if not indexed:
        return Notice("Reading …", (f"Looking for stories in {places}.",))
    return Notice(
        "No stories here",
        (f"There is no story file in {places}.", "Add a folder with: broadsheet add FOLDER"),
        keymap.rows((("view.problems", "problems"), _AGAIN, _QUIT)),
    )


def detail_notice() -> Notice:
    """The detail pane, while no story is under the cursor."""
    return Notice("No story", ("Choose one in the list.",))


def coverage_notice(story: Story | None, keymap: Keymap) -> Notice:
    """The coverage pane, while it lists nothing."""
    if story is None:
        return Notice("")
    keys = keymap.rows((("open.browser", "open it"),))
    return Notice("No other reports", ("Nobody else in your sources tells this story.",), keys)
