"""An article's text on screen: scrolled, set wider or narrower, searched. Fetches nothing, opens nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen

from tui.config.settings import WIDTHS
from tui.text.counting import counted
from tui.view.screens.article_page import page_lines
from tui.view.text_finding import found
from tui.view.widgets.article_view import ArticleView, Place
from tui.view.widgets.cells import fit, no_highlight, printable
from tui.view.widgets.find_bar import FindBar

if TYPE_CHECKING:
    from tui.view.screens.article_page import Sheet
    from tui.view.screens.reading import ReadingScreen

STEP = 4
"""Cells by which the text becomes wider or narrower."""


class TextScreen(Screen[None]):
    """Shows a sheet."""

    sheet: Sheet
    """What is shown."""

    def __init__(self, host: ReadingScreen) -> None:
        super().__init__()
        self.host = host
        self.view = ArticleView()
        self.bar = FindBar()
        self.frame = Vertical(self.view, classes="pane", id="article")
        self.matches: list[tuple[Place, Place]] = []
        """Where what is searched for stands."""
        self._match = 0
        """Which of them the reader is at."""
        self._from = Place(0, 0)
        """Where the reader was when the search began."""
        self._subtitle = ""

    def say_keys(self) -> None:
        """Bring the line of keys up to date."""
        raise NotImplementedError

    # What is shown

    def show(self, at: Place | None = None) -> None:
        """Set the page, from its top or from a place in the text."""
        width = min(self.host.text_width, self.view.line_width - 2)
        self.frame.border_title = Content(fit(printable(self.sheet.article.provider.outlet or "Article"), 40))
        if width > 0:
            lines = page_lines(self.sheet, width, self.host.panes.now, self.host.sitting.keymap)
            self.view.show(lines, width, at)
        self._mark()
        self.say()

    def on_article_view_width_changed(self) -> None:
        self.show(self.view.place)

    def on_article_view_scrolled(self) -> None:
        self.say()

    def say(self) -> None:
        """Bring frame and key line up to date."""
        sheet, parts = self.sheet, []
        if self.matches:
            parts.append(f"“{fit(printable(self.bar.text), 20)}” {self._match + 1} of {len(self.matches):,}")
        if sheet.whole:
            parts.append(f"{sheet.composition.minutes} min")
            parts.append(f"{self.view.percent}%")
        if sheet.asked:
            parts.append("fetching")
        subtitle = " · ".join(parts)
        if subtitle != self._subtitle:
            self._subtitle = subtitle
            self.frame.border_subtitle = Content(subtitle)
        self.say_keys()

    # Moving

    def action_move_down(self) -> None:
        self.view.scroll_lines(1)

    def action_move_up(self) -> None:
        self.view.scroll_lines(-1)

    def action_move_half_down(self) -> None:
        self.view.scroll_pages(0.5)

    def action_move_half_up(self) -> None:
        self.view.scroll_pages(-0.5)

    def action_move_page_down(self) -> None:
        self.view.scroll_pages(1)

    def action_move_page_up(self) -> None:
        self.view.scroll_pages(-1)

    def action_move_first(self) -> None:
        self.view.scroll_to(y=0, animate=False, force=True)

    def action_move_last(self) -> None:
        self.view.scroll_to_end()

    # Width

    def action_text_wider(self) -> None:
        self._set_width(STEP)

    def action_text_narrower(self) -> None:
        self._set_width(-STEP)

    def _set_width(self, by: int) -> None:
        now = min(self.host.text_width, self.view.line_width - 2)
        self.host.text_width = max(WIDTHS[0], min(WIDTHS[-1], now + by))
        self.show(self.view.place)

    # Searching in it

    def action_search_find(self) -> None:
        self._from = self.view.place or Place(0, 0)
        self.bar.add_class("open")
        self.bar.focus()
        self.say()

    def on_find_bar_edited(self, message: FindBar.Edited) -> None:
        self.matches = found(self.sheet.composition, message.text)
        self._match = next((n for n, (start, _) in enumerate(self.matches) if start >= self._from), 0)
        self._go_to_match()
        if message.text.strip():
            said = counted(len(self.matches), "place", "places") if self.matches else "Nothing found."
            self.bar.show_note(said)
        else:
            self.bar.show_note("")

    def on_find_bar_accepted(self) -> None:
        self.close_bar()

    def action_text_next_match(self) -> None:
        self._next_match(1)

    def action_text_previous_match(self) -> None:
        self._next_match(-1)

    def _next_match(self, by: int) -> None:
        if not self.matches:
            self.host.warn(self.host.sitting.keymap.said("Press {search.find} to search in this text."))
            return
        self._match = (self._match + by) % len(self.matches)
        self._go_to_match()

    def _go_to_match(self) -> None:
        self._mark()
        if self.matches:
            self.view.reveal(self.matches[self._match][0])
        self.say()

    def _mark(self) -> None:
        """Mark what was searched for here; else what the search of the list found."""
        marks: dict[int, list[tuple[int, int]]] = {}
        for start, end in self.matches:
            marks.setdefault(start.run, []).append((start.start, end.start))
        if self.matches:
            self.view.mark(marks, self.matches[self._match][0])
        elif (highlight := self.host.highlight) is no_highlight:
            self.view.mark({})
        else:
            runs = enumerate(self.sheet.composition.runs)
            self.view.mark({number: places for number, run in runs if (places := highlight(run.text))})

    def end_search(self) -> None:
        """Search no more."""
        self.bar.text = ""
        self.bar.show_note("")
        self.matches = []
        self._mark()
        self.close_bar()

    def close_bar(self) -> None:
        """Let keys go to the text again; what was found stays marked."""
        self.bar.remove_class("open")
        self.set_focus(self.view)
        self.say()
