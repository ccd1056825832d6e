"""Bodies off the wire, packed or not, under a cap."""

from __future__ import annotations

import gzip
import tracemalloc
from collections import deque

import pytest
from hostile import bomb
from hypothesis import given
from hypothesis import strategies as st

from tui.errors import BadBody, TooLarge
from tui.net.inflating import PIECE, Inflater


def inflated(data: bytes, encoding: str, cap: int, step: int = 1000) -> bytes:
    inflater = Inflater(encoding, cap, "news.example")
    found = b"".join(
        piece for start in range(0, len(data), step) for piece in inflater.feed(data[start : start + step])
    )
    inflater.finish()
    return found


@given(st.binary(max_size=5000), st.integers(1, 700))
def test_what_was_packed_comes_out_however_it_is_cut(data: bytes, step: int) -> None:
    assert inflated(gzip.compress(data), "gzip", 10_000, step) == data
    assert inflated(data, "", 10_000, step) == data


@pytest.mark.parametrize("size", [PIECE - 1, PIECE, PIECE + 1, 5 * PIECE, 5 * PIECE + 257])
def test_nothing_is_left_inside_at_the_edges(size: int) -> None:
    data = (b"ab" * size)[:size]
    assert inflated(gzip.compress(data), "x-gzip", size, 1 << 20) == data


@pytest.mark.parametrize("encoding", ["br", "zstd", "deflate", "gzip, gzip", "gzip,br", "identity, gzip", "\x00"])
def test_other_packings_are_refused_unread(encoding: str) -> None:
    with pytest.raises(BadBody):
        Inflater(encoding, 100, "news.example")


def test_the_cap_holds_for_the_wire_and_for_the_content() -> None:
    with pytest.raises(TooLarge):
        inflated(b"x" * 101, "", 100)
    with pytest.raises(TooLarge):
        inflated(gzip.compress(b"x" * 101), "gzip", 100)
    assert inflated(gzip.compress(b"x" * 100), "GZIP", 100) == b"x" * 100


def test_a_bomb_costs_no_memory() -> None:
    data = bomb(1 << 28)
    tracemalloc.start()
    try:
        pieces = Inflater("gzip", 5_000_000, "news.example").feed(data)
        with pytest.raises(TooLarge):
            deque(pieces, maxlen=0)
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "data",
    [b"no gzip", gzip.compress(b"story")[:-1], gzip.compress(b"story") + b"x", gzip.compress(b"a")[:12]],
    ids=["none", "its end missing", "more behind", "its start alone"],
)
def test_damaged_bodies_are_faults(data: bytes) -> None:
    with pytest.raises(BadBody):
        inflated(data, "gzip", 1000)


def test_an_empty_body_is_empty_whatever_it_is_called() -> None:
    assert inflated(b"", "gzip", 10) == b""
