"""A repository over http: fetched once, then only what is new; the same stories as from its files."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from threading import Event

import pytest
from loopback import STRAIGHT, Loopback, Shelf, listed, pages, story_file, write_repository
from timing import SOON

from tui.errors import BadBody, BadStatus, NetworkError, Refused, SourceError, TooLarge, Unreachable
from tui.net.client import Client
from tui.sources import git, git_process
from tui.sources.git import Repository, RepositoryOutcome, repository_of, sync_repository
from tui.sources.git_command import installed
from tui.sources.parsing import parse_files
from tui.sources.site import Site, sync_site

pytestmark = pytest.mark.skipif(not installed(), reason="no git")


class Publisher:
    """A repository that is served, and what has been read of it."""

    def __init__(self, loopback: Loopback, folder: Path) -> None:
        self.loopback = loopback
        self.folder = folder / "served" / "site"
        self.shelf = Shelf()
        self.copy = folder / "library" / "copy.git"
        loopback.repositories = folder / "served"

    @property
    def repository(self) -> Repository:
        return Repository(self.loopback.url("/git/site/.git"), self.copy, self.loopback.allow)

    def publish(self, files: Mapping[str, bytes | Path]) -> None:
        write_repository(self.folder, files)

    async def sync(self) -> RepositoryOutcome:
        self.loopback.asked.clear()
        self.shelf.stored = 0
        async with Client(STRAIGHT) as client:
            outcome = await sync_repository(client, self.repository, dict(self.shelf.known), self.shelf.store)
        self.shelf.forget(outcome.gone)
        return outcome


@pytest.fixture
def publisher(loopback: Loopback, tmp_path: Path) -> Publisher:
    return Publisher(loopback, tmp_path)


def news(*numbers: int) -> dict[str, bytes]:
    return {f"_news/2023-07-{number % 28 + 1:02}-story-{number}.md": story_file(number) for number in numbers}


async def test_a_first_sync_reads_everything(publisher: Publisher) -> None:
    publisher.publish({**news(1, 2, 3), "README.md": b"# no story", "images/1.jpg": b"x"})
    outcome = await publisher.sync()
    assert (publisher.shelf.stored, outcome) == (3, RepositoryOutcome())
    assert publisher.shelf.titles() == ["Story 1", "Story 2", "Story 3"]


async def test_nothing_new_is_one_request_and_no_reading(publisher: Publisher) -> None:
    publisher.publish(news(1, 2))
    await publisher.sync()
    assert await publisher.sync() == RepositoryOutcome()
    assert publisher.loopback.asked == ["/git/site/.git/info/refs?service=git-upload-pack"]
    assert publisher.shelf.stored == 0


async def test_only_what_is_new_or_has_changed_is_read(publisher: Publisher) -> None:
    publisher.publish(news(1, 2, 3, 4))
    await publisher.sync()
    changed = next(iter(news(2)))
    publisher.publish({**news(1, 2, 3, 5), changed: story_file(2, "Corrected")})
    outcome = await publisher.sync()
    assert (publisher.shelf.stored, outcome.gone) == (2, tuple(news(4)))
    assert publisher.shelf.titles() == ["Corrected", "Story 1", "Story 3", "Story 5"]


async def test_history_that_was_rewritten_is_followed(publisher: Publisher) -> None:
    publisher.publish(news(1, 2))
    await publisher.sync()
    shutil.rmtree(publisher.folder / ".git")
    publisher.publish(news(2, 3))
    await publisher.sync()
    assert publisher.shelf.titles() == ["Story 2", "Story 3"]


async def test_many_small_syncs_do_not_pile_up(publisher: Publisher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(git, "PACKS", 3)
    for number in range(1, 7):
        publisher.publish(news(*range(number + 1)))
        await publisher.sync()
    assert len(publisher.shelf.results) == 7
    assert len(list(publisher.copy.glob("objects/pack/*.pack"))) <= 4


async def test_the_same_story_from_list_repository_and_folder_is_one(publisher: Publisher) -> None:
    publisher.publish(news(1, 2))
    await publisher.sync()
    publisher.loopback.files = pages([listed(1), listed(2)])
    from_list = Shelf()
    async with Client(STRAIGHT) as client:
        site = Site(publisher.loopback.url("/"), allow=publisher.loopback.allow)
        await sync_site(client, site, {}, from_list.store, 0)
    from_folder = Shelf()
    for results in parse_files(str(publisher.folder), list(news(1, 2))):
        await from_folder.store(results, {result.name: (0, 0) for result in results})
    assert publisher.shelf.results == from_folder.results
    assert publisher.shelf.keys() == from_list.keys() == from_folder.keys()
    assert publisher.shelf.results.keys() == from_list.results.keys()


async def test_two_processes_read_what_one_reads(publisher: Publisher) -> None:
    publisher.publish(news(*range(400)))
    await publisher.sync()
    assert publisher.shelf.stored == 400
    assert publisher.shelf.titles() == sorted(f"Story {number}" for number in range(400))


async def test_a_copy_that_is_here_is_read_without_a_network(publisher: Publisher) -> None:
    publisher.publish(news(1, 2))
    await publisher.sync()
    publisher.shelf = Shelf()  # the index was thrown away
    publisher.loopback.repositories = None
    with pytest.raises(BadStatus):
        await publisher.sync()
    assert publisher.shelf.titles() == ["Story 1", "Story 2"]


async def test_a_repository_that_has_moved_is_followed_and_told(publisher: Publisher) -> None:
    publisher.publish(news(1))
    publisher.loopback.moved = {"/git/old/": "/git/site/"}
    async with Client(STRAIGHT) as client:
        old = Repository(publisher.loopback.url("/git/old/.git"), publisher.copy, publisher.loopback.allow)
        outcome = await sync_repository(client, old, {}, publisher.shelf.store)
    assert outcome.moved_to == publisher.repository.url
    assert publisher.shelf.titles() == ["Story 1"]


async def test_bad_files_cost_themselves(publisher: Publisher) -> None:
    (publisher.folder / "_news").mkdir(parents=True)
    files = {
        **news(1),
        "_news/broken.md": b"\xff\x00---",
        "_news/empty.md": b"",
        "_news/large.md": b"x" * (4 * 1024 * 1024 + 1),
        "_news/deep/er.md": story_file(7),
        "_news/\x1b[31mred.md": story_file(8),
    }
    publisher.publish(files)
    outcome = await publisher.sync()
    assert publisher.shelf.titles() == ["Story 1", "Story 7"]
    assert "4 MiB" in publisher.shelf.results["_news/large.md"].problems[0][1]
    assert publisher.shelf.results["_news/broken.md"].problems
    ((name, reason),) = outcome.problems
    assert "\x1b" not in name + reason
    await publisher.sync()
    assert publisher.shelf.stored == 0


async def test_a_link_in_a_repository_leads_nowhere(publisher: Publisher) -> None:
    publisher.publish({**news(2), "_news/2023-01-01-link.md": Path("/etc/passwd")})
    await publisher.sync()
    assert list(publisher.shelf.results) == list(news(2))


async def test_a_repository_without_stories(publisher: Publisher) -> None:
    publisher.publish({"README.md": b"# nothing"})
    with pytest.raises(SourceError) as fault:
        await publisher.sync()
    assert "_news" in fault.value.message


async def test_what_is_no_repository(publisher: Publisher) -> None:
    publisher.loopback.repositories = None
    with pytest.raises(BadStatus):
        await publisher.sync()
    publisher.loopback.files["/page/info/refs"] = b"<html>"
    async with Client(STRAIGHT) as client:
        with pytest.raises(BadBody) as fault:
            await git.remote(client, publisher.loopback.url("/page"), publisher.loopback.allow)
    assert "no git repository" in fault.value.message


async def test_a_repository_without_commits(publisher: Publisher) -> None:
    write_repository(publisher.folder, None)
    with pytest.raises(BadBody) as fault:
        await publisher.sync()
    assert "empty" in fault.value.message


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc",
        "ext::sh -c touch% /tmp/owned",
        "ssh://-oProxyCommand=touch/x",
        "git@github.com:owner/name",
        "--upload-pack=touch",
        "https://reader:secret@github.com/owner/name",
    ],
)
async def test_only_web_addresses_reach_git(publisher: Publisher, url: str) -> None:
    async with Client(STRAIGHT) as client:
        with pytest.raises(Refused) as fault:
            await sync_repository(client, Repository(url, publisher.copy), {}, publisher.shelf.store)
    assert "secret" not in str(fault.value)
    assert not publisher.copy.exists()


@pytest.mark.parametrize("url", ["file:///etc", "ext::sh -c true", "ssh://localhost/x", "http://127.0.0.1:9/x"])
async def test_git_itself_is_held_to_https(tmp_path: Path, url: str) -> None:
    await git_process.run(tmp_path / "x.git", ["init", "--bare", "-q"], name="it", deadline=10)
    with pytest.raises(SourceError) as fault:
        await git_process.run(tmp_path / "x.git", ["fetch", "--", url, "HEAD"], name="it", deadline=10)
    assert "not allowed" in fault.value.message


async def test_git_connects_to_what_was_checked(publisher: Publisher, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that leads elsewhere the second time: git is told the address and does not look the name up."""
    publisher.publish(news(1))
    found_at = [(2, 1, 6, "", ("127.0.0.1", publisher.loopback.port))]
    monkeypatch.setattr("tui.net.guard.socket.getaddrinfo", lambda *_, **__: found_at)
    place = f"news.invalid:{publisher.loopback.port}"
    repository = Repository(f"http://{place}/git/site/.git", publisher.copy, frozenset((place,)))
    async with Client(STRAIGHT) as client:
        await sync_repository(client, repository, {}, publisher.shelf.store)
    assert publisher.shelf.titles() == ["Story 1"]


