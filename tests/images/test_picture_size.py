"""The size in which a picture fits into cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.images.values import fitted

SIZES = st.integers(1, 10**12)


@pytest.mark.parametrize(
    ("picture", "room", "size"),
    [
        ((1200, 675), (60, 7), (25, 14)),
        ((675, 1200), (60, 7), (8, 14)),
        ((1600, 400), (20, 7), (20, 4)),
        ((16, 16), (60, 20), (16, 16)),
        ((1, 1), (60, 7), (1, 2)),
        ((100_000, 1), (60, 7), (60, 2)),
        ((1, 100_000), (60, 7), (1, 14)),
        ((10**400, 10**400), (60, 7), (14, 14)),
    ],
)
def test_the_shape_is_kept_and_nothing_is_enlarged(
    picture: tuple[int, int], room: tuple[int, int], size: tuple[int, int]
) -> None:
    assert fitted(*picture, *room) == size


@given(SIZES, SIZES, st.integers(1, 200), st.integers(1, 80))
def test_it_always_fits(width: int, height: int, columns: int, lines: int) -> None:
    found = fitted(width, height, columns, lines)
    assert 1 <= found[0] <= columns
    assert 2 <= found[1] <= 2 * lines
    assert found[1] % 2 == 0
