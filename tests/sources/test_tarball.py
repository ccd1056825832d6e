"""A repository as an archive: read through, nothing extracted, whatever it holds."""

from __future__ import annotations

import asyncio
import gzip
import io
import os
import tarfile
import zlib
from pathlib import Path

import pytest
from loopback import STRAIGHT, Loopback, Shelf, story_file, write_repository
from timing import SOON

from tui.errors import BadBody, NetworkError, SourceError, TooLarge
from tui.net.client import Client
from tui.sources import tar_stream, tarball
from tui.sources.git import Repository, sync_repository
from tui.sources.git_command import installed
from tui.sources.tarball import TarballOutcome, archive_of, sync_tarball


def archive(files: dict[str, bytes], top: str = "azure-0123abc", form: int = tarfile.PAX_FORMAT) -> bytes:
    """An archive as a code host makes them: everything below one folder, the commit in a global header."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz", format=form, pax_headers={"comment": "0123abc"}) as tar:
        for name, data in files.items():
            entry = tarfile.TarInfo(f"{top}/{name}")
            entry.size = len(data)
            tar.addfile(entry, io.BytesIO(data))
    return packed.getvalue()


def news(*numbers: int) -> dict[str, bytes]:
    return {f"_news/2023-07-{number % 28 + 1:02}-story-{number}.md": story_file(number) for number in numbers}


def left_in(folder: Path) -> list[Path]:
    return list(folder.iterdir())


def of_zeros(pieces: int) -> bytes:
    """An archive with one file of so many times 16 MiB of zeros, made quickly."""
    size = pieces << 24
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    packed = packer.compress(header("top/zeros", b"%011o" % size)) + packer.flush(zlib.Z_FULL_FLUSH)
    packed += packer.compress(bytes(1 << 24)) + packer.flush(zlib.Z_FULL_FLUSH)
    return packed + (packer.compress(bytes(1 << 24)) + packer.flush(zlib.Z_FULL_FLUSH)) * (pieces - 1)


async def sync(
    loopback: Loopback, shelf: Shelf, room: Path, data: bytes | None = None, last: TarballOutcome | None = None
) -> TarballOutcome:
    if data is not None:
        loopback.files["/azure.tar.gz"] = data
    shelf.stored = 0
    async with Client(STRAIGHT) as client:
        outcome = await sync_tarball(
            client,
            loopback.url("/azure.tar.gz"),
            dict(shelf.known),
            shelf.store,
            room=room,
            validators=last.validators if last else None,
            allow=loopback.allow,
        )
    shelf.forget(outcome.gone)
    return outcome


async def test_the_stories_of_an_archive(loopback: Loopback, tmp_path: Path) -> None:
    files = {**news(1, 2), "_news/sub/deep.md": story_file(3), "README.md": b"x", "api/news/index.json": b"{}"}
    shelf = Shelf()
    outcome = await sync(loopback, shelf, tmp_path, archive(files))
    assert shelf.titles() == ["Story 1", "Story 2", "Story 3"]
    assert (shelf.stored, outcome.gone, outcome.problems) == (3, (), ())
    assert left_in(tmp_path) == []


async def test_only_what_is_new_or_has_changed_is_parsed(loopback: Loopback, tmp_path: Path) -> None:
    shelf = Shelf()
    first = await sync(loopback, shelf, tmp_path, archive(news(1, 2, 3)))
    assert await sync(loopback, shelf, tmp_path, last=first) == TarballOutcome(first.validators)
    changed = {**news(1, 2, 4), next(iter(news(2))): story_file(2, "Corrected")}
    outcome = await sync(loopback, shelf, tmp_path, archive(changed), first)
    assert (shelf.stored, outcome.gone) == (2, tuple(news(3)))
    assert shelf.titles() == ["Corrected", "Story 1", "Story 4"]


@pytest.mark.skipif(not installed(), reason="no git")
async def test_git_reads_nothing_twice_that_an_archive_brought(loopback: Loopback, tmp_path: Path) -> None:
    write_repository(tmp_path / "served" / "site", news(1, 2, 3))
    loopback.repositories = tmp_path / "served"
    shelf = Shelf()
    await sync(loopback, shelf, tmp_path, archive(news(1, 2, 3)))
    shelf.stored = 0
    async with Client(STRAIGHT) as client:
        repository = Repository(loopback.url("/git/site/.git"), tmp_path / "copy.git", loopback.allow)
        outcome = await sync_repository(client, repository, dict(shelf.known), shelf.store)
    assert (shelf.stored, outcome.gone) == (0, ())
    assert any("git-upload-pack" in path and "info/refs" not in path for path in loopback.asked)


@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT])
async def test_long_and_foreign_names(loopback: Loopback, tmp_path: Path, form: int) -> None:
    names = ["_news/" + "long-" * 40 + "name.md", "_news/übung-日本.md"]
    shelf = Shelf()
    await sync(loopback, shelf, tmp_path, archive({name: story_file(1) for name in names}, form=form))
    assert set(shelf.results) == set(names)


async def test_names_that_lead_elsewhere_and_links_are_nothing(loopback: Loopback, tmp_path: Path) -> None:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        for name in ("/etc/x.md", "../_news/x.md", "top/../../x.md", "x.md", "top/_news/\x1b[2J.md"):
            entry = tarfile.TarInfo(name)
            entry.size = 1
            tar.addfile(entry, io.BytesIO(b"x"))
        for kind, target in ((tarfile.SYMTYPE, "/etc/passwd"), (tarfile.LNKTYPE, "top/x.md"), (tarfile.FIFOTYPE, "")):
            entry = tarfile.TarInfo("top/_news/link.md")
            entry.type, entry.linkname = kind, target
            tar.addfile(entry)
        entry = tarfile.TarInfo("top/_news/good.md")
        entry.size = len(story_file(1))
        tar.addfile(entry, io.BytesIO(story_file(1)))
    shelf = Shelf()
    outcome = await sync(loopback, shelf, tmp_path, packed.getvalue())
    assert "_news/good.md" in shelf.results
    assert set(shelf.results) <= {"_news/good.md", "_news/x.md"}
    assert all(name.isprintable() for name, _ in outcome.problems)
    assert left_in(tmp_path) == []


async def test_a_large_file_costs_itself(loopback: Loopback, tmp_path: Path) -> None:
    shelf = Shelf()
    data = archive({**news(1), "_news/large.md": b"x" * (4 * 1024 * 1024 + 1), **news(2)})
    await sync(loopback, shelf, tmp_path, data)
    assert shelf.titles() == ["Story 1", "Story 2"]
    assert "4 MiB" in shelf.results["_news/large.md"].problems[0][1]
    await sync(loopback, shelf, tmp_path)
    assert shelf.stored == 0


async def test_an_archive_that_unpacks_for_ever_is_stopped(
    loopback: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tarball, "TOTAL_LIMIT", 2_000_000)
    shelf = Shelf()
    data = archive({**news(1), "zeros": bytes(3_000_000)})
    with pytest.raises(TooLarge):
        await sync(loopback, shelf, tmp_path, data)
    monkeypatch.setattr(tarball, "PACKED_LIMIT", 1000)
    with pytest.raises(TooLarge):
        await sync(loopback, shelf, tmp_path, archive({"_news/1.md": os.urandom(9000)}))


def header(name: str, size: bytes, kind: bytes = b"0") -> bytes:
    """A tar header with whatever size."""
    block = bytearray(tarfile.TarInfo(name).tobuf(tarfile.USTAR_FORMAT))
    block[124:136] = size.ljust(12, b"\0")
    block[156:157] = kind
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


@pytest.mark.parametrize(
    "raw",
    [
        b"no archive at all" * 100,
        header(
            "top/_news/a.md", b"\xff" + b"\xff" * 11
        ),  # a negative size, over which tarfile itself goes round for ever
        header("top/_news/a.md", b"777777"),  # breaks off
        header("x", b"77777777777", b"x"),  # an endless extended header
        header("x", b"77777777777", b"L"),
        header("x", b"xyz"),
        bytes(100),
        b"",
    ],
    ids=["no tar", "negative", "cut", "extended", "long name", "no number", "short", "nothing"],
)
async def test_what_is_no_sound_archive_is_a_fault(loopback: Loopback, tmp_path: Path, raw: bytes) -> None:
    shelf = Shelf()
    with pytest.raises(BadBody) as fault:
        await sync(loopback, shelf, tmp_path, gzip.compress(raw))
    assert fault.value.advice
    with pytest.raises(NetworkError):
        await sync(loopback, shelf, tmp_path, raw)
    assert shelf.results == {}


async def test_an_archive_without_stories(loopback: Loopback, tmp_path: Path) -> None:
    with pytest.raises(SourceError) as fault:
        await sync(loopback, Shelf(), tmp_path, archive({"README.md": b"x"}))
    assert "_news" in fault.value.message


async def test_no_room_for_it(loopback: Loopback, tmp_path: Path) -> None:
    with pytest.raises(SourceError) as fault:
        await sync(loopback, Shelf(), tmp_path / "nowhere", archive(news(1)))
    assert "room" in fault.value.message


async def test_a_cancel_ends_it_at_once(loopback: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reading = asyncio.Event()
    loop = asyncio.get_running_loop()
    files = tar_stream.files

    def watched(*arguments: object) -> object:
        loop.call_soon_threadsafe(reading.set)
        return files(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(tarball, "files", watched)
    task = asyncio.create_task(sync(loopback, Shelf(), tmp_path, of_zeros(100)))
    await asyncio.wait_for(reading.wait(), 20)
    began = loop.time()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert loop.time() - began < SOON


@pytest.mark.parametrize(
    ("repository", "address"),
    [
        ("https://github.com/owner/azure", "https://codeload.github.com/owner/azure/tar.gz/HEAD"),
        ("https://github.com/owner/azure.git/", "https://codeload.github.com/owner/azure/tar.gz/HEAD"),
        ("https://github.com/owner", ""),
        ("https://git.example/owner/azure", ""),
    ],
)
def test_the_archive_of_a_repository(repository: str, address: str) -> None:
    assert archive_of(repository) == address
