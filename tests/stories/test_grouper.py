"""Articles find their story by what they say and when; links, outlets, names and the reader's corrections have a say."""

from __future__ import annotations

import random
from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from news import HOUR, START, groups, item, placed

from tui.stories.frequency import Frequencies
from tui.stories.grouper import Grouper
from tui.stories.item import Item, order
from tui.stories.rules import Rules, Strictness
from tui.stories.words import count

DAY = 24
COMMON = "market people country group plan work company state public high service power part open change".split()  # noqa: SIM905


def word(chance: random.Random) -> str:
    return "".join(chance.choices(["ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe"], k=4))


def invent(seed: int, events: int, days: int = 20) -> list[Item]:
    """Made-up news, in order of time."""
    chance = random.Random(seed)
    found = []
    for event in range(events):
        words = [word(chance) for _ in range(7)]
        start = chance.random() * days * DAY
        for _ in range(chance.choice((1, 1, 1, 2, 3, 5))):
            title = " ".join([*chance.sample(words, 3), *chance.sample(COMMON, 2)])
            excerpt = " ".join([*chance.sample(words, 3), *chance.sample(COMMON, 4)])
            found.append(item(title, excerpt, start + chance.random() * 48, f"outlet{chance.randrange(9)}"))
        del event
    return order(found)


def settled(**options: object) -> Grouper:
    """A grouper whose words have settled weights."""
    grouper = Grouper(**options)  # type: ignore[arg-type]
    for _ in range(10):
        grouper.frequencies.learn(
            count("Earthquake strikes off coast", "The quake of that magnitude hit near shore."), START
        )
    for _ in range(8):
        grouper.frequencies.learn(
            count("A ferry and a helicopter", "Passengers were brought ashore by the crew."), START
        )
    for each in invent(99, 300):
        grouper.frequencies.learn(count(each.title, each.excerpt), each.time)
    return grouper


FERRY = item("Ferry runs aground off Skagen", "All passengers of the Stena ferry are safe.", 0, "alpha")
FERRY_2 = item("Stena ferry aground near Skagen", "Passengers are safe, the coast guard said.", 2, "beta")


def test_two_reports_of_one_event() -> None:
    grouper = settled()
    for each in (FERRY, FERRY_2, FERRY_2):
        assert grouper.place(each).story == FERRY.key


def test_a_story_is_open_for_seven_days() -> None:
    again = "Stena ferry aground near Skagen"
    for days, joins in ((1, True), (9, False)):
        grouper = settled()
        grouper.place(FERRY)
        late = item(again, "All passengers of the Stena ferry are safe off Skagen.", days * DAY, "beta")
        assert (grouper.place(late).story == FERRY.key) is joins


def test_the_longer_ago_the_more_alike_it_must_be() -> None:
    def joins(hours: float) -> bool:
        grouper = settled()
        grouper.place(FERRY)
        return (
            grouper.place(item("Skagen ferry: questions for Stena", "An inquiry began.", hours, "beta")).story
            == FERRY.key
        )

    assert joins(1)
    assert not joins(6 * DAY)


def test_one_outlet_seldom_reports_an_event_twice() -> None:
    template = ("Azure Cache now in preview in South India", "Azure Cache is now available in preview in South India.")
    other = ("Azure Cache now in preview in West Norway", "Azure Cache is now available in preview in West Norway.")
    for outlet, together in (("vendor", False), ("paper", True)):
        grouper = settled()
        grouper.place(item(*template, 0, "vendor"))
        placement = grouper.place(item(template[0], template[1], 1, outlet))
        assert placement.story == item(*template, 0, "vendor").key
        grouper = settled()
        grouper.place(item("Ferry runs aground off Skagen", "Passengers are safe.", 0, "vendor"))
        second = item("Skagen ferry runs into trouble", "Passengers wait.", 1, outlet)
        assert (grouper.place(second).story != second.key) is together
    grouper = settled()
    grouper.place(item(*template, 0, "vendor"))
    second = item(*other, 1, "vendor")
    assert grouper.place(second).story == second.key


def test_other_names_are_another_event() -> None:
    for conflict, stories in ((0.25, 2), (0.0, 1)):
        grouper = settled(rules=Rules(conflict=conflict))
        found = groups(
            [
                item(
                    "Magnitude 6.8 earthquake strikes off coast of Peru",
                    "The quake hit near Arequipa on Sunday.",
                    0,
                    "a",
                ),
                item(
                    "Magnitude 6.1 earthquake strikes off coast of Japan",
                    "The quake hit near Miyagi on Sunday.",
                    1,
                    "b",
                ),
            ],
            grouper,
        )
        assert len(found) == stories


def test_links_help_two_articles_that_are_close_and_few() -> None:
    one = item(
        "Stena cancels sailings from Skagen",
        "Travellers were told to wait until Monday morning for other ships.",
        0,
        "alpha",
    )
    divers = "Divers searched the hull while the coast guard at Skagen sent boats, ropes and four pumps."
    two = item("Ferry aground, Stena says", divers, 1, "beta")

    def joins(first: tuple[int, ...], second: tuple[int, ...], hours: float = 1) -> bool:
        grouper = settled()
        grouper.place(one._replace(number=1, links=frozenset(first)))
        placement = grouper.place(two._replace(number=2, links=frozenset(second), time=START + int(hours * HOUR)))
        return placement.story == one.key

    assert not joins((), ())
    assert joins((2,), (1,))
    assert not joins((2,), (1,), hours=3 * DAY)
    many = tuple(range(3, 60))
    assert not joins((2, *many), (1, *many))


