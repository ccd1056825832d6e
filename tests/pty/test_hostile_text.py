"""Whatever a story file, a file name or a paste holds, no byte of it commands the terminal, and no markup of it is obeyed."""

from __future__ import annotations

import json
import os
import re
from base64 import b64decode
from codecs import getincrementaldecoder
from collections.abc import Iterator
from pathlib import Path

import pytest
from sitting import Sit, at_rest, selected, uncovered
from terminal import Terminal

PAYLOADS = {
    "colour": "\x1b[31;7m\x1b[13;37H",
    "title": "\x1b]0;pwned\x07",
    "clipboard": "\x1b]52;c;cHduZWQ=\x07",
    "device": "\x1bP+q544e\x1b\\\x1bc",
    "eight bits": "\x9b13;37H\x9d0;pwned\x9c",
    "controls": "\x00\x01\x0e\x7f\x07\x08\x0b\x0c\r",
    "lines": "\n\n\u2028\u0085",
    "reversed": "\u202e\u2066\u200f\u061c",
    "unseen": "\u200b\u2060\ufeff\U000e0041\u3164",
    "click": "[@click=app.quit]",
    "link": "[red on blue][link=https://evil.test/]",
    "unbalanced": "[/x]",
    "brackets": "[[[b]\\[/",
}
"""What a writer of titles might try; the last four are Textual's markup."""
LITERAL = ("click", "link", "unbalanced", "brackets")
PLACES = ("Kumquat", "Lantern", "Mammoth", "Nougat", "Obelisk", "Parsnip", "Quarry")
"""Each begins the text of one place, so that it can be looked for on the screen."""

_COMMANDS = re.compile(
    r"\x1b\[[<=>?]?[0-9;]*[ $]?[A-Za-z]"  # CSI: colours, the cursor, modes
    r"|\x1b\]8;[^;\x1b]*;(https?://[!-~]*)?\x1b\\"  # links
    r"|\x1b\]22;[a-z-]*\x07"  # the mouse pointer
    r"|\x1b\]52;c;[A-Za-z0-9+/=]*\x07"  # copying, which only the test itself asks for
)
_UNFINISHED = re.compile(
    r"\x1b(?:\[[<=>?]?[0-9;]*[ $]?|\](?:[0-9]{0,2}|8;[^\x1b\x07]*\x1b?|22;[a-z-]*|52;c;[A-Za-z0-9+/=]*))?\Z"
)
"""One of these, of which the last part has not come yet."""
_HARMFUL = re.compile(
    "[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]"
)


def harm(terminal: Terminal) -> list[str]:
    """What came out that Textual does not say: nothing, if all is well."""
    # What has come so far may end inside a character or a command.
    text = _UNFINISHED.sub("", getincrementaldecoder("utf-8")().decode(terminal.raw))
    found = [f"{name}: {part!r}" for name, payload in PAYLOADS.items() for part in parts(payload) if part in text]
    left = _COMMANDS.sub("", text)
    return found + [
        f"{match[0]!r} before {left[match.end() : match.end() + 20]!r}" for match in _HARMFUL.finditer(left)
    ]


def parts(payload: str) -> list[str]:
    """The sequences of a payload that must not come out as they are; Textual's own begin otherwise."""
    return re.findall(r"\x1b\[13;37H|\x1b\[31;7m|\x1b\][^8][^\x07]*\x07|\x1bP|\x1bc", payload)


