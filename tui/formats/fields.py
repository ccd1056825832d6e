"""One mapping of a story file, read by the types that the format gives its fields. Wrong values become faults.

Types come from the format, not from YAML: `title: 2023` is a text and `quality: "47"` a number, whatever the quotes.
"""

from __future__ import annotations

import re
from datetime import datetime

from tui.errors import UnsafeLink
from tui.formats.events import Node
from tui.text.clean import clean_line
from tui.text.dates import parse_time
from tui.text.markup import plain
from tui.text.urls import safe_url

_NUMBER = re.compile(r"[+-]?[0-9]{1,9}")
_TRUE = frozenset(("true", "yes", "on"))
_FALSE = frozenset(("false", "no", "off"))
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")

Fault = tuple[str, str]
"""A place below what is being read ("" = the whole of it) and one sentence."""


class Fields:
    """Reads the fields of one mapping; what is wrong with them goes to `faults`, with `place` in front."""

    __slots__ = ("_mapping", "_place", "faults")

    def __init__(self, mapping: dict[str, Node], faults: list[Fault], place: str = "") -> None:
        self._mapping = mapping
        self._place = place
        self.faults = faults

    def fault(self, name: str, reason: str) -> None:
        """Note what is wrong with the field `name`."""
        self.faults.append((self._place + name, reason))

    def text(self, name: str, limit: int = 400) -> str:
        """A line of text without markup, safe to show; "" where there is none."""
        value = self._scalar(name, "text")
        return clean_line(plain(value), limit) if value else ""

    def raw(self, name: str) -> str:
        """The text as it stands, not yet safe for anything."""
        return self._scalar(name, "text")

    def link(self, name: str) -> str:
        """A checked web address; "" where there is none or it is unsafe."""
        value = self._scalar(name, "a web address")
        return self.checked(name, value) if value else ""

    def checked(self, name: str, value: str) -> str:
        """`value` as a checked web address; "" and a fault where it is unsafe."""
        try:
            return safe_url(value)
        except UnsafeLink as error:
            self.fault(name, f"{error.message} Left out.")
            return ""

    def picture(self, name: str) -> str:
        """A checked web address, or the text of a path relative to the publisher's site."""
        value = self._scalar(name, "an address").strip()
        if value.startswith("//"):
            value = f"https:{value}"
        path = clean_line(value, 2048)
        # Asked of what is left after cleaning: what hid in front of "javascript:" is gone by then.
        if _SCHEME.match(path) or path.startswith("//") or "\\" in path:
            return self.checked(name, value)
        return path

    def number(self, name: str, default: int, minimum: int) -> int:
        """A whole number of at most nine digits, not below `minimum`."""
        value = self._scalar(name, "a number")
        if not value:
            return default
        if not _NUMBER.fullmatch(value.strip()):
            self.fault(name, f"It is not a whole number of at most nine digits; taken as {default}.")
            return default
        found = int(value)
        if found < minimum:
            self.fault(name, f"It is below {minimum}; taken as {minimum}.")
            return minimum
        return found

    def flag(self, name: str) -> bool:
        """Yes or no; no where nothing is said."""
        value = self._scalar(name, "true or false").strip().lower()
        if value and value not in _TRUE and value not in _FALSE:
            self.fault(name, "It is neither true nor false; taken as false.")
        return value in _TRUE

    def moment(self, name: str) -> datetime | None:
        """An instant, aware and in UTC."""
        value = self._scalar(name, "a date")
        if not value:
            return None
        found = parse_time(value)
        if found is None:
            self.fault(name, "It is not a date between 1970 and 2099; the article has none.")
        return found

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of short texts, each once; a single text counts as a list of one."""
        value = self._mapping.get(name)
        if value is None:
            return ()
        if isinstance(value, str):
            self.fault(name, "It is one text, not a list; taken as the only one.")
            value = [value]
        if not isinstance(value, list):
            self.fault(name, f"It is {_kind(value)}, not a list; left out.")
            return ()
        found: dict[str, None] = {}
        for index, item in enumerate(value):
            if isinstance(item, list | dict):
                self.fault(f"{name}[{index}]", f"It is {_kind(item)}, not text; left out.")
            elif item and (text := clean_line(plain(item))):
                found[text] = None
        return tuple(found)

    def entries(self, name: str) -> list[Node]:
        """The items of a list, as YAML gives them."""
        value = self._mapping.get(name)
        if isinstance(value, list):
            return value
        if value is not None:
            self.fault(name, f"It is {_kind(value)}, not a list; left out.")
        return []

    def mappings(self, name: str) -> list[Fields]:
        """The items of a list of mappings; other items are left out."""
        found = []
        for index, item in enumerate(self.entries(name)):
            place = f"{name}[{index}]"
            if isinstance(item, dict):
                found.append(Fields(item, self.faults, f"{self._place}{place}."))
            else:
                self.fault(place, f"It is {_kind(item)}, not a mapping; left out.")
        return found

    def mapping(self, name: str) -> Fields | str:
        """A mapping, or the text that stands in its place; "" where there is nothing."""
        value = self._mapping.get(name)
        if isinstance(value, dict):
            return Fields(value, self.faults, f"{self._place}{name}.")
        if isinstance(value, list):
            self.fault(name, "It is a list, not a mapping; left out.")
            return ""
        return value or ""

    def _scalar(self, name: str, wanted: str) -> str:
        value = self._mapping.get(name)
        if isinstance(value, str):
            return value
        if value is not None:
            self.fault(name, f"It is {_kind(value)}, not {wanted}; left out.")
        return ""


def _kind(value: Node) -> str:
    if value is None:
        return "empty"
    return "text" if isinstance(value, str) else "a list" if isinstance(value, list) else "a mapping"
