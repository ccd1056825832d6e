"""What opens a link, told from the setting, the environment and what is installed; hostile links reach no program."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.errors import UnsafeLink
from tui.opener import Browser, Copy, Plan, TerminalBrowser, plan

URL = "https://x.test/a"
SCREEN = {"DISPLAY": ":0"}
SSH = {"SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22"}
SSH_SAYS = "A browser started over SSH would have no screen."


def installed(names: Iterable[str]) -> Callable[[str], str | None]:
    places = {name: f"/opt/{name}" for name in names}
    return lambda name: places.get(name.removeprefix("/opt/"))


def planned(names: str, environ: Mapping[str, str], **how: object) -> Plan:
    browser = how.pop("browser", ())
    return plan(URL, browser, environ, installed(names.split()), platform="linux", **how)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("environ", "names", "expected"),
    [
        (SCREEN, "xdg-open firefox w3m", Browser(("/opt/xdg-open", URL))),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "xdg-open", Browser(("/opt/xdg-open", URL))),
        (SCREEN, "chromium firefox w3m", Browser(("/opt/firefox", URL))),
        (SCREEN, "w3m", TerminalBrowser(("/opt/w3m", URL))),
        ({}, "xdg-open firefox lynx w3m", TerminalBrowser(("/opt/w3m", URL))),
        ({}, "xdg-open firefox", Copy(URL, "No browser was found here: name one as 'browser' in config.toml.")),
        (SSH, "xdg-open firefox w3m", Copy(URL, SSH_SAYS)),
        (SSH | SCREEN, "xdg-open", Browser(("/opt/xdg-open", URL))),
        (SSH | {"BROWSER": "w3m"}, "w3m", TerminalBrowser(("/opt/w3m", URL))),
        (SSH | {"BROWSER": "firefox"}, "firefox", Copy(URL, SSH_SAYS)),
        (SSH | {"BROWSER": "/opt/helper.sh"}, "helper.sh", Browser(("/opt/helper.sh", URL))),
        ({"WSL_DISTRO_NAME": "Debian"}, "wslview explorer.exe", Browser(("/opt/wslview", URL))),
        ({"WSL_INTEROP": "/run/1"} | SCREEN, "explorer.exe xdg-open", Browser(("/opt/explorer.exe", URL))),
        ({"DISPLAY": ""}, "firefox", Copy(URL, "No browser was found here: name one as 'browser' in config.toml.")),
    ],
)
def test_what_the_machine_has(environ: Mapping[str, str], names: str, expected: Plan) -> None:
    assert planned(names, environ) == expected


def test_a_mac_opens_links_itself_but_not_over_ssh() -> None:
    which = installed(("open", "w3m"))
    assert plan(URL, (), {}, which, platform="darwin") == Browser(("/opt/open", URL))
    assert plan(URL, (), SSH, which, platform="darwin") == Copy(URL, SSH_SAYS)


@pytest.mark.parametrize(
    ("value", "argv"),
    [
        ("firefox", ("/opt/firefox", URL)),
        ("firefox --new-tab", ("/opt/firefox", "--new-tab", URL)),
        ("firefox %s --private", ("/opt/firefox", URL, "--private")),
        ("firefox --url=%s", ("/opt/firefox", f"--url={URL}")),
        ("missing:firefox:chromium", ("/opt/firefox", URL)),
        ("firefox %s &", ("/opt/firefox", URL)),
        ("/opt/firefox", ("/opt/firefox", URL)),
        ("xterm -e lynx %s", ("/opt/xterm", "-e", "lynx", URL)),
        (r"'firefox' --class 'my reader'", ("/opt/firefox", "--class", "my reader", URL)),
        # Refused, so that what the desktop has set comes next.
        ("sh -c 'firefox %s'", ("/opt/xdg-open", URL)),
        ("sh -c firefox", ("/opt/xdg-open", URL)),
        ("env sh -c %s", ("/opt/xdg-open", URL)),
        ('firefox "%s"', ("/opt/xdg-open", URL)),
        ("firefox -remote 'openURL(%s)'", ("/opt/xdg-open", URL)),
        (r"firefox \%s", ("/opt/xdg-open", URL)),
        ("xterm -e %s", ("/opt/xdg-open", URL)),
        ("xterm -e", ("/opt/xdg-open", URL)),
        ("xterm %s -e %s", ("/opt/xdg-open", URL)),
        ("%s", ("/opt/xdg-open", URL)),
        ("", ("/opt/xdg-open", URL)),
        (" : &", ("/opt/xdg-open", URL)),
        ("firefox 'unclosed", ("/opt/xdg-open", URL)),
        ("bash", ("/opt/xdg-open", URL)),
    ],
)
def test_the_variable_browser_without_a_shell(value: str, argv: tuple[str, ...]) -> None:
    names = "firefox chromium xterm sh bash env xdg-open"
    assert planned(names, SCREEN | {"BROWSER": value}) == Browser(argv)


def test_a_browser_is_known_by_its_real_name(tmp_path: Path) -> None:
    (tmp_path / "lynx").touch()
    (tmp_path / "sh").touch()
    for name, target in (("www-browser", "lynx"), ("x-www-browser", "lynx"), ("helper", "sh")):
        (tmp_path / name).symlink_to(tmp_path / target)

    def which(name: str) -> str | None:
        return str(tmp_path / name) if (tmp_path / name).exists() else None

    lynx = TerminalBrowser((str(tmp_path / "www-browser"), URL))
    assert plan(URL, (), {"BROWSER": "www-browser"}, which, platform="linux") == lynx
    found = plan(URL, (), SCREEN | {"BROWSER": "helper"}, which, platform="linux")
    assert found == TerminalBrowser((str(tmp_path / "lynx"), URL)), "neither a shell nor lynx beside the screen"


def test_the_setting_comes_first() -> None:
    browser = ("firefox", "--new-tab", "{url}", "--then")
    environ = SSH | {"BROWSER": "w3m"}
    assert planned("firefox w3m", environ, browser=browser) == Browser(("/opt/firefox", "--new-tab", URL, "--then"))
    assert planned("w3m", {}, browser=("w3m", "-N", "{url}")) == TerminalBrowser(("/opt/w3m", "-N", URL))
    missing = planned("w3m", {}, browser=("firefoxx", "{url}"))
    assert isinstance(missing, Copy)
    assert "'firefoxx', is not on this machine" in missing.reason


def test_without_a_terminal_no_browser_gets_it() -> None:
    assert isinstance(planned("w3m", {}, terminal=False), Copy)
    assert isinstance(planned("w3m", {"BROWSER": "w3m"}, terminal=False), Copy)
    assert planned("w3m firefox", SCREEN | {"BROWSER": "w3m:firefox"}, terminal=False) == Browser(("/opt/firefox", URL))
    assert planned("w3m", {}, browser=("w3m", "{url}"), terminal=False) == Copy(URL, "w3m needs a terminal.")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "--help",
        "-x",
        "%action",
        "javascript:alert(1)",
        "JAVASCRIPT://x.test/%0aalert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "mailto:a@x.test",
        "ssh://x.test/",
        "https://user@x.test/",
        "https://x.test\\@evil.test/",
        "https://x.test/a\nb",
        "https://x.test/\x1b]52;c;eA==\x07",
        "https://x.test/\0",
        "https://x.test/" + "a" * 2048,
    ],
)
def test_what_is_no_plain_web_address_is_refused(url: str) -> None:
    for browser in ((), ("firefox", "{url}")):
        with pytest.raises(UnsafeLink):
            plan(url, browser, SCREEN, installed(("xdg-open", "firefox")))


@pytest.mark.parametrize(
    ("url", "word"),
    [
        (" https://x.test/a b\n", "https://x.test/a%20b"),
        ("https://x.test/\"';$(id)`id`", "https://x.test/%22';$(id)%60id%60"),
        ("https://x.test/%s{url}", "https://x.test/%25s%7Burl%7D"),
        ("https://x.test/?a=1&b=|c>d", "https://x.test/?a=1&b=%7Cc%3Ed"),
    ],
)
def test_a_link_is_one_whole_word(url: str, word: str) -> None:
    which = installed(("xdg-open", "b"))
    assert plan(url, (), SCREEN, which, platform="linux") == Browser(("/opt/xdg-open", word))
    assert plan(url, ("b", "{url}"), {}, which) == Browser(("/opt/b", word))
    assert plan(url, (), {"BROWSER": "b --x=%s y"}, which) == Browser(("/opt/b", f"--x={word}", "y"))


def test_powershell_finds_nothing_to_evaluate_in_a_link() -> None:
    found = plan(
        "https://x.test/$(calc)'a',b?c=d&e=f",
        (),
        {"WSL_DISTRO_NAME": "x"},
        installed(("wslview",)),
        platform="linux",
    )
    assert found == Browser(("/opt/wslview", "https://x.test/%24%28calc%29%27a%27%2Cb?c=d&e=f"))


IN_ENVIRON = st.characters(exclude_characters="\0", exclude_categories=["Cs"])
"""What a variable can hold."""


@given(st.text(max_size=60), st.text(IN_ENVIRON, max_size=40), st.sampled_from(["", "https://", "https://x.test/"]))
def test_any_link_and_any_variable_give_a_plan_or_are_refused(url: str, value: str, start: str) -> None:
    try:
        found = plan(start + url, (), SCREEN | {"BROWSER": value}, lambda name: f"/opt/{name}", platform="linux")
    except UnsafeLink:
        return
    assert not isinstance(found, Copy)
    assert any("https://" in word or "http://" in word for word in found.argv[1:])
