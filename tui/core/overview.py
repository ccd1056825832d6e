"""The library's sources and how each of them is, for whoever lists them. Asks no server, changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from tui.core.choosing import over_network
from tui.library.marks import Marks, SourcePlace
from tui.library.origins import OriginState
from tui.library.reading import Reading, SourceState
from tui.text.counting import counted
from tui.text.dates import absolute, age

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
"""English whatever the locale, as the rest of the screen is."""
_WEEK = 6 * 86_400


@dataclass(frozen=True, slots=True)
class SourceStatus:
    """One source."""

    source: SourcePlace
    """What the reader said of it."""
    state: SourceState | None
    """What the index holds of it; None = nothing yet."""
    origin: OriginState | None
    """How its last look over the network went; None = never asked, or a folder."""

    @property
    def title(self) -> str:
        """What it is called: by the reader, by itself, or by where it is."""
        return self.source.title or (self.origin.title if self.origin else "") or self.source.place

    @property
    def failing(self) -> bool:
        """Its last look over the network failed, and it is still asked."""
        return self.origin is not None and self.origin.fails > 0 and not self.source.paused

    @property
    def next_at(self) -> int | None:
        """When the schedule asks it next, in seconds since 1970; None: it does not."""
        if not over_network(self.source.place) or self.source.paused:
            return None
        return self.origin.next_at if self.origin else 0


def statuses(marks: Marks, reading: Reading) -> list[SourceStatus]:
    """Every source, in the order in which they were added. Raises LibraryError and its kinds."""
    states, origins = reading.source_states(), reading.origin_states()
    return [SourceStatus(source, states.get(source.place), origins.get(source.place)) for source in marks.sources()]


def failures(marks: Marks, reading: Reading) -> list[SourceStatus]:
    """The sources that fail, without what the index holds of them. Raises LibraryError and its kinds."""
    origins = reading.origin_states()
    every = (SourceStatus(source, None, origins.get(source.place)) for source in marks.sources())
    return [status for status in every if status.failing]


def kind_name(kind: str, form: str) -> str:
    """What a source is, for a line: "feed (Atom)", "site", "folder"."""
    forms = {"rss": "RSS", "ato": "Atom", "jso": "JSON Feed"}
    name = forms.get(form[:3], "")
    return f"{kind} ({name})" if name else kind


def last_result(status: SourceStatus, now: datetime) -> str:
    """How the last look went, in a few words: "looked at 5m ago", "failing since Monday: …", "paused: …"."""
    origin, state = status.origin, status.state
    if status.source.paused:
        return f"paused: {_reason(origin)}" if origin and origin.message else "paused"
    if origin and origin.message:
        return f"{_failing(origin, now)}{_reason(origin)}"
    checked = state.checked_at if state else None
    return "not looked at yet" if checked is None else f"looked at {absolute(_local(checked, now))}"


def next_look(status: SourceStatus, now: datetime) -> str:
    """When the schedule looks next: "next in 40m", "due"; "" where it does not."""
    if status.next_at is None:
        return ""
    seconds = status.next_at - now.timestamp()
    if seconds <= 0:
        return "due"
    # The age of now as seen from then: "40m", "3h", "2d".
    return f"next in {age(now, datetime.fromtimestamp(max(status.next_at, int(now.timestamp()) + 60), UTC))}"


def since(then: int, now: datetime) -> str:
    """Since when: "09:12" today, "Monday" within a week, else "25 Jul"."""
    moment = _local(then, now)
    if moment.date() == now.date():
        return f"{moment:%H:%M}"
    if 0 <= now.timestamp() - then < _WEEK:
        return _DAYS[moment.weekday()]
    return absolute(moment).rpartition(" ")[0]


def summary(
    new_articles: int,
    new_stories: int,
    failing: Sequence[SourceStatus],
    now: datetime,
    *,
    offline: bool = False,
    recovered: int = 0,
) -> str:
    """What a sync came to: "12 new in 5 stories, 1 source failing since Monday".

    `recovered`: how many sources that failed have answered.
    """
    if offline:
        return "offline: nothing could be fetched"
    parts = ["nothing new"]
    if new_articles:
        parts = [f"{new_articles:,} new in {counted(new_stories, 'story', 'stories')}"]
    if recovered:
        parts.append(f"{counted(recovered, 'source answers', 'sources answer')} again")
    if failing:
        first = min(status.origin.failing_since for status in failing if status.origin)
        parts.append(f"{counted(len(failing), 'source', 'sources')} failing since {since(first, now)}")
    return ", ".join(parts)


def _failing(origin: OriginState, now: datetime) -> str:
    return f"failing since {since(origin.failing_since, now)}: " if origin.fails else ""


def _reason(origin: OriginState) -> str:
    """What went wrong, to stand among other things."""
    return origin.message.removesuffix(".")


def _local(seconds: int, now: datetime) -> datetime:
    return datetime.fromtimestamp(seconds, now.tzinfo)
