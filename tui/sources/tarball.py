"""The repository of a site as one archive, for machines without git. Reads it through, extracts nothing.

Every sync with news fetches the whole archive: git, where it is installed, fetches what is new.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import aclosing
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import IO
from urllib.parse import urlsplit

from tui.errors import SourceError
from tui.formats.flat import FileResult
from tui.net.answers import NotModified, Validators
from tui.net.client import Client
from tui.net.hops import checked, shown
from tui.sources.folder import READ_LIMIT
from tui.sources.git_listing import (
    FILE_LIMIT,
    FOLDER,
    NO_STORIES,
    PROBLEM_LIMIT,
    TOO_MANY,
    TOTAL_LIMIT,
    story_name,
    too_large,
)
from tui.sources.parsing import parse_content
from tui.sources.stamps import Known, Stamp, Store, changed, stamp_of
from tui.sources.stepping import stepped
from tui.sources.tar_stream import files

PACKED_LIMIT = 200_000_000
"""Bytes of an archive on its way; a real site's has 37 MB."""
DEADLINE = 300.0
"""Seconds for fetching it."""


@dataclass(frozen=True, slots=True)
class TarballOutcome:
    """What a sync did, and what the next one needs."""

    validators: Validators | None
    gone: tuple[str, ...] = ()
    """Names that the archive has no more."""
    problems: tuple[tuple[str, str], ...] | None = None
    """(name, reason) of what was left out; None = as before: the archive was the same and was not read."""


def archive_of(repository: str) -> str:
    """The address of a repository's archive: known for GitHub; "" for others."""
    parts = urlsplit(repository)
    names = [name for name in parts.path.removesuffix("/").removesuffix(".git").split("/") if name]
    if parts.netloc != "github.com" or len(names) != 2:
        return ""
    return f"https://codeload.github.com/{names[0]}/{names[1]}/tar.gz/HEAD"


async def sync_tarball(
    client: Client,
    url: str,
    known: Known,
    store: Store,
    *,
    room: Path,
    validators: Validators | None = None,
    allow: frozenset[str] = frozenset(),
) -> TarballOutcome:
    """Fetch an archive; `store` is called with the files that are new or have changed.

    `known`: what the library has of the source; `room`: a folder for the archive while it is read. The stamps are those
    of git, so that a machine which gets git later reads nothing twice. Raises NetworkError and SourceError.
    """
    no_room = SourceError(
        f"There is no room for the archive of {shown(checked(url))} in {room}.", "Make room there, or install git."
    )
    try:
        packed = tempfile.TemporaryFile(dir=room)  # noqa: SIM115 (closed below)
    except OSError as error:
        raise no_room from error
    with packed:

        def keep(data: bytes) -> None:
            try:
                packed.write(data)
            except OSError as error:
                raise no_room from error

        answer = await client.download(
            url, keep, accept="*/*", cap=PACKED_LIMIT, deadline=DEADLINE, validators=validators, allow=allow
        )
        if isinstance(answer, NotModified):
            return TarballOutcome(validators)
        packed.seek(0)
        reading = _Reading(known, shown(url))
        steps = parse_content(reading.files(packed))
        async with aclosing(stepped(steps, reading.stop)) as batches:
            async for results in batches:
                results += reading.large()
                if results:
                    await store(results, reading.stamps)
    if not reading.stamps:
        raise SourceError(NO_STORIES.format(name=shown(url)), "Check that it is the right one.")
    gone = tuple(sorted(known.keys() - reading.stamps.keys()))
    return TarballOutcome(answer.validators, gone, tuple(reading.problems))


@dataclass(slots=True)
class _Reading:
    """One way through an archive."""

    known: Known
    name: str
    stamps: dict[str, Stamp] = field(default_factory=dict)
    problems: list[tuple[str, str]] = field(default_factory=list)
    too_large: list[str] = field(default_factory=list)
    stop: Event = field(default_factory=Event)
    """Set when nobody wants the rest."""

    def files(self, packed: IO[bytes]) -> Iterator[tuple[str, bytes]]:
        """Name and content of the story files that are new or have changed."""

        def read(count: int) -> bytes:
            return b"" if self.stop.is_set() else packed.read(count)

        for path, data in files(read, self.name, TOTAL_LIMIT, self._wanted):
            name = story_name(_below(path))[0]
            blob = hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
            self.stamps[name] = stamp_of(blob, len(data))
            if changed(self.known, {name: self.stamps[name]}):
                yield name, data

    def large(self) -> list[FileResult]:
        """What has to be said of files that are too large, once."""
        found = [too_large(name) for name in changed(self.known, self._large_stamps())]
        self.too_large.clear()
        return found

    def _large_stamps(self) -> dict[str, Stamp]:
        return {name: self.stamps[name] for name in self.too_large}

    def _wanted(self, path: bytes, size: int) -> bool:
        name, problem = story_name(_below(path))
        if name and len(self.stamps) >= FILE_LIMIT:
            problem = TOO_MANY
        if problem:
            if len(self.problems) < PROBLEM_LIMIT:
                self.problems.append((name, problem))
        elif name and size >= READ_LIMIT:
            self.too_large.append(name)
            self.stamps[name] = (0, size)
            return False
        return bool(name) and not problem


def _below(path: bytes) -> bytes:
    """The path without the archive's own top folder; b"" for what is no story's."""
    inner = path.partition(b"/")[2]
    return inner if inner.startswith(FOLDER.encode() + b"/") else b""
