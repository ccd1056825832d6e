"""One address, one reading; one article, one key."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from tui.errors import UnsafeLink
from tui.text.urls import canonical, display_host, safe_url


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://x.test/a-b_c~d/?q=1&r=(2)#part", "https://x.test/a-b_c~d/?q=1&r=(2)#part"),
        ("HTTPS://X.Test/A", "https://x.test/A"),
        ("https://x.test", "https://x.test/"),
        ("https://x.test?q", "https://x.test/?q"),
        (" https://x.test/a\n", "https://x.test/a"),
        ("https://apnews.test/PR Newswire/1", "https://apnews.test/PR%20Newswire/1"),
        ("https://x.test/é?ü=中#ß", "https://x.test/%C3%A9?%C3%BC=%E4%B8%AD#%C3%9F"),
        ("https://x.test/100%/%41", "https://x.test/100%25/%41"),
        ('https://x.test/"<>`{}|^[]', "https://x.test/%22%3C%3E%60%7B%7D%7C%5E%5B%5D"),
        ("https://x.test/#a#b", "https://x.test/#a%23b"),
        ("https://x.test/\u202ea", "https://x.test/%E2%80%AEa"),
        ("https://bücher.test/", "https://xn--bcher-kva.test/"),
        ("https://例え。テスト/", "https://xn--r8jz45g.xn--zckzah/"),
        ("https://xn--80ak6aa92e.com/", "https://xn--80ak6aa92e.com/"),
        ("https://x.test.:443/", "https://x.test/"),
        ("http://x.test:80/", "http://x.test/"),
        ("http://x.test:0443/", "http://x.test:443/"),
        ("https://x.test:/", "https://x.test/"),
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080/"),
        ("http://[::1]:8080/", "http://[::1]:8080/"),
        ("http://[0:0::1]/", "http://[::1]/"),
        ("http://localhost/", "http://localhost/"),
        ("http://a_b.test/", "http://a_b.test/"),
    ],
)
def test_accepted(url: str, expected: str) -> None:
    assert safe_url(url) == expected
    assert safe_url(expected) == expected


@pytest.mark.parametrize(
    "url",
    [
        "",
        "x.test",
        "//x.test/",
        "/path",
        "--help",
        "-x",
        "javascript:alert(1)",
        "JavaScript://x.test/%0aalert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://x.test/",
        "mailto:a@x.test",
        "ssh://-oProxyCommand=x/",
        "vscode://x.test/",
        "view-source:https://x.test/",
        "https:x.test",
        "https:/x.test",
        "https:///x.test",
        "https://",
        "https://:80/",
        "https://?q",
        "https://e.test\\@evil.test/",
        "https:\\\\e.test\\",
        "https://user@x.test/",
        "https://user:pw@x.test/",
        "https://x.test@evil.test/",
        "https://x.test/\x1b]8;;",
        "https://x.test/\x00",
        "https://x.test/a\nb",
        "https://x.te\tst/",
        "https://x.test/\x9b31m",
        "https://x.test/\ud800",
        "https://x test/",
        "https://x%2etest/",
        "https://x..test/",
        "https://.test/",
        "https://-x.test/",
        "https://x.test:99999/",
        "https://x.test:12a/",
        "https://x.test:1:2/",
        "https://[::1/",
        "https://[x]/",
        "https://[::ffff:999.1.1.1]/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://127.1/",
        "https://0177.0.0.1/",
        "https://256.0.0.1/",
        "https://1.2.3.4.5/",
        "https://x.test.1/",
        "https://faß.test/",
        "https://a\u200db.test/",
        "https://x℀.test/",
        "https://" + "a" * 64 + ".test/",
        "https://" + "a." * 127 + "test/",
        "https://x.test/" + "a" * 2048,
        "https://x.test/" + "中" * 300,
        "https://" + "ü" * 1000 + "/",
    ],
)
def test_refused(url: str) -> None:
    with pytest.raises(UnsafeLink) as caught:
        safe_url(url)
    assert caught.value.message.endswith(".")
    with pytest.raises(UnsafeLink):
        canonical(url)
    assert display_host(url) == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://x.test/a", "https://x.test/a"),
        ("https://X.test/a", "https://x.test:443/a"),
        ("https://x.test./a", "https://x.test/a"),
        ("https://x.test/a/", "https://x.test/a"),
        ("https://x.test", "https://x.test/"),
        ("https://x.test/a#comments", "https://x.test/a"),
        ("https://x.test/a#!", "https://x.test/a"),
        ("https://x.test/a?", "https://x.test/a"),
        ("https://x.test/a?utm_source=x&utm_medium=y", "https://x.test/a"),
        ("https://x.test/a?id=5&fbclid=x&gclid=y", "https://x.test/a?id=5"),
        ("https://x.test/a?ocid=x&id=5&CMPID=z", "https://x.test/a?id=5"),
        ("https://x.test/%7euser/%c3%a9", "https://x.test/~user/é"),
        ("https://x.test/PR Wire", "https://x.test/PR%20Wire"),
        ("http://x.test:443/a", "https://x.test/a"),
    ],
)
def test_same_article(one: str, other: str) -> None:
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://x.test/a", "https://x.test/A"),
        ("https://x.test/a", "https://www.x.test/a"),
        ("https://x.test/a?id=1", "https://x.test/a?id=2"),
        ("https://x.test/?p=1", "https://x.test/"),
        ("https://x.test/a?b&c", "https://x.test/a?c&b"),
        ("https://x.test:8080/a", "https://x.test/a"),
        ("https://x.test/#!/story/1", "https://x.test/#!/story/2"),
        ("https://x.test/#/story/1", "https://x.test/#/story/2"),
        ("https://x.test/a%2Fb", "https://x.test/a/b"),
        ("https://x.test/a%3Fid=1", "https://x.test/a?id=1"),
        ("https://x.test/a?q=%26", "https://x.test/a?q=&"),
        ("https://x.test/a?source=1", "https://x.test/a"),
        ("https://x.test/a?ref=1", "https://x.test/a"),
        ("https://x.test/a+b", "https://x.test/a%20b"),
    ],
)
def test_other_article(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


def test_display_host_never_decodes_punycode() -> None:
    assert display_host("https://аррӏе.com/") == "xn--80ak6aa92e.com"
    assert display_host("https://X.test:8443/a") == "x.test:8443"


@given(
    st.text(max_size=30), st.text(max_size=30), st.sampled_from(["x.test", "é.test", "x.test:443", "[::1]", "1.2.3.4"])
)
@example("", "%", "x.test")
@example("//", "?a=%41&b#!c", "x.test")
def test_what_is_accepted_is_stable(path: str, query: str, host: str) -> None:
    try:
        safe = safe_url(f"http://{host}/{path}?{query}")
    except UnsafeLink:
        assume(False)
    assert safe.isascii()
    assert safe.isprintable()
    assert " " not in safe
    assert "\\" not in safe
    assert len(safe) <= 2048
    assert safe_url(safe) == safe
    key = canonical(safe)
    assert canonical(key) == key


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    try:
        safe = safe_url(text)
    except UnsafeLink:
        return
    assert safe.startswith(("http://", "https://"))
    assert safe.isascii()
