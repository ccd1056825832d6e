"""Pictures of stories as the reader sees them: shown and hidden, following the cursor, and what stands in their place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import Event
from typing import Any

import pytest
from building import story_file
from images.making import BLUE, GREEN, RED, file_of, halves
from net.hostile import Hostile
from outlet import STRAIGHT, leads_to, outlet, serves, waits
from textual.events import Key

from tui.config import Settings
from tui.images import fetching
from tui.images.fetching import PictureFetcher
from tui.view.picturing import KEPT, Drawn, PictureWanted
from tui.view.screens import reading

Open = Callable[..., Any]

FETCHING = "fetching the picture …"
EXCERPT = "All 212 passengers of the ferry were taken off by noon."
MANY = 20


@pytest.fixture
def held() -> Event:
    """Lets the picture /slow.png be answered."""
    return Event()


@pytest.fixture
def server(held: Event, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hostile]:
    """The outlet's site, whose pictures the reader may fetch."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    red, blue = serves(file_of(halves((640, 480)))), serves(file_of(halves((640, 480), above=BLUE, below=GREEN)))
    routes = {
        "/red.png": red,
        "/blue.png": blue,
        "/slow.png": waits(held, red),
        "/login.png": serves(b"<html>", "image/png"),
        **{f"/{number}.png": red for number in range(MANY)},
    }
    with outlet(routes) as site:
        monkeypatch.setattr(reading, "picture_fetcher", lambda settings: PictureFetcher(STRAIGHT, site.allow))
        yield site


def stories(*pictures: dict[str, object] | None) -> dict[str, bytes]:
    """Story files, newest first, each with this picture."""
    return {
        f"{place}.md": story_file(
            f"Story {place}",
            url=f"https://north.example/{place}",
            publishedDateTime=f"2023-07-28T10:00:{59 - place:02}Z",
            excerpt=EXCERPT,
            provider={"name": "North Post", "domain": "north.example"},
            images=[picture] if picture is not None else [],
        )
        for place, picture in enumerate(pictures)
    }


def at(server: Hostile, *paths: str, **more: object) -> dict[str, bytes]:
    """The same with pictures of the site."""
    return stories(*({"url": server.url(path), **more} for path in paths))


def lines(reader: Any) -> list[str]:
    """The story's pane as it stands on screen."""
    detail = reader.screen.panes.detail
    return [detail.render_line(y).text.strip() for y in range(detail.size.height)]


def picture(reader: Any) -> list[str]:
    """The lines of the picture."""
    return [line for line in lines(reader) if line and not line.strip("▀")]


def colour(reader: Any) -> tuple[int, ...]:
    """The colour of the picture's first pixel."""
    detail = reader.screen.panes.detail
    place = next(y for y in range(detail.size.height) if "▀" in detail.render_line(y).text)
    segment = next(one for one in detail.render_line(place) if "▀" in one.text)
    return tuple(segment.style.color.triplet)


async def until_shown(reader: Any, first: tuple[int, ...] = RED) -> None:
    await reader.until(lambda: picture(reader) and colour(reader) == first)


async def test_it_is_shown_above_the_excerpt_and_hidden_again(open_reader: Open, server: Hostile) -> None:
    async with open_reader(files=at(server, "/red.png")) as reader:
        before = lines(reader)
        assert not server.seen
        await reader.press("i")
        assert FETCHING in lines(reader)
        await until_shown(reader)
        shown = lines(reader)
        assert shown.index(EXCERPT) == before.index(EXCERPT) + len(picture(reader)) + 1
        height = reader.screen.panes.detail.size.height
        assert height // 3 - 1 <= len(picture(reader)) <= max(7, height // 3)
        # A cell is twice as high as wide: 640 by 480 pixels keep their shape.
        assert len(picture(reader)[0]) == round(len(picture(reader)) * 2 * 640 / 480)
        child = reader.screen._pictures._reader._fetcher._child._process
        await reader.press("i")
        assert lines(reader) == before
        assert child.wait(5) != 0
        assert reader.said == []
        assert server.paths() == ["/red.png"]


