"""A child that answers, one that is late, one that takes too much: each ends in an answer or in ChildEnded."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from tui.confined import ChildEnded, Confined

PROGRAM = """
import os
from tui.confined import serve

def answer(request):
    what, amount = request
    if what == "echo":
        return amount
    if what == "print":
        print("not an answer")
        return amount
    if what == "take":
        return len(bytearray(amount))
    if what == "spin":
        while True:
            pass
    if what == "exit":
        os._exit(amount)
    raise ValueError(what)

if __name__ == "__main__":
    serve(answer, 200 * 1024 * 1024, 5)
"""


@pytest.fixture
def child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Confined]:
    (tmp_path / "answering.py").write_text(PROGRAM)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    child = Confined("answering", seconds=20)
    yield child
    child.close()


def test_answers_come_back_whole_and_from_one_child(child: Confined) -> None:
    large = b"x" * 5_000_000
    assert child.ask(("echo", large)) == large
    first = child._process
    assert child.ask(("echo", ("é", 1, None, (b"\0",)))) == ("é", 1, None, (b"\0",))
    assert child._process is first


def test_what_a_library_prints_is_no_answer(child: Confined) -> None:
    assert child.ask(("print", 7)) == 7
    assert child.ask(("echo", 8)) == 8


@pytest.mark.parametrize("request_", [("take", 500_000_000), ("exit", 0), ("exit", 3), ("unknown", 0)])
def test_a_child_that_breaks_off_is_said_and_replaced(child: Confined, request_: tuple[str, int]) -> None:
    with pytest.raises(ChildEnded) as ended:
        child.ask(request_)
    assert not ended.value.late
    assert child.ask(("echo", 1)) == 1


def test_a_late_child_is_ended(tmp_path: Path, child: Confined) -> None:
    hasty = Confined("answering", seconds=0.5)
    start = time.monotonic()
    with pytest.raises(ChildEnded) as ended:
        hasty.ask(("spin", 0))
    assert ended.value.late
    assert time.monotonic() - start < 5
    assert hasty._process is None
    hasty.close()


def test_closing_ends_a_child_at_work_and_the_next_request_is_refused(child: Confined) -> None:
    assert child.ask(("echo", 1)) == 1
    ended: list[ChildEnded] = []

    def ask() -> None:
        try:
            child.ask(("spin", 0))
        except ChildEnded as error:
            ended.append(error)

    thread = Thread(target=ask)
    thread.start()
    deadline = time.monotonic() + 10
    while not child._turn.locked() and time.monotonic() < deadline:
        time.sleep(0.001)
    child.close()
    thread.join(timeout=10)
    assert [error.late for error in ended] == [False]
    with pytest.raises(ChildEnded):
        child.ask(("echo", 1))


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="no /proc")
def test_nothing_is_left_open(child: Confined) -> None:
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(3):
        with pytest.raises(ChildEnded):
            child.ask(("exit", 0))
    assert len(os.listdir("/proc/self/fd")) == before