async def test_an_insecure_address_is_only_for_places_that_are_allowed(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    publisher.publish(news(1))
    monkeypatch.setattr("tui.net.guard.not_public", lambda address: "")
    async with Client(STRAIGHT) as client:
        with pytest.raises(BadBody) as fault:
            await sync_repository(
                client, Repository(publisher.repository.url, publisher.copy), {}, publisher.shelf.store
            )
    assert "https" in fault.value.advice


async def test_a_cancel_ends_git_at_once_and_the_next_sync_works(publisher: Publisher) -> None:
    publisher.publish(news(*range(50)))
    publisher.loopback.held = Event()
    task = asyncio.create_task(publisher.sync())
    loop = asyncio.get_running_loop()
    deadline = loop.time() + 10
    while not any(path.endswith("git-upload-pack") and "info" not in path for path in publisher.loopback.asked):
        assert loop.time() < deadline
        await asyncio.sleep(0.01)
    began = loop.time()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert loop.time() - began < SOON
    assert _processes(publisher.copy) == []
    (publisher.copy / "shallow.lock").touch()
    publisher.loopback.held.set()
    await publisher.sync()
    assert len(publisher.shelf.results) == 50


def _processes(copy: Path) -> list[str]:
    """Command lines of the processes that work on the copy."""
    found = []
    for entry in Path("/proc").iterdir() if Path("/proc/self").exists() else ():
        try:
            words = (entry / "cmdline").read_bytes() if entry.name.isdigit() else b""
        except OSError:
            continue
        if str(copy).encode() in words and os.getpid() != int(entry.name):
            found.append(words.decode())
    return found


async def test_a_repository_that_grows_too_large_is_stopped(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    publisher.publish({**news(1), "image.bin": os.urandom(300_000)})
    monkeypatch.setattr(git_process, "SIZE_LIMIT", 100_000)
    with pytest.raises(TooLarge):
        await publisher.sync()
    assert publisher.shelf.results == {}


async def test_a_server_that_stops_answering(publisher: Publisher, monkeypatch: pytest.MonkeyPatch) -> None:
    publisher.publish(news(1))
    publisher.loopback.held = Event()
    monkeypatch.setattr(git, "FETCH_DEADLINE", 0.4)
    with pytest.raises(NetworkError) as fault:
        await publisher.sync()
    assert "too long" in fault.value.message


async def test_a_server_that_breaks_off(publisher: Publisher) -> None:
    publisher.publish(news(1))
    await publisher.sync()
    publisher.publish(news(1, 2))
    for pack in publisher.folder.glob(".git/objects/??/*"):
        pack.chmod(0o644)
        pack.write_bytes(b"damaged")
    with pytest.raises(NetworkError) as fault:
        await publisher.sync()
    assert isinstance(fault.value, Unreachable | BadBody | BadStatus)
    assert publisher.shelf.titles() == ["Story 1"]


async def test_a_damaged_copy_is_thrown_away_and_fetched_anew(publisher: Publisher) -> None:
    publisher.publish(news(*range(30)))
    await publisher.sync()
    kept = dict(publisher.shelf.results)
    for pack in publisher.copy.glob("objects/pack/*.pack"):
        data = bytearray(pack.read_bytes())
        data[len(data) // 3 : len(data) // 2] = os.urandom(len(data) // 2 - len(data) // 3)
        pack.chmod(0o644)
        pack.write_bytes(data)
    publisher.shelf.known.clear()
    with pytest.raises(SourceError):
        await publisher.sync()
    await publisher.sync()
    assert publisher.shelf.results == kept


async def test_a_copy_that_is_none_is_made_anew(publisher: Publisher) -> None:
    publisher.publish(news(1))
    publisher.copy.mkdir(parents=True)
    (publisher.copy / "HEAD").write_text("rubbish")
    await publisher.sync()
    assert publisher.shelf.titles() == ["Story 1"]


async def test_the_readers_own_git_settings_change_nothing(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    publisher.publish(news(1))
    home = tmp_path / "home"
    home.mkdir()
    (home / ".gitconfig").write_text('[url "file:///nowhere/"]\n insteadOf = http://\n[core]\n hooksPath = /nowhere\n')
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    monkeypatch.setenv("GIT_SSH_COMMAND", "touch /tmp/owned")
    await publisher.sync()
    assert publisher.shelf.titles() == ["Story 1"]


@pytest.mark.parametrize(
    ("site", "repository"),
    [
        ("https://owner.github.io/azure/", "https://github.com/owner/azure"),
        ("https://owner.github.io/azure/news/1", "https://github.com/owner/azure"),
        ("https://owner.github.io/", "https://github.com/owner/owner.github.io"),
        ("https://news.example/azure/", ""),
        ("https://github.io/", ""),
        ("https://a.b.github.io/x/", ""),
    ],
)
def test_the_repository_of_a_site(site: str, repository: str) -> None:
    assert repository_of(site) == repository
