"""The one place that builds the parts of Broadsheet and fits them together."""

from __future__ import annotations

import time
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from tui.library.database import translated
from tui.library.opening import INDEX, MARKS, open_index, open_marks
from tui.library.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from pathlib import Path

    from tui.article.fetching import Fetcher
    from tui.config import Settings
    from tui.core.basket import Basket
    from tui.core.batches import Batch
    from tui.core.errand import Errand
    from tui.core.previews import Choices, Preview, Wish
    from tui.core.receiving import Look
    from tui.core.syncing import Outcome, Progress
    from tui.errors import BroadsheetError
    from tui.images.fetching import PictureFetcher
    from tui.library.files import Files
    from tui.library.grouping import Memory
    from tui.library.index_writer import IndexWriter
    from tui.library.marks import Marks
    from tui.library.search import Search
    from tui.library.searches import Searches
    from tui.net.settings import NetworkSettings

LOOK_PAUSE = 2.0
"""Seconds between two looks at links to one server."""
FETCH_RETRY_EVERY = 0.3
"""Seconds between tries while another process fetches for the same library."""


class Shelf:
    """Everything that reading the library takes; what the first list need not wait for is made when it is used."""

    def __init__(self, library: Path, marks: Marks, reading: Reading) -> None:
        self._library = library
        self.marks = marks
        self.reading = reading

    @cached_property
    def search(self) -> Search:
        from tui.library.search import Search  # 25 ms, with the language

        return Search(self.reading.index, self._library / INDEX)

    @cached_property
    def files(self) -> Files:
        from tui.library.files import Files

        return Files(self.reading.index, self._library / INDEX)

    @cached_property
    def searches(self) -> Searches:
        from tui.library.searches import Searches

        return Searches(self.marks.connection, self._library / MARKS)


class Desk(NamedTuple):
    """Everything that writing the index takes, while the library's lock is held."""

    writer: IndexWriter
    catch_up: Callable[[], object]
    """Bring the reader's marks into the index."""
    group: Callable[[Callable[[Progress], None]], bool]
    """Place new articles into stories; returns whether anything changed."""
    rule: Callable[[], int]
    """Apply the reader's rules to new stories, once they are grouped; returns how many stories they changed."""
    tidy: Callable[[], None]
    """Keep the full-text index quick, after `group` and `rule`, once what they changed was told."""
    receive: Callable[[Sequence[Batch]], list[Look]]
    """Store what was fetched; returns the looks that ended with it."""
    newest: Callable[[], int]
    """The greatest id of an article, for `arrived`."""
    arrived: Callable[[int], tuple[int, int]]
    """How many articles have come in since that was the greatest id, and how many stories are about them."""


@dataclass(slots=True)
class Fetching:
    """A run over the network, on a thread of its own."""

    basket: Basket
    """What it brings: to be stored while the library's lock is held."""
    errand: Errand[None] = field(init=False)
    total: int = 0
    """Sources that it asks; 0 while that is not known."""
    waiting: bool = False
    """Another process fetches for the same library, and has to end first."""


@contextmanager
def open_shelf(library: Path, *, shared: bool = False) -> Iterator[Shelf]:
    """The parts that read, on connections of their own; `shared`: they may be interrupted from another thread.

    Raises LibraryError and its kinds.
    """
    with (
        closing(open_marks(library, shared=shared)) as marks,
        closing(open_index(library, shared=shared)) as index,
    ):
        yield Shelf(library, marks, Reading(index, marks.connection, library / INDEX))


