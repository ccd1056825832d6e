"""Searching a library of a few thousand stories: what comes first, how it is run, and what counting answers."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from asking import NOW
from shelving import Made, Shelf, fill, shelf

from tui.errors import LibraryError
from tui.formats.flat import FileResult
from tui.library.index_schema import LONGEST_PREFIX, MIGRATIONS
from tui.library.marks import Mark
from tui.library.search import FIRST_PAGE
from tui.library.state import catch_up
from tui.library.vocabulary import Vocabulary
from tui.model import NOT_RANKED
from tui.query import Node, Query, leaves, parse
from tui.query.nodes import Text

COUNT = 3_000
"""Story number n is n minutes older than story 0; "common" is in each, "every7" in every seventh, "rare5" in story 5."""
NEWEST = int(NOW.timestamp())


def asked(text: str) -> Query:
    query = parse(text, now=NOW, typing=False)
    assert not query.faults
    return query


def answer(library: Shelf, text: str, **how: object) -> list[str]:
    """The found stories' titles."""
    *_, last = library.search.find(asked(text), **how)
    assert last.complete
    rows = library.reading.rows(list(last.positions))
    return [rows[position].title for position in last.positions]


def made_article(
    name: str,
    title: str,
    outlet: str = "net",
    topics: tuple[str, ...] = (),
    related: tuple[int, ...] = (),
    event: int = 0,
) -> Made:
    key = f"https://example.org/{name}"
    time = NEWEST - len(name) * 60 - event
    flat = (key, title, "", time, key, "", "", "", "article", 0, (outlet, f"{outlet}.example", ()), ())
    return Made(
        flat, 9 if name == "one" else 0, topics, "", False, frozenset({0}), related, event, False, False, Mark(key)
    )


def result(number: int) -> FileResult:
    title = f"Story {number}" + (" every7" if number % 7 == 0 else "") + (f" rare{number}" if number < 10 else "")
    flat = (
        f"https://example.org/{number}",
        title,
        "Common words of each story, and unusually many: common common." if number == 40 else "Common words.",
        NEWEST - number * 60,
        f"https://example.org/{number}",
        "",
        "",
        "",
        "video" if number % 100 == 3 else "article",
        number % 60,
        ("Reuters" if number % 3 else "BBC", "reuters.com" if number % 3 else "bbc.co.uk", ()),
        (),
    )
    return FileResult(
        f"{number}.md", b"x", (flat, number if number < 100 else NOT_RANKED, True, False, "", ("AI",), "", "", ()), ()
    )


@pytest.fixture(scope="module")
def library() -> Iterator[Shelf]:
    with shelf() as made:
        one, two = made.writer.source("/news/one"), made.writer.source("/news/two")
        results = [result(number) for number in range(COUNT)]
        made.writer.write(two, results[2_900:], {each.name: (1, 1) for each in results}, 1)
        made.writer.write(one, results[:2_900], {each.name: (1, 1) for each in results}, 1)
        made.marks.put(
            Mark(f"https://example.org/{n}", read_at=1 if n % 2 else None, starred_at=1 if n < 50 else None)
            for n in range(COUNT)
        )
        made.marks.put([Mark("https://example.org/1", hidden_at=1)])
        catch_up(made.index, made.marks.connection)
        made.sources = [one, two]
        yield made


NEWEST_FIRST = (
    "",
    "common",
    "com*",
    "common*",
    '"common words"',
    "-common",
    "-every7",
    "common -every7",
    "common (every7 OR rare5)",
    "outlet:bbc",
    "domain:bbc.co.uk",
    "first:bbc",
    "topic:ai common",
    "is:unread",
    "-is:read common",
    "-is:starred",
    "is:starred common",
    "heat>50",
    "heat>50 common",
    "quality>30 common",
    "since:3h",
    "since:3h common",
    "before:3h",
    "before:3h common",
    "on:2023-07-28 common",
    "-on:2023-07-28",
    "has:url common",
    "type:video",
    "type:article common",
    "source:two",
    "source:one common",
    "heat>50 OR every7",
)


