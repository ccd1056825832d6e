"""What a search means, on one story: each field, each state, and how they combine."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from asking import NOW
from oracle import fulfils, match

from tui.model import Article, CoverageRow, Image, Provider, Report, Story, StoryRow
from tui.query import parse
from tui.query.matching import says


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


LEAD = Article(
    key="https://engadget.com/netflix",
    title="Netflix lists $900,000 AI job",
    excerpt="Actors and writers continue to strike.",
    published=at("2023-07-25T19:06:30.5"),
    url="https://engadget.com/netflix",
    quality=47,
    provider=Provider("Engadget", "www.engadget.co.uk"),
)
COVERAGE = Article(
    key="https://theintercept.com/hollywood",
    title="Hollywood and AI: the café talks",
    excerpt="An offer of Netflix.",
    published=at("2023-07-23T08:00:00"),
    amp_url="https://amp.theintercept.com/hollywood",
    quality=90,
    type="video",
    images=(Image("https://theintercept.com/a.jpg"),),
    provider=Provider("The Intercept", "theintercept.com"),
)
LINKED = Article(key="linked", title="Disney hires", provider=Provider("New York Post", "nypost.com"))
AT_HOME = Article(key="home", title="Soft delete for blobs", provider=Provider("東京新聞", ""))

STORY = Story(
    row=StoryRow(1, LEAD.title, "Engadget", 1690311990, 1690311990, outlets=2, heat=80, quality=47, read=True, fresh=1),
    lead=Report(LEAD, heat=80, topics=("AI", "Open source")),
    coverage=(CoverageRow(COVERAGE, topics=("Film",)),),
    related=(CoverageRow(LINKED), CoverageRow(AT_HOME)),
    sources=("/home/me/news/azure", "https://example.org/feed"),
    tags=("read later",),
)


def found(text: str, story: Story = STORY) -> bool:
    query = parse(text, now=NOW, typing=False)
    assert not query.faults
    return match(query, story, (AT_HOME.key,))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "netflix",
        "NETFLIX strike hollywood",
        "cafe",
        "café talks",
        '"ai job"',
        '"900,000 ai"',
        "net*",
        '"continue to str"*',
        "theintercept.com",
        "film",
        '"open source"',
        "soft delete",
        "東京",
        "netflix -disney",
        "nowhere OR netflix",
        "-(nowhere OR elsewhere)",
        "title:hollywood title:netflix",
        "excerpt:offer",
        "outlet:intercept",
        'outlet:"the intercept"',
        "outlet:engadget.co.uk",
        "domain:engadget",
        "domain:co.uk",
        "domain:theinter*",
        "topic:film",
        "topic:open",
        "lead:engadget",
        'lead:"continue to strike"',
        "related:disney",
        'related:"new york post"',
        "related:soft",
        "source:azure",
        'source:"news azure"',
        "source:example.org",
        "first:intercept",
        "tag:later",
        "type:article type:video",
        "type:vid*",
        "heat>=80 heat<81 heat:80",
        "quality:40..50",
        "outlets=2",
        "since:2023-07-25T19:06",
        "on:2023-07-23 on:2023-07-25",
        "before:2023-07-24",
        "-on:2023-07-24",
        "is:read is:updated is:seen is:lead is:video",
        "-is:unread -is:starred -is:copy -is:hidden",
        "has:related has:image has:amp has:url -has:text",
    ],
)
def test_found(text: str) -> None:
    assert found(text)


@pytest.mark.parametrize(
    "text",
    [
        "nowhere",
        "netflix nowhere",
        "netfli",
        "disney",
        "-netflix",
        '"job ai"',
        '"job actors"',
        '"ai hollywood"',
        '"ai open source"',
        '"engadget engadget"',
        "title:strike",
        "title:soft",
        "excerpt:hollywood",
        "outlet:東京",
        "outlet:nypost",
        "outlet:netflix",
        "domain:the",
        "domain:uk.co",
        "topic:source* topic:hollywood",
        "lead:hollywood",
        "lead:film",
        "lead:co.uk",
        "related:netflix",
        "source:home-me-azure",
        "source:azur",
        "first:engadget",
        "tag:work",
        "type:vid",
        "heat>80",
        "quality>47",
        "outlets<2",
        "since:2023-07-25T19:07",
        "before:2023-07-23T08:00",
        "on:2023-07-24",
        "is:unread",
        "is:starred",
        "is:copy",
        "is:hidden",
        "has:text",
        "-has:url",
        "netflix (strike -hollywood)",
    ],
)
def test_not_found(text: str) -> None:
    assert not found(text)


def test_hidden_stories_are_found_only_where_that_is_asked() -> None:
    hidden = STORY._replace(row=STORY.row._replace(hidden=True))
    assert not found("netflix", hidden)
    assert not found("", hidden)
    assert found("netflix is:hidden", hidden)
    assert found("nowhere OR is:hidden", hidden)
    assert not found("netflix -is:hidden", hidden)
    assert fulfils(parse("netflix", now=NOW).node, hidden)


def test_a_story_without_dates_is_of_no_time_and_nobody_was_first() -> None:
    undated = STORY._replace(lead=Report(LEAD._replace(published=None)), coverage=())
    for text in ("since:1970", "before:2099", "on:2023", "first:engadget"):
        assert not found(text, undated)
        assert found(f"-{text}", undated)


def test_of_several_at_the_same_time_each_was_first() -> None:
    same = STORY._replace(coverage=(CoverageRow(COVERAGE._replace(published=at("2023-07-25T19:06:30"))),))
    assert found("first:engadget first:intercept", same)


def test_states_that_need_more_than_the_lead() -> None:
    starred = STORY._replace(row=STORY.row._replace(starred=True, read=False, copies=True))
    assert found("is:starred is:unread is:copy -is:updated", starred)
    assert found("has:text", STORY._replace(lead=STORY.lead._replace(body="Long.")))
    assert found("has:text", STORY._replace(coverage=(CoverageRow(COVERAGE, full_text=True),)))
    assert not found("has:related", STORY._replace(coverage=()))


@pytest.mark.parametrize(
    ("text", "lead", "coverage"),
    [
        ("netflix", True, True),
        ("hollywood", False, True),
        ("nowhere OR strike", True, False),
        ("netflix -hollywood", True, True),
        ("-hollywood", False, False),
        ("is:read heat>3", False, False),
        ("title:netflix", True, False),
        ("outlet:intercept", False, True),
        ("topic:film", False, True),
        ("related:disney", False, False),
    ],
)
def test_reports_that_hold_some_of_the_words_by_themselves(text: str, lead: bool, coverage: bool) -> None:
    query = parse(text, now=NOW, typing=False)
    assert says(query, LEAD, STORY.lead.topics) is lead
    assert says(query, COVERAGE, STORY.coverage[0].topics) is coverage


@pytest.mark.parametrize("text", ["related:disney", 'related:"new york"', "related:nypost", "related:disn*"])
def test_only_the_publishers_links_say_what_is_asked_of_them(text: str) -> None:
    query = parse(text, now=NOW, typing=False)
    assert says(query, LINKED, related=True)
    assert not says(query, LINKED)
    assert not says(query, AT_HOME, related=True)
