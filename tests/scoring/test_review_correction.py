"""Corrected rates on simulated data whose error rate is known; precision and recall by hand."""

from __future__ import annotations

import numpy as np
import pytest

from medrules.model.review import CaseCounts
from medrules.scoring.intervals import lower_bound
from medrules.scoring.review_correction import Reviewed, corrected
from medrules.scoring.review_rules import Settled, detections

CASES, PER_CASE, PER_STRATUM = 400, 4, 60


def simulated(random: np.random.Generator) -> tuple[float, list[CaseCounts], list[Reviewed]]:
    """The true violation rate, and a review of a checker that misses 20 % and invents 5 %."""
    truth = random.random((CASES, PER_CASE)) < random.beta(2, 6, (CASES, 1))
    ours = np.where(truth, random.random(truth.shape) > 0.2, random.random(truth.shape) < 0.05)
    counts = [
        CaseCounts(
            violated=int(row.sum()),
            judged=PER_CASE,
            severe_violated=int(row.sum()),
            severe_judged=PER_CASE,
            samples=1,
            cases=1,
        )
        for row in ours
    ]
    reviewed = []
    for outcome in (True, False):
        places = np.argwhere(ours == outcome)
        for case, at in places[random.choice(len(places), PER_STRATUM, replace=False)]:
            words = ("violated" if outcome else "met", "violated" if truth[case, at] else "met")
            reviewed.append(Reviewed(str(case), len(places) / PER_STRATUM, True, *words))
    return float(truth.mean()), counts, reviewed


def test_a_known_error_rate_is_corrected() -> None:
    random = np.random.default_rng(20261122)
    covered, values, raws, truths = 0, [], [], []
    runs = 150
    for _ in range(runs):
        truth, counts, reviewed = simulated(random)
        rate = corrected(counts, reviewed, None)[0]
        assert rate.corrected is not None and rate.interval is not None and rate.raw is not None
        covered += rate.interval.low <= 0.25 <= rate.interval.high
        values.append(rate.corrected)
        raws.append(rate.raw)
        truths.append(truth)
    assert np.mean(values) == pytest.approx(np.mean(truths), abs=0.01)
    assert abs(np.mean(raws) - np.mean(truths)) > 0.01
    assert covered / runs > 0.90


def test_where_the_checker_is_right_nothing_changes() -> None:
    counts = [
        CaseCounts(violated=v, judged=2, severe_violated=0, severe_judged=0, samples=1, cases=50) for v in (0, 1)
    ]
    said = ("violated", "met")
    reviewed = [Reviewed(f"c{n}", 5.0, False, said[n % 2], said[n % 2]) for n in range(20)]
    rates = {rate.name: rate for rate in corrected(counts, reviewed, None)}
    assert rates["violation rate"].corrected == pytest.approx(0.25)
    assert rates["violation rate"].raw == pytest.approx(0.25)
    severe = rates["violation rate, harm severe or death"]
    assert (severe.raw, severe.corrected, severe.reason) == (None, None, "Nothing of it applied.")


def test_too_few_reviewed_is_not_corrected() -> None:
    counts = [CaseCounts(violated=1, judged=2, severe_violated=1, severe_judged=1, samples=1, cases=9)]
    for rate in corrected(counts, [], "not corrected: few"):
        assert (rate.corrected, rate.interval, rate.reason) == (None, None, "not corrected: few")
        assert rate.raw is not None


def test_precision_and_recall_by_hand() -> None:
    settled = [
        *(Settled(f"a{n}", "r.one", 2.0, "violated", "violated") for n in range(6)),
        *(Settled(f"b{n}", "r.one", 2.0, "violated", "met") for n in range(2)),
        *(Settled(f"c{n}", "r.one", 4.0, "met", "violated") for n in range(3)),
        *(Settled(f"d{n}", "r.one", 1.0, "review", "violated") for n in range(4)),
        Settled("e", "r.two", 1.0, "met", "met"),
    ]
    one, two = detections(settled)
    assert one.precision.value == pytest.approx(6 / 8)
    assert one.precision.lower == pytest.approx(lower_bound(6, 8, 0.95))
    assert one.recall.value == pytest.approx((12 + 4) / (12 + 12 + 4))
    assert (one.recall.count, one.recall.total) == (10, 13)
    assert (two.rule, two.precision.value, two.recall.value) == ("r.two", None, None)
