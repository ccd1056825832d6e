"""Reports set side by side: who says what."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tui.model import Article
from tui.stories.comparing import Share, compare

FIRST = datetime(2023, 7, 25, 10, 0, tzinfo=UTC)


def report(key: str, title: str, excerpt: str = "", hours: float | None = 0) -> Article:
    published = None if hours is None else FIRST + timedelta(hours=hours)
    return Article(key=key, title=title, excerpt=excerpt, published=published)


def words(report: object, share: Share) -> list[str]:
    return [s.text for s in (*report.title, *report.excerpt) if s.share is share]  # type: ignore[attr-defined]


def test_words_are_told_apart_by_who_uses_them() -> None:
    found = compare(
        [
            report("a", "Ferry runs aground", "Passengers leave the ferry."),
            report("b", "Ferries aground off Skagen", "Rescue by noon", 1),
            report("c", "Ferry aground: rescue of 212", "", 2),
        ]
    )
    assert found.agreed == ("Ferry", "aground")
    first, second, third = found.reports
    assert words(first, Share.ALL) == ["Ferry", "aground", "ferry"]
    assert words(first, Share.ONE) == ["runs", "Passengers", "leave"]
    assert words(second, Share.SOME) == ["Rescue"]
    assert third.alone == ("212",)


def test_reports_come_in_order_of_time_and_undated_ones_last() -> None:
    found = compare([report("x", "C", hours=None), report("b", "B", hours=2), report("a", "A", hours=1)])
    assert [one.article.key for one in found.reports] == ["a", "b", "x"]


def test_one_report_alone_stands_out_nowhere() -> None:
    found = compare([report("a", "Ferry runs aground")])
    assert found.agreed == ()
    assert found.reports[0].alone == ()
    assert not words(found.reports[0], Share.ONE)


def test_scripts_without_spaces_are_compared_too() -> None:
    found = compare([report("a", "気象庁が警報を発表"), report("b", "気象庁の会見", hours=1)])
    assert found.agreed == ("気象庁",)


def test_in_scripts_without_spaces_every_character_is_marked_by_what_covers_it() -> None:
    found = compare([report("a", "北京市发布iPad人工智能法规"), report("b", "北京市推迟iPad人工智能法规", hours=1)])
    assert found.agreed == ("北京市", "iPad人工智能法规")
    one, other = found.reports
    assert [(s.text, s.share) for s in one.title] == [
        ("北京市", Share.ALL),
        ("发布", Share.ONE),
        ("iPad人工智能法规", Share.ALL),
    ]
    assert (one.alone, other.alone) == (("发布",), ("推迟",))
    thai = compare([report("a", "น้ำท่วมกรุงเทพมหานครวันนี้"), report("b", "น้ำท่วมเชียงใหม่วันนี้", hours=1)])
    assert thai.agreed == ("น้ำท่วม", "วันนี้")
    assert words(thai.reports[0], Share.ONE) == ["กรุงเทพมหานคร"]
    assert words(thai.reports[1], Share.ONE) == ["เชียงใหม่"]


def test_a_character_that_stands_alone_is_marked_where_it_stands() -> None:
    found = compare([report("a", "人人的人"), report("b", "人人的人", hours=1)])
    assert [(s.text, s.share) for s in found.reports[0].title] == [
        ("人人", Share.ALL),
        ("的", Share.NONE),
        ("人", Share.ALL),
    ]


@given(st.lists(st.tuples(st.text(max_size=80), st.text(max_size=120)), min_size=1, max_size=5))
def test_nothing_of_any_text_is_lost(texts: list[tuple[str, str]]) -> None:
    found = compare([report(str(n), title, excerpt, n) for n, (title, excerpt) in enumerate(texts)])
    for one, (title, excerpt) in zip(found.reports, texts, strict=True):
        assert "".join(stretch.text for stretch in one.title) == title
        assert "".join(stretch.text for stretch in one.excerpt) == excerpt
