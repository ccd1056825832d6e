"""Folders that no one would make on purpose: each file that cannot be read is a listed problem, and the rest is shown."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from sitting import FERRY, TITLES, Sit, at_rest, fill, line_with, uncovered

GOLDEN = Path(__file__).resolve().parents[1] / "formats" / "golden"


def test_every_damaged_file_is_listed(sit: Sit, folder: Path) -> None:
    fill(folder)
    for path in GOLDEN.glob("*.md"):
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / "huge.md").write_bytes(b"---\ntitle: Huge\nexcerpt: " + b"x" * (4 << 20) + b"\n---\n")
    (folder / "binary.md").write_bytes(bytes(range(256)) * 40)
    (folder / "nested.md").write_bytes(b"---\ntitle: Nested\nsecured: " + b"[" * 100_000 + b"\n---\n")
    (folder / "braces.md").write_bytes(b"---\ntitle: Braces\nrelated: " + b"{a: " * 50_000 + b"\n---\n")
    (folder / "laughs.md").write_bytes(b"---\ntitle: &a [x]\n" + b"b: &b [*a,*a,*a]\n" * 2000 + b"---\n")
    (folder / "folder.md").mkdir()
    os.mkfifo(folder / "pipe.md")
    (folder / "loop.md").symlink_to("loop.md")
    (folder / "round").symlink_to(folder, target_is_directory=True)
    (folder / "null.md").symlink_to("/dev/zero")
    terminal = sit(folder, size=(200, 100))
    terminal.wait(at_rest)
    terminal.wait(lambda t: all(line_with(t, title) for title in TITLES))
    terminal.write("!")
    terminal.wait(lambda t: "Problems ─" in t.text and "binary.md" in t.text)
    terminal.write("G")
    for name in ("pipe.md", "loop.md", "null.md"):
        terminal.wait(lambda t, name=name: f"/{name}" in t.text)
    terminal.write("q")
    terminal.write("q")
    assert terminal.wait_exit() == 0
    assert "Traceback" not in terminal.text


@pytest.mark.slow
def test_files_that_change_while_they_are_read(sit: Sit, folder: Path) -> None:
    fill(folder)
    terminal = sit(folder)
    terminal.wait(at_rest)
    good = (folder / "ferry.md").read_bytes()
    for data in (b"", good[:50], good[:200], b"\0" * 4096, b"---\n: [", good.replace(FERRY.encode(), b"Ferry is back")):
        (folder / "ferry.md").write_bytes(data)
        terminal.write("j")
    terminal.wait(lambda t: "Ferry is back" in t.text)
    (folder / "ferry.md").unlink()
    os.mkfifo(folder / "ferry.md")
    terminal.wait(lambda t: uncovered(t) and "2 stories" in t.text)
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    terminal.wait(
        lambda t: "0 stories" in t.text or "is gone" in t.text or "cannot be" in t.text or "no folder" in t.text
    )
    terminal.write("q")
    assert terminal.wait_exit() == 0
