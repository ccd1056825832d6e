"""What the coverage pane lists: order, folding, numbers."""

from __future__ import annotations

from staging import article, story

from tui.model import CoverageRow, Provider
from tui.view.widgets.coverage_rows import (
    CoverageSort,
    Entry,
    Fold,
    Heading,
    best_of_outlets,
    coverage_entries,
    first_report,
)


def row(key: str, hours: float | None = 1, outlet: str = "", seen: bool = False, quality: int = 0) -> CoverageRow:
    provider = Provider(outlet or f"Outlet {key}")
    return CoverageRow(article(key, hours, provider=provider, quality=quality), seen=seen)


def keys(entries: tuple[Heading | Entry, ...]) -> list[str]:
    return [entry.row.article.key if isinstance(entry, Entry) else entry.title for entry in entries]


def test_each_sort_orders_both_sections() -> None:
    told = story((row("b", 5, quality=9), row("a", None, quality=9), row("c", 1)), (row("y", 9), row("x", 2)))
    assert keys(coverage_entries(told)) == ["Coverage", "c", "b", "a", "Related", "x", "y"]
    assert keys(coverage_entries(told, CoverageSort.QUALITY))[:4] == ["Coverage", "b", "a", "c"]
    assert keys(coverage_entries(told, CoverageSort.OUTLET))[:4] == ["Coverage", "a", "b", "c"]


def test_no_coverage_gives_no_headings() -> None:
    assert coverage_entries(story()) == ()
    assert keys(coverage_entries(story(related=(row("x"),)))) == ["Related", "x"]


def test_numbers_run_through_both_sections_to_nine() -> None:
    told = story(tuple(row(f"c{n}", n) for n in range(6)), tuple(row(f"r{n}", n) for n in range(6)))
    numbers = [entry.number for entry in coverage_entries(told) if isinstance(entry, Entry)]
    assert numbers == [1, 2, 3, 4, 5, 6, 7, 8, 9, None, None, None]


def test_further_articles_of_an_outlet_fold_under_its_first() -> None:
    told = story((row("late", 9, "BBC"), row("other", 3), row("early", 1, "bbc")))
    entries = coverage_entries(told)
    assert keys(entries) == ["Coverage", "early", "other"]
    head = entries[1]
    assert isinstance(head, Entry)
    assert (head.more, head.copies, head.unfolded) == (1, 0, False)
    opened = coverage_entries(told, unfolded={"early"})
    assert keys(opened) == ["Coverage", "early", "late", "other"]
    child = opened[2]
    assert isinstance(child, Entry)
    assert (child.child, child.number) == (Fold.MORE, None)
    assert isinstance(opened[3], Entry)
    assert opened[3].number == 2


def test_copies_fold_under_their_original_whoever_was_first() -> None:
    told = story((row("copy1", 1), row("original", 2), row("copy2", 3), row("own", 4)))
    copies = {"copy1": "original", "copy2": "original"}
    entries = coverage_entries(told, copies=copies)
    assert keys(entries) == ["Coverage", "original", "own"]
    assert isinstance(entries[1], Entry)
    assert (entries[1].copies, entries[1].more) == (2, 0)
    opened = coverage_entries(told, unfolded={"original"}, copies=copies)
    assert keys(opened) == ["Coverage", "original", "copy1", "copy2", "own"]


def test_the_best_report_of_each_outlet_that_is_shown_is_opened() -> None:
    told = story(
        (row("early", 1, "BBC", quality=2), row("late", 9, "bbc", quality=7), row("copy", 4), row("own", 3)),
        (row("link", 2, "Omega", quality=99), row("link2", 2, "BBC", quality=99)),
    )
    copies = {"copy": "own"}
    for unfolded, expected in (((), ["late", "own"]), (("early", "own"), ["late", "own", "copy"])):
        entries = coverage_entries(told, unfolded=unfolded, copies=copies)
        assert [found.key for found in best_of_outlets(told, entries)] == expected
    nowhere = row("late", 9, "bbc", quality=7).article._replace(url="")
    told = told._replace(coverage=(told.coverage[0], CoverageRow(nowhere), CoverageRow(nowhere._replace(key="x"))))
    assert [found.key for found in best_of_outlets(told, coverage_entries(told))] == ["early"]
    told = told._replace(coverage=())
    assert [found.key for found in best_of_outlets(told, coverage_entries(told))] == ["link2", "link"]


def test_copies_of_the_lead_fold_under_the_first_of_them() -> None:
    told = story((row("copy2", 3), row("copy1", 1)))
    entries = coverage_entries(told, copies={"copy1": "lead", "copy2": "lead"})
    assert keys(entries) == ["Coverage", "copy1"]


def test_nothing_is_lost_when_all_is_unfolded() -> None:
    rows = tuple(row(f"k{n}", n % 7, f"Outlet {n % 4}") for n in range(40))
    copies = {f"k{n}": f"k{n // 3}" for n in range(40)}
    everything = {f"k{n}" for n in range(40)}
    shown = keys(coverage_entries(story(rows), unfolded=everything, copies=copies))[1:]
    assert sorted(shown) == sorted(everything)


def test_articles_without_an_outlet_do_not_fold_together() -> None:
    nameless = tuple(CoverageRow(article(key, 1, provider=Provider())) for key in "ab")
    assert keys(coverage_entries(story(nameless))) == ["Coverage", "a", "b"]


def test_what_came_since_the_story_was_read_is_new() -> None:
    told = story((row("old", 1, seen=True), row("late", 2, "Outlet old")), (row("link"),), read=True)
    heading, entry, related, link = coverage_entries(told)
    assert isinstance(heading, Heading)
    assert heading.note == "earliest first · 1 new"
    assert isinstance(entry, Entry)
    assert entry.new
    assert isinstance(related, Heading)
    assert related.note == "the publisher's links"
    assert isinstance(link, Entry)
    assert not link.new
    unread = coverage_entries(story((row("any"),)))
    assert isinstance(unread[1], Entry)
    assert not unread[1].new


def test_the_first_report_may_be_the_lead_or_its_coverage() -> None:
    early = row("early", -5)
    assert first_report(story((row("late"), early))) == early.article.published
    assert first_report(story((row("late", 3),))) == story().lead.article.published
