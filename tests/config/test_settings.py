"""config.toml: each key is read, each mistake is answered with the file, the key and what would be right."""

from __future__ import annotations

import re
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.config import Rule, Settings, read_settings
from tui.config.checks import CHECKS
from tui.errors import ConfigError

DOCUMENT = Path(__file__).parents[2] / "docs" / "config.md"
KEYS = list(Settings._fields)

FULL = """
browser = ["firefox", "--new-tab", "{url}"]
theme = "broadsheet-light"
images = true
strictness = "strict"
grouping = false
never_group = ["/srv/stories", "https://news.test/feed", "below"]
saved_tabs = true
refresh = "30m"
notify = true
proxy = "http://me:secret@proxy.test:3128"
ca_bundle = "company.pem"
reader_width = 72
prefetch_starred = true
sentence = false

[keys]
"open.browser" = "x"
"move.down" = ["j", "ctrl+n"]

[searches]
"Unread this week" = "is:unread since:7d"
Zero = "heat>80"
Alpha = "topic:AI"

[[rules]]
search = "topic:sport"
hide = true

[[rules]]
search = "outlet:Reuters"
read = false
star = true
tag = "agency"
"""


def write(folder: Path, text: str | bytes) -> Path:
    path = folder / "config.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def fault(folder: Path, text: str | bytes) -> ConfigError:
    path = write(folder, text)
    with pytest.raises(ConfigError) as caught:
        read_settings(path)
    assert str(path) in caught.value.message
    assert caught.value.advice
    return caught.value


def test_every_key(tmp_path: Path) -> None:
    (tmp_path / "company.pem").write_text("")
    settings = read_settings(write(tmp_path, FULL))
    assert settings == Settings(
        browser=("firefox", "--new-tab", "{url}"),
        theme="broadsheet-light",
        keys={"open.browser": ("x",), "move.down": ("j", "ctrl+n")},
        images=True,
        strictness="strict",
        grouping=False,
        never_group=("/srv/stories", "https://news.test/feed", str(tmp_path.resolve() / "below")),
        searches={"Unread this week": "is:unread since:7d", "Zero": "heat>80", "Alpha": "topic:AI"},
        saved_tabs=True,
        rules=(Rule("topic:sport", hide=True), Rule("outlet:Reuters", star=True, tag="agency")),
        refresh=1800,
        notify=True,
        proxy="http://me:secret@proxy.test:3128",
        ca_bundle=tmp_path.resolve() / "company.pem",
        reader_width=72,
        prefetch_starred=True,
        sentence=False,
    )
    assert list(settings.searches) == ["Unread this week", "Zero", "Alpha"], "saved searches keep their order"


def test_no_file_and_an_empty_file_give_the_defaults(tmp_path: Path) -> None:
    assert read_settings(tmp_path / "none.toml") == Settings()
    assert read_settings(write(tmp_path, "# nothing\n")) == Settings()
    assert read_settings(write(tmp_path, b'\xef\xbb\xbftheme = "nord"\n')).theme == "nord", "Notepad writes a BOM"


