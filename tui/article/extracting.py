"""Takes the article out of a page's bytes. The only door to trafilatura; fetches and stores nothing.

For a child process only (`tui.article.child`): trafilatura takes 15 s and 500 MB for a page of 100,000 links and may
break off with any exception; its own fetching is never used. Importing it takes 150 to 190 ms.
"""

from __future__ import annotations

import re
from typing import Any

from tui.article.blocks import SIZE_LIMIT, Kind, blocks
from tui.article.values import BROWSER, Fault, Text, teaser_only
from tui.formats.discovery import decoded
from tui.text.clean import clean_line
from tui.text.dates import parse_time

PAGE_LIMIT = 5 * 1024 * 1024
"""Bytes of a page."""

_QUOTE = "\ua66e"
"""A letter that no article uses (MULTIOCULAR O): stands for the "> " that trafilatura leaves out of its Markdown."""
_CONTROLS = re.compile(
    rf"{_QUOTE}|&#(?:0*(?:[0-8]|1[124-9]|2[0-9]|3[01])(?![0-9])|[xX]0*(?:[0-8bceBCEfF]|1[0-9a-fA-F])(?![0-9a-fA-F]));?"
)
"""Our letter, and references to control characters: one "&#27;" makes trafilatura give the whole page up."""
_NO_PAGES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1f\x8b")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def extracted(page: bytes, url: str, charset: str = "", excerpt: str = "") -> Text | Fault:
    """The article in a page's bytes.

    `url`: where the page lies, after redirects; `charset`: what the server says; `excerpt`: what is known of the
    article, to tell a teaser from it.
    """
    if len(page) > PAGE_LIMIT:
        return Fault("The page is larger than 5 MB: too large for an article.", BROWSER)
    if page.startswith(_NO_PAGES) or (b"\0" in page[:1000] and not page.startswith(_UTF_16)):
        return Fault("It is no web page but a file of another kind.", BROWSER)
    # Decoded here: trafilatura would inflate bytes that look compressed.
    found = _taken_out(_CONTROLS.sub("", decoded(page, charset)), url, excerpt)
    return found or Fault("There is no article to be found on the page.", BROWSER)


def _taken_out(page: str, url: str, excerpt: str) -> Text | None:
    from trafilatura import bare_extraction
    from trafilatura.utils import load_html
    from trafilatura.xml import xmltotxt

    tree: Any = load_html(page)
    if tree is None:
        return None
    # trafilatura resolves links against the host alone: "b.html" on /a/ would lead to /b.html.
    tree.make_links_absolute(url, handle_failures="ignore")
    found: Any = bare_extraction(
        tree,
        url=url,
        favor_precision=True,
        include_comments=False,
        output_format="markdown",
        include_formatting=True,
        include_links=True,
        include_tables=True,
        with_metadata=True,
    )
    if found is None or found.body is None:
        return None
    for quote in found.body.iter("quote"):
        for piece in list(quote.iter("p")) or [quote]:
            piece.text = f"{_QUOTE}{piece.text or ''}"
    title = clean_line(found.title or "")
    markdown = _without_title(_with_quotes(xmltotxt(found.body, True)), title)[:SIZE_LIMIT]
    characters = len(blocks(markdown, url).text)
    if not characters:
        return None
    date = clean_line(found.date or "")
    return Text(
        markdown,
        url,
        title,
        clean_line(found.author or ""),
        date if parse_time(date) else "",
        clean_line(found.sitename or ""),
        teaser_only(characters, excerpt),
    )


def _with_quotes(markdown: str) -> str:
    lines = [f"> {line}" if line.startswith(_QUOTE) else line for line in markdown.strip().split("\n")]
    return "\n".join(lines).replace(_QUOTE, "")


def _without_title(markdown: str, title: str) -> str:
    """The article without a first line that only says its title once more."""
    first, _, rest = markdown.partition("\n")
    body = blocks(first).blocks
    return rest.lstrip("\n") if body and body[0].kind is Kind.HEADING and body[0].text == title else markdown
