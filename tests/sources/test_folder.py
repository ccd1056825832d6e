"""What lies in a folder: every story file once, whatever else lies there, and nothing that hangs or leads outside."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest
from building import CORPUS, needs_corpus
from shelves import LONG_AGO, put

from tui.errors import SourceError
from tui.sources import folder
from tui.sources.folder import DEPTH_LIMIT, READ_LIMIT, Scan, locate, parts, path_of, read, scan, stamp_of


def names(place: Path) -> set[str]:
    found = scan(str(place))
    assert found.problems == ()
    return set(found.stamps)


def test_story_files_below_folders(tmp_path: Path) -> None:
    for name in (
        "a.md",
        "b.markdown",
        "C.MD",
        "sub/d.md",
        "sub/deep er/é 中.md",
        "note.txt",
        "md",
        "x.md.bak",
        "sub/y.mdx",
    ):
        put(tmp_path / name, b"x")
    assert names(tmp_path) == {"a.md", "b.markdown", "C.MD", "sub/d.md", "sub/deep er/é 中.md"}


def test_the_stamp_is_time_and_size(tmp_path: Path) -> None:
    path = put(tmp_path / "a.md", b"12345")
    assert scan(str(tmp_path)).stamps == {"a.md": (LONG_AGO * 10**9, 5)}
    assert stamp_of(str(path)) == (LONG_AGO * 10**9, 5)
    assert stamp_of(str(tmp_path / "none.md")) is None
    assert stamp_of(str(tmp_path)) is None


def test_what_is_hidden_is_left_out(tmp_path: Path) -> None:
    """Editors' locks and other systems' leavings look like stories by their names."""
    for name in (".hidden.md", "._a.md", ".git/a.md", "sub/.obsidian/a.md", "a.md"):
        put(tmp_path / name, b"x")
    (tmp_path / ".#a.md").symlink_to("user@host.1234")
    assert names(tmp_path) == {"a.md"}


def test_a_place_may_itself_be_hidden(tmp_path: Path) -> None:
    put(tmp_path / ".stories" / "a.md", b"x")
    assert names(tmp_path / ".stories") == {"a.md"}


def test_what_is_no_regular_file_is_listed_and_never_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "folder.md").mkdir()
    put(tmp_path / "folder.md" / "inside.md", b"x")
    (tmp_path / "device.md").symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "socket.md"))
        found = scan(str(tmp_path))
        assert set(found.stamps) == {"folder.md/inside.md"}
        assert {name for name, _ in found.problems} == {"pipe.md", "device.md", "socket.md"}
        for name in ("pipe.md", "device.md", "socket.md", "folder.md"):
            with pytest.raises(OSError, match=r"regular file|No such device|Is a directory"):
                read(str(tmp_path / name))


def test_links(tmp_path: Path) -> None:
    """To a file: read. To a folder: not followed, so that none is read twice or for ever. To nothing: listed."""
    put(tmp_path / "real" / "a.md", b"text")
    (tmp_path / "linked.md").symlink_to("real/a.md")
    (tmp_path / "again").symlink_to("real")
    (tmp_path / "real" / "up").symlink_to("..")
    assert names(tmp_path) == {"real/a.md", "linked.md"}
    assert read(str(tmp_path / "linked.md")) == b"text"
    (tmp_path / "nowhere.md").symlink_to("none.md")
    (tmp_path / "loop.md").symlink_to("loop.md")
    found = scan(str(tmp_path))
    assert set(found.stamps) == {"real/a.md", "linked.md"}
    assert {name for name, _ in found.problems} == {"nowhere.md", "loop.md"}
    assert found.unseen == ("loop.md",)


def test_names_that_are_not_utf8_are_left_out_with_a_reason(tmp_path: Path) -> None:
    put(tmp_path / "good.md", b"x")
    try:
        (tmp_path / os.fsdecode(b"bad\xff.md")).write_bytes(b"x")
    except OSError:
        pytest.skip("this file system takes UTF-8 only")
    (tmp_path / os.fsdecode(b"folder\xfe")).mkdir()
    (tmp_path / os.fsdecode(b"folder\xfe") / "a.md").write_bytes(b"x")
    found = scan(str(tmp_path))
    assert set(found.stamps) == {"good.md"}
    assert sorted(found.problems) == [
        ("bad\\xff.md", "The file's name is not UTF-8, so it was left out: rename it."),
        ("folder\\xfe/", "The folder's name is not UTF-8, so it was left out: rename it."),
    ]
    with pytest.raises(SourceError) as caught:
        locate(str(tmp_path / os.fsdecode(b"folder\xfe")))
    assert "not UTF-8" in caught.value.message
    caught.value.message.encode()


def test_folders_that_are_too_deep(tmp_path: Path) -> None:
    deepest = tmp_path
    for _ in range(DEPTH_LIMIT + 1):
        deepest = deepest / "d"
    put(deepest / "below.md", b"x")
    put(deepest.parent / "above.md", b"x")
    found = scan(str(tmp_path))
    assert set(found.stamps) == {"d/" * DEPTH_LIMIT + "above.md"}
    assert found.problems == (("d/" * (DEPTH_LIMIT + 1), "Folders more than 32 deep are left out."),)


def test_a_place_that_is_one_file(tmp_path: Path) -> None:
    path = put(tmp_path / "alone.txt", b"123")
    assert scan(str(path)) == Scan({"alone.txt": (LONG_AGO * 10**9, 3)})
    assert path_of(str(path), "alone.txt") == str(path)
    assert path_of(str(tmp_path), "alone.txt") == str(path)


def test_a_folder_of_the_name_of_its_file(tmp_path: Path) -> None:
    put(tmp_path / "a.md" / "a.md", b"x")
    assert path_of(str(tmp_path / "a.md"), "a.md") == str(tmp_path / "a.md" / "a.md")


@pytest.mark.parametrize("place", ["none", "none/below", "file.md/below", "bad\0name", "~nobody-of-this-name/x"])
def test_a_place_that_is_not_there(tmp_path: Path, place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "file.md", b"x")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SourceError) as caught:
        locate(place)
    assert caught.value.message.endswith(".")
    assert caught.value.advice.endswith(".")
    if "\0" not in place:
        with pytest.raises(SourceError):
            scan(place)


def test_a_place_is_its_real_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "stories" / "a.md", b"x")
    (tmp_path / "link").symlink_to("stories")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("stories", "./stories/", "link", "stories/../link", "~/stories"):
        assert locate(name) == tmp_path / "stories"
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(SourceError):
        locate("pipe")


def test_no_more_is_read_than_the_format_takes(tmp_path: Path) -> None:
    path = tmp_path / "large.md"
    with path.open("wb") as file:
        file.truncate(10 * READ_LIMIT)
    assert len(read(str(path))) == READ_LIMIT


def test_batches_grow() -> None:
    every = [str(n) for n in range(1000)]
    found = list(parts(every, 40, 160))
    assert [len(part) for part in found[:4]] == [40, 80, 160, 160]
    assert [name for part in found for name in part] == every
    assert list(parts([], 40, 160)) == []


@needs_corpus
def test_every_real_file_is_found() -> None:
    assert len(names(CORPUS)) == len(list(CORPUS.glob("*.md")))


def test_other_bytes_have_another_digest() -> None:
    assert len({folder.digest(data) for data in (b"", b"a", b"b", b"a\n")}) == 4
    assert len(folder.digest(b"")) == 16