def hostile_story(number: int, payload: str, **more: str) -> bytes:
    """A story with the payload in every field; dates keep the order of the payloads."""
    title, excerpt, outlet, topic, related, other, body = (f"{place}{payload}{number}" for place in PLACES)
    document = {
        "title": title,
        "excerpt": excerpt,
        "publishedDateTime": f"{2020 - number}-05-05T05:05:05Z",
        "webUrl": f"https://web{number}.test/a{payload}b",
        "ampWebUrl": f"https://amp{number}.test/",
        "type": f"video{payload}",
        "provider": {"name": outlet, "domain": f"out{number}{payload}.test"},
        "topics": [topic],
        "images": [{"url": f"https://image{number}.test/{payload}", "title": f"{outlet} picture"}],
        "quality": f"high{payload}",
        f"unknown{payload}": payload,
        "related": [
            {"title": related, "webUrl": f"https://rel{number}.test/", "provider": {"name": other}},
            {"title": f"{payload}", "webUrl": f"javascript:{payload}"},
        ],
    } | more
    return f"---\n{in_letters(document)}\n---\n{body if body.isprintable() else ''}\n".encode()


def in_letters(value: object) -> str:
    """The value in YAML that any parser takes: JSON, but for the characters that JSON says in two halves."""
    return json.dumps(value).replace("\\udb40\\udc41", "\\U000e0041")


@pytest.fixture
def hostile(folder: Path) -> Path:
    """A folder with a story for every payload, which is in the file's name as well."""
    for number, payload in enumerate(PAYLOADS.values(), 1):
        name = f"{number}{payload}.md".replace("\0", "").replace("/", "")
        (folder / name).write_bytes(hostile_story(number, payload))
    return folder


def steps(terminal: Terminal) -> Iterator[str]:
    """Go down the list; the names of the payloads, each while its story is shown."""
    for number, name in enumerate(PAYLOADS, 1):
        terminal.wait(
            lambda t, n=number: re.search(rf"Kumquat.*{n}\b", selected(t)) and re.search(rf"Lantern.*{n}\b", t.text)
        )
        yield name
        terminal.write("j")


def copies(terminal: Terminal) -> list[bytes]:
    """What was put on the terminal's clipboard, in Base64."""
    return re.findall(rb"\x1b\]52;c;([^\x07]*)\x07", bytes(terminal.raw))


@pytest.mark.slow
@pytest.mark.parametrize("size", [(160, 60), (80, 24)])
def test_list_detail_and_coverage(sit: Sit, hostile: Path, size: tuple[int, int]) -> None:
    terminal = sit(hostile, size=size)
    terminal.wait(at_rest)
    if size[0] < 110:
        for key in ("\r", "\r", "q", "j") * len(PAYLOADS):
            seen = len(terminal.raw)
            terminal.write(key)
            terminal.wait(lambda t, seen=seen: len(t.raw) > seen)
    else:
        for name in steps(terminal):
            shown = PAYLOADS[name] if name in LITERAL else ""
            terminal.wait(lambda t, shown=shown: all(f"{place}{shown}" in t.text for place in PLACES[:6]))
    assert harm(terminal) == []
    terminal.write("qq")
    assert terminal.wait_exit() == 0


def test_problems_help_and_toasts(sit: Sit, hostile: Path) -> None:
    terminal = sit(hostile, size=(160, 60))
    terminal.wait(at_rest)
    terminal.write("!")
    terminal.wait(lambda t: "whole number" in t.text)
    terminal.wait(lambda t: "12[x].md" in t.text)
    terminal.write("G")
    terminal.wait(lambda t: "stories/9" in t.text)
    assert harm(terminal) == []
    terminal.write("q")
    for done, _ in enumerate(steps(terminal), 1):
        terminal.write("Y")
        terminal.wait(lambda t, done=done: len(copies(t)) == done)
        terminal.wait(lambda t: "on the clipboard" in t.text)
        terminal.wait(uncovered)
    copied = [b64decode(data).decode() for data in copies(terminal)]
    assert len(copied) == len(PAYLOADS)
    assert [text for text in copied if not text.isprintable()] == []
    assert harm(terminal) == []
    terminal.write("?")
    terminal.wait(lambda t: "Moving" in t.text)
    terminal.write("qq")
    assert terminal.wait_exit() == 0


