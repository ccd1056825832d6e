"""What reading, starring and taking back mean in marks. Decides and stores; shows nothing.

Every change answers with the marks as they were before, which is what undoing it takes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from tui.library.keys import Keys
from tui.library.marks import Correction, Mark, Marks


@dataclass(frozen=True, slots=True)
class Change:
    """Something the reader did that can be taken back."""

    said: str
    """What was done, as a sentence part: "starred", "marked 12 stories read"."""
    before: tuple[Mark, ...]
    corrected: tuple[Correction, ...] = ()
    """What was said of the grouping."""
    uncorrected: tuple[Correction, ...] = ()
    """What that took the place of."""
    after: tuple[Mark, ...] = ()
    """The marks of `before` as the change left them."""

    @property
    def regroups(self) -> bool:
        """Stories have to be grouped anew."""
        return bool(self.corrected or self.uncorrected)


def mark_read(marks: Marks, stories: Sequence[Keys], now: int) -> Change | None:
    """Mark stories read with every article they have now; None when they all were.

    What stood for a story as it was read goes on standing for it; a single article of one is read, and no more.
    """
    held = marks.get([key for story in stories for key in story.every])

    def changed() -> Iterable[Mark]:
        for story in stories:
            was = held.get(story.lead, Mark(story.lead))
            became = was._replace(read_at=was.read_at or now, lead_at=was.lead_at or (now if story.leads else None))
            if became != was:
                yield became
            for key in story.others:
                if held.get(key, Mark(key)).read_at is None:
                    yield held.get(key, Mark(key))._replace(read_at=now)

    said = "marked read" if len(stories) == 1 else f"marked {len(stories):,} stories read"
    return _put(marks, held, list(changed()), said)


def mark_unread(marks: Marks, story: Keys) -> Change | None:
    """Mark a story unread, its coverage too; None when it was."""
    keys = story.every
    held = marks.get(keys)
    changed = [mark._replace(read_at=None, lead_at=None) for mark in held.values() if mark.read_at or mark.lead_at]
    return _put(marks, held, changed, "marked unread")


def mark_seen(marks: Marks, key: str, now: int) -> Change | None:
    """Mark one article of the coverage as seen; None when it was."""
    return _change(marks, key, lambda mark: mark._replace(read_at=mark.read_at or now), "marked seen")


def star(marks: Marks, story: Keys, now: int) -> Change | None:
    """Star a story that has no star, or take the stars off one that has."""
    keys = story.every
    held = marks.get(keys)
    starred = [mark for mark in held.values() if mark.starred_at is not None]
    if starred:
        return _put(marks, held, [mark._replace(starred_at=None) for mark in starred], "took the star off")
    return _change(marks, story.lead, lambda mark: mark._replace(starred_at=now), "starred")


def note(marks: Marks, key: str, text: str) -> Change | None:
    """Write a note about an article in place of the one it has; "" takes that away."""
    return _change(marks, key, lambda mark: mark._replace(note=text), "wrote a note" if text else "took the note away")


def unrule(marks: Marks, keys: Sequence[str]) -> Change | None:
    """Take back what rules hid or tagged of a story's articles; None when they did neither."""
    held = marks.get(keys)
    ruled = [mark for mark in held.values() if mark.hidden_at is not None or mark.tags]
    done = {
        "shown again": any(mark.hidden_at is not None for mark in ruled),
        "tags taken off": any(m.tags for m in ruled),
    }
    said = ", ".join(part for part, holds in done.items() if holds)
    return _put(marks, held, [mark._replace(hidden_at=None, tags=()) for mark in ruled], said)


def undo(marks: Marks, change: Change) -> None:
    """Take a change back, and nothing that came after it: another reader's star, a rule's tag."""
    if change.before:
        held = marks.get([mark.key for mark in change.before])
        pairs = zip(change.before, change.after, strict=True)
        marks.put([_taken_back(held.get(was.key, Mark(was.key)), was, became) for was, became in pairs])
    if change.regroups:
        marks.correct(change.uncorrected, change.corrected)


def _taken_back(now: Mark, was: Mark, became: Mark) -> Mark:
    differing = [name for name in Mark._fields if getattr(was, name) != getattr(became, name)]
    return now._replace(**{name: getattr(was, name) for name in differing})


def _change(marks: Marks, key: str, become: Callable[[Mark], Mark], said: str) -> Change | None:
    held = marks.get([key])
    was = held.get(key, Mark(key))
    return _put(marks, held, [become(was)] if become(was) != was else [], said)


def _put(marks: Marks, held: Mapping[str, Mark], changed: list[Mark], said: str) -> Change | None:
    if not changed:
        return None
    marks.put(changed)
    return Change(said, tuple(held.get(mark.key, Mark(mark.key)) for mark in changed), after=tuple(changed))
