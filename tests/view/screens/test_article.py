"""Reading an article here, as the reader sees it: from its first line to its links, online and off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from building import entry, story_file
from net.hostile import Hostile
from outlet import SENTENCE, STRAIGHT, outlet, page, serves, waits
from textual.events import Key

from tui.article import fetching
from tui.article.fetching import Fetcher
from tui.config import Settings
from tui.library.opening import open_texts
from tui.library.texts import KeptText
from tui.view.actions import ON_TEXT
from tui.view.screens import reading
from tui.view.screens.article import ArticleScreen

Open = Callable[..., Any]
Recorded = tuple[tuple[str, ...], Path]

LINKS = "".join(f'<p>{SENTENCE} <a href="/link{number}">Link {number}</a> {SENTENCE}</p>' for number in range(1, 13))
TALE = f"<p>{SENTENCE * 5}</p><h2>The pump</h2><p>The <b>pump</b> failed. {SENTENCE * 5}</p><p>A new Pump came. {SENTENCE}</p>"


@pytest.fixture
def held() -> Event:
    """Lets the page /slow be answered."""
    return Event()


@pytest.fixture
def server(held: Event, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hostile]:
    """The outlet's site, which the reader may fetch from."""
    routes = {
        "/ferry": serves(page("Ferry runs aground off Skagen", TALE)),
        "/bridge": serves(page("Bridge", "<p>Subscribe to read on about the bridge.</p>")),
        "/links": serves(page("Links", LINKS)),
        "/amp": serves(page("AMP", TALE)),
        "/slow": waits(held, serves(page("Slow", TALE))),
    }
    with outlet(routes) as site:
        monkeypatch.setattr(reading, "page_fetcher", lambda settings: Fetcher(STRAIGHT, site.allow))
        yield site


def stories(server: Hostile, *paths: str, **more: Any) -> dict[str, bytes]:
    """Story files, newest first; the first has coverage with an address on the same site."""
    files = {}
    for day, path in enumerate(paths):
        files[f"{day}.md"] = story_file(
            f"Story of {path}",
            url=server.url(path),
            publishedDateTime=f"2023-07-{28 - day}T10:00:00Z",
            excerpt="All 212 passengers of the ferry were taken off by noon.",
            provider={"name": "North Post", "domain": "north.example"},
            related=[entry("What South Post says", url=server.url("/links"))] if day == 0 else [],
            **more,
        )
    return files


def lines(reader: Any) -> list[str]:
    """The article's page as it stands on screen."""
    view = screen(reader).view
    return [view.render_line(y).text.strip() for y in range(view.size.height)]


def shown(reader: Any) -> str:
    """The same as running text."""
    return " ".join(" ".join(lines(reader)).split())


def screen(reader: Any) -> ArticleScreen:
    found = reader.app.screen
    assert isinstance(found, ArticleScreen)
    return found


def subtitle(reader: Any) -> str:
    return str(screen(reader).frame.border_subtitle)


async def read(reader: Any, *keys: str) -> None:
    """Press keys, then wait until the article is there, or why it is not."""
    await reader.press(*keys)
    await reader.until(lambda: not screen(reader).sheet.asked)


def keep(reader: Any, url: str, markdown: str, **more: Any) -> None:
    texts = open_texts(reader.screen.sitting.library)
    with closing(texts.connection):
        texts.put(KeptText(url, markdown, url, 1_690_000_000, **more), markdown.split("\n"))


def key(url: str) -> str:
    return url.replace("http://", "https://")


async def test_the_screen_is_there_at_once_and_the_text_follows(
    open_reader: Open, server: Hostile, held: Event
) -> None:
    async with open_reader(files=stories(server, "/slow")) as reader:
        await reader.press("r")
        text = shown(reader)
        assert "Story of /slow" in text
        assert "North Post · 28 Jul 2023" in text
        assert f"Fetching {server.place} …" in text
        assert "All 212 passengers" in text
        held.set()
        await reader.until(lambda: not screen(reader).sheet.asked)
        text = shown(reader)
        assert "Fetching" not in text
        assert "All 212 passengers" not in text
        assert "The pump failed." in text
        assert "North Post · Jo Miller · 28 Jul 2023" in text
        assert subtitle(reader).startswith("1 min · ")


async def test_the_article_under_the_cursor_is_read_however_fast_one_types(open_reader: Open, server: Hostile) -> None:
    async with open_reader(files=stories(server, "/nowhere", "/bridge", "/ferry")) as reader:
        for letter in "jjr":
            reader.app._driver.send_message(Key(letter, letter))
        await reader.until(lambda: isinstance(reader.app.screen, ArticleScreen))
        await reader.until(lambda: not screen(reader).sheet.asked)
        assert "The pump failed." in shown(reader)
        assert server.paths() == ["/ferry"]


