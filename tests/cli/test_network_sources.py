"""add, sources, sync and remove with sites and feeds, on servers of the test's own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from building import story_file
from calling import Command
from net.hostile import Talk
from publishers import Publisher, bare, item, publishing, rss, says, site_pages
from sources.loopback import listed
from terminal import Terminal
from timing import SOON

from tui.formats.opml import read
from tui.library.lock import fetching


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with publishing() as made:
        yield made


def added(call: Command, publisher: Publisher, path: str, *words: str) -> None:
    answer = call("add", publisher.url(path), "--allow-private", publisher.place, *words)
    assert answer.code == 0, answer.err


def titles(call: Command) -> list[str]:
    return [line.split("\t")[4] for line in call("list").lines]


def test_a_feed_is_shown_kept_and_read(call: Command, publisher: Publisher) -> None:
    publisher.pages["/feed"] = rss(item(1), item(2))
    answer = call("add", publisher.url("/feed"), "--allow-private", publisher.place, "--topic", "Tech")
    assert (answer.code, answer.out) == (0, "")
    for said in ("North Post - feed (RSS), 2 stories, the newest of ", "  - Report 1", "2 stories in what you added."):
        assert said in answer.err
    assert titles(call) == ["Report 2", "Report 1"]
    assert call("search", "--count", "topic:Tech").out == "2\n"
    (line,) = call("sources").lines
    assert line.startswith(f"{publisher.url('/feed')}  (feed (RSS), North Post, 2 stories, looked at ")
    assert ", next in " in line
    (source,) = call("sources", "--json").objects
    assert (source["kind"], source["title"], source["topics"], source["stories"]) == ("feed", "North Post", ["Tech"], 2)
    assert (source["allow"], source["fault"], source["failing_since"]) == ([publisher.place], None, None)
    assert source["added"] <= source["asked"] < source["next"]
    assert titles(call), "no other command asks anybody"
    assert len(publisher.asked) == 2


def test_a_site_is_added_from_any_of_its_pages(call: Command, publisher: Publisher) -> None:
    publisher.pages |= site_pages([listed(number) for number in range(4)], "/azure", size=3)
    answer = call("add", publisher.url("/azure/news/3"), "--allow-private", publisher.place)
    assert answer.code == 0, answer.err
    assert "site, 3 or more stories" in answer.err
    assert "4 stories in what you added." in answer.err
    assert call("sources").out.startswith(publisher.url("/azure/"))


def test_a_page_with_several_feeds_is_a_choice(call: Command, publisher: Publisher) -> None:
    links = "".join(f"<link rel=alternate type=application/rss+xml href=/{name} title={name}>" for name in "ab")
    publisher.routes["/"] = bare(f"<html><head><title>Post</title>{links}</head></html>".encode())
    answer = call("add", publisher.url("/"), "--allow-private", publisher.place)
    assert answer.code == 3
    assert "Post is a page that announces 2 feeds." in answer.err
    assert f"  {publisher.url('/a')}  a\n" in answer.err
    assert call("sources").code == 1


@pytest.mark.parametrize(
    ("path", "code", "said"),
    [
        ("/none", 4, "There is nothing at"),
        ("/page", 3, "It is a web page, and it announces no feed."),
        ("/picture", 3, "is a picture"),
    ],
)
def test_a_wrong_address_is_called_what_it_is(
    call: Command, publisher: Publisher, path: str, code: int, said: str
) -> None:
    publisher.routes |= {
        "/page": bare(b"<html><body>Hello</body></html>"),
        "/picture": bare(b"\x89PNG", Content_Type="image/png"),
        "/none": says("404 Not Found"),
    }
    answer = call("add", publisher.url(path), "--allow-private", publisher.place)
    assert answer.code == code
    assert said in answer.err
    assert call("sources").code == 1, "nothing is kept"


def test_what_is_not_public_needs_leave(call: Command, publisher: Publisher) -> None:
    answer = call("add", publisher.url("/feed"))
    assert answer.code == 4
    assert f"--allow-private {publisher.place}" in answer.err
    assert publisher.asked == []


def test_addresses_on_standard_input(broadsheet: Command, publisher: Publisher) -> None:
    publisher.pages |= {"/one": rss(item(1), title="One"), "/two": rss(item(2), title="Two")}
    typed = "\n".join(publisher.url(path) for path in ("/one", "/none", "/two"))
    answer = broadsheet("add", "-", "--allow-private", publisher.place, typed=typed, NO_PROXY="*")
    assert answer.code == 4
    assert "There is nothing at" in answer.err
    assert "2 stories in what you added." in answer.err
    assert len(broadsheet("sources").lines) == 2


def test_lists_of_feeds_go_in_and_out(call: Command, publisher: Publisher, tmp_path: Path) -> None:
    publisher.pages |= {"/one": rss(item(1), title="One"), "/two": rss(item(2), title="Two")}
    for path in ("/one", "/two"):
        added(call, publisher, path)
    exported = call("sources", "--opml")
    assert exported.code == 0
    feeds = read(exported.out.encode()).feeds
    assert [(feed.title, feed.url) for feed in feeds] == [
        ("One", publisher.url("/one")),
        ("Two", publisher.url("/two")),
    ]
    call("remove", *(feed.url for feed in feeds))
    assert call("sources", "--opml").code == 1
    path = tmp_path / "feeds.opml"
    path.write_text(
        exported.out.replace("<body>", "<body><outline text='Tech'>").replace("</body>", "</outline></body>")
    )
    answer = call("add", path)
    assert "2 new feeds" in answer.err
    assert answer.code == 4, "a list gives no leave to fetch from a private address"
    assert [source["topics"] for source in call("sources", "--json").objects] == [["Tech"], ["Tech"]]


def test_sync_finds_what_is_new_and_says_what_failed(call: Command, publisher: Publisher, stories: Path) -> None:
    publisher.pages |= {"/one": rss(item(1), title="One"), "/two": rss(item(2), title="Two")}
    added(call, publisher, "/one")
    added(call, publisher, "/two")
    call("add", stories)
    publisher.pages["/one"] = rss(item(1), item(3), title="One")
    publisher.routes["/two"] = says("500 Oh Dear")
    (done,) = call("sync", "--json").objects
    assert (done["new_articles"], done["new_stories"], done["asked"], done["offline"]) == (1, 1, 2, False)
    assert [source["title"] for source in done["failing"]] == ["Two"]
    assert "trouble of its own" in done["failures"][0]
    answer = call("sync")
    assert (answer.code, answer.out) == (4, "")
    assert "2 asked over the network: nothing new, 1 source failing since " in answer.err
    assert "trouble of its own" in answer.err
    assert call("sync", publisher.url("/one")).code == 0
    assert "failing since" in call("sources").out
    doctor = call("doctor")
    assert "The source Two is failing since" in doctor.out
    assert doctor.code == 0, "a server that is down is nothing to mend here"
    (stories / "2023-07-26-bridge.md").write_bytes(story_file("x", url="https://b.example/"))
    stories.rename(stories.with_name("away"))
    assert call("sync").code == 3, "a bad folder goes before a bad server"
    assert {"Report 1", "Report 2", "Report 3"} <= set(titles(call))


def test_a_server_that_is_gone_leaves_its_stories(call: Command) -> None:
    with publishing() as publisher:
        publisher.pages["/feed"] = rss(item(1))
        added(call, publisher, "/feed")
    answer = call("sync")
    assert answer.code == 4
    assert "lets nobody connect" in answer.err
    assert titles(call) == ["Report 1"]


def test_a_source_rests_until_it_is_resumed(call: Command, publisher: Publisher, stories: Path) -> None:
    publisher.pages["/feed"] = rss(item(1))
    added(call, publisher, "/feed")
    assert call("sources", "--pause", publisher.url("/feed")).code == 0
    publisher.forget()
    assert call("sync").code == 0
    assert publisher.asked == []
    assert "paused" in call("sources").out
    assert call("sync", publisher.url("/feed")).code == 0
    assert publisher.asked == ["/feed"], "whoever names it wants it asked"
    assert call("sources", "--resume", publisher.url("/feed")).code == 0
    call("sync")
    assert publisher.asked == ["/feed", "/feed"]
    call("add", stories)
    assert call("sources", "--pause", stories).code == 2
    assert call("sources", "--pause", "https://no.example/").code == 3


def test_more_is_said_of_a_source_that_is_there(call: Command, publisher: Publisher) -> None:
    publisher.pages["/feed"] = rss(item(1))
    added(call, publisher, "/feed")
    answer = call("add", publisher.url("/feed"), "--topic", "Late")
    assert answer.code == 0, "the leave that it was given holds"
    assert answer.err.index("It is in your library already.") < answer.err.index("1 story in what you added.")
    assert call("search", "--count", "topic:Late").out == "1\n"


def test_a_removed_source_is_gone_with_its_stories(call: Command, publisher: Publisher) -> None:
    publisher.pages["/feed"] = rss(item(1))
    added(call, publisher, "/feed")
    assert titles(call) == ["Report 1"]
    assert call("list", publisher.url("/feed")).code == 0
    assert call("remove", publisher.url("/feed")).code == 0
    assert call("sources").code == 1
    answer = call("list", publisher.url("/feed"))
    assert answer.code == 3
    assert "Add it with 'broadsheet add" in answer.err


def test_on_a_terminal_the_reader_is_asked(publisher: Publisher, tmp_path: Path) -> None:
    publisher.pages["/feed"] = rss(item(1))
    words = [sys.executable, "-m", "tui", "add", publisher.url("/feed"), "--allow-private", publisher.place]
    env = {"BROADSHEET_LIBRARY": str(tmp_path / "library"), "BROADSHEET_CONFIG": str(tmp_path / "config.toml")}
    for key, kept in (("n\n", 0), ("\n", 1)):
        with Terminal(words, home=tmp_path, env=env) as terminal:
            terminal.wait(lambda t: "Keep it? [Y/n]" in t.text)
            assert "North Post" in terminal.text
            terminal.write(key)
            assert terminal.wait_exit() == 0
        done = subprocess.run(
            [sys.executable, "-m", "tui", "sources"], env={**os.environ, **env}, capture_output=True, check=False
        )
        assert len(done.stdout.splitlines()) == kept


def never(talk: Talk) -> None:
    while talk.pause():
        pass


def test_ctrl_c_ends_a_sync_at_once(call: Command, publisher: Publisher) -> None:
    publisher.pages["/feed"] = rss(item(1))
    added(call, publisher, "/feed")
    publisher.routes["/feed"] = never
    publisher.forget()
    process = subprocess.Popen(
        [sys.executable, "-m", "tui", "sync"], stderr=subprocess.PIPE, env={**os.environ, "NO_PROXY": "*"}
    )
    while not publisher.asked:
        assert process.poll() is None
    began = time.monotonic()
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=10)
    assert time.monotonic() - began < SOON
    assert (process.returncode, err) == (130, b"")


def test_two_that_fetch_for_one_library_take_turns(call: Command, publisher: Publisher, tmp_path: Path) -> None:
    publisher.pages["/feed"] = rss(item(1))
    added(call, publisher, "/feed")
    publisher.forget()
    words = [sys.executable, "-m", "tui", "sync"]
    with fetching(tmp_path / "library") as had:
        assert had
        process = subprocess.Popen(words, stderr=subprocess.PIPE, env={**os.environ, "NO_PROXY": "*"})
        assert process.stderr is not None
        assert b"Another Broadsheet is fetching for this library" in process.stderr.readline()
        assert publisher.asked == []
    process.communicate(timeout=20)
    assert process.returncode == 0
    assert publisher.asked == ["/feed"]


@pytest.mark.parametrize("leave", ["nas.home.example", "http://nas.home.example:80", ":80", "nas:http"])
def test_leave_names_a_host_and_a_port(call: Command, leave: str) -> None:
    with pytest.raises(SystemExit) as ended:
        call("add", "https://x.example/feed", "--allow-private", leave)
    assert ended.value.code == 2


def test_only_who_asks_a_server_loads_what_that_takes(call: Command, publisher: Publisher) -> None:
    publisher.pages["/feed"] = rss(item(1))
    added(call, publisher, "/feed")
    code = "import sys; from tui.cli import commands; commands.run(sys.argv[1:]); print('httpx' in sys.modules)"

    def loads(*words: str) -> bool:
        done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=True)
        return done.stdout.splitlines()[-1] == "True"

    assert [loads(*words) for words in (["list"], ["sources"], ["doctor"], ["sync"])] == [False, False, False, True]
    call("sources", "--pause", publisher.url("/feed"))
    assert not loads("sync"), "there is nobody to ask"
