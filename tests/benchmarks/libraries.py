"""Makes libraries to measure with: story files resampled from real ones (or the seeds), indexed as any others. Keeps them.

They lie in build/benchmarks and are made once; `make clean` removes them.
"""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT.parent / "shared" / "corpus" / "azure" / "_news"
SEEDS = ROOT / "seeds"
KEPT = ROOT / "build" / "benchmarks"
BROADSHEET = Path(sys.executable).with_name("broadsheet")

_FIELD = re.compile(r'^(title|excerpt|  name|  domain): "?(.*?)"?$', re.MULTILINE)
_NEWEST = datetime(2024, 6, 1, 12, 0, tzinfo=UTC)
_MINUTES = 30
"""Average minutes between two stories: 100,000 make six years."""


def real_folder() -> Path:
    """The real story files, or the seeds where there are none."""
    return CORPUS if CORPUS.is_dir() else SEEDS


@cache
def samples() -> list[dict[str, str]]:
    """Title, excerpt, outlet and domain of every real story."""
    found = []
    for path in sorted(real_folder().glob("*.md")):
        head = path.read_text("utf-8", "replace").split("\nrelated:")[0]
        fields = {name.strip(): value for name, value in _FIELD.findall(head)}
        if fields.get("title"):
            found.append(fields)
    return found


def stories(count: int, seed: int = 1) -> Iterator[tuple[str, str]]:
    """(file name, text) of `count` stories, the newest first: words of real titles and excerpts, mixed anew."""
    source, chance = samples(), random.Random(seed)
    when = _NEWEST
    for number in range(count):
        when -= timedelta(seconds=chance.randrange(1, 2 * 60 * _MINUTES))
        one, other = chance.choice(source), chance.choice(source)
        title = _mixed(chance, one["title"], other["title"])
        excerpt = _mixed(chance, one.get("excerpt", ""), other.get("excerpt", ""))[:400]
        lines = [
            "---",
            f"title: {json.dumps(title, ensure_ascii=False)}",
            f"excerpt: {json.dumps(excerpt, ensure_ascii=False)}",
            f"publishedDateTime: {when:%Y-%m-%dT%H:%M:%SZ}",
            f'webUrl: "https://{one.get("domain") or "example.com"}/{number}"',
            "type: article",
            f"quality: {chance.randrange(0, 130)}",
            f"heat: {chance.choice((-1, -1, chance.randrange(0, 800)))}",
            "provider:",
            f"  name: {json.dumps(one.get('name', 'Example'), ensure_ascii=False)}",
            f"  domain: {json.dumps(one.get('domain', 'example.com'), ensure_ascii=False)}",
            "topics:",
            f"  - {chance.choice(('Azure', 'AI', 'Security', 'Databases', 'Networking', 'Compute'))}",
            "---",
            "",
        ]
        yield f"{when:%Y-%m-%d}-{number:07d}.md", "\n".join(lines)


def _mixed(chance: random.Random, one: str, other: str) -> str:
    words, more = one.split(), other.split()
    cut = len(words) // 2
    return " ".join(words[: cut + chance.randrange(0, 3)] + more[len(more) // 2 :]).replace("\\", "") or "Untitled"


def folder_of(count: int) -> Path:
    """A folder of `count` story files, in 100 folders below it."""
    folder = KEPT / f"stories-{count}"
    done = folder.with_suffix(".done")
    if not done.exists():
        print(f"making {count:,} story files (once) …", file=sys.stderr)
        for part in range(100):
            (folder / f"{part:02d}").mkdir(parents=True, exist_ok=True)
        for number, (name, text) in enumerate(stories(count)):
            (folder / f"{number % 100:02d}" / name).write_text(text, "utf-8")
        done.touch()
    return folder


def library_of(count: int) -> Path:
    """A library that has indexed `folder_of(count)`; 0 = the real folder."""
    library = KEPT / f"library-{count}"
    if not (library / "indexed").exists():
        print(f"indexing {count or 'the real'} stories (once) …", file=sys.stderr)
        folder = folder_of(count) if count else real_folder()
        library.mkdir(parents=True, exist_ok=True)
        subprocess.run([BROADSHEET, "add", folder, "--library", library], check=True, stdout=subprocess.DEVNULL)
        # Files written just before the first look are read once more: their clock's step may hide a change.
        subprocess.run([BROADSHEET, "sync", "--library", library], check=True, stderr=subprocess.DEVNULL)
        (library / "indexed").touch()
    return library
