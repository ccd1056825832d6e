"""The list of stories: two lines each, drawn from pages of rows. Holds no stories itself and marks nothing."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import UTC, datetime
from typing import ClassVar, Protocol

from rich.style import Style
from textual.strip import Strip

from tui.model import StoryRow
from tui.text.dates import age
from tui.view.widgets.cells import Highlight, Line, amount, no_highlight
from tui.view.widgets.figures import Figure, add_figures
from tui.view.widgets.line_list import LineList, RowState


class StorySource(Protocol):
    """Rows by position; every call must be quick, for it happens while drawing."""

    def __len__(self) -> int: ...

    def row(self, index: int) -> StoryRow | None:
        """The row; None while it has yet to arrive (then `forget_rows` when it is there)."""

    def reports(self, index: int) -> int:
        """In how many of its reports the story holds what is searched for; 0 where that is not known or not worth saying."""

    def id_at(self, index: int) -> int:
        """The id of the story at `index`, without fetching its row."""

    def index_of(self, story: int) -> int | None:
        """Where the story stands; None if it is not in the list."""


class NoStories:
    """The source of a list that was given none."""

    def __len__(self) -> int:
        return 0

    def row(self, index: int) -> StoryRow | None:
        return None

    def reports(self, index: int) -> int:
        return 0

    def id_at(self, index: int) -> int:
        raise IndexError(index)

    def index_of(self, story: int) -> int | None:
        return None


class StoryList(LineList):
    """Stories under a cursor that stays on its story when the list changes around it."""

    ROW_HEIGHT = 2
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "story-list--title",
        "story-list--unread",
        "story-list--mark",
        "story-list--star",
        "story-list--fresh",
        "story-list--heat",
        "story-list--reports",
    }

    def __init__(self) -> None:
        super().__init__()
        self._source: StorySource = NoStories()
        self._highlight: Highlight = no_highlight
        self._now = datetime.now(UTC)

    @property
    def source(self) -> StorySource:
        return self._source

    @property
    def highlight(self) -> Highlight:
        """What the search matched in a text."""
        return self._highlight

    @highlight.setter
    def highlight(self, highlight: Highlight) -> None:
        if highlight != self._highlight:
            self._highlight = highlight
            self.forget_rows()

    @property
    def now(self) -> datetime:
        """The time that ages are counted from, in the reader's zone."""
        return self._now

    @now.setter
    def now(self, now: datetime) -> None:
        self._now = now
        self.forget_rows()

    @property
    def current_id(self) -> int | None:
        """The id of the story under the cursor; None in an empty list."""
        return self._source.id_at(self.cursor) if self.count else None

    @property
    def current(self) -> StoryRow | None:
        """The row under the cursor; None in an empty list and while it is being fetched."""
        return self._source.row(self.cursor) if self.count else None

    def replace(self, source: StorySource, keep: bool = True) -> None:
        """Show other stories. Posts `Moved` if another story (or the first) comes under the cursor.

        `keep`: the cursor stays on its story, on the same line of the screen; if the story is gone, on its place.
        Otherwise the cursor goes to the first story.
        """
        before = self.current_id
        found = source.index_of(before) if keep and before is not None else None
        line = self.cursor * self.ROW_HEIGHT - self.scroll_offset.y
        cursor = found if found is not None else self.cursor if keep else 0
        self._source = source
        # In how many reports a search found something is known of an index only.
        self.show_rows(len(source), cursor, line if keep else 0, known=self._highlight is no_highlight)
        if self.current_id != before:
            self.post_message(self.Moved(self))

    def row_key(self, index: int) -> Hashable:
        return self._source.row(index) if self._highlight is no_highlight else index

    def render_row(self, index: int, width: int, state: RowState) -> tuple[Strip, ...] | None:
        row = self._source.row(index)
        if row is None:
            return None
        ground = self.row_classes(state)
        muted = self.ink(*ground, "line-view--muted")
        first, second = Line(width), Line(width)
        self.bar(first, state)
        self.bar(second, state)
        marks = self._marks(row)
        for line, (mark, name) in zip((first, second), marks, strict=True):
            line.add(mark, self.ink(*ground, name))
        title = self.ink(*ground, "story-list--title", *(() if row.read else ("story-list--unread",)))
        match = self.ink(*ground, "line-view--match")
        first.add_marked(row.title or "(no title)", title, self._highlight, match + Style(bold=title.bold))
        name = row.outlet or "unknown outlet"
        figures = self._figures(row, ground, muted)
        # What was searched for is in sight already where the row itself holds it.
        if not (self._highlight(row.title) or self._highlight(name)) and (reports := self._source.reports(index)):
            said = f"in {amount(reports)} {'report' if reports == 1 else 'reports'}"
            figures.append(Figure(said, self.ink(*ground, "story-list--reports"), 1))
        add_figures(second, name, figures, muted, self._highlight, match)
        return first.strip(muted), second.strip(muted)

    def _marks(self, row: StoryRow) -> list[tuple[str, str]]:
        """Three cells for each line: what is new about the story above what the reader did with it."""
        marks: list[tuple[str, str]] = []
        if row.fresh:
            marks.append((f"+{row.fresh} " if row.fresh < 10 else "9+ ", "story-list--fresh"))
        elif not row.read:
            marks.append((" ● ", "story-list--mark"))
        if row.starred:
            marks.append((" ★ ", "story-list--star"))
        return (marks + [("   ", "story-list--mark")] * 2)[:2]

    def _figures(self, row: StoryRow, ground: tuple[str, ...], muted: Style) -> list[Figure]:
        figures: list[Figure] = []
        # By which the list is sorted: of the newest report.
        if row.newest is not None:
            written = datetime.fromtimestamp(row.newest, self._now.tzinfo)
            figures.append(Figure(age(written, self._now), muted, 0))
        if row.fresh > 9:
            figures.append(Figure(f"{amount(row.fresh)} new", self.ink(*ground, "story-list--fresh"), 1))
        if row.outlets > 1:
            figures.append(Figure(f"{amount(row.outlets)} outlets", muted, 2))
        if row.quality > 0:
            figures.append(Figure(f"q{amount(row.quality)}", muted, 4))
        if row.heat >= 0:
            figures.append(Figure(f"▲{amount(row.heat)}", self.ink(*ground, "story-list--heat"), 3))
        if row.video:
            figures.append(Figure("▶ video", muted, 5))
        return figures
