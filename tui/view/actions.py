"""Every action of the reader: the one registry that key bindings, footer, help, palette and docs/keys.md are made from.

An action's id never changes: it is what `keys` in config.toml names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from textual.binding import Binding


class Action(NamedTuple):
    """Something a key does."""

    id: str
    """"group.verb"; `action` below is what Textual calls."""
    keys: tuple[str, ...]
    """Default keys, in Textual's names; the first is the one shown."""
    label: str
    """One or two words for the footer and the palette."""
    help: str
    """A sentence for the help screen."""
    bar: int = 0
    """Place in the footer, the smallest first and the last to be dropped; 0 = not there."""

    @property
    def group(self) -> str:
        """What the action is about; the help screen has a heading for each."""
        return self.id.partition(".")[0]

    @property
    def action(self) -> str:
        """Name of the method without "action_"."""
        return self.id.replace(".", "_")

    @property
    def command(self) -> str:
        """What the palette calls it."""
        return self.label[0].upper() + self.label[1:]


GROUPS: Mapping[str, str] = {
    "move": "Moving",
    "story": "The story",
    "open": "Opening and copying",
    "text": "Reading here",
    "search": "Searching and listing",
    "view": "The screen",
    "program": "The program",
}
"""Group → heading, in the order of the help screen."""

ACTIONS: tuple[Action, ...] = (
    Action("move.down", ("j", "down"), "down", "Next row, or scroll the text down."),
    Action("move.up", ("k", "up"), "up", "Previous row, or scroll the text up."),
    Action("move.first", ("g", "home"), "first", "First row."),
    Action("move.last", ("G", "end"), "last", "Last row."),
    Action("move.half_down", ("ctrl+d",), "half page down", "Half a page down."),
    Action("move.half_up", ("ctrl+u",), "half page up", "Half a page up."),
    Action("move.page_down", ("space", "pagedown"), "page down", "One page down."),
    Action("move.page_up", ("pageup", "b"), "page up", "One page up."),
    Action("move.left", ("h", "left"), "pane left", "The pane before; in the coverage it folds a row first."),
    Action("move.right", ("l", "right"), "pane right", "The next pane; in the coverage it unfolds a row first."),
    Action("move.pane_after", ("tab",), "next pane", "The next pane, round and round."),
    Action("move.pane_before", ("shift+tab",), "pane before", "The pane before, round and round."),
    Action("move.enter", ("enter",), "read", "Into the story, then its coverage; there it opens the report.", bar=3),
    Action("move.next_story", ("J",), "next story", "Next story, from any pane."),
    Action("move.previous_story", ("K",), "previous story", "Previous story, from any pane."),
    Action("move.next_unread", ("n",), "next unread", "Next unread story.", bar=8),
    Action("move.previous_unread", ("p",), "previous unread", "Previous unread story."),
    Action("open.browser", ("o",), "open", "Open the article under the cursor in the browser.", bar=1),
    Action("open.read", ("r",), "read here", "Read the article's full text here.", bar=2),
    Action("open.every", ("O",), "open all", "Open the best report of each outlet in the coverage; asks above five."),
    Action("open.amp", ("a",), "AMP copy", "Open the article's AMP copy."),
    Action("open.copy", ("y",), "copy link", "Copy the article's address.", bar=9),
    Action("open.copy_markdown", ("Y",), "copy as Markdown", "Copy the article as a Markdown link."),
    Action("open.check", ("L",), "check links", "Look whether the article's addresses still lead to it."),
    Action("text.next_match", ("n",), "next match", "Next place of what you searched for in the text."),
    Action("text.previous_match", ("N",), "match before", "The place before."),
    Action("text.wider", ("plus", "equals_sign"), "wider", "Set the text wider."),
    Action("text.narrower", ("minus",), "narrower", "Set the text narrower."),
    Action("text.again", ("R",), "fetch again", "Fetch the page again, whatever is kept of it."),
    Action("story.star", ("s",), "star", "Star the story, or take its star off.", bar=4),
    Action("story.read", ("m",), "read/unread", "Mark the story read, or unread again.", bar=6),
    Action("story.note", ("N",), "note", "Write a note about the story; empty takes it away."),
    Action("story.all_read", ("A",), "all read", "Mark every story that is listed read."),
    Action("story.compare", ("c",), "compare", "Set the event's reports side by side: who says what."),
    Action("story.gaps", ("G",), "gaps", "In the coverage: which of your outlets do not have this story."),
    Action("story.why", ("w",), "why here", "Why this report is in its story: shared words, time, links."),
    Action(
        "story.split",
        ("x",),
        "split off",
        "In the coverage: take this report off the story; in the story's pane, its lead.",
    ),
    Action("story.merge", ("M",), "merge", "Merge this story with another: press it on both."),
    Action("story.never", (), "never group", "Never group the articles of this story's source, or do so again."),
    Action("story.unrule", (), "show again, no tags", "Show a story again that a rule hid, and take its tags off."),
    Action("story.undo", ("u",), "undo", "Take back the last thing you did; again for the one before it.", bar=7),
    Action("search.find", ("slash",), "search", "Search as you type.", bar=2),
    Action("search.sort", ("S",), "sort", "Sort the list another way; in the coverage, the coverage."),
    Action("search.topics", ("t",), "topics", "Narrow the list to one of the story's topics, or to its outlet."),
    Action("search.word", ("asterisk",), "this word", "Search for a word of the title, or for the outlet."),
    Action("search.save", ("ctrl+s",), "save search", "Save the search under a name."),
    Action("search.saved", ("f",), "saved", "Saved searches: run one, put them in order, rename or delete them."),
    Action("search.next_saved", ("right_square_bracket",), "next tab", "Next saved search, or tab."),
    Action("search.previous_saved", ("left_square_bracket",), "tab before", "Previous saved search, or tab."),
    Action("search.sync", ("R",), "look again", "Look for new and changed stories now."),
    Action("view.zoom", ("z",), "zoom", "Give the pane the whole screen, or take it back.", bar=10),
    Action("view.image", ("i",), "picture", "Show the picture of the story, or hide it again."),
    Action("view.problems", ("exclamation_mark",), "problems", "List what was wrong with files."),
    Action("view.sources", ("F",), "sources", "Folders, sites and feeds: add, ask, pause, remove."),
    Action("view.theme", ("T",), "theme", "Next theme."),
    Action("view.help", ("question_mark",), "help", "All keys.", bar=5),
    Action("program.suspend", ("ctrl+z",), "to the shell", "Back to the shell for a while; fg brings the reader back."),
    Action("program.palette", ("ctrl+p",), "palette", "Find any action by its name."),
    Action("program.back", ("q",), "back, quit", "Back to the list; from the list, quit.", bar=11),
    Action("program.clear", ("escape",), "back", "Back to the list; from the list, clear the search."),
    Action("program.quit", ("ctrl+q", "ctrl+c"), "quit", "Quit at once."),
)
"""In the order of the help screen."""

