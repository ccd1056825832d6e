"""Reading articles here, their pictures, and where their links lead: begun here, done on threads that wait for the
network."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakSet

from tui.view.background import Clerk
from tui.view.messages import Failed, LinksChecked, PictureRead, TextFetched, TextRead
from tui.view.screens.correcting import CorrectingScreen
from tui.wiring import page_fetcher, picture_fetcher

if TYPE_CHECKING:
    from tui.article.fetching import Fetcher
    from tui.images.fetching import PictureFetcher
    from tui.model import Article, Story
    from tui.view.messages import IndexerSaid, Marked
    from tui.view.picturing import Pictures
    from tui.view.screens.article import ArticleScreen
    from tui.view.sitting import Sitting
    from tui.view.text_reading import LinkChecks, Prefetcher, TextReader, TextWanted
    from tui.view.widgets.cells import Highlight


class ReadingScreen(CorrectingScreen):
    """Has articles read, and steps on from one to the next for the screen that shows them."""

    def __init__(self, sitting: Sitting) -> None:
        super().__init__(sitting)
        self.text_width = sitting.settings.reader_width
        """Cells of an article's lines, for this sitting."""
        self._article_screen: ArticleScreen | None = None
        self._reader: TextReader | None = None
        self._checks: Clerk[LinkChecks] | None = None
        self._prefetcher: Prefetcher | None = None
        self._pictures: Pictures | None = None
        self._fetchers: WeakSet[Fetcher | PictureFetcher] = WeakSet()
        """Those whose processes must not outlive the screen."""

    def action_view_theme(self) -> None:
        raise NotImplementedError

    def action_view_help(self) -> None:
        raise NotImplementedError

    @property
    def highlight(self) -> Highlight:
        """What the search of the list marks."""
        return self.panes.stories.highlight

    def action_open_read(self) -> None:
        story, article = self.current_story(), self.current_article()
        if story is None or article is None:
            return
        from tui.view.screens.article import ArticleScreen

        self._article_screen = ArticleScreen(self, story, article)
        self.app.push_screen(self._article_screen, self._left)
        self.article_opened(article)

    def read_text(self, wanted: TextWanted) -> None:
        """Have a text read; the answer comes to the article's screen."""
        from tui.view.text_reading import TextReader

        if self._reader is None:
            self._reader = TextReader(
                self.sitting.library, self._fetcher, lambda asked, answer: self.post(TextRead(asked, answer))
            )
        self._reader.ask(wanted)

    def step(self, by: int) -> Story | None:
        """Go to the next story of the list, or the one before; None, said on screen, where there is none."""
        before = self.panes.stories.cursor
        self._go_to(before + by)
        story = self.current_story()
        if story is None or self.panes.stories.cursor == before:
            return None
        self.article_opened(story.lead.article)
        return story

    def on_text_read(self, message: TextRead) -> None:
        if self._article_screen is not None:
            self._article_screen.take(message.wanted, message.answer)

    def _left(self, _: object) -> None:
        """The article's screen was left."""
        self._article_screen = None
        if self._reader is not None:
            self._reader.rest()
        self.show_story()

    def show_story(self) -> Story | None:
        story = super().show_story()
        if self._article_screen is not None:
            self._article_screen.take_story(story)
        if self._pictures is not None:
            self._pictures.follow(story)
        return story

    # Pictures

    def on_mount(self) -> None:
        if self.sitting.settings.images:
            self.call_after_refresh(self.action_view_image)

    def action_view_image(self) -> None:
        if self._pictures is None:
            from tui.view.picturing import Pictures

            self._pictures = Pictures(self, self._picture_fetcher)
        self._pictures.turn()

    def on_detail_room_changed(self) -> None:
        if self._pictures is not None:
            self._pictures.follow(self.panes.story)

    def on_picture_read(self, message: PictureRead) -> None:
        if self._pictures is not None:
            self._pictures.take(message.wanted, message.answer)

    def _picture_fetcher(self) -> PictureFetcher:
        fetcher = picture_fetcher(self.sitting.settings)
        self._fetchers.add(fetcher)
        return fetcher

    # Links

    def action_open_check(self) -> None:
        article = self.current_article()
        if article is not None:
            self.check_links(article)

    def check_links(self, article: Article) -> None:
        """Look where an article's addresses lead, and say so."""
        from tui.text.urls import display_host

        if not article.addresses:
            self.warn("This article has no web address.")
            return
        from tui.view.text_reading import LinkChecks

        if self._checks is None:
            self._checks = Clerk(
                lambda: LinkChecks(self.sitting.library, self._fetcher), lambda error: self.post(Failed(error))
            )
        self._checks.do(lambda checks: self.post(LinksChecked(checks.check(article))))
        self.notify(f"Looking whether {display_host(article.addresses[0])} still has it …", timeout=3)

    def on_links_checked(self, message: LinksChecked) -> None:
        from tui.text.urls import display_host
        from tui.view.widgets.link_words import checked

        result = message.result
        if isinstance(result, list):
            said = [f"{display_host(check.url)}: {checked(check)}" for check in result]
            self.notify("\n".join(said), title="Where the links lead", timeout=8)
            self.show_story()
        else:
            self.notify(result.advice, title=result.reason, severity="warning")

    # Starred articles

    def on_indexer_said(self, message: IndexerSaid) -> None:
        if message.event["event"] == "idle":
            self._prefetch()

    def on_marked(self, message: Marked) -> None:
        if message.said:
            self._prefetch()

    def _prefetch(self) -> None:
        """Have the texts of starred articles fetched, if the reader wants that."""
        if not self.sitting.settings.prefetch_starred:
            return
        from tui.view.text_reading import Prefetcher

        if self._prefetcher is None:
            self._prefetcher = Prefetcher(
                self.sitting.library,
                self._fetcher,
                lambda key: self.post(TextFetched(key)),
                lambda error: self.post(Failed(error)),
            )
        self._prefetcher.wake()

    def on_text_fetched(self, message: TextFetched) -> None:
        story = self.panes.story
        if story is not None and story.lead.article.key == message.key:
            self.show_story()

    def on_unmount(self) -> None:
        if self._prefetcher is not None:
            self._prefetcher.stop()
        for fetcher in list(self._fetchers):
            fetcher.close()

    def _fetcher(self) -> Fetcher:
        fetcher = page_fetcher(self.sitting.settings)
        self._fetchers.add(fetcher)
        return fetcher
