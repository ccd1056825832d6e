"""YAML as plain strings, lists and mappings, built from libyaml's events under limits. Resolves no types at all.

Events, not `yaml.CSafeLoader`: that one ends the process on 100,000 nested brackets (recursion in C), runs for over
40 s on 700 bytes of merge keys and 15 s on 1 MB of colliding integer keys. The event stream does none of it and is
faster. Without libyaml the same events come from PyYAML's own parser, ten times slower.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import yaml
from yaml.events import (
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

Node: TypeAlias = "str | list[Node] | dict[str, Node] | None"
"""What YAML says, untyped: a plain empty or null scalar is None, every other scalar its text."""

DEPTH_LIMIT = 16
"""Nested collections; stories need 5."""
NODE_LIMIT = 200_000
"""Keys and values of one file; the largest real one has 3,500."""
SKIPPED_KEY = "secured"
"""An opaque blob of the publisher, at the top of every file: read past, never kept."""

_NULLS = frozenset(("", "~", "null", "Null", "NULL"))


class Unreadable(Exception):
    """The text is no YAML, or YAML beyond what a story may hold; `line` counts from 0, None where it is not known."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


LIBYAML: bool = yaml.__with_libyaml__
"""libyaml is there."""
EVENT_SOURCE: Any = yaml.CSafeLoader if LIBYAML else yaml.SafeLoader
"""Only its `get_event` is used: no nodes, no objects."""


class Document:
    """One parsed document: `node`, how many keys and values it has, and the places of keys that were said twice."""

    __slots__ = ("_get", "_path", "node", "nodes", "repeated")

    _get: Callable[[], Any]

    def __init__(self, text: bytes, depth: int = 1) -> None:
        """Parse all of `text` (UTF-8), whose outermost collection stands `depth` levels deep in its file.

        Raises Unreadable.
        """
        self.nodes = 0
        self.repeated: list[str] = []
        self._path: list[str] = []
        try:
            self._get = EVENT_SOURCE(text).get_event
            self.node = self._document(depth)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark
            raise Unreadable(error.problem or "it is not YAML", None if mark is None else mark.line) from error
        except yaml.YAMLError as error:
            raise Unreadable("it holds characters that YAML does not allow") from error
        except ValueError as error:
            # PyYAML's own scanner raises this for "\U00110000" and for endless %YAML version numbers.
            raise Unreadable("it holds an impossible number or character") from error

    def _document(self, depth: int) -> Node:
        self._get()
        event = self._get()
        if type(event) is StreamEndEvent:
            return None
        if event.explicit:
            raise _refused("a document starts in the middle", event)
        event = self._get()
        node = self._scalar(event) if type(event) is ScalarEvent else self._collection(event, "", depth)
        event = self._get()
        if event.explicit:
            raise _refused("a document ends in the middle", event)
        event = self._get()
        if type(event) is not StreamEndEvent:
            raise _refused("it holds more than one document", event)
        return node

    def _scalar(self, event: Any) -> str | None:
        if event.anchor is not None or event.tag is not None:
            raise _refused("anchors and tags are not allowed", event)
        value: str = event.value
        return None if event.implicit[0] and value in _NULLS else value

    def _collection(self, event: Any, key: str, depth: int) -> Node:
        kind = type(event)
        if kind is not MappingStartEvent and kind is not SequenceStartEvent:
            raise _refused("aliases are not allowed", event)
        if event.anchor is not None or event.tag is not None:
            raise _refused("anchors and tags are not allowed", event)
        if depth > DEPTH_LIMIT:
            raise _refused(f"it is nested more than {DEPTH_LIMIT} levels deep", event)
        self._path.append(key)
        node = self._mapping(depth) if kind is MappingStartEvent else self._sequence(depth)
        self._path.pop()
        return node

    def _mapping(self, depth: int) -> dict[str, Node]:
        get = self._get
        found: dict[str, Node] = {}
        while True:
            event = get()
            if type(event) is not ScalarEvent:
                if type(event) is MappingEndEvent:
                    return found
                raise _refused("a key is not plain text", event)
            if event.anchor is not None or event.tag is not None:
                raise _refused("anchors and tags are not allowed", event)
            key: str = event.value
            if key == "<<" and event.implicit[0]:
                raise _refused("merge keys are not allowed", event)
            self.nodes += 2
            if self.nodes > NODE_LIMIT:
                raise _refused(f"it has more than {NODE_LIMIT:,} entries", event)
            event = get()
            value = self._scalar(event) if type(event) is ScalarEvent else self._collection(event, key, depth + 1)
            if key in found:
                self.repeated.append(self._place(key))
            found[key] = None if depth == 1 and key == SKIPPED_KEY else value

    def _sequence(self, depth: int) -> list[Node]:
        get = self._get
        found: list[Node] = []
        while True:
            event = get()
            self.nodes += 1
            if self.nodes > NODE_LIMIT:
                raise _refused(f"it has more than {NODE_LIMIT:,} entries", event)
            if type(event) is ScalarEvent:
                found.append(self._scalar(event))
            elif type(event) is SequenceEndEvent:
                return found
            else:
                found.append(self._collection(event, f"[{len(found)}]", depth + 1))

    def _place(self, key: str) -> str:
        return "".join(part if part.startswith("[") else f".{part}" for part in (*self._path[1:], key)).removeprefix(
            "."
        )


def _refused(reason: str, event: Any) -> Unreadable:
    return Unreadable(reason, event.start_mark.line)
