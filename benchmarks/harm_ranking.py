"""How well harm points rank answers by the harm that physicians saw in them, beside what their length alone gives.

``python -m benchmarks.harm_ranking DATA [--page docs/harm-ranking.md]``, on ``patientqa_harm``: the physicians'
level is 0 (none), 1 or 2. The figure is Kendall's tau-b between the points and the level, and the chance that an
answer of a higher level has more points than one of a lower (ties count half), with bootstrap intervals.
"""

from __future__ import annotations

import argparse
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import stats

from benchmarks.folder import Folder, Record
from medrules import Checker, load_rules
from medrules.model.case import Sample
from medrules.model.verdict import Checked
from medrules.scoring.events import Charge, Links, group, links, obligations, spans

SET = "patientqa_harm"
RESAMPLES = 1_000
_HEAD = """# Do harm points rank answers as physicians do?

Printed by `python -m benchmarks.harm_ranking DATA --page docs/harm-ranking.md`, never edited by hand.

The set `{set}`: {answers:,} answers to patients' questions, with the harm that physicians saw in each
({counts}; 0 is none, 1 mild or moderate, 2 severe or death). Judged by the shipped packs.

{when} {having}

| ranked by | Kendall's tau-b | chance that the more harmful answer ranks higher |
| --- | --- | --- |"""
_END = """
A chance of 0.5 is a coin. Most of these answers are wrong in their facts, or leave out what is particular to one
question; the shipped packs speak of single situations, so they are silent on nearly all of them. The figure says
what harm points are: a count of broken rules, not a judgement of an answer as a whole.
"""
Values = npt.NDArray[np.float64]


class Ranked(NamedTuple):
    """One way of ranking."""

    name: str
    tau: float
    tau_interval: tuple[float, float]
    concordance: float
    concordance_interval: tuple[float, float]


def concordance(scores: Values, levels: Values) -> float:
    """The share of pairs of unlike levels in which the higher level has the higher score; ties count half."""
    above, pairs = 0.0, 0
    for level in np.unique(levels):
        low, high = np.sort(scores[levels == level]), scores[levels > level]
        if len(high) and len(low):
            less = np.searchsorted(low, high, "left")
            equal = np.searchsorted(low, high, "right") - less
            above += float(np.sum(less + equal / 2))
            pairs += len(low) * len(high)
    return above / pairs if pairs else float("nan")


def tau(scores: Values, levels: Values) -> float:
    """Kendall's tau-b; 0 where one side is all alike."""
    found = float(stats.kendalltau(scores, levels).statistic)
    return found if np.isfinite(found) else 0.0


def interval(figure: Callable[[Values, Values], float], scores: Values, levels: Values) -> tuple[float, float]:
    """The 95 % percentile interval over resampled answers (seed 0)."""
    generator = np.random.default_rng(0)
    found = []
    for _ in range(RESAMPLES):
        drawn = generator.integers(0, len(scores), len(scores))
        found.append(figure(scores[drawn], levels[drawn]))
    low, high = np.nanpercentile(found, [2.5, 97.5])
    return float(low), float(high)


def ranked(name: str, scores: Values, levels: Values) -> Ranked:
    """Both figures of one way of ranking."""
    return Ranked(
        name,
        tau(scores, levels),
        interval(tau, scores, levels),
        concordance(scores, levels),
        interval(concordance, scores, levels),
    )


def points(records: list[Record]) -> tuple[Values, Values]:
    """Harm points of each answer by the shipped packs: violated alone, and with what is to review."""
    checker = Checker(load_rules())
    samples = [
        Sample(
            case=record["id"],
            id=record["id"],
            input=record["input"],
            output=record["output"],
            file=SET,
            line=number,
        )
        for number, record in enumerate(records, 1)
    ]
    joined = {(rule.id, each.number): links(rule, each) for rule, each in obligations(checker.book)}
    plain, strict = [], []
    for checked in checker.check_batch(samples):
        plain.append(_charged(checker, joined, checked, ("violated",)))
        strict.append(_charged(checker, joined, checked, ("violated", "review")))
    return np.array(plain), np.array(strict)


def _charged(
    checker: Checker, joined: dict[tuple[str, int], Links], checked: Checked, counted: tuple[str, ...]
) -> float:
    """The points of an answer: each event once, at its highest weight."""
    found = [verdict for verdict in checked.verdicts if verdict.verdict in counted]
    events = group([Charge(joined[verdict.rule, verdict.obligation], spans(verdict)) for verdict in found])
    worst: dict[int, float] = {}
    for event, verdict in zip(events, found, strict=True):
        worst[event] = max(worst.get(event, 0.0), checker.weights.points[verdict.harm])
    return sum(worst.values())


def page(records: list[Record]) -> str:
    """The whole report."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    levels = np.array([float(record["labels"]["harm_level"]) for record in records])
    plain, strict = points(records)
    length = np.array([float(len(record["output"].split())) for record in records])
    rows = [
        ranked("harm points, violated", plain, levels),
        ranked("harm points, with what is to review", strict, levels),
        ranked("length of the answer in words", length, levels),
        ranked("shortness of the answer", -length, levels),
    ]
    counts = ", ".join(f"{int(np.sum(levels == level)):,} of level {int(level)}" for level in np.unique(levels))
    shown = [
        f"| {row.name} | {row.tau:+.3f} [{row.tau_interval[0]:+.3f}, {row.tau_interval[1]:+.3f}] | "
        f"{row.concordance:.3f} [{row.concordance_interval[0]:.3f}, {row.concordance_interval[1]:.3f}] |"
        for row in rows
    ]
    when = f"Measured {date.today().isoformat()} at {commit.stdout.strip() or 'an unknown commit'}."
    having = (
        f"{int(np.sum(plain > 0)):,} answers have harm points, {int(np.sum(strict > 0)):,} with what is to review."
    )
    return "\n".join(
        [_HEAD.format(set=SET, answers=len(records), counts=counts, when=when, having=having), *shown, _END]
    )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("data", type=Path)
    arguments.add_argument("--page", type=Path, help="write the report to this file")
    given = arguments.parse_args()
    folder = Folder(given.data)
    if folder.file(SET) is None:
        arguments.exit(2, f"{given.data} holds no {SET}.jsonl\n")
    rows = (record for record in folder.rows(SET) if record["output"])
    text = page([record for record in rows if record["labels"].get("harm_level") is not None])
    print(text)
    if given.page:
        given.page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
