"""docs/reading.md names the keys and words of reading here as they are."""

from __future__ import annotations

import re

import pytest
from building import ROOT

from tui.article.child import SECONDS as OF_WORK
from tui.article.extracting import PAGE_LIMIT
from tui.article.fetching import SECONDS
from tui.article.values import NOT_INSTALLED
from tui.model import LinkCheck
from tui.view.actions import ACTIONS, BY_ID, Action, shown
from tui.view.text_reading import A_SITTING
from tui.view.widgets.link_words import checked

TEXT = (ROOT / "docs" / "reading.md").read_text()
ROWS = [line for line in TEXT.splitlines() if line.startswith("| `")]
SPOKEN = [action for action in ACTIONS if action.group == "text"] + [BY_ID["open.read"], BY_ID["open.check"]]


@pytest.mark.parametrize("action", SPOKEN, ids=lambda action: action.id)
def test_every_action_stands_beside_its_key(action: Action) -> None:
    (row,) = [row for row in ROWS if f"`{action.id}`" in row]
    keys, names = (re.findall(r"`([^`]+)`", cell) for cell in row.split("|")[1:3])
    assert keys[names.index(action.id)] == shown(action.keys[0])


def test_limits_and_the_way_to_install_it_are_those_of_the_program() -> None:
    whole = " ".join(TEXT.split())
    assert NOT_INSTALLED.advice.partition("Install it with: ")[2].rstrip(".") in TEXT
    assert f"within {SECONDS:.0f} seconds, {OF_WORK} of them of work, {PAGE_LIMIT // 1024 // 1024} MB of page" in whole
    assert f"at most {A_SITTING} in a sitting" in whole


def test_the_words_about_links_are_those_on_screen() -> None:
    words = re.findall(r"^\| ([a-z: …]+) \|", TEXT.partition("| word |")[2], re.MULTILINE)
    front = "https://a.example/"
    said = [
        checked(LinkCheck(front, 0, status, verdict, url))
        for status, verdict, url in (
            (200, "alive", ""),
            (200, "moved", front),
            (200, "soft dead", front),
            (404, "dead", ""),
            (403, "unknown", ""),
        )
    ]
    assert len(words) == len(said)
    for word, sentence in zip(words, said, strict=True):
        assert sentence.startswith(word.removesuffix(" …")), word
