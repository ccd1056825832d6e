"""Articles are fetched and taken out by a child: no server and no page can hold up, fill or harm the reader."""

from __future__ import annotations

import subprocess
import sys
import time
from threading import Event, Thread

import pytest
from net.hostile import Talk
from outlet import SENTENCE, STRAIGHT, leads_to, outlet, page, serves
from timing import SOON

from tui.article import fetching
from tui.article.blocks import blocks
from tui.article.fetching import Fetcher, Permit, Seen
from tui.article.values import NOT_INSTALLED, Fault, Text
from tui.article.verdicts import NO_ANSWER
from tui.net.settings import NetworkSettings

LINKS = "".join(f'<p><a href="/{number}">L{number}</a> w</p>' for number in range(100_000))


def read(url: str, allow: frozenset[str] = frozenset(), settings: NetworkSettings = STRAIGHT) -> Text | Fault:
    fetcher = Fetcher(settings, allow)
    try:
        return fetcher.read(url)
    finally:
        fetcher.close()


def test_an_article_is_read_where_its_redirects_lead() -> None:
    text = f'<p>{SENTENCE * 9}</p><p><a href="b">B</a> {SENTENCE}</p>'
    with outlet({"/old": leads_to("/2023/ferry"), "/2023/ferry": serves(page(text=text))}) as server:
        found = read(server.url("/old"), server.allow)
        assert isinstance(found, Text), found
        assert (found.title, found.author, found.site, found.teaser) == (
            "Ferry runs aground", "Jo Miller", "North Post", False,
        )  # fmt: skip
        assert found.url == server.url("/2023/ferry")
        assert blocks(found.markdown, found.url).links == (server.url("/2023/b"),)


def test_one_child_reads_one_article_after_the_other() -> None:
    with outlet({"/one": serves(page("One")), "/two": serves(page("Two"))}) as server:
        fetcher = Fetcher(STRAIGHT, server.allow)
        titles = [found.title for path in ("/one", "/two") if isinstance(found := fetcher.read(server.url(path)), Text)]
        fetcher.close()
    assert titles == ["One", "Two"]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/nowhere", "There is nothing at"),
        ("/status?is=410", "is gone for good"),
        ("/status?is=403", "is not open to everybody"),
        ("/status?is=500", "is in trouble of its own"),
        ("/moved", "leads to another page of the site"),
        ("/loop", "redirects more than 5 times"),
        ("/bomb", "larger than"),
        ("/huge", "larger than"),
        ("/endless", "larger than"),
        ("/not-http", "broke off, or was no answer"),
        ("/picture", "no web page but a file of another kind"),
        ("/empty", "no article to be found"),
        ("/elsewhere", "is this computer"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(path: str, said: str) -> None:
    with outlet() as other:
        routes = {
            "/": serves(page()),
            "/moved": leads_to("/"),
            "/picture": serves(b"\x89PNG\r\n\x1a\n"),
            "/empty": serves(b"<p>"),
            "/elsewhere": leads_to(other.url("/ok")),
        }
        with outlet(routes) as server:
            found = read(server.url(path), server.allow)
        assert isinstance(found, Fault), found
        assert said in found.reason
        assert found.advice.endswith(".")
        assert not other.seen


def test_only_public_addresses_are_fetched() -> None:
    with outlet({"/ferry": serves(page())}) as server:
        found = read(server.url("/ferry"))
        assert isinstance(found, Fault)
        assert "this computer" in found.reason
        assert not server.seen


def test_the_proxy_of_the_settings_is_used() -> None:
    with outlet() as server:
        address = f"http://{server.place}"
        found = read("http://north.example/ferry", settings=NetworkSettings(proxy=address, pause=0))
        assert isinstance(found, Fault)
        assert [talk.target for talk in server.seen] == ["http://north.example/ferry"]


def test_closing_ends_a_fetch_at_once() -> None:
    asked = Event()

    def silent(talk: Talk) -> None:
        asked.set()
        talk.server.closing.wait()

    with outlet({"/ferry": silent}) as server:
        fetcher = Fetcher(STRAIGHT, server.allow)
        found: list[Text | Fault] = []
        thread = Thread(target=lambda: found.append(fetcher.read(server.url("/ferry"))))
        thread.start()
        assert asked.wait(10)
        began = time.monotonic()
        fetcher.close()
        thread.join()
        assert time.monotonic() - began < SOON
        assert isinstance(found[0], Fault)


def test_without_the_extra_a_sentence_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "find_spec", lambda _: None)
    assert not fetching.installed()
    with outlet() as server:
        assert read(server.url("/ok"), server.allow) == NOT_INSTALLED
        assert not server.seen
    assert "pip install 'broadsheet[reader]'" in NOT_INSTALLED.advice


