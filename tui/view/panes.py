"""The three panes of the reader and how they share the screen: side by side, one at a time, or one alone. Asks nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from tui.view.widgets.cells import amount, printable
from tui.view.widgets.coverage_list import CoverageList
from tui.view.widgets.covered import Covered
from tui.view.widgets.detail import Detail
from tui.view.widgets.line_view import LineView
from tui.view.widgets.story_list import StoryList
from tui.view.widgets.timeline import Timeline

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui.model import CoverageRow, Story
    from tui.view.widgets.cells import Highlight
    from tui.view.widgets.coverage_list import Found
    from tui.view.widgets.notice import Notice

WIDE_FROM = 110
"""Columns from which the panes stand side by side."""


class Right(Covered, Vertical):
    """Holds detail and coverage."""


class Pane(Vertical):
    """One pane in its frame."""

    def __init__(self, *children: Widget, id: str, title: str) -> None:
        super().__init__(*children, classes="pane", id=id)
        self._title = ""
        self.entitle(title)

    def entitle(self, title: str) -> None:
        """Say what the frame says above."""
        # Textual repaints a pane that gets a title, the same one too (5 ms).
        if title != self._title:
            self._title = title
            self.border_title = Content(printable(title))


class Panes(Covered, Container):
    """List at left, detail above coverage at right; below `WIDE_FROM` columns one of them at a time."""

    zoomed: reactive[bool] = reactive(False, init=False)
    """The pane in use has all the room."""

    class PaneChanged(Message):
        """Another pane is in use."""

    def __init__(self) -> None:
        super().__init__()
        self.stories = StoryList()
        self.detail = Detail()
        self.coverage = CoverageList()
        self.timeline = Timeline()
        self._list_pane = Pane(self.stories, id="list-pane", title="Stories")
        self._detail_pane = Pane(self.detail, id="detail-pane", title="Story")
        self._coverage_pane = Pane(self.timeline, self.coverage, id="coverage-pane", title="Coverage")
        self._right = Right(self._detail_pane, self._coverage_pane, id="right")
        self._order: tuple[LineView, ...] = (self.stories, self.detail, self.coverage)
        self._in_use: LineView = self.stories
        self._story: Story | None = None
        self._shown: tuple[object, ...] = ()
        """All that the look of detail and coverage depends on."""
        self.now = datetime.now(UTC)
        """The time that ages are counted from, in the reader's zone."""

    def compose(self) -> ComposeResult:
        yield self._list_pane
        yield self._right

    # Which pane

    @property
    def in_use(self) -> LineView:
        """The pane that keys go to; also while the search bar has the focus."""
        return self._in_use

    @property
    def story(self) -> Story | None:
        """The story that detail and coverage show."""
        return self._story

    @property
    def article(self) -> CoverageRow | None:
        """The article under the cursor of the coverage, when that pane is in use."""
        return self.coverage.current if self._in_use is self.coverage else None

    def use(self, pane: LineView) -> None:
        """Give keys to a pane, and in a narrow window the screen."""
        if pane is not self._in_use:
            self._in_use = pane
            self.fit_window(self.size.width)
            self.post_message(self.PaneChanged())
        # Not `Widget.focus`, which waits until the keys that are there already have gone to the old pane.
        self.screen.set_focus(pane, scroll_visible=False)

    def step(self, by: int) -> bool:
        """Use the pane before or after; False at the end of the row."""
        place = self._order.index(self._in_use) + by
        if not 0 <= place < len(self._order):
            return False
        self.use(self._order[place])
        return True

    def on_descendant_focus(self) -> None:
        focused = self.screen.focused
        if isinstance(focused, LineView) and focused in self._order and focused is not self._in_use:
            self.use(focused)

    # Layout

    def watch_zoomed(self) -> None:
        self.fit_window(self.size.width)

    def on_resize(self) -> None:
        self.fit_window(self.size.width)

    def fit_window(self, width: int, *, mounted: bool = True) -> None:
        """Fit a window of so many columns. Arranged before they are mounted, the panes are styled once (15 ms less)."""
        self.set_class(self.zoomed or width < WIDE_FROM, "alone", update=mounted)
        for pane, widget in (
            (self._list_pane, self.stories),
            (self._detail_pane, self.detail),
            (self._coverage_pane, self.coverage),
        ):
            pane.set_class(widget is self._in_use, "in-use", update=mounted)
        self._right.set_class(self._in_use is not self.stories, "in-use", update=mounted)

    # What they show

    def show_story(self, story: Story | None) -> None:
        """Fill detail and coverage; of what they show already nothing is painted again."""
        self._story = story
        shown = (story, self.now, self.detail.highlight, self.coverage.found)
        if shown == self._shown:
            return
        self._shown = shown
        self.detail.show(story, self.now)
        self.coverage.show(story, self.now, _copies(story))
        self.timeline.show(story, self.now)
        event, other = (len(story.coverage), len(story.related)) if story else (0, 0)
        title = f"Coverage · {amount(event)}" if event else "Coverage"
        self._coverage_pane.entitle(f"{title} · related {amount(other)}" if other else title)

    def show_count(self, text: str) -> None:
        """Say in the list's frame how many stories there are."""
        self._list_pane.entitle(text)

    def show_bundled(self, bundled: bool) -> None:
        """Say in the list's frame that these are the stories that come with Broadsheet."""
        self._list_pane.border_subtitle = "bundled with Broadsheet · yours: broadsheet add FOLDER" if bundled else ""

    def highlight(self, highlight: Highlight, found: Found) -> None:
        """Mark what the search matched, and list first the coverage that holds it.

        The list does so at once, detail and coverage with the story that they show next: a key waits for the list only.
        """
        self.stories.highlight = self.detail.highlight = self.coverage.highlight = highlight
        self.coverage.found = found

    def set_now(self, now: datetime) -> None:
        """Count ages from another time."""
        self.now = self.stories.now = now

    def say(self, stories: Notice, detail: Notice, coverage: Notice) -> None:
        """What the panes say while they are empty."""
        self.stories.notice, self.detail.notice, self.coverage.notice = stories, detail, coverage


def _copies(story: Story | None) -> Mapping[str, str]:
    """Article key → key of the article that it is a copy of, among the reports of the story."""
    # The grouping has marked the stories that hold any: looking for them takes up to 30 ms.
    if story is None or not story.row.copies:
        return {}
    from tui.stories.copies import copies_of  # not for the first paint

    return copies_of((story.lead.article, *(row.article for row in story.coverage)))
