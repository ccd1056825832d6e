"""What the reader said against the grouper: kept apart, put together, never grouped; obeyed, never weighed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import Enum


class Strictness(Enum):
    """How much alike articles must be; the value is added to the bar that their likeness has to pass."""

    LOOSE = -0.03
    NORMAL = 0.0
    STRICT = 0.10


class Corrections:
    """The reader's corrections, by article key. Where the two contradict each other, keeping apart wins."""

    def __init__(
        self,
        split: Iterable[tuple[int, int]] = (),
        merged: Iterable[Collection[int]] = (),
        never_sources: Iterable[int] = (),
    ) -> None:
        """`split`: pairs that may not share a story; `merged`: sets that share one; `never_sources`: always alone."""
        self._apart: dict[int, set[int]] = {}
        self._together: dict[int, set[int]] = {}
        self.never_sources = frozenset(never_sources)
        for left, right in split:
            if left != right:
                self._apart.setdefault(left, set()).add(right)
                self._apart.setdefault(right, set()).add(left)
        for keys in merged:
            whole = set(keys)
            for key in keys:
                whole |= self._together.get(key, set())
            for key in whole:
                self._together[key] = whole

    def apart(self, key: int) -> Collection[int]:
        """Keys that may not share a story with this one."""
        return self._apart.get(key, ())

    def together(self, key: int) -> Collection[int]:
        """Keys that share a story with this one, itself among them."""
        return self._together.get(key, ())
