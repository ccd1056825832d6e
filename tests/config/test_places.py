"""Paths come from the words, then the environment, then the platform; what comes with Broadsheet is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.config import Paths, asset_dir, paths
from tui.errors import UsageError


def test_the_argument_wins_over_the_environment(tmp_path: Path) -> None:
    environ = {"BROADSHEET_LIBRARY": str(tmp_path / "env"), "BROADSHEET_CONFIG": str(tmp_path / "my.toml")}
    assert paths(str(tmp_path / "word"), environ) == Paths(tmp_path / "my.toml", tmp_path / "word")
    assert paths(None, environ).library_dir == tmp_path / "env"


def test_without_either_the_platform_says_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    found = paths(None, {})
    assert found.library_dir.is_relative_to(tmp_path)
    assert found.library_dir.name == "broadsheet"
    assert found.config_file.is_relative_to(tmp_path)
    assert found.config_file.parts[-2:] == ("broadsheet", "config.toml")
    assert not any(tmp_path.iterdir()), "asking where must make nothing"


def test_relative_paths_and_the_home_folder_become_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert paths("news", {"BROADSHEET_CONFIG": "~/b.toml"}) == Paths(tmp_path / "home" / "b.toml", tmp_path / "news")


@pytest.mark.parametrize("bad", ["", "  ", "a\0b", "~no-such-user-of-this-machine/x"])
def test_what_is_no_path_is_said_with_where_it_came_from(bad: str) -> None:
    environ = {"BROADSHEET_CONFIG": "/c.toml"}
    with pytest.raises(UsageError, match="--library"):
        paths(bad, environ)
    with pytest.raises(UsageError, match="BROADSHEET_LIBRARY"):
        paths(None, {**environ, "BROADSHEET_LIBRARY": bad})
    with pytest.raises(UsageError, match="BROADSHEET_CONFIG"):
        paths("/library", {"BROADSHEET_CONFIG": bad})


def test_styles_and_seeds_are_there() -> None:
    assert list(asset_dir("styles").rglob("*.tcss"))
    assert list(asset_dir("seeds").glob("*.md"))
