"""Reads what stands after a field: a number, a time, one of a few words. Reports a fault as a sentence, raises nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from difflib import get_close_matches
from typing import NamedTuple, cast

from tui.query import moments
from tui.query.fields import Field
from tui.query.nodes import Measure, Node, Number, When
from tui.query.scanner import Item

LARGEST = 10**9
"""Numbers beyond are cut to this; no score comes near."""

_WHOLE = re.compile(r"-?[0-9]+")
_MORE_FOLLOWS = re.compile(r"(?<!\.)\.$|-$")
_COMPARED = re.compile(r"(>=|<=|[><=])(.*)", re.DOTALL)


class Wrong(NamedTuple):
    """Why a value cannot be meant."""

    message: str
    suggestion: str = ""
    """What to put in place of the value; "" where there is nothing to propose."""


def number(field: Field, item: Item, *, unfinished: bool) -> Node | Wrong | None:
    """The numbers that a measure may have; None while nothing of them is complete."""
    operator, value = item.operator, _so_far(item, unfinished=unfinished)
    if operator in ":=" and (found := _COMPARED.fullmatch(value)):
        operator, value = found[1], found[2]
    if not value or value == "..":
        return None
    measure = cast(Measure, field.name)
    low, dots, high = value.partition("..")
    if not all(_WHOLE.fullmatch(bound) for bound in (low, high) if bound):
        return Wrong(f"{field.name} needs a whole number, such as {field.example}")
    first, last = _cut(low), _cut(high)
    if dots:
        if operator not in ":=":
            return Wrong(f"a range needs a colon: {field.name}:{value}")
        if first is not None and last is not None and first > last:
            if unfinished:
                return Number(measure, first, None)  # 5..2 becomes 5..20
            return Wrong(f"the range ends before it begins: did you mean {last}..{first}?", f"{last}..{first}")
        return Number(measure, first, last)
    if first is None:
        return None
    match operator:
        case ">":
            return Number(measure, first + 1, None)
        case ">=":
            return Number(measure, first, None)
        case "<":
            return Number(measure, None, first - 1)
        case "<=":
            return Number(measure, None, first)
    return Number(measure, first, first)


def time(field: Field, item: Item, now: datetime, *, unfinished: bool) -> Node | Wrong | None:
    """The period of `since`, `before` or `on`; None while nothing of it is complete."""
    value = _so_far(item, unfinished=unfinished)
    written = f"{field.name}:{value}"
    head, dots, tail = value.partition("..")
    periods = [moments.period(part, now) if part else None for part in (head, tail)]
    if any(part and found is None for part, found in zip((head, tail), periods, strict=True)):
        if unfinished and moments.is_started(value):
            return None
        return Wrong(f"{value} is no date: write {moments.FORMS}")
    start, end = periods
    if not dots:
        return None if start is None else _one_period(field.name, start, now, written)
    if field.name == "before":
        return Wrong(f"before needs one date: write on:{value} for a range")
    if start is None and end is None:
        return None
    low, high = start.start if start else None, end.end if end else None
    if low is not None and high is not None and low >= high:
        if unfinished:
            return When(low, None, f"on:{head}..")
        return Wrong(f"the range ends before it begins: did you mean {tail}..{head}?", f"{tail}..{head}")
    return When(low, high, f"on:{value}")


def choice(field: Field, item: Item, *, unfinished: bool) -> str | Wrong | None:
    """The word of the field's few that was typed; None while it is being typed."""
    value = item.value.strip().lower()
    known = [each.text for each in field.choices]
    if value in known:
        return value
    if not value or (unfinished and any(word.startswith(value) for word in known)):
        return None
    if near := nearest(value, known):
        return Wrong(f"unknown {field.name}:{item.value.strip()}: did you mean {field.name}:{near}?", near)
    return Wrong(f"unknown {field.name}:{item.value.strip()}: there is {', '.join(known[:-1])} and {known[-1]}")


def nearest(word: str, known: Sequence[str]) -> str:
    """The known word that may have been meant, "" where none is close."""
    return next(iter(get_close_matches(word.lower()[:40], known, n=1, cutoff=0.6)), "")


def _so_far(item: Item, *, unfinished: bool) -> str:
    """The value; while it is typed, without a dot or stroke at its end, which more will follow."""
    value = item.value.strip()
    return _MORE_FOLLOWS.sub("", value) if unfinished else value


def _one_period(name: str, period: moments.Period, now: datetime, written: str) -> When:
    if name == "since":
        return When(period.start, None, written)
    if name == "before":
        return When(None, period.start, written)
    if period.start == period.end:
        period = moments.day_of(period.start, now)
    return When(period.start, period.end, written)


def _cut(text: str) -> int | None:
    if not text:
        return None
    size = int(text[:11])
    return max(-LARGEST, min(LARGEST, size))
