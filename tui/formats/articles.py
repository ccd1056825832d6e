"""An article's mapping, from a file's head or from its `related` list, as a model value. Knows nothing of files."""

from __future__ import annotations

from datetime import datetime
from hashlib import blake2b

from tui.formats.fields import Fields
from tui.model import Article, Image, Provider
from tui.text.clean import clean_line
from tui.text.markup import iframe_source
from tui.text.urls import canonical

TITLE_LIMIT = 400
"""Characters kept of a title; the longest real one has 180."""
EXCERPT_LIMIT = 4000
"""Characters kept of an excerpt, on one line."""


def article(fields: Fields, file_name: str = "") -> Article | None:
    """The article that the fields describe; None, with a fault, where title, excerpt and address are all missing.

    `file_name` names an article without title and address. A `related` entry, which has none, is known by its content.
    """
    title = fields.text("title", TITLE_LIMIT)
    excerpt = fields.text("excerpt", EXCERPT_LIMIT)
    original = fields.link("originalUrl")
    url = fields.link("webUrl") or original
    if not title:
        if not excerpt and not url:
            fields.fault("", "It has no title, no excerpt and no usable address: it is no article, and is left out.")
            return None
        title = clean_line(excerpt, 120) or clean_line(file_name) or url
        fields.fault("title", "There is none; the excerpt's start, the file's name or the address stands in for it.")
    published = fields.moment("publishedDateTime")
    provider = _provider(fields)
    return Article(
        canonical(url) if url else f"path:{clean_line(file_name) or _content(title, provider, published)}",
        title,
        excerpt,
        published,
        url,
        original,
        fields.link("ampWebUrl"),
        fields.link("cdnAmpWebUrl"),
        fields.text("type") or "article",
        fields.number("quality", 0, 0),
        provider,
        _images(fields),
    )


def featured_url(fields: Fields) -> str:
    """The address of the player that `featuredContent` embeds, checked; "" where there is none."""
    markup = fields.raw("featuredContent").strip()
    if not markup:
        return ""
    source = iframe_source(markup)
    if not source:
        fields.fault("featuredContent", "It holds no <iframe> with an address; left out.")
        return ""
    return fields.checked("featuredContent", f"https:{source}" if source.startswith("//") else source)


def _provider(fields: Fields) -> Provider:
    found = fields.mapping("provider")
    if isinstance(found, Fields):
        return Provider(found.text("name"), found.text("domain"), _images(found))
    if found:
        fields.fault("provider", "It is text, not a mapping; taken as the outlet's name.")
    return Provider(fields.text("provider")) if found else Provider()


def _images(fields: Fields) -> tuple[Image, ...]:
    found = []
    for image in fields.mappings("images"):
        if url := image.picture("url"):
            size = image.number("width", 0, 0), image.number("height", 0, 0)
            found.append(Image(url, *size, image.text("title"), image.text("attribution"), image.flag("isCached")))
        else:
            image.fault("url", "There is no usable address; the image is left out.")
    return tuple(found)


def _content(title: str, provider: Provider, published: datetime | None) -> str:
    parts = (title, provider.name, provider.domain, published.isoformat() if published else "")
    return "#" + blake2b("\0".join(parts).encode(), digest_size=8).hexdigest()
