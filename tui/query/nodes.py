"""What can be asked, as frozen values: the tree that `tui.query.parse` makes and everything else reads. Decides nothing.

A story is asked, never one article: a leaf is true of a story when any of its articles fulfils it, and `And` may be
fulfilled by different articles. Leaves that are about one word of a small table (`First`, `Source`, …) carry the
predicate, so that a compiler to SQL can look through the table with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from tui.text.words import fold, tokens

Scope = Literal["any", "title", "excerpt", "outlet", "domain", "topic", "lead", "related", "text"]
"""Which texts of a story are looked through.

    any       title, excerpt, outlet and topics of the lead and of the coverage, and title, excerpt and outlet of those
              links that are at home in the story, so that no article of the library is out of reach
    title     titles of the lead and of the coverage
    excerpt   their excerpts
    outlet    the name and the domain of each one's outlet; where other scopes say outlet, they mean both too
    domain    the domain alone: bbc, bbc.co.uk and co.uk all find www.bbc.co.uk
    topic     each topic by itself
    lead      title, excerpt and outlet's name of the lead alone
    related   title, excerpt and outlet of the publisher's other links, which are not of the event
    text      the full texts that are here, those of files and those kept from pages
"""
Flag = Literal["unread", "read", "starred", "updated", "seen", "lead", "copy", "video", "hidden"]
Thing = Literal["related", "image", "amp", "text", "url", "note"]
Measure = Literal["heat", "quality", "outlets"]
Order = Literal["time", "oldest", "first", "heat", "outlets", "quality", "relevance"]

WRITTEN = ""
"""How a leaf was typed is for the screen only: two leaves that ask the same are equal."""


@dataclass(frozen=True, slots=True)
class And:
    """All of them; at least two, none of them an `And`."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of them; at least two, none of them an `Or`."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The story does not fulfil it; `item` is no `Not`."""

    item: Node


@dataclass(frozen=True, slots=True)
class Text:
    """These tokens stand side by side in one text of the scope."""

    words: tuple[str, ...]
    """`tui.text.words.tokens` of what was typed; at least one. FTS5: a quoted phrase."""
    prefix: bool = False
    """The last token need only begin so."""
    scope: Scope = "any"
    written: str = field(default=WRITTEN, compare=False)
    """As it was typed, without field and quotes."""

    @property
    def phrase(self) -> bool:
        """More than one token."""
        return len(self.words) > 1

    def accepts(self, text: str) -> bool:
        """The text holds the words."""
        # A tenth of the time that cutting it into words takes; of most texts that are asked, none of the words is true.
        if text.isascii() and self.words[0] not in text.lower():
            return False
        return holds(tokens(text), self.words, prefix=self.prefix)


@dataclass(frozen=True, slots=True)
class Kind:
    """An article's type, such as article or video."""

    name: str
    """Folded."""
    prefix: bool = False

    def accepts(self, kind: str) -> bool:
        """This is such a type."""
        folded = fold_value(kind)
        return folded.startswith(self.name) if self.prefix else folded == self.name


@dataclass(frozen=True, slots=True)
class Source:
    """Where the story comes from: words of the source's name, path or address."""

    words: tuple[str, ...]
    prefix: bool = False
    written: str = field(default=WRITTEN, compare=False)

    def accepts(self, place: str) -> bool:
        """This is such a source."""
        return holds(tokens(place), self.words, prefix=self.prefix)


@dataclass(frozen=True, slots=True)
class First:
    """The outlet that reported the event first: that of the earliest article, of any of them if several are."""

    words: tuple[str, ...]
    prefix: bool = False
    written: str = field(default=WRITTEN, compare=False)

    def accepts(self, name: str, domain: str) -> bool:
        """This is such an outlet."""
        return any(holds(tokens(text), self.words, prefix=self.prefix) for text in (name, domain))


@dataclass(frozen=True, slots=True)
class Tag:
    """One of the reader's tags is on the story."""

    words: tuple[str, ...]
    prefix: bool = False
    written: str = field(default=WRITTEN, compare=False)

    def accepts(self, tag: str) -> bool:
        """This is such a tag."""
        return holds(tokens(tag), self.words, prefix=self.prefix)


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the story lies between two bounds, both of them included; None = no bound, at most one of them."""

    measure: Measure
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class When:
    """An article was published in this time; an article without a date never was."""

    low: int | None = None
    """First second, seconds since 1970 UTC; None = no bound, at most one of them."""
    high: int | None = None
    """The second after the last."""
    written: str = field(default=WRITTEN, compare=False)
    """As it was typed, such as "since:7d"."""


@dataclass(frozen=True, slots=True)
class Is:
    """A state of the story; docs/search.md says what each means."""

    flag: Flag


@dataclass(frozen=True, slots=True)
class Has:
    """Something the story has; docs/search.md says what each means."""

    thing: Thing


Leaf: TypeAlias = Text | Kind | Source | First | Tag | Number | When | Is | Has
Node: TypeAlias = And | Or | Not | Leaf


@dataclass(frozen=True, slots=True)
class Fault:
    """A place in the text that cannot be meant."""

    start: int
    end: int
    """The place is `text[start:end]`; never empty."""
    message: str
    """What is wrong and what would be right, plain text, without a full stop: "unknown field quailty: did you mean …"."""
    suggestion: str = ""
    """What to put in its place; "" where there is nothing to propose."""


@dataclass(frozen=True, slots=True)
class Query:
    """What a text asks for."""

    text: str = ""
    """As it was typed, in full."""
    node: Node | None = None
    """None: every story. Of a text with faults, the part that could be read."""
    faults: tuple[Fault, ...] = ()
    """In the order of their places."""
    sort: Order | None = None
    """`sort:`; None where it is not said."""
    group: bool | None = None
    """`group:`: one row for a story (True) or for each article (False); None where it is not said."""

    @property
    def parts(self) -> tuple[Node, ...]:
        """The conditions, all of which must hold."""
        return self.node.items if isinstance(self.node, And) else (self.node,) if self.node else ()

    @property
    def shows_hidden(self) -> bool:
        """It asks about hidden stories itself, so that they are not to be left out."""
        return any(leaf == Is("hidden") for leaf, _ in leaves(self.node))


def leaves(node: Node | None, *, wanted: bool = True) -> Iterator[tuple[Leaf, bool]]:
    """Every leaf from left to right, with False where it is negated."""
    match node:
        case None:
            return
        case And(items) | Or(items):
            for item in items:
                yield from leaves(item, wanted=wanted)
        case Not(item):
            yield from leaves(item, wanted=not wanted)
        case _:
            yield node, wanted


def holds(text: Sequence[str], words: Sequence[str], *, prefix: bool) -> bool:
    """The words stand side by side among these tokens; with `prefix` the last one need only begin so."""
    head, last, size = words[0], words[-1], len(words)
    if size == 1:
        return any(token.startswith(last) for token in text) if prefix else last in text
    wanted = list(words[:-1])
    for start in range(len(text) - size + 1):
        if text[start] == head and list(text[start : start + size - 1]) == wanted:
            token = text[start + size - 1]
            if token.startswith(last) if prefix else token == last:
                return True
    return False


def fold_value(value: str) -> str:
    """A value that is no running text, such as a type, for comparison."""
    return "".join(fold(letter) if letter.isalnum() else letter for letter in value.strip()).strip()
