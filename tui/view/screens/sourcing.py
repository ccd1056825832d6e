"""Sources on the reader's screen: listed, added after a look, renamed, paused, removed, asked. Fetches nothing itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tui.core.choosing import FOLDER, Chosen, over_network
from tui.errors import BroadsheetError, SourceError
from tui.library.marks import SourcePlace
from tui.text.dates import since
from tui.view.messages import LookedAt, SourcesListed
from tui.view.screens.keeping import KeepingScreen

if TYPE_CHECKING:
    from tui.core.overview import SourceStatus
    from tui.core.previews import Preview
    from tui.view.marker import Marker
    from tui.view.screens.sources import SourcesScreen
    from tui.view.sitting import Sitting

ADDRESS_LIMIT = 2048


class SourcingScreen(KeepingScreen):
    """Keeps the library's sources."""

    def __init__(self, sitting: Sitting) -> None:
        super().__init__(sitting)
        self._busy: set[str] = set()
        """Places that are being asked over the network now."""

    def action_view_sources(self) -> None:
        from tui.view.screens.sources import SourcesScreen

        self.show_window(SourcesScreen(self), "view.sources")
        self._list_sources()

    @property
    def _sources_window(self) -> SourcesScreen | None:
        from tui.view.screens.sources import SourcesScreen

        return next((screen for screen in self.app.screen_stack if isinstance(screen, SourcesScreen)), None)

    def _list_sources(self, change: Callable[[Marker], object] = lambda marker: None) -> None:
        """Have the sources listed anew, after a change."""

        def do(marker: Marker) -> None:
            change(marker)
            self.post(SourcesListed(marker.sources.every()))

        self.clerk.do(do)

    def on_sources_listed(self, message: SourcesListed) -> None:
        window = self._sources_window
        if window is not None:
            window.show(message.statuses, self._busy, self.never_grouped(), self.panes.now)

    def on_sources_screen_wished(self, message: SourcesScreen.Wished) -> None:
        from tui.text.clean import clean_line
        from tui.view.screens.asking import AskLine, Confirm

        status = message.status
        match message.verb:
            case "add":
                hint = "The address of a site or a feed, of a page that names one, or a folder."
                ask = AskLine("Add a source", "", hint, lambda text: clean_line(text, ADDRESS_LIMIT), lambda text: "")
                self.app.push_screen(ask, self._add_source)
            case "look at all":
                self.sitting.indexer.ask("sync")
            case "cancel":
                self.sitting.indexer.ask("cancel")
            case "look" if status is not None:
                self.sitting.indexer.ask(f"sync {status.source.place}")
            case "rename" if status is not None:
                ask = AskLine("Call it", status.title, "Empty: what it calls itself.", clean_line, lambda text: "")
                self.app.push_screen(ask, lambda name: self._rename_source(status.source, name))
            case "pause" if status is not None:
                source = status.source
                self._list_sources(lambda marker: marker.sources.pause(source, not source.paused))
            case "remove" if status is not None:
                question = f"Remove {status.title}? Its files and your marks stay."
                self.app.push_screen(Confirm(question), lambda yes: self._remove_source(status) if yes else None)

    def _rename_source(self, source: SourcePlace, name: str | None) -> None:
        if name is not None:
            self._list_sources(lambda marker: marker.sources.rename(source, name))

    def _remove_source(self, status: SourceStatus) -> None:
        source = status.source
        self._list_sources(lambda marker: marker.sources.remove(source))
        self.sitting.indexer.ask(f"forget {source.place}")
        self._show_places(tuple(place for place in self.sitting.chosen.places if place != source.place))

    def _show_places(self, places: tuple[str, ...]) -> None:
        """List the stories of these sources from now on; of the bundled ones where there are none left."""
        self.sitting = self.sitting._replace(chosen=Chosen(places))
        self.panes.show_bundled(False)
        self.ask(keep=True)
        self.count()

    # Adding

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
        self._say_in_window(f"Looking at {address} …")
        settings = self.sitting.settings

        def look(marker: Marker) -> None:
            # On the clerk's thread: httpx takes 0.2 s to load.
            from tui.core.previews import Wish
            from tui.wiring import network_of, start_looking

            errand = start_looking([Wish(address)], network_of(settings), lambda: self.post(LookedAt(errand)))

        self.clerk.do(look)

    def on_looked_at(self, message: LookedAt) -> None:
        from tui.core.previews import Choices
        from tui.view.screens.asking import Choose, Confirm

        self._say_in_window("")
        found: Preview | Choices | BroadsheetError | None
        try:
            answers = message.errand.result()
            found = answers[0] if answers else None
        except BroadsheetError as error:
            found = error
        if isinstance(found, BroadsheetError):
            self.fault(found)
        elif isinstance(found, Choices):
            options = [(feed.url, f"{feed.title}  {feed.url}".strip()) for feed in found.feeds]
            self.app.push_screen(Choose(f"Feeds of {found.page}", options), self._chosen_feed)
        elif found is not None:
            source = found.source
            question = preview_text(found, self.panes.now)
            self.app.push_screen(Confirm(question), lambda yes: self._keep_source(source) if yes else None)

    def _chosen_feed(self, url: str | None) -> None:
        if url:
            self._look_at(url)

    def _keep_source(self, source: SourcePlace) -> None:
        self._list_sources(lambda marker: marker.sources.keep(source))
        self.sitting.indexer.ask(f"sync {source.place}")
        chosen = self.sitting.chosen
        self._show_places(tuple(dict.fromkeys((*(() if chosen.bundled else chosen.places), source.place))))

    def _say_in_window(self, sentence: str) -> None:
        window = self._sources_window
        if window is not None:
            window.say(sentence)

    # What the indexer says of sources

    def source_said(self, event: dict[str, object]) -> None:
        """A source is being asked, or the look at it has ended."""
        place = str(event["place"])
        if event["phase"] == "fetching":
            self._busy.add(place)
        else:
            self._busy -= {place, str(event["was"])}
            if event["was"] != place:
                places = (place if one == event["was"] else one for one in self.sitting.chosen.places)
                self._show_places(tuple(places))
        if self._sources_window is not None:
            self._list_sources()

    def synced_said(self, event: dict[str, object]) -> None:
        """A sync that was asked for is done."""
        said = str(event["said"])
        sentence = f"{said[:1].upper()}{said[1:]}."
        over_net = any(over_network(place) for place in self.sitting.chosen.places)
        if self._sources_window is not None:
            self._say_in_window(sentence)
            self._list_sources()
        elif event["new_articles"] or event["failing"] or (event["offline"] and over_net):
            self.notify(sentence, timeout=5)
        if event["new_articles"] and self.sitting.settings.notify:
            self.app.bell()
            self.tell_terminal(f"Broadsheet: {said}")

    def tell_terminal(self, sentence: str) -> None:
        """A notification of the terminal's own (OSC 9: iTerm2, kitty, WezTerm, Windows Terminal)."""
        from tui.text.clean import clean_line

        driver = self.app._driver
        if driver is not None:
            driver.write(f"\x1b]9;{clean_line(sentence, 200)}\x07")


def preview_text(found: Preview, now: datetime) -> str:
    """A source before it is kept, as a question."""
    from tui.core.overview import kind_name
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
        "Keep it?",
    ]
    return "\n".join(lines)
