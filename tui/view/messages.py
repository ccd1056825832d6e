"""What the reader's threads tell its screens. Each answer carries its question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from tui.article.values import Fault
    from tui.core.choosing import Chosen
    from tui.core.overview import SourceStatus
    from tui.errors import BroadsheetError
    from tui.library.found import Found
    from tui.library.outlets import Recent
    from tui.library.reading import Totals
    from tui.model import LinkCheck
    from tui.query.completing import Place
    from tui.stories.why import Why
    from tui.view.finding import Unread, Wanted
    from tui.view.picturing import PictureAnswer, PictureWanted
    from tui.view.screens.adding import Look
    from tui.view.text_reading import TextAnswer, TextWanted


class StoriesLoaded(Message):
    """A search found stories: the first page, or all of them."""

    def __init__(self, wanted: Wanted, found: Found) -> None:
        super().__init__()
        self.wanted = wanted
        self.found = found


class StoriesCounted(Message):
    """It is known how long a list is, before all of it is there."""

    def __init__(self, wanted: Wanted, rows: int) -> None:
        super().__init__()
        self.wanted = wanted
        self.rows = rows


class ValuesFound(Message):
    """The library's values of a field, for completing what is typed."""

    def __init__(self, place: Place, values: Sequence[tuple[str, int]]) -> None:
        super().__init__()
        self.place = place
        self.values = values


class UnreadCounted(Message):
    """The unread stories of one saved search were counted."""

    def __init__(self, asked: Unread, text: str, unread: int) -> None:
        super().__init__()
        self.asked = asked
        self.text = text
        """The search."""
        self.unread = unread


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

    def __init__(self, said: str, *, aloud: bool, regroup: bool = False, searched: bool = False) -> None:
        super().__init__()
        self.regroup = regroup
        """Stories have to be grouped anew."""
        self.searched = searched
        """It was the saved searches that changed."""
        self.said = said
        """What was done, as a sentence, or ""."""
        self.aloud = aloud
        """The screen does not show it by itself."""


class Failed(Message):
    """Something asked for in the background could not be done."""

    def __init__(self, error: BroadsheetError) -> None:
        super().__init__()
        self.error = error


class SourcesListed(Message):
    """The library's sources were read."""

    def __init__(self, statuses: Sequence[SourceStatus]) -> None:
        super().__init__()
        self.statuses = statuses


class SourceChanged(Message):
    """A change of the library's sources is stored."""

    def __init__(self, kept: str, removed: str) -> None:
        super().__init__()
        self.kept = kept
        """The place of a source that was kept; "" = none."""
        self.removed = removed
        """The place of a source that was removed; "" = none."""


class SourcesChosen(Message):
    """It was looked up which sources the library has, because another process has written to it."""

    def __init__(self, chosen: Chosen) -> None:
        super().__init__()
        self.chosen = chosen


class LookedAt(Message):
    """The look at an address has ended; its errand holds what was found."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look


class WhyTold(Message):
    """It was found out why an article is in its story."""

    def __init__(self, key: str, why: Why | None) -> None:
        super().__init__()
        self.key = key
        """The article's."""
        self.why = why


class OutletsCounted(Message):
    """The library's recent outlets were counted for the gaps screen."""

    def __init__(self, recent: Recent) -> None:
        super().__init__()
        self.recent = recent


class TextRead(Message):
    """Something came of reading an article here."""

    def __init__(self, wanted: TextWanted, answer: TextAnswer) -> None:
        super().__init__()
        self.wanted = wanted
        self.answer = answer


class TextFetched(Message):
    """The text of a starred article is here."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key
        """The article's."""


class PictureRead(Message):
    """Something came of asking for a picture."""

    def __init__(self, wanted: PictureWanted, answer: PictureAnswer) -> None:
        super().__init__()
        self.wanted = wanted
        self.answer = answer


class LinksChecked(Message):
    """The addresses of an article were looked at."""

    def __init__(self, result: list[LinkCheck] | Fault) -> None:
        super().__init__()
        self.result = result
        """What the looks met; a fault where there is no network."""


class IndexerSaid(Message):
    """The indexer reports."""

    def __init__(self, event: dict[str, object]) -> None:
        super().__init__()
        self.event = event
