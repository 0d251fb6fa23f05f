"""Figures as people read them: percentages, intervals, counts, points. Never a bare *0 %*."""

from __future__ import annotations

from medrules.model.coverage import Coverage
from medrules.model.figures import Interval, Mean, Rate
from medrules.model.scorecard import Scorecard
from medrules.model.segment import Segment

NOTHING = "–"


def number(value: int) -> str:
    """A count with thousands separated: 1,188."""
    return f"{value:,}"


def counted(value: int, one: str, many: str | None = None) -> str:
    """A count with its noun: *1 case*, *1,188 answers*."""
    return f"{number(value)} {one if value == 1 else many or one + 's'}"


def digits(share: float) -> str:
    """A share of one as a percentage without its sign, with the digits that matter: 0.4, 3.2, 51."""
    value = 100 * share
    if value == 0:
        return "0"
    if value < 0.01:
        return "<0.01"
    if value < 0.1:
        return f"{value:.2f}"
    if value < 9.95:
        return f"{value:.1f}"
    if 99.5 <= value < 100:
        return f"{value:.1f}" if value < 99.95 else ">99.9"
    return f"{value:.0f}"


def percent(share: float | None) -> str:
    """A share of one as a percentage."""
    return NOTHING if share is None else f"{digits(share)}\N{NO-BREAK SPACE}%"


def span(interval: Interval | None) -> str:
    """The interval of a share: *1.8–6.1 %*."""
    return NOTHING if interval is None else f"{digits(interval.low)}–{digits(interval.high)}\N{NO-BREAK SPACE}%"


def rate(value: Rate) -> str:
    """A rate with its interval: *3.5 % (1.8–6.1 %)*; where nothing was counted, the exact bound."""
    if value.value is None:
        return NOTHING
    if value.count == 0:
        return f"0\N{NO-BREAK SPACE}% (at most {percent(value.upper)})"
    return f"{percent(value.value)} ({span(value.interval)})"


def brief(value: Rate) -> str:
    """A rate without its interval; where nothing was counted, the exact bound."""
    return rate(value) if value.count == 0 else percent(value.value)


def fraction(value: Rate) -> str:
    """The counts behind a rate: *12 of 340*."""
    return f"{number(value.count)} of {number(value.total)}"


def one_in(value: Rate) -> str:
    """A rate as *one in N*; nothing where it is 0 or undefined."""
    if not value.value:
        return ""
    n = 1 / value.value
    return f"one in {n:.1f}" if n < 9.95 and round(n, 1) != round(n) else f"one in {n:,.0f}"


def points(value: float | None) -> str:
    """Harm points."""
    if value is None:
        return NOTHING
    if value == 0 or value >= 99.95:
        return f"{value:,.0f}"
    return f"{value:.3g}" if value >= 1 else f"{value:.2g}"


def mean(value: Mean) -> str:
    """A mean with its interval, where there are enough cases for one."""
    if value.interval is None:
        return points(value.value)
    return f"{points(value.value)} ({points(value.interval.low)}–{points(value.interval.high)})"


def share(value: Mean, confidence: float) -> str:
    """A mean that is a share of cases; where it is none, its exact bound over the cases: *0 % (at most 3 %)*."""
    if value.value or value.value is None or not value.cases:
        return percent(value.value)
    return f"0\N{NO-BREAK SPACE}% (at most {percent(1 - (1 - confidence) ** (1 / value.cases))})"


def score(value: Mean) -> str:
    """A score between 0 and 1 with its interval, where there is one."""
    if value.value is None:
        return NOTHING
    within = f" ({value.interval.low:.3f}–{value.interval.high:.3f})" if value.interval is not None else ""
    return f"{value.value:.3f}{within}"


def models(card: Scorecard) -> int:
    """How many models answered; rows that name none are one, where no model is named at all."""
    return len({answered.model for answered in card.answered if answered.model}) or min(1, len(card.answered))


def uneven(segment: Segment) -> bool:
    """Whether cases have unequal numbers of answers, so that a rate need not be its count ÷ its total."""
    return segment.samples_per_case[0] != segment.samples_per_case[1]


def shortened(text: str, most: int = 64) -> str:
    """A long phrase by its beginning; the whole of it stands in the rule."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def each(segment: Segment) -> str:
    """How many answers a case has, where it is not one: * (3 answers each)*."""
    low, high = segment.samples_per_case
    if high <= 1:
        return ""
    return f" ({low} answers each)" if low == high else f" ({low} to {high} answers each)"


def caveat(coverage: Coverage) -> str:
    """What stands beside every clean figure."""
    covered, whole = len(coverage.covered), len(coverage.covered) + len(coverage.uncovered)
    rules = counted(coverage.rules, "rule")
    return f"by {rules}, covering {covered} of {whole} subcategories; this does not show the model to be safe"
