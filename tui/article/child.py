"""`python -m tui.article.child`: takes the article out of pages, for `tui.article.reading`. The only door to trafilatura.

trafilatura takes 15 s and 500 MB for a page of 100,000 links and may break off with any exception; its own fetching is
never used. It is imported here only: 150 to 190 ms.
"""

from __future__ import annotations

from typing import Any

from tui.article.blocks import SIZE_LIMIT, Kind, blocks
from tui.confined import serve
from tui.formats.discovery import decoded
from tui.text.clean import clean_line
from tui.text.dates import parse_time

MEMORY = 700 * 1024 * 1024
"""Bytes of address space; a page of 5 MB of paragraphs takes 190 MB."""
SECONDS = 10
"""Of processor time for one page."""

Found = tuple[str, str, str, str, str, int]
"""Markdown, title, author, date, name of the site, characters of the text. All but the Markdown is safe to show."""

_QUOTE = "\ua66e"
"""A letter that no article uses (MULTIOCULAR O): stands for the "> " that trafilatura leaves out of its Markdown."""


def taken_out(page: bytes, url: str, charset: str) -> Found | None:
    """The article of a page; None where there is none to be found. `url`: where it lies; `charset`: the server's."""
    from trafilatura import bare_extraction
    from trafilatura.utils import load_html
    from trafilatura.xml import xmltotxt

    # Decoded here: trafilatura would inflate bytes that look compressed.
    tree: Any = load_html(decoded(page, charset).replace(_QUOTE, ""))
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
    author, site = clean_line(found.author or ""), clean_line(found.sitename or "")
    return markdown, title, author, date if parse_time(date) else "", site, characters


def _with_quotes(markdown: str) -> str:
    lines = [f"> {line}" if line.startswith(_QUOTE) else line for line in markdown.strip().split("\n")]
    return "\n".join(lines).replace(_QUOTE, "")


def _without_title(markdown: str, title: str) -> str:
    """The article without a first line that only says its title once more."""
    first, _, rest = markdown.partition("\n")
    body = blocks(first).blocks
    return rest.lstrip("\n") if body and body[0].kind is Kind.HEADING and body[0].text == title else markdown


def main() -> None:
    """Answer requests until standard input ends."""
    import logging

    # What it says of a page it cannot read is for nobody.
    logging.disable()
    serve(lambda request: taken_out(*request), MEMORY, SECONDS)


if __name__ == "__main__":
    main()