async def test_reading_marks_the_story_and_keeps_its_text(open_reader: Open, server: Hostile) -> None:
    async with open_reader(files=stories(server, "/ferry")) as reader:
        await read(reader, "r")
        await reader.press("q")
        assert reader.app.screen is reader.screen
        await reader.until(lambda: reader.screen.panes.stories.current.read)
        await reader.until(lambda: reader.screen.panes.story.full_text)
        requests = len(server.seen)
        await read(reader, "r")
        assert "Kept here since" in shown(reader)
        assert len(server.seen) == requests


async def test_what_is_kept_is_read_without_a_network(open_reader: Open, server: Hostile) -> None:
    async with open_reader(files=stories(server, "/nowhere")) as reader:
        keep(reader, key(server.url("/nowhere")), "The *old* text.\n\nStill here.", author="Ute Beispiel")
        await read(reader, "r")
        text = shown(reader)
        assert "The old text." in text
        assert "Ute Beispiel" in text
        assert "Kept here since" in text
        assert not server.seen


async def test_a_failure_to_fetch_anew_leaves_the_text_on_screen(open_reader: Open, server: Hostile) -> None:
    async with open_reader(files=stories(server, "/nowhere")) as reader:
        keep(reader, key(server.url("/nowhere")), "The old text.")
        await read(reader, "r")
        await read(reader, "R")
        assert server.paths() == ["/nowhere"]
        text = shown(reader)
        assert "There is nothing at" in text
        assert "The old text." in text


async def test_a_teaser_is_called_one(open_reader: Open, server: Hostile) -> None:
    async with open_reader(files=stories(server, "/bridge")) as reader:
        await read(reader, "r")
        assert "Teaser only" in shown(reader)
        assert "Press o" in shown(reader)
        assert "All 212 passengers" in shown(reader), "the excerpt says more than the page"
        await reader.press("q")
        assert not reader.screen.panes.story.full_text


async def test_a_page_that_is_gone_gives_its_reason_the_excerpt_and_the_copies(
    open_reader: Open, server: Hostile
) -> None:
    files = stories(server, "/nowhere", ampWebUrl=server.url("/amp"))
    async with open_reader(files=files) as reader:
        await read(reader, "r")
        text = shown(reader)
        assert "There is nothing at" in text
        assert "a copy may still be there" in text
        assert "All 212 passengers" in text
        assert "1 the publisher's AMP copy" in text
        assert "2 the Internet Archive's copy of that day" in text
        await read(reader, "1")
        assert "The pump failed." in shown(reader)
        assert "From the publisher's AMP copy." in shown(reader)
        assert server.paths() == ["/nowhere", "/amp"]


async def test_without_the_extra_it_says_how_to_get_it(
    open_reader: Open, server: Hostile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "find_spec", lambda name: None)
    async with open_reader(files=stories(server, "/ferry")) as reader:
        await read(reader, "r")
        text = shown(reader)
        assert "pip install 'broadsheet[reader]'" in text
        assert "All 212 passengers" in text
        assert "It may be read elsewhere" not in text
        assert not server.seen


async def test_what_has_no_address_shows_what_its_file_says(open_reader: Open, server: Hostile) -> None:
    files = {
        "a.md": story_file(
            "Storm seen from above", url="", body="Short words.", publishedDateTime="2023-07-25T10:00:00Z"
        )
    }
    async with open_reader(files=files) as reader:
        await read(reader, "r")
        assert "This article has no web address." in shown(reader)
        assert "Short words." in shown(reader)
    files = {"a.md": story_file("A whole file", url=server.url("/ferry"), body=SENTENCE * 12)}
    async with open_reader(files=files) as reader:
        await read(reader, "r")
        assert "From the story's file." in shown(reader)
        assert not server.seen
        await read(reader, "R")
        assert "The pump failed." in shown(reader)


async def test_leaving_breaks_the_fetch_off(open_reader: Open, server: Hostile, held: Event) -> None:
    async with open_reader(files=stories(server, "/slow")) as reader:
        await reader.press("r")
        await reader.until(lambda: server.seen)
        child = reader.screen._reader._fetcher._child._process
        await reader.press("escape")
        assert reader.app.screen is reader.screen
        assert child.wait(5) != 0
        held.set()
        assert not reader.screen.panes.story.full_text


