"""One text carried by several outlets is recognised; reports of one event in other words are not copies."""

from __future__ import annotations

from datetime import UTC, datetime

from tui.model import Article, Provider
from tui.stories.copies import Text, copies_of, find_copies

TEXT = (
    "Scality, a leader in software solutions for distributed file and object storage, today announced the technical "
    "preview of its high-performance scale-out file system in the public cloud, with one terabit per second."
)


def text(key: str, title: str, excerpt: str = TEXT, outlet: str = "", time: int | None = 0) -> Text[str]:
    return Text(key, title, excerpt, outlet or f"{key}.example", time)


def test_the_earliest_is_the_original() -> None:
    found = find_copies(
        [
            text("b", "Scality announces a terabit", time=20),
            text("a", "Scality Announces a Terabit", time=10),
            text("c", "Scality announces a terabit!", time=30),
        ]
    )
    assert found == {"b": "a", "c": "a"}


def test_a_cut_off_text_is_a_copy_of_the_whole_one() -> None:
    assert find_copies([text("a", "Scality at a terabit"), text("b", "Scality at a terabit", TEXT[:120], time=1)]) == {
        "b": "a"
    }


def test_another_headline_over_a_long_same_text_is_a_copy() -> None:
    assert find_copies([text("a", "Scality announces"), text("b", "Storage in the cloud gets faster", time=1)]) == {
        "b": "a"
    }


def test_the_same_headline_over_another_text_is_not() -> None:
    other = "The company said on Tuesday that customers had asked for faster storage in the cloud for years."
    assert (
        find_copies([text("a", "Scality announces a terabit"), text("b", "Scality announces a terabit", other)]) == {}
    )


def test_without_a_text_the_headline_must_be_the_same() -> None:
    title = "Ferry with ninety passengers runs aground off Skagen"
    assert find_copies([text("a", title, ""), text("b", title, "", time=1)]) == {"b": "a"}
    assert find_copies([text("a", title, ""), text("b", "Ferry runs aground off Skagen, passengers safe", "")]) == {}
    assert find_copies([text("a", "Good morning", ""), text("b", "Good morning", "")]) == {}


def test_an_outlet_that_says_it_twice_made_no_copy() -> None:
    assert find_copies([text("a", "Scality", outlet="x"), text("b", "Scality", outlet="x", time=1)]) == {}


def test_scripts_without_spaces() -> None:
    excerpt = "中国地震台网测定,四川甘孜州泸定县发生6.8级地震,救援队伍连夜赶赴震中。"
    found = find_copies([text("a", "泸定6.8级地震", excerpt), text("b", "四川泸定6.8级地震", excerpt, time=1)])
    assert found == {"b": "a"}


def test_a_text_without_a_date_is_the_copy() -> None:
    assert find_copies([text("a", "Scality", time=None), text("b", "Scality", time=5)]) == {"a": "b"}


def test_articles_as_the_reader_knows_them() -> None:
    when = datetime(2023, 7, 25, tzinfo=UTC)
    one = Article("https://a.example/1", "Scality", TEXT, when, provider=Provider("A", "a.example"))
    two = Article("https://b.example/1", "Scality", TEXT, None, provider=Provider("B"))
    assert copies_of([two, one]) == {two.key: one.key}
