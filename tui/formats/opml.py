"""OPML, the format in which readers hand on their feeds: in and out. Never raises for what a file holds; fetches nothing.

Read by expat alone, with document types and entities refused: no entity can grow and nothing outside is opened.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from html.entities import html5
from typing import Any
from xml.parsers import expat

from tui.errors import UnsafeLink
from tui.formats.flat import FlatProblem
from tui.text.clean import clean_line
from tui.text.urls import safe_url

SIZE_LIMIT = 5 * 1024 * 1024
"""Bytes; a thousand feeds take about 200 KB."""
FEED_LIMIT = 5_000
"""Feeds taken from one file."""
DEPTH_LIMIT = 32
"""Folders in folders."""
PROBLEM_LIMIT = 50
"""Problems listed per file; what is beyond is counted."""

MEND_LIMIT = 100_000
"""Ampersands mended in one file; a million take a second."""

_BARE = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)([A-Za-z][A-Za-z0-9]{1,31};)?")
"""An ampersand that XML does not allow, with the name of an HTML entity where one follows."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """One feed of the list."""

    url: str
    """The feed's address, checked."""
    title: str = ""
    site: str = ""
    """The address of its site, checked; "" where it is not said."""
    topics: tuple[str, ...] = ()
    """The folders it lies in, the outermost first."""


@dataclass(frozen=True, slots=True)
class Subscriptions:
    """What an OPML file says."""

    feeds: tuple[Subscription, ...] = ()
    """Each feed once, with the folders of where it stands first."""
    problems: tuple[FlatProblem, ...] = ()


def read(data: bytes) -> Subscriptions:
    """The feeds of an OPML file. A file that breaks off gives what stands before the break, and a problem."""
    if len(data) > SIZE_LIMIT:
        return Subscriptions(
            problems=(("", "The file is larger than 5 MiB: it is no list of feeds, and is left out."),)
        )
    outline = _Outline()
    if fault := outline.read(data):
        mended = _BARE.sub(_escaped, data, MEND_LIMIT)
        if mended != data:
            # Addresses with a bare "&" are what other programs get wrong most often.
            outline = _Outline()
            fault = outline.read(mended)
    problems = [*outline.problems, *([fault] if fault else [])]
    if not outline.feeds and not problems:
        problems = [("", "It is XML, but names no feed: an OPML list has <outline xmlUrl=…> lines.")]
    if len(problems) > PROBLEM_LIMIT:
        problems[PROBLEM_LIMIT:] = [("", f"{len(problems) - PROBLEM_LIMIT:,} more problems in this file.")]
    return Subscriptions(tuple(outline.feeds.values()), tuple(problems))


def written(feeds: Iterable[Subscription]) -> bytes:
    """The feeds as an OPML 2.0 file, each in the folders that its topics name."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        "  <head><title>Feeds of Broadsheet</title></head>",
        "  <body>",
    ]
    open_folders: tuple[str, ...] = ()
    for feed in sorted(feeds, key=lambda feed: (feed.topics, feed.title, feed.url)):
        shared = 0
        while shared < min(len(open_folders), len(feed.topics)) and open_folders[shared] == feed.topics[shared]:
            shared += 1
        lines += ["    " + "  " * depth + "</outline>" for depth in range(len(open_folders) - 1, shared - 1, -1)]
        for depth in range(shared, len(feed.topics)):
            name = _quoted(feed.topics[depth])
            lines.append("    " + "  " * depth + f"<outline text={name} title={name}>")
        open_folders = feed.topics
        lines.append("    " + "  " * len(open_folders) + _line(feed))
    lines += ["    " + "  " * depth + "</outline>" for depth in range(len(open_folders) - 1, -1, -1)]
    return "\n".join([*lines, "  </body>", "</opml>", ""]).encode("utf-8")


def _quoted(text: str) -> str:
    """The text as an attribute's value, quoted. `xml.sax.saxutils` has the same, and imports a web client with it."""
    return f'"{html.escape(text)}"'


def _line(feed: Subscription) -> str:
    name = _quoted(feed.title or feed.url)
    site = f" htmlUrl={_quoted(feed.site)}" if feed.site else ""
    return f'<outline type="rss" text={name} title={name} xmlUrl={_quoted(feed.url)}{site}/>'


class _Refused(Exception):
    """The file holds what no list of feeds needs."""


class _Outline:
    """Collects the feeds of one file."""

    def __init__(self) -> None:
        self.feeds: dict[str, Subscription] = {}
        self.problems: list[FlatProblem] = []
        self._folders: list[str] = []
        self._depth = 0
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.EntityDeclHandler = self._refuse

    def read(self, data: bytes) -> FlatProblem | None:
        """Read the whole file; what ended the reading early."""
        parser = self._parser
        try:
            parser.Parse(data, True)
        except expat.ExpatError as error:
            said = expat.errors.messages.get(error.code, "")
            return f"line {error.lineno}", f"It is not sound XML here ({said}); what follows is left out."
        except _Refused as error:
            return f"line {parser.CurrentLineNumber}", f"{error} What follows is left out."
        except (LookupError, ValueError):
            # Of the encoding that the file says it has: unknown, or of several bytes.
            return "line 1", "Its encoding is not known; save it as UTF-8."
        return None

    def _refuse(self, *_: Any) -> None:
        raise _Refused("It declares a document type or entities, which a list of feeds does not need.")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEPTH_LIMIT + 3:
            raise _Refused(f"Folders are nested more than {DEPTH_LIMIT} deep.")
        said = {key.lower(): value for key, value in attributes.items()}
        title = clean_line(said.get("title") or said.get("text") or "")
        link = said.get("xmlurl", "").strip()
        self._folders.append("" if link or name.lower() != "outline" else title)
        if link:
            self._feed(link, title, said.get("htmlurl", ""))

    def _end(self, _: str) -> None:
        self._depth -= 1
        self._folders.pop()

    def _feed(self, link: str, title: str, site: str) -> None:
        try:
            url = safe_url(link)
        except UnsafeLink as error:
            self.problems.append((f"line {self._parser.CurrentLineNumber}", f"{error.message} The feed is left out."))
            return
        if len(self.feeds) >= FEED_LIMIT:
            raise _Refused(f"It has more than {FEED_LIMIT:,} feeds.")
        topics = tuple(dict.fromkeys(folder for folder in self._folders if folder))
        self.feeds.setdefault(url, Subscription(url, title, _site(site), topics))


def _site(link: str) -> str:
    try:
        return safe_url(link)
    except UnsafeLink:
        return ""


def _escaped(found: re.Match[bytes]) -> bytes:
    name = found[1].decode("ascii") if found[1] else ""
    if name in html5:
        return "".join(f"&#{ord(character)};" for character in html5[name]).encode("ascii")
    return b"&amp;" + (found[1] or b"")
