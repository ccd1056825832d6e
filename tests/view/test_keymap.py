"""Keys of config.toml: what people call keys is understood, clashes are settled once and said."""

from __future__ import annotations

import pytest
from textual.keys import _character_to_key

from tui.view.actions import ACTIONS, BY_ID, LISTED, ON_TEXT, shown
from tui.view.keymap import key_name, keymap


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("x", "x"),
        ("J", "J"),
        ("é", "é"),
        ("?", "question_mark"),
        (",", "comma"),
        ("+", "plus"),
        ("question_mark", "question_mark"),
        ("esc", "escape"),
        ("PgDn", "pagedown"),
        ("Home", "home"),
        ("↓", "down"),
        ("Return", "enter"),
        ("F5", "f5"),
        ("shift+tab", "shift+tab"),
        ("Ctrl+N", "ctrl+n"),
        ("ctrl++", "ctrl+plus"),
        ("alt+/", "alt+slash"),
        ("contrl+x", None),
        ("hjk", None),
        ("", None),
        ("ctrl+", None),
        ("\x1b", None),
        (",,", None),
    ],
)
def test_keys_as_people_write_them(written: str, name: str | None) -> None:
    assert key_name(written) == name


def test_every_character_is_called_what_textual_calls_it() -> None:
    for letter in map(chr, range(33, 127)):
        assert key_name(letter) == _character_to_key(letter)
        assert shown(_character_to_key(letter)) == letter


def test_nothing_wanted_changes_nothing() -> None:
    made = keymap({})
    assert (made.changed, made.complaints) == ({}, ())
    assert made.keys == {name: action.keys for name, action in BY_ID.items()}


def test_keys_take_the_place_of_the_default_ones() -> None:
    made = keymap({"move.down": ["ctrl+n", "↓"], "open.browser": ["x"], "story.split": ["X"]})
    assert made.keys["move.down"] == ("ctrl+n", "down")
    assert made.changed["move.down"] == "ctrl+n,down"
    assert made.key("open.browser") == "x"
    assert made.complaints == ()


def test_two_actions_may_change_places() -> None:
    made = keymap({"story.star": ["o"], "open.browser": ["s"]})
    assert (made.keys["story.star"], made.keys["open.browser"], made.complaints) == (("o",), ("s",), ())


def test_a_clash_is_said_once_and_the_wish_counts() -> None:
    made = keymap({"open.browser": ["j"], "story.star": ["q"]})
    assert made.keys["move.down"] == ("down",)
    assert made.keys["program.back"] == ()
    assert sorted(made.complaints) == [
        "config.toml gives j to open.browser, taken from move.down.",
        "config.toml gives q to story.star, taken from program.back, which has no key now.",
    ]


def test_what_cannot_be_is_said() -> None:
    made = keymap({"no.such": ["x"], "open.browser": ["hjk"], "story.star": ["X"], "story.read": ["X"]})
    assert made.keys["open.browser"] == ("o",)
    assert made.keys["story.star"] == ("X",)
    assert made.complaints == (
        "config.toml gives keys to no.such: no such action. docs/keys.md names them all.",
        "config.toml gives open.browser the key hjk: no key is called that.",
        "config.toml gives X to story.star and to story.read: the first one has it.",
    )


def test_one_key_may_do_two_things_on_two_screens() -> None:
    made = keymap({"text.again": ["x"]})
    assert made.complaints == ()
    assert made.keys["story.split"] == ("x",)
    assert keymap({"text.again": ["j"]}).complaints != ()


def test_no_two_actions_of_a_screen_share_a_default_key() -> None:
    for home in (LISTED, ON_TEXT):
        keys = [key for action in home if action.id != "story.gaps" for key in action.keys]
        assert sorted(set(keys)) == sorted(keys)
    assert len({action.id for action in ACTIONS}) == len(ACTIONS)
