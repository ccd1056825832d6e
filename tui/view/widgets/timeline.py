"""When the reports of an event came in, on one line. Counts and draws only what it is given."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from textual.strip import Strip
from textual.widget import Widget

from tui.model import Story
from tui.text.dates import absolute, stretch
from tui.view.widgets.cells import Line, amount, fit, printable

_BARS = "▁▂▃▄▅▆▇█"
_MOST_BUCKETS, _LEAST_BUCKETS = 24, 6


def columns(counts: Sequence[int]) -> str:
    """Counts as a row of columns, the highest full; "·" where there is none, so that it reads without colour."""
    most = max(counts, default=0)
    return "".join(_BARS[max(0, -(-count * len(_BARS) // most) - 1)] if count else "·" for count in counts)


def bucket_counts(times: Sequence[float], buckets: int) -> list[int]:
    """How many of `times` (seconds, any order) fall into each of `buckets` equal stretches from first to last."""
    counts = [0] * buckets
    if not times:
        return counts
    first, last = min(times), max(times)
    for time in times:
        place = int((time - first) / (last - first) * buckets) if last > first else 0
        counts[min(place, buckets - 1)] += 1
    return counts


class TimelineParts(NamedTuple):
    """What the line says, in the order it is said; each part may be empty."""

    first: str
    columns: str
    peak: str
    rest: tuple[str, ...]


def timeline_parts(story: Story, width: int, now: datetime) -> TimelineParts | None:
    """The line's parts that fit into `width` cells; None where no report has a time.

    When room is short the count of outlets goes first, then the last report, the peak, columns, the end of the first outlet.
    """
    articles = [story.lead.article, *(row.article for row in story.coverage)]
    reports = [(a.published, a.provider.outlet) for a in articles if a.published is not None]
    if not reports:
        return None
    began, outlet = min(reports)
    ended = max(time for time, _ in reports)
    length = ended - began
    outlets = len({name.casefold() for _, name in reports if name})
    times = [time.timestamp() for time, _ in reports]

    def peak(buckets: int) -> str:
        counts = bucket_counts(times, buckets)
        most = counts.index(max(counts))
        moment = began + length * (most / buckets)
        text = absolute(moment, now.tzinfo)
        return text[-5:] if length < timedelta(days=1) else _short(text, now)

    peak_room = cell_len(f"  peak {'00:00' if length < timedelta(days=1) else _short(absolute(began), now)}") + 1
    first = f"{printable(outlet) or 'unknown outlet'} {_short(absolute(began, now.tzinfo), now, clock=True)}"
    span, last = list[str](), list[str]()
    if length:
        span = [stretch(length.total_seconds())]
        said = absolute(ended, now.tzinfo)
        last = [f"last {said[-5:] if length < timedelta(days=1) else _short(said, now, clock=True)}"]
    count = [f"{amount(outlets)} outlets"] if outlets > 1 else []
    if len(reports) == 1:
        return TimelineParts(fit(first, max(1, width - len("first: "))), "", "", ("one report so far",))
    choices: tuple[tuple[bool, list[str]], ...] = (
        (True, span + last + count),
        (True, span + last),
        (True, span),
        (False, span),
        (False, []),
    )
    for with_peak, rest in choices:
        fixed = cell_len("first: ") + cell_len(first) + 2 + sum(3 + cell_len(text) for text in rest)
        if with_peak:
            fixed += peak_room
        buckets = min(_MOST_BUCKETS, width - fixed)
        if buckets >= _LEAST_BUCKETS:
            counts = bucket_counts(times, buckets)
            shown = f"peak {peak(buckets)}" if with_peak and max(counts) > 1 else ""
            return TimelineParts(first, columns(counts), shown, tuple(rest))
    return TimelineParts(fit(first, max(1, width - len("first: "))), "", "", ())


def _short(text: str, now: datetime, clock: bool = False) -> str:
    """A date as `absolute` words it, without the year if it is this one, without the clock unless asked for."""
    day, month, year, hour = text.split(" ")
    return " ".join([day, month, *([year] if int(year) != now.year else []), *([hour] if clock else [])])


class Timeline(Widget):
    """The line above the coverage; blank where no report has a time."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"timeline--label", "timeline--text", "timeline--columns"}
    DEFAULT_CSS = "Timeline { height: 1; width: 1fr; }"
    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self._story: Story | None = None
        self._now: datetime | None = None

    def show(self, story: Story | None, now: datetime) -> None:
        """Draw the reports of `story`, dates in the zone and year of `now`."""
        self._story, self._now = story, now
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        muted = self.get_visual_style("timeline--label").rich_style
        line = Line(width)
        if y == 0 and self._story is not None and self._now is not None:
            parts = timeline_parts(self._story, width - 2, self._now)
            if parts is not None:
                text = self.get_visual_style("timeline--text").rich_style
                line.pad(1, muted)
                line.add("first: ", muted)
                line.add(parts.first, text)
                line.pad(2 if parts.columns else 0, muted)
                line.add(parts.columns, self.get_visual_style("timeline--columns").rich_style)
                tail = [part for part in (parts.peak, *parts.rest) if part]
                line.add("  " + " · ".join(tail) if tail else "", muted)
        return line.strip(muted)
