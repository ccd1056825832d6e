"""Writes docs/keys.md from the registry of actions: `make pictures`. Its test asks whether the file is what this writes."""

from __future__ import annotations

from pathlib import Path

from tui.view.actions import ACTIONS, GROUPS, NUMBERED, Action, shown

PAGE = Path(__file__).resolve().parents[1] / "docs" / "keys.md"
HEAD = """# Keys

`?` shows them in the reader, and `ctrl+p` finds any of them by name. Each has a name, under which `[keys]` in `config.toml`
gives it other keys ([config.md](config.md)):

    [keys]
    "open.browser" = ["o", "enter"]

The mouse works everywhere: a click chooses, a double click enters, the wheel scrolls, and nothing is marked read by scrolling.
"""


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    for group, heading in GROUPS.items():
        actions = [action for action in ACTIONS if action.group == group]
        rows = [_row(action, " ".join(f"`{shown(key)}`" for key in action.keys)) for action in actions]
        if group == "open":
            first, last = NUMBERED[0], NUMBERED[-1]
            rows.append(
                f"| `{first.keys[0]}` … `{last.keys[0]}` | Open that report of the coverage. | `{first.id}` … `{last.id}` |"
            )
        parts.append(f"## {heading}\n\n| key | what it does | name |\n|---|---|---|\n" + "\n".join(rows) + "\n")
    return "\n".join(parts)


def _row(action: Action, keys: str) -> str:
    keys = keys.replace("|", "\\|")
    return f"| {keys or 'palette only'} | {action.help} | `{action.id}` |"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
    print(f"docs/{PAGE.name}")
