"""JSON Feed (versions 1 and 1.1) as a feed of raw items. Checks no link and cleans no text.

The format: https://www.jsonfeed.org/version/1.1/
"""

from __future__ import annotations

import html
import json
from typing import Any

from tui.formats.feed_items import Media, RawFeed, RawItem
from tui.formats.fields import Fault

Object = dict[str, Any]


class NotJsonFeed(Exception):
    """The text is no JSON Feed; `found` says what it is instead."""

    def __init__(self, found: str) -> None:
        super().__init__(found)
        self.found = found


def raw_feed(data: bytes) -> RawFeed:
    """The feed in `data`. Raises NotJsonFeed."""
    try:
        said = json.loads(data.removeprefix(b"\xef\xbb\xbf"), parse_int=_number)
    except (ValueError, RecursionError) as error:
        raise NotJsonFeed("JSON that cannot be read") from error
    if not isinstance(said, dict) or not _is_feed(said):
        raise NotJsonFeed("JSON that is no feed")
    faults: list[Fault] = []
    items = []
    for index, item in enumerate(said["items"]):
        if isinstance(item, dict):
            items.append(_item(item))
        else:
            faults.append((f"item {index + 1}", "It is no object; left out."))
    return RawFeed("json", _text(said, "title"), _text(said, "home_page_url"), items=tuple(items), faults=tuple(faults))


def _is_feed(said: Object) -> bool:
    version = said.get("version")
    return isinstance(said.get("items"), list) and isinstance(version, str) and "jsonfeed.org/version" in version


def _item(said: Object) -> RawItem:
    text = _text(said, "content_text")
    return RawItem(
        title=_text(said, "title"),
        title_is_text=True,
        summary=html.escape(_text(said, "summary"), quote=False),
        content=_text(said, "content_html") or html.escape(text, quote=False),
        # A link blog's item is about `external_url`, but is read at `url`.
        link=_text(said, "url") or _text(said, "external_url"),
        ident=_text(said, "id"),
        dates=tuple((date, None) for name in ("date_published", "date_modified") if (date := _text(said, name))),
        topics=tuple(tag for tag in _list(said, "tags") if isinstance(tag, str)),
        media=_media(said),
    )


def _media(said: Object) -> tuple[Media, ...]:
    pictures = [_text(said, name) for name in ("image", "banner_image")]
    found = [Media(url, medium="image") for url in pictures if url]
    for attachment in _list(said, "attachments"):
        if isinstance(attachment, dict):
            found.append(Media(_text(attachment, "url"), _text(attachment, "mime_type").lower()))
    return tuple(found)


def _text(said: Object, name: str) -> str:
    """A text; a number counts as one, since some feeds have numbers as ids."""
    value = said.get(name)
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def _list(said: Object, name: str) -> list[Any]:
    value = said.get(name)
    return value if isinstance(value, list) else []


def _number(digits: str) -> int | str:
    """Python refuses, with an exception, numbers of over 4,300 digits."""
    return int(digits) if len(digits) < 20 else digits
