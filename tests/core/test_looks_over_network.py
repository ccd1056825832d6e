"""When sources are asked again, and what a look leaves: with a clock that the test sets."""

from __future__ import annotations

import pytest

from tui.core.looks import METHOD, answered, due, failed, settled, targets, validators
from tui.errors import BadStatus, ConfigError, Offline, TimedOut
from tui.library.marks import SourcePlace
from tui.library.origins import NEVER_ASKED, OriginState
from tui.net.answers import Validators

NOW = 1_690_000_000
HOUR, DAY, WEEK = 3600, 86_400, 7 * 86_400
FEED = SourcePlace("https://x.example/feed", "feed", 1)
GIVEN = Validators("https://x.example/feed", '"1"', "")


def test_what_was_never_asked_is_due() -> None:
    assert due(FEED, NEVER_ASKED, NOW, by_hand=False)
    assert due(FEED, NEVER_ASKED, NOW, by_hand=True)


def test_a_reader_waits_only_where_a_server_asks_for_it() -> None:
    state = OriginState(tried_at=NOW, next_at=NOW + 100, leave_until=NOW + 50)
    assert [due(FEED, state, NOW + after, by_hand=True) for after in (49, 50)] == [False, True]
    assert [due(FEED, state, NOW + after, by_hand=False) for after in (99, 100)] == [False, True]


def test_a_clock_that_was_put_back_silences_nobody() -> None:
    state = OriginState(tried_at=NOW, next_at=NOW + WEEK, leave_until=NOW + WEEK)
    assert due(FEED, state, NOW - 1, by_hand=False)


def test_paused_sources_are_asked_by_name_only() -> None:
    paused = SourcePlace("https://x.example/feed", "feed", 1, paused=True)
    folder = SourcePlace("/stories", "folder", 1)
    assert targets([paused, folder], {}, (), NOW, by_hand=True, named=False) == []
    (found,) = targets([paused, folder], {}, {paused.place}, NOW, by_hand=True, named=True)
    assert (found.source, found.stale) == (paused, True)


@pytest.mark.parametrize(
    ("given", "cheap", "wait", "after"),
    [
        (GIVEN, None, 0, HOUR),
        (GIVEN, None, 600, HOUR),
        (GIVEN, None, 3 * HOUR, 3 * HOUR),
        (None, None, 0, DAY),
        (None, None, 2 * DAY, 2 * DAY),
        (None, True, 0, HOUR),
        (GIVEN, None, 99 * WEEK, WEEK),
    ],
)
def test_how_long_a_source_is_left_alone(given: Validators | None, cheap: bool | None, wait: int, after: int) -> None:
    assert answered(NEVER_ASKED, NOW, validators=given, wait=wait, cheap=cheap).next_at == NOW + after


def test_validators_come_back_unless_the_answer_would_be_read_in_another_way() -> None:
    state = answered(NEVER_ASKED, NOW, validators=GIVEN)
    assert validators(state) == GIVEN
    assert validators(OriginState(url=GIVEN.url, etag=GIVEN.etag, method=METHOD + 1)) is None
    assert validators(answered(state, NOW, validators=None)) is None


def test_an_answer_ends_a_row_of_failures() -> None:
    state = failed(failed(NEVER_ASKED, TimedOut("Late.", "Later."), NOW, 0), TimedOut("Late.", "Later."), NOW + 9, 0)
    assert (state.fails, state.failing_since, state.next_at) == (2, NOW, NOW + 9 + 2 * HOUR)
    state = answered(state, NOW + 20, validators=None)
    assert (state.message, state.advice, state.fails, state.failing_since) == ("", "", 0, 0)


def test_the_wait_that_a_server_asks_for_counts_alone() -> None:
    state = failed(NEVER_ASKED, BadStatus("Busy.", "", 429, 60), NOW, 1)
    assert (state.next_at, state.leave_until) == (NOW + 60, NOW + 60)
    state = failed(state, BadStatus("Trouble.", "", 500), NOW + 60, 0)
    assert state.leave_until == 0


@pytest.mark.parametrize("error", [Offline("No network."), ConfigError("No such certificates.")])
def test_what_is_no_fault_of_the_source_is_not_counted(error: Offline | ConfigError) -> None:
    state = failed(OriginState(next_at=NOW - 5), error, NOW, 0)
    assert (state.fails, state.next_at, state.message) == (0, NOW - 5, error.message)


def test_a_new_address_is_believed_at_the_third_time_in_a_row() -> None:
    state = NEVER_ASKED
    for address, believed in (("a", ""), ("b", ""), ("b", ""), ("", ""), ("b", ""), ("b", ""), ("b", "b")):
        state = answered(state, NOW, validators=None, moved_to=address)
        assert settled(state) == believed
