"""The search while it is worded: completed, recalled, put right, said in words. Finds nothing itself."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from tui.errors import BroadsheetError, LibraryError
from tui.view.background import Seeker
from tui.view.messages import Failed, ValuesFound
from tui.view.screens.ahead import AheadScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tui.query import Fault
    from tui.query.completing import Completion, Place
    from tui.view.sitting import Sitting
    from tui.view.widgets.completion_list import CompletionList
    from tui.view.widgets.search_bar import SearchBar

COMPLETE_AFTER = 0.05
"""Seconds after a key; enough for the list to be painted."""


class WordingScreen(AheadScreen):
    """Helps with the words of a search."""

    def __init__(self, sitting: Sitting) -> None:
        super().__init__(sitting)
        self._place: Place | None = None
        """What is being completed."""
        self._offered: list[Completion] = []
        self._to_complete: Callable[[], None] | None = None
        """Completes what was typed last, a moment later."""
        self._fault: Fault | None = None
        """What is wrong with the text in the bar."""
        self._history: list[str] | None = None
        """Searches asked before, the newest first; None until they are wanted."""
        self._recalled = -1
        """Which of them stands in the bar; -1 = what is being typed."""
        self._draft = ""
        """What was being typed."""
        self._remembered = ""
        """What was kept last."""

    @cached_property
    def completions(self) -> CompletionList:
        """What could be typed next, over the bar."""
        from tui.view.widgets.completion_list import CompletionList

        return CompletionList()

    def open_seekers(self) -> None:
        from tui.view.finding import ValuesFinder

        super().open_seekers()
        self._valuer = Seeker(lambda: ValuesFinder(self.sitting.library), self._deliver_values)

    # Into the bar and out of it

    def fit_bar(self) -> None:
        """Mount the bar and its completions, which the first paint does not show (10 ms)."""
        if not self.bar.is_attached:
            self.mount(self.bar, after=self.panes)
            self.mount(self.completions)

    def action_search_find(self) -> None:
        self.fit_bar()
        if not self.ready:
            self.open_seekers()
        self._recalled, self._draft = -1, ""
        self.bar.add_class("open")
        self.bar.focus()
        self.say_note()

    def on_search_bar_accepted(self, message: SearchBar.Accepted) -> None:

        self._complete_now()
        if self.completions.chosen is not None:
            self._take(self.completions.chosen)
            self.bar.entered = False
            self.let_keys_go()
        else:
            self.leave_bar()
            self.bar.entered = False
            self.wait_for_list()

    def leave_bar(self) -> None:
        """Back to the list, with the search that is in force."""
        self._close_bar()
        self.panes.use(self.panes.stories)

    def on_descendant_focus(self) -> None:
        # A click on a pane leaves the bar too.
        if self.bar_open and self.focused is not None and not self.bar.has_input_focus:
            self._close_bar()

    def _close_bar(self) -> None:
        self._to_complete = None
        self.offer([])
        self._fault = None
        # The last keys may not have been asked for yet. What cannot be understood is not in force: the bar must not say
        # that it is.
        if self.bar.text != self.asked_text and self.ask_for(self.bar.text, typing=True).faults:
            self.bar.text = self.asked_text
        self.bar.remove_class("open")
        self.remember(self.asked_text)
        self.say()

    def action_program_clear(self) -> None:
        if self.bar.has_input_focus:
            self.leave_bar()
        elif self.let_go():
            return
        elif self.panes.in_use is not self.panes.stories:
            self.panes.use(self.panes.stories)
        elif self.panes.zoomed:
            self.panes.zoomed = False
        elif self.asked_text:
            self.bar.text = ""
            self.ask_for("", keep=True)

    # What is typed

    def on_search_bar_asked(self, message: SearchBar.Asked) -> None:
        if message.text != self.bar.text:
            return  # Keys have come since; they are asked for next.
        if message.typed:
            self._recalled = -1
        query = self.ask_for(message.text, typing=True)
        self._fault = query.faults[0] if query.faults else None
        self.say_note()
        self._complete_later(message.text, message.cursor, wanted=message.typed)

    def say_note(self) -> None:
        """What stands under the input: what is wrong, else how many stories there are and what is asked for."""
        if not self.bar_open:
            return
        if self._fault is not None:
            hint = f"tab writes {self._fault.suggestion}" if self._fault.suggestion else ""
            self.bar.show_fault(self._fault.message, self._fault.start, self._fault.end, hint)
            return
        rows = "articles" if self.alone else "stories"
        if self.shown is None:
            said = f"… {rows}"
        elif self.shown == 1:
            said = "1 article" if self.alone else "1 story"
        else:
            said = f"{self.shown:,} {rows}" if self.shown else "Nothing matches."
        if self.sitting.settings.sentence and (self.asked.node is not None or self.asked.sort is not None):
            from tui.query.sentence import sentence

            said += f"  ·  {sentence(self.asked)}"
        self.bar.show_note(said)

    def _complete_later(self, text: str, cursor: int, *, wanted: bool) -> None:
        """Offer completions once the list has been painted: another number of them lays out the screen anew (20 ms)."""
        self._to_complete = partial(self._complete, text, cursor, wanted=wanted)
        self.set_timer(COMPLETE_AFTER, partial(self._complete_now, self._to_complete))

    def _complete_now(self, only: Callable[[], None] | None = None) -> None:
        """What is offered belongs to what stands in the bar. `only`: unless more has been typed since."""
        if self._to_complete is not None and only in (None, self._to_complete):
            self._to_complete()

    def _complete(self, text: str, cursor: int, *, wanted: bool) -> None:
        self._to_complete = None
        from tui.query.completing import completions, place_at

        place = place_at(text, cursor) if wanted else None
        # Between words nothing is offered unasked.
        if place is None or (place.field is None and not place.typed):
            self.offer([])
        elif place.wants_values:
            if self._place is None or self._place.field != place.field:
                self.offer([])
            self._valuer.ask(place)
        else:
            self.offer(completions(place))
        self._place = place

    def _deliver_values(self, place: Place, answer: Sequence[tuple[str, int]] | BroadsheetError) -> None:
        self.post(Failed(answer) if isinstance(answer, BroadsheetError) else ValuesFound(place, answer))

    def on_values_found(self, message: ValuesFound) -> None:
        from tui.query.completing import completions

        if message.place == self._place and self.bar.has_input_focus:
            self.offer(completions(message.place, message.values))

    def offer(self, offered: list[Completion]) -> None:
        """List what could be typed next; an empty list hides it."""

        self._offered = offered
        from tui.view.widgets.completion_list import Offer

        self.completions.show([Offer(each.shown, each.note) for each in offered])
        if not offered:
            self._place = None

    # Keys in the bar

    def on_search_bar_completion_requested(self) -> None:
        self.action_search_complete()

    def action_search_complete(self) -> None:
        from tui.query.completing import completions, place_at

        self._complete_now()
        if self._offered:
            self._take(self.completions.chosen or 0)
        elif self._fault is not None and self._fault.suggestion:
            text, fault = self.bar.text, self._fault
            text = text[: fault.start] + fault.suggestion + text[fault.end :]
            self.bar.put(text, fault.start + len(fault.suggestion), typed=True)
        else:
            place = place_at(self.bar.text, self.bar.cursor)
            if place is not None and not place.typed:
                self._place = place
                self.offer(completions(place))

    def on_completion_list_taken(self, message: CompletionList.Taken) -> None:
        self._take(message.index)
        self.bar.focus()

    def _take(self, index: int) -> None:
        taken = self._offered[index]
        self.bar.put(taken.text, taken.cursor, typed=True)

    def on_search_bar_stepped(self, message: SearchBar.Stepped) -> None:
        self._complete_now()
        if self._offered:
            self.completions.step(message.by)
        else:
            self._recall(-message.by)

    def action_search_recall(self) -> None:
        self._recall(1)

    def _recall(self, by: int) -> None:
        """Put what was asked before (`by` 1), or after that, into the bar."""
        if self._history is None:
            try:
                self._history = self.sitting.shelf.searches.history()
            except LibraryError as error:
                self.fault(error)
                return
        if self._recalled < 0:
            self._draft = self.bar.text
        at = self._recalled + by
        # The search in force stands in the bar already when the bar opens.
        while 0 <= at < len(self._history) and self._history[at].strip() == self.bar.text.strip():
            at += by
        if -1 <= at < len(self._history):
            self._recalled = at
            self.bar.put(self._draft if at < 0 else self._history[at], typed=False)

    def remember(self, text: str) -> None:
        text = text.strip()
        if not text or text == self._remembered:
            return
        self._remembered = text
        if self._history is not None:
            self._history = [text, *(each for each in self._history if each != text)]
        self.clerk.do(lambda marker: marker.remember(text))

    def on_search_bar_help_requested(self) -> None:
        from tui.view.screens.cheat_sheet import CheatSheet

        self.app.push_screen(CheatSheet(self.sitting.keymap))
