"""Opening and copying: the keys that take the reader to an article's source. Chooses no browser: see `tui.opener`."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from threading import Thread
from typing import TYPE_CHECKING

from tui.errors import LinkError, NoBrowser
from tui.view.messages import Failed
from tui.view.screens.moving import MovingScreen
from tui.view.widgets.coverage_rows import best_of_outlets

if TYPE_CHECKING:
    from tui.model import Article

ASK_ABOVE = 5
"""Pages opened at once without asking."""


class OpeningScreen(MovingScreen):
    """A screen whose articles can be opened."""

    def article_opened(self, article: Article) -> None:
        """An article was opened: it is seen, and its story is read."""
        raise NotImplementedError

    def current_article(self) -> Article | None:
        """The article that keys are about: the one under the coverage's cursor, else the story's lead."""
        row = self.panes.article
        if row is not None:
            return row.article
        story = self.current_story()
        return story.lead.article if story else None

    def action_open_browser(self) -> None:
        article = self.current_article()
        if article is not None:
            self.open_article(article)

    def open_article(self, article: Article) -> None:
        """Open an article where it is read; it is seen from then on."""
        if not article.url:
            self.warn("This article has no web address.")
        elif self.open_link(article.url):
            self.article_opened(article)

    def action_open_amp(self) -> None:
        article = self.current_article()
        if article is not None:
            self.open_amp(article)

    def open_amp(self, article: Article) -> None:
        """Open an article's AMP copy; it is seen from then on."""
        url = article.amp_url or article.cached_amp_url
        if not url:
            self.warn("This article has no AMP copy.")
        elif self.open_link(url):
            self.article_opened(article)

    def action_open_number(self, number: int) -> None:
        self.current_story()  # a coverage that has not followed the cursor yet would be another story's
        row = self.panes.coverage.numbered(number)
        if row is None:
            self.warn(f"There is no report {number} in the coverage.")
        else:
            self.open_article(row.article)

    def action_open_every(self) -> None:
        story = self.current_story()
        articles = best_of_outlets(story, self.panes.coverage.entries) if story else []
        if not articles:
            self.warn("There is no coverage to open.")
        elif len(articles) > ASK_ABOVE:
            from tui.view.screens.asking import Confirm

            question = f"Open {len(articles)} pages in the browser?"
            self.app.push_screen(Confirm(question), lambda yes: self._open_all(articles) if yes else None)
        else:
            self._open_all(articles)

    def _open_all(self, articles: list[Article]) -> None:
        for article in articles:
            if not self.open_link(article.url):
                return
            self.article_opened(article)

    def action_open_copy(self) -> None:
        article = self.current_article()
        if article is not None:
            self.copy_address(article)

    def copy_address(self, article: Article) -> None:
        """Put an article's address on the clipboard."""
        if article.url:
            self.copy(article.url, "The address")
        else:
            self.warn("This article has no web address.")

    def action_open_copy_markdown(self) -> None:
        article = self.current_article()
        if article is not None:
            self.copy_markdown(article)

    def copy_markdown(self, article: Article) -> None:
        """Put an article on the clipboard as a Markdown link."""
        title = "".join("\\" + letter if letter in "\\[]" else letter for letter in article.title)
        self.copy(f"[{title}](<{article.url}>)" if article.url else title, "The link")

    def open_link(self, url: str) -> bool:
        """Open a link, or copy it where nothing can open it; False, said on screen, where it may not be opened."""
        from tui.opener import Browser, Copy, TerminalBrowser, launch, plan

        try:
            way = plan(url, self.sitting.settings.browser, self.sitting.environ, shutil.which)
            if isinstance(way, Copy):
                self.copy(way.url, f"{way.reason} The address", shown=way.url)
            elif isinstance(way, TerminalBrowser):
                self._in_terminal(way.argv)
            elif isinstance(way, Browser):
                launch(way.argv, self._said_elsewhere)
        except LinkError as error:
            self.fault(error)
            return False
        return True

    def _in_terminal(self, argv: Sequence[str]) -> None:
        """Raises NoBrowser."""
        from tui.opener import run_in_terminal

        failed: NoBrowser | None = None
        with self.app.suspend():
            # Textual 8.2 does not take the terminal back when an exception leaves this block.
            try:
                run_in_terminal(argv)
            except NoBrowser as error:
                failed = error
        if failed is not None:
            raise failed

    def copy(self, text: str, what: str, shown: str = "") -> None:
        """Put a text on the clipboard: of the terminal (OSC 52), and of tmux where that is between."""
        from tui.opener import COPY_LIMIT, tmux_copy
        from tui.text.clean import clean_line

        text = clean_line(text, COPY_LIMIT)
        self.app.copy_to_clipboard(text)

        def through_tmux() -> None:
            if sentence := tmux_copy(text, self.sitting.environ):
                self._said_elsewhere(sentence)

        Thread(target=through_tmux, daemon=True).start()
        self.notify(shown or text, title=f"{what} is on the clipboard.")

    def _said_elsewhere(self, sentence: str) -> None:
        """A fault on another thread."""
        self.post(Failed(LinkError(sentence)))
