"""The public git repository of a site: everything it has, with related coverage. Keeps a bare copy of one commit.

What is new is told by the digests that git gives each file, against those that the library noted: no commit has to be
remembered, and a sync that broke off anywhere is made good by the next.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tui.errors import BadBody, NetworkError, SourceError
from tui.net.answers import Response
from tui.net.client import Client
from tui.net.hops import checked, host_and_port, place, shown
from tui.sources.git_command import OPTIONS
from tui.sources.git_listing import FOLDER, NO_STORIES, Listing, listing, newest_commit, too_large
from tui.sources.git_process import run
from tui.sources.parsing import parse_blobs
from tui.sources.stamps import Known, Store, changed
from tui.sources.stepping import stepped

HEAD = "refs/broadsheet/head"
"""Where the copy keeps the commit that was fetched last."""
ADVERTISEMENT_LIMIT = 5_000_000
"""Bytes of a server's list of references; one has about 60."""
FETCH_DEADLINE = 600.0
"""Seconds for fetching: 20 MB at 40 KB/s."""
LOCAL_DEADLINE = 60.0
"""Seconds for a command that stays on this machine."""
PACKS = 40
"""Packs above which the copy is tidied: each sync with news adds one."""

_SERVICE = "/info/refs?service=git-upload-pack"
_GITHUB_PAGES = ".github.io"


@dataclass(frozen=True, slots=True)
class Repository:
    """A site's repository, and where its copy lies."""

    url: str
    """Its address; https, or http for an allowed place."""
    copy: Path
    """The folder of the bare copy; made when it is needed. May be deleted at any time."""
    allow: frozenset[str] = frozenset()
    """Places that need not be public (`tui.net.client.Client.get`)."""


@dataclass(frozen=True, slots=True)
class RepositoryOutcome:
    """What a sync did."""

    gone: tuple[str, ...] = ()
    """Names that the repository has no more."""
    moved_to: str = ""
    """The address that the server wants remembered for the repository; "" = the one it has."""
    problems: tuple[tuple[str, str], ...] = ()
    """(name, reason) of what was left out."""


def repository_of(site: str) -> str:
    """The address where the repository of a site most likely is: known for sites on GitHub Pages; "" for others."""
    parts = urlsplit(site)
    owner = parts.netloc.removesuffix(_GITHUB_PAGES)
    if not parts.netloc.endswith(_GITHUB_PAGES) or "." in owner:
        return ""
    name = next((part for part in parts.path.split("/") if part), f"{owner}{_GITHUB_PAGES}")
    return f"https://github.com/{owner}/{name}"


async def sync_repository(client: Client, repository: Repository, known: Known, store: Store) -> RepositoryOutcome:
    """Fetch what is new in a repository; `store` is called with the files that are new or have changed.

    `known`: what the library has of the source. Nothing new costs one request. Raises NetworkError and SourceError; what
    the copy holds is read even then. What `store` has taken by then stays, and the next sync goes on.
    """
    copy = repository.copy
    here = await _commit(copy)
    moved_to, failure = "", None
    try:
        url, there, moved_to = await remote(client, repository.url, repository.allow)
        if there != here:
            await _fetch(client, url, repository, anew=not here)
            here = await _commit(copy)
    except NetworkError as error:
        if not here:
            raise
        failure = error
    found = await _listed(copy, here, shown(repository.url))
    await _read(repository, found, changed(known, found.stamps), store)
    if failure is not None:
        raise failure
    return RepositoryOutcome(tuple(sorted(known.keys() - found.stamps.keys())), moved_to, found.problems)


async def remote(client: Client, url: str, allow: frozenset[str]) -> tuple[str, str, str]:
    """Where a repository is after redirects, its newest commit, and the address to remember for it ("" = as it was).

    Raises NetworkError; also a way to look at what an address is before it is kept.
    """
    asked = checked(url).removesuffix("/")
    answer = await client.get(
        asked + _SERVICE,
        accept="application/x-git-upload-pack-advertisement",
        cap=ADVERTISEMENT_LIMIT,
        deadline=30.0,
        allow=allow,
    )
    assert isinstance(answer, Response)  # without validators there is no other answer
    commit = newest_commit(answer.body)
    if commit is None or not answer.url.endswith(_SERVICE):
        raise BadBody(f"There is no git repository at {shown(asked)}.", "Check the address.")
    if not commit:
        raise BadBody(f"The repository at {shown(asked)} is empty.", "Check the address.")
    return (
        answer.url.removesuffix(_SERVICE),
        commit,
        answer.moved_to.removesuffix(_SERVICE) if answer.moved_to.endswith(_SERVICE) else "",
    )


