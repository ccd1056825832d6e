"""The library's sources, two lines each: what they are called and hold, and how the last look went. Only draws."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from textual.strip import Strip

from tui.view.widgets.cells import Line, fit, padded
from tui.view.widgets.line_list import LineList, RowState

_STORIES = 16


class SourceRow(NamedTuple):
    """One source as it is listed."""

    place: str
    title: str
    kind: str
    """What it is, and whether it is never grouped."""
    stories: str
    result: str
    """How the last look went, or that one is under way."""
    failing: bool
    busy: bool
    next: str
    """When it is looked at next; "" = not by itself."""


class SourceList(LineList):
    """Sources under a cursor that stays on its source."""

    ROW_HEIGHT = 2
    COMPONENT_CLASSES: ClassVar[set[str]] = {"source-list--title", "source-list--failing", "source-list--busy"}

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[SourceRow] = ()

    @property
    def current(self) -> SourceRow | None:
        """The source under the cursor."""
        return self._rows[self.cursor] if self._rows else None

    def show(self, rows: Sequence[SourceRow]) -> None:
        """List these."""
        before = self.current
        places = [row.place for row in rows]
        at = places.index(before.place) if before is not None and before.place in places else self.cursor
        same = places == [row.place for row in self._rows]
        self._rows = rows
        if same:
            self.forget_rows()
        else:
            self.show_rows(len(rows), at)

    def render_row(self, index: int, width: int, state: RowState) -> tuple[Strip, ...]:
        row = self._rows[index]
        ground = self.row_classes(state)
        muted = self.ink(*ground, "line-view--muted")
        first, second = Line(width), Line(width)
        self.bar(first, state)
        first.add(" ", muted)
        first.add(padded(row.title, max(8, first.room - _STORIES)), self.ink(*ground, "source-list--title"))
        first.pad(first.room - len(row.stories) - 1, muted)
        first.add(row.stories, muted)
        self.bar(second, state)
        after = f" · {row.next}" if row.next else ""
        second.add(f" {row.kind} · ", muted)
        said = "source-list--busy" if row.busy else "source-list--failing" if row.failing else "line-view--muted"
        # The reason may be long, and stands in full below the list.
        second.add(fit(row.result, second.room - cell_len(after)), self.ink(*ground, said))
        second.add(after, muted)
        return first.strip(muted), second.strip(muted)
