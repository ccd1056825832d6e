"""What is known of a story beyond its text: its reports compared, the outlets without it. Shows it in windows."""

from __future__ import annotations

from tui.view.messages import OutletsCounted, WhyTold
from tui.view.screens.marking import MarkingScreen


class AnalysingScreen(MarkingScreen):
    """Compares and counts."""

    def action_story_compare(self) -> None:
        story = self.current_story()
        if story is None or not story.coverage:
            self.warn("There is nothing to compare: nobody else in your sources tells this story.")
            return
        from tui.view.screens.compare import CompareScreen

        self.show_window(CompareScreen(story, self.panes.now, self.open_article), "story.compare")

    def action_story_why(self) -> None:
        story = self.current_story()
        article = self.current_article()
        if story is None or article is None:
            return
        if not story.coverage:
            self.warn("This story has one report only: there is nothing that holds it together.")
            return
        if article.key in {row.article.key for row in story.related}:
            self.warn("This is a link of the publisher's; it is no report of this event.")
            return
        from tui.view.screens.why import WhyScreen

        self.show_window(WhyScreen(article, self.sitting.keymap), "story.why")
        self.clerk.do(lambda marker: self.post(WhyTold(article.key, marker.why(article.key))))

    def on_why_told(self, message: WhyTold) -> None:
        from tui.view.screens.why import WhyScreen

        if isinstance(self.app.screen, WhyScreen) and self.app.screen.article.key == message.key:
            self.app.screen.show(message.why)

    def action_story_gaps(self) -> None:
        story = self.current_story()
        if story is not None:
            from tui.view.screens.gaps import GapsScreen

            self.show_window(GapsScreen(story, self.panes.now), "story.gaps")
            self.clerk.do(lambda marker: self.post(OutletsCounted(marker.recent_outlets())))

    def on_outlets_counted(self, message: OutletsCounted) -> None:
        from tui.view.screens.gaps import GapsScreen

        if isinstance(self.app.screen, GapsScreen):
            self.app.screen.show(message.recent)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "story_gaps" or self.panes.in_use is self.panes.coverage
