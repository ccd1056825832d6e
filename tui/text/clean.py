"""Makes text from files and the network safe to show in a terminal. Knows no markup: decode entities first.

What is removed and why: a terminal obeys escape sequences and control characters wherever they come from; bidirectional
controls and invisible characters make text read differently from what it is; stacks of combining marks paint over
neighbouring lines.
"""

from __future__ import annotations

import re
import unicodedata

LINE_LIMIT = 400
"""Characters kept of a title or a name."""
TEXT_LIMIT = 100_000
"""Characters kept of a body."""
MARKS_IN_A_ROW = 3
"""Combining marks kept on one character; Vietnamese, Hebrew and Thai need two or three."""

_OVERSIZE = 20
"""Input longer than this many times its limit is cut before any work, so that cost follows the limit."""

_ESCAPE = re.compile(
    # OSC, DCS, SOS, PM, APC up to their terminator, on one line. The class leaves out every character that could start
    # or end another sequence, so a run is read once and hostile input costs linear time.
    r"(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\n\x07\x1b\x80-\x9f]*(?:\x07|\x1b\\|\x9c)"
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"  # CSI, also one that breaks off
    r"|\x1b[ -/]*[0-~]?"  # two-character and charset sequences; an unterminated OSC loses its introducer
)

_INVISIBLE = re.compile(
    "["
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # C0, DEL, C1 without the blanks that str.split() knows
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"  # soft hyphen, joiners, Hangul and Khmer fillers
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f"  # zero width, bidi marks, embeddings, overrides, isolates
    "\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"  # blank pattern, fillers, variation selectors, BOM, anchors
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"  # surrogates and code points that are no characters
    "\U0001f3fb-\U0001f3ff"  # skin tones
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"  # format controls, tags, more selectors
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 17))
    + "]"
)
"""Unicode's Default_Ignorable_Code_Point, controls, surrogates and non-characters.

Variation selectors, joiners and skin tones are harmless in meaning but not in width: tmux 3.3a and Rich 15 measure them
differently (heart + FE0F: 1 or 2 cells; emoji + skin tone: 4 or 2), and one wrong width shears the whole screen.
Persian and Indic words lose a joiner by this: they stay readable, only letter shapes change.
"""

_MAYBE_STACKED = re.compile(
    "[^\x00-\u02ff\u0370-\u0482\u048a-\u0590\u2010-\u206f\u2e80-\u3029\u3030-\u3098\u309b-\ua66e\uac00-\ud7ff"
    "\U0001f000-\U0001faff]"
    f"{{{MARKS_IN_A_ROW + 1}}}"
)
"""Enough characters in a row outside the blocks that hold no combining marks (Latin, Greek, Cyrillic, CJK, emoji)."""

_LINE_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_MANY_BREAKS = re.compile("\n{3,}")


def clean_line(text: str, limit: int = LINE_LIMIT) -> str:
    """The text as one line: safe to show, blanks collapsed, at most `limit` characters ("…" where it was cut)."""
    if text.isprintable() and len(text) <= limit and (text.isascii() or not _INVISIBLE.search(text)):
        if "  " in text or text[:1] == " " or text[-1:] == " ":
            text = " ".join(text.split())
        if text.isascii() or not _MAYBE_STACKED.search(text):
            return text
    text = " ".join(_safe(text[: limit * _OVERSIZE]).split())
    return _cut(_unstacked(text), limit)


def clean_text(text: str) -> str:
    """The text with its lines and paragraphs (only \\n, one empty line at most), safe to show, at most TEXT_LIMIT long."""
    text = _safe(_LINE_BREAK.sub("\n", text[: TEXT_LIMIT * _OVERSIZE]))
    text = "\n".join([" ".join(line.split()) for line in text.split("\n")])
    return _cut(_unstacked(_MANY_BREAKS.sub("\n\n", text.strip())), TEXT_LIMIT)


def without_escapes(text: str) -> str:
    """The text without terminal escape sequences; everything else stays as it is."""
    return _ESCAPE.sub("", text)


def _safe(text: str) -> str:
    return _INVISIBLE.sub("", _ESCAPE.sub("", text))


def _unstacked(text: str) -> str:
    if not _MAYBE_STACKED.search(text):
        return text
    kept: list[str] = []
    run = 0
    for character in text:
        run = run + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if run <= MARKS_IN_A_ROW:
            kept.append(character)
    return "".join(kept)


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
