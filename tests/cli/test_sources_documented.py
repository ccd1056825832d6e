"""docs/sources.md gives commands that exist and the limits that hold."""

from __future__ import annotations

import re
import shlex

import pytest
from building import ROOT

from tui.cli.arguments import parse_command
from tui.core import feed_fetching, looks
from tui.core.choosing import FEED, FOLDER, SITE
from tui.formats import api, feed_items, opml
from tui.net import schedule, settings, turns
from tui.sources import feed_parsing, folder, git, git_listing, git_process, site, tarball

TEXT = (ROOT / "docs" / "sources.md").read_text()
COMMANDS = [line.strip() for line in re.findall(r"^ +(broadsheet [a-z].*)$", TEXT, re.MULTILINE)]
MB = 1_000_000


@pytest.mark.parametrize("line", COMMANDS)
def test_every_command(line: str) -> None:
    words = shlex.split(re.sub(r" [<>] \S+", "", line))[1:]
    assert parse_command(words).command == words[0]


def row(start: str) -> str:
    return next(line for line in TEXT.splitlines() if line.startswith(f"| {start} |"))


@pytest.mark.parametrize(
    ("start", "said"),
    [
        ("a feed", f"{feed_fetching.CAP // MB} MB, {feed_items.ITEM_LIMIT:,} items"),
        (
            "a page of a site's list",
            f"{api.SIZE_LIMIT >> 20} MB, {api.STORY_LIMIT:,} stories; {site.PAGE_LIMIT} pages",
        ),
        (
            "a site's repository",
            f"{git_process.SIZE_LIMIT // (1000 * MB)} GB, {git_listing.FILE_LIMIT:,} stories;"
            f" as an archive {tarball.PACKED_LIMIT // MB} MB",
        ),
        ("one story file", f"{folder.READ_LIMIT >> 20} MiB"),
        (
            "one answer",
            f"{feed_fetching.DEADLINE:.0f} s, an archive {tarball.DEADLINE / 60:.0f} min,"
            f" a repository {git.FETCH_DEADLINE / 60:.0f} min",
        ),
        ("a list of feeds", f"{opml.SIZE_LIMIT >> 20} MB, {opml.FEED_LIMIT:,} feeds"),
    ],
)
def test_every_limit(start: str, said: str) -> None:
    assert row(start).endswith(f"| {said} |")


def test_every_kind_and_every_number_in_words() -> None:
    for kind in (FOLDER, SITE, FEED):
        assert f"\n| {kind} |" in TEXT
    assert looks.MOVED_AFTER == 3
    assert f"longer than {feed_parsing.SECONDS:.0f} s or more than {feed_parsing.MEMORY >> 20} MB" in TEXT
    assert (settings.PAUSE, turns.PER_SERVER, turns.AT_ONCE) == (0.5, 2, 16), "half a second, two, sixteen"
    assert (schedule.HOUR, looks.DAY, schedule.LONGEST) == (3600, 86_400, 7 * 86_400), "an hour, a day, a week"
