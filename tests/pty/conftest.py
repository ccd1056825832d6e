"""Sittings at the real command in a real terminal, on folders, libraries and settings of a test's own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import pytest
from sitting import BROADSHEET, Sit
from terminal import Terminal


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder for story files."""
    path = tmp_path / "stories"
    path.mkdir()
    return path


@pytest.fixture
def sit(tmp_path: Path) -> Iterator[Sit]:
    """`sit(*words, size=, env=)`: the reader in a terminal; it is ended after the test. Every sitting has one library."""
    places = {"BROADSHEET_LIBRARY": str(tmp_path / "library"), "BROADSHEET_CONFIG": str(tmp_path / "config.toml")}
    with ExitStack() as stack:

        def open_reader(
            *words: str | Path, size: tuple[int, int] = (140, 40), env: Mapping[str, str] | None = None
        ) -> Terminal:
            terminal = Terminal([BROADSHEET, *words], home=tmp_path, size=size, env={**places, **(env or {})})
            return stack.enter_context(terminal)

        yield open_reader


@pytest.fixture
def program(tmp_path: Path) -> Callable[[str, str], str]:
    """`program(name, script)`: a program of that name; returns the PATH on which it is the first."""
    shelf = tmp_path / "programs"

    def make(name: str, script: str) -> str:
        shelf.mkdir(exist_ok=True)
        path = shelf / name
        path.write_text(f"#!/bin/sh\n{script}")
        path.chmod(0o755)
        return f"{shelf}{os.pathsep}/usr/bin{os.pathsep}/bin"

    return make