def test_a_browser_in_the_home_folder_is_found_though_no_shell_reads_the_tilde(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert read_settings(write(tmp_path, 'browser = ["~/bin/b", "{url}"]')).browser == (
        str(tmp_path.resolve() / "bin" / "b"),
        "{url}",
    )


@pytest.mark.parametrize(
    ("line", "message", "advice"),
    [
        ('colour = "x"', "colour is no setting", "Known are: browser, theme"),
        ("grouped = true", "grouped is no setting", "Did you mean grouping?"),
        ('browser = "firefox"', "browser must be a list", '["firefox", "--new-tab", "{url}"]'),
        ('browser = ["firefox"]', 'browser must hold "{url}" once', "firefox"),
        ('browser = ["firefox", "--url={url}"]', 'browser must hold "{url}" once', "firefox"),
        ('browser = ["b", "{url}", "{url}"]', 'browser must hold "{url}" once', "firefox"),
        ('browser = ["{url}"]', "browser must begin with a program", "firefox"),
        ("browser = []", "browser must begin with a program", "firefox"),
        ('browser = ["sh", "-c", "{url}"]', "run as a command", "firefox"),
        ('browser = ["b", 1]', "browser must be a text in quotes, not a number", "firefox"),
        ('browser = ["b\\u0000", "{url}"]', "NUL", "Take it out"),
        ("theme = 1", "theme must be a text in quotes, not a number", "broadsheet-light"),
        ('theme = " "', "theme is empty", "broadsheet-light"),
        ('strictness = "tight"', "strictness must be one of three words", '"loose", "normal" and "strict"'),
        ("strictness = []", "strictness must be one of three words", '"loose", "normal" and "strict"'),
        ('grouping = "yes"', "grouping must be true or false, not a text", "grouping = true"),
        ("never_group = 2023-07-25", "never_group must be a list of texts, not a date", "/home/me"),
        ("searches = true", "searches must be a table, not true or false", "is:unread"),
        ('searches = {a = ""}', "searches.a is empty", "is:unread"),
        ("[keys]\nopen.browser = 'o'", "keys.open must stand in quotes", '"open.browser"'),
        ('[keys]\n"open.browser" = 1', 'keys."open.browser" must be a text', '"open.browser"'),
        ("[rules]\nsearch = 'a'", "rules must be a list of tables", "[[rules]]"),
        ("[[rules]]\nread = true", "rule 1 has no search", "search ="),
        ("[[rules]]\nsearch = 'a'", "rule 1 does nothing", "star = true"),
        ("[[rules]]\nsearch = 'a'\nhidden = true", "rule 1: hidden is no setting", "Did you mean hide?"),
        ("[[rules]]\nsearch = 'a'\ntag = true", "rule 1: tag must be a text", "later"),
        ('refresh = "30"', "refresh is no length of time", '"30m"'),
        ('refresh = "0m"', "refresh is no length of time", '"30m"'),
        ("refresh = 30", "refresh is no length of time", '"30m"'),
        ('proxy = "socks5://x.test:1"', "proxy must be the address of an HTTP proxy", "http://proxy.example"),
        ('ca_bundle = "none.pem"', "ca_bundle names no file", "PEM"),
        ("reader_width = 39", "reader_width is no possible width", "from 40 to 160"),
        ("reader_width = true", "reader_width is no possible width", "from 40 to 160"),
        ("theme =", "is not TOML", "docs/config.md"),
        (b"theme = '\xff'", "is not UTF-8 at byte 9", "Save it as UTF-8"),
        ("a = " + "[" * 50_000, "", ""),
        ("#" * 1_100_000, "larger than 1 MB", "Take out"),
    ],
)
def test_a_mistake_is_answered(tmp_path: Path, line: str | bytes, message: str, advice: str) -> None:
    error = fault(tmp_path, line)
    assert message in error.message
    assert advice in error.advice


def test_a_message_carries_no_escape_sequence_of_the_file(tmp_path: Path) -> None:
    assert "\x1b" not in str(fault(tmp_path, '"\\u001b[2Jx" = 1'))
    assert "\x1b" not in str(fault(tmp_path, '[searches]\n"a\\u001b[2J" = 1'))


def test_a_folder_in_the_file_s_place_is_said(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        read_settings(tmp_path)


VALUES = st.recursive(
    st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["{url}", "30m", "loose"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=4))
def test_any_document_gives_settings_or_our_own_fault(document: dict[str, object]) -> None:
    from tui.config.checks import checked

    with suppress(ConfigError):
        checked(Path("/nowhere/config.toml"), document)


def test_every_field_has_its_check() -> None:
    assert list(CHECKS) == KEYS


@pytest.mark.parametrize("key", KEYS)
def test_every_key_is_documented(key: str) -> None:
    assert f"\n### `{key}`\n" in DOCUMENT.read_text(encoding="utf-8")


def test_every_documented_key_and_example_exists(tmp_path: Path) -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert re.findall(r"^### `(\w+)`$", text, re.MULTILINE) == KEYS
    (tmp_path / "company.pem").write_text("")
    examples = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    assert len(examples) >= len(KEYS)
    for example in examples:
        read_settings(write(tmp_path, example.replace("/etc/ssl/company.pem", str(tmp_path / "company.pem"))))


def test_a_start_without_a_file_loads_neither_toml_nor_the_checks(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from tui.config import paths, read_settings\n"
        "read_settings(paths('/l', {'BROADSHEET_CONFIG': sys.argv[1]}).config_file)\n"
        "print([name for name in ('tomllib', 'platformdirs', 'tui.config.checks') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "none.toml")], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
