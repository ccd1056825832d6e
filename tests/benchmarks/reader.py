"""Measures the reader from outside, through a pseudo-terminal: start, keys, search, quitting, memory."""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from benchmarks.figures import Figure, bounded, p95, shown, spread
from benchmarks.libraries import BROADSHEET, KEPT, library_of, real_folder
from terminal import Terminal

SIZE = (160, 45)
PAINTED = b"stories"
"""In the status line of the first paint that shows stories."""


@contextmanager
def reader(library: Path, *words: str) -> Iterator[Terminal]:
    """The reader on a library, with an empty home and no settings."""
    with tempfile.TemporaryDirectory() as home:
        env = {"BROADSHEET_LIBRARY": str(library), "BROADSHEET_CONFIG": f"{home}/none.toml", "COLORTERM": "truecolor"}
        with Terminal([BROADSHEET, *words], home=Path(home), size=SIZE, env=env) as terminal:
            yield terminal


def start(library: Path) -> float:
    """Seconds from the start of the process to the first stories painted."""
    with reader(library) as terminal:
        took = terminal.measure_start(lambda t: PAINTED in t.raw).done
        terminal.write("q")
        terminal.wait_exit()
        return took


def start_bare() -> float:
    """The same of the least Textual app."""
    with tempfile.TemporaryDirectory() as home:
        program = [sys.executable, Path(__file__).with_name("bare.py")]
        with Terminal(program, home=Path(home), size=SIZE, env={"COLORTERM": "truecolor"}) as terminal:
            took = terminal.measure_start(lambda t: b"BARE-PAINTED" in t.raw).done
            terminal.write("q")
            terminal.wait_exit()
            return took


def starts(counts: tuple[tuple[int, float], ...], runs: int = 15) -> list[Figure]:
    """Start over the least Textual app; the runs alternate, so that a busy moment hits both."""
    figures = []
    for count, most in counts:
        library = library_of(count)
        start(library)
        pairs = [(start_bare(), start(library)) for _ in range(runs)]
        bare, ours = median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)
        name = f"{count:,} stories" if count else f"{len(list(real_folder().glob('*.md'))):,} real files"
        note = f"{ours * 1000:.0f} ms over {bare * 1000:.0f} ms"
        figures.append(
            bounded(f"start to stories painted, {name}, over the least Textual app", ours / bare, "×", most, note)
        )
    return figures


def keys(count: int, most: float | None = None) -> list[Figure]:
    """Keys in a long list, from the write to the painted row; at p95 at most `most` milliseconds."""
    figures = []
    with reader(library_of(count)) as terminal:
        terminal.wait(lambda t: "unread" in t.text)
        took: dict[str, list[float]] = {name: [] for name in ("j", "page down", "end", "home")}
        for _ in range(40):
            for name, key in zip(took, ("j", " ", "G", "g"), strict=True):
                terminal.settle(0.1)
                before = len(terminal.raw)
                took[name].append(terminal.measure(key, lambda t: len(t.raw) > before + 200).done * 1000)  # noqa: B023
    for name, times in took.items():
        measure = f"{name} to painted, {count:,} stories, through a pty"
        if most is None:
            figures.append(Figure(f"{measure}, p95", f"{shown(p95(times))} ms ({spread(times)})"))
        else:
            figures.append(bounded(f"{measure}, p95", p95(times), " ms", most, spread(times)))
    return figures


def quitting() -> list[Figure]:
    """From q to the end of the process, at rest and in the middle of a first index."""
    with reader(library_of(0)) as terminal:
        terminal.wait(lambda t: "synced" in t.text)
        began = time.monotonic()
        terminal.write("q")
        terminal.wait_exit()
        at_rest = time.monotonic() - began
    library = KEPT / "quitting"
    shutil.rmtree(library, ignore_errors=True)
    with reader(library, str(real_folder())) as terminal:
        terminal.wait(lambda t: b"reading" in t.raw)
        began = time.monotonic()
        terminal.write("q")
        terminal.wait_exit()
        busy = time.monotonic() - began
    return [
        bounded("q to the end of the process", at_rest, " s", 0.5),
        bounded("the same while indexing", busy, " s", 0.5),
    ]


def first_index(runs: int = 5) -> list[Figure]:
    """The reader opened on a folder that was never indexed: from its first paint to the first page of stories."""
    took = []
    for _ in range(runs):
        library = KEPT / "first-index"
        shutil.rmtree(library, ignore_errors=True)
        with reader(library, str(real_folder())) as terminal:
            painted = terminal.wait(lambda t: b" Stories" in t.raw)
            listed = terminal.wait(lambda t: "unread" in t.text or "stories" in t.text)
            took.append((listed - painted) * 1000)
            terminal.write("q")
            terminal.wait_exit()
    return [bounded("first page during a first index, after the first paint", median(took), " ms", 150, spread(took))]


def memory(count: int, most: float) -> list[Figure]:
    """Resident memory of the reader's process with the list open, after moving about in it."""
    with reader(library_of(count)) as terminal:
        terminal.wait(lambda t: "unread" in t.text)
        for key in ("G", "g", " ", " ", "j"):
            terminal.measure(key, lambda t: True)
        memory = held(terminal)
        terminal.write("q")
        terminal.wait_exit()
    return [bounded(f"resident memory, {count:,} stories open", memory, " MB", most)]


def held(terminal: Terminal) -> float:
    """Resident memory of the program in the terminal, in megabytes."""
    status = Path(f"/proc/{terminal.process.pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024
