"""What passes between the thread that fetches and the one that stores, as values. Fetches and stores nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tui.errors import BroadsheetError
from tui.formats.flat import FileResult
from tui.library.marks import SourcePlace
from tui.library.origins import NEVER_ASKED, OriginState


@dataclass(frozen=True, slots=True)
class Target:
    """A source to look at."""

    source: SourcePlace
    state: OriginState = NEVER_ASKED
    """What the last look left."""
    stale: bool = False
    """Some of its files must be read again, although they have not changed."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Something that came from a source: store it in one transaction."""

    place: str
    results: tuple[FileResult, ...] = ()
    stamps: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Of at least the results."""
    keep: bool = False
    """The results cannot be read again."""
    gone: tuple[str, ...] = ()
    """Names that the source has no more."""
    problems: tuple[tuple[str, str], ...] | None = None
    """(name, reason) of what is wrong with the source itself; None = as before."""
    state: OriginState | None = None
    """What the next look begins with; only the last batch of a source has it."""
    fault: BroadsheetError | None = None
    """What ended the look, where it failed; it is in the state, too."""
    offline: bool = False
    """It failed because there is no network, as far as can be told."""
    pause: bool = False
    """The source is gone for good and is not to be asked again."""
    moved_to: str = ""
    """The address that the source has from now on; "" = the one it had."""
    repository: str = ""
    """The address that the site's repository has from now on; "" = the one it had."""

    @property
    def weight(self) -> int:
        """How much room it takes on its way, in results."""
        return len(self.results) + 1
