"""docs/keys.md, made from the registry of actions: `python -m tests.docs_keys` writes it, a test compares it."""

from __future__ import annotations

from pathlib import Path

from tui.view.actions import ACTIONS, GROUPS, NUMBERED, Action, shown

PATH = Path(__file__).resolve().parents[1] / "docs" / "keys.md"

BEFORE = """# Keys

Every action of the reader with its keys, and the name by which `config.toml` changes them:

```toml
[keys]
"open.browser" = "x"
"move.down" = ["j", "down", "ctrl+n"]
```

The keys on the right take the place of all default ones of that action. They are written as below: `"?"`, `"PgDn"`, `"esc"`,
`"f5"`, `"ctrl+x"`, `"alt+x"`, `"shift+tab"`. A key that belongs to another action is taken from it, and the reader says so.
`?` in the reader shows the keys that are in force; `ctrl+p` finds any action by its name.
"""

AFTER = """
## The mouse

A click moves the cursor or uses the pane; a second one enters. The wheel scrolls, and marks nothing read. Clicks on the line of
keys, on the count of problems and on links do what they say. To mark text for the terminal's own clipboard, hold shift.
"""


def page() -> str:
    """The page as it must be."""
    parts = [BEFORE]
    for group, heading in GROUPS.items():
        parts.append(f"\n## {heading}\n\n| keys | what they do | name |\n|---|---|---|\n")
        parts += [_row(keys(action), action.help, f"`{action.id}`") for action in ACTIONS if action.group == group]
        if group == "open":
            first, last = NUMBERED[0], NUMBERED[-1]
            parts.append(
                _row(
                    f"{keys(first)} … {keys(last)}", "Open that report of the coverage.", f"`{first.id}` … `{last.id}`"
                )
            )
    return "".join([*parts, AFTER])


def keys(action: Action) -> str:
    """The default keys in code spans."""
    return " ".join(f"`{shown(key)}`" for key in action.keys) or "–"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |\n"


if __name__ == "__main__":
    PATH.write_text(page())
