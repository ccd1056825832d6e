"""What git prints, as values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.errors import TooLarge
from tui.sources import git_listing
from tui.sources.git_listing import listing, newest_commit, story_name

COMMIT = "0123456789abcdef0123456789abcdef01234567"
START = b"001e# service=git-upload-pack\n0000"


def line(name: bytes, mode: str = "100644", kind: str = "blob", size: str = "12") -> bytes:
    return f"{mode} {kind} {COMMIT} {size:>7}\t".encode() + name + b"\0"


@pytest.mark.parametrize(
    ("advertisement", "commit"),
    [
        (START + f"010f{COMMIT} HEAD\0multi_ack symref=HEAD:refs/heads/main\n".encode(), COMMIT),
        (START + f"010f{COMMIT * 2} HEAD\0".encode(), None),
        (START + f"010f{COMMIT + COMMIT[:24]} HEAD\0object-format=sha256\n".encode(), COMMIT + COMMIT[:24]),
        (START + f"010f{COMMIT} refs/heads/main\0caps\n".encode(), ""),
        (START + b"0000", ""),
        (START + f"00ae{'0' * 40} capabilities^{{}}\0caps\n0000".encode(), ""),
        (f"{COMMIT}\trefs/heads/main\n".encode(), None),
        (b"<!doctype html>", None),
        (b"", None),
    ],
)
def test_the_newest_commit(advertisement: bytes, commit: str | None) -> None:
    assert newest_commit(advertisement) == ("" if advertisement.startswith(START) and commit is None else commit)


def test_only_files_with_the_names_of_stories_are_taken() -> None:
    tree = b"".join(
        (
            line(b"_news/2023-01-01-a.md"),
            line(b"_news/b.MARKDOWN", mode="100755"),
            line("_news/übung.md".encode()),
            line(b"_news/link.md", mode="120000"),
            line(b"_news/module.md", mode="160000", kind="commit", size="-"),
            line(b"_news/picture.jpg"),
        )
    )
    found = listing(tree, "it")
    assert list(found.blobs) == ["_news/2023-01-01-a.md", "_news/b.MARKDOWN", "_news/übung.md"]
    assert found.stamps["_news/2023-01-01-a.md"] == (0x0123456789AB, 12)
    assert (found.too_large, found.problems) == ((), ())


def test_names_that_no_file_should_have_are_left_out_and_told() -> None:
    tree = b"".join(
        line(name) for name in (b"_news/\xff.md", b"_news/\x1b[2J.md", b"_news/\xe2\x80\xae.md", b"_news/a\\b.md")
    )
    found = listing(tree, "it")
    assert found.blobs == {}
    assert len(found.problems) == 4
    assert all(name.isprintable() for name, _ in found.problems)


def test_large_files_are_not_read_and_large_repositories_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    found = listing(line(b"_news/a.md", size=str(4 * 1024 * 1024 + 1)) + line(b"_news/b.md", size="9" * 18), "it")
    assert (found.too_large, found.blobs) == (("_news/a.md", "_news/b.md"), {})
    monkeypatch.setattr(git_listing, "TOTAL_LIMIT", 20)
    with pytest.raises(TooLarge):
        listing(line(b"_news/a.md") + line(b"_news/b.md"), "it")


def test_too_many_files_are_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(git_listing, "FILE_LIMIT", 2)
    found = listing(b"".join(line(f"_news/{number}.md".encode()) for number in range(99)), "it")
    assert len(found.blobs) == 2
    assert 0 < len(found.problems) <= git_listing.PROBLEM_LIMIT


@given(st.binary(max_size=300))
def test_whatever_git_prints_is_a_listing(tree: bytes) -> None:
    listing(tree, "it")
    listing(line(b"_news/" + tree.replace(b"\0", b"") + b".md"), "it")
    newest_commit(tree)
    story_name(tree)
