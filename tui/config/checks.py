"""What each key of config.toml may hold, and the sentence that says what would be right. Reads no TOML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NoReturn

from tui.config.settings import URL_WORD, WIDTHS, Rule, Settings, Strictness
from tui.errors import ConfigError
from tui.text.clean import clean_line

_SECONDS = {"m": 60, "h": 3600, "d": 86400}
_DURATION = re.compile(r"([0-9]{1,4})([mhd])")
_PROXY = re.compile(r"https?://[^\s\x00-\x1f\x7f/]+/?")
_RULE_KEYS = ("search", "read", "star", "hide", "tag")


def checked(path: Path, document: Mapping[str, Any]) -> Settings:
    """The settings that the document, read from `path`, asks for. Raises ConfigError."""
    file = _File(path)
    file.known(document, CHECKS, "")
    return Settings(**{key: CHECKS[key](file, key, value) for key, value in document.items()})


class _File:
    """The checks that several keys share; each raises ConfigError naming the file and the key."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def wrong(self, key: str, what: str, right: str) -> NoReturn:
        raise ConfigError(f"{clean_line(str(self._path))}: {clean_line(key)} {what}.", right)

    def known(self, table: Mapping[str, Any], names: Iterable[str], place: str) -> None:
        names = tuple(names)
        for key in table:
            if key not in names:
                near = get_close_matches(key.lower()[:40], names, n=1, cutoff=0.6)
                right = f"Did you mean {near[0]}?" if near else f"Known are: {', '.join(names)}."
                self.wrong(place + key, "is no setting", right)

    def text(self, key: str, value: object, example: str) -> str:
        if not isinstance(value, str):
            self.wrong(key, f"must be a text in quotes, not {_kind(value)}", f"For example: {example}")
        if "\0" in value:
            self.wrong(key, "holds a NUL character", "Take it out.")
        return value

    def line(self, key: str, value: object, example: str) -> str:
        """A text that is shown on screen or searched for: on one line, not empty."""
        text = clean_line(self.text(key, value, example), limit=1000)
        if not text:
            self.wrong(key, "is empty", f"For example: {example}")
        return text

    def texts(self, key: str, value: object, example: str) -> tuple[str, ...]:
        if not isinstance(value, list):
            self.wrong(key, f"must be a list of texts, not {_kind(value)}", f"For example: {example}")
        return tuple(self.text(key, one, example) for one in value)

    def switch(self, key: str, value: object) -> bool:
        if not isinstance(value, bool):
            self.wrong(key, f"must be true or false, not {_kind(value)}", f"For example: {key} = true")
        return value

    def table(self, key: str, value: object, example: str) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            self.wrong(key, f"must be a table, not {_kind(value)}", f"For example: {example}")
        return value

    def place(self, text: str) -> Path:
        """The real path that the file names, from the folder it lies in."""
        return (self._path.parent / Path(text).expanduser()).resolve()


def _kind(value: object) -> str:
    kinds = {bool: "true or false", int: "a number", float: "a number", str: "a text", list: "a list", dict: "a table"}
    return kinds.get(type(value), "a date")


def _browser(file: _File, key: str, value: object) -> tuple[str, ...]:
    example = 'browser = ["firefox", "--new-tab", "{url}"]'
    if isinstance(value, str):
        file.wrong(key, "must be a list, one text for each word, because no shell reads it", f"For example: {example}")
    words = file.texts(key, value, example)
    if not words or not words[0].strip() or words[0] == URL_WORD:
        file.wrong(key, "must begin with a program", f"For example: {example}")
    if sum(URL_WORD in word for word in words) != 1 or URL_WORD not in words:
        file.wrong(key, 'must hold "{url}" once, as a text of its own', f"For example: {example}")
    if words[words.index(URL_WORD) - 1] in ("-c", "-e"):
        # "sh -c {url}" and "xterm -e {url}" would run the link as a command, whatever a stranger wrote into it.
        file.wrong(key, 'must not have "{url}" run as a command (-c, -e)', f"For example: {example}")
    return (str(file.place(words[0])) if words[0].startswith("~/") else words[0], *words[1:])


def _theme(file: _File, key: str, value: object) -> str:
    return file.line(key, value, 'theme = "broadsheet-light"')


