"""Numbers with their nouns."""

from __future__ import annotations


def counted(count: int, one: str, several: str) -> str:
    """So many of something: "1 story", "1,203 stories"."""
    return f"{count:,} {one if count == 1 else several}"
