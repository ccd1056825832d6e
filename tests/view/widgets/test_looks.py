"""Pictures of the panes, for looks only: fixed size, fixed theme, fixed clock."""

from __future__ import annotations

from typing import Protocol

import pytest
from staging import NOW, STYLES, Rows, article, story, story_row
from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical

from tui.model import CoverageRow, Image, Provider
from tui.view.themes import register_themes
from tui.view.widgets.coverage_list import CoverageList
from tui.view.widgets.detail import Detail
from tui.view.widgets.key_bar import KeyBar, KeyEntry
from tui.view.widgets.notice import Notice
from tui.view.widgets.status_line import Progress, Status, StatusLine
from tui.view.widgets.story_list import StoryList
from tui.view.widgets.timeline import Timeline


class Compare(Protocol):
    def __call__(self, app: App[None], terminal_size: tuple[int, int]) -> bool: ...


def marks(text: str) -> list[tuple[int, int]]:
    place = text.lower().find("netflix")
    return [(place, place + 7)] if place >= 0 else []


ROWS = Rows(
    214,
    changed={
        1: story_row(1, title="Netflix lists $900,000 AI job as actors and writers strike", outlets=8, quality=47),
        2: story_row(2, title="Soft delete for blobs now in preview", outlet="Microsoft", heat=208, starred=True),
        3: story_row(3, title="日本の気象庁が新しい警報システムを発表", outlet="朝日新聞", read=True, fresh=3),
        4: story_row(4, title="A story read and done", read=True, starred=True, video=True),
    },
)
TOLD = story(
    (
        CoverageRow(article("a", 2, title="Disney, Netflix go on hiring sprees", quality=59), seen=True),
        CoverageRow(article("b", 30, provider=Provider("Wired"), images=(Image("https://example.com/i"),), quality=90)),
        CoverageRow(article("c", 31, provider=Provider("Wired"))),
    ),
    (CoverageRow(article("x", 20, amp_url="https://amp.example.com/x")),),
    read=True,
)


class Panes(App[None]):
    CSS_PATH = [STYLES / "base.tcss", *sorted((STYLES / "widgets").glob("*.tcss"))]  # noqa: RUF012
    CSS = "Horizontal { height: 1fr; } #list { width: 5fr; } #right { width: 6fr; } #right > .pane { height: 1fr; }"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, name: str, empty: bool = False) -> None:
        super().__init__()
        self.look = name
        self.empty = empty

    def compose(self) -> ComposeResult:
        with Horizontal():
            with Vertical(classes="pane", id="list"):
                yield StoryList()
            with Vertical(id="right"):
                with Vertical(classes="pane"):
                    yield Detail()
                with Vertical(classes="pane"):
                    yield Timeline()
                    yield CoverageList()
        yield StatusLine()
        yield KeyBar()

    def on_mount(self) -> None:
        register_themes(self)
        self.theme = self.look
        stories, detail, coverage = self.query_one(StoryList), self.query_one(Detail), self.query_one(CoverageList)
        stories.now = NOW
        for pane in (stories, detail, coverage):
            pane.highlight = marks
        stories.notice = Notice("The library is empty", ("Give it something to read.",), (("R", "look again"),))
        self.query_one(KeyBar).entries = (KeyEntry("o", "open", "o"), KeyEntry("/", "search", "find"))
        if not self.empty:
            stories.replace(ROWS, keep=False)
            detail.show(TOLD, NOW)
            coverage.show(TOLD, NOW)
            self.query_one(Timeline).show(TOLD, NOW)
            progress = Progress("indexing", 1203, 3039)
            self.query_one(StatusLine).status = Status("netflix", 214, 5632, 12, "5m")._replace(progress=progress)


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)


def test_dark(snap_compare: Compare) -> None:
    """A list with every mark, a story with every field, folded coverage, in the dark theme."""
    assert snap_compare(Panes("broadsheet-dark"), terminal_size=(130, 32))


def test_light(snap_compare: Compare) -> None:
    """The same in the light theme."""
    assert snap_compare(Panes("broadsheet-light"), terminal_size=(130, 32))


def test_small_and_empty(snap_compare: Compare) -> None:
    """An empty library at 80 columns says what to press."""
    assert snap_compare(Panes("broadsheet-dark", empty=True), terminal_size=(80, 24))