def _keys(file: _File, key: str, value: object) -> Mapping[str, tuple[str, ...]]:
    example = '"open.browser" = ["o", "enter"] below [keys]'
    found = {}
    for action, keys in file.table(key, value, example).items():
        if isinstance(keys, dict):
            file.wrong(f"keys.{action}", "must stand in quotes, because it holds a point", f"For example: {example}")
        listed = keys if isinstance(keys, list) else [keys]
        found[action] = tuple(file.line(f'keys."{action}"', one, example) for one in listed)
    return found


def _strictness(file: _File, key: str, value: object) -> Strictness:
    if value not in ("loose", "normal", "strict"):
        file.wrong(key, "must be one of three words", 'They are "loose", "normal" and "strict".')
    return value


def _never_group(file: _File, key: str, value: object) -> tuple[str, ...]:
    words = file.texts(key, value, 'never_group = ["/home/me/stories"]')
    return tuple(word if "://" in word else str(file.place(word)) for word in words)


def _searches(file: _File, key: str, value: object) -> Mapping[str, str]:
    example = 'Unread = "is:unread since:7d" below [searches]'
    table = file.table(key, value, example)
    return {file.line(key, name, example): file.line(f"{key}.{name}", text, example) for name, text in table.items()}


def _rules(file: _File, key: str, value: object) -> tuple[Rule, ...]:
    example = '[[rules]] with search = "topic:sport" and hide = true below it'
    if not isinstance(value, list):
        file.wrong(key, f"must be a list of tables, not {_kind(value)}", f"For example: {example}")
    found = []
    for number, one in enumerate(value, 1):
        place = f"rule {number}"
        table = file.table(place, one, example)
        file.known(table, _RULE_KEYS, f"{place}: ")
        if "search" not in table:
            file.wrong(place, "has no search", f"For example: {example}")
        search = file.line(f"{place}: search", table["search"], example)
        read, star, hide = (
            file.switch(f"{place}: {name}", table.get(name, False)) for name in ("read", "star", "hide")
        )
        tag = file.line(f"{place}: tag", table["tag"], 'tag = "later"') if "tag" in table else ""
        if not (read or star or hide or tag):
            file.wrong(place, "does nothing", 'Add one of: read = true, star = true, hide = true, tag = "NAME".')
        found.append(Rule(search, read, star, hide, tag))
    return tuple(found)


def _refresh(file: _File, key: str, value: object) -> int:
    right = 'Write minutes, hours or days, such as "30m", "1h" or "1d"; "" looks only when you ask.'
    if value == "":
        return 0
    match = _DURATION.fullmatch(value) if isinstance(value, str) else None
    if match is None or not int(match[1]):
        file.wrong(key, "is no length of time", right)
    return int(match[1]) * _SECONDS[match[2]]


def _proxy(file: _File, key: str, value: object) -> str:
    example = 'proxy = "http://proxy.example:3128"'
    text = file.text(key, value, example)
    if text and not _PROXY.fullmatch(text):
        file.wrong(key, "must be the address of an HTTP proxy", f"For example: {example}")
    return text


def _ca_bundle(file: _File, key: str, value: object) -> Path:
    text = file.text(key, value, 'ca_bundle = "/etc/ssl/company.pem"')
    path = file.place(text)
    if not path.is_file():
        file.wrong(key, "names no file", "Give the path of a PEM file of certificates, or take the line out.")
    return path


def _reader_width(file: _File, key: str, value: object) -> int:
    if type(value) is not int or value not in WIDTHS:
        file.wrong(key, "is no possible width", f"Write a whole number from {WIDTHS[0]} to {WIDTHS[-1]}.")
    return value


CHECKS: Mapping[str, Callable[[_File, str, object], Any]] = {
    "browser": _browser,
    "theme": _theme,
    "keys": _keys,
    "images": _File.switch,
    "strictness": _strictness,
    "grouping": _File.switch,
    "never_group": _never_group,
    "searches": _searches,
    "saved_tabs": _File.switch,
    "rules": _rules,
    "refresh": _refresh,
    "notify": _File.switch,
    "proxy": _proxy,
    "ca_bundle": _ca_bundle,
    "reader_width": _reader_width,
    "prefetch_starred": _File.switch,
    "sentence": _File.switch,
}
"""Key of config.toml → the check that makes the field of Settings."""
