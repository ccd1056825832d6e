"""Which picture stands in the story's pane, and how it comes there. Fetches on a thread of its own, in another process.

Pictures are kept in memory: 0.2 to 0.5 MB each with what draws them. On disk they would have to be bounded, mended and
told of, to spare the next sitting one request for each picture that it sees again.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rich.console import COLOR_SYSTEMS

from tui.images.fetching import PictureFetcher, installed
from tui.images.values import NOT_INSTALLED, Fault, Pixels, fitted
from tui.view.latest import Latest
from tui.view.messages import PictureRead
from tui.view.widgets.picture import Place, half_blocks

if TYPE_CHECKING:
    from rich.color import ColorSystem
    from textual.app import App
    from textual.strip import Strip
    from textual.timer import Timer

    from tui.model import Image, Story
    from tui.view.screens.reading import ReadingScreen

AFTER = 0.2
"""Seconds that the cursor has to stay on a story before its picture is asked for."""
KEPT = 32
"""Pictures kept, those that were shown last."""

_NONE = Place(said="This article has no picture.")
_FETCHING = "fetching the picture …"
_COLOURS = ("256", "truecolor")
"""Rich's names of what pictures can be drawn with."""


@dataclass(frozen=True, slots=True)
class PictureWanted:
    """A picture that is to be shown."""

    url: str
    room: tuple[int, int]
    """Columns and lines that it may take."""
    known: Pixels | None = field(default=None, compare=False)
    """What is kept of it."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture as it is shown, and what other sizes of it are made from."""

    room: tuple[int, int]
    thumbnail: Pixels
    strips: Sequence[Strip]


PictureAnswer = Drawn | Fault


class PictureReader(Latest[PictureWanted, PictureFetcher]):
    """Has the picture made that was asked for last, and draws it, on a thread of its own."""

    def __init__(
        self,
        make_fetcher: Callable[[], PictureFetcher],
        colours: ColorSystem,
        deliver: Callable[[PictureWanted, PictureAnswer], None],
    ) -> None:
        """`deliver` is called on that thread."""
        self._colours = colours
        self._deliver = deliver
        super().__init__("picture reader", make_fetcher)

    def answer(self, asked: PictureWanted, fetcher: PictureFetcher) -> None:
        found = fetcher.picture(asked.url, *asked.room, asked.known)
        if self.given_up(fetcher):
            return  # then the fault is none of the picture's
        if isinstance(found, Fault):
            self._deliver(asked, found)
        else:
            strips = half_blocks(found.drawn.rgb, found.drawn.width, self._colours)
            self._deliver(asked, Drawn(asked.room, found.thumbnail, strips))


class Pictures:
    """The pictures of a sitting, of which the pane shows that of its story."""

    def __init__(self, host: ReadingScreen, make_fetcher: Callable[[], PictureFetcher]) -> None:
        self.on = False
        self._host = host
        self._detail = host.panes.detail
        self._hindrance = _hindrance(host.app)
        self._reader = PictureReader(
            make_fetcher,
            COLOR_SYSTEMS[host.app.console.color_system or "truecolor"],
            lambda wanted, answer: host.post(PictureRead(wanted, answer)),
        )
        self._kept: OrderedDict[str, PictureAnswer] = OrderedDict()
        self._wanted: PictureWanted | None = None
        """What the pane is to show."""
        self._timer: Timer | None = None

    def turn(self) -> None:
        """Show pictures, or no longer."""
        self.on = not self.on
        self._forget()
        if self.on:
            # Whoever turns them off and on wants to try again.
            self._kept = OrderedDict(kept for kept in self._kept.items() if isinstance(kept[1], Drawn))
            self.follow(self._host.current_story())
            if self._detail.picture_room is None:
                self._host.notify("They stand in the story's pane.", title="Pictures are shown.", timeout=3)
        else:
            self._reader.rest()
            self._detail.picture = None

    def follow(self, story: Story | None) -> None:
        """The pane shows this story, or has another size: show its picture, or what there is to say in its place."""
        if not self.on:
            return
        image, room = _first_image(story), self._detail.picture_room
        if self._hindrance:
            self._detail.picture = Place(said=self._hindrance)
        elif image is None or room is None:
            self._forget()
            self._detail.picture = _NONE if image is None else Place()
        elif (wanted := PictureWanted(image.url, room)) != self._wanted:
            self._forget()
            self._wanted = wanted
            kept = self._kept.get(image.url)
            if kept is None:
                self._detail.picture = Place(said=_FETCHING, lines=_lines(image, room))
            else:
                self._kept.move_to_end(image.url)
                self._show(kept)
            if kept is None or (isinstance(kept, Drawn) and kept.room != room):
                self._timer = self._host.set_timer(AFTER, self._ask)

    def take(self, wanted: PictureWanted, answer: PictureAnswer) -> None:
        """Something came of asking."""
        if isinstance(answer, Drawn) or answer.lasting:
            self._kept[wanted.url] = answer
            self._kept.move_to_end(wanted.url)
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        if wanted == self._wanted:
            self._show(answer)

    def _ask(self) -> None:
        if self._wanted is not None:
            kept = self._kept.get(self._wanted.url)
            known = kept.thumbnail if isinstance(kept, Drawn) else None
            self._reader.ask(PictureWanted(self._wanted.url, self._wanted.room, known))

    def _show(self, answer: PictureAnswer) -> None:
        self._detail.picture = Place(answer.strips) if isinstance(answer, Drawn) else Place(said=answer.reason)

    def _forget(self) -> None:
        self._wanted = None
        if self._timer is not None:
            self._timer.stop()
            self._timer = None


def _hindrance(app: App[int]) -> str:
    """Why no pictures can be shown here; "" where they can."""
    if not installed():
        return NOT_INSTALLED.reason
    if app.no_color:
        return "Pictures need colours, which NO_COLOR turns off."
    if app.console.color_system not in _COLOURS:
        return "Pictures need a terminal of 256 colours or more. If this one has them, set COLORTERM=truecolor."
    return ""


def _first_image(story: Story | None) -> Image | None:
    """The article's first picture that has an address on the web."""
    images = story.lead.article.images if story is not None else ()
    return next((image for image in images if image.url.startswith(("http://", "https://"))), None)


def _lines(image: Image, room: tuple[int, int]) -> int:
    """How many lines the picture will take, as far as its source says."""
    return fitted(image.width, image.height, *room)[1] // 2 if image.width > 0 and image.height > 0 else 1
