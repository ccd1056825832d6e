"""Which keys run which action once `keys` of config.toml is applied, how that is said, what was wrong. Binds nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVarTuple

from tui.view.actions import BY_ID, LISTED, NAMES, NUMBERED, ON_TEXT, UNBOUND, shown

Rest = TypeVarTuple("Rest")

_NAMED = {said.lower(): key for key, said in NAMES.items()} | {"return": "enter", "del": "delete"}
"""What people call a key → Textual's name."""
_KEYS = frozenset(
    (*NAMES, "enter", "tab", "space", "backspace", "delete", "insert", *(f"f{number}" for number in range(1, 25)))
)
"""Keys with names of their own; all others are called by their character."""
_MODIFIERS = frozenset(("ctrl", "alt", "shift", "super", "meta", "hyper"))
_HOMES = (frozenset(action.id for action in (*LISTED, *NUMBERED)), frozenset(action.id for action in ON_TEXT))
"""The actions of each screen: one key may do two things on two screens."""


class Keymap(NamedTuple):
    """The keys of every action."""

    keys: Mapping[str, tuple[str, ...]]
    """Action id → its keys in Textual's names, the one to show first; none where other actions took them."""
    changed: Mapping[str, str]
    """What Textual has to be told: action id → keys with commas between, for every action that a change touches."""
    complaints: tuple[str, ...] = ()
    """Sentences about what could not be done, or took a key from another action."""

    def key(self, name: str, *, typing: bool = False) -> str:
        """The key that is shown for an action, as people write it; "" where it has none. A fixed key stays as it is.

        `typing`: of its keys only those count that a line which is being typed into lets through.
        """
        if name not in self.keys:
            return name
        return next((shown(key) for key in self.keys[name] if not (typing and _for_the_line(key))), "")

    def rows(self, rows: Iterable[tuple[str, *Rest]], *, typing: bool = False) -> tuple[tuple[str, *Rest], ...]:
        """(action id or fixed key, …) with the key that is shown, without the actions that have none; `typing`: see `key`."""
        return tuple((key, *rest) for name, *rest in rows if (key := self.key(name, typing=typing)))  # type: ignore[misc]

    def said(self, sentence: str) -> str:
        """A sentence of ours with the key in place of each "{action id}", or the way through the palette where it has none.

        Never for what files or servers say: they may hold braces as well.
        """
        return re.sub(r"\{(\w+\.\w+)\}", lambda found: self.key(found[1]) or self._by_name(found[1]), sentence)

    def _by_name(self, name: str) -> str:
        command, palette = BY_ID[name].command, self.key("program.palette")
        return f"{palette}: {command}" if palette else f"“{command}” (no key)"


def keymap(wanted: Mapping[str, Sequence[str]]) -> Keymap:
    """Apply `wanted` (action id → keys as people write them) to the default keys."""
    keys = {name: action.keys for name, action in BY_ID.items()}
    if not wanted:
        return Keymap(keys, {})
    complaints: list[str] = []
    if unknown := [name for name in wanted if name not in BY_ID]:
        complaints.append(
            f"config.toml gives keys to {', '.join(unknown)}: no such action. docs/keys.md names them all."
        )
    owners: dict[str, list[str]] = {}
    for name in (name for name in wanted if name in BY_ID):
        understood = []
        for text in wanted[name]:
            key = key_name(text)
            before = _rival(name, owners.get(key, ())) if key else ""
            if key is None:
                complaints.append(f"config.toml gives {name} the key {text}: no key is called that.")
            elif before:
                complaints.append(f"config.toml gives {text} to {before} and to {name}: the first one has it.")
            else:
                understood.append(key)
                owners.setdefault(key, []).append(name)
        if understood:
            keys[name] = tuple(dict.fromkeys(understood))
    mine = {name for names in owners.values() for name in names}
    touched = set(mine)
    for name, action in BY_ID.items():
        lost = {key: taker for key in keys[name] if (taker := _rival(name, owners.get(key, ())))}
        if lost and name not in mine:
            keys[name] = tuple(key for key in keys[name] if key not in lost)
            takers = ", ".join(dict.fromkeys(lost.values()))
            left = "" if keys[name] else ", which has no key now"
            complaints.append(f"config.toml gives {', '.join(map(shown, lost))} to {takers}, taken from {name}{left}.")
        # A key that two actions share goes from both when Textual changes one of them.
        if lost or any(set(action.keys) & set(BY_ID[other].keys) for other in mine):
            touched.add(name)
    return Keymap(keys, {name: ",".join(keys[name]) or UNBOUND for name in touched}, tuple(complaints))


def _rival(name: str, others: Sequence[str]) -> str:
    """The first of `others` that is at home on a screen with this action; "" where none is."""
    return next((other for other in others if other != name and any({name, other} <= home for home in _HOMES)), "")


def _for_the_line(key: str) -> bool:
    """A line that is being typed into keeps the key to itself."""
    from textual.binding import BindingsMap
    from textual.keys import key_to_character
    from textual.widgets import Input

    typed = key_to_character(key)
    return bool(typed and typed.isprintable()) or key in (
        "tab",
        "up",
        "down",
        *BindingsMap(Input.BINDINGS).key_to_bindings,
    )


def key_name(text: str) -> str | None:
    """Textual's name of a key as people write it ("?", "PgDn", "ctrl+x", "esc"); None where there is no such key."""
    before, _, base = text.rpartition("+")
    if text.endswith("+"):
        before, base = text[:-2], "+"
    modifiers = before.lower().split("+") if before else []
    name = _NAMED.get(base.lower(), base.lower())
    if name not in _KEYS:
        if len(base) != 1 or not base.isprintable():
            return None
        name = base.lower() if "ctrl" in modifiers else base
        if not base.isalnum():
            name = unicodedata.name(base).lower().replace("-", "_").replace(" ", "_")
    return "+".join((*modifiers, name)) if _MODIFIERS.issuperset(modifiers) else None