def test_links_alone_never_fold() -> None:
    grouper = settled()
    grouper.place(FERRY._replace(number=1, links=frozenset({2})))
    other = item("Budget talks end in Brussels", "Ministers shook hands.", 1, "beta", number=2, links=frozenset({1}))
    assert grouper.place(other).story == other.key


def test_an_article_can_show_that_two_stories_are_one() -> None:
    one = item("Ferry off Skagen runs aground", "The Stena crossing ended on rocks.", 0, "alpha")
    two = item("Stena crews rescue passengers near Skagen", "People were brought ashore from rocks.", 110, "beta")
    grouper = settled()
    assert grouper.place(one).story == one.key
    assert grouper.place(two).story == two.key
    bridge = item(
        "Crews rescue passengers after Stena crossing ended on rocks off Skagen", "Ferry runs aground.", 112, "gamma"
    )
    placement = grouper.place(bridge)
    assert (placement.story, placement.merged) == (one.key, (two.key,))
    assert grouper.place(two).story == one.key


def test_what_the_reader_keeps_apart_is_not_put_together() -> None:
    apart = {FERRY.key: {FERRY_2.key}, FERRY_2.key: {FERRY.key}}
    grouper = settled(apart=apart)
    grouper.place(FERRY)
    assert grouper.place(FERRY_2).story == FERRY_2.key
    third = item("Skagen ferry aground: Stena passengers safe", "The coast guard said.", 3, "gamma")
    placement = grouper.place(third)
    assert placement.merged == ()
    assert placement.story in (FERRY.key, FERRY_2.key)


@pytest.mark.parametrize("seed", range(3))
def test_strictness_makes_more_stories_and_looseness_fewer(seed: int) -> None:
    loose, normal, strict = (
        len(groups(invent(seed, 200), Grouper(strictness=strictness)))
        for strictness in (Strictness.LOOSE, Strictness.NORMAL, Strictness.STRICT)
    )
    assert loose <= normal < strict


@given(st.integers(0, 1000), st.randoms(use_true_random=False))
@settings(max_examples=15, deadline=None)
def test_the_sequence_of_items_does_not_matter_once_ordered(seed: int, chance: random.Random) -> None:
    items = invent(seed, 25)
    shuffled = items[:]
    chance.shuffle(shuffled)
    assert placed(shuffled, Grouper()) == placed(items, Grouper())


@pytest.mark.parametrize("seed", range(4))
def test_a_restored_grouper_goes_on_as_the_one_before_would(seed: int) -> None:
    """Between any two articles everything may be forgotten and read back in another order."""
    items, chance = invent(seed, 60), random.Random(seed)
    members: dict[int, list[Item]] = defaultdict(list)
    frequencies = Frequencies()
    grouper, steady = Grouper(frequencies), Grouper()
    for each in items:
        if chance.random() < 0.2:
            grouper = Grouper(frequencies)
            stories = list(members.items())
            chance.shuffle(stories)
            for story, its in stories:
                if any(abs(member.time - each.time) < 9 * DAY * HOUR for member in its):
                    chance.shuffle(its)
                    grouper.restore(story, its)
        placement, expected = grouper.place(each), steady.place(each)
        assert placement == expected
        for gone in placement.merged:
            members[placement.story] += members.pop(gone)
        members[placement.story].append(each)


@pytest.mark.parametrize("seed", range(3))
def test_no_story_that_would_take_an_article_is_overlooked(seed: int) -> None:
    """The search by weighty words finds what looking at every live story finds."""
    grouper = Grouper()
    judge, pool = grouper._judge, grouper._pool
    opened: set[int] = set()
    for each in invent(seed, 120):
        words = count(each.title, each.excerpt, each.outlet)
        weighed = judge.weigh(words)
        fit = set()
        for story in filter(None, map(pool.get, opened)):
            cosine = judge.cosine(weighed, story)
            near = story.distance(each.time) <= grouper.rules.quiet_days * DAY * HOUR
            if near and cosine >= judge.bar(each, words, weighed, story, cosine):
                fit.add(story.id)
        assert fit <= {story.id for story in pool.candidates(each, weighed)}
        opened.add(grouper.place(each).story)


@given(
    st.lists(
        st.tuples(st.text(max_size=40), st.text(max_size=60), st.integers(0, 400), st.text(max_size=3)), max_size=12
    )
)
@settings(max_examples=60, deadline=None)
def test_any_texts_are_placed(texts: list[tuple[str, str, int, str]]) -> None:
    items = [item(title, excerpt, hours, outlet) for title, excerpt, hours, outlet in texts]
    found = placed(items, Grouper())
    assert found.keys() == {each.key for each in items}
    assert set(found.values()) <= found.keys()
