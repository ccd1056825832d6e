"""A thread that waits for the network and answers what was asked last. Knows neither questions nor answers.

A daemon thread, like all of the reader's: at quitting nobody waits for a server.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Condition, Thread
from typing import Generic, Protocol, TypeVar


class Closing(Protocol):
    """What can be ended from another thread while it works."""

    def close(self) -> None: ...


Asked = TypeVar("Asked")
Fetching = TypeVar("Fetching", bound=Closing)


class Latest(Generic[Asked, Fetching]):
    """Answers the question that was asked last; what was asked before it is broken off. A subclass gives `answer`."""

    def __init__(self, name: str, make_fetcher: Callable[[], Fetching]) -> None:
        """`name`: the thread's."""
        self._make_fetcher = make_fetcher
        self._wanted = Condition()
        self._pending: list[tuple[Asked, Fetching]] = []
        self._fetcher: Fetching | None = None
        """The one for the question that is pending or being answered; kept after an answer for the next question."""
        self._busy = False
        Thread(target=self._run, name=name, daemon=True).start()

    def answer(self, asked: Asked, fetcher: Fetching) -> None:
        """Answer a question, on the thread; `fetcher` may be ended meanwhile, and `given_up` is true then."""
        raise NotImplementedError

    def given_up(self, fetcher: Fetching) -> bool:
        """Nobody waits for the answer to the question that had this fetcher."""
        return fetcher is not self._fetcher

    def ask(self, asked: Asked) -> None:
        """Ask."""
        with self._wanted:
            if self._busy or self._pending:
                self._end_fetcher()
            if self._fetcher is None:
                self._fetcher = self._make_fetcher()
            self._pending[:] = [(asked, self._fetcher)]
            self._wanted.notify()

    def rest(self) -> None:
        """Nothing is wanted any more: break off what runs, and end the fetching process."""
        with self._wanted:
            self._end_fetcher()
            self._pending.clear()

    def _end_fetcher(self) -> None:
        # A question has the fetcher that it was asked with: ending that can never hit the next one's.
        fetcher, self._fetcher = self._fetcher, None
        if fetcher is not None:
            fetcher.close()

    def _run(self) -> None:
        while True:
            with self._wanted:
                self._busy = False
                while not self._pending:
                    self._wanted.wait()
                asked, fetcher = self._pending.pop()
                self._busy = True
            self.answer(asked, fetcher)
