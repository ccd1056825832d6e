"""The one registry of the search language's fields: completion, errors and docs/search.md are made from it. No parsing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Shape = Literal["words", "name", "number", "time", "choice"]
"""What a field's value is: words of a text, one name, a number, a date, or one of a few words."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the few values of a field, or one of the fields."""

    text: str
    help: str
    """One line, without a full stop."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the language."""

    name: str
    help: str
    """One line, without a full stop."""
    example: str
    """A whole search."""
    shape: Shape
    aliases: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    """All values, where they are few."""


FIELDS: tuple[Field, ...] = (
    Field("outlet", "words of an outlet's name or domain", "outlet:reuters", "words", ("provider",)),
    Field("domain", "an outlet's web domain, or part of it", "domain:bbc.co.uk", "words", ("site",)),
    Field("topic", "words of a topic", 'topic:"open source"', "words"),
    Field("type", "what the article is", "type:video", "name"),
    Field("title", "words of a title", 'title:"soft delete"', "words"),
    Field("excerpt", "words of an excerpt", "excerpt:kubernetes", "words"),
    Field("lead", "words of the lead: its title, excerpt or outlet", "lead:netflix", "words"),
    Field("text", "words of the full texts that are here", 'text:"soft delete"', "words"),
    Field("related", "words of the publisher's other links", "related:strike", "words"),
    Field("source", "where the story comes from: words of a folder's path or of an address", "source:azure", "words"),
    Field("first", "the outlet that reported it first", "first:reuters", "words"),
    Field("tag", "words of a tag that a rule put on it", "tag:work", "words"),
    Field("heat", "the publisher's score of the event; -1 is not ranked", "heat>80", "number"),
    Field("quality", "the publisher's score of the lead", "quality>=60", "number"),
    Field("outlets", "how many outlets report it", "outlets:5..20", "number"),
    Field("since", "an article from this time or later", "since:7d", "time", ("after",)),
    Field("before", "an article from before this time", "before:2023-07", "time"),
    Field("on", "an article from this day, month, year or range", "on:2023-07-01..2023-07-15", "time", ("date",)),
    Field(
        "is",
        "a state of the story",
        "is:unread",
        "choice",
        choices=(
            Choice("unread", "you have not read it"),
            Choice("read", "you have read it"),
            Choice("starred", "you starred one of its articles"),
            Choice("updated", "read, and coverage came in since"),
            Choice("seen", "you have seen one of its articles"),
            Choice("lead", "the row is its story's lead (for group:off)"),
            Choice("copy", "it holds syndicated copies of one text"),
            Choice("video", "one of its articles is a video"),
            Choice("hidden", "a rule hid it; hidden stories show only where this is asked"),
        ),
    ),
    Field(
        "has",
        "something the story has",
        "has:image",
        "choice",
        choices=(
            Choice("related", "other reports of the same event"),
            Choice("image", "a picture"),
            Choice("amp", "an AMP copy"),
            Choice("text", "a full text, here"),
            Choice("url", "an address where it can be read"),
            Choice("note", "a note of yours"),
        ),
    ),
    Field(
        "sort",
        "the order of the list",
        "sort:heat",
        "choice",
        choices=(
            Choice("time", "newest first"),
            Choice("oldest", "oldest first"),
            Choice("first", "by first report, the latest event first"),
            Choice("heat", "highest heat first"),
            Choice("outlets", "most outlets first"),
            Choice("quality", "highest quality first"),
            Choice("relevance", "best match first"),
        ),
    ),
    Field(
        "group",
        "a row for each story, or for each article",
        "group:off",
        "choice",
        choices=(Choice("on", "one row for each story"), Choice("off", "one row for each article")),
    ),
)
"""Every field, in the order in which they are shown."""

BY_NAME: dict[str, Field] = {name: each for each in FIELDS for name in (each.name, *each.aliases)}
"""Name or alias, in small letters → field."""
