"""When to ask a server again: what it says in its headers, and the back-off where it fails. Pure; looks at no clock."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

HOUR = 3600
LONGEST = 7 * 24 * HOUR
"""Seconds after which a failing source is tried again at the latest, whatever its server asks for."""
JITTER = 0.1
"""Part by which a wait is made longer or shorter, so that sources that failed together do not come back together."""

_SECONDS = re.compile(r"[0-9]{1,12}")
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?([0-9]{1,12})", re.IGNORECASE)
_NOT_KEPT = re.compile(r"(?:^|[,\s])no-(?:store|cache)\b", re.IGNORECASE)


def retry_after(text: str, now: datetime) -> int | None:
    """Seconds to wait by a Retry-After header (seconds or an HTTP date), at most LONGEST; None where it says nothing."""
    text = text.strip()
    if _SECONDS.fullmatch(text):
        return min(int(text), LONGEST)
    try:
        then = parsedate_to_datetime(text[:64])
        if then.tzinfo is None:
            then = then.replace(tzinfo=UTC)
        seconds = (then - now).total_seconds()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return max(0, min(int(seconds), LONGEST))


def max_age(cache_control: str) -> int | None:
    """Seconds for which an answer stays good by its Cache-Control header; None where it does not say."""
    if _NOT_KEPT.search(cache_control):
        return 0
    found = _MAX_AGE.search(cache_control)
    return None if found is None else min(int(found[1]), LONGEST)


def retry_at(now: int, fails: int, asked: int | None, jitter: float) -> int:
    """When a source that failed `fails` times in a row (1 and up) is tried again, in seconds since 1970.

    `asked`: the wait its server asked for, which counts alone; else 1, 2, 4 … hours, at most LONGEST.
    `jitter`: a random number from -1 to 1.
    """
    if asked is not None:
        return now + min(asked, LONGEST)
    wait = min(HOUR * 2 ** min(max(fails, 1) - 1, 16), LONGEST)
    return now + int(wait * (1 + JITTER * jitter))
