"""Which files must be read again: the new, the changed, and those that may have changed within the clock's step."""

from __future__ import annotations

import pytest

from tui.core.changes import DOUBT, Changes, decide

SECOND = 1_000_000_000
THEN = 1_600_000_000 * SECOND
STAMP = (THEN, 100)


def known(
    modified: int = THEN, size: int = 100, checked: int = THEN + 60 * SECOND, digest: bytes = b"d"
) -> dict[str, tuple[int, int, int, bytes]]:
    return {"a.md": (modified, size, checked, digest)}


def test_nothing_changed() -> None:
    assert decide(known(), {"a.md": STAMP}) == Changes((), ())


@pytest.mark.parametrize("stamp", [(THEN + 1, 100), (THEN - 1, 100), (THEN, 99)])
def test_another_time_or_size(stamp: tuple[int, int]) -> None:
    assert decide(known(), {"a.md": stamp}) == Changes(("a.md",), ())


@pytest.mark.parametrize(
    ("checked", "read"), [(THEN, True), (THEN + DOUBT - 1, True), (THEN + DOUBT, False), (THEN - SECOND, True)]
)
def test_only_just_written_when_it_was_last_looked_at(checked: int, read: bool) -> None:
    assert bool(decide(known(checked=checked), {"a.md": STAMP}).read) == read


def test_what_is_marked_is_read_whatever_its_stamp() -> None:
    assert decide(known(digest=b""), {"a.md": STAMP}).read == ("a.md",)


def test_new_and_gone_files_newest_name_first() -> None:
    stamps = dict.fromkeys(("2023-01-01.md", "2024-01-01.md", "2022-01-01.md"), STAMP)
    assert decide(known(), stamps) == Changes(("2024-01-01.md", "2023-01-01.md", "2022-01-01.md"), ("a.md",))


def test_what_could_not_be_looked_at_is_not_gone() -> None:
    held = {name: known()["a.md"] for name in ("a.md", "sub/a.md", "sub/deep/a.md", "submarine.md", "b.md")}
    assert decide(held, {}, ["sub/", "b.md"]) == Changes((), ("a.md", "submarine.md"))
    assert decide(held, {}, []) == Changes((), tuple(held))
