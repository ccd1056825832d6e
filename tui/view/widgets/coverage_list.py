"""The coverage of one story: who else reports it, in two sections. Draws and folds; opens nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import ClassVar

from rich.style import Style
from textual.strip import Strip

from tui.model import CoverageRow, Story
from tui.text.dates import age, lag
from tui.view.widgets.cells import Highlight, Line, amount, no_highlight
from tui.view.widgets.coverage_rows import CoverageSort, Entry, Fold, Heading, coverage_entries
from tui.view.widgets.figures import Figure, add_figures
from tui.view.widgets.line_list import LineList, RowState

Found = Callable[[CoverageRow, bool], bool]
"""Whether an article holds what is searched for; the second value is True of one of the publisher's other links."""


def nothing_found(row: CoverageRow, related: bool) -> bool:
    """The `Found` of a reader who searches for nothing."""
    return False


_BAR = 5
"""Cells of a quality bar; full is the best article of the story."""


class CoverageList(LineList):
    """Articles of a story, one per outlet, the others of the outlet folded under it."""

    ROW_HEIGHT = 2
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "coverage-list--heading",
        "coverage-list--number",
        "coverage-list--title",
        "coverage-list--new",
        "coverage-list--quality",
        "coverage-list--fold",
        "coverage-list--found",
    }

    def __init__(self) -> None:
        super().__init__()
        self._story: Story | None = None
        self._copies: Mapping[str, str] = {}
        self._sort = CoverageSort.TIME
        self._unfolded: frozenset[str] = frozenset()
        self._entries: tuple[Heading | Entry, ...] = ()
        self._best = 1
        self.highlight: Highlight = no_highlight
        """What the search matched in a text: of what is shown next."""
        self.found: Found = nothing_found
        """Which articles hold what is searched for: of those shown next. They are listed first."""
        self._now = datetime.now(UTC)

    @property
    def sort(self) -> CoverageSort:
        """How both sections are ordered; setting it keeps the cursor on its article."""
        return self._sort

    @sort.setter
    def sort(self, sort: CoverageSort) -> None:
        if sort is not self._sort:
            self._sort = sort
            self._rebuild()

    @property
    def entries(self) -> tuple[Heading | Entry, ...]:
        """What is listed now."""
        return self._entries

    @property
    def current(self) -> CoverageRow | None:
        """The article under the cursor."""
        entry = self._entries[self.cursor] if self._entries else None
        return entry.row if isinstance(entry, Entry) else None

    def numbered(self, number: int) -> CoverageRow | None:
        """The article that shows the number 1 to 9."""
        found = (entry.row for entry in self._entries if isinstance(entry, Entry) and entry.number == number)
        return next(found, None)

    def show(self, story: Story | None, now: datetime, copies: Mapping[str, str] | None = None) -> None:
        """List the coverage of `story`, times told in the zone of `now`; `copies` as in `coverage_entries`.

        The same story again keeps the cursor on its article and what is unfolded; another begins at its first row.
        """
        same = story is not None and self._story is not None and story.row.id == self._story.row.id
        self._story, self._now, self._copies = story, now, copies or {}
        if not same:
            self._unfolded = frozenset()
        self._rebuild(keep=same)

    def unfold(self) -> bool:
        """Show what is folded under the entry at the cursor; False if there is nothing."""
        entry = self._entries[self.cursor] if self._entries else None
        if not isinstance(entry, Entry) or not entry.folds or entry.unfolded:
            return False
        self._unfolded |= {entry.row.article.key}
        self._rebuild()
        return True

    def fold(self) -> bool:
        """Fold the entry at the cursor, or the one that the article at the cursor lies under; False if it is folded."""
        above = self._entries[self.cursor :: -1]
        head = next((entry for entry in above if isinstance(entry, Entry) and entry.child is None), None)
        if head is None or not head.unfolded:
            return False
        self._unfolded -= {head.row.article.key}
        self._rebuild(onto=head.row.article.key)
        return True

    def selectable(self, index: int) -> bool:
        return isinstance(self._entries[index], Entry)

    def _rebuild(self, keep: bool = True, onto: str = "") -> None:
        row = self.current
        wanted = onto or (row.article.key if row is not None else "")
        line = self.cursor * self.ROW_HEIGHT - self.scroll_offset.y
        if self._story is None:
            self._entries = ()
        else:
            rows = (*self._story.coverage, *self._story.related)
            holding = {row.article.key for row in self._story.coverage if self.found(row, False)}
            holding |= {row.article.key for row in self._story.related if self.found(row, True)}
            self._entries = coverage_entries(self._story, self._sort, self._unfolded, self._copies, holding)
            self._best = max((row.article.quality for row in rows), default=1) or 1
        keys = [entry.row.article.key if isinstance(entry, Entry) else "" for entry in self._entries]
        found = keys.index(wanted) if keep and wanted in keys else None
        if found is None:
            self.show_rows(len(keys), 0, 0)
        else:
            self.show_rows(len(keys), found, None if onto else line)

    def render_row(self, index: int, width: int, state: RowState) -> tuple[Strip, ...]:
        entry = self._entries[index]
        ground = self.row_classes(state)
        muted = self.ink(*ground, "line-view--muted")
        first, second = Line(width), Line(width)
        if isinstance(entry, Heading):
            heading = self.ink(*ground, "coverage-list--heading")
            first.pad(1, muted)
            first.add(f"{entry.title} · {amount(entry.articles)} ", heading)
            first.add("─" * first.room, muted)
            second.pad(1, muted)
            second.add(entry.note, muted)
            return first.strip(muted), second.strip(muted)
        new = self.ink(*ground, "coverage-list--new")
        title = self.ink(*ground, "coverage-list--title")
        match = self.ink(*ground, "line-view--match")
        if entry.new:
            title += Style(bold=True)
        self.bar(first, state)
        first.add(f"{entry.number or ''}".ljust(2), self.ink(*ground, "coverage-list--number"))
        self.bar(second, state)
        second.add("● " if entry.new else "✓ " if entry.row.seen else "  ", new if entry.new else muted)
        if entry.child is not None:
            first.add("└ ", muted)
            second.pad(2, muted)
        article = entry.row.article
        first.add_marked(article.title or "(no title)", title, self.highlight, match + Style(bold=title.bold))
        name = article.provider.outlet or "unknown outlet"
        add_figures(second, name, self._figures(entry, ground, muted), muted, self.highlight, match)
        return first.strip(muted), second.strip(muted)

    def _figures(self, entry: Entry, ground: tuple[str, ...], muted: Style) -> list[Figure]:
        article = entry.row.article
        figures = [Figure(text, muted, 0) for text in self._when(entry)]
        if entry.child is Fold.COPY:
            figures.append(Figure("copy", muted, 2))
        if article.quality > 0:
            full = max(1, round(_BAR * article.quality / self._best))
            quality = self.ink(*ground, "coverage-list--quality")
            bar = "━" * full + "╌" * (_BAR - full)
            figures.append(Figure(f"{bar} {amount(article.quality)}", quality, 3))
        if entry.folds:
            fold = self.ink(*ground, "coverage-list--fold")
            figures.append(Figure(f"{'▾' if entry.unfolded else '▸'} {_folded(entry)}", fold, 1))
        if article.type == "video":
            figures.append(Figure("▶ video", muted, 4))
        if entry.row.full_text:
            figures.append(Figure("text", muted, 4))
        if article.amp_url or article.cached_amp_url:
            figures.append(Figure("amp", muted, 5))
        if article.images:
            figures.append(Figure("image", muted, 6))
        if where := self._found_in(entry):
            figures.append(Figure(where, self.ink(*ground, "coverage-list--found"), 1))
        return figures

    def _found_in(self, entry: Entry) -> str:
        """Where what is searched for stands, if that is not in sight."""
        article = entry.row.article
        if not entry.found or self.highlight(article.title) or self.highlight(article.provider.outlet):
            return ""
        if self.highlight(article.excerpt):
            return "in its excerpt"
        return "in its topics" if any(map(self.highlight, entry.row.topics)) else "in its domain"

    def _when(self, entry: Entry) -> list[str]:
        published = entry.row.article.published
        if published is None:
            return []
        if entry.lag is not None:
            return [lag(entry.lag, published)]
        return [age(published, self._now)]


def _folded(entry: Entry) -> str:
    """What lies under an entry: "+6 copies", "+2 more", "+1 copy +2 more"."""
    texts = []
    if entry.copies:
        texts.append(f"+{amount(entry.copies)} {'copy' if entry.copies == 1 else 'copies'}")
    if entry.more:
        texts.append(f"+{amount(entry.more)} more")
    return " ".join(texts)
