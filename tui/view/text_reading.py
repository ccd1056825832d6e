"""The reader's threads that wait for the network: one reads the article that is asked for, one fetches starred ones.

Daemon threads, like all of the reader's: at quitting nobody waits for a server.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

from tui.article.fetching import Fetcher, installed
from tui.article.values import Fault
from tui.core.full_texts import Found, Prefetching, check_links, fetch, from_file, kept, starred_without_text
from tui.errors import LibraryError
from tui.library.opening import open_texts
from tui.view.latest import Latest
from tui.view.typesetting import compose
from tui.wiring import open_shelf

if TYPE_CHECKING:
    from tui.article.copies import Copy
    from tui.errors import BroadsheetError
    from tui.library.texts import Texts
    from tui.model import Article, LinkCheck
    from tui.view.typesetting import Composition

STARS = 200
"""Stars looked at for a text that is missing, the newest."""
A_SITTING = 50
"""Texts fetched unasked in one sitting."""

MakeFetcher = Callable[[], Fetcher]


@dataclass(frozen=True, slots=True)
class TextWanted:
    """An article that is to be read."""

    article: Article
    body: str = ""
    """What its story file says after its fields."""
    anew: bool = False
    """Its page is wanted, whatever is here."""
    copy: Copy | None = None
    """A copy is wanted in place of its page."""
    serial: int = 0
    """Asking the same again is another question."""


@dataclass(frozen=True, slots=True)
class TextAnswer:
    """What came of it."""

    found: Found
    composition: Composition
    """The text, ready to be set."""
    here: bool
    """It was here; otherwise it was fetched."""


class TextReader(Latest[TextWanted, Fetcher]):
    """Reads the article that was asked for last, on a thread of its own."""

    def __init__(
        self, library: Path, make_fetcher: MakeFetcher, deliver: Callable[[TextWanted, TextAnswer], None]
    ) -> None:
        """`deliver` is called on that thread."""
        self._library = library
        self._deliver = deliver
        self._texts: Texts | None = None
        super().__init__("text reader", make_fetcher)

    def answer(self, asked: TextWanted, fetcher: Fetcher) -> None:
        for found, here in self._answers(asked, fetcher):
            self._deliver(asked, TextAnswer(found, compose(found.body), here))

    def _answers(self, wanted: TextWanted, fetcher: Fetcher) -> Iterator[tuple[Found, bool]]:
        article = wanted.article
        said: Fault | None = None
        try:
            if self._texts is None:
                self._texts = open_texts(self._library)
        except LibraryError as error:
            said = Fault(error.message, error.advice)
        if wanted.copy is None and not wanted.anew:
            with suppress(LibraryError):
                held = kept(self._texts, article.key)
                if held is not None and held.text is not None:
                    yield held, True
                    return
            if (from_its_file := from_file(article, wanted.body)) is not None:
                yield from_its_file, True
                return
        found = fetch(self._texts, fetcher, article, wanted.copy, int(time.time()))
        yield (Found(found.text, found.body, said) if said and found.fault is None else found), False


class LinkChecks:
    """Looks where links lead; made and used on the clerk's thread."""

    def __init__(self, library: Path, make_fetcher: MakeFetcher) -> None:
        """Raises LibraryError."""
        self._texts = open_texts(library)
        self._make_fetcher = make_fetcher

    def check(self, article: Article) -> list[LinkCheck] | Fault:
        """Look at an article's addresses. Raises LibraryError."""
        fetcher = self._make_fetcher()
        try:
            return check_links(self._texts, fetcher, article, int(time.time()))
        finally:
            fetcher.close()


class Prefetcher:
    """Fetches the texts of starred articles whenever it is woken, quietly, on a thread of its own."""

    def __init__(
        self,
        library: Path,
        make_fetcher: MakeFetcher,
        fetched: Callable[[str], None],
        failed: Callable[[BroadsheetError], None],
    ) -> None:
        """`fetched`: told the key of each article whose text is here then, on that thread."""
        self._library = library
        self._make_fetcher = make_fetcher
        self._fetched = fetched
        self._failed = failed
        self._left = A_SITTING
        self._woken = Event()
        self._over = Event()
        self._fetcher: Fetcher | None = None
        Thread(target=self._run, name="prefetcher", daemon=True).start()

    def wake(self) -> None:
        """There may be something to fetch."""
        self._woken.set()

    def stop(self) -> None:
        """End it, with whatever it is fetching."""
        self._over.set()
        self._woken.set()
        if self._fetcher is not None:
            self._fetcher.close()

    def _run(self) -> None:
        if not installed():
            return
        while self._woken.wait() and not self._over.is_set() and self._left > 0:
            self._woken.clear()
            try:
                self._fetch()
            except LibraryError as error:
                self._failed(error)
                return

    def _fetch(self) -> None:
        with open_shelf(self._library) as shelf, closing(open_texts(self._library)) as texts:
            wanting = starred_without_text(shelf.marks, shelf.reading, texts, int(time.time()), STARS)
            first = next(wanting, None)
            if first is None:
                return
            self._fetcher = fetcher = self._make_fetcher()
            try:
                for key in Prefetching(texts, fetcher, self._over.wait).run(chain((first,), wanting), _now):
                    self._fetched(key)
                    self._left -= 1
                    if self._left <= 0:
                        return
            finally:
                fetcher.close()


def _now() -> int:
    return int(time.time())
