"""Measures indexing: a first index against bare YAML, and the look at folders in which nothing has changed."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from benchmarks.figures import Figure, bounded, spread
from benchmarks.libraries import KEPT, folder_of, library_of, real_folder

BARE_YAML = """
import sys, time, yaml, pathlib
began = time.perf_counter()
for path in sorted(pathlib.Path(sys.argv[1]).glob('*.md')):
    text = path.read_bytes()
    yaml.load(text[4:text.index(b'\\n---', 4)], yaml.CSafeLoader)
print(time.perf_counter() - began)
"""
"""Parsing the front matter of every file with libyaml's safe loader, one process, results dropped."""

INDEX = """
import sys, time
from pathlib import Path
from tui.core.syncing import sync_folders
from tui.wiring import open_desk
with open_desk(Path(sys.argv[1]), lambda: None) as desk:
    began = time.perf_counter()
    sync_folders(desk.writer, [sys.argv[2]], lambda progress: None)
    read = time.perf_counter()
    desk.group(lambda progress: None)
    print(read - began, time.perf_counter() - read)
"""
"""A first index in one process and its child: reading and storing, then grouping."""

SCAN = """
import sys, time
from pathlib import Path
from tui.core.changes import decide
from tui.sources import folder
from tui.wiring import open_desk
with open_desk(Path(sys.argv[1]), lambda: None) as desk:
    source = desk.writer.source(sys.argv[2])
    changes = decide(desk.writer.files(source), folder.scan(sys.argv[2]).stamps)
    assert not changes.gone, changes.gone[:3]
    assert len(changes.read) < 5, changes.read[:5]
    took = []
    for _ in range(int(sys.argv[3])):
        began = time.perf_counter()
        scan = folder.scan(sys.argv[2])
        changes = decide(desk.writer.files(source), scan.stamps)
        took.append(time.perf_counter() - began)
print(' '.join(map(str, took)))
"""


def cold(runs: int = 3) -> list[Figure]:
    """A first index of the real files over parsing them with bare libyaml; the grouping that follows by itself."""
    folder = real_folder()
    bare = float(_run(BARE_YAML, str(folder))[0])
    read, grouped, whole = [], [], []
    for _ in range(runs):
        library = KEPT / "cold"
        shutil.rmtree(library, ignore_errors=True)
        began = time.perf_counter()
        reading, grouping = map(float, _run(INDEX, str(library), str(folder.resolve()))[0].split())
        whole.append(time.perf_counter() - began)
        read.append(reading)
        grouped.append(grouping)
    files = len(list(folder.glob("*.md")))
    note = f"{median(read):.2f} s over {bare:.1f} s; {spread(read)} s"
    return [
        bounded(
            f"first index of {files:,} real files (read and stored), over bare CSafeLoader",
            median(read) / bare,
            "×",
            0.12,
            note,
        ),
        Figure("grouping them afterwards, while the list is there", f"{spread(grouped)} s"),
        Figure("all of it, process start included", f"{spread(whole)} s"),
    ]


def unchanged(count: int) -> list[Figure]:
    """Nothing has changed: the look at every file and the comparison with the index."""
    figures = []
    for number, folder, most in ((0, real_folder(), 40.0), (count, folder_of(count), 700.0)):
        library = library_of(number)
        took = [float(part) * 1000 for part in _run(SCAN, str(library), str(folder.resolve()), "5")[0].split()]
        files = number or len(list(folder.glob("*.md")))
        figures.append(bounded(f"nothing changed: scan of {files:,} files", median(took), " ms", most, spread(took)))
    return figures


def _run(program: str, *words: str) -> list[str]:
    done = subprocess.run([sys.executable, "-c", program, *words], check=True, capture_output=True, text=True)
    return done.stdout.splitlines()


def size_of(library: Path) -> int:
    """Bytes of the index on disk."""
    return sum(path.stat().st_size for path in library.glob("index.db*"))
