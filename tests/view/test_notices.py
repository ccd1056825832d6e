"""What an empty list says of sources over the network."""

from __future__ import annotations

from datetime import UTC, datetime

from tui.core.choosing import Chosen
from tui.core.overview import SourceStatus
from tui.library.marks import SourcePlace
from tui.library.origins import OriginState
from tui.library.reading import SourceState
from tui.view.keymap import keymap
from tui.view.notices import list_notice
from tui.view.widgets.notice import Notice

NOW = datetime(2023, 7, 27, 12, 0, tzinfo=UTC)
SECONDS = int(NOW.timestamp())
PLACE = "https://north.example/feed"


def notice(*statuses: SourceStatus, indexed: bool = True) -> Notice:
    chosen = Chosen(tuple(status.source.place for status in statuses))
    return list_notice(None, "", chosen, statuses, keymap({}), NOW, indexed=indexed)


def status(place: str, origin: OriginState | None = None, checked: int | None = None) -> SourceStatus:
    state = SourceState(checked, 0, 0, 0) if origin is not None else None
    return SourceStatus(SourcePlace(place, "feed", 1), state, origin)


def test_each_source_says_why_nothing_is_there() -> None:
    failing = OriginState(message="It lets nobody connect.", fails=1, failing_since=SECONDS)
    offline = OriginState(message="There seems to be no network.")
    empty = status("https://empty.example/", OriginState(title="The Empty"), SECONDS)
    said = notice(empty, status(PLACE), status("https://b.example/", failing))
    assert said.lines == (
        f"{PLACE}: not looked at yet.",
        "https://b.example/: failing since 12:00: It lets nobody connect.",
        "The Empty: looked at 27 Jul 2023 12:00, and there is nothing in it.",
    )
    assert [what for _, what in said.keys][:2] == ["sources", "look again"]
    (line,) = notice(status(PLACE, offline)).lines
    assert line == f"{PLACE}: There seems to be no network."
    assert notice(*[status(f"{PLACE}/{number}") for number in range(5)]).lines[-1] == "And 2 more sources."


def test_until_it_is_known_how_they_are_it_says_that_it_looks() -> None:
    assert notice(status(PLACE), indexed=False).title == "Reading …"
    assert list_notice(None, "", Chosen((PLACE,)), None, keymap({}), NOW, indexed=True).title == "Reading …"
