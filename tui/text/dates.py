"""Reads the timestamps that sources write, and words times for the screen. Never looks at a clock."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

FIRST_YEAR, LAST_YEAR = 1970, 2099
"""A story outside these years carries a mistake, not a date."""

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""English whatever the locale, as the rest of the screen is."""

_USUAL = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-5][0-9]Z")
_STAMP = re.compile(
    r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"
    r"(?:(?:T|[ \t]+)([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]{1,9}))?)?"
    r"[ \t]*(?:Z|UTC|GMT|([+-])([0-9]{1,2})(?::?([0-9]{2}))?)?)?",
    re.IGNORECASE | re.ASCII,
)
_MINUTE, _HOUR, _DAY, _WEEK = 60, 3600, 86_400, 604_800


def parse_time(text: str) -> datetime | None:
    """The instant that an ISO 8601 or YAML timestamp names, aware and in UTC.

    Without a zone it is UTC; a bare date is its midnight. None for anything else and outside 1970 to 2099.
    """
    text = text.strip()
    if len(text) > 64:
        return None
    try:
        moment = datetime.fromisoformat(text) if _USUAL.fullmatch(text) else _loose(text)
    except ValueError:
        return None
    return moment if moment is not None and FIRST_YEAR <= moment.year <= LAST_YEAR else None


def _loose(text: str) -> datetime | None:
    found = _STAMP.fullmatch(text)
    if found is None:
        return None
    year, month, day, hour, minute, second, fraction, sign, zone_hours, zone_minutes = found.groups()
    if not FIRST_YEAR - 1 <= int(year) <= LAST_YEAR + 1:
        return None
    offset = timedelta(hours=int(zone_hours or 0), minutes=int(zone_minutes or 0))
    if offset > timedelta(hours=15) or int(zone_minutes or 0) > 59:
        return None
    moment = datetime(
        int(year),
        int(month),
        int(day),
        int(hour or 0),
        int(minute or 0),
        min(int(second or 0), 59) if second == "60" else int(second or 0),
        int((fraction or "0")[:6].ljust(6, "0")),
        tzinfo=timezone(-offset if sign == "-" else offset),
    )
    return moment.astimezone(UTC)


def age(then: datetime, now: datetime) -> str:
    """How long ago, as short as a list row needs: "now", "5m", "3h", "2d", "3w", then "25 Jul", "25 Jul 2023".

    Times over an hour ahead of `now` are shown as dates: a clock or zone is wrong, and "now" would hide it.
    """
    seconds = (now - then).total_seconds()
    if -_HOUR <= seconds < _MINUTE:
        return "now"
    if 0 <= seconds < _HOUR:
        return f"{int(seconds // _MINUTE)}m"
    if 0 <= seconds < _DAY:
        return f"{int(seconds // _HOUR)}h"
    if 0 <= seconds < _WEEK:
        return f"{int(seconds // _DAY)}d"
    if 0 <= seconds < 4 * _WEEK:
        return f"{int(seconds // _WEEK)}w"
    then = then.astimezone(now.tzinfo)
    day = f"{then.day} {_MONTHS[then.month - 1]}"
    return day if then.year == now.year else f"{day} {then.year}"


def since(then: datetime, now: datetime) -> str:
    """`age` as a sentence says it: "just now", "3h ago", "on 25 Jul"."""
    said = age(then, now)
    if said == "now":
        return "just now"
    return f"{said} ago" if said[-1] in "mhdw" else f"on {said}"


def lag(first: datetime, then: datetime) -> str:
    """How far behind the first report: "first", "+5m", "+2h", "+3d"; "-2h" where `then` is the earlier one."""
    if then == first:
        return "first"
    seconds = (then - first).total_seconds()
    sign, seconds = ("+", seconds) if seconds > 0 else ("-", -seconds)
    if seconds < _HOUR:
        return f"{sign}{max(1, int(seconds // _MINUTE))}m"
    if seconds < _DAY:
        return f"{sign}{int(seconds // _HOUR)}h"
    return f"{sign}{int(seconds // _DAY)}d"


def absolute(moment: datetime, zone: tzinfo | None = None) -> str:
    """The date and time in `zone` (None: the moment's own): "25 Jul 2023 19:06"."""
    if zone is not None:
        moment = moment.astimezone(zone)
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year} {moment:%H:%M}"


def stretch(seconds: float) -> str:
    """A stretch of time in its two largest units: "2d 2h", "5h 10m", "12m", "under 1m"."""
    minutes = int(seconds // _MINUTE)
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        return f"{days:,}d {hours}h" if hours and days < 100 else f"{days:,}d"
    if hours:
        return f"{hours}h {minutes}m" if minutes else f"{hours}h"
    return f"{minutes}m" if minutes else "under 1m"
