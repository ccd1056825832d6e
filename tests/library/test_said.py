"""Items that cannot be read again speak once more when another file of their article changes or goes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from building import story_file
from shelves import dump, index, opened, put, titles

from tui.formats.flat import FileResult
from tui.library.origins import OriginState, read_states
from tui.library.said import Said
from tui.sources.parser import Inbox, Parser

FEED = "https://feeds.example/all.xml"
FERRY = "https://example.org/ferry"


def result(name: str, data: bytes) -> FileResult:
    """A story file's content as an item of that name."""
    (found,) = Inbox().open(*Parser().parse_read([(name, "", 0)], lambda _: data))
    return found


def receive(library: Path, *results: FileResult, **more: Any) -> None:
    with opened(library) as parts:
        source = parts.writer.source(FEED)
        parts.writer.receive(source, results, {r.name: (0, 0) for r in results}, 1, keep=True, **more)


def report_of(library: Path, key: str) -> tuple[str, int]:
    article = dump(library)["articles"][key]
    return article["title"], article["heat"]


def test_an_item_speaks_again_when_the_better_file_goes(tmp_path: Path) -> None:
    library, folder = tmp_path / "library", tmp_path / "stories"
    receive(library, result("item", story_file("Of the feed", heat=1)))
    put(folder / "a.md", story_file("Of the folder", heat=90))
    index(library, folder)
    assert report_of(library, FERRY) == ("Of the folder", 90)
    (folder / "a.md").unlink()
    index(library, folder)
    assert report_of(library, FERRY) == ("Of the feed", 1)


def test_an_item_speaks_again_when_the_better_file_becomes_worse(tmp_path: Path) -> None:
    library, folder = tmp_path / "library", tmp_path / "stories"
    put(folder / "a.md", story_file("Of the folder", heat=90))
    index(library, folder)
    receive(library, result("item", story_file("Of the feed", heat=50)))
    assert report_of(library, FERRY) == ("Of the folder", 90)
    put(folder / "a.md", story_file("Of the folder", heat=10), age=1)
    index(library, folder)
    assert report_of(library, FERRY) == ("Of the feed", 50)


def test_a_file_is_read_again_when_an_item_of_its_article_changes(tmp_path: Path) -> None:
    library, folder = tmp_path / "library", tmp_path / "stories"
    put(folder / "a.md", story_file("Of the folder", heat=20))
    receive(library, result("item", story_file("Of the feed", heat=50)))
    index(library, folder)
    assert report_of(library, FERRY) == ("Of the feed", 50)
    receive(library, result("item", story_file("Of the feed", heat=5)))
    with opened(library) as parts:
        assert parts.writer.stale_places() == [str(folder)], "never the feed"
    index(library, folder)
    assert report_of(library, FERRY) == ("Of the folder", 20)


def test_of_two_feeds_with_the_same_article_the_other_speaks(tmp_path: Path) -> None:
    library = tmp_path / "library"
    with opened(library) as parts:
        other = parts.writer.source("https://other.example/feed")
        best = result("x", story_file("Best", heat=9, topics=["AI"], images=[{"url": "https://x.example/a.jpg"}]))
        parts.writer.receive(other, [best], {"x": (0, 0)}, 1, keep=True)
    receive(library, result("item", story_file("Other", heat=3)))
    assert titles(library) == ["Best"]
    receive(library, result("item", story_file("Other", heat=30)))
    assert titles(library) == ["Other"]
    receive(library, result("item", story_file("Other", heat=3)))
    article = dump(library)["articles"][FERRY]
    assert (article["title"], article["topics"]) == ("Best", "AI")
    assert "a.jpg" in article["extra"]
    with opened(library) as parts:
        parts.writer.drop("https://other.example/feed")
    assert titles(library) == ["Other"]


def test_the_state_is_stored_with_what_came_and_goes_with_its_source(tmp_path: Path) -> None:
    library = tmp_path / "library"
    state = OriginState(title="All", etag='"1"', url=FEED, body=b"\1", tried_at=77, next_at=99)
    receive(library, result("item", story_file()), state=state, problems=[("", "A fault of the feed.")])
    receive(library, result("item", story_file("New words")))
    with opened(library) as parts:
        assert read_states(parts.index, library) == {FEED: state}
        found = parts.reading.source_states()[FEED]
        assert (found.checked_at, found.files, found.problems, found.stories) == (77, 1, 1, 1)
        assert [(problem.origin, problem.reason) for problem in parts.reading.problems()] == [
            (FEED, "A fault of the feed.")
        ]
        parts.writer.move(parts.writer.source(FEED), "https://feeds.example/new.xml")
        assert list(read_states(parts.index, library)) == ["https://feeds.example/new.xml"]
        parts.writer.drop("https://feeds.example/new.xml")
        assert read_states(parts.index, library) == {}
        assert parts.index.execute("SELECT count(*) FROM said").fetchone() == (0,)


def test_gone_items_go_in_the_same_step(tmp_path: Path) -> None:
    library = tmp_path / "library"
    receive(library, result("a", story_file("A", url="https://a.example/")))
    receive(library, result("b", story_file("B", url="https://b.example/")), gone=["a"])
    assert titles(library) == ["B"]


def test_what_is_kept_is_what_was_said(tmp_path: Path) -> None:
    """Through JSON and back: lists are tuples again, so that outlets and images are recognised."""
    data = story_file(provider={"name": "North", "images": [{"url": "/logo.png"}]}, topics=["A", "B"], heat=4)
    item = result("item", data)
    receive(tmp_path, item)
    with opened(tmp_path) as parts:
        (ident,) = parts.index.execute("SELECT id FROM article").fetchone()
        found = Said(parts.index).best([ident])
    assert item.report is not None
    assert found == {FERRY: item.report}
