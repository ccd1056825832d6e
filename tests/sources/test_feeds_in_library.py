"""What feeds give enters the library as files of their sources do, and comes out the same."""

from __future__ import annotations

from pathlib import Path

from tui.formats.feeds import Feed, feed_results, read
from tui.wiring import open_desk, open_shelf

GOLDEN = Path(__file__).parents[1] / "formats" / "feeds"
URL = "https://feeds.example/dir/feed"
NOW = 1_690_000_000_000_000_000


def test_items_of_every_golden_feed_are_stories(tmp_path: Path) -> None:
    titles: set[str] = set()
    with open_desk(tmp_path, lambda: None) as desk:
        for path in sorted(GOLDEN.iterdir()):
            if path.name.endswith(".expected.json"):
                continue
            feed = read(path.read_bytes(), URL)
            assert isinstance(feed, Feed)
            results = feed_results(feed)
            source = desk.writer.source(f"https://feeds.example/{path.name}")
            stamps = {result.name: (NOW, 0) for result in results}
            desk.writer.write(source, results, stamps, NOW)
            desk.writer.write(source, results, stamps, NOW)
            titles |= {result.report[0][1] for result in results if result.report}
            digests = {name: row[3] for name, row in desk.writer.files(source).items()}
            assert digests == {result.name: result.digest for result in results}
        desk.group(lambda _: None)
    with open_shelf(tmp_path) as shelf:
        stored = {row[0] for row in shelf.reading.index.execute("SELECT title FROM article")}
    assert stored == titles
