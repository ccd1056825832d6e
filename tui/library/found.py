"""What is listed, as positions in the library. Apart from the search, so that a list can be shown before one is asked."""

from __future__ import annotations

from array import array
from typing import NamedTuple

FIRST_PAGE = 256
"""Stories in the first answer."""


class Found(NamedTuple):
    """Stories that a query finds, as positions in the order asked for; with `group:off`, articles."""

    positions: array[int]
    """Positions of stories for `Reading.rows`; ids of articles for `Reading.article_rows` where `articles` says so."""
    complete: bool
    """False for the first page of more."""
    articles: bool = False
    """One row for each article (`group:off`)."""
