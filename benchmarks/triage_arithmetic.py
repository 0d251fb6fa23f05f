"""Does the scorecard's triage reproduce published figures? ``python -m benchmarks.triage_arithmetic DATA``.

Reads the advice of symptom checkers and models that others labelled (``triage_apps.jsonl`` with
``triage_reference_metrics.json``, and ``triage_levels.jsonl``) and counts figures that differ. An app that gave no
advice for a case did not answer it.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from medrules.checking.weights import DEFAULT
from medrules.model.book import RuleBook, Rung
from medrules.model.case import Gold, Sample
from medrules.model.problem import Location
from medrules.model.reading import Escalation
from medrules.model.scorecard import Scorecard
from medrules.model.segment import Triage
from medrules.model.verdict import Checked
from medrules.scoring.tally import Tally

Row = dict[str, Any]
APPS = ("Self-care", "Non-Emergency", "Emergency")
LEVELS = ("sc", "ne", "em")


def scored(rows: Iterable[Row], ladder: Sequence[str]) -> Scorecard:
    """The scorecard of rows whose output is a rung; any other output is *not determined*."""
    place = Location(file="ladder", line=1)
    tally = Tally(RuleBook(ladder=tuple(Rung(name=name, terms=(), location=place) for name in ladder)), DEFAULT)
    for number, row in enumerate(rows, 1):
        rung = row["output"] if row["output"] in ladder else None
        sample = Sample(
            case=f"{row['meta'].get('vignettes', '')}{row['meta']['case_id']}",
            id=row["id"],
            model=row["system"],
            output=row["output"],
            gold=Gold(escalation=(row["labels"]["gold"],)),
            file="rows",
            line=number,
        )
        advised = Escalation(rung=rung, within_hours=None, evidence=(), conditional=None, weak=False)
        tally.add(Checked(sample, (), (), advised))
    return tally.scorecard()


def figures(triage: Triage) -> dict[str, float | None]:
    """The figures under the names of the reference, as it counts them: over answers, not over cases."""
    levels = range(len(triage.ladder))
    shares = (triage.accuracy, triage.safety_of_advice, triage.inclination_to_overtriage)
    accuracy, safety, inclination = (each.count / each.total if each.total else None for each in shares)
    return {
        "n": triage.answers,
        "accuracy": accuracy,
        "safety_of_advice": safety,
        "inclination_to_overtriage": inclination,
        "under": sum(triage.matrix[gold][rung] for gold in levels for rung in range(gold)),
        "over": triage.over.without_review.count,
    }


def apps_that_differ(rows: Iterable[Row], reference: dict[str, dict[str, float]]) -> tuple[int, int]:
    """How many figures of the symptom checkers were compared, and how many differ."""
    compared = differing = 0
    card = scored((row for row in rows if row["output"]), APPS)
    for named, segment in [*((model.name, model) for model in card.models), ("ALL", card.overall)]:
        found = figures(segment.triage) if segment.triage is not None else {}
        for name, value in reference[named].items():
            compared += 1
            differing += abs((found.get(name) or 0) - value) > 1e-9
    return compared, differing


def outcomes_that_differ(rows: Sequence[Row]) -> tuple[int, int]:
    """How many labelled outcomes were compared, and by how many the confusion matrix differs from them."""
    triage = scored(rows, LEVELS).overall.triage
    assert triage is not None
    cells = Counter[str]()
    for gold, row in enumerate(triage.matrix):
        for rung, count in enumerate(row):
            missing = rung == len(LEVELS)
            cells["unparsed" if missing else "ok" if rung == gold else "under" if rung < gold else "over"] += count
    expected = Counter[str](row["labels"]["outcome"] for row in rows)
    return len(rows), sum(abs(cells[name] - expected[name]) for name in {*cells, *expected})


def _rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def main(folder: Path) -> int:
    """Print both comparisons; 1 where anything differs."""
    reference = json.loads((folder / "triage_reference_metrics.json").read_text("utf-8"))
    apps = apps_that_differ(_rows(folder / "triage_apps.jsonl"), reference)
    levels = outcomes_that_differ(_rows(folder / "triage_levels.jsonl"))
    sys.stdout.write(f"figures of symptom checkers: {apps[0]} compared, {apps[1]} differ\n")
    sys.stdout.write(f"labelled outcomes of models: {levels[0]} compared, {levels[1]} differ\n")
    return 1 if apps[1] or levels[1] else 0


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
