"""What is asked of an address before it is kept as a source, and what is found there, as values. Looks at nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tui.formats.discovery import Announced
from tui.library.marks import SourcePlace


@dataclass(frozen=True, slots=True)
class Wish:
    """An address, and what the reader says of it."""

    address: str
    """As it was typed; https:// where it names no scheme."""
    title: str = ""
    topics: tuple[str, ...] = ()
    repository: str = ""
    """A site's git repository; "" = where it most likely is."""
    allow: tuple[str, ...] = ()
    """"host:port" of places that need not be public."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A source as it would be kept, and what there is in it."""

    source: SourcePlace
    """Its `added_at` is 0."""
    title: str
    """What it is called."""
    form: str
    """Of a feed: "rss20", "atom10", "json", …; "" of a site."""
    stories: int
    more: bool
    """There are more, which have not been counted."""
    newest: datetime | None
    samples: tuple[str, ...] = ()
    """The first titles."""
    notes: tuple[str, ...] = ()
    """Sentences: how it was found, and what it will lack."""

    @property
    def counted(self) -> str:
        """How many stories there are, in words."""
        return f"{self.stories:,}{' or more' if self.more else ''} {'story' if self.stories == 1 else 'stories'}"


@dataclass(frozen=True, slots=True)
class Choices:
    """A page that announces several feeds: one of them has to be named."""

    page: str
    """Its title, or its address."""
    feeds: tuple[Announced, ...]
