"""Where redirects lead, and what addresses are called in sentences."""

from __future__ import annotations

import pytest

from tui.errors import Refused
from tui.net.hops import checked, joined, next_hop, place, shown

BASE = "https://news.example/a/b.html?x=1"


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("/c", "https://news.example/c"),
        ("c", "https://news.example/a/c"),
        ("?y=2", "https://news.example/a/b.html?y=2"),
        ("//other.example/c#part", "https://other.example/c"),
        (" https://other.example/with blank ", "https://other.example/with%20blank"),
        ("https://müller.example/ü", "https://xn--mller-kva.example/%C3%BC"),
        ("../../../../c", "https://news.example/c"),
    ],
)
def test_a_redirect_is_followed_where_it_leads(location: str, target: str) -> None:
    assert next_hop(BASE, location) == target


@pytest.mark.parametrize(
    "location",
    [
        "",
        "http://news.example/",  # from https to http
        "http://other.example/",
        "file:///etc/passwd",
        "ftp://news.example/",
        "javascript:alert(1)",
        "data:text/html,x",
        "gopher://news.example/",
        "https://reader:secret@news.example/",
        "https://news.example\\@evil.example/",
        "https://xn--/",
        "https://0x7f.1/",
        "https://2130706433/",
        "https://127.1/",
        "https://0177.0.0.1/",
        "https://[::1/",
        "https://[fe80::1%25eth0]/",
        "https://news.example:99999/",
        "https://news.example/\x1b[31m",
        "https://news.example/" + "a" * 3000,
    ],
)
def test_a_redirect_elsewhere_is_refused_with_a_sentence(location: str) -> None:
    with pytest.raises(Refused) as fault:
        next_hop(BASE, location)
    assert fault.value.message
    assert fault.value.advice.endswith(".")
    assert "secret" not in str(fault.value)
    assert "\x1b" not in str(fault.value)


def test_an_insecure_page_may_lead_to_a_secure_one() -> None:
    assert next_hop("http://news.example/", "https://news.example/") == "https://news.example/"


def test_a_password_in_an_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(Refused) as fault:
        checked("https://reader:secret@news.example/?token=secret")
    assert "secret" not in str(fault.value)


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://news.example/", "news.example:443"),
        ("http://news.example/x?y:1", "news.example:80"),
        ("http://news.example:8080/", "news.example:8080"),
        ("http://[::1]:8080/", "[::1]:8080"),
        ("https://[2606:4700::1]/", "[2606:4700::1]:443"),
    ],
)
def test_a_place_is_host_and_port(url: str, name: str) -> None:
    assert place(checked(url)) == name


def test_sentences_name_an_address_without_its_secrets() -> None:
    assert shown("https://news.example/feed?token=secret") == "news.example/feed"
    assert shown("https://news.example/") == "news.example"
    assert shown(checked("https://аррӏе.com/x")) == "xn--80ak6aa92e.com/x"
    assert len(shown("https://news.example/" + "a" * 900)) <= 120


def test_pages_are_found_next_to_their_list() -> None:
    assert joined("https://h.example/s/api/news/index.json", "page/2/index.json") == (
        "https://h.example/s/api/news/page/2/index.json"
    )
