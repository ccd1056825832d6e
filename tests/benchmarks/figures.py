"""Figures as they are printed and written down: a measure, what came out, what it must be. Measures nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles


@dataclass(frozen=True)
class Figure:
    """One line of the table."""

    measure: str
    value: str
    must: str = ""
    """The bound, as it is written; "" where there is none."""
    holds: bool | None = None
    """Whether the bound holds; None where there is none."""


def bounded(measure: str, value: float, unit: str, most: float, note: str = "") -> Figure:
    """A figure that must not be above `most`."""
    return Figure(
        measure, f"{shown(value)}{unit}{f' ({note})' if note else ''}", f"≤ {shown(most)}{unit}", value <= most
    )


def at_least(measure: str, value: float, unit: str, least: float, note: str = "") -> Figure:
    """A figure that must not be below `least`."""
    return Figure(
        measure, f"{shown(value)}{unit}{f' ({note})' if note else ''}", f"≥ {shown(least)}{unit}", value >= least
    )


def shown(value: float) -> str:
    """A number with three digits that matter."""
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}" if value else "0"


def p95(values: Sequence[float]) -> float:
    """The value that 95 % are not above."""
    return quantiles(values, n=20)[18] if len(values) > 1 else values[0]


def p99(values: Sequence[float]) -> float:
    """The value that 99 % are not above."""
    return quantiles(values, n=100)[98]


def spread(values: Sequence[float]) -> str:
    """The least, the middle and the greatest."""
    return f"{shown(min(values))} / {shown(median(values))} / {shown(max(values))}"


def print_table(title: str, figures: Sequence[Figure]) -> None:
    """Print figures as a Markdown table, as docs/benchmarks.md has them."""
    print(f"\n### {title}\n")
    print("| measure | figure | must | holds |")
    print("|---|---|---|---|")
    for figure in figures:
        holds = {True: "yes", False: "**no**", None: ""}[figure.holds]
        print(f"| {figure.measure} | {figure.value} | {figure.must} | {holds} |", flush=True)
