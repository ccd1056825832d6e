"""Measures sync over loopback: many feeds, a site's list, a site's repository against a folder, and an end at any moment."""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import cycle
from pathlib import Path
from statistics import median
from typing import Any
from xml.sax.saxutils import escape

from benchmarks.figures import Figure, bounded, p99, spread
from benchmarks.libraries import BROADSHEET, KEPT, library_of, real_folder, samples
from benchmarks.reader import reader
from sources.loopback import serving, write_repository
from terminal import Terminal

from tui.formats.frontmatter import Reader
from tui.library.marks import SourcePlace
from tui.wiring import open_shelf

FEEDS = 200
ITEMS = 50
ROOM = KEPT / "network"
_SYNCED = re.compile(rb" new in |synced")


def figures() -> list[Figure]:
    """Everything that this module measures."""
    shutil.rmtree(ROOM, ignore_errors=True)
    return [*_feeds(), *_list(), *_repository()]


def _feeds() -> list[Figure]:
    _write_feeds(ROOM / "served")
    first, again, stopped = [], [], []
    with _server(ROOM / "served", FEEDS) as port:
        sources = [_source(f"http://127.0.0.{number}:{port}/feed", "feed") for number in range(1, FEEDS + 1)]
        for run in range(3):
            library = _library(f"feeds{run}", sources)
            first.append(_sync(library, FEEDS, FEEDS * ITEMS))
            again.append(_sync(library, FEEDS, 0))
        keys = _keys(sources)
        for moment in (0.3, 1.0, 2.0, 3.0):
            with _Indexer(_library("stopped", sources), sources) as indexer:
                indexer.wait("source")
                time.sleep(moment)
                began = time.perf_counter()
                indexer.ask("cancel")
                indexer.wait("idle")
                stopped.append(time.perf_counter() - began)
    return [
        bounded(
            f"first sync of {FEEDS} feeds × {ITEMS} items, process start included",
            median(first),
            " s",
            20,
            spread(first),
        ),
        bounded("the same feeds, nothing new", median(again), " s", 3, spread(again)),
        bounded(
            f"j and k to painted while {FEEDS} feeds are synced, {len(keys)} keys, p99",
            p99(keys),
            " ms",
            30,
            spread(keys),
        ),
        bounded("a sync that is cancelled, to idle, worst", max(stopped), " s", 0.3, spread(stopped)),
    ]


def _keys(sources: Sequence[SourcePlace]) -> list[float]:
    """Milliseconds from a key to the moved cursor, in a reader whose first sync of these sources goes on.

    A key that is typed while the one before is not answered yet is part of the wait for that one.
    """
    took: list[float] = []
    chance = random.Random(4)
    for run in range(3):
        library = ROOM / f"keys{run}"
        shutil.copytree(library_of(0), library)
        with open_shelf(library) as shelf:
            for source in sources:
                shelf.marks.add_source(source)
        with reader(library) as terminal:
            terminal.wait(lambda t: "fetching" in t.text)
            for _ in range(5):  # away from the top, where the cursor stays while newer stories come in
                terminal.write("j")
            terminal.settle(0.05)
            keys = ((chance.uniform(0.03, 0.15), key) for key in cycle("jk"))
            pressed, cursor = 0.0, _cursor(terminal)
            for when, piece in terminal.type_on(keys, _SYNCED):
                if isinstance(piece, str):
                    pressed = pressed or when
                    continue
                terminal.raw += piece
                before, cursor = cursor, _cursor(terminal)
                if pressed and cursor != before:
                    took.append((when - pressed) * 1000)
                    pressed = 0.0
    return took


def _cursor(terminal: Terminal) -> int:
    return next((number for number, line in enumerate(terminal.lines) if "▌" in line[:3]), -1)


def _list() -> list[Figure]:
    """A site's list of 25 pages in a reader that is open, nothing new."""
    real = real_folder().parent / "api"
    served = ROOM / "site"
    if real.is_dir():
        shutil.copytree(real, served / "api")
    else:
        _write_list(served / "api" / "news")
    pages = len(list((served / "api" / "news" / "page").iterdir()))
    took = []
    with _server(served, 1) as port:
        source = _source(f"http://127.0.0.1:{port}/", "site")
        with _Indexer(_library("list", [source]), [source]) as indexer:
            indexer.wait("idle")
            for _ in range(7):
                began = time.perf_counter()
                indexer.ask("sync")
                assert indexer.wait("synced")["new_articles"] == 0
                took.append(time.perf_counter() - began)
                indexer.wait("idle")
    return [bounded(f"a site's list of {pages} pages, nothing new", median(took), " s", 0.5, spread(took))]


def _repository() -> list[Figure]:
    """The same files from a repository, over reading them from their folder.

    Of both is taken off what a sync takes that finds nothing new: the process, and asking the server. The site's list is
    at another server, as it is in the world: at one server requests keep half a second between them.
    """
    folder = real_folder()
    files = sorted(folder.glob("*.md"))
    write_repository(ROOM / "git" / "site", {f"_news/{path.name}": path.read_bytes() for path in files})
    pairs = []
    with serving() as loopback:
        loopback.repositories = ROOM / "git"
        repository = loopback.url("/git/site/.git")
        source = _source(loopback.url("/").replace("127.0.0.1", "localhost"), "site", repository)
        library = _library("repository", [source])
        _sync(library, 1, len(files))
        for _ in range(5):
            for path in library.glob("index.db*"):
                path.unlink()
            from_folder = _library("folder", [])
            theirs = _timed("add", folder, "--library", from_folder) - _timed("sync", "--library", from_folder)
            pairs.append((theirs, _sync(library, 1, len(files)) - _sync(library, 1, 0)))
    ratio = median(ours / theirs for theirs, ours in pairs)
    note = f"{median(pair[1] for pair in pairs):.2f} s over {median(pair[0] for pair in pairs):.2f} s"
    return [
        bounded(f"{len(files):,} files of a repository, once fetched, over the same in a folder", ratio, "×", 1.3, note)
    ]


