"""A stage for one widget, rows without end, and stories to show."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from textual.app import App, ComposeResult
from textual.message import Message
from textual.widget import Widget

from tui.model import Article, CoverageRow, Image, Problem, Provider, Report, Story, StoryRow
from tui.view.themes import register_themes

STYLES = Path(__file__).parents[3] / "styles"
NOW = datetime(2023, 7, 28, 12, 0, tzinfo=UTC)


class Stage(App[None]):
    """An app with one widget, our styles and our dark theme; `heard` is what the widget posted."""

    CSS_PATH = [STYLES / "base.tcss", *sorted((STYLES / "widgets").glob("*.tcss"))]  # noqa: RUF012
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, widget: Widget, keys: dict[str, str]) -> None:
        super().__init__()
        self.widget = widget
        self.keys = keys
        self.heard: list[Message] = []

    def compose(self) -> ComposeResult:
        yield self.widget

    def on_mount(self) -> None:
        register_themes(self)
        self.theme = "broadsheet-dark"
        for key, action in self.keys.items():
            self.widget._bindings.bind(key, action)
        self.widget.focus()

    def said(self, kind: type[Message]) -> list[Message]:
        """The messages of one kind so far; reading them forgets them."""
        found = [message for message in self.heard if isinstance(message, kind)]
        self.heard = [message for message in self.heard if not isinstance(message, kind)]
        return found


def text_of(widget: Widget, height: int | None = None) -> list[str]:
    """The widget's lines as they stand on the screen."""
    return [widget.render_line(y).text.rstrip() for y in range(height or widget.size.height)]


class Rows:
    """Stories numbered from `first`, any count of them; `changed` overrides rows, `missing` have not arrived."""

    def __init__(self, count: int, first: int = 1, changed: dict[int, StoryRow] | None = None) -> None:
        self.count = count
        self.first = first
        self.changed = changed or {}
        self.missing: set[int] = set()
        self.in_reports: dict[int, int] = {}
        self.asked: list[int] = []

    def __len__(self) -> int:
        return self.count

    def id_at(self, index: int) -> int:
        return self.first + index

    def index_of(self, story: int) -> int | None:
        index = story - self.first
        return index if 0 <= index < self.count else None

    def reports(self, index: int) -> int:
        return self.in_reports.get(self.id_at(index), 0)

    def row(self, index: int) -> StoryRow | None:
        self.asked.append(index)
        if index in self.missing:
            return None
        number = self.id_at(index)
        return self.changed.get(number) or story_row(number)


def story_row(number: int = 1, **fields: object) -> StoryRow:
    """A row of the list."""
    time = int((NOW - timedelta(hours=3)).timestamp())
    values: dict[str, object] = {"title": f"Story {number}", "outlet": "Engadget", "time": time, "newest": time}
    return StoryRow(id=number, **{**values, **fields})


def article(key: str, hours: float | None = 0, **fields: object) -> Article:
    """A report, `hours` after the event began."""
    published = None if hours is None else NOW - timedelta(days=3) + timedelta(hours=hours)
    values: dict[str, object] = {
        "title": f"Title of {key}",
        "published": published,
        "url": f"https://example.com/{key}",
        "provider": Provider(f"Outlet {key}", f"{key}.example.com"),
    }
    return Article(key=key, **{**values, **fields})


def story(coverage: tuple[CoverageRow, ...] = (), related: tuple[CoverageRow, ...] = (), **fields: object) -> Story:
    """A story with every field filled; `fields` are the row's."""
    lead = Report(
        article=article(
            "lead",
            title="Netflix lists $900,000 AI job",
            excerpt="Will this pair of Hollywood strikes ever end?",
            original_url="https://example.com/original",
            amp_url="https://amp.example.com/lead",
            cached_amp_url="https://cdn.example.com/lead",
            quality=47,
            images=(Image("https://img.example.com/a.jpg", 1200, 675, "A picket line", "Getty", True),),
            provider=Provider("Engadget", "engadget.com", (Image("https://img.example.com/logo.png"),)),
        ),
        heat=208,
        category="news",
        topics=("AI", "Entertainment"),
        featured_url="https://video.example.com/embed/1",
        body="First paragraph.\n\nSecond paragraph.",
    )
    row = story_row(1, outlets=8, heat=208, **fields)
    problems = (Problem("/stories/a.md", "related[3]", "“yesterday” is not a date; left out."),)
    return Story(row, lead, coverage, related, ("/stories/a.md",), problems)


HOSTILE = (
    "a\x1b[31mred",
    "a\x1b]0;title\x07b",
    "a\x1b]52;c;ZXZpbA==\x07b",
    "a\x9b31mb",
    "a\x00\x01\x0e\x7fb",
    "a\x07\x08\x0b\x0c\rb",
    "line\nbreak\ttab",
    "bidi\u202eoverride\u2066isolate",
    "zero\u200bwidth\ufeff",
    "surrogate\ud800",
    "[red]markup[/red]",
    "[@click=app.quit]press[/]",
    "unbalanced [/x]",
)
"""Texts that stock widgets send to the terminal as commands, parse as markup, or crash on."""

UNSAFE = frozenset("".join(map(chr, [*range(32), *range(0x7F, 0xA0)])) + "\u202e\u2066\u200b\ufeff\ud800")
