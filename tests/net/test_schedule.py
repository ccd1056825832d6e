"""When a server is asked again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.net.schedule import HOUR, LONGEST, max_age, retry_after, retry_at

NOW = datetime(2023, 7, 26, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("999999999", LONGEST),
        ("Wed, 26 Jul 2023 12:05:00 GMT", 300),
        ("Wed, 26 Jul 2023 14:05:00 +0200", 300),
        ("Wed, 26 Jul 2023 11:00:00 GMT", 0),
        ("Wed, 26 Jul 2033 11:00:00 GMT", LONGEST),
        ("", None),
        ("-5", None),
        ("1.5", None),
        ("soon", None),
        ("٣", None),
        ("Wed, 99 Jul 2023 99:99:99 GMT", None),
        ("Wed, 26 Jul 99999999999 12:00:00 GMT", None),
    ],
)
def test_retry_after(text: str, seconds: int | None) -> None:
    assert retry_after(text, NOW) == seconds


@given(st.text(max_size=80))
def test_retry_after_takes_anything(text: str) -> None:
    found = retry_after(text, NOW)
    assert found is None or 0 <= found <= LONGEST


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("max-age=600", 600),
        ("public, Max-Age = 60", 60),
        ('max-age="5"', 5),
        ("max-age=999999999999", LONGEST),
        ("s-maxage=7", None),
        ("no-store, max-age=600", 0),
        ("no-cache", 0),
        ("", None),
        ("max-age=soon", None),
    ],
)
def test_max_age(header: str, seconds: int | None) -> None:
    assert max_age(header) == seconds


def test_a_failing_source_is_asked_less_and_less_often() -> None:
    waits = [retry_at(0, fails, None, 0) for fails in range(1, 12)]
    assert waits[:4] == [HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR]
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST
    assert retry_at(0, 10_000, None, 0) == LONGEST


def test_what_the_server_asks_for_counts_alone() -> None:
    assert retry_at(1000, 5, 60, 1) == 1060
    assert retry_at(1000, 1, 10**9, 0) == 1000 + LONGEST


@given(st.integers(1, 50), st.floats(-1, 1))
def test_jitter_spreads_by_a_tenth(fails: int, jitter: float) -> None:
    middle = retry_at(0, fails, None, 0)
    assert abs(retry_at(0, fails, None, jitter) - middle) <= middle * 0.1 + 1
