"""A source is added in the reader: what is looked at, and what is asked, when, and over what. The network is a stand-in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from textual.widgets import Input

import tui.wiring
from tui.core.previews import Choices, Preview, Wish
from tui.errors import BroadsheetError, NetworkError
from tui.formats.discovery import Announced
from tui.library.marks import SourcePlace
from tui.view.screens import asking
from tui.view.screens.adding import preview_text
from tui.view.screens.asking import Choose, Confirm
from tui.view.screens.sources import SourcesScreen

Open = Callable[..., Any]
PLACE = "https://north.example/feed"
FOUND = Preview(SourcePlace(PLACE, "feed", 0), "North Post", "rss20", 12, False, None, ("Ferry aground",))


class StandInErrand:
    """A look that ends when the test says so."""

    def __init__(self, wish: Wish, done: Callable[[], None]) -> None:
        self.wish = wish
        self.cancelled = False
        self._done = done
        self._answer: Preview | Choices | BroadsheetError = FOUND

    def cancel(self) -> None:
        self.cancelled = True
        self._done()

    def result(self) -> list[Preview | Choices | BroadsheetError]:
        return [] if self.cancelled else [self._answer]

    def end(self, answer: Preview | Choices | BroadsheetError = FOUND) -> None:
        self._answer = answer
        self._done()


@pytest.fixture
def errands(monkeypatch: pytest.MonkeyPatch) -> list[StandInErrand]:
    """The looks that were begun."""
    begun: list[StandInErrand] = []

    def start(wishes: list[Wish], network: object, done: Callable[[], None]) -> StandInErrand:
        begun.append(StandInErrand(wishes[0], done))
        return begun[-1]

    monkeypatch.setattr(tui.wiring, "start_looking", start)
    return begun


async def look_at(reader: Any, errands: list[StandInErrand], address: str = PLACE) -> StandInErrand:
    """Ask for a source at an address."""
    number = len(errands)
    if not isinstance(reader.app.screen, SourcesScreen):
        await reader.press("F")
    await reader.press("a")
    reader.app.screen.query_one(Input).value = address
    await reader.press("enter")
    await reader.until(lambda: len(errands) > number)
    return errands[-1]


def said(reader: Any) -> str:
    """What the window of sources says."""
    window = next(screen for screen in reader.app.screen_stack if isinstance(screen, SourcesScreen))
    return str(window._said.render()) if window._said.display else ""


async def asked(reader: Any) -> str:
    """The question that comes up, once it takes answers."""
    await reader.until(lambda: isinstance(reader.app.screen, Confirm) and reader.app.screen._shown)
    return str(reader.app.screen.query_one(".question").render())


async def test_enter_keeps_what_was_looked_at(open_reader: Open, errands: list[StandInErrand]) -> None:
    async with open_reader() as reader:
        errand = await look_at(reader, errands)
        assert said(reader) == f"Looking at {PLACE} …  esc ends it"
        errand.end()
        assert "Keep it?" in await asked(reader)
        assert said(reader) == ""
        await reader.press("enter")
        await reader.until(lambda: reader.indexer.asked == [f"sync {PLACE}"])
        assert reader.screen.sitting.chosen.places[-1] == PLACE


async def test_a_key_from_before_the_question_is_no_answer(
    open_reader: Open, errands: list[StandInErrand], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "UNBIDDEN", 3600)
    async with open_reader() as reader:
        errand = await look_at(reader, errands)
        errand.end()
        await reader.until(lambda: isinstance(reader.app.screen, Confirm))
        await reader.press("y", "enter", "escape")
        assert isinstance(reader.app.screen, Confirm)
        reader.app.screen._show()
        await reader.press("n")
        assert isinstance(reader.app.screen, SourcesScreen)
        assert reader.indexer.asked == []


async def test_of_several_feeds_a_key_from_before_takes_none(
    open_reader: Open, errands: list[StandInErrand], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "UNBIDDEN", 3600)
    async with open_reader() as reader:
        errand = await look_at(reader, errands, "north.example")
        errand.end(Choices("North Post", (Announced(PLACE, "All"), Announced(f"{PLACE}2", "Sport"))))
        await reader.until(lambda: isinstance(reader.app.screen, Choose))
        await reader.press("1", "enter", "escape")
        assert isinstance(reader.app.screen, Choose)
        reader.app.screen._hear()
        await reader.press("2")
        await reader.until(lambda: len(errands) == 2)
        assert errands[1].wish.address == f"{PLACE}2"


async def test_what_was_found_waits_until_the_reader_is_back(open_reader: Open, errands: list[StandInErrand]) -> None:
    async with open_reader() as reader:
        errand = await look_at(reader, errands)
        await reader.press("q", "slash")
        errand.end()
        await reader.until(lambda: reader.said)
        assert reader.said == [f"{PLACE} was looked at. F shows what was found there."]
        await reader.press("y")
        assert reader.screen.bar.text == "y"
        await reader.press("escape", "F")
        assert "Keep it?" in await asked(reader)


async def test_what_was_found_does_not_come_over_another_window(
    open_reader: Open, errands: list[StandInErrand]
) -> None:
    async with open_reader() as reader:
        errand = await look_at(reader, errands)
        await reader.press("a")
        errand.end()
        await reader.until(lambda: said(reader) == "")
        await reader.press("y")
        assert reader.app.screen.query_one(Input).value == "y"
        await reader.press("escape")
        assert "Keep it?" in await asked(reader)


async def test_esc_ends_a_look_and_then_leaves(open_reader: Open, errands: list[StandInErrand]) -> None:
    async with open_reader() as reader:
        errand = await look_at(reader, errands)
        await reader.press("escape")
        await reader.until(lambda: errand.cancelled)
        assert said(reader) == "Not looked at any further."
        errand.end()
        await reader.press("escape")
        await reader.until(lambda: reader.app.screen is reader.screen)
        assert reader.said == []


async def test_a_wrong_address_is_a_sentence(open_reader: Open, errands: list[StandInErrand]) -> None:
    async with open_reader() as reader:
        errand = await look_at(reader, errands)
        errand.end(NetworkError("There is nothing there.", "Check the address."))
        await reader.until(lambda: reader.said == ["There is nothing there. Check the address."])
        assert said(reader) == ""


async def test_a_source_that_is_there_is_looked_at_with_its_leave_and_said_to_be_there(
    open_reader: Open, errands: list[StandInErrand]
) -> None:
    async with open_reader() as reader:
        reader.screen.sitting.shelf.marks.add_source(SourcePlace(PLACE, "feed", 1, allow=("north.example:443",)))
        errand = await look_at(reader, errands, "north.example/feed")
        assert errand.wish.allow == ("north.example:443",)
        errand.end()
        assert "It is in your library already." in await asked(reader)


@pytest.mark.parametrize("width", [80, 40])
async def test_a_question_is_all_there_at_any_width(open_reader: Open, width: int) -> None:
    question = (
        "The text of this link says bank.example, but it leads to"
        " login-bank-example.account-verification.attacker.example. Open it?"
    )
    async with open_reader(size=(width, 24)) as reader:
        screen = Confirm(question)
        reader.app.push_screen(screen)
        await reader.until(lambda: screen._shown)
        box = screen.query_one(".window").region
        assert (max(0, box.x), min(width, box.right)) == (box.x, box.right)
        shown = "".join(screen.query_one(".question").render_line(y).text for y in range(box.height))
        assert "".join(question.split()) in "".join(shown.split())
        assert screen.query_one(".hint").region.bottom <= 24


async def test_the_keys_of_a_long_question_stay_in_sight(open_reader: Open) -> None:
    async with open_reader(size=(40, 24)) as reader:
        screen = Confirm(preview_text(FOUND, datetime.now(UTC)) + "\nhttps://north.example/" + "x" * 2000)
        reader.app.push_screen(screen)
        await reader.until(lambda: screen._shown)
        assert screen.query_one(".hint").region.bottom < 24
        assert screen.query_one(".window").region.height <= 24
