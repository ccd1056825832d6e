"""HTML that turns up inside plain fields, as plain text. No HTML parser: never feed a whole page to it.

The result is not yet safe for a terminal: `&#27;` becomes ESC here, so `tui.text.clean` comes after.
"""

from __future__ import annotations

import html
import re

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
"""Bounded, and with its semicolon: html.unescape alone turns "&copy=2" into "©=2" and raises on 5,000 digits."""

_TAG = re.compile(
    r"</?(?:a|abbr|b|blockquote|br|cite|code|div|em|font|h[1-6]|hr|i|img|li|mark|ol|p|q|s|small|span|strong|sub|sup"
    r"|table|tbody|td|th|tr|tt|u|ul)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
"""Known elements only: titles hold ticker symbols such as <MSFT.O>, which are text."""

_BREAKING = re.compile(r"</?(?:blockquote|br|div|h|li|ol|p|table|td|th|tr|ul)", re.IGNORECASE)
_IFRAME_SOURCE = re.compile(
    r"""<iframe\s[^<>]{0,2000}?(?<![\w-])src\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)'|([^\s"'<>]+))""", re.IGNORECASE
)


def unescaped(text: str) -> str:
    """The text with HTML character references decoded, once; what is no known reference stays as it is."""
    if "&" not in text:
        return text
    return _ENTITY.sub(lambda found: html.unescape(found.group()), text)


def plain(text: str) -> str:
    """The text without HTML elements and character references; block elements become blanks."""
    if "<" in text:
        text = _TAG.sub(lambda found: " " if _BREAKING.match(found.group()) else "", text)
    return unescaped(text)


def iframe_source(text: str) -> str:
    """The `src` of the first `<iframe>`, undecoded blanks trimmed; "" where there is none."""
    found = _IFRAME_SOURCE.search(text)
    return "" if found is None else unescaped(found.group(1) or found.group(2) or found.group(3) or "").strip()
