"""Correcting the grouping: an article split off, two stories merged, a source never grouped. Groups nothing itself."""

from __future__ import annotations

from tui.errors import LibraryError
from tui.view.screens.analysing import AnalysingScreen


class CorrectingScreen(AnalysingScreen):
    """Takes the reader's word on what is one story."""

    merging: tuple[int, str] | None = None
    """The story (id, title) that is to be merged with another one."""

    def action_story_split(self) -> None:
        story = self.current_story()
        row = self.panes.article
        if story is None:
            return
        if row is not None and row in story.coverage:
            key = row.article.key
        elif row is None and self.panes.in_use is self.panes.detail:
            key = story.lead.article.key
        else:
            said = "Go to a report of the coverage, or to the story for its lead: {story.split} takes that one off."
            self.warn(self.sitting.keymap.said(said))
            return
        if not story.coverage:
            self.warn("This story has one report only: there is nothing to take it off.")
            return
        every = story.keys
        self.mark(lambda marker: marker.split(key, every), aloud=True)

    def action_story_merge(self) -> None:
        row = self.panes.stories.current
        if row is None:
            return
        if self.alone:
            self.warn("Articles are listed one by one: take group:off out of the search to merge stories.")
        elif self.merging is None:
            self.merging = row.id, row.title
            said = "Go to the story it belongs to and press {story.merge} there; {program.clear} lets go."
            self.notify(self.sitting.keymap.said(said), title=row.title)
        elif self.merging[0] == row.id:
            self.let_go()
        else:
            first, self.merging = self.merging[0], None
            self.mark(lambda marker: marker.merge(first, row.id), aloud=True)

    def let_go(self) -> bool:
        """Forget the story that was to be merged; False if there was none."""
        held, self.merging = self.merging, None
        if held is not None:
            self.notify("It stays as it is.", title=held[1], timeout=2)
        return held is not None

    def action_story_never(self) -> None:
        story = self.current_story()
        if story is None or not story.sources:
            return
        from tui.view.screens.asking import Choose

        never = self.never_grouped()
        options = [(place, f"never grouped: {place}" if place in never else place) for place in story.sources]
        self.app.push_screen(Choose("Never group the articles of (again: group them)", options), self._never)

    def never_grouped(self) -> set[str]:
        """The places of the sources that are never grouped: by config.toml, or by the reader."""
        never = set(self.sitting.settings.never_group)
        try:
            never |= self.sitting.shelf.marks.never_grouped()
        except LibraryError as error:
            self.fault(error)
        return never

    def _never(self, place: str | None) -> None:
        if place in self.sitting.settings.never_group:
            self.warn("config.toml says so: take it out of never_group there, and start again.")
        elif place:
            self.mark(lambda marker: marker.group_never(place), aloud=True)