async def test_stories_follow_one_another(open_reader: Open, server: Hostile, held: Event) -> None:
    async with open_reader(files=stories(server, "/ferry", "/slow", "/links")) as reader:
        await read(reader, "r")
        await reader.press("J")
        assert "Story of /slow" in shown(reader)
        assert "Fetching" in shown(reader)
        await read(reader, "J")
        assert "Link 1[1]" in shown(reader)
        await reader.press("J")
        assert reader.said[-1] == "That was the last story."
        await reader.press("K")
        await read(reader, "K")
        assert "The pump failed." in shown(reader)
        await reader.press("q")
        assert reader.screen.panes.stories.cursor == 0
        await reader.until(lambda: all(reader.screen.panes.stories.source.row(row).read for row in range(3)))


async def test_a_report_of_the_coverage_is_read_by_itself(open_reader: Open, server: Hostile) -> None:
    async with open_reader(files=stories(server, "/ferry")) as reader:
        await read(reader, "tab", "tab", "r")
        assert "What South Post says" in shown(reader)
        assert "Link 1[1]" in shown(reader)
        await reader.press("q")
        assert reader.screen.panes.in_use is reader.screen.panes.coverage
        assert not reader.screen.panes.story.full_text
        assert reader.screen.panes.coverage.current.full_text


async def test_finding_in_the_text(open_reader: Open, server: Hostile) -> None:
    async with open_reader(files=stories(server, "/ferry")) as reader:
        await read(reader, "r")
        await reader.press("n")
        assert reader.said[-1] == "Press / to search in this text."
        await reader.press("slash", *"pump")
        assert "“pump” 1 of 3" in subtitle(reader)
        await reader.press("enter", "n", "n")
        assert "“pump” 3 of 3" in subtitle(reader)
        await reader.press("n")
        assert "“pump” 1 of 3" in subtitle(reader)
        await reader.press("N")
        assert "“pump” 3 of 3" in subtitle(reader)
        await reader.press("escape")
        assert "of 3" not in subtitle(reader)
        await reader.press("slash", *"zebra")
        assert not screen(reader).matches
        await reader.press("escape", "escape")
        assert reader.app.screen is reader.screen


async def test_a_match_below_is_brought_onto_the_screen(open_reader: Open, server: Hostile) -> None:
    async with open_reader(size=(80, 24), files=stories(server, "/links")) as reader:
        await read(reader, "r")
        assert "Link 11[11]" not in shown(reader)
        await reader.press("slash", *"link 11 this", "enter")
        assert "Link 11[11] This" in shown(reader)


async def test_the_words_of_the_list_s_search_are_marked(open_reader: Open, server: Hostile) -> None:
    async with open_reader(files=stories(server, "/ferry")) as reader:
        reader.screen.panes.stories.highlight = lambda text: [(4, 8)] if text.startswith("The pump") else []
        await read(reader, "r")
        assert len(screen(reader).view._marks) == 2


async def test_links_open_by_their_number(open_reader: Open, server: Hostile, recorded: Recorded) -> None:
    browser, record = recorded

    def opened() -> list[str]:
        return [url.rpartition("/")[2] for url in record.read_text().split()] if record.exists() else []

    async with open_reader(files=stories(server, "/links"), settings=Settings(browser=browser)) as reader:
        await read(reader, "r")
        assert f"[12] {server.url('/link12')}" in "\n".join(
            "".join(piece.text for piece in line) for line in screen(reader).view._lines
        )
        await reader.press("5")
        await reader.until(lambda: opened() == ["link5"])
        await reader.press("1")
        assert opened() == ["link5"]
        await reader.press("2")
        await reader.until(lambda: opened() == ["link5", "link12"])
        await reader.press("1", "enter")
        await reader.until(lambda: opened() == ["link5", "link12", "link1"])
        await reader.press("1", "escape", "enter")
        await reader.press("1", "9")
        assert reader.said[-1] == "There is no link 19."
        assert opened() == ["link5", "link12", "link1"]
        assert isinstance(reader.app.screen, ArticleScreen)


async def test_a_link_that_says_another_address_is_opened_only_after_asking(
    open_reader: Open, server: Hostile, recorded: Recorded
) -> None:
    browser, record = recorded
    async with open_reader(files=stories(server, "/nowhere"), settings=Settings(browser=browser)) as reader:
        links = "See [bank.example](https://evil.example/a) and [this](https://good.example/b)."
        keep(reader, key(server.url("/nowhere")), links)
        await read(reader, "r")
        await reader.press("1")
        assert reader.app.screen is not screen_below(reader)
        await reader.press("n")
        assert not record.exists()
        await reader.press("1", "y")
        await reader.until(lambda: record.exists() and record.read_text().split() == ["https://evil.example/a"])
        await reader.press("2")
        await reader.until(lambda: record.read_text().split()[-1] == "https://good.example/b")


