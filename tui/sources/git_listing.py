"""What git says of a repository, as values: its newest commit over the network, and the files of a commit. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tui.errors import TooLarge
from tui.formats.flat import FileResult
from tui.sources.folder import READ_LIMIT, SUFFIXES
from tui.sources.stamps import Stamp, stamp_of
from tui.text.clean import clean_line

FOLDER = "_news"
"""Where a site's repository holds its stories; the list of the site names them by the same paths."""
FILE_LIMIT = 100_000
"""Files taken of one repository; the largest real one has 5,000."""

TOTAL_LIMIT = 2_000_000_000
"""Bytes of all stories together, unpacked; the largest real repository has 140 MB."""
PROBLEM_LIMIT = 50
"""Files listed that were left out for their names or their number."""

TOO_MANY = f"The repository holds more than {FILE_LIMIT:,} stories, and this one was left out."
_TOO_LARGE = "The file is larger than 4 MiB: it is no story, and is left out."
NO_STORIES = f"The repository {{name}} holds no stories: it has no folder {FOLDER}."

_BAD_NAME = "The file's name holds what no name should hold, so it was left out."
_ENDINGS = tuple(suffix.encode() for suffix in SUFFIXES)
_ADVERTISEMENT = b"001e# service=git-upload-pack\n0000"
_HEAD = re.compile(rb"[0-9a-f]{4}([0-9a-f]{40}|[0-9a-f]{64}) HEAD\0")
_FILE = re.compile(rb"100(?:644|755) blob ([0-9a-f]{40,64}) +([0-9]+)\t(.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Listing:
    """The story files of one commit."""

    blobs: dict[str, str]
    """Name → digest of its content."""
    stamps: dict[str, Stamp]
    """Name → stamp."""
    too_large: tuple[str, ...]
    """Names of files that are larger than a story may be; they are not in `blobs`."""
    problems: tuple[tuple[str, str], ...] = ()
    """(name, reason) of what was left out."""


def newest_commit(advertisement: bytes) -> str | None:
    """The commit that a server's advertisement of references gives first, which is its HEAD.

    "" for a repository without a HEAD, which has no commit; None where it is no advertisement.
    """
    if not advertisement.startswith(_ADVERTISEMENT):
        return None
    found = _HEAD.match(advertisement, len(_ADVERTISEMENT))
    return "" if found is None else found[1].decode()


def listing(tree: bytes, name: str) -> Listing:
    """The story files in what `git ls-tree -r -z -l` printed. Links and submodules are no files.

    `name`: what the reader knows the repository by. Raises TooLarge where all files together are too much.
    """
    blobs: dict[str, str] = {}
    stamps: dict[str, Stamp] = {}
    too_large: list[str] = []
    problems: list[tuple[str, str]] = []
    for line in tree.split(b"\0"):
        found = _FILE.fullmatch(line)
        path, problem = story_name(found[3]) if found else ("", "")
        if found is None or not path:
            continue
        if len(stamps) >= FILE_LIMIT:
            problem = TOO_MANY
        if problem:
            if len(problems) < PROBLEM_LIMIT:
                problems.append((path, problem))
            continue
        size = int(found[2][:18])
        stamps[path] = stamp_of(found[1].decode(), size)
        if size < READ_LIMIT:
            blobs[path] = found[1].decode()
        else:
            too_large.append(path)
    if sum(stamps[path][1] for path in blobs) > TOTAL_LIMIT:
        raise TooLarge(f"{name} holds more than a site of stories can.", "Check that it is the right repository.")
    return Listing(blobs, stamps, tuple(too_large), tuple(problems))


def too_large(name: str) -> FileResult:
    """What is said of a file that is not read for its size."""
    return FileResult(name, b"\0", None, (("", _TOO_LARGE),))


def story_name(path: bytes) -> tuple[str, str]:
    """A story file's name and what is wrong with it, "" where nothing is; ("", "") for what is no story file."""
    if not path.lower().endswith(_ENDINGS):
        return "", ""
    name = path.decode("utf-8", "backslashreplace")
    shown = clean_line(name)
    return (name, "") if shown == name and "\\" not in name else (shown or "?", _BAD_NAME)
