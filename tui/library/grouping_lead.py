"""Chooses the article that stands for a story. Knows no table and no mark."""

from __future__ import annotations

from collections.abc import Sequence

from tui.library.stories import Member
from tui.stories.lead import Candidate, choose


def choose_lead(members: Sequence[Member]) -> Member:
    """The member that stands for the story; every one has a file, and there is at least one."""
    if len(members) == 1:
        return members[0]
    return members[choose([Candidate(m.hash, m.title, m.time, m.heat, m.quality) for m in members])]
