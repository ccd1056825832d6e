"""What the reader's threads tell its screens. Each answer carries its question."""

from __future__ import annotations

from textual.message import Message

from tui.errors import BroadsheetError
from tui.library.outlets import Recent
from tui.library.reading import Totals
from tui.library.search import Found
from tui.view.finding import Wanted


class StoriesLoaded(Message):
    """A search found stories: the first page, or all of them."""

    def __init__(self, wanted: Wanted, found: Found) -> None:
        super().__init__()
        self.wanted = wanted
        self.found = found


class SearchFailed(Message):
    """A search could not be run."""

    def __init__(self, wanted: Wanted, error: BroadsheetError) -> None:
        super().__init__()
        self.wanted = wanted
        self.error = error


class TotalsLoaded(Message):
    """The library was counted."""

    def __init__(self, totals: Totals) -> None:
        super().__init__()
        self.totals = totals


class Marked(Message):
    """Marks were stored."""

    def __init__(self, said: str, *, aloud: bool, regroup: bool = False) -> None:
        super().__init__()
        self.regroup = regroup
        """Stories have to be grouped anew."""
        self.said = said
        """What was done, as a sentence, or ""."""
        self.aloud = aloud
        """The screen does not show it by itself."""


class Failed(Message):
    """Something asked for in the background could not be done."""

    def __init__(self, error: BroadsheetError) -> None:
        super().__init__()
        self.error = error


class OutletsCounted(Message):
    """The library's recent outlets were counted for the gaps screen."""

    def __init__(self, recent: Recent) -> None:
        super().__init__()
        self.recent = recent


class IndexerSaid(Message):
    """The indexer reports."""

    def __init__(self, event: dict[str, object]) -> None:
        super().__init__()
        self.event = event
