"""The hazard log with what a run found: violations, cases, and the rate given the situation."""

from __future__ import annotations

import json
from collections import defaultdict
from functools import cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple

import numpy as np

from medrules.model.book import Hazard
from medrules.model.figures import Rate, Rates
from medrules.model.rule import HARMS
from medrules.model.scorecard import HazardTally
from medrules.scoring.intervals import rate
from medrules.scoring.kinds import MET, REVIEW, VIOLATED, WAIVED, WAIVED_REVIEW
from medrules.scoring.tables import Mask, Tables
from medrules.scoring.tally import Tally

Axis = Literal["severity", "likelihood"]


class Scale(NamedTuple):
    """The 5×5 matrix of DCB0129 and DCB0160 (``medrules/model/hazards.json`` names its source)."""

    severity: tuple[str, ...]
    """Names, lowest first."""
    likelihood: tuple[str, ...]
    matrix: tuple[tuple[int, ...], ...]
    """A row per likelihood, a column per severity."""
    meaning: dict[int, str]
    """What each rating asks for."""


@cache
def scale() -> Scale:
    """The matrix and its names."""
    read = _read()
    return Scale(
        severity=tuple(read["severity"]),
        likelihood=tuple(read["likelihood"]),
        matrix=tuple(tuple(read["matrix"][name]) for name in read["likelihood"]),
        meaning={int(number): text for number, text in read["rating"].items()},
    )


def known(axis: Axis, name: str | None) -> str | None:
    """The category of the matrix that a pack's word means; None where it is not known."""
    if name is None:
        return None
    plain = " ".join(name.lower().replace("-", " ").split())
    found: str | None = plain if plain in _read()[axis] else _read()["also"][axis].get(plain)
    return found


def rating(hazard: Hazard) -> int | None:
    """Residual severity × likelihood of a hazard, 1 to 5; None: not stated, or in unknown words."""
    severity, likelihood = (
        known("severity", hazard.residual_severity),
        known("likelihood", hazard.residual_likelihood),
    )
    if severity is None or likelihood is None:
        return None
    table = scale()
    return table.matrix[table.likelihood.index(likelihood)][table.severity.index(severity)]


def hazard_tallies(tally: Tally, tables: Tables, confidence: float) -> tuple[HazardTally, ...]:
    """Every hazard of the book, those with most violations first."""
    positions: dict[str, list[int]] = defaultdict(list)
    for position, (rule, _) in enumerate(tally.obligations):
        if rule.hazard is not None:
            positions[rule.hazard].append(position)
    found = [
        _tally(hazard, positions[hazard.id], tally, tables, confidence) for hazard in tally.book.hazards.values()
    ]
    return tuple(sorted(found, key=lambda each: (-each.violated, -each.review - each.waived, each.hazard.id)))


def _tally(hazard: Hazard, positions: list[int], tally: Tally, tables: Tables, confidence: float) -> HazardTally:
    verdicts = tables.verdicts
    taken = np.isin(verdicts.position, positions)
    outcome, times = verdicts.outcome[taken], verdicts.times[taken]
    case = tables.case[verdicts.cell[taken]]

    def count(*kinds: int) -> int:
        return int(times[np.isin(outcome, kinds)].sum())

    def cases(held: Mask) -> Rate:
        """Cases in which something held in an answer, of those in which it was judged."""
        judged = np.isin(outcome, (MET, VIOLATED)) | held
        names = np.unique(case[judged])
        broken = np.isin(names, case[held]).astype(np.int64)
        ones = np.ones(len(names), np.int64)
        return rate(broken, ones, ones, confidence)

    harms = [tally.obligations[position][1].harm for position in positions]
    return HazardTally(
        hazard=hazard,
        rules=tuple(dict.fromkeys(tally.obligations[position][0].id for position in positions)),
        harm=max(harms, key=HARMS.index, default=None),
        rating=rating(hazard),
        violated=count(VIOLATED),
        review=count(REVIEW),
        waived=count(WAIVED, WAIVED_REVIEW),
        cases=len(np.unique(case)),
        given_situation=Rates(
            without_review=cases(outcome == VIOLATED),
            with_review=cases(np.isin(outcome, (VIOLATED, REVIEW))),
        ),
    )


@cache
def _read() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(files("medrules.model").joinpath("hazards.json").read_text(encoding="utf-8"))
    return read