NUMBERED = tuple(Action(f"open.{n}", (str(n),), f"open {n}", f"Open report {n} of the coverage.") for n in range(1, 10))
"""One action for each number; the help screen shows them as one line."""

BY_ID: Mapping[str, Action] = {action.id: action for action in (*ACTIONS, *NUMBERED)}


LISTED = tuple(action for action in ACTIONS if action.group != "text")
"""What the screen with the list does."""
_ON_TEXT = frozenset(
    (
        "move.down",
        "move.up",
        "move.first",
        "move.last",
        "move.half_down",
        "move.half_up",
        "move.page_down",
        "move.page_up",
        "move.next_story",
        "move.previous_story",
        "open.browser",
        "open.amp",
        "open.copy",
        "open.copy_markdown",
        "open.check",
        "story.star",
        "search.find",
        "view.theme",
        "view.help",
        "program.suspend",
        "program.palette",
        "program.back",
        "program.clear",
        "program.quit",
    )
)
ON_TEXT = tuple(action for action in ACTIONS if action.group == "text" or action.id in _ON_TEXT)
"""What the screen does in which an article is read."""


UNBOUND = "unbound"
"""A key that no terminal sends: Textual gives keys of config.toml only to what had one."""


def bindings() -> list[Binding]:
    """Textual's bindings for LISTED, under the action's id so that `keys` in config.toml can change them."""
    # G is two keys: where `story.gaps` does not apply, Textual goes on to the next binding of the key.
    made = _bindings(sorted(LISTED, key=lambda action: action.id != "story.gaps"))
    made += [
        Binding(action.keys[0], f"open_number({n})", show=False, id=action.id) for n, action in enumerate(NUMBERED, 1)
    ]
    return made


def text_bindings() -> list[Binding]:
    """The same for ON_TEXT."""
    return _bindings(ON_TEXT)


def _bindings(actions: Iterable[Action]) -> list[Binding]:
    return [
        Binding(",".join(action.keys) or UNBOUND, action.action, action.label, show=False, id=action.id)
        for action in actions
    ]


NAMES = {
    "escape": "esc",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "down": "↓",
    "up": "↑",
    "left": "←",
    "right": "→",
    "home": "Home",
    "end": "End",
    "exclamation_mark": "!",
    "quotation_mark": '"',
    "number_sign": "#",
    "dollar_sign": "$",
    "percent_sign": "%",
    "ampersand": "&",
    "apostrophe": "'",
    "left_parenthesis": "(",
    "right_parenthesis": ")",
    "asterisk": "*",
    "plus": "+",
    "comma": ",",
    "minus": "-",
    "full_stop": ".",
    "slash": "/",
    "colon": ":",
    "semicolon": ";",
    "less_than_sign": "<",
    "equals_sign": "=",
    "greater_than_sign": ">",
    "question_mark": "?",
    "at": "@",
    "left_square_bracket": "[",
    "backslash": "\\",
    "right_square_bracket": "]",
    "circumflex_accent": "^",
    "underscore": "_",
    "grave_accent": "`",
    "left_curly_bracket": "{",
    "vertical_line": "|",
    "right_curly_bracket": "}",
    "tilde": "~",
}
"""Textual's name of a key → what it is called on screen."""


def shown(key: str) -> str:
    """A key as people write it."""
    modifiers, plus, name = key.rpartition("+")
    return modifiers + plus + NAMES.get(name, name)
