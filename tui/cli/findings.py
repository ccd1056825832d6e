"""Looks at everything Broadsheet depends on: versions, paths, terminal, browser, library. Changes and prints nothing."""

from __future__ import annotations

import os
import shutil
import sys
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from platform import python_version

from tui import __version__
from tui.article.fetching import installed as texts_installed
from tui.article.values import NOT_INSTALLED as NO_TEXTS
from tui.cli.terminal import Terminal, terminal
from tui.config import Paths, Settings, asset_dir, paths, read_settings
from tui.core.choosing import over_network
from tui.core.exits import BAD_INPUT, DONE, LIBRARY
from tui.core.overview import SourceStatus, last_result
from tui.core.ruling import wrong_with
from tui.core.telling import Json, source_json
from tui.errors import ConfigError, SourceError
from tui.images.fetching import installed as pictures_installed
from tui.images.values import NOT_INSTALLED as NO_PICTURES
from tui.library.health import SQLITE, DatabaseState, Health, examine
from tui.opener import Browser, Copy, Plan, TerminalBrowser, plan
from tui.query import parse
from tui.sources.folder import locate
from tui.text.counting import counted

PACKAGES = ("textual", "httpx", "pyyaml", "watchfiles", "platformdirs", "trafilatura", "pillow")
"""What is looked for; without the last two there are no full texts and no pictures."""
ANY_LINK = "https://example.org/"


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything that was looked at."""

    versions: dict[str, str]
    paths: Paths
    terminal: Terminal
    browser: Plan
    health: Health
    faults: list[str]
    """What is wrong: sentences."""
    advice: list[str]
    """What could be better: sentences."""

    def code(self) -> int:
        """The exit code."""
        if any(state.fault for state in (self.health.index, self.health.marks, self.health.texts)):
            return LIBRARY
        return BAD_INPUT if self.faults else DONE


def findings_json(found: Findings) -> Json:
    """The findings as one JSON-ready object, described in docs/command-line.md."""
    health, totals = found.health, found.health.in_index.totals
    return {
        "ok": found.code() == DONE,
        "versions": found.versions,
        "paths": {
            "library": str(found.paths.library_dir),
            "config": str(found.paths.config_file),
            "seeds": str(asset_dir("seeds")),
        },
        "terminal": {
            **asdict(found.terminal),
            "unicode": found.terminal.unicode,
            "clipboard": found.terminal.clipboard,
        },
        "browser": _browser_json(found.browser),
        "library": {
            "index": _database_json(health.index),
            "marks": _database_json(health.marks),
            "texts": _database_json(health.texts),
            "stories": totals.stories,
            "unread": totals.unread,
            "starred": totals.starred,
            "articles": health.in_index.articles,
            "files": health.in_index.files,
            "unusable": health.in_index.unusable,
            "problems": totals.problems,
            "marked": health.in_marks.marked,
            "full_texts": health.texts_kept,
        },
        "sources": [source_json(status) for status in source_statuses(health)],
        "problems": [problem._asdict() for problem in health.in_index.problems],
        "faults": found.faults,
        "advice": found.advice,
    }


def look(options: Namespace) -> Findings:
    """Look at everything that the command line's options, the environment and config.toml lead to.

    Raises UsageError where not even the paths can be said.
    """
    places = paths(options.library, os.environ)
    faults, advice = list[str](), list[str]()
    settings = Settings()
    try:
        settings = read_settings(places.config_file)
    except ConfigError as error:
        faults.append(str(error))
    faults += _wrong_searches(settings)
    health = examine(places.library_dir)
    faults += [str(state.fault) for state in (health.index, health.marks, health.texts) if state.fault]
    faults += _wrong_inputs(health)
    columns, lines = shutil.get_terminal_size()
    seen = terminal(
        os.environ,
        (columns, lines),
        sys.stdout.encoding or "",
        interactive=sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty(),
    )
    advice += seen.advice()
    advice += [
        f"The source {status.title} is {last_result(status, datetime.now().astimezone())}"
        for status in source_statuses(health)
        if status.failing
    ]
    browser = plan(ANY_LINK, settings.browser, os.environ, shutil.which)
    if isinstance(browser, Copy):
        advice.append(f"{browser.reason} Links are copied instead.")
    versions = _versions()
    if not versions["libyaml"]:
        advice.append("PyYAML came without libyaml: indexing takes ten times as long. Install a wheel of it.")
    advice += _wanted_parts(settings)
    if not health.in_marks.sources and not faults:
        advice.append("The library has no source: add a folder of stories with 'broadsheet add FOLDER'.")
    return Findings(versions, places, seen, browser, health, faults, advice)


def source_statuses(health: Health) -> list[SourceStatus]:
    """Every source and how it is."""
    return [
        SourceStatus(source, health.states.get(source.place), health.origins.get(source.place))
        for source in health.in_marks.sources
    ]


def _wanted_parts(settings: Settings) -> Iterator[str]:
    """What config.toml asks for that is not installed."""
    if settings.prefetch_starred and not texts_installed():
        yield f"{NO_TEXTS.reason} {NO_TEXTS.advice}"
    if settings.images and not pictures_installed():
        yield NO_PICTURES.reason


def _wrong_searches(settings: Settings) -> Iterator[str]:
    now = datetime.now().astimezone()
    for name, search in settings.searches.items():
        for fault in parse(search, now=now, typing=False).faults:
            yield f"The saved search {name!r} is wrong: {fault.message}."
    for number, rule in enumerate(settings.rules, 1):
        for wrong in wrong_with(rule, now):
            yield f"Rule {number} cannot be applied: {wrong}."


def _wrong_inputs(health: Health) -> Iterator[str]:
    for source in health.in_marks.sources:
        if over_network(source.place):
            continue
        try:
            locate(source.place)
        except SourceError:
            yield (
                f"The source {source.place} is not there. Put it back, or remove it with 'broadsheet remove'."
                " What the library has of it stays until then."
            )
    unusable = health.in_index.unusable
    if unusable:
        yield (
            f"{counted(unusable, 'file gives', 'files give')} no story: the problems above say why."
            " Mend them or move them away."
        )


def _versions() -> dict[str, str]:
    from importlib.metadata import PackageNotFoundError, version

    from tui.formats.events import LIBYAML

    found = {"broadsheet": __version__, "python": python_version(), "sqlite": SQLITE}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = ""
    return {**found, "libyaml": "yes" if LIBYAML else ""}


def _browser_json(browser: Plan) -> Json:
    match browser:
        case Browser(argv):
            return {"kind": "graphical", "command": list(argv)}
        case TerminalBrowser(argv):
            return {"kind": "terminal", "command": list(argv)}
        case Copy(_, reason):
            return {"kind": "copy", "command": [], "reason": reason}


def _database_json(state: DatabaseState) -> Json:
    return {
        "path": state.path,
        "bytes": state.size,
        "schema": state.schema,
        "newest_schema": state.newest_schema,
        "fault": str(state.fault) if state.fault else None,
    }
