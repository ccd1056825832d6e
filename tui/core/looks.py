"""When a source over the network is looked at, and what a look leaves for the next. Pure; asks nobody.

A schedule leaves servers alone for an hour, or for a day where they cannot say "not modified"; a reader who asks is not
made to wait, except where a server wants to be left alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from tui.core.batches import Target
from tui.core.choosing import over_network
from tui.errors import BadStatus, BroadsheetError, ConfigError, Offline
from tui.library.marks import SourcePlace
from tui.library.origins import NEVER_ASKED, OriginState
from tui.net.answers import Validators
from tui.net.schedule import HOUR, LONGEST, retry_at

METHOD = 1
"""Grows when what servers give is read in another way: then the last answer is asked for once more."""
DAY = 24 * HOUR
MOVED_AFTER = 3
"""Looks in a row at which a server must name the same new address before it is believed."""
GONE = 410
"""The status of what will not come back."""


def due(source: SourcePlace, state: OriginState, now: int, *, by_hand: bool) -> bool:
    """Whether to look now, in seconds since 1970."""
    if source.paused:
        return False
    # A clock that was put back must not silence a source for long.
    return now >= (state.leave_until if by_hand else state.next_at) or now < state.tried_at


def targets(
    sources: Iterable[SourcePlace],
    states: Mapping[str, OriginState],
    stale: Collection[str],
    now: int,
    *,
    by_hand: bool,
    named: bool,
) -> list[Target]:
    """Those of the sources that are looked at now. `stale`: places with files that must be read again.

    `named`: the reader named these, so that even paused ones are asked.
    """
    found = []
    for source in sources:
        state = states.get(source.place, NEVER_ASKED)
        if over_network(source.place) and due(
            source._replace(paused=False) if named else source, state, now, by_hand=by_hand
        ):
            found.append(Target(source, state, source.place in stale))
    return found


def validators(state: OriginState) -> Validators | None:
    """What lets the server answer "not modified"."""
    if state.method != METHOD or not (state.etag or state.modified):
        return None
    return Validators(state.url, state.etag, state.modified)


def answered(
    state: OriginState,
    now: int,
    *,
    validators: Validators | None,
    wait: int = 0,
    moved_to: str = "",
    cheap: bool | None = None,
) -> OriginState:
    """The state after a look that went well.

    `wait`: seconds for which the source or its server asks to be left alone; `cheap`: asking again costs the server
    next to nothing (None: where there are validators).
    """
    least = HOUR if cheap or (cheap is None and validators is not None) else DAY
    return state._replace(
        url=validators.url if validators else "",
        etag=validators.etag if validators else "",
        modified=validators.modified if validators else "",
        method=METHOD,
        tried_at=now,
        next_at=now + max(least, min(wait, LONGEST)),
        leave_until=0,
        message="",
        advice="",
        fails=0,
        failing_since=0,
        moved_to=moved_to,
        moved=0 if not moved_to else state.moved + 1 if moved_to == state.moved_to else 1,
    )


def settled(state: OriginState) -> str:
    """The address that the source has from now on; "" where it stays where it is."""
    return state.moved_to if state.moved >= MOVED_AFTER else ""


def failed(
    state: OriginState, error: BroadsheetError, now: int, jitter: float, *, offline: bool = False
) -> OriginState:
    """The state after a look that a fault ended. `jitter`: a random number from -1 to 1.

    Without a network (`offline`), and with wrong settings, no source has failed: it stays due.
    """
    state = state._replace(tried_at=now, message=error.message, advice=error.advice)
    if offline or isinstance(error, Offline | ConfigError):
        return state
    fails = state.fails + 1
    asked = error.retry_after if isinstance(error, BadStatus) else None
    return state._replace(
        fails=fails,
        failing_since=state.failing_since or now,
        next_at=retry_at(now, fails, asked, jitter),
        leave_until=0 if asked is None else retry_at(now, fails, asked, jitter),
    )
