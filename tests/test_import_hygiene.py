"""What is never imported: nothing that draws by a command, nothing of the network by what stays here, and no more than
the first screen needs by the reader's start. Each of them costs what the other imports together cost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from building import SEEDS

DRAWING = {"textual", "rich"}
NETWORK = {"httpx", "httpcore", "asyncio", "ssl"}
RUN = """
import json, sys
from tui.cli import commands
code = commands.run(sys.argv[1:])
print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""
COMMANDS = {
    "list": ["list"],
    "list --json": ["list", "--json"],
    "search": ["search", "netflix"],
    "show": ["show", str(next(SEEDS.glob("*netflix*.md")))],
    "open": ["open", "--print", str(next(SEEDS.glob("*netflix*.md")))],
    "export": ["export", "netflix"],
    "add": ["add", str(SEEDS)],
    "remove": ["remove", "nothing"],
    "sources": ["sources"],
    "sync": ["sync"],
    "rules": ["rules", "--test"],
    "doctor": ["doctor"],
}


def modules_after(code: str, words: list[str], tmp_path: Path) -> set[str]:
    """Everything imported by a process that runs this code."""
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "BROADSHEET_LIBRARY": str(tmp_path / "library"),
            "BROADSHEET_CONFIG": str(tmp_path / "config.toml"),
        },
    )
    last = done.stderr.splitlines()[-1]
    assert last.startswith("["), done.stderr
    return set(json.loads(last))


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_loads_nothing_that_draws_or_fetches(name: str, tmp_path: Path) -> None:
    loaded = modules_after(RUN, COMMANDS[name], tmp_path)
    assert not loaded & (DRAWING | NETWORK)


def test_a_command_that_finds_nothing_new_loads_no_story_format(tmp_path: Path) -> None:
    modules_after(RUN, ["list"], tmp_path)
    assert "yaml" not in modules_after(RUN, ["list", "--limit", "5"], tmp_path)


def test_words_are_understood_without_the_library(tmp_path: Path) -> None:
    code = """
import json, sys
from tui.cli.arguments import parse_command
from tui.cli.words import command_words
parse_command(["list"])
print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""
    assert not modules_after(code, [], tmp_path) & {"sqlite3", "yaml", "dataclasses", "tui.config"}


def test_the_reader_loads_only_what_its_first_screen_needs(tmp_path: Path) -> None:
    code = """
import json, sys
import tui.__main__, tui.cli.words, tui.cli.output, tui.cli.starting
import tui.view.start, tui.view.app, tui.view.screens.browse
print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""
    loaded = modules_after(code, [], tmp_path)
    assert "textual" in loaded
    assert not loaded & {
        "argparse",
        "httpx",
        "httpcore",
        "yaml",
        "watchfiles",
        "markdown_it",
        "textual.widgets._markdown",
        "tui.sources.parsing",
        "tui.library.index_writer",
        "tui.net",
        "PIL",
        "tui.images",
        "tui.view.picturing",
    }
