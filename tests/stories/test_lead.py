"""The publisher's lead stands for a story; else the article that says most of what the others say."""

from __future__ import annotations

from itertools import permutations

from tui.stories.lead import Candidate, choose


def title(*candidates: Candidate) -> str:
    """The title of the chosen one, whatever order they come in."""
    chosen = {every[choose(every)].title for every in permutations(candidates)}
    assert len(chosen) == 1
    return chosen.pop()


def test_the_publishers_lead_comes_first() -> None:
    plain = Candidate(1, "Ferry runs aground off Skagen", 5, quality=90)
    assert (
        title(plain, Candidate(2, "Skagen ferry aground", 9, heat=0), Candidate(3, "Ferry aground", 1))
        == "Skagen ferry aground"
    )
    assert title(Candidate(1, "Low", 5, heat=3), Candidate(2, "High", 9, heat=80)) == "High"


def test_the_most_central_title_is_next() -> None:
    assert (
        title(
            Candidate(1, "Passengers safe after ferry accident", 1, quality=90),
            Candidate(2, "Ferry runs aground off Skagen", 2),
            Candidate(3, "Skagen: ferry aground, passengers safe", 3),
        )
        == "Skagen: ferry aground, passengers safe"
    )


def test_then_quality_then_time() -> None:
    assert title(Candidate(1, "Ferry aground", 1), Candidate(2, "Ferry aground!", 2, quality=5)) == "Ferry aground!"
    assert title(Candidate(1, "Ferry aground", 2), Candidate(2, "Ferry aground!", 1)) == "Ferry aground!"
    assert title(Candidate(1, "Ferry aground", None), Candidate(2, "Ferry aground!", 1)) == "Ferry aground!"
