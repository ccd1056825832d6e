"""Does with new stories what the reader's rules ask for. Decides which rule is for which story; shows nothing.

What a rule does are marks, as if by the reader's hand: they stay, whatever happens to the rule, and can be changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from tui.config import Rule
from tui.library.arrivals import Arrivals
from tui.library.marks import Mark, Marks
from tui.library.reading import Reading
from tui.library.search import Search
from tui.query import parse


def apply_rules(
    arrivals: Arrivals, marks: Marks, reading: Reading, search: Search, rules: Sequence[Rule], now: int
) -> int:
    """Apply the rules, in their order, to the stories that are new; returns how many stories any of them is for.

    A rule whose search cannot be understood does nothing: 'broadsheet rules' says what is wrong with it. `now`: seconds
    since 1970 UTC. Raises LibraryError and its kinds.
    """
    if not arrivals.any:
        return 0
    ruled: set[int] = set()
    fresh = arrivals.positions() if rules else set()
    for rule in rules if fresh else ():
        query = parse(rule.search, now=datetime.fromtimestamp(now, UTC).astimezone(), typing=False)
        if query.faults or query.node is None:
            continue
        # The first answers may be a page only; the last has them all.
        found = [answer.positions for answer in search.find(replace(query, group=None))][-1:]
        positions = [position for page in found for position in page if position in fresh]
        marks.put(_marked(marks, reading.keys_at(positions), rule, now))
        ruled.update(positions)
    arrivals.looked()
    return len(ruled)


def _marked(marks: Marks, stories: Sequence[tuple[str, tuple[str, ...]]], rule: Rule, now: int) -> Iterable[Mark]:
    """The marks that the rule changes, as they become."""
    held = marks.get([key for lead, others in stories for key in (lead, *others)])
    changed = []
    for lead, others in stories:
        for key in (lead, *others):
            was = held.get(key, Mark(key))
            mark = was._replace(read_at=was.read_at or now) if rule.read else was
            if key == lead:
                mark = mark._replace(
                    starred_at=mark.starred_at or (now if rule.star else None),
                    hidden_at=mark.hidden_at or (now if rule.hide else None),
                    tags=tuple(dict.fromkeys((*mark.tags, rule.tag))) if rule.tag else mark.tags,
                )
            if mark != was:
                changed.append(mark)
    return changed
