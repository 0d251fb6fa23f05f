"""A run with variants of cases, several samples, unequal models and stated confidences."""

from __future__ import annotations

from made_up_report import BOOK, CALL, Run
from synthetic import WEIGHTS, checked, sample, verdict

from medrules.model.verdict import Checked
from medrules.scoring.tally import Tally
from medrules.scoring.worst import Worst

VARIANTS = {f"variant-{number}": (f"case-{number}", "typing noise <i>") for number in range(4)}


def robust_rows(stating: int) -> list[Checked]:
    """``stating``: how many answers state a confidence; every fourth of them is wrong."""
    rows = []
    for number in range(4):
        for case, rung in ((f"case-{number}", "emergency"), (f"variant-{number}", "urgent" if number else None)):
            rows += [checked(sample(case, model="b"), met=[0, 1], rung=rung or "emergency")]
            rows += [checked(sample(case, again, model="a"), met=[0, 1], rung="emergency") for again in (1, 2)]
    broken = sample("case-0", 3, model="a")
    rows.append(checked(broken, verdict(broken, CALL, 2), met=[0], rung="emergency"))
    for number in range(stating):
        answer = sample(f"stated-{number}", model="b", gold_answer=["migraine"])
        rows.append(checked(answer, met=[2], confidence=0.9 if number % 2 else 0.6, correct=number % 4 > 0))
    return rows


def robust_run(stating: int = 120) -> Run:
    """The scorecard of such rows and the worst findings."""
    tally, worst = Tally(BOOK, WEIGHTS, variants=VARIANTS), Worst(BOOK, WEIGHTS)
    for row in robust_rows(stating):
        tally.add(row)
        worst.add(row)
    return tally.scorecard(), worst.findings(), worst.counts