@contextmanager
def open_desk(
    library: Path, waiting: Callable[[], None], settings: Settings | None = None, memory: Memory | None = None
) -> Iterator[Desk]:
    """Hold the library's lock and the parts that write; `waiting` is called between tries while another has the lock.

    `memory`: what one grouping may leave to the next in the same process. Raises LibraryError and its kinds.
    """
    # Imported here: a reader that only shows what there is never writes the index.
    from tui.core.syncing import Progress
    from tui.library.arrivals import Arrivals, arrived_since, newest_article
    from tui.library.grouping import Grouping
    from tui.library.grouping_lead import choose_lead
    from tui.library.index_writer import IndexWriter
    from tui.library.lock import writing
    from tui.library.state import catch_up
    from tui.library.stories import StoryTable
    from tui.stories.rules import Strictness

    strictness = Strictness[settings.strictness.upper()] if settings else Strictness.NORMAL
    never = settings.never_group if settings else ()
    with closing(open_marks(library)) as marks, closing(open_index(library)) as index:
        stories = StoryTable(index, marks.connection, choose_lead)
        writer = IndexWriter(index, stories)
        placed = 0

        def group(tell: Callable[[Progress], None]) -> bool:
            def said(done: int, total: int) -> None:
                nonlocal placed
                placed = total
                tell(Progress("grouping", done, total))

            grouping = Grouping(index, marks, stories, memory, strictness=strictness, never_sources=never)
            return grouping.run(said)

        def rule() -> int:
            from tui.core.ruling import apply_rules
            from tui.library.search import Search

            path = library / INDEX
            reading, search = Reading(index, marks.connection, path), Search(index, path)
            rules = settings.rules if settings else ()
            arrivals = Arrivals(index, marks, path)

            def caught_up() -> None:
                catch_up(index, marks.connection)

            return apply_rules(arrivals, marks, reading, search, rules, int(time.time()), caught_up)

        def receive_batches(batches: Sequence[Batch]) -> list[Look]:
            from tui.core.copies import copies_of
            from tui.core.receiving import receive

            return receive(writer, marks, copies_of(library), batches)

        while True:
            with writing(library) as had:
                if had:
                    with translated(library / INDEX):
                        yield Desk(
                            writer,
                            lambda: catch_up(index, marks.connection),
                            group,
                            rule,
                            lambda: writer.tidy(placed),
                            receive_batches,
                            lambda: newest_article(index),
                            lambda article_id: arrived_since(index, article_id),
                        )
                    return
            waiting()


def refresh(desk: Desk, places: Sequence[str], tell: Callable[[Progress], None]) -> Outcome:
    """Bring the whole index up to date: marks, files of the places, stories. Raises LibraryError."""
    from tui.core.syncing import sync_folders

    desk.catch_up()
    outcome = sync_folders(desk.writer, places, tell)
    desk.group(tell)
    desk.rule()
    desk.tidy()
    return outcome


def network_of(settings: Settings) -> NetworkSettings:
    """What the settings say about the network."""
    from tui.net.settings import NetworkSettings

    return NetworkSettings(str(settings.ca_bundle or ""), settings.proxy)


def start_looking(
    wishes: Sequence[Wish], network: NetworkSettings, done: Callable[[], None] = lambda: None
) -> Errand[list[Preview | Choices | BroadsheetError]]:
    """Begin to look at what is at some addresses before it is kept; `done`: called on another thread at the end.

    The result is what `tui.core.adding.look` gives. Loads httpx, on that thread.
    """
    from tui.core.errand import Errand

    async def work() -> list[Preview | Choices | BroadsheetError]:
        from tui.core.adding import look

        return await look(wishes, network)

    return Errand(work, done)


def start_fetching(
    library: Path,
    network: NetworkSettings,
    places: Collection[str],
    *,
    by_hand: bool,
    named: bool = False,
    begun: Callable[[int], None] = lambda total: None,
    tell: Callable[[str], None],
    wake: Callable[[], None],
) -> Fetching:
    """Begin to ask those of the sources at `places` whose turn it is; everyone's is `by_hand`.

    `named`: the reader named them, so that they are asked even if they are paused. The others are called on another
    thread: `begun` with the number of sources that are asked, unless it is none; `tell` with the place of each when its
    turn comes; `wake` when there is something to take, or the run has ended. Loads httpx if need be.
    """
    import asyncio

    from tui.core.basket import Basket
    from tui.core.copies import copies_of
    from tui.core.errand import Errand
    from tui.core.looks import targets
    from tui.library.database import make_folder
    from tui.library.lock import fetching

    found, copies = Fetching(Basket(wake)), copies_of(library)

    async def work() -> None:
        with open_shelf(library) as shelf:
            files = shelf.files
            while True:
                with fetching(library) as had:
                    if had:
                        now, states = int(time.time()), shelf.reading.origin_states()
                        sources = [source for source in shelf.marks.sources() if source.place in places]
                        asked = targets(sources, states, files.stale_places(), now, by_hand=by_hand, named=named)
                        found.total, found.waiting = len(asked), False
                        if not asked:
                            return
                        begun(len(asked))
                        # On this thread: httpx takes 0.2 s, for which nobody else need wait.
                        from tui.core.fetching import Run, fetch

                        make_folder(copies)
                        await fetch(asked, Run(files.known, found.basket.put, tell, copies, now, network))
                        return
                found.waiting = True
                await asyncio.sleep(FETCH_RETRY_EVERY)

    found.errand = Errand(work, wake)
    return found


def page_fetcher(settings: Settings) -> Fetcher:
    """What fetches articles for the reader, in a process of its own and from public addresses only."""
    from tui.article.fetching import Fetcher

    return Fetcher(replace(network_of(settings), pause=LOOK_PAUSE))


def picture_fetcher(settings: Settings) -> PictureFetcher:
    """The same for pictures."""
    from tui.images.fetching import PictureFetcher

    return PictureFetcher(network_of(settings))
