"""Runs of a sign-off made up for the tests of a trend: one state after another, now and then a change."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from medrules.model.decision import DecisionState, LastSigned
from medrules.model.figures import Rate, Rates
from medrules.model.trend import Change, Trend, TrendRun
from medrules.scoring.intervals import rate

STATES: tuple[DecisionState, ...] = ("not met", "met with conditions", "criteria met", "cannot be decided")
CHANGES: tuple[tuple[Change, ...], ...] = ((), ("model",), (), ("rules", "harm weights"), ("medrules",))


def trend(runs: int, *, model: str = "m 1", cases: int = 120, on_record: int | None = None) -> Trend:
    """A trend of so many runs, the last of which is this run."""
    made = tuple(_run(at, model, cases, last=at == runs - 1) for at in range(runs))
    signed = [each for each in made if each.signed]
    return Trend(
        runs=made,
        earlier=runs - 1 if on_record is None else on_record,
        last_signed=LastSigned(
            run=f"pilot of {signed[-1].as_of} ({model})",
            as_of=signed[-1].as_of,
            difference=1.25,
            without_review=0.5,
            cases=cases,
        )
        if signed
        else None,
    )


def _run(at: int, model: str, cases: int, *, last: bool) -> TrendRun:
    strict = cases * (40 - 3 * at) // 100 if at < 13 else 0
    return TrendRun(
        digest=None if last else f"{at:064x}",
        as_of=date(2026, 9, 28) + timedelta(days=11 * at),
        state=STATES[at % len(STATES)],
        signed=not last and at % 3 == 1,
        models=(model,),
        tool="medrules 1.0",
        cases=cases,
        harm_per_case=6.4 - at / 3,
        harm_per_case_without_review=6.4 - at / 3 - at % 2,
        case_harm=Rates(
            without_review=_share(max(0, strict - 4 * (at % 2)), cases), with_review=_share(strict, cases)
        ),
        changed=CHANGES[at % len(CHANGES)] if at else (),
    )


def _share(harmful: int, cases: int) -> Rate:
    ones = np.ones(cases, np.int64)
    return rate((np.arange(cases) < harmful).astype(np.int64), ones, ones)
