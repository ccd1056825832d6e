"""Sources on the reader's screen: listed, renamed, paused, removed, asked. Fetches nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from tui.core.choosing import FEED, SITE, Chosen
from tui.view.messages import SourceChanged, SourcesChosen, SourcesListed
from tui.view.screens.keeping import KeepingScreen

if TYPE_CHECKING:
    from tui.core.overview import SourceStatus
    from tui.library.marks import SourcePlace
    from tui.view.marker import Marker
    from tui.view.screens.sources import SourcesScreen
    from tui.view.sitting import Sitting

_STAYS = {
    FEED: "What the library has of it goes, also items that the feed shows no more. Your marks stay.",
    SITE: "What the library has of it goes, with the copy of its repository. Your marks stay.",
}
"""What removing a source does, by its kind."""
_FILES_STAY = "Its files and your marks stay."


class SourcingScreen(KeepingScreen):
    """Keeps the library's sources."""

    def __init__(self, sitting: Sitting) -> None:
        super().__init__(sitting)
        self._busy: set[str] = set()
        """Places that are being asked over the network now."""
        self.statuses: Sequence[SourceStatus] | None = None
        """How the sources were when they were last listed."""

    def action_view_sources(self) -> None:
        from tui.view.screens.sources import SourcesScreen

        self.show_window(SourcesScreen(self), "view.sources")
        self.list_sources()

    @property
    def sources_window(self) -> SourcesScreen | None:
        """The window of sources, also where another one lies over it."""
        from tui.view.screens.sources import SourcesScreen

        return next((screen for screen in self.app.screen_stack if isinstance(screen, SourcesScreen)), None)

    def say_in_window(self, sentence: str) -> None:
        """Say something in the window of sources, if it is there; "" takes back what was said."""
        window = self.sources_window
        if window is not None:
            window.say(sentence)

    def list_sources(self) -> None:
        """Have it found out how the sources are."""
        self.clerk.do(self._tell_sources)

    def _tell_sources(self, marker: Marker) -> None:
        """On the clerk's thread."""
        self.post(SourcesListed(marker.sources.every()))

    def on_sources_listed(self, message: SourcesListed) -> None:
        self.statuses = message.statuses
        window = self.sources_window
        if window is not None:
            window.show(message.statuses, self._busy, self.never_grouped(), self.panes.now)
        self.say()

    def on_sources_screen_wished(self, message: SourcesScreen.Wished) -> None:
        from tui.text.clean import clean_line
        from tui.view.screens.asking import AskLine, Confirm

        status = message.status
        match message.verb:
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
                self.change_source(lambda marker: marker.sources.pause(source, not source.paused))
            case "remove" if status is not None:
                question = f"Remove {status.title}? {_STAYS.get(status.source.kind, _FILES_STAY)}"
                self.app.push_screen(Confirm(question), lambda yes: self._remove_source(status) if yes else None)

    def change_source(self, change: Callable[[Marker], object], *, kept: str = "", removed: str = "") -> None:
        """Have something changed about the sources. `kept`, `removed`: the place of a source that comes, or goes, by it."""

        def do(marker: Marker) -> None:
            change(marker)
            self.post(SourceChanged(kept, removed))
            self._tell_sources(marker)

        self.clerk.do(do)

    def on_source_changed(self, message: SourceChanged) -> None:
        # Not before it is stored: the indexer reads there what it is to ask.
        chosen = self.sitting.chosen
        if message.kept:
            self.sitting.indexer.ask(f"sync {message.kept}")
            places = () if chosen.bundled else chosen.places
            self._choose(chosen._replace(places=tuple(dict.fromkeys((*places, message.kept))), bundled=False))
        if message.removed:
            self.sitting.indexer.ask(f"forget {message.removed}")
            self._choose(chosen._replace(places=tuple(place for place in chosen.places if place != message.removed)))
            if not self.sitting.chosen.places:
                self._choose_anew()

    def _rename_source(self, source: SourcePlace, name: str | None) -> None:
        if name is not None:
            self.change_source(lambda marker: marker.sources.rename(source, name))

    def _remove_source(self, status: SourceStatus) -> None:
        source = status.source
        self.change_source(lambda marker: marker.sources.remove(source), removed=source.place)

    # Which sources are shown

    def _choose(self, chosen: Chosen) -> None:
        """List the stories of these sources from now on."""
        self.sitting = self.sitting._replace(chosen=chosen)
        self.panes.show_bundled(chosen.bundled)
        self.ask(keep=True)
        self.count()

    def _choose_anew(self) -> None:
        """Have it looked up what the library has."""
        self.clerk.do(lambda marker: self.post(SourcesChosen(marker.sources.chosen())))

    def look_elsewhere(self) -> None:
        """Show what other processes have written to the library, if they have."""

        def look(marker: Marker) -> None:
            if marker.sources.changed_elsewhere():
                self.post(SourcesChosen(marker.sources.chosen()))

        self.clerk.do(look)

    def on_sources_chosen(self, message: SourcesChosen) -> None:
        before, chosen = self.sitting.chosen, message.chosen
        if (before.named and before.places) or set(before.places) == set(chosen.places):
            self.ask(keep=True)
            self.count()
            return
        for place in chosen.places:
            if place not in before.places:
                self.sitting.indexer.ask(f"keep {place}")
        for place in () if before.bundled else before.places:
            if place not in chosen.places:
                self.sitting.indexer.ask(f"forget {place}")
        self._choose(chosen)
        if self.sources_window is not None:
            self.list_sources()

    # What the indexer says of sources

    def source_said(self, event: dict[str, object]) -> None:
        """A source is being asked, or the look at it has ended."""
        place = str(event["place"])
        if event["phase"] == "fetching":
            self._busy.add(place)
        else:
            self._busy -= {place, str(event["was"])}
            if event["was"] != place:
                chosen = self.sitting.chosen
                places = (place if one == event["was"] else one for one in chosen.places)
                self._choose(chosen._replace(places=tuple(places)))
        if self.sources_window is not None:
            self.list_sources()

    def synced_said(self, event: dict[str, object]) -> None:
        """A sync is over."""
        said = str(event["said"])
        sentence = f"{said[:1].upper()}{said[1:]}."
        # Faults, and when each source was last looked at, are told by nothing else.
        self.count()
        if self.sources_window is not None:
            self.list_sources()
            self.say_in_window(sentence)
        elif event["tell"]:
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
