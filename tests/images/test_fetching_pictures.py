"""Pictures are fetched and made small by a child: no server and no file can hold up, fill or harm the reader."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from threading import Event, Thread

import pytest
from images.making import RED, file_of, gif_header, halves, png, webp_header, zeros
from net.hostile import Talk
from outlet import STRAIGHT, leads_to, outlet, serves
from timing import SOON

from tui.images import fetching
from tui.images.child import FILE_LIMIT
from tui.images.fetching import PictureFetcher
from tui.images.values import NOT_INSTALLED, Fault, Picture
from tui.net.settings import NetworkSettings

PNG = file_of(halves((640, 480)))


def picture(url: str, allow: frozenset[str] = frozenset(), settings: NetworkSettings = STRAIGHT) -> Picture | Fault:
    fetcher = PictureFetcher(settings, allow)
    try:
        return fetcher.picture(url, 60, 7)
    finally:
        fetcher.close()


def test_a_picture_comes_in_the_size_there_is_room_for() -> None:
    with outlet({"/old": leads_to("/new.png"), "/new.png": serves(PNG, "image/png")}) as server:
        found = picture(server.url("/old"), server.allow)
        assert isinstance(found, Picture), found
        assert (found.drawn.width, found.drawn.height) == (19, 14)
        assert tuple(found.drawn.rgb[:3]) == RED
        assert "image/webp" in server.seen[-1].headers["accept"]
        assert not {"cookie", "referer"} & set(server.seen[-1].headers)


def test_another_size_is_made_of_what_is_known_without_asking_again() -> None:
    with outlet({"/a.png": serves(PNG, "image/png")}) as server:
        fetcher = PictureFetcher(STRAIGHT, server.allow)
        first = fetcher.picture(server.url("/a.png"), 60, 7)
        assert isinstance(first, Picture)
        second = fetcher.picture(server.url("/a.png"), 90, 20, first.thumbnail)
        fetcher.close()
        assert isinstance(second, Picture)
        assert second.thumbnail == first.thumbnail
        assert (second.drawn.width, second.drawn.height) == (53, 40)
        assert server.paths() == ["/a.png"]


def test_the_kind_that_a_server_names_is_not_believed() -> None:
    with outlet({"/a": serves(PNG, "text/html"), "/b": serves(b"<html>", "image/png")}) as server:
        assert isinstance(picture(server.url("/a"), server.allow), Picture)
        found = picture(server.url("/b"), server.allow)
        assert isinstance(found, Fault)
        assert found.reason == "No picture: there is something else at its address."


@pytest.mark.parametrize(
    ("path", "said", "lasting"),
    [
        ("/nowhere", "it is gone from its address (404)", True),
        ("/status?is=410", "it is gone from its address (410)", True),
        ("/status?is=403", "is not open to everybody (403)", True),
        ("/status?is=500", "is in trouble of its own (500)", False),
        ("/busy", "wants to be asked less often", False),
        ("/loop", "redirects more than 5 times", True),
        ("/bomb", "is larger than 8 MB", True),
        ("/huge", "is larger than 8 MB", True),
        ("/endless", "is larger than 8 MB", True),
        ("/not-http", "broke off, or was no answer in HTTP", False),
        ("/short", "broke off", False),
        ("/elsewhere", "is this computer", True),
        ("/truncated", "it is damaged, or broke off", True),
        ("/pixels", "it has more than 30 million pixels", True),
        ("/gif", "it has more than 30 million pixels", True),
        ("/webp", "No picture: it", True),
    ],
)
def test_what_cannot_be_shown_is_one_quiet_sentence(path: str, said: str, lasting: bool) -> None:
    with outlet() as other:
        routes = {
            "/elsewhere": leads_to(other.url("/ok")),
            "/truncated": serves(PNG[:-40], "image/png"),
            "/pixels": serves(png(30_000, 30_000, zeros(1 << 22)), "image/png"),
            "/gif": serves(gif_header(65_535, 65_535), "image/gif"),
            "/webp": serves(webp_header(16_384, 16_384), "image/webp"),
        }
        with outlet(routes) as server:
            found = picture(server.url(path), server.allow)
        assert isinstance(found, Fault), found
        assert said in found.reason
        assert found.reason.startswith("No picture: ")
        assert found.reason.endswith(".")
        assert found.lasting is lasting
        assert not other.seen


@pytest.mark.parametrize(
    "url", ["", "file:///etc/passwd", "javascript:alert(1)", "http://user@a.example/b.png", "logo.png"]
)
def test_what_is_no_web_address_is_not_asked(url: str) -> None:
    found = picture(url)
    assert isinstance(found, Fault)
    assert found.lasting


def test_only_public_addresses_are_asked() -> None:
    with outlet({"/a.png": serves(PNG)}) as server:
        found = picture(server.url("/a.png"))
        assert isinstance(found, Fault)
        assert "this computer" in found.reason
        assert not server.seen


def test_the_proxy_of_the_settings_is_used() -> None:
    with outlet() as server:
        found = picture("http://north.example/a.png", settings=NetworkSettings(proxy=f"http://{server.place}", pause=0))
        assert isinstance(found, Fault)
        assert [talk.target for talk in server.seen] == ["http://north.example/a.png"]


def test_the_largest_picture_that_is_decoded_fits_into_the_memory_there_is() -> None:
    data = file_of(halves((6_000, 4_990)), "WEBP", quality=1, method=0)
    assert len(data) < FILE_LIMIT
    with outlet({"/a.webp": serves(data)}) as server:
        assert isinstance(picture(server.url("/a.webp"), server.allow), Picture)


def test_closing_ends_a_fetch_at_once() -> None:
    asked = Event()

    def silent(talk: Talk) -> None:
        asked.set()
        talk.server.closing.wait()

    with outlet({"/a.png": silent}) as server:
        fetcher = PictureFetcher(STRAIGHT, server.allow)
        found: list[Picture | Fault] = []
        thread = Thread(target=lambda: found.append(fetcher.picture(server.url("/a.png"), 60, 7)))
        thread.start()
        assert asked.wait(10)
        began = time.monotonic()
        fetcher.close()
        thread.join()
        assert time.monotonic() - began < SOON
        assert isinstance(found[0], Fault)


def test_a_server_that_never_ends_is_left_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "SECONDS", 2.0)
    with outlet({"/a.png": lambda talk: talk.server.closing.wait()}) as server:
        found = picture(server.url("/a.png"), server.allow)
        assert found == Fault("No picture: it took too long, and was broken off.", lasting=False)


def test_without_the_extra_a_sentence_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "find_spec", lambda _: None)
    with outlet() as server:
        assert picture(server.url("/ok"), server.allow) == NOT_INSTALLED
        assert not server.seen
    assert "pip install 'broadsheet[images]'" in NOT_INSTALLED.reason


def test_the_reader_s_process_stays_small_whatever_is_fetched(tmp_path: Path) -> None:
    large = tmp_path / "large.webp"
    large.write_bytes(file_of(halves((4_000, 3_000)), "WEBP", method=0))
    program = """
import resource, sys
sys.path.insert(0, "tests")
from outlet import STRAIGHT, outlet, serves
from tui.images.fetching import PictureFetcher
data = open(sys.argv[1], "rb").read()
with outlet({"/a.webp": serves(data, "image/webp")}) as server:
    fetcher = PictureFetcher(STRAIGHT, server.allow)
    fetcher.picture(server.url("/a.webp"), 60, 7)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for path in ("/a.webp", "/bomb", "/endless", "/huge"):
        fetcher.picture(server.url(path), 60, 7)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    fetcher.close()
loaded = {"httpx", "httpcore", "PIL", "textual"} & set(sys.modules)
sys.exit(f"{grown} KB, {loaded}" if grown > 20_000 or loaded else 0)
"""
    done = subprocess.run(
        [sys.executable, "-c", program, large], check=False, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
