"""A source is added: its address asked for, looked at, shown, and kept if the reader agrees. Fetches nothing itself."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tui.core.choosing import FOLDER
from tui.errors import BroadsheetError, LibraryError, SourceError
from tui.library.marks import SourcePlace
from tui.text.dates import since
from tui.view.messages import LookedAt
from tui.view.screens.sourcing import SourcingScreen

if TYPE_CHECKING:
    from tui.core.errand import Errand
    from tui.core.previews import Choices, Preview
    from tui.view.marker import Marker
    from tui.view.screens.sources import SourcesScreen
    from tui.view.sitting import Sitting

ADDRESS_LIMIT = 2048


class Look:
    """A look at an address before it is kept."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.errand: Errand[list[Preview | Choices | BroadsheetError]] | None = None
        """None until the clerk has begun it."""
        self.ended = False
        """The reader does not want it any more."""

    def end(self) -> None:
        """Break it off."""
        self.ended = True
        if self.errand is not None:
            self.errand.cancel()


class AddingScreen(SourcingScreen):
    """Adds sources."""

    def __init__(self, sitting: Sitting) -> None:
        super().__init__(sitting)
        self._look: Look | None = None
        """The look that goes on."""
        self._found: Preview | Choices | None = None
        """What a look has found, while the reader is elsewhere."""

    def on_sources_screen_wished(self, message: SourcesScreen.Wished) -> None:
        from tui.text.clean import clean_line
        from tui.view.screens.asking import AskLine

        match message.verb:
            case "add":
                hint = "The address of a site or a feed, of a page that names one, or a folder."
                ask = AskLine("Add a source", "", hint, lambda text: clean_line(text, ADDRESS_LIMIT), lambda text: "")
                self.app.push_screen(ask, self._add_source)
            case "back":
                if self._look is None:
                    message.window.dismiss()
                else:
                    self._end_look()
                    self.say_in_window("Not looked at any further.")
            case "show":
                self._say_look()
                self._show_found()

    def _add_source(self, address: str | None) -> None:
        from tui.sources.folder import locate

        if not address:
            return
        path = Path(address).expanduser()
        if "://" not in address and (path.exists() or address.startswith(("/", "~", "."))):
            try:
                self._keep_source(SourcePlace(str(locate(address)), FOLDER, 0))
            except SourceError as error:
                self.fault(error)
            return
        self._look_at(address)

    def _look_at(self, address: str) -> None:
        self._end_look()
        self._found = None
        look = self._look = Look(address)
        self._say_look()
        settings = self.sitting.settings

        def begin(marker: Marker) -> None:
            # On the clerk's thread: httpx takes 0.2 s to load.
            from tui.core.previews import Wish
            from tui.wiring import network_of, start_looking

            held = marker.sources.kept(address)
            wish = Wish(address, allow=held.allow if held is not None else ())
            look.errand = start_looking([wish], network_of(settings), lambda: self.post(LookedAt(look)))
            if look.ended:
                look.errand.cancel()

        self.clerk.do(begin)

    def _end_look(self) -> None:
        if self._look is not None:
            self._look.end()
        self._look = None

    def _say_look(self) -> None:
        if self._look is not None:
            self.say_in_window(f"Looking at {self._look.address} …  esc ends it")

    def on_looked_at(self, message: LookedAt) -> None:
        look = message.look
        if look is not self._look or look.errand is None:
            return
        self._look = None
        self.say_in_window("")
        try:
            answers = look.errand.result()
        except BroadsheetError as error:
            self.fault(error)
            return
        found = answers[0] if answers else None
        if isinstance(found, BroadsheetError):
            self.fault(found)
        elif found is not None:
            self._found = found
            if self.sources_window is None:
                where = self.sitting.keymap.said("{view.sources} shows what was found there.")
                self.notify(where, title=f"{look.address} was looked at.")
            else:
                self._show_found()

    def _show_found(self) -> None:
        """Ask what to do with what was found, as soon as nothing lies over the window of sources."""
        from tui.core.previews import Choices
        from tui.view.screens.asking import Choose, Confirm

        found = self._found
        if found is None or self.app.screen is not self.sources_window:
            return
        self._found = None
        if isinstance(found, Choices):
            options = [(feed.url, f"{feed.title}  {feed.url}".strip()) for feed in found.feeds]
            self.app.push_screen(Choose(f"Feeds of {found.page}", options, unbidden=True), self._chosen_feed)
            return
        source = found.source
        try:
            here = any(one.place == source.place for one in self.sitting.shelf.marks.sources())
        except LibraryError as error:
            self.fault(error)
            return
        question = preview_text(found, self.panes.now, here=here)
        self.app.push_screen(
            Confirm(question, harmless=True, unbidden=True), lambda yes: self._keep_source(source) if yes else None
        )

    def _chosen_feed(self, url: str | None) -> None:
        if url:
            self._look_at(url)

    def _keep_source(self, source: SourcePlace) -> None:
        self.change_source(lambda marker: marker.sources.keep(source), kept=source.place)

    def on_unmount(self) -> None:
        self._end_look()


def preview_text(found: Preview, now: datetime, *, here: bool = False) -> str:
    """A source before it is kept, as a question; `here`: it is in the library already."""
    from tui.core.overview import kind_name
    from tui.core.subscribing import HERE
    from tui.text.clean import clean_line

    source = found.source
    newest = f", the newest {since(found.newest, now)}" if found.newest else ""
    lines = [
        f"{clean_line(found.title)}",
        f"{kind_name(source.kind, found.form)} · {found.counted}{newest}",
        *(f"· {clean_line(title, 70)}" for title in found.samples),
        *found.notes,
        source.place,
        "",
        f"{HERE} Look for what is new?" if here else "Keep it?",
    ]
    return "\n".join(lines)
