"""What reading an article here gives: its text, or why there is none. Pure."""

from __future__ import annotations

from dataclasses import dataclass

TEASER_BELOW = 400
"""Characters; a shorter text is what a paywall leaves of an article."""
BROWSER = "Open it in a browser."
"""What to do where an article cannot be read here."""
EXCERPT_LIMIT = 600
"""Characters of an excerpt that count: feeds with full content give the article itself as the excerpt."""


@dataclass(frozen=True, slots=True)
class Text:
    """An article's full text, to be kept in the library and set by `tui.article.blocks`."""

    markdown: str
    """As it was taken out: `blocks` makes it safe to show."""
    url: str
    """Where it was read, after redirects; links are resolved against it."""
    title: str = ""
    author: str = ""
    date: str = ""
    """The day of publication as the page has it, "2023-07-25"; "" where it has none."""
    site: str = ""
    """What the site calls itself."""
    teaser: bool = False
    """It is too short to be the article: a paywall's stub, most often."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why there is no text."""

    reason: str
    """A sentence that says what is wrong."""
    advice: str
    """A sentence that says what to do."""
    offline: bool = False
    """Nothing is wrong with the page: this machine has no network at the moment."""


NOT_INSTALLED = Fault(
    "Reading full texts here needs a part of Broadsheet that is not installed.",
    "Install it with: pip install 'broadsheet[reader]'.",
)


def teaser_only(characters: int, excerpt: str) -> bool:
    """A text of so many characters is too short to be the article that the excerpt is of."""
    return characters < max(TEASER_BELOW, 2 * min(len(excerpt), EXCERPT_LIMIT))
