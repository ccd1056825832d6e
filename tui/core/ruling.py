"""Does with new stories what the reader's rules ask for. Decides which rule is for which story; shows nothing.

What a rule does are marks, as if by the reader's hand: they stay, whatever happens to the rule, and can be changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime

from tui.config import Rule
from tui.library.arrivals import Arrivals
from tui.library.keys import Keys
from tui.library.marks import Mark, Marks
from tui.library.reading import Reading
from tui.library.search import Search
from tui.query import Query, parse
from tui.query.nodes import And, Is, Node, Not, Or, Tag, leaves

NO_STORY = "its search names no story; say which, such as topic:sport, or is:unread for every new one"
"""What is wrong with the search of a rule that asks for nothing."""
_EVERY = Or((Is("hidden"), Not(Is("hidden"))))
"""Hidden stories too: what one rule hid the next one still finds."""


def wrong_with(rule: Rule, now: datetime) -> list[str]:
    """What keeps the rule from being applied, each a part of a sentence; `now`: aware."""
    query = parse(rule.search, now=now, typing=False)
    if query.faults:
        return [fault.message for fault in query.faults]
    return [NO_STORY] if query.node is None else []


def apply_rules(
    arrivals: Arrivals,
    marks: Marks,
    reading: Reading,
    search: Search,
    rules: Sequence[Rule],
    now: int,
    caught_up: Callable[[], None],
) -> int:
    """Apply the rules, in their order, to the stories that are new; returns how many stories any of them is for.

    A rule whose search cannot be understood, or names no story, does nothing: 'broadsheet rules' says what is wrong with
    it. `now`: seconds since 1970 UTC. `caught_up` brings marks into the index, so that the next rule finds stories as the
    one before left them. Raises LibraryError and its kinds.
    """
    if not arrivals.any:
        return 0
    ruled: set[int] = set()
    fresh = arrivals.positions() if rules else set()
    for rule in rules if fresh else ():
        query = parse(rule.search, now=datetime.fromtimestamp(now, UTC).astimezone(), typing=False)
        if query.faults or query.node is None:
            continue
        positions = [position for position in _found(search, query.node) if position in fresh]
        changed = _marked(marks, reading.keys_at(positions), rule, now)
        if changed:
            marks.put(changed)
            caught_up()
        ruled.update(positions)
    arrivals.looked()
    return len(ruled)


def try_rules(
    reading: Reading, search: Search, rules: Sequence[Rule], now: datetime, sources: Sequence[int] | None
) -> Iterator[list[int]]:
    """For each rule, in their order, the positions of the stories that it would change, newest first. Changes nothing.

    As if every story were new; each rule finds them as those before it would leave them. The rules have no faults.
    `now`: aware. `sources`: only stories that these hold; None = all. Raises LibraryError and its kinds.
    """
    trial = _Trial(reading, search, sources)
    for rule in rules:
        node = parse(rule.search, now=now, typing=False).node
        yield sorted(trial.applied(rule, trial.found(node)) if node is not None else (), reverse=True)


class _Trial:
    """Where stories stand that have been given marks, without any mark."""

    def __init__(self, reading: Reading, search: Search, sources: Sequence[int] | None) -> None:
        self._reading = reading
        self._search = search
        self._sources = sources
        self._given: dict[str, set[int]] = {"read": set(), "starred": set(), "hidden": set()}
        self._tagged: dict[str, set[int]] = {}

    def applied(self, rule: Rule, found: set[int]) -> set[int]:
        """Do what the rule does to the stories that it found; returns those that it changed."""
        changed = set[int]()
        for flag, does in (("read", rule.read), ("starred", rule.star), ("hidden", rule.hide)):
            if does:
                had = self.found(Is("read")) - self.found(Is("updated")) if flag == "read" else self.found(_IS[flag])
                changed |= found - had
                self._given[flag] |= found
        if rule.tag:
            given = self._tagged.setdefault(rule.tag, set())
            changed |= found - given - self._reading.tagged(rule.tag)
            given |= found
        return changed

    def found(self, node: Node) -> set[int]:
        """The stories that the node is true of."""
        if not any(isinstance(leaf, Tag) or leaf in _BY_RULE for leaf, _ in leaves(node)):
            return self._asked(node)
        match node:
            case And(items):
                return set.intersection(*map(self.found, items))
            case Or(items):
                return set.union(*map(self.found, items))
            case Not(item):
                return self._asked(_EVERY) - self.found(item)
            case Tag():
                return self._asked(node).union(*(its for tag, its in self._tagged.items() if node.accepts(tag)))
            case Is("unread" | "updated"):
                return self._asked(node) - self._given["read"]
            case Is("seen"):
                return self._asked(node) | self._given["read"]
            case Is(flag):
                return self._asked(node) | self._given[flag]
        raise AssertionError(node)

    def _asked(self, node: Node) -> set[int]:
        return set(_found(self._search, node, self._sources))


_IS = {"starred": Is("starred"), "hidden": Is("hidden")}
_BY_RULE = frozenset((*_IS.values(), Is("read"), Is("unread"), Is("updated"), Is("seen")))
"""What rules may change in a story, beside its tags."""


def _found(search: Search, node: Node, sources: Sequence[int] | None = None) -> Sequence[int]:
    query = Query(node=And((*(node.items if isinstance(node, And) else (node,)), _EVERY)))
    # The first answers may be a page only; the last has them all.
    return [answer.positions for answer in search.find(query, sources=sources)][-1]


def _marked(marks: Marks, stories: Sequence[Keys], rule: Rule, now: int) -> list[Mark]:
    """The marks that the rule changes, as they become."""
    held = marks.get([key for story in stories for key in story.every])
    changed = []
    for story in stories:
        for key in story.every:
            was = held.get(key, Mark(key))
            mark = was._replace(
                read_at=was.read_at or (now if rule.read else None),
                hidden_at=was.hidden_at or (now if rule.hide else None),
            )
            if key == story.lead:
                mark = mark._replace(
                    starred_at=mark.starred_at or (now if rule.star else None),
                    lead_at=mark.lead_at or (now if rule.read else None),
                    tags=tuple(dict.fromkeys((*mark.tags, rule.tag))) if rule.tag else mark.tags,
                )
            if mark != was:
                changed.append(mark)
    return changed
