"""The command doctor: what was looked at, what is wrong, and what could be better, for people or as JSON."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from datetime import datetime

from tui.cli.cells import wrap
from tui.cli.findings import Findings, findings_json, look, source_statuses
from tui.cli.output import Page, emit, emit_json, page
from tui.core.exits import DONE
from tui.core.overview import last_result
from tui.library.health import DatabaseState
from tui.opener import Copy
from tui.text.clean import clean_line

LONGEST = 4096
"""Characters of a path on a line."""
_DEPTHS = {1: "no colour", 16: "16 colours", 256: "256 colours", 1 << 24: "16 million colours"}


def doctor(options: Namespace) -> int:
    """Print the findings."""
    found = look(options)
    if options.json:
        told = findings_json(found)
        emit_json(told, exact=_texts(told))
    else:
        paper = page()
        for line in _lines(found, paper):
            emit(line)
    return found.code()


def _lines(found: Findings, paper: Page) -> Iterator[str]:
    versions = dict(found.versions)
    yield paper.bold(f"Broadsheet {versions.pop('broadsheet')} on Python {versions.pop('python')}")
    said = " · ".join(f"{name} {number or 'missing'}" for name, number in versions.items())
    yield from (f"  {line}" for line in wrap(said, paper.text_width - 2))
    yield from ("", paper.bold("Paths"))
    yield f"  library  {_shown(str(found.paths.library_dir))}"
    absent = "" if found.paths.config_file.exists() else "  (not there: every setting has its default)"
    yield f"  config   {_shown(str(found.paths.config_file))}{absent}"
    yield from ("", paper.bold("Terminal"))
    yield "  " + " · ".join(_terminal(found))
    yield f"  clipboard: {found.terminal.clipboard}"
    match found.browser:
        case Copy():
            yield "  links: copied, because there is no browser"
        case browser:
            yield f"  links: {_shown(' '.join(browser.argv))}"
    yield from _library(found, paper)
    for heading, sentences in (("Wrong", found.faults), ("Could be better", found.advice)):
        if sentences:
            yield from ("", paper.bold(heading))
        for sentence in sentences:
            for place, line in enumerate(wrap(_shown(sentence), paper.text_width - 4)):
                yield ("  - " if place == 0 else "    ") + line
    if found.code() == DONE:
        yield from ("", "All is well.")


def _terminal(found: Findings) -> Iterator[str]:
    terminal = found.terminal
    yield _shown(terminal.name) or "TERM is not set"
    if terminal.program:
        yield _shown(terminal.program)
    yield f"{terminal.columns}×{terminal.lines}"
    yield _DEPTHS[terminal.colours] + (", turned off by NO_COLOR" if terminal.colours_off else "")
    yield terminal.encoding or "no encoding"
    if terminal.multiplexer:
        yield terminal.multiplexer
    if terminal.ssh:
        yield "over SSH"


def _library(found: Findings, paper: Page) -> Iterator[str]:
    health = found.health
    counts, totals = health.in_index, health.in_index.totals
    yield from ("", paper.bold("Library"))
    yield f"  stories  {_database(health.index)}"
    yield f"  marks    {_database(health.marks)}"
    yield f"  texts    {_database(health.texts)}, {health.texts_kept:,} articles in full"
    yield (
        f"  {totals.stories:,} stories, {totals.unread:,} unread, {totals.starred:,} starred; {counts.articles:,} articles"
        f" from {counts.files:,} files; {health.in_marks.marked:,} articles marked"
    )
    if health.in_marks.sources:
        yield from ("", paper.bold("Sources"))
    now = datetime.now().astimezone()
    for status in source_statuses(health):
        state = status.state
        files = f"{state.files:,} files, {state.problems:,} problems, " if state else ""
        yield f"  {_shown(status.source.place)}  ({files}{_shown(last_result(status, now))})"
    if totals.problems:
        yield from ("", paper.bold(f"Problems ({totals.problems:,})"))
    for problem in counts.problems:
        yield f"  {_shown(problem.origin)}"
        place = f"{problem.place}: " if problem.place else ""
        yield from (f"    {line}" for line in wrap(_shown(place + problem.reason), paper.text_width - 4))
    if totals.problems > len(counts.problems):
        yield f"  … and {totals.problems - len(counts.problems):,} more; the reader's list of problems has them all."


def _database(state: DatabaseState) -> str:
    if not state.size:
        return "not made yet"
    size = f"{state.size / 1_000_000:,.1f} MB" if state.size >= 100_000 else f"{state.size / 1000:,.0f} kB"
    return f"{size}, schema {state.schema}, {'cannot be used' if state.fault else 'sound'}"


def _shown(text: str) -> str:
    return clean_line(text, LONGEST)


def _texts(value: object) -> list[str]:
    """Every text in a JSON-ready value."""
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for part in parts for text in _texts(part)]
