"""How often each bound and interval holds the true value: ``make simulate`` writes docs/intervals.md.

Cases are drawn independently; the samples of a case share what the case is like (the intra-case correlation). Two
kinds of cases are drawn, both with the same mean and correlation: *shared* ones, whose own rates scatter around
the mean (beta-binomial), and *always* ones: a few always fail and the others seldom do, which is hardest to see.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from medrules.model.rule import Harm
from medrules.scoring.intervals import effective_cases, harm_bound, kish_cases, lower_bounds, upper_bounds
from medrules.scoring.resampling import LEAST_CASES, LEAST_HARMFUL, Resampling

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Kind = Literal["shared", "always"]

CONFIDENCE = 0.95
ALLOWED = 0.94
"""A bound that decides never covers less."""
SEED = 20261122
LEAST_SHOWN = 50
"""Runs of 200 in which an interval of a mean has to be shown for a row of its own."""
NUMBERS = (10, 20, 30, 50, 100, 300, 1000)
SHARES = (0.001, 0.01, 0.05, 0.1, 0.2, 0.5, 0.8, 0.95)
CORRELATIONS = (0.0, 0.05, 0.2, 0.5, 0.8, 1.0)
SAMPLES = (1, 2, 5, 10)
POINTS: tuple[tuple[Harm, float], ...] = (
    ("none", 0.0),
    ("mild", 1.0),
    ("moderate", 4.0),
    ("severe", 20.0),
    ("death", 100.0),
)
WORST = {
    "nearly clean": (0.0, 0.005, 0.003, 0.001, 0.001),
    "rare deaths": (0.0, 0.02, 0.02, 0.02, 0.01),
    "often mild": (0.0, 0.30, 0.10, 0.02, 0.001),
    "often severe": (0.0, 0.10, 0.10, 0.20, 0.05),
}
"""Shares of cases whose worst event is of each level, lowest first."""


class Covered(NamedTuple):
    """What was found at one point of the grid."""

    kind: str
    cases: int
    samples: str
    share: float
    correlation: float
    upper: float
    """Share of runs in which the one-sided upper bound is not below the true value."""
    lower: float
    interval: float
    width: float
    """Mean width of the interval ÷ that of the interval in which every case counts once."""


def runs(cases: int) -> int:
    """Simulated runs at a point of the grid."""
    return 4000 if cases <= 100 else 2000 if cases <= 300 else 1000


def rates(random: np.random.Generator, kind: Kind, size: tuple[int, int], share: float, within: float) -> Floats:
    """The own rate of each case; ``within`` is the intra-case correlation."""
    if within == 0:
        return np.full(size, share)
    if within == 1:
        return (random.random(size) < share).astype(np.float64)
    if kind == "shared":
        scale = (1 - within) / within
        return random.beta(share * scale, (1 - share) * scale, size)
    always = share * within
    return np.where(random.random(size) < always, 1.0, (share - always) / (1 - always))


def proportion(
    random: np.random.Generator, kind: Kind, cases: int, samples: int | str, *, share: float, within: float
) -> Covered:
    """Coverage of the bounds and the interval of a proportion.

    ``samples`` is a number for every case; *1 to 10* draws it for each case, *obligations* draws for each of three
    samples how many obligations apply (1 to 8, the same in all samples of the case).
    """
    size = (runs(cases), cases)
    own = rates(random, kind, size, share, within)
    if samples == "obligations":
        per = np.full(size, 3, np.int64)
        units = per * np.minimum(random.geometric(0.5, size), 8)
    elif samples == "1 to 10":
        units = per = random.integers(1, 11, size)
    else:
        units = per = np.full(size, samples, np.int64)
    num = random.binomial(units, own)
    value = (num / per).sum(-1) / (units / per).sum(-1)
    alone, tail = kish_cases(units, per), 1 - (1 - CONFIDENCE) / 2
    shown = effective_cases(num, units, per, tail) if np.any(units > 1) else alone
    low, high = lower_bounds(value * shown, shown, tail), upper_bounds(value * shown, shown, tail)
    wide = upper_bounds(value * alone, alone, tail) - lower_bounds(value * alone, alone, tail)
    return Covered(
        kind=kind,
        cases=cases,
        samples=str(samples),
        share=share,
        correlation=within,
        upper=float(np.mean(upper_bounds(value * alone, alone, CONFIDENCE) >= share)),
        lower=float(np.mean(lower_bounds(value * alone, alone, CONFIDENCE) <= share)),
        interval=float(np.mean((low <= share) & (share <= high))),
        width=float(np.mean(high - low) / np.mean(wide)),
    )


def proportions(random: np.random.Generator) -> Iterator[Covered]:
    """The whole grid."""
    kinds: tuple[Kind, ...] = ("shared", "always")
    for cases in NUMBERS:
        for share in SHARES:
            yield proportion(random, "shared", cases, 1, share=share, within=0.0)
            for samples in (*SAMPLES[1:], "1 to 10", "obligations"):
                for within in CORRELATIONS:
                    for kind in kinds if 0 < within < 1 else kinds[:1]:
                        yield proportion(random, kind, cases, samples, share=share, within=within)


class HarmCovered(NamedTuple):
    """The bound of harm at one point."""

    name: str
    cases: int
    true: float
    """Mean points of a case's worst event."""
    coverage: float
    bound: float
    """The bound's mean."""
    all_events: float
    """Share of runs in which the bound also holds the mean of all events of a case, where a case with any has
    1.5 on average (and they are as bad as its worst)."""


