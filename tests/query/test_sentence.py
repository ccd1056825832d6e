"""What is being asked, in words."""

from __future__ import annotations

import pytest
from asking import NOW, texts
from hypothesis import given

from tui.query import FIELDS, parse
from tui.query.sentence import sentence


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("is:unread outlet:Reuters since:7d sort:heat", "unread, outlet Reuters, since 7 days, by heat"),
        ("", "every story"),
        ("sort:oldest", "every story, oldest first"),
        ("group:off", "every article"),
        ("netflix group:off", "netflix, each article by itself"),
        ("Netflix strike", "Netflix, strike"),
        ('"soft  delete"', "“soft delete”"),
        ("micro*", "micro…"),
        ('"soft del"*', "“soft del”…"),
        ("-strike", "not strike"),
        ("a OR b", "a or b"),
        ("(a OR b) c", "a or b, c"),
        ("-(a OR b)", "not (a or b)"),
        ("a OR (b c)", "a or (b and c)"),
        ("outlet:(Reuters OR BBC OR “New York Times”)", "outlet Reuters or BBC or “New York Times”"),
        ("outlet:Reuters OR topic:AI", "outlet Reuters or topic AI"),
        ("-is:read -is:unread -is:starred", "unread, read, not starred"),
        ("is:updated is:video is:hidden", "with new coverage, videos, hidden"),
        ("has:image -has:amp", "with a picture, without an AMP copy"),
        ("heat>80 quality<=1000 outlets:5..20 heat:3", "heat 81 or more, quality up to 1,000, outlets 5 to 20, heat 3"),
        ("since:1w before:2023-07 on:yesterday", "since 1 week, before 2023-07, on yesterday"),
        ("before:3m on:1d", "before 3 months ago, 1 day ago"),
        ("on:2023-07-01..2023-07-15", "from 2023-07-01 to 2023-07-15"),
        ("on:2023..", "since 2023"),
        ("on:..2w", "up to 2 weeks"),
        ("first:Reuters source:azure tag:work type:video", "first Reuters, source azure, tag work, type video"),
        ("sort:relevance", "every story, best match first"),
    ],
)
def test_sentence(text: str, said: str) -> None:
    query = parse(text, now=NOW, typing=False)
    assert not query.faults
    assert sentence(query) == said


def test_every_field_and_choice_has_words() -> None:
    for field in FIELDS:
        assert sentence(parse(field.example, now=NOW, typing=False))
        for choice in field.choices:
            assert sentence(parse(f"{field.name}:{choice.text}", now=NOW, typing=False))


@given(texts)
def test_any_text_has_a_sentence(text: str) -> None:
    for typing in (True, False):
        said = sentence(parse(text, now=NOW, typing=typing))
        assert said == said.strip() != ""
