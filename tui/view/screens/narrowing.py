"""Searches made from what is on screen: its topics, outlets and words. Writes none itself: see `tui.query.terms`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui.view.screens.sorting import SortingScreen

if TYPE_CHECKING:
    from tui.model import Article
    from tui.view.widgets.detail import Detail

MOST_WORDS = 12
"""Words of a title that are offered."""

_WORD = re.compile(r"\w[\w'’.-]*\w|\w")


class NarrowingScreen(SortingScreen):
    """Narrows the list to what stories have in common, or searches for it alone."""

    def remember(self, text: str) -> None:
        """Keep a search among those asked of late."""
        raise NotImplementedError

    def action_search_topics(self) -> None:
        story, article = self.current_story(), self.current_article()
        if story is None or article is None:
            return
        options = [("topic", topic) for topic in story.lead.topics]
        if article.provider.outlet:
            options.append(("outlet", article.provider.outlet))
        if not options:
            self.warn("This story has neither topics nor an outlet.")
            return
        from tui.query.terms import term
        from tui.view.screens.asking import Choose

        terms = [(term(value, field), value) for field, value in options]
        self.app.push_screen(Choose("Show only", terms), self.add_to_search)

    def on_detail_filter_requested(self, message: Detail.FilterRequested) -> None:
        from tui.query.terms import term

        self.add_to_search(term(message.value, message.field))

    def add_to_search(self, term: str | None) -> None:
        """Narrow the list by one more term."""
        if not term:
            return
        from tui.query.terms import narrowed

        asked = self.asked_at_rest
        text = narrowed(asked, term)
        if text == asked:
            self.warn("The list is narrowed to this already.")
        else:
            self._search(text, keep=True)

    def action_search_word(self) -> None:
        """The vim way: what is under the cursor is what is searched for. A row holds several such things: it asks."""
        article = self.current_article()
        if article is None:
            return
        from tui.query.terms import term
        from tui.view.screens.asking import Choose

        outlet = article.provider.outlet
        options = [(term(outlet, "outlet"), f"{outlet} (outlet)")] if outlet else []
        options += [(term(word), word) for word in title_words(article)]
        if options:
            self.app.push_screen(Choose("Search for", options), self._search_word)

    def _search_word(self, term: str | None) -> None:
        if term:
            self._search(f"{term} ")

    def _search(self, text: str, *, keep: bool = False) -> None:
        if faults := self.ask_for(text, keep=keep, typing=True).faults:
            # A half-typed value was passed over while it stood at the end.
            self.warn(f"The list stays as it is: {faults[0].message}.")
            return
        self.bar.text = text
        self.remember(text)


def title_words(article: Article) -> list[str]:
    """The words of an article's title that say what happened, each once, at most `MOST_WORDS`."""
    from tui.stories.stopwords import STOPWORDS

    words = {word.casefold(): word for word in reversed(_WORD.findall(article.title))}
    return [word for folded, word in reversed(words.items()) if folded not in STOPWORDS][:MOST_WORDS]