def screen_below(reader: Any) -> ArticleScreen:
    return next(one for one in reader.app.screen_stack if isinstance(one, ArticleScreen))


async def test_the_article_s_own_keys(open_reader: Open, server: Hostile, recorded: Recorded) -> None:
    browser, record = recorded
    async with open_reader(files=stories(server, "/ferry"), settings=Settings(browser=browser)) as reader:
        await read(reader, "r")
        await reader.press("o", "y", "s")
        await reader.until(lambda: record.exists() and record.read_text().split() == [server.url("/ferry")])
        assert reader.app.clipboard == server.url("/ferry")
        await reader.until(lambda: "★ Story of /ferry" in shown(reader))
        await reader.press("s")
        await reader.until(lambda: "★" not in shown(reader))


async def test_scrolling_and_its_position(open_reader: Open, server: Hostile) -> None:
    async with open_reader(size=(80, 24), files=stories(server, "/links")) as reader:
        await read(reader, "r")
        view = screen(reader).view
        for keys, place in (
            (("j", "j"), 2),
            (("k",), 1),
            (("space",), 20),
            (("b",), 1),
            (("ctrl+d",), 10),
            (("g",), 0),
        ):
            await reader.press(*keys)
            assert view.scroll_offset.y == place, keys
        await reader.press("G")
        assert view.scroll_offset.y == view.max_scroll_y > 0
        assert subtitle(reader).endswith("100%")


async def test_the_column_can_be_changed_for_the_sitting(open_reader: Open, server: Hostile) -> None:
    async with open_reader(files=stories(server, "/links"), settings=Settings(reader_width=60)) as reader:
        await read(reader, "r")

        def widest() -> int:
            return max(map(len, lines(reader)))

        assert 50 < widest() <= 60
        await reader.press("plus", "plus", "plus")
        assert 62 < widest() <= 72
        await reader.press("q")
        await read(reader, "r")
        assert 62 < widest() <= 72
        await reader.press("minus")
        assert widest() <= 68


async def test_another_width_keeps_the_place_in_the_text(open_reader: Open, server: Hostile) -> None:
    async with open_reader(size=(140, 24), files=stories(server, "/links")) as reader:
        await read(reader, "r")
        await reader.press("slash", *"link 7", "enter", "escape")
        top = screen(reader).view.place
        await reader.pilot.resize_terminal(70, 20)
        await reader.pilot.pause()
        now = screen(reader).view.place
        assert now is not None
        assert now.run == top.run
        assert "Link 7" in shown(reader) or now.start <= top.start


async def test_links_are_checked_on_demand_and_what_is_known_is_shown(open_reader: Open, server: Hostile) -> None:
    async with open_reader(files=stories(server, "/ferry")) as reader:
        await reader.press("L")
        await reader.until(lambda: reader.screen.panes.story.checks)
        await reader.until(lambda: any("alive" in said for said in reader.said))
        lines = ["".join(piece.text for piece in line) for line in reader.screen.panes.detail._lines]
        assert any("alive · looked at" in line for line in lines)
        await read(reader, "r")
        view = screen(reader).view
        assert any("/ferry: alive" in "".join(piece.text for piece in line) for line in view._lines)
        assert [talk.method for talk in server.seen] == ["HEAD", "GET"]


async def test_starring_fetches_the_text_if_the_reader_wants_that(open_reader: Open, server: Hostile) -> None:
    settings = Settings(prefetch_starred=True)
    async with open_reader(files=stories(server, "/ferry", "/links"), settings=settings) as reader:
        await reader.press("s")
        await reader.until(lambda: reader.screen.panes.story.full_text)
        assert server.paths() == ["/robots.txt", "/ferry"]
        await reader.press("j", "j", "s")
        await reader.until(lambda: "/links" in server.paths())


async def test_nothing_is_fetched_unasked_otherwise(open_reader: Open, server: Hostile) -> None:
    async with open_reader(files=stories(server, "/ferry")) as reader:
        await reader.press("s")
        await reader.until(lambda: reader.screen.panes.stories.current.starred)
        assert reader.screen._prefetcher is None
        assert not server.seen


def test_every_key_of_the_article_has_its_method() -> None:
    assert [action.id for action in ON_TEXT if not hasattr(ArticleScreen, f"action_{action.action}")] == []