async def _commit(copy: Path) -> str:
    """The commit that the copy holds; "" where there is no sound copy."""
    if not (copy / "HEAD").is_file():
        return ""
    try:
        words = ["rev-parse", "--verify", "--quiet", f"{HEAD}^{{commit}}"]
        return (await run(copy, words, name=str(copy), deadline=LOCAL_DEADLINE)).decode().strip()
    except SourceError:
        return ""


async def _fetch(client: Client, url: str, repository: Repository, anew: bool) -> None:
    """Bring the copy to the newest commit, without its history; `anew`: whatever lies there is no sound copy."""
    copy, name = repository.copy, shown(url)
    scheme = urlsplit(url).scheme
    if scheme == "http" and place(url) not in repository.allow:
        raise BadBody(f"{name} is not fetched over an insecure connection.", "Give its https address.")
    way = await client.way_out(url, repository.allow)
    options = {**OPTIONS, f"protocol.{scheme}.allow": "always"}
    if way.addresses:
        # What was checked is connected to, whatever the name says a moment later. Git before 2.37 does not know this.
        host, port = host_and_port(url)
        options["http.curloptResolve"] = f"{host}:{port}:{','.join(way.addresses)}"
    if anew:
        await asyncio.to_thread(shutil.rmtree, copy, ignore_errors=True)
        try:
            copy.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SourceError(
                f"There is no room for the copy of {name}: {error.strerror}.", f"Look at the folder {copy.parent}."
            ) from error
        await run(copy, ["init", "--quiet", "--bare"], name=name, deadline=LOCAL_DEADLINE)
    _tidy(copy)
    words = ["fetch", "--quiet", "--depth=1", "--no-tags", "--no-write-fetch-head", "--", url, f"+HEAD:{HEAD}"]
    await run(copy, words, name=name, deadline=FETCH_DEADLINE, options=options, way=way)
    if len(list((copy / "objects" / "pack").glob("*.pack"))) > PACKS:
        await run(copy, ["repack", "-a", "-d", "-q"], name=name, deadline=LOCAL_DEADLINE)


def _tidy(copy: Path) -> None:
    """Take away what a killed git left behind: the caller is the only one who writes here, so no lock is in use."""
    for left in (*copy.glob("*.lock"), *copy.glob("refs/**/*.lock"), *copy.glob("objects/pack/tmp_*")):
        with suppress(OSError):
            left.unlink()


async def _listed(copy: Path, commit: str, name: str) -> Listing:
    words = ["ls-tree", "-r", "-z", "-l", "--full-tree", commit, "--", f"{FOLDER}/"]
    found = listing(await run(copy, words, name=name, deadline=LOCAL_DEADLINE), name)
    if not found.stamps:
        raise SourceError(NO_STORIES.format(name=name), "Check that it is the right one.")
    return found


async def _read(repository: Repository, found: Listing, names: Sequence[str], store: Store) -> None:
    """Store the files of these names."""
    damaged = False
    large = [too_large(name) for name in names if name in found.too_large]
    if large:
        await store(large, found.stamps)
    wanted = [(name, found.blobs[name], found.stamps[name][1]) for name in names if name in found.blobs]
    async with aclosing(stepped(parse_blobs(str(repository.copy), wanted))) as batches:
        async for results in batches:
            sound = [result for result in results if result.digest]
            damaged = damaged or len(sound) < len(results)
            if sound:
                await store(sound, found.stamps)
    if damaged:
        await asyncio.to_thread(shutil.rmtree, repository.copy, ignore_errors=True)
        raise SourceError(
            f"The copy of {shown(repository.url)} was damaged, and has been thrown away.",
            "Sync once more to fetch it anew.",
        )
