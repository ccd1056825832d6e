"""Common words weigh little, names much; what was stored and read back weighs the same."""

from __future__ import annotations

import random

from tui.stories.frequency import Frequencies, Tally
from tui.stories.words import Words, count

YEAR = 31_556_952


def learned(amount: int, frequencies: Frequencies | None = None, seed: int = 0) -> Frequencies:
    """A table that has learned so many articles of a small vocabulary."""
    frequencies, chance = frequencies or Frequencies(), random.Random(seed)
    for _ in range(amount):
        picked = {f"word{int(chance.paretovariate(0.7)) % 400}": 300 for _ in range(8)}
        frequencies.learn(Words({**picked, "common": 300}, {}), 1_000)
    return frequencies


def test_a_rare_word_weighs_more() -> None:
    frequencies = learned(500)
    assert frequencies.squares["unheard"] > frequencies.squares["word2"] > frequencies.squares["common"]
    assert frequencies.squares["common"] == 0


def test_names_weigh_more() -> None:
    frequencies = learned(100)
    for _ in range(20):
        frequencies.learn(count("A visit to Oslo by ferry", ""), 1_000)
    assert frequencies.names["oslo"]
    assert frequencies.names["5g"]
    assert not frequencies.names["ferry"]
    assert frequencies.squares["oslo"] > 2 * frequencies.squares["ferry"]


def test_weights_change_in_steps_only() -> None:
    frequencies = learned(2_000)
    step = frequencies.step
    while frequencies.step == step:
        learned(1, frequencies)
    step, weight = frequencies.step, frequencies.squares["word2"]
    learned(300, frequencies)
    assert (frequencies.step, frequencies.squares["word2"]) == (step, weight)
    learned(2_000, frequencies)
    assert frequencies.step > step


def stored(table: dict[str, Tally], frequencies: Frequencies) -> None:
    for word, tally in frequencies.changes().items():
        if tally is None:
            table.pop(word, None)
        else:
            table[word] = tally


def test_a_table_that_was_stored_in_pieces_goes_on_as_if_it_had_not_been() -> None:
    whole, table = learned(3_000), dict[str, Tally]()
    frequencies = Frequencies()
    chance = random.Random(0)
    done = 0
    while done < 3_000:
        amount = min(chance.randrange(1, 300), 3_000 - done)
        # The same articles as `whole` has learned: its generator is brought to the same place.
        again = Frequencies()
        learned_to = learned(done + amount)
        del again
        frequencies = Frequencies(table.items(), frequencies.state())
        before = learned(done)
        assert {w: frequencies.squares[w] for w in ("word2", "word7", "common")} == {
            w: before.squares[w] for w in ("word2", "word7", "common")
        }
        frequencies = Frequencies(table.items(), before.state())
        table.clear()
        stored(table, learned_to)
        frequencies = learned_to
        done += amount
    assert frequencies.state() == whole.state()
    assert dict(table) == {word: tally for word, tally in whole.changes().items() if tally}


def test_counts_fade_with_the_years() -> None:
    frequencies = Frequencies()
    for _ in range(40):
        frequencies.learn(Words({"old": 1}, {}), 10 * YEAR)
    for _ in range(40):
        frequencies.learn(Words({"new": 1}, {}), 12 * YEAR)
    assert frequencies.squares["old"] > frequencies.squares["new"]
    assert frequencies.state().year == 12