async def test_what_is_below_does_not_move_when_it_comes(open_reader: Open, server: Hostile, held: Event) -> None:
    async with open_reader(files=at(server, "/slow.png", width=640, height=480)) as reader:
        await reader.press("i")
        await reader.until(lambda: server.seen)
        waiting = lines(reader)
        assert FETCHING in waiting
        held.set()
        await until_shown(reader)
        assert lines(reader).index(EXCERPT) == waiting.index(EXCERPT)


async def test_it_follows_the_cursor_and_comes_back_without_asking_again(open_reader: Open, server: Hostile) -> None:
    async with open_reader(files=at(server, "/red.png", "/blue.png")) as reader:
        await reader.press("i")
        await until_shown(reader)
        await reader.press("j")
        await until_shown(reader, BLUE)
        await reader.press("k")
        await until_shown(reader)
        await reader.press("J", "K", "m", "s")
        await reader.until(lambda: reader.screen.panes.story.row.starred)
        assert colour(reader) == RED
        assert server.paths() == ["/red.png", "/blue.png"]


@pytest.mark.parametrize("key", ["j", "J"])
async def test_holding_a_key_fetches_only_where_it_ends(
    open_reader: Open, server: Hostile, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    async with open_reader(files=at(server, *(f"/{number}.png" for number in range(MANY)))) as reader:
        await reader.press("i")
        await until_shown(reader)
        wanted, asked = reader.screen._pictures._reader, []
        ask = wanted.ask
        monkeypatch.setattr(wanted, "ask", lambda picture: (asked.append(picture), ask(picture)))
        for _ in range(MANY - 1):
            reader.app._driver.send_message(Key(key, key))
            await reader.pilot.pause(0.03)  # as a keyboard repeats it
        await reader.until(lambda: reader.screen.panes.story.row.title == f"Story {MANY - 1}")
        await until_shown(reader)
        assert server.paths()[-1] == f"/{MANY - 1}.png"
        assert len(asked) < MANY // 4, "one, but that a busy machine may take a rest between two keys"


async def test_the_next_one_does_not_wait_for_a_slow_one(open_reader: Open, server: Hostile, held: Event) -> None:
    async with open_reader(files=at(server, "/slow.png", "/blue.png")) as reader:
        await reader.press("i")
        await reader.until(lambda: server.seen)
        await reader.press("j")
        await until_shown(reader, BLUE)
        held.set()
        await reader.press("k")
        await until_shown(reader)
        assert server.paths() == ["/slow.png", "/blue.png", "/slow.png"], (
            "what was broken off is no fault of the picture"
        )


async def test_a_fault_is_one_sentence_and_is_not_asked_for_again(open_reader: Open, server: Hostile) -> None:
    async with open_reader(files=at(server, "/gone.png", "/login.png", "/status?is=503")) as reader:
        await reader.press("i")
        await reader.until(lambda: "No picture: it is gone from its address (404)." in lines(reader))
        await reader.press("j")
        await reader.until(lambda: "No picture: there is something else at its address." in lines(reader))
        await reader.press("j")
        await reader.until(lambda: any("is in trouble of its own (503)." in line for line in lines(reader)))
        busy = server.paths().count("/status")
        await reader.press("k", "k")
        await reader.until(lambda: "No picture: it is gone from its address (404)." in lines(reader))
        assert server.paths().count("/gone.png") == 1
        await reader.press("j", "j")
        await reader.until(lambda: server.paths().count("/status") > busy)
        assert reader.said == []
        await reader.press("k", "k", "i", "i")
        await reader.until(lambda: server.paths().count("/gone.png") == 2)


@pytest.mark.parametrize("image", [None, {"url": "/logo.png"}, {"url": "file:///etc/passwd"}])
async def test_a_story_without_one_says_so(open_reader: Open, server: Hostile, image: dict[str, object] | None) -> None:
    async with open_reader(files=stories(image)) as reader:
        await reader.press("i")
        assert "This article has no picture." in lines(reader)
        assert reader.screen._pictures._timer is None


async def test_a_redirect_into_the_own_network_is_refused(
    open_reader: Open, server: Hostile, monkeypatch: pytest.MonkeyPatch
) -> None:
    with outlet() as other, outlet({"/a.png": leads_to(other.url("/ok"))}) as site:
        monkeypatch.setattr(reading, "picture_fetcher", lambda settings: PictureFetcher(STRAIGHT, site.allow))
        async with open_reader(files=at(site, "/a.png")) as reader:
            await reader.press("i")
            await reader.until(lambda: "is this computer" in " ".join(lines(reader)))
            assert not other.seen


async def test_another_size_of_the_pane_makes_another_picture_without_asking(
    open_reader: Open, server: Hostile
) -> None:
    async with open_reader(files=at(server, "/red.png")) as reader:
        await reader.press("i")
        await until_shown(reader)
        small = len(picture(reader))
        await reader.press("tab", "z")
        await reader.until(lambda: len(picture(reader)) > small)
        await reader.pilot.resize_terminal(60, 20)
        await reader.until(lambda: 0 < len(picture(reader)) <= 7)
        assert server.paths() == ["/red.png"]


async def test_what_is_not_on_screen_is_not_fetched(open_reader: Open, server: Hostile) -> None:
    async with open_reader(size=(80, 24), files=at(server, "/red.png", "/blue.png")) as reader:
        await reader.press("i")
        assert reader.said == ["Pictures are shown. They stand in the story's pane."]
        await reader.press("j")
        await reader.until(lambda: reader.screen.panes.story.row.title == "Story 1")
        assert reader.screen._pictures._timer is None
        await reader.press("enter")
        await until_shown(reader, BLUE)
        assert server.paths() == ["/blue.png"]


async def test_the_setting_shows_them_from_the_start(open_reader: Open, server: Hostile) -> None:
    async with open_reader(files=at(server, "/red.png"), settings=Settings(images=True)) as reader:
        await until_shown(reader)
        await reader.press("i")
        assert picture(reader) == []


async def test_those_are_kept_that_were_shown_last(open_reader: Open, server: Hostile) -> None:
    async with open_reader(files=at(server, "/red.png", "/blue.png")) as reader:
        await reader.press("i")
        await until_shown(reader)
        await reader.press("j")
        await until_shown(reader, BLUE)
        await reader.press("k")
        await until_shown(reader)
        pictures = reader.screen._pictures
        shown = pictures._kept[server.url("/red.png")]
        assert isinstance(shown, Drawn)
        for number in range(KEPT - 1):
            pictures.take(PictureWanted(f"http://a.example/{number}", (9, 9)), shown)
        assert len(pictures._kept) == KEPT
        assert server.url("/red.png") in pictures._kept
        assert server.url("/blue.png") not in pictures._kept


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"NO_COLOR": "1"}, "Pictures need colours, which NO_COLOR turns off."),
        ({"COLORTERM": "", "TERM": "xterm"}, "Pictures need a terminal of 256 colours or more."),
    ],
)
async def test_without_colours_it_says_so(
    open_reader: Open, server: Hostile, monkeypatch: pytest.MonkeyPatch, environ: dict[str, str], said: str
) -> None:
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    async with open_reader(files=at(server, "/red.png", "/blue.png")) as reader:
        await reader.press("i", "j")
        assert said in " ".join(lines(reader))
        assert not server.seen


async def test_256_colours_are_enough(open_reader: Open, server: Hostile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLORTERM", "")
    async with open_reader(files=at(server, "/red.png")) as reader:
        await reader.press("i")
        await until_shown(reader)


async def test_without_the_extra_it_says_how_to_get_it(
    open_reader: Open, server: Hostile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "find_spec", lambda name: None)
    async with open_reader(files=at(server, "/red.png")) as reader:
        await reader.press("i")
        assert "pip install 'broadsheet[images]'" in " ".join(lines(reader))
        assert not server.seen


async def test_quitting_ends_the_process_that_fetches(open_reader: Open, server: Hostile) -> None:
    async with open_reader(files=at(server, "/slow.png")) as reader:
        await reader.press("i")
        await reader.until(lambda: server.seen)
        child = reader.screen._pictures._reader._fetcher._child._process
        await reader.press("q")
    assert child.wait(5) != 0
