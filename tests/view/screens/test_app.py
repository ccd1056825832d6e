"""What surrounds the screens: keys of config.toml, themes, the palette, the mouse, toasts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from building import story_file
from textual import events
from textual.command import CommandList

from tui.config import Settings
from tui.view.actions import LISTED
from tui.view.widgets.key_bar import KeyBar, fitting
from tui.view.widgets.status_line import StatusLine

Open = Callable[..., Any]
CHANGED = Settings(
    keys={"story.star": ("X",), "view.help": ("f1",), "move.down": ("j", "ctrl+n"), "story.never": ("W",)}
)


def bar(reader: Any) -> dict[str, str]:
    """The line of keys: what it says → its key."""
    return {entry.text: entry.key for entry in reader.screen.query_one(KeyBar).entries}


def page(reader: Any) -> str:
    """The page on top."""
    return "\n".join("".join(said for said, _ in line) for line in reader.app.screen.page.lines)


async def test_changed_keys_work_and_are_shown(open_reader: Open) -> None:
    async with open_reader(settings=CHANGED, size=(160, 40)) as reader:
        stories = reader.screen.panes.stories
        await reader.press("s")
        await reader.press("X")
        await reader.until(lambda: stories.current.starred)
        await reader.press("ctrl+n")
        assert stories.cursor == 1
        await reader.press("down")
        assert stories.cursor == 1, "the default keys are replaced"
        assert bar(reader)["star"] == "X"
        assert bar(reader)["help"] == "f1"
        await reader.press("question_mark")
        assert reader.app.screen is reader.screen
        await reader.press("f1")
        assert "  X               Star the story" in page(reader)
        assert "  j  ctrl+n       Next row" in page(reader)
        assert reader.said == []


async def test_an_action_without_a_key_can_be_given_one(open_reader: Open) -> None:
    async with open_reader(settings=CHANGED) as reader:
        await reader.press("W")
        assert reader.app.screen is not reader.screen, "it asks which source"


async def test_what_is_wrong_with_keys_is_said_once(open_reader: Open) -> None:
    settings = Settings(keys={"no.such": ("x",), "story.star": ("j",), "open.browser": ("hjk",)})
    async with open_reader(settings=settings) as reader:
        said = [
            "config.toml gives keys to no.such: no such action. docs/keys.md names them all.",
            "config.toml gives open.browser the key hjk: no key is called that.",
            "config.toml gives j to story.star, taken from move.down.",
        ]
        assert reader.said == said
        await reader.press("k", "tab", "g")
        assert reader.said == said
        await reader.press("j")
        await reader.until(lambda: reader.screen.panes.stories.current.starred)


async def test_a_theme_that_there_is_not_is_said(open_reader: Open) -> None:
    async with open_reader(settings=Settings(theme="[/x] dark")) as reader:
        assert reader.app.theme == "broadsheet-dark"
        assert reader.said == ["config.toml asks for the theme [/x] dark, which there is not. T shows those there are."]


async def test_t_goes_through_every_theme(open_reader: Open) -> None:
    async with open_reader(settings=Settings(theme="broadsheet-light")) as reader:
        seen = [reader.app.theme]
        while len(seen) <= len(reader.app.available_themes):
            await reader.press("T")
            seen.append(reader.app.theme)
        assert seen[0] == seen[-1] == "broadsheet-light"
        assert set(seen) == set(reader.app.available_themes)


async def test_the_palette_lists_every_action_with_its_keys(open_reader: Open) -> None:
    async with open_reader(settings=CHANGED) as reader:
        listed = {command.title: command.help for command in reader.app.get_system_commands(reader.screen)}
        assert len(listed) == len(LISTED)
        assert listed["Star"] == "Star the story, or take its star off. (X)"
        assert listed["Copy as Markdown"].endswith("(Y)")
        assert listed["Last"] == "Last row. (G, End)"
        await reader.press("ctrl+p", *"zoom")
        await reader.until(lambda: reader.app.screen.query_one(CommandList).option_count == 1)
        await reader.press("enter")
        await reader.until(lambda: reader.screen.panes.zoomed)


async def test_the_palette_takes_brackets_as_they_are(open_reader: Open) -> None:
    async with open_reader() as reader:
        await reader.press("ctrl+p", "left_square_bracket", "slash", "x", "right_square_bracket")
        await reader.pilot.pause(0.2)
        await reader.press("escape")
        assert reader.app.screen is reader.screen


async def test_a_toast_is_never_markup(open_reader: Open) -> None:
    async with open_reader() as reader:
        reader.app.notify("[@click=app.quit]a[/x]", title="[b]")
        reader.screen.notify("[/x]", markup=True)
        await reader.pilot.pause()
        assert reader.said == ["[b] [@click=app.quit]a[/x]", "[/x]"]
        assert not any(notification.markup for notification in reader.app._notifications)


# The mouse


async def test_a_click_moves_and_two_enter(open_reader: Open) -> None:
    async with open_reader() as reader:
        panes = reader.screen.panes
        await reader.pilot.click(panes.stories, offset=(20, 3))
        assert panes.stories.cursor == 1
        assert panes.in_use is panes.stories
        await reader.pilot.click(panes.stories, offset=(20, 1), times=2)
        await reader.until(lambda: panes.in_use is panes.detail)
        assert panes.story.row.title == "Ferry runs aground off Skagen"
        await reader.until(lambda: panes.stories.current.read)


async def test_a_click_on_another_pane_uses_it(open_reader: Open) -> None:
    async with open_reader() as reader:
        panes = reader.screen.panes
        await reader.pilot.click(panes.coverage, offset=(10, 2))
        assert panes.in_use is panes.coverage
        assert panes.article is not None


async def test_the_wheel_scrolls_and_reads_nothing(open_reader: Open) -> None:
    files = {
        f"{number}.md": story_file(f"Story {number} {'abcdefghij'[number % 10] * 9}", url=f"https://a.test/{number}")
        for number in range(60)
    }
    async with open_reader(files=files, size=(120, 24)) as reader:
        stories = reader.screen.panes.stories
        await reader.until(lambda: stories.count == 60)
        x, y = stories.region.x + 5, stories.region.y + 5
        wheel = (0, 0, 0, False, False, False, x, y)
        for _ in range(3):
            stories.post_message(events.MouseScrollDown(stories, 5, 5, *wheel))
        await reader.until(lambda: stories.scroll_offset.y >= 3)
        assert stories.cursor == 0
        assert not any(stories.source.row(index).read for index in range(60))


async def test_a_click_on_the_line_of_keys_does_what_the_key_does(open_reader: Open) -> None:
    async with open_reader(size=(160, 40)) as reader:
        keys = reader.screen.query_one(KeyBar)
        at = 1
        for entry in fitting(keys.entries, keys.size.width):
            if entry.text == "star":
                break
            at += len(entry.key) + 1 + len(entry.text) + 2
        await reader.pilot.click(keys, offset=(at, 0))
        await reader.until(lambda: reader.screen.panes.stories.current.starred)


async def test_a_click_on_the_problems_lists_them(open_reader: Open) -> None:
    async with open_reader(files={"a.md": story_file("A", quality="high")}) as reader:
        status = reader.screen.query_one(StatusLine)
        await reader.until(lambda: status.status.problems == 1)
        await reader.pilot.pause()
        said = status.render_line(0).text
        await reader.pilot.click(status, offset=(said.index("1 problem") + 2, 0))
        await reader.until(lambda: reader.app.screen is not reader.screen)
        assert "quality: It is not a whole number" in page(reader)


@pytest.mark.parametrize("letter", ["q", "A", "s"])
async def test_letters_that_are_typed_ahead_go_into_the_search(open_reader: Open, letter: str) -> None:
    async with open_reader() as reader:
        driver = reader.app._driver
        for key in ("slash", letter, "x"):
            driver.send_message(events.Key(key, "/" if key == "slash" else key))
        await reader.until(lambda: reader.screen.bar.text == f"{letter}x")
        stories = reader.screen.panes.stories
        assert not any(row and (row.read or row.starred) for row in map(stories.source.row, range(stories.count)))