def _timed(*words: str | Path) -> float:
    began = time.perf_counter()
    subprocess.run([BROADSHEET, *words], check=True, capture_output=True)
    return time.perf_counter() - began


def _sync(library: Path, asked: int, new: int) -> float:
    """Seconds that `broadsheet sync` takes; sees to it that it did what it should."""
    began = time.perf_counter()
    done = subprocess.run(
        [BROADSHEET, "sync", "--json", "--library", library], check=True, capture_output=True, text=True
    )
    took = time.perf_counter() - began
    found = json.loads(done.stdout)
    assert (found["asked"], found["failing"]) == (asked, []), found
    assert found["new_articles"] >= 0.9 * new, found
    return took


def _source(place: str, kind: str, repository: str = "") -> SourcePlace:
    allowed = tuple(url.split("/")[2] for url in (place, repository) if url)
    return SourcePlace(place, kind, 1, repository=repository, allow=allowed)


def _library(name: str, sources: Sequence[SourcePlace]) -> Path:
    library = ROOM / name
    shutil.rmtree(library, ignore_errors=True)
    with open_shelf(library) as shelf:
        for source in sources:
            shelf.marks.add_source(source)
    return library


class _Indexer:
    """The indexer's process, as the reader starts it."""

    def __init__(self, library: Path, sources: Sequence[SourcePlace]) -> None:
        places = [source.place for source in sources]
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "tui.indexer", str(library), str(library / "none.toml"), *places],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> _Indexer:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def ask(self, request: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(request + "\n")
        self._process.stdin.flush()

    def wait(self, event: str) -> dict[str, Any]:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            found: dict[str, Any] = json.loads(line)
            if found["event"] == event:
                return found
        raise AssertionError(f"the indexer ended without {event}")


@contextmanager
def _server(folder: Path, hosts: int) -> Iterator[int]:
    program = Path(__file__).with_name("feed_server.py")
    with subprocess.Popen([sys.executable, program, folder, str(hosts)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.kill()


def _write_feeds(folder: Path) -> None:
    """Feeds of real reports of the same weeks, dealt out so that every event is in many of them."""
    folder.mkdir(parents=True)
    reports = _reports(FEEDS * ITEMS)
    random.Random(1).shuffle(reports)
    for number in range(1, FEEDS + 1):
        items = []
        for title, excerpt, url, when in reports[(number - 1) * ITEMS : number * ITEMS]:
            date = format_datetime(when)
            said = f"<title>{escape(title)}</title><description>{escape(excerpt)}</description>"
            items.append(
                f"<item>{said}<link>{escape(url)}</link><guid>{escape(url)}</guid><pubDate>{date}</pubDate></item>"
            )
        about = f"<title>Outlet {number}</title><link>https://outlet{number}.example/</link>"
        feed = f"<?xml version='1.0'?><rss version='2.0'><channel>{about}{''.join(items)}</channel></rss>"
        (folder / f"{number}.xml").write_text(feed)


def _reports(count: int) -> list[tuple[str, str, str, datetime]]:
    """(title, excerpt, address, time) of the newest reports that real files link; made ones where there are too few."""
    reader = Reader()
    found: dict[str, tuple[str, str, str, datetime]] = {}
    for path in sorted(real_folder().glob("*.md"), reverse=True):
        report = reader.read(path.read_bytes(), path.name).report
        for article in report.related if report else ():
            if article.url and article.published:
                found[article.key] = (article.title, article.excerpt, article.url, article.published)
        if len(found) >= count:
            break
    chance, texts = random.Random(2), samples()
    while len(found) < count:
        one, other = chance.choice(texts), chance.choice(texts)
        url = f"https://made.example/{len(found)}"
        when = datetime(2023, 7, 1, tzinfo=UTC) + timedelta(minutes=chance.randrange(30 * 24 * 60))
        title = " ".join([*one["title"].split()[:6], *other["title"].split()[-6:]])
        found[url] = (title, one.get("excerpt", ""), url, when)
    return list(found.values())[:count]


def _write_list(folder: Path) -> None:
    """A site's list of 25 pages, where there is no real one."""
    texts = samples()
    for number in range(1, 26):
        stories = [
            {
                "path": f"_news/2023-07-01-{number}-{place}.md",
                "title": texts[(number * 25 + place) % len(texts)]["title"],
                "webUrl": f"https://outlet.example/{number}/{place}",
                "publishedDateTime": f"2023-07-{(number + place) % 28 + 1:02}T10:00:00Z",
                "heat": 70 + place,
            }
            for place in range(25)
        ]
        page = {"page": number, "value": stories, "nextPage": number + 1 if number < 25 else None}
        path = folder / "page" / str(number) / "index.json"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(page))
    shutil.copy(folder / "page" / "1" / "index.json", folder / "index.json")
