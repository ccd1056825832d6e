"""What empty panes say: what happened, and which key to press. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from tui.core.choosing import over_network
from tui.view.widgets.notice import Notice

if TYPE_CHECKING:
    from tui.core.choosing import Chosen
    from tui.core.overview import SourceStatus
    from tui.errors import BroadsheetError
    from tui.model import Story
    from tui.view.keymap import Keymap


LISTED = 3
"""Sources named in an empty list."""
_AGAIN, _QUIT = ("search.sync", "look again"), ("program.back", "quit")


def list_notice(
    fault: BroadsheetError | None,
    asked: str,
    chosen: Chosen,
    statuses: Sequence[SourceStatus] | None,
    keymap: Keymap,
    now: datetime,
    *,
    indexed: bool,
) -> Notice:
    """The story list, while it is empty. `statuses`: the library's sources; None = they are not known yet."""
    if fault is not None:
        return Notice(fault.message, (fault.advice,) if fault.advice else (), keymap.rows((_AGAIN, _QUIT)))
    if asked:
        keys = keymap.rows((("search.find", "change the search"), ("program.clear", "clear it")))
        return Notice("Nothing matches", (f"No story has {asked}.",), keys)
    places = ", ".join(chosen.places[:3]) + (" …" if len(chosen.places) > 3 else "")
    remote = any(map(over_network, chosen.places))
    if not indexed or (remote and statuses is None):
        return Notice("Reading …", (f"Looking for stories in {places}.",))
    if remote:
        found = [status for status in statuses or () if status.source.place in chosen.places]
        keys = keymap.rows((("view.sources", "sources"), _AGAIN, ("view.problems", "problems"), _QUIT))
        return Notice("No stories yet", tuple(_source_lines(found, now)), keys)
    return Notice(
        "No stories here",
        (f"There is no story file in {places}.", "Add a folder with: broadsheet add FOLDER"),
        keymap.rows((("view.problems", "problems"), _AGAIN, _QUIT)),
    )


def _source_lines(statuses: Sequence[SourceStatus], now: datetime) -> Iterator[str]:
    """How the first of the sources are, as sentences; why nothing is there goes before what is merely empty."""
    from tui.core.overview import last_result
    from tui.text.counting import counted

    def empty(status: SourceStatus) -> bool:
        return bool(status.state and status.state.checked_at and not (status.origin and status.origin.message))

    for status in sorted(statuses, key=empty)[:LISTED]:
        result = last_result(status, now)
        yield f"{status.title}: {result}{', and there is nothing in it' if empty(status) else ''}."
    if len(statuses) > LISTED:
        yield f"And {counted(len(statuses) - LISTED, 'more source', 'more sources')}."


def detail_notice() -> Notice:
    """The detail pane, while no story is under the cursor."""
    return Notice("No story", ("Choose one in the list.",))


def coverage_notice(story: Story | None, keymap: Keymap) -> Notice:
    """The coverage pane, while it lists nothing."""
    if story is None:
        return Notice("")
    keys = keymap.rows((("open.browser", "open it"),))
    return Notice("No other reports", ("Nobody else in your sources tells this story.",), keys)
