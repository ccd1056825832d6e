"""Which keys run which action once `keys` of config.toml is applied, and what was wrong with it. Binds nothing."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.view.actions import BY_ID, NAMES, shown

if TYPE_CHECKING:
    from tui.view.actions import Action

_NAMED = {said.lower(): key for key, said in NAMES.items()} | {"return": "enter", "del": "delete"}
"""What people call a key → Textual's name."""
_KEYS = frozenset(
    (*NAMES, "enter", "tab", "space", "backspace", "delete", "insert", *(f"f{number}" for number in range(1, 25)))
)
"""Keys with names of their own; all others are called by their character."""
_MODIFIERS = frozenset(("ctrl", "alt", "shift", "super", "meta", "hyper"))


@dataclass(frozen=True, slots=True)
class Keymap:
    """The keys of every action."""

    keys: Mapping[str, tuple[str, ...]]
    """Action id → its keys in Textual's names, the one to show first; none where other actions took them."""
    changed: Mapping[str, str]
    """What Textual has to be told: action id → keys with commas between, for every action that a change touches."""
    complaints: tuple[str, ...] = ()
    """Sentences about what could not be done, or took a key from another action."""

    def first(self, action: Action) -> str:
        """The key that is shown for the action; "" where it has none."""
        return next(iter(self.keys[action.id]), "")


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
    owner: dict[str, str] = {}
    for name in (name for name in wanted if name in BY_ID):
        understood = []
        for text in wanted[name]:
            key = key_name(text)
            if key is None:
                complaints.append(f"config.toml gives {name} the key {text}: no key is called that.")
            elif owner.setdefault(key, name) == name:
                understood.append(key)
            else:
                complaints.append(f"config.toml gives {text} to {owner[key]} and to {name}: the first one has it.")
        if understood:
            keys[name] = tuple(dict.fromkeys(understood))
    mine = set(owner.values())
    touched = set(mine)
    for name, action in BY_ID.items():
        lost = [key for key in keys[name] if owner.get(key, name) != name]
        if lost:
            keys[name] = tuple(key for key in keys[name] if key not in lost)
            takers = ", ".join(dict.fromkeys(owner[key] for key in lost))
            left = "" if keys[name] else ", which has no key now"
            complaints.append(f"config.toml gives {', '.join(map(shown, lost))} to {takers}, taken from {name}{left}.")
        # A key that two actions share goes from both when Textual changes one of them.
        if lost or any(set(action.keys) & set(BY_ID[other].keys) for other in mine):
            touched.add(name)
    return Keymap(keys, {name: ",".join(keys[name]) for name in touched if keys[name]}, tuple(complaints))


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