def test_windows_and_the_palette(sit: Sit, folder: Path) -> None:
    topics = [f"{name}{payload}topic" for name, payload in PAYLOADS.items()]
    story = hostile_story(1, PAYLOADS["brackets"]).replace(b'"Nougat[[[b]\\\\[/1"', in_letters(topics)[1:-1].encode())
    (folder / "a.md").write_bytes(story)
    terminal = sit(folder, size=(160, 60))
    terminal.wait(at_rest)
    terminal.write("t")
    terminal.wait(lambda t: "Show only" in t.text)
    terminal.wait(lambda t: all(f"{PAYLOADS[name]}topic" in t.text for name in ("click", "unbalanced", "brackets")))
    assert harm(terminal) == []
    for _ in range(3):
        terminal.write("j")
    terminal.write("\r")
    terminal.wait(lambda t: "topic:" in t.text)
    terminal.write("\x1b")
    terminal.wait(lambda t: "topic:" not in t.text)
    terminal.write("\x10")
    terminal.wait(lambda t: "Search" in t.text)
    for typed in ("[/x]", "[@click=app.quit]", "[b"):
        terminal.write(typed)
        terminal.wait(lambda t, typed=typed: typed in t.text)
        terminal.write("\x15")
        terminal.wait(lambda t, typed=typed: "Search for commands" in t.text and typed not in t.lines[3])
    terminal.write("\x1b")
    terminal.wait(lambda t: "🔎" not in t.text)
    assert harm(terminal) == []
    terminal.write("q")
    assert terminal.wait_exit() == 0


def test_what_is_pasted_into_the_search_bar(sit: Sit, hostile: Path) -> None:
    terminal = sit(hostile, size=(160, 60))
    terminal.wait(at_rest)
    terminal.write("/")
    terminal.wait(lambda t: t.screen.display and "/ words" in t.text)
    for name, payload in PAYLOADS.items():
        terminal.write(f"\x1b[200~{name}{payload}end\x1b[201~")
        terminal.write(f" probe{name[0]}")
        terminal.wait(lambda t, name=name: f"probe{name[0]}" in t.text)
        terminal.write("\x1b[F\x15")
        terminal.wait(lambda t: "/ words" in t.text and "probe" not in t.text)
    assert harm(terminal) == []


def test_a_click_on_markup_does_nothing(sit: Sit, folder: Path) -> None:
    (folder / "a.md").write_bytes(hostile_story(1, PAYLOADS["click"]))
    terminal = sit(folder, size=(160, 60))
    terminal.wait(at_rest)
    terminal.wait(lambda t: all(f"{place}{PAYLOADS['click']}" in t.text for place in PLACES[:6]))
    places = [(row, line.index("[@click")) for row, line in enumerate(terminal.lines) if "[@click" in line]
    assert len(places) > 4
    for row, column in places:
        at = f"{column + 5};{row + 1}"
        terminal.write(f"\x1b[<0;{at}M\x1b[<0;{at}m")
    terminal.write("?")
    terminal.wait(lambda t: "Moving" in t.text)
    assert terminal.process.poll() is None


def test_surrogates_and_bytes_that_are_no_text(sit: Sit, folder: Path) -> None:
    (folder / "a.md").write_bytes(b'---\ntitle: "Kumquat \\ud800 one"\nwebUrl: "https://a.test/"\n---\n')
    (folder / "b.md").write_bytes(b"---\ntitle: Lantern \xff\xfe two\nwebUrl: https://b.test/\n---\n")
    with open(os.fsencode(folder) + b"/c\xff\x9b.md", "wb") as file:  # noqa: PTH123 - a name that is no text
        file.write(b"---\ntitle: Mammoth three\n---\n")
    terminal = sit(folder)
    terminal.wait(lambda t: at_rest(t) and "Lantern" in t.text)
    terminal.write("!")
    terminal.wait(lambda t: "The file's name is not UTF-8, so it was left out: rename it." in t.text)
    assert "found invalid Unicode character escape code" in terminal.text
    assert harm(terminal) == []
    assert "\\udc" not in terminal.text
