"""The last guard before the terminal: strips control characters and unsafe links from every painted segment.

Textual 8.2 writes a raw ESC, OSC or C1 character of any text to the terminal; text is cleaned where it is read, and
this filter stops what got past. It cannot stop markup: feed text enters stock widgets only as `Content`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

_HARMFUL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
"""Controls (C0, DEL, C1), bidirectional controls, invisible and tag characters."""
_SURROGATE = re.compile("[\ud800-\udfff]")
_LINK = re.compile(r"https?://[!-~]+", re.IGNORECASE)


@lru_cache(4096)
def _safe_style(style: Style) -> Style:
    return style if style.link is None or _LINK.fullmatch(style.link) else style.update_link(None)


class SafeFilter(LineFilter):
    """Returns segments that say the same and command nothing. Append it to what `App.get_line_filters` returns."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        safe: list[Segment] = []
        for segment in segments:
            text, style, control = segment
            if control is None:
                if not text.isprintable():
                    text = _SURROGATE.sub("\ufffd", _HARMFUL.sub("", text))
                if style is not None and style.link is not None:
                    style = _safe_style(style)
                if text is not segment.text or style is not segment.style:
                    segment = Segment(text, style)
            safe.append(segment)
        return safe
