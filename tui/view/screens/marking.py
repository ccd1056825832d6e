"""Marks: the keys that star, read and take back. Stores nothing itself: the clerk's marker does, on its thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.view.listing import Listing
from tui.view.messages import Marked
from tui.view.screens.opening import OpeningScreen

if TYPE_CHECKING:
    from tui.model import Article
    from tui.view.marker import Marker
    from tui.view.messages import Failed
    from tui.view.widgets.detail import Detail
    from tui.view.widgets.line_list import LineList

NOTE_LIMIT = 500
"""Characters."""


class MarkingScreen(OpeningScreen):
    """Marks stories and articles."""

    def count(self) -> None:
        """Have the library counted anew."""
        raise NotImplementedError

    def story_wanted(self) -> None:
        self.show_story()
        if self.panes.in_use is not self.panes.stories:
            self.mark_current_read()

    def action_move_enter(self) -> None:
        story = self.current_story()
        pane = self.panes.in_use
        if story is None:
            return
        if pane is self.panes.stories:
            self.panes.use(self.panes.detail)
            self.mark_current_read()
        elif pane is self.panes.coverage:
            self.action_open_browser()
        elif self.panes.coverage.count:
            self.panes.use(self.panes.coverage)
        else:
            self.warn("This story has no coverage.")

    def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        self.action_move_enter()

    def on_detail_link_requested(self, message: Detail.LinkRequested) -> None:
        self.open_link(message.url)

    def mark(self, task: Callable[[Marker], str], *, aloud: bool = False, undo: bool = True) -> None:
        """Have the clerk do something with marks; `aloud`: what was done is said. `undo`: and can be taken back."""
        hint = self.sitting.keymap.said(". Press {story.undo} to take it back.") if undo else ""

        def do(marker: Marker) -> None:
            said = task(marker)
            done = said + hint if said else ""
            self.post(Marked(done, aloud=aloud, regroup=marker.regroup, searched=marker.searched))

        self.clerk.do(do)

    def mark_current_read(self) -> None:
        story = self.panes.story
        if story is not None and (not story.row.read or story.row.fresh):
            alone = self.alone
            self.mark(lambda marker: marker.read(story.row.id, alone=alone))

    def article_opened(self, article: Article) -> None:
        story = self.panes.story
        if story is None:
            return
        alone = self.alone
        self.mark(lambda marker: marker.read(story.row.id, alone=alone))
        if article.key not in {row.article.key for row in story.coverage}:
            self.mark(lambda marker: marker.seen(article.key))

    def action_story_star(self) -> None:
        ident = self.panes.stories.current_id
        if ident is not None:
            self.star(ident)

    def star(self, row: int) -> None:
        """Star a row of the list, or take its star off, whether the cursor is there or not."""
        alone = self.alone
        self.mark(lambda marker: marker.star(row, alone=alone))

    def action_story_read(self) -> None:
        row = self.panes.stories.current
        if row is not None:
            alone = self.alone
            self.mark(lambda marker: marker.turn_read(row.id, not row.read, alone=alone))

    def action_story_all_read(self) -> None:
        if self.found is not None and not self.found.complete:
            self.warn(
                self.sitting.keymap.said("The list is still coming in: press {story.all_read} again in a moment.")
            )
        elif self.found is not None and len(self.found.positions):
            positions = self.found.positions[:]
            alone = self.alone
            self.mark(lambda marker: marker.read_listed(positions, alone=alone), aloud=True)

    def action_story_note(self) -> None:
        story = self.current_story()
        if story is None:
            return
        from tui.text.clean import clean_line
        from tui.view.screens.asking import AskLine

        key, text = story.notes[0] if story.notes else (story.lead.article.key, "")

        def write(said: str | None) -> None:
            if said is not None:
                self.mark(lambda marker: marker.note(key, said), aloud=True)

        hint = "Empty: no note. has:note finds every story that has one."
        self.app.push_screen(
            AskLine("Note", text, hint, lambda said: clean_line(said, NOTE_LIMIT), lambda _: ""), write
        )

    def action_story_unrule(self) -> None:
        story = self.current_story()
        if story is None:
            return
        if not story.row.hidden and not story.tags:
            self.warn("No rule hid this story or tagged it.")
            return
        keys = story.keys
        self.mark(lambda marker: marker.unrule(keys), aloud=True)

    def action_story_undo(self) -> None:
        def undo(marker: Marker) -> str:
            said = marker.undo()
            return f"Taken back: {said}." if said else "There is nothing to take back."

        self.mark(undo, aloud=True, undo=False)

    def on_marked(self, message: Marked) -> None:
        if message.aloud and message.said:
            self.notify(message.said[0].upper() + message.said[1:], timeout=4)
        if message.regroup:
            self.sitting.indexer.ask("regroup")
        if message.said:
            source = self.panes.stories.source
            if isinstance(source, Listing):
                source.forget()
            self.panes.stories.forget_rows()
            self.show_story()
            self.count()

    def on_failed(self, message: Failed) -> None:
        self.fault(message.error)