def test_the_reader_s_process_stays_small_whatever_is_fetched() -> None:
    program = """
import resource, sys
sys.path.insert(0, "tests")
from outlet import STRAIGHT, outlet, page, serves
from tui.article.fetching import Fetcher
with outlet({"/ferry": serves(page())}) as server:
    fetcher = Fetcher(STRAIGHT, server.allow)
    fetcher.read(server.url("/ferry"))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for path in ("/ferry", "/bomb", "/endless", "/huge"):
        fetcher.read(server.url(path))
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    fetcher.close()
loaded = {"httpx", "httpcore", "trafilatura", "lxml", "textual"} & set(sys.modules)
sys.exit(f"{grown} KB, {loaded}" if grown > 20_000 or loaded else 0)
"""
    done = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    "body",
    [
        LINKS,
        "<div>" * 200_000,
        "<ul><li>x" * 100_000,
        "<b><i>" * 100_000,
        "<table><tr><td>" * 50_000,
        "&#27;]0;x&#7;" * 100_000,
        "<p " + " ".join(f"a{number}=x" for number in range(200_000)) + ">",
    ],
    ids=["links", "divs", "lists", "formatting", "tables", "escapes", "attributes"],
)
def test_a_hostile_page_ends_in_an_answer_in_time(monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    monkeypatch.setattr(fetching, "SECONDS", 5.0)
    with outlet({"/ferry": serves(page(text=f"<p>{SENTENCE * 8}</p>" * 3 + body))}) as server:
        start = time.monotonic()
        found = read(server.url("/ferry"), server.allow)
        assert time.monotonic() - start < 9
        assert found.reason if isinstance(found, Fault) else blocks(found.markdown, found.url).blocks


def test_a_site_s_rules_for_programs_are_kept() -> None:
    rules = b"User-agent: *\nDisallow: /private\nCrawl-delay: 3\n"
    with outlet({"/robots.txt": serves(rules, "text/plain")}) as server, outlet() as free:
        fetcher = Fetcher(STRAIGHT, server.allow | free.allow)
        try:
            said = rules.decode()
            assert fetcher.permitted(server.url("/private/ferry"), None) == Permit(said, False, 3.0)
            assert fetcher.permitted(server.url("/ferry"), said) == Permit(said, True, 3.0)
            assert server.paths() == ["/robots.txt"]
            assert fetcher.permitted(free.url("/ferry"), None) == Permit("", True, 0.0)
        finally:
            fetcher.close()


def test_a_look_asks_for_headers_and_once_more_where_head_is_refused() -> None:
    def no_head(talk: Talk) -> None:
        talk.answer(
            "405 No" if talk.method == "HEAD" else "206 Partial Content", b"" if talk.method == "HEAD" else b"<"
        )

    with outlet({"/old": leads_to("/ok", 301), "/strict": no_head}) as server:
        fetcher = Fetcher(STRAIGHT, server.allow)
        paths = ("/ok", "/old", "/strict", "/nowhere", "/hang-up")
        found = fetcher.look([server.url(path) for path in paths])
        private = Fetcher(STRAIGHT)
        (refused,) = private.look([server.url("/ok")])
        fetcher.close()
        private.close()
        assert found == [
            Seen(server.url("/ok"), 200),
            Seen(server.url("/ok"), 200, (301,)),
            Seen(server.url("/strict"), 206),
            Seen(server.url("/nowhere"), 404),
            Seen(server.url("/hang-up"), NO_ANSWER),
        ]
        assert isinstance(refused, Fault)
        gets = [talk for talk in server.seen if talk.method == "GET"]
        assert {talk.target for talk in gets} == {"/strict", "/nowhere", "/hang-up"}
        assert {talk.headers["range"] for talk in gets} == {"bytes=0-0"}