def harms(random: np.random.Generator) -> Iterator[HarmCovered]:
    """The bound of harm over kinds of models."""
    points = np.array([value for _, value in POINTS])
    for name, shares in WORST.items():
        chances = np.array([1 - sum(shares), *shares])
        true = float(np.dot(chances[1:], points))
        for cases in NUMBERS:
            bounds = []
            for _ in range(1000):
                drawn = random.multinomial(cases, chances)
                worst = np.repeat(np.arange(-1, len(points)), drawn)
                bounds.append(harm_bound(worst, POINTS, 1.0, CONFIDENCE).value or 0.0)
            found = np.array(bounds)
            held, every = float(np.mean(found >= true)), float(np.mean(found >= 1.5 * true))
            yield HarmCovered(name, cases, true, held, float(found.mean()), every)


class MeanCovered(NamedTuple):
    """The interval of a mean, where it is shown."""

    name: str
    cases: int
    shown: int
    """Runs in which it was shown."""
    coverage: float


def means(random: np.random.Generator) -> Iterator[MeanCovered]:
    """The interval of harm per case, which is for display."""
    points = np.array([0.0, *(value for _, value in POINTS)])
    for name, shares in WORST.items():
        chances = np.array([1 - sum(shares), *shares])
        true = float(np.dot(chances, points))
        for cases in (50, 200, 1000):
            held = shown = 0
            for _ in range(200):
                worst = random.choice(len(points), size=cases, p=chances)
                columns = np.column_stack([points[worst], np.ones(cases)])
                harmful = int((worst >= len(points) - 2).sum())
                interval = Resampling(columns, CONFIDENCE, 0).interval(0, 1, harmful)
                if interval is not None:
                    shown += 1
                    held += interval.low <= true <= interval.high
            if shown >= LEAST_SHOWN:
                yield MeanCovered(name, cases, shown, held / shown)


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    return [f"| {' | '.join(row)} |" for row in (head, tuple("---" for _ in head), *rows)]


def page(commit: str, day: date) -> Iterator[str]:
    """The lines of docs/intervals.md; fails where a bound that decides covers too little."""
    random = np.random.default_rng(SEED)
    found = list(proportions(random))
    yield (Path(__file__).with_name("intervals_head.md")).read_text("utf-8").rstrip()
    yield f"\nSimulated on {day} at commit {commit}, {len(found):,} points of the grid, seed {SEED}.\n"
    yield "## Shares\n"
    yield from _worst_of(found)
    yield "\n## Harm\n"
    bounds = list(harms(random))
    yield from _table(
        ("model", "cases", "true points", "bound holds it", "mean bound", "holds all events, 1.5 a case"),
        [
            (x.name, str(x.cases), f"{x.true:.3g}", _percent(x.coverage), f"{x.bound:.3g}", _percent(x.all_events))
            for x in bounds
        ],
    )
    yield "\n## Means, for display\n"
    yield f"Shown from {LEAST_CASES} cases of which {LEAST_HARMFUL} are harmful; 200 runs a row.\n"
    yield from _table(
        ("model", "cases", "runs in which it was shown", "holds the true mean"),
        [(x.name, str(x.cases), str(x.shown), _percent(x.coverage)) for x in means(random)],
    )
    least = min([*(x.upper for x in found), *(x.lower for x in found), *(x.coverage for x in bounds)])
    if least < ALLOWED:
        raise SystemExit(f"a bound that decides covers {_percent(least)} only")


def _worst_of(found: list[Covered]) -> Iterator[str]:
    """For each number of cases the least and the median coverage over the rest of the grid."""
    rows = []
    for cases in NUMBERS:
        here = [x for x in found if x.cases == cases]
        many = [x for x in here if x.samples != "1"]
        rows.append(
            (
                str(cases),
                *(_percent(min(getattr(x, side) for x in here)) for side in ("upper", "lower")),
                _percent(float(np.median([x.upper for x in here]))),
                _percent(min(x.interval for x in here)),
                _percent(float(np.median([x.interval for x in here]))),
                f"{float(np.mean([x.width for x in many])):.2f}",
            )
        )
    head = ("upper bound, least", "lower bound, least", "upper, median", "interval, least", "interval, median")
    yield from _table(("cases", *head, "width of the interval"), rows)
    yield "\nWhere the interval for display holds the true share least often:\n"
    least = sorted(found, key=lambda x: x.interval)[:8]
    yield from _table(
        ("cases", "samples a case", "share", "correlation", "kind", "interval", "upper bound", "lower bound"),
        [
            (
                str(x.cases),
                x.samples,
                f"{100 * x.share:g} %",
                f"{x.correlation:g}",
                x.kind,
                *(_percent(value) for value in (x.interval, x.upper, x.lower)),
            )
            for x in least
        ],
    )


def main() -> None:
    """Print the page."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True)
    for line in page(commit.stdout.strip(), date.today()):
        sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
