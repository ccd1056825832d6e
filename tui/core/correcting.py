"""What the reader says against the grouping, as marks. Decides and stores; whoever groups obeys afterwards."""

from __future__ import annotations

from collections.abc import Sequence

from tui.core.marking import Change
from tui.library.keys import Keys
from tui.library.marks import Correction, Marks


def split(marks: Marks, article: str, others: Sequence[str], now: int, together: Sequence[str] = ()) -> Change | None:
    """An article leaves its story and does not come back; `others`: the keys of the story's other articles.

    `together`: those of them that the grouping, not the reader, put together with it; what the reader merged by it stays
    merged by one of them.
    """
    made = [Correction("split", article, other, now) for other in others if other != article]
    held = marks.corrections()
    merged = [c for c in held if c.kind == "merge" and article in (c.a, c.b)]
    left = [c.b if c.a == article else c.a for c in merged]
    if merged:
        hub = next((key for key in together if key in others and key != article), left[0])
        known = {(c.a, c.b) for c in held if c.kind == "merge"}
        made += [Correction("merge", hub, key, now) for key in left if key != hub and (hub, key) not in known]
    return _put(marks, made, merged, "split it off")


def merge(marks: Marks, one: Keys, other: Keys, now: int) -> Change | None:
    """Two stories are one, also where they were split before."""
    if one.lead == other.lead:
        return None
    here, there = set(one.every), set(other.every)
    apart = [
        correction
        for correction in marks.corrections()
        if correction.kind == "split"
        and ((correction.a in here and correction.b in there) or (correction.a in there and correction.b in here))
    ]
    return _put(marks, [Correction("merge", one.lead, other.lead, now)], apart, "merged two stories")


def group_never(marks: Marks, place: str, now: int) -> Change | None:
    """The articles of a source stay by themselves; asked again, they are grouped like all others."""
    held = [c for c in marks.corrections() if c.kind == "never" and c.a == place]
    if held:
        return _put(marks, [], held, f"grouping {place} again")
    return _put(marks, [Correction("never", place, made_at=now)], [], f"grouping {place} no more")


def _put(marks: Marks, made: list[Correction], taken: list[Correction], said: str) -> Change | None:
    if not made and not taken:
        return None
    marks.correct(made, taken)
    return Change(said, (), tuple(made), tuple(taken))
