"""Saved searches on the screen: saved, listed, run, as tabs, with what is unread of each. Stores and counts nothing itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tui.errors import BroadsheetError, LibraryError
from tui.view.background import Seeker
from tui.view.messages import Failed, UnreadCounted
from tui.view.screens.wording import WordingScreen

if TYPE_CHECKING:
    from tui.core.searches import Saved
    from tui.query import Query
    from tui.view.finding import Unread
    from tui.view.messages import Marked
    from tui.view.screens.saved import Picked, SavedScreen
    from tui.view.sitting import Sitting
    from tui.view.widgets.search_tabs import SearchTabs

EVERYTHING = "All"
"""The tab of the list that nothing is searched for in."""


class KeepingScreen(WordingScreen):
    """Keeps searches under names."""

    def __init__(self, sitting: Sitting) -> None:

        super().__init__(sitting)
        self.tabs: SearchTabs | None = None
        if sitting.settings.saved_tabs:
            from tui.view.widgets.search_tabs import SearchTabs

            self.tabs = SearchTabs()
        self._saved: list[Saved] = []
        self._unread: dict[str, int] = {}
        """Search → how many of its stories are unread."""
        self._faulty: set[str] = set()
        """Searches that ask for nothing that can be found."""
        self._counted: Unread | None = None
        """What is being counted."""
        self._tab = 0
        """The tab that was last gone to, from 0, which is the plain list."""
        self._all_unread = 0

    def open_seekers(self) -> None:
        from tui.view.finding import UnreadFinder

        super().open_seekers()
        self._unread_counter = Seeker(lambda: UnreadFinder(self.sitting.library), self._deliver_unread)

    def load_saved(self) -> None:
        """Read the saved searches, and have their unread stories counted where they are shown."""
        from tui.core.searches import every

        try:
            self._saved = every(self.sitting.settings.searches, self.sitting.shelf.searches.saved())
        except LibraryError as error:
            self.fault(error)
        self.count_saved()
        self._show_saved()

    def count_saved(self, *, all_unread: int | None = None) -> None:
        """Have the unread stories of saved searches counted anew. `all_unread`: those of the plain list."""
        from tui.core.searches import unread
        from tui.query import parse
        from tui.view.finding import Unread

        if all_unread is not None:
            self._all_unread = all_unread
            self._show_saved()
        if self.tabs is None and self._window is None:
            return
        queries = []
        self._faulty.clear()
        for text in dict.fromkeys(saved.text for saved in self._saved):
            query = parse(text, now=self.panes.now, typing=False)
            if query.faults:
                self._faulty.add(text)
            else:
                group = self.sitting.settings.grouping if query.group is None else query.group
                queries.append((text, replace(unread(query), group=group)))
        self._counted = Unread(tuple(queries), self.sitting.chosen.places)
        self._unread_counter.ask(self._counted)

    def _deliver_unread(self, asked: Unread, answer: tuple[str, int] | BroadsheetError) -> None:
        self.post(Failed(answer) if isinstance(answer, BroadsheetError) else UnreadCounted(asked, *answer))

    def on_unread_counted(self, message: UnreadCounted) -> None:

        if message.asked == self._counted:
            self._unread[message.text] = message.unread
            self._show_saved()

    @property
    def _window(self) -> SavedScreen | None:
        from tui.view.screens.saved import SavedScreen

        return next((screen for screen in self.app.screen_stack if isinstance(screen, SavedScreen)), None)

    def _show_saved(self) -> None:
        """Bring the tabs and the window up to date."""
        from tui.view.finding import MOST_UNREAD
        from tui.view.screens.saved import unread_text

        if self.tabs is not None:
            from tui.view.widgets.search_tabs import Tab

            counts = [self._all_unread, *(self._unread.get(saved.text, 0) for saved in self._saved)]
            names = [EVERYTHING, *(saved.name for saved in self._saved)]
            faulty = [False, *(saved.text in self._faulty for saved in self._saved)]
            self.tabs.tabs = tuple(
                Tab(name, unread_text(count, MOST_UNREAD) if count and not wrong else "", wrong)
                for name, count, wrong in zip(names, counts, faulty, strict=True)
            )
            self.tabs.current = self._current_tab()
        if self._window is not None:
            said = {text: f"{unread_text(number, MOST_UNREAD)} unread" for text, number in self._unread.items()}
            said |= dict.fromkeys(self._faulty, "has a fault")
            self._window.show(self._saved, said)

    def _current_tab(self) -> int | None:
        """The tab of the search in force."""
        texts = ["", *(saved.text for saved in self._saved)]
        asked = self.asked_text.strip()
        if self._tab < len(texts) and texts[self._tab] == asked:
            return self._tab
        return texts.index(asked) if asked in texts else None

    def ask_for(self, text: str, *, keep: bool = False, typing: bool = False) -> Query:
        query = super().ask_for(text, keep=keep, typing=typing)
        if self.tabs is not None:
            self.tabs.current = self._current_tab()
        return query

    @property
    def list_title(self) -> str:
        """What the list shows: the name of a saved search, or stories."""
        tab = self._current_tab()
        return self._saved[tab - 1].name if tab else "Stories"

    # Saving

    def action_search_save(self) -> None:
        from tui.core.searches import clean_name, name_fault
        from tui.query import parse

        self.offer([])
        if self._fault is not None:
            self.warn("Put the search right first: what is wrong stands under it.")
            return
        from tui.query.terms import at_rest

        text = at_rest(self.bar.text) if self.bar.has_input_focus else self.asked_at_rest
        faults = parse(text, now=self.panes.now, typing=False).faults
        if not text:
            self.warn(self.sitting.keymap.said("There is no search to save: press {search.find} and type one."))
        elif faults:
            self.warn(f"This cannot be saved: {faults[0].message}.")
        else:
            from tui.view.screens.asking import AskLine

            tab = self._current_tab()
            name = self._saved[tab - 1].name if tab and self._saved[tab - 1].own else ""
            window = AskLine("Save the search as", name, text, clean_name, lambda name: name_fault(name, self._saved))
            self.app.push_screen(window, lambda name: self._save(name, text))

    def _save(self, name: str | None, text: str) -> None:
        if name:
            self.mark(lambda marker: marker.save_search(name, text), aloud=True)

    def on_marked(self, message: Marked) -> None:
        if message.searched:
            self.load_saved()

    # The window

    def action_search_saved(self) -> None:
        from tui.view.screens.saved import SavedScreen

        window = SavedScreen(self, self._saved, {}, self.sitting.keymap)
        self.show_window(window, "search.saved", self._picked)
        self.load_saved()

    def _picked(self, picked: Picked | None) -> None:
        if picked is None:
            return
        if picked.edit or not self._run(picked.saved):
            self.action_search_find()
            # With a blank behind it: nothing of it is being typed.
            self.bar.put(f"{picked.saved.text} ", typed=False)

    def on_saved_screen_change_requested(self, message: SavedScreen.ChangeRequested) -> None:
        from tui.core.searches import clean_name, name_fault

        name = message.saved.name
        if message.verb == "rename":
            from tui.view.screens.asking import AskLine

            def fault(new: str) -> str:
                return name_fault(new, self._saved, of=name)

            window = AskLine("Rename the search", name, message.saved.text, clean_name, fault)
            self.app.push_screen(window, lambda new: self._rename(name, new))
        elif message.verb == "delete":
            self.mark(lambda marker: marker.delete_search(name), aloud=True)
        else:
            by = 1 if message.verb == "down" else -1
            self.mark(lambda marker: marker.move_search(name, by))

    def _rename(self, name: str, new: str | None) -> None:
        if new:
            self.mark(lambda marker: marker.rename_search(name, new), aloud=True)

    def on_saved_screen_undo_requested(self) -> None:
        self.action_story_undo()

    # Running

    def _run(self, saved: Saved) -> bool:
        """Ask for a saved search; False if it is faulty."""
        if self.ask_for(saved.text).faults:
            return False
        self._tab = self._saved.index(saved) + 1
        self.bar.text = f"{saved.text} "
        self._gone_to()
        return True

    def _go_to_tab(self, tab: int) -> None:
        from tui.view.screens.saved import Picked

        if tab == 0:
            self._tab = 0
            self.bar.text = ""
            self.ask_for("")
            self._gone_to()
        elif not self._run(self._saved[tab - 1]):
            self._picked(Picked(self._saved[tab - 1], edit=True))

    def _gone_to(self) -> None:
        self.panes.use(self.panes.stories)
        self.say()
        self._show_saved()

    def _step_tab(self, by: int) -> None:
        if not self._saved:
            self.warn(self.sitting.keymap.said("There are no saved searches: {search.save} saves the one in force."))
            return
        tab = self._current_tab()
        tab = self._tab if tab is None else tab
        # A faulty search is passed over, so that those behind it are within reach; at the latest the plain list is asked for.
        while (tab := (tab + by) % (len(self._saved) + 1)) and not self._run(self._saved[tab - 1]):
            pass
        if tab == 0:
            self._go_to_tab(0)

    def action_search_next_saved(self) -> None:
        self._step_tab(1)

    def action_search_previous_saved(self) -> None:
        self._step_tab(-1)

    def on_search_tabs_chosen(self, message: SearchTabs.Chosen) -> None:
        self._go_to_tab(message.index)