@pytest.mark.parametrize("analysed", [False, True])
@pytest.mark.parametrize("direction", ["time", "oldest"])
@pytest.mark.parametrize("text", NEWEST_FIRST)
@pytest.mark.parametrize("within", [None, 0])
def test_newest_first_is_never_sorted(
    library: Shelf, text: str, direction: str, analysed: bool, within: int | None
) -> None:
    if analysed:
        library.index.execute("ANALYZE")
    ran: list[str] = []
    library.index.set_trace_callback(ran.append)
    try:
        sources = None if within is None else [library.sources[within]]
        list(library.search.find(asked(text), direction, sources))
    finally:
        library.index.set_trace_callback(None)
        library.index.execute("DROP TABLE IF EXISTS sqlite_stat1")
    # SQLite notes what the full-text index runs within as comments.
    listing = [statement for statement in ran if statement.startswith("SELECT ")][-1]
    assert "ORDER BY" in listing or "json_each" in listing
    steps = [row[3] for row in library.index.execute(f"EXPLAIN QUERY PLAN {listing}")]
    assert not [step for step in steps if "TEMP B-TREE" in step], (listing, steps)


@pytest.mark.parametrize("text", NEWEST_FIRST)
def test_newest_first_is_by_time_and_oldest_the_other_way_round(library: Shelf, text: str) -> None:
    (*_, newest), (*_, oldest) = library.search.find(asked(text)), library.search.find(asked(text), "oldest")
    assert list(newest.positions) == sorted(newest.positions, reverse=True)
    assert oldest.positions == newest.positions[::-1]
    assert library.search.count(asked(text)) == len(newest.positions)


def test_the_first_page_comes_before_the_rest(library: Shelf) -> None:
    page, whole = library.search.find(asked("common"))
    assert (len(page.positions), page.complete) == (FIRST_PAGE, False)
    assert (len(whole.positions), whole.complete) == (COUNT - 1, True)
    assert whole.positions[:FIRST_PAGE] == page.positions


@pytest.mark.parametrize("order", ["heat", "outlets", "quality", "first", "relevance"])
@pytest.mark.parametrize("text", ["", "common", "is:unread", "is:starred", "common is:starred"])
def test_the_first_page_of_every_order_is_the_beginning_of_the_whole(library: Shelf, order: str, text: str) -> None:
    *pages, whole = library.search.find(asked(text), order)
    for page in pages:
        assert page.positions == whole.positions[: len(page.positions)]
    assert sorted(whole.positions) == sorted(next(iter([*library.search.find(asked(text))][-1:])).positions)


def test_a_short_answer_comes_at_once(library: Shelf) -> None:
    assert [found.complete for found in library.search.find(asked("rare5"))] == [True]
    assert answer(library, "rare5") == ["Story 5 rare5"]
    assert [found.complete for found in library.search.find(asked("nowhere"))] == [True]


def test_orders(library: Shelf) -> None:
    assert answer(library, "every7 sort:heat")[:2] == ["Story 98 every7", "Story 91 every7"]
    assert answer(library, "heat<3 heat>=0 sort:oldest") == ["Story 2 rare2", "Story 0 every7 rare0"]
    assert answer(library, "common sort:quality")[:2] == ["Story 59", "Story 119 every7"]
    assert answer(library, "rare2 OR rare3", order="oldest") == ["Story 3 rare3", "Story 2 rare2"]


def test_the_best_match_comes_first_and_every_match_is_there(library: Shelf) -> None:
    titles = answer(library, "common sort:relevance")
    assert titles[0] == "Story 40"
    assert len(set(titles)) == COUNT - 1


