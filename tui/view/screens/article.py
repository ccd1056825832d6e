"""The screen in which an article is read: its text, a search in it, its links. What it asks for is done by its host."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from tui.article.blocks import Block, Body, Kind
from tui.article.copies import next_copies
from tui.article.inline import Span
from tui.article.values import NOT_INSTALLED
from tui.text.urls import display_host
from tui.view.actions import BY_ID, text_bindings
from tui.view.screens.article_page import Sheet
from tui.view.screens.article_text import TextScreen
from tui.view.text_finding import disguised
from tui.view.text_reading import TextWanted
from tui.view.typesetting import compose
from tui.view.widgets.key_bar import KeyBar, KeyEntry

if TYPE_CHECKING:
    from tui.article.copies import Copy
    from tui.model import Article, Story
    from tui.view.screens.reading import ReadingScreen
    from tui.view.text_reading import TextAnswer
    from tui.view.typesetting import Composition
    from tui.view.widgets.article_view import ArticleView

_BAR = (
    ("program.back", "", "back"),
    ("open.browser", "", "open"),
    ("move.next_story", "move.previous_story", "story"),
    ("search.find", "", "find"),
    ("story.star", "", "star"),
    ("view.help", "", "help"),
    ("open.copy", "", "copy link"),
    ("text.narrower", "text.wider", "width"),
    ("text.again", "", "fetch again"),
)
"""The line of keys: one or two actions and what they do, the last to be dropped first."""
_TYPING = (
    ("enter", "to the text", "program_clear", 1),
    ("program.clear", "end the search", "program_clear", 2),
)


class ArticleScreen(TextScreen):
    """One article after the other."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *text_bindings(),
        Binding("enter", "follow", show=False),
        *[Binding(str(digit), f"digit({digit})", show=False) for digit in range(10)],
    ]

    def __init__(self, host: ReadingScreen, story: Story, article: Article) -> None:
        super().__init__(host)
        self._keys = KeyBar()
        self._keymap = host.sitting.keymap
        self._typed = ""
        """The digits of a link's number so far."""
        self._serial = 0
        self._begin(story, article)

    def _begin(self, story: Story, article: Article) -> None:
        """Let the screen be about another article."""
        body = story.lead.body if article.key == story.lead.article.key else ""
        self._story = story.row.id
        """The row of the list that it is read from."""
        self.sheet = Sheet(
            article,
            starred=story.row.starred,
            asked=display_host(article.url),
            composition=_known(article, body),
            checks=story.checks if article.key == story.lead.article.key else (),
        )
        self._wanted = TextWanted(article, body)

    def compose(self) -> ComposeResult:
        yield self.frame
        yield self.bar
        yield self._keys

    def on_mount(self) -> None:
        self.view.focus()
        self._ask(self._wanted)

    # What is shown

    def take(self, wanted: TextWanted, answer: TextAnswer) -> None:
        """Something came of reading."""
        if wanted != self._wanted:
            return
        result, sheet = answer.found, self.sheet
        if answer.composition.paragraphs:
            composition, text = answer.composition, result.text
            if text is not None and text.teaser:
                # The publisher's list often knows more of the article than its page shows.
                composition = max(composition, _known(sheet.article, wanted.body), key=_length)
            self.sheet = replace(
                sheet, asked="", text=text, here=answer.here, composition=composition, whole=True, fault=result.fault
            )
        else:
            reachable = result.fault is not None and not result.fault.offline and result.fault != NOT_INSTALLED
            self.sheet = replace(
                sheet, asked="", fault=result.fault, copies=next_copies(sheet.article) if reachable else ()
            )
        self.end_search()
        self.show()

    def take_story(self, story: Story | None) -> None:
        """The marks or checks of the story may have changed."""
        if story is not None and story.row.id == self._story:
            sheet = replace(self.sheet, starred=story.row.starred)
            if story.lead.article.key == sheet.article.key:
                sheet = replace(sheet, checks=story.checks)
            if sheet != self.sheet:
                self.sheet = sheet
                self.show(self.view.place)

    def _ask(self, wanted: TextWanted) -> None:
        self._serial += 1
        self._wanted = replace(wanted, serial=self._serial)
        where = wanted.copy.page if wanted.copy is not None else wanted.article.url
        self.sheet = replace(self.sheet, asked=display_host(where), fault=None)
        self.show(self.view.place if self.sheet.whole else None)
        self.host.read_text(self._wanted)

    def say_keys(self) -> None:
        self._keys.entries = self._entries()

    def _entries(self) -> tuple[KeyEntry, ...]:
        if self.bar.has_input_focus:
            return tuple(KeyEntry(*row) for row in self._keymap.rows(_TYPING, typing=True))
        links = self.sheet.composition.links
        if self._typed:
            url = links[int(self._typed) - 1]
            rows = (("enter", f"open {self._typed}: {url}", "follow", 0), ("program.clear", "not", "program_clear", 1))
            return tuple(KeyEntry(*row) for row in self._keymap.rows(rows))
        entries = []
        for rank, (name, other, said) in enumerate(_BAR):
            keys = [self._keymap.key(one) for one in (name, other) if one]
            if all(keys):
                entries.append(KeyEntry(" ".join(keys), said, BY_ID[name].action, rank))
        numbers = len(self.sheet.copies) if self.sheet.offers else len(links)
        if numbers:
            said = "fetch it there" if self.sheet.offers else "open link"
            entries.insert(2, KeyEntry("1" if numbers == 1 else f"1…{numbers}", said, "follow", 1))
        if self.matches:
            keys = [self._keymap.key(one) for one in ("text.next_match", "text.previous_match")]
            entries.insert(0, KeyEntry(" ".join(keys).strip(), "match", "text_next_match"))
        return tuple(entries)

    def action_move_next_story(self) -> None:
        self._step(1)

    def action_move_previous_story(self) -> None:
        self._step(-1)

    def _step(self, by: int) -> None:
        story = self.host.step(by)
        if story is not None:
            self.end_search()
            self._typed = ""
            self._begin(story, story.lead.article)
            self._ask(self._wanted)

    # The text

    def action_text_again(self) -> None:
        self._ask(TextWanted(self.sheet.article, anew=True))

    # Links and copies

    def action_digit(self, digit: int) -> None:
        """A digit of a link's number, or the number of a copy; what can be no beginning of a longer one counts at once."""
        if self.sheet.offers:
            copies = self.sheet.copies
            if 0 < digit <= len(copies):
                self._fetch_copy(copies[digit - 1])
            return
        links = self.sheet.composition.links
        number = int(self._typed + str(digit))
        if not 0 < number <= len(links):
            self._typed = ""
            self.host.warn(f"There is no link {number}.")
        elif number * 10 > len(links):
            self._open(number)
        else:
            self._typed = str(number)
        self.say()

    def _fetch_copy(self, copy: Copy) -> None:
        self._ask(TextWanted(self.sheet.article, copy=copy))

    def action_follow(self) -> None:
        if self._typed:
            self._open(int(self._typed))
            self.say()

    def _open(self, number: int) -> None:
        self._typed = ""
        self._open_link(self.sheet.composition.links[number - 1])

    def on_article_view_link_requested(self, message: ArticleView.LinkRequested) -> None:
        self._open_link(message.url)

    def _open_link(self, url: str) -> None:
        said = disguised(self.sheet.composition, url)
        if not said:
            self.host.open_link(url)
            return
        from tui.view.screens.asking import Confirm

        question = f"The text of this link says {said}, but it leads to {display_host(url)}. Open it?"
        self.app.push_screen(Confirm(question), lambda yes: self._confirmed(url) if yes else None)

    def _confirmed(self, url: str) -> None:
        self.host.open_link(url)

    # The article

    def action_open_browser(self) -> None:
        self.host.open_article(self.sheet.article)

    def action_open_amp(self) -> None:
        self.host.open_amp(self.sheet.article)

    def action_open_copy(self) -> None:
        self.host.copy_address(self.sheet.article)

    def action_open_copy_markdown(self) -> None:
        self.host.copy_markdown(self.sheet.article)

    def action_open_check(self) -> None:
        self.host.check_links(self.sheet.article)

    def action_story_star(self) -> None:
        self.host.star(self._story)

    # The program

    def action_program_back(self) -> None:
        self.dismiss(None)

    def action_program_clear(self) -> None:
        if self.bar.has_input_focus:
            self.end_search()
        elif self._typed:
            self._typed = ""
            self.say()
        elif self.matches:
            self.end_search()
        else:
            self.dismiss(None)

    def action_view_theme(self) -> None:
        self.host.action_view_theme()

    def action_view_help(self) -> None:
        self.host.action_view_help()

    def action_program_suspend(self) -> None:
        self.app.action_suspend_process()

    def action_program_palette(self) -> None:
        self.app.action_command_palette()

    def action_program_quit(self) -> None:
        self.app.exit()

    async def on_key_bar_pressed(self, message: KeyBar.Pressed) -> None:
        await self.run_action(message.action)


def _known(article: Article, body: str) -> Composition:
    """What is known of an article without its text: its excerpt, and what its file says."""
    lines = [line for text in (article.excerpt, body) for line in text.split("\n") if line.strip()]
    return compose(Body(tuple(Block(Kind.PARAGRAPH, (Span(line),)) for line in lines)))


def _length(composition: Composition) -> int:
    """Characters."""
    return sum(len(run.text) for run in composition.runs)
