"""What a check of a link says about it: alive, moved, gone. Pure; asks nobody.

Servers often refuse programs, so that a refusal is never called dead, and nothing is on one look alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from tui.net.hops import GONE, PERMANENT

NO_HOST = 0
"""The status of a check that found no such host."""
NO_ANSWER = -1
"""The status of a check that met no answer: out of time, a broken connection, a certificate that does not hold."""
APART = 86_400
"""Seconds between two checks that must both find nothing before a link is dead."""

_NOTHING_THERE = re.compile(r"[/_-](?:404|not[-_]?found|page[-_]?not[-_]?found|error)(?:[./_-]|\Z)", re.IGNORECASE)
_FRONT_PAGE = re.compile(r"/?(?:(?:index|home|default)\.[a-z]{2,5})?", re.IGNORECASE)
_PATH = re.compile(r"https?://[^/?#]+([^?#]*)", re.IGNORECASE)


class Verdict(StrEnum):
    """What is known of a link."""

    ALIVE = "alive"
    MOVED = "moved"
    """It leads elsewhere for good: offer to store the new address."""
    SOFT_DEAD = "soft dead"
    """It leads to the front page, or to a page that says there is nothing."""
    DEAD = "dead"
    DEAD_HOST = "dead host"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Check:
    """One look at a link."""

    when: int
    """Seconds since 1970 UTC."""
    status: int
    """The last answer's HTTP status, NO_HOST or NO_ANSWER."""
    hops: tuple[int, ...] = ()
    """The statuses of the redirects on the way."""


def verdict(check: Check, start_url: str, final_url: str, history: Sequence[Check] = ()) -> Verdict:
    """What is known of `start_url`, which led to `final_url`. `history`: the checks before this one, in any order."""
    if 200 <= check.status < 300:
        if led_away(start_url, final_url):
            return Verdict.SOFT_DEAD
        moved = bool(check.hops) and all(hop in PERMANENT for hop in check.hops) and final_url != start_url
        return Verdict.MOVED if moved else Verdict.ALIVE
    if check.status in GONE and _before(check, history, GONE):
        return Verdict.DEAD
    if check.status == NO_HOST and _before(check, history, frozenset((NO_HOST,))):
        return Verdict.DEAD_HOST
    return Verdict.UNKNOWN


def _before(check: Check, history: Sequence[Check], statuses: frozenset[int]) -> bool:
    """It was the same at least a day before, and nothing spoke against it since; refusals and silence say nothing."""
    for earlier in sorted(history, key=lambda one: one.when, reverse=True):
        if earlier.status in statuses:
            if check.when - earlier.when >= APART:
                return True
        elif 200 <= earlier.status < 400 or earlier.status in GONE:
            return False
    return False


def led_away(start_url: str, final_url: str) -> bool:
    """A path inside the site that led to its front page, or to one named for having nothing."""
    start, final = _path(start_url), _path(final_url)
    if start == final or _FRONT_PAGE.fullmatch(start):
        return False
    return bool(_FRONT_PAGE.fullmatch(final)) or bool(_NOTHING_THERE.search(final) and not _NOTHING_THERE.search(start))


def _path(url: str) -> str:
    found = _PATH.match(url)
    return found[1] if found else ""
