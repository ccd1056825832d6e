"""Reads the times of the search language: dates, ranges, and times counted back from now. Looks at no clock.

Days, months and years are those of the zone of `now`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from tui.text.dates import FIRST_YEAR, LAST_YEAR

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WORDS = ("today", "yesterday", *WEEKDAYS)
UNITS = {"h": "hour", "d": "day", "w": "week", "m": "month", "y": "year"}
FORMS = "7d, 2w, 3m, yesterday, 2023, 2023-07 or 2023-07-01"
"""What to propose where a time cannot be read."""

_BACK = re.compile(r"([0-9]{1,5})([hdwmy])")
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2})(?:t([0-9]{1,2}):([0-9]{2}))?)?)?")
_STARTED = re.compile(r"[0-9]{1,3}|[0-9]{4}-(?:[01]?|[0-9]{2}-[0-3]?|[0-9]{1,2}-[0-9]{1,2}t(?:[0-9]{1,2}:?[0-9]?)?)")


class Period(NamedTuple):
    """From the first second up to, and without, the last; seconds since 1970 UTC."""

    start: int
    end: int


def period(text: str, now: datetime) -> Period | None:
    """The time that a word names; None for one that names none.

    A time counted back, such as 7d, is an instant (start = end); a date is a whole day, month or year, or a minute.
    """
    text = text.lower()
    if found := _BACK.fullmatch(text):
        instant = _seconds(_back(int(found[1]), found[2], now))
        return Period(instant, instant)
    if text in WORDS:
        days = {"today": 0, "yesterday": 1}.get(text)
        if days is None:
            days = (now.weekday() - WEEKDAYS.index(text)) % 7
        return _day(now - timedelta(days=days))
    if found := _DATE.fullmatch(text):
        return _dated([int(part) if part else None for part in found.groups()], now)
    return None


def day_of(instant: int, now: datetime) -> Period:
    """The calendar day that the instant is in."""
    return _day(datetime.fromtimestamp(instant, now.tzinfo))


def is_started(text: str) -> bool:
    """More letters may make a time of it: 2023-0, 7, yest."""
    text = text.lower().rpartition("..")[2]
    return not text or bool(_STARTED.fullmatch(text)) or any(word.startswith(text) for word in WORDS)


def worded(text: str) -> str:
    """A time as part of a sentence: "7d" is "7 days"."""
    found = _BACK.fullmatch(text.lower())
    if found is None:
        return text
    count = int(found[1])
    return f"{count} {UNITS[found[2]]}{'' if count == 1 else 's'}"


def _dated(parts: list[int | None], now: datetime) -> Period | None:
    year, month, day, hour, minute = parts
    if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    if month is None:
        return Period(_local(year, 1, 1, now), _local(year + 1, 1, 1, now))
    if not 1 <= month <= 12:
        return None
    if day is None:
        return Period(_local(year, month, 1, now), _local(year + month // 12, month % 12 + 1, 1, now))
    if not 1 <= day <= monthrange(year, month)[1]:
        return None
    if hour is None or minute is None:
        return _day(datetime(year, month, day, tzinfo=now.tzinfo))
    if hour > 23 or minute > 59:
        return None
    start = _seconds(datetime(year, month, day, hour, minute, tzinfo=now.tzinfo))
    return Period(start, start + 60)


def _back(count: int, unit: str, now: datetime) -> datetime:
    try:
        if unit == "h":
            return now.astimezone(UTC) - timedelta(hours=count)
        if unit in "dw":
            return now - timedelta(days=count * (7 if unit == "w" else 1))
        months = now.year * 12 + now.month - 1 - count * (12 if unit == "y" else 1)
        year, month = months // 12, months % 12 + 1
        return now.replace(year=year, month=month, day=min(now.day, monthrange(year, month)[1]))
    except (OverflowError, ValueError):
        return datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)


def _day(moment: datetime) -> Period:
    start = moment.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    return Period(_seconds(start), _seconds(start + timedelta(days=1)))


def _local(year: int, month: int, day: int, now: datetime) -> int:
    return _seconds(datetime(year, month, day, tzinfo=now.tzinfo))


def _seconds(moment: datetime) -> int:
    return max(int(moment.timestamp()), 0)