def test_beyond_the_ranked_ones_the_older_follow_by_time(library: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.library.plan.RANKED", 100)
    monkeypatch.setattr("tui.library.search.RANKED", 100)
    titles = answer(library, "common sort:relevance")
    assert titles[0] == "Story 40"
    assert titles[100:103] == ["Story 101", "Story 102", "Story 103"]
    assert len(set(titles)) == len(titles) == COUNT - 1


def article_titles(library: Shelf, text: str) -> list[str]:
    """The titles of the single articles that are found."""
    *_, last = library.search.find(asked(f"{text} group:off"))
    assert last.articles
    rows = library.reading.article_rows(list(last.positions))
    return [rows[ident].title for ident in last.positions]


def test_the_best_of_single_articles_comes_first(library: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    ranked = article_titles(library, "common OR rare5 OR every7 sort:relevance")
    assert ranked[:2] == ["Story 5 rare5", "Story 0 every7 rare0"]
    assert ranked[429:431] == ["Story 2996 every7", "Story 2 rare2"], "of those that match alike the newest is first"
    assert len(set(ranked)) == len(ranked) == COUNT - 1
    assert article_titles(library, "is:starred sort:relevance") == article_titles(library, "is:starred")
    for module in ("article_search", "search"):
        monkeypatch.setattr(f"tui.library.{module}.RANKED", 100)
    ranked = article_titles(library, "common OR rare5 OR every7 sort:relevance")
    assert ranked[:2] == ["Story 5 rare5", "Story 0 every7 rare0"]
    assert ranked[100:103] == ["Story 101", "Story 102", "Story 103"]
    assert len(set(ranked)) == len(ranked) == COUNT - 1


def test_a_word_in_an_articles_title_counts_more_than_one_in_its_excerpt() -> None:
    with shelf() as made:
        source = made.writer.source("/news")
        texts = (("Storm", "A ferry waits."), ("Ferry waits", ""), ("Bridge", "A long ferry ride."))
        results = [
            FileResult(
                f"{number}.md",
                b"x",
                (
                    (title, title, excerpt, NEWEST - number, title, "", "", "", "article", 0, ("Post", "", ()), ()),
                    *(NOT_RANKED, True, False, "", (), "", "", ()),
                ),
                (),
            )
            for number, (title, excerpt) in enumerate(texts)
        ]
        made.writer.write(source, results, {each.name: (1, 1) for each in results}, 1)
        assert article_titles(made, "ferry sort:relevance") == ["Ferry waits", "Storm", "Bridge"]
        assert article_titles(made, "ferry") == ["Storm", "Ferry waits", "Bridge"]


def test_without_words_relevance_is_newest_first(library: Shelf) -> None:
    assert answer(library, "is:starred sort:relevance") == answer(library, "is:starred")


def test_whatever_leads_the_answer_is_the_same(library: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    searches = [
        f"{few} {words} sort:{order}"
        for few in (
            "is:starred",
            "heat>50",
            "heat:3",
            "source:two",
            "type:video",
            "is:unread",
            "on:2023-07-28",
            "before:3h",
        )
        for words in ("", "common", "com*", "common*", "-every7", '"common words"', "every7 -rare5", "title:story")
        for order in ("time", "oldest", "heat")
    ]
    answers = [answer(library, text) for text in searches]
    assert sum(map(bool, answers)) > 150
    monkeypatch.setattr("tui.library.planner.WORTH_LOOKING_UP", 0)
    assert [answer(library, text) for text in searches] == answers
    for limit in ("FEW", "WORDS_ALONE", "WORDS_AMONG", "PASSED_OVER"):
        monkeypatch.setattr(f"tui.library.planner.{limit}", 0)
        assert [answer(library, text) for text in searches] == answers


def test_counts(library: Shelf) -> None:
    count = library.search.count
    assert count(asked("")) == COUNT - 1
    assert count(asked("every7")) == 429
    assert count(asked("every7"), limit=100) == 100
    assert count(asked("rare5"), limit=100) == 1
    assert count(asked("is:hidden")) == 1
    assert count(asked("common"), [library.sources[1]]) == 100
    assert count(asked("common"), []) == 0
    assert count(asked("every7 group:off")) == 429
    assert count(asked("every7 group:off"), limit=7) == 7


def test_hidden_stories_are_found_only_where_that_is_asked(library: Shelf) -> None:
    assert "Story 1 rare1" not in answer(library, "")
    assert answer(library, "rare1") == []
    assert answer(library, "rare1 is:hidden") == ["Story 1 rare1"]
    assert answer(library, "rare1 OR is:hidden") == ["Story 1 rare1"]


def test_one_row_for_each_article_says_so(library: Shelf) -> None:
    (found,) = library.search.find(asked("rare5 group:off"))
    assert (found.articles, len(found.positions)) == (True, 1)
    rows = library.reading.article_rows(list(found.positions))
    assert [row.title for row in rows.values()] == ["Story 5 rare5"]
    page, whole = library.search.find(asked("common group:off"))
    assert (page.complete, whole.complete, page.articles, whole.articles) == (False, True, True, True)


def test_an_interrupted_search_ends_without_an_answer(library: Shelf) -> None:
    searching = library.search.find(asked("common"))
    assert not next(searching).complete
    # SQLite reports a progress handler that says stop as it reports `interrupt` from another thread.
    library.index.set_progress_handler(lambda: 1, 50)
    try:
        assert list(searching) == []
        assert list(library.search.find(asked("-every7 sort:heat"))) == []
        assert list(library.search.find(asked("common group:off"))) == []
        assert library.search.count(asked("common is:unread")) is None
    finally:
        library.index.set_progress_handler(None, 0)
    assert answer(library, "rare5") == ["Story 5 rare5"]


def test_a_phrase_never_spans_two_reports_topics_or_outlets() -> None:
    with shelf() as made:
        ends, begins = made_article("one", "ends here", "alpha", ("left", "right")), made_article("two", "begins there")
        fill(made, [ends, begins, made_article("three", "third", "beta")])
        assert answer(made, "here there") == ["ends here"]
        for text in (
            '"here begins"',
            '"begins third"',
            '"there third"',
            '"left right"',
            '"alpha alpha"',
            '"net bbc"',
        ):
            assert answer(made, text) == [], text


def test_related_is_what_the_publisher_links_beyond_the_event() -> None:
    with shelf() as made:
        fill(
            made,
            [
                made_article("one", "storm", related=(1, 2), event=0),
                made_article("two", "flood", event=0),
                made_article("three", "drought", related=(3,), event=1),
                made_article("four", "fire", event=2),
            ],
        )
        assert answer(made, "related:drought") == ["storm"]
        assert answer(made, "related:fire") == ["drought"]
        # "flood" is linked, but it reports the same event.
        assert answer(made, "related:flood") == []
        assert answer(made, "-related:fire sort:oldest") == ["fire", "storm"]
        (found,) = made.search.find(asked("related:drought group:off"))
        assert [row.title for row in made.reading.article_rows(list(found.positions)).values()] == ["storm"]


def test_beginnings_are_those_that_the_table_has() -> None:
    beginnings = " ".join(str(size) for size in range(1, LONGEST_PREFIX + 1))
    assert any(f"prefix='{beginnings}'" in statement for migration in MIGRATIONS for statement in migration)


def test_a_long_beginning_is_met_word_by_word_for_the_first_page(library: Shelf) -> None:
    vocabulary = Vocabulary(library.index)

    def spelled_out(text: str, most: int = 10) -> str | None:
        node = asked(text).node
        assert node
        found = vocabulary.spelled_out(node, most)
        return found and " ".join(_said(found))

    assert spelled_out("comm*") == "common"
    assert spelled_out("rare*") == " ".join(f"rare{number}" for number in range(10))
    assert spelled_out("rare*", most=9) is None
    assert spelled_out("-title:rare1* every7 OR co*") == "-rare1 every7 co*"
    assert spelled_out('"common wor"*') == "common_words"
    assert spelled_out("zzz*") == "zzz"
    for text in ("comm*", "common*", "story common*", "stor*"):
        page, whole = library.search.find(asked(text))
        assert page.positions == whole.positions[:FIRST_PAGE]


def _said(node: Node) -> Iterator[str]:
    """The words of a tree, "_" within phrases, "-" before what is excluded, "*" after beginnings."""
    for leaf, wanted in leaves(node):
        assert isinstance(leaf, Text)
        yield f"{'' if wanted else '-'}{'_'.join(leaf.words)}{'*' if leaf.prefix else ''}"


def test_a_broken_library_is_one_of_our_faults() -> None:
    with shelf() as made:
        made.index.execute("DROP TABLE words")
        with pytest.raises(LibraryError):
            list(made.search.find(asked("netflix")))
        with pytest.raises(LibraryError):
            made.search.count(asked("netflix"))


def test_predicates_of_ended_searches_are_let_go(library: Shelf) -> None:
    for _ in range(3):
        list(library.search.find(asked("first:bbc type:pod* related:netflix")))
    assert library.search._planner._asking._held == {}


def test_the_deepest_search_there_is_can_be_run(library: Shelf) -> None:
    deep = "(-" * 16 + "common" + " every7)" * 16
    for text in (deep, "a OR " * 63 + "b", "-a " * 64, "(a OR -b) " * 32, "before:2099 " * 32, '"' + "a " * 499 + '"'):
        query = parse(text, now=NOW)
        assert query.node is not None
        assert [found.complete for found in library.search.find(query)][-1]


def test_the_library_is_not_written_by_searching(library: Shelf) -> None:
    before = library.index.total_changes
    answer(library, "common first:bbc tag:x group:off")
    assert library.index.total_changes == before
    assert not library.index.in_transaction
    assert isinstance(library.index, sqlite3.Connection)
