"""Why an article is in its story, in words and bars. Finds nothing out itself: it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.text.dates import stretch
from tui.view.screens.pages import PageScreen, paragraph
from tui.view.widgets.cells import padded, printable

if TYPE_CHECKING:
    from tui.model import Article
    from tui.stories.why import Why
    from tui.view.keymap import Keymap
    from tui.view.screens.pages import PageLine

_BAR = 20
"""Cells of a whole likeness."""
_WORD = 24


class WhyScreen(PageScreen):
    """What holds one article in its story."""

    def __init__(self, article: Article, keymap: Keymap) -> None:
        self.article = article
        self._keymap = keymap
        super().__init__("Why it is here", lambda width: [(("Looking …", "muted"),)])

    def show(self, why: Why | None) -> None:
        """It is found out; None where nothing is known."""
        self.page.show(lambda width: why_lines(self.article, why, width, self._keymap))


def why_lines(article: Article, why: Why | None, width: int, keymap: Keymap) -> list[PageLine]:
    """The page."""
    lines: list[PageLine] = paragraph(article.title, "strong", width)
    lines += paragraph(article.provider.outlet or "unknown outlet", "muted", width)
    lines.append(())
    if why is None:
        return lines + paragraph("It is not in this story any more, or stands there alone.", "text", width)
    if why.told:
        lines += paragraph(
            keymap.said("You put it there ({story.merge}); {story.split} takes it off again."), "text", width
        )
        lines.append(())
    if why.words:
        lines.append((("Words that it shares with the other reports, and what they make of the likeness", "heading"),))
        for shared in why.words:
            full = max(1, round(_BAR * shared.share))
            word = padded(printable(shared.word), min(_WORD, width // 2))
            bar = ("━" * full).ljust(_BAR + 1)
            lines.append(((f"{word} ", "text"), (bar, "columns"), (f"{shared.share:.0%}", "muted")))
        lines.append(())
    lines.append((("Alike", "heading"),))
    needed = "" if why.told else f"; {why.needed:.2f} was needed, for its distance in time"
    lines += paragraph(f"{why.likeness:.2f} of 1{needed}.", "text", width)
    lines.append(())
    lines.append((("Distance in time", "heading"),))
    nearest = why.nearest or "another outlet"
    if why.seconds is None:
        said = "Not known: it has no date, or none of the others has."
    else:
        said = f"{stretch(why.seconds)} from the nearest other report, by {nearest}."
    lines += paragraph(said, "text", width)
    lines.append(())
    lines.append((("The publisher's links", "heading"),))
    said = "It is linked with another report of the story." if why.linked else "None between it and the other reports."
    lines += paragraph(said, "text", width)
    lines.append(())
    said = keymap.said("{story.split} takes it off the story; docs/grouping.md tells more.")
    return lines + paragraph(said, "muted", width)
