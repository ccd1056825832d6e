"""Timestamps of every writer come out in UTC; times are worded without looking at a clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.text.dates import absolute, age, lag, parse_time, stretch

NOON = datetime(2023, 7, 25, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023-07-25T19:06:00Z", "2023-07-25T19:06:00+00:00"),
        ("2023-07-25t19:06:00z", "2023-07-25T19:06:00+00:00"),
        ("2023-07-25T12:06:00-07:00", "2023-07-25T19:06:00+00:00"),
        ("2023-07-25T12:06:00-0700", "2023-07-25T19:06:00+00:00"),
        ("2023-07-25 12:06:00 -7", "2023-07-25T19:06:00+00:00"),
        ("2023-07-26T00:36:00+05:30", "2023-07-25T19:06:00+00:00"),
        ("2023-07-25T19:06:00", "2023-07-25T19:06:00+00:00"),
        ("2023-07-25 19:06", "2023-07-25T19:06:00+00:00"),
        ("2023-07-25", "2023-07-25T00:00:00+00:00"),
        ("2023-7-5", "2023-07-05T00:00:00+00:00"),
        ("2020-06-24 16:00:15 UTC", "2020-06-24T16:00:15+00:00"),
        ("2020-06-24T16:00:15.1234567Z", "2020-06-24T16:00:15.123456+00:00"),
        ("2020-06-24T16:00:15.5+00:00", "2020-06-24T16:00:15.500000+00:00"),
        (" 2020-06-24T16:00:15Z\n", "2020-06-24T16:00:15+00:00"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59+00:00"),
        ("1970-01-01T00:00:00Z", "1970-01-01T00:00:00+00:00"),
        ("1969-12-31T23:30:00-01:00", "1970-01-01T00:30:00+00:00"),
        ("2099-12-31T23:59:59Z", "2099-12-31T23:59:59+00:00"),
    ],
)
def test_read(text: str, expected: str) -> None:
    moment = parse_time(text)
    assert moment is not None
    assert moment.isoformat() == expected
    assert moment.tzinfo is UTC


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "2023",
        "20230725",
        "2023-13-01",
        "2023-02-30",
        "2023-07-25T25:00:00Z",
        "2023-07-25T19:60:00Z",
        "2023-07-25T19:06:61Z",
        "2023-07-25T19:06:00+99:99",
        "2023-07-25T19:06:00+02:75",
        "2023-07-25T19:06:00 PST",
        "0000-01-01T00:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "1969-12-31T23:59:59Z",
        "2100-01-01T00:00:00Z",
        "2099-12-31T23:30:00-01:00",
        "9999-12-31T23:59:59-14:00",
        "٢٠٢٣-٠٧-٢٥",
        "1" * 100_000,
        "2023-07-25T" + " " * 100_000 + "Z",
    ],
)
def test_unreadable(text: str) -> None:
    assert parse_time(text) is None


@given(
    st.text(max_size=40) | st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}[Z+-][0-9:]{0,5}")
)
def test_never_raises(text: str) -> None:
    moment = parse_time(text)
    assert moment is None or (1970 <= moment.year <= 2099 and moment.tzinfo is UTC)


@given(st.datetimes(datetime(1971, 1, 1), datetime(2098, 1, 1), timezones=st.just(UTC)), st.integers(-14 * 60, 14 * 60))
def test_same_instant_in_every_zone(moment: datetime, minutes: int) -> None:
    local = moment.astimezone(timezone(timedelta(minutes=minutes)))
    assert parse_time(local.isoformat()) == moment


@pytest.mark.parametrize(
    ("then", "expected"),
    [
        (NOON - timedelta(seconds=59), "now"),
        (NOON + timedelta(minutes=5), "now"),
        (NOON - timedelta(minutes=5), "5m"),
        (NOON - timedelta(minutes=59, seconds=59), "59m"),
        (NOON - timedelta(hours=3), "3h"),
        (NOON - timedelta(days=2), "2d"),
        (NOON - timedelta(days=6, hours=23), "6d"),
        (NOON - timedelta(weeks=3, days=6), "3w"),
        (NOON - timedelta(weeks=4), "27 Jun"),
        (datetime(2023, 1, 1, tzinfo=UTC), "1 Jan"),
        (datetime(2022, 7, 25, tzinfo=UTC), "25 Jul 2022"),
        (NOON + timedelta(days=3), "28 Jul"),
        (NOON + timedelta(days=300), "20 May 2024"),
    ],
)
def test_age(then: datetime, expected: str) -> None:
    assert age(then, NOON) == expected


def test_age_names_the_day_of_the_readers_zone() -> None:
    tokyo = timezone(timedelta(hours=9))
    assert age(datetime(2023, 1, 1, 20, 0, tzinfo=UTC), NOON.astimezone(tokyo)) == "2 Jan"


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        (timedelta(0), "first"),
        (timedelta(seconds=20), "+1m"),
        (timedelta(minutes=5), "+5m"),
        (timedelta(hours=2, minutes=59), "+2h"),
        (timedelta(days=3), "+3d"),
        (timedelta(hours=-2), "-2h"),
    ],
)
def test_lag(later: timedelta, expected: str) -> None:
    assert lag(NOON, NOON + later) == expected


def test_absolute() -> None:
    moment = datetime(2023, 7, 25, 19, 6, tzinfo=UTC)
    assert absolute(moment) == "25 Jul 2023 19:06"
    assert absolute(moment, timezone(timedelta(hours=9))) == "26 Jul 2023 04:06"


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (timedelta(days=2, hours=2), "2d 2h"),
        (timedelta(days=3), "3d"),
        (timedelta(days=12_345, hours=1), "12,345d"),
        (timedelta(hours=5, minutes=10), "5h 10m"),
        (timedelta(minutes=12), "12m"),
        (timedelta(seconds=5), "under 1m"),
    ],
)
def test_stretches_are_short(length: timedelta, said: str) -> None:
    assert stretch(length.total_seconds()) == said
