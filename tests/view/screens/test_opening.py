"""Opening and copying from the reader's screen, with a stand-in browser that records what it is given."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from building import entry, story_file

from tui.config import Settings

Open = Callable[..., Any]
Recorded = tuple[tuple[str, ...], Path]


def opened(record: Path) -> list[str]:
    return record.read_text().split() if record.exists() else []


@pytest.mark.parametrize(
    ("keys", "url"),
    [
        (("o",), "https://north.example/ferry"),
        (("1",), "https://south.example/ferry"),
        (("2",), "https://west.example/old"),
        (("a",), "https://amp.north.example/ferry"),
        (("enter", "o"), "https://north.example/ferry"),
        (("enter", "enter", "enter"), "https://south.example/ferry"),
        (("enter", "enter", "j", "o"), "https://west.example/old"),
    ],
)
async def test_keys_open_what_they_say(open_reader: Open, recorded: Recorded, keys: tuple[str, ...], url: str) -> None:
    browser, record = recorded
    async with open_reader(settings=Settings(browser=browser)) as reader:
        await reader.press(*keys)
        await reader.until(lambda: opened(record))
        assert opened(record) == [url]
        await reader.until(lambda: reader.screen.panes.stories.current.read)


async def test_opening_follows_the_cursor_without_waiting_for_the_panes(open_reader: Open, recorded: Recorded) -> None:
    browser, record = recorded
    async with open_reader(settings=Settings(browser=browser)) as reader:
        await reader.press("j")
        await reader.press("o")
        await reader.until(lambda: opened(record))
        assert opened(record) == ["https://east.example/bridge"]


async def test_what_has_no_address_says_so(open_reader: Open) -> None:
    async with open_reader() as reader:
        await reader.press("G", "o", "a", "y", "7")
        assert reader.said == [
            "This article has no web address.",
            "This article has no AMP copy.",
            "This article has no web address.",
            "There is no report 7 in the coverage.",
        ]


async def test_many_pages_are_opened_only_after_asking(open_reader: Open, recorded: Recorded) -> None:
    browser, record = recorded
    related = [entry(f"Report {n}", url=f"https://outlet{n}.example/", provider={"name": f"O{n}"}) for n in range(6)]
    files = {"a.md": story_file("Much told", related=related)}
    async with open_reader(settings=Settings(browser=browser), files=files) as reader:
        await reader.press("O")
        assert reader.app.screen is not reader.screen
        await reader.press("n")
        assert not opened(record)
        await reader.press("O", "y")
        await reader.until(lambda: len(opened(record)) == 6)
        assert sorted(opened(record)) == [f"https://outlet{n}.example/" for n in range(6)]


async def test_without_a_browser_the_address_is_copied_and_shown(open_reader: Open) -> None:
    async with open_reader(environ={"PATH": "", "SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22"}) as reader:
        await reader.press("o")
        assert reader.app.clipboard == "https://north.example/ferry"
        assert reader.said == [
            "A browser started over SSH would have no screen. The address is on the clipboard. https://north.example/ferry"
        ]


async def test_copying(open_reader: Open) -> None:
    async with open_reader() as reader:
        await reader.press("y")
        assert reader.app.clipboard == "https://north.example/ferry"
        await reader.press("Y")
        assert reader.app.clipboard == "[Ferry runs aground off Skagen](<https://north.example/ferry>)"


async def test_a_copied_title_cannot_break_out_of_its_link(open_reader: Open) -> None:
    files = {"a.md": story_file("A](https://evil.example) [b\\")}
    async with open_reader(files=files) as reader:
        await reader.press("Y")
        assert reader.app.clipboard == "[A\\](https://evil.example) \\[b\\\\](<https://example.org/ferry>)"


async def test_a_browser_that_fails_is_said(open_reader: Open, tmp_path: Path) -> None:
    browser = tmp_path / "broken"
    browser.write_text("#!/bin/sh\nexit 3\n")
    browser.chmod(0o755)
    async with open_reader(settings=Settings(browser=(str(browser), "{url}"))) as reader:
        await reader.press("o")
        await reader.until(lambda: reader.said)
        assert reader.said == [
            "broken could not open the link (exit code 3). Name another program as 'browser' in config.toml."
        ]
