"""The last guard: no segment leaves with a control character or a link that is not a web address."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from staging import HOSTILE, UNSAFE
from textual.color import Color

from tui.view.widgets.safe_filter import SafeFilter

BLACK = Color(0, 0, 0)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_command_passes_and_no_width_changes(text: str) -> None:
    (segment,) = SafeFilter().apply([Segment(text, Style(bold=True))], BLACK)
    assert not UNSAFE.intersection(segment.text)
    assert cell_len(segment.text) == cell_len(text)
    assert segment.style == Style(bold=True)


@pytest.mark.parametrize(
    ("link", "kept"),
    [
        ("https://example.com/a?b=c", True),
        ("http://example.com", True),
        ("javascript:alert(1)", False),
        ("file:///etc/passwd", False),
        ("https://example.com/\x1b]52;c;eA==\x07", False),
        ("https://example.com/a b", False),
        ("https://example.com/日", False),
    ],
)
def test_only_web_addresses_stay_links(link: str, kept: bool) -> None:
    (segment,) = SafeFilter().apply([Segment("text", Style(link=link, bold=True))], BLACK)
    assert segment.style is not None
    assert segment.style.link == (link if kept else None)
    assert segment.style.bold


def test_clean_segments_are_handed_on_as_they_are() -> None:
    segments = [Segment("plain", None), Segment("日本", Style()), Segment("\x1b[2J", None, [(1,)])]  # type: ignore[list-item]
    assert all(a is b for a, b in zip(SafeFilter().apply(segments, BLACK), segments, strict=True))
