"""A reader with keys of their own in config.toml is told those keys, everywhere, and closes windows with them."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from building import story_file
from few import FILES
from textual.command import CommandPalette

import tui.view
from tui.config import Settings
from tui.view.actions import BY_ID, GROUPS
from tui.view.keymap import keymap
from tui.view.screens.saved import none_saved
from tui.view.widgets.key_bar import KeyBar

Open = Callable[..., Any]
TOLD = {
    f"{name}.md": story_file(
        f"Ferry runs aground off Skagen, {name} says",
        url=f"https://{name}.example/",
        publishedDateTime=f"2023-07-27T1{hour}:00:00Z",
        excerpt="All 212 passengers were taken off the ferry at Skagen.",
        provider={"name": f"{name.title()} Post", "domain": f"{name}.example"},
    )
    for hour, name in enumerate(("north", "south"))
}
"""One event, told twice."""


def own(**keys: str) -> Settings:
    """Keys by action: `story__undo="U f5"`."""
    return Settings(keys={name.replace("__", "."): tuple(said.split()) for name, said in keys.items()})


def typing(reader: Any) -> dict[str, str]:
    """The line of keys: what it says → its key."""
    return {entry.text: entry.key for entry in reader.app.screen.query_one(KeyBar).entries}


def page(reader: Any) -> str:
    """The page on top."""
    return "\n".join("".join(said for said, _ in line) for line in reader.app.screen.page.lines)


def shown(reader: Any) -> str:
    """What stands of the article on top, as running text."""
    view = reader.app.screen.view
    return " ".join(" ".join(view.render_line(y).text for y in range(view.size.height)).split())


# Sentences


def test_a_sentence_names_the_first_key() -> None:
    made = keymap({"story.undo": ["ctrl+z", "U"]})
    assert made.said("Press {story.undo}, or {story.star} {} {x.y}") == "Press ctrl+z, or s {} x.y"
    assert made.rows((("story.undo", "undo", 1), ("esc", "back", 2))) == (("ctrl+z", "undo", 1), ("esc", "back", 2))


def test_where_an_action_has_no_key_the_palette_leads_to_it() -> None:
    assert keymap({}).said("{story.never}") == "ctrl+p: Never group"
    taken = keymap({"story.star": ["u"], "program.palette": ["f9"]})
    assert taken.said("Press {story.undo} now.") == "Press f9: Undo now."
    assert taken.rows((("story.undo", "undo"),)) == ()
    assert keymap({"story.star": ["u", "ctrl+p"]}).said("Press {story.undo} now.") == "Press “Undo” (no key) now."


def test_every_sentence_names_actions_that_there_are() -> None:
    named = re.compile(r"\{((?:" + "|".join(GROUPS) + r")\.\w+)\}")
    found = set()
    for path in Path(tui.view.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.update(named.findall(node.value))
    assert "story.undo" in found
    assert found <= set(BY_ID)


# Toasts


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (own(story__all_read="ctrl+a", story__undo="U"), "Marked 3 stories read. Press U to take it back."),
        (own(story__all_read="ctrl+a", story__star="u"), "Marked 3 stories read. Press ctrl+p: Undo to take it back."),
    ],
)
async def test_what_was_done_says_how_it_is_taken_back(open_reader: Open, settings: Settings, said: str) -> None:
    async with open_reader(settings=settings) as reader:
        before = len(reader.said)
        await reader.press("ctrl+a")
        await reader.until(lambda: reader.said[before:] == [said])


async def test_hints_name_the_readers_keys(open_reader: Open) -> None:
    settings = own(
        story__split="f2",
        story__merge="f3",
        program__clear="f4",
        search__save="f5",
        search__find="f6",
        search__sync="f7",
        search__next_saved="f8",
    )
    async with open_reader(settings=settings) as reader:
        await reader.press("f2", "f3", "f4", "f5", "f8")
        reader.indexer.say(event="unwatched", message="The folder cannot be watched.")
        await reader.until(lambda: len(reader.said) == 6)
        title = reader.screen.panes.stories.current.title
        assert reader.said == [
            "Go to a report of the coverage, or to the story for its lead: f2 takes that one off.",
            f"{title} Go to the story it belongs to and press f3 there; f4 lets go.",
            f"{title} It stays as it is.",
            "There is no search to save: press f6 and type one.",
            "There are no saved searches: f5 saves the one in force.",
            "The folder cannot be watched. Press f7 to look for new stories.",
        ]


async def test_a_wrong_theme_names_the_key_for_the_right_ones(open_reader: Open) -> None:
    async with open_reader(settings=Settings(theme="none", keys={"view.theme": ("f2",)})) as reader:
        assert reader.said == ["config.toml asks for the theme none, which there is not. f2 shows those there are."]


# Empty panes


async def test_empty_panes_name_the_readers_keys(open_reader: Open) -> None:
    settings = own(search__find="f2", program__clear="f3", view__problems="f4", search__sync="q", open__browser="f5")
    async with open_reader(settings=settings, size=(160, 40)) as reader:
        stories = reader.screen.panes.stories
        await reader.press("j")
        await reader.until(lambda: reader.screen.panes.coverage.notice.keys == (("f5", "open it"),))
        await reader.press("f2", *"zzz", "enter")
        await reader.until(lambda: stories.notice.title == "Nothing matches")
        assert stories.notice.keys == (("f2", "change the search"), ("f3", "clear it"))
    async with open_reader(settings=settings, files={}) as reader:
        for path in reader.folder.iterdir():
            path.unlink()
        reader.indexer.index()
        reader.indexer.say(event="changed")
        await reader.until(lambda: reader.screen.panes.stories.notice.title == "No stories here")
        keys = reader.screen.panes.stories.notice.keys
        assert keys == (("f4", "problems"), ("q", "look again")), "quitting has no key any more"


def test_an_empty_window_of_saved_searches_names_the_readers_keys() -> None:
    notice = none_saved(keymap({"search.find": ["f2"], "search.save": ["f3"]}))
    assert notice.lines[0].startswith("Search with f2, ")
    assert notice.keys == (("f3", "save the search"), ("esc", "back"))


# While typing


async def test_the_line_of_keys_names_only_keys_that_can_be_pressed_while_typing(open_reader: Open) -> None:
    settings = own(search__save="W ctrl+t", program__clear="x", search__saved="f2")
    async with open_reader(settings=settings, size=(160, 40)) as reader:
        await reader.press("slash")
        assert typing(reader) == {"to the list": "enter", "complete": "tab", "asked before": "↑", "save": "ctrl+t"}
        await reader.press("question_mark")
        assert "ctrl+t" in page(reader)
        assert "f2 lists them" in page(reader)
        await reader.press("question_mark")
        await reader.press("W", "ctrl+t")
        assert reader.screen.bar.text == "W"
        assert reader.app.screen is not reader.screen, "it asks for a name"


# Windows


@pytest.mark.parametrize(
    ("action", "default"),
    [
        ("view.help", "question_mark"),
        ("view.problems", "exclamation_mark"),
        ("view.sources", "F"),
        ("search.saved", "f"),
        ("story.compare", "c"),
        ("story.why", "w"),
    ],
)
async def test_a_window_closes_on_the_key_that_opened_it(open_reader: Open, action: str, default: str) -> None:
    for settings, key in ((Settings(), default), (Settings(keys={action: ("ctrl+o",)}), "ctrl+o")):
        async with open_reader(settings=settings, files=TOLD) as reader:
            await reader.press(key)
            assert reader.app.screen is not reader.screen
            await reader.press(key)
            assert reader.app.screen is reader.screen
    async with open_reader(settings=settings, files=TOLD) as reader:
        await reader.press(default)
        assert reader.app.screen is reader.screen
        await reader.press("ctrl+o", default)
        assert reader.app.screen is not reader.screen


async def test_what_a_key_does_in_a_window_comes_before_closing_it(open_reader: Open) -> None:
    async with open_reader(settings=Settings(keys={"search.saved": ("d",)}, searches={"Hot": "heat>80"})) as reader:
        await reader.press("d")
        await reader.until(lambda: reader.app.screen.rows.current)
        await reader.press("d")
        assert reader.said == ["This search stands in config.toml: change it there."]
        assert reader.app.screen is not reader.screen


async def test_why_names_the_readers_keys(open_reader: Open) -> None:
    settings = own(story__split="f2", story__merge="f3", story__why="f4")
    async with open_reader(settings=settings, files=TOLD) as reader:
        await reader.press("f4")
        await reader.until(lambda: "Alike" in page(reader))
        assert page(reader).endswith("f2 takes it off the story; docs/grouping.md tells more.")


# Reading


async def test_the_page_of_an_article_names_the_readers_keys(open_reader: Open) -> None:
    sentence = "The harbour master said that all passengers were taken off the ferry by noon. "
    files = {"a.md": story_file("A whole file", url="https://north.example/", body=sentence * 12)}
    settings = own(text__again="f2", search__find="f3", program__clear="f4")
    async with open_reader(settings=settings, files=files) as reader:
        await reader.press("r")
        await reader.until(lambda: "Press f2 to fetch the page." in shown(reader))
        await reader.press("N")
        assert reader.said == ["Press f3 to search in this text."]
        await reader.press("f3")
        assert typing(reader) == {"to the text": "enter", "end the search": "f4"}


# The program's own keys


async def test_the_key_that_quits_can_be_given_away(open_reader: Open) -> None:
    async with open_reader(settings=own(story__star="ctrl+q", view__theme="ctrl+c", program__quit="f9")) as reader:
        theme = reader.app.theme
        await reader.press("ctrl+q", "ctrl+c")
        await reader.until(lambda: reader.screen.panes.stories.current.starred and reader.app.theme != theme)
        await reader.press("question_mark", "f9")
        assert not reader.app.is_running, "over a window too"


async def test_a_program_without_a_key_that_quits_at_once(open_reader: Open) -> None:
    async with open_reader(settings=own(story__star="ctrl+q", view__theme="ctrl+c")) as reader:
        await reader.press("ctrl+q")
        await reader.until(lambda: reader.screen.panes.stories.current.starred)


async def test_the_palettes_key_can_be_given_away(open_reader: Open) -> None:
    async with open_reader(settings=own(story__star="ctrl+p", program__palette="f9"), files=FILES) as reader:
        await reader.press("ctrl+p")
        await reader.until(lambda: reader.screen.panes.stories.current.starred)
        await reader.press("f9")
        assert isinstance(reader.app.screen, CommandPalette)
