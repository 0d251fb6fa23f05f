"""Flip rates: how often the answers to a case and to a variant of it differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping
from typing import NamedTuple

import numpy as np

from medrules.model.figures import Flips, Mean, Rate
from medrules.scoring.intervals import rate
from medrules.scoring.profile import Cell
from medrules.scoring.resampling import Resampling
from medrules.scoring.signatures import Signature, Variants

Counts = Mapping[Signature, int]


class _Pair(NamedTuple):
    """A case and a variant of it, answered by one model."""

    original: str
    kind: str
    any: float
    """The chance that a sample of each differ."""
    rung: float
    same: float | None
    """The chance that two samples of one of the two differ; None: neither has two."""


def flips(
    variants: Variants, signatures: Mapping[Cell, Counts], confidence: float, seed: int
) -> tuple[Flips, ...]:
    """The flip rates of a run, of all kinds of variants together and of each; empty where there is no pair."""
    pairs = list(_pairs(variants, signatures))
    kinds = sorted({pair.kind for pair in pairs})
    groups = [("all", pairs), *((kind, [pair for pair in pairs if pair.kind == kind]) for kind in kinds)]
    return tuple(_flips(name, group, confidence, seed) for name, group in groups if group)


def _pairs(variants: Variants, signatures: Mapping[Cell, Counts]) -> list[_Pair]:
    """One pair for each model and version that answered both."""
    by_case: dict[str, dict[tuple[str | None, str | None], Counts]] = defaultdict(dict)
    for cell, counts in signatures.items():
        known = by_case[cell.case].setdefault((cell.model, cell.version), {})
        by_case[cell.case][cell.model, cell.version] = {
            key: known.get(key, 0) + counts.get(key, 0) for key in {**known, **counts}
        }
    found = []
    for case, (original, kind) in sorted(variants.items()):
        for model in sorted(by_case[case].keys() & by_case[original].keys(), key=str):
            one, other = by_case[original][model], by_case[case][model]
            found.append(
                _Pair(
                    original=original,
                    kind=kind,
                    any=differing(one, other, lambda made: made),
                    rung=differing(one, other, lambda made: made[0]),
                    same=_same(one, other),
                )
            )
    return found


def differing(one: Counts, other: Counts, seen: Callable[[Signature], Hashable]) -> float:
    """The chance that a sample of each, drawn at random, differ in what is seen of them."""
    first, second = _shares(one, seen), _shares(other, seen)
    return 1 - sum(share * second.get(key, 0.0) for key, share in first.items())


def _shares(counts: Counts, seen: Callable[[Signature], Hashable]) -> dict[Hashable, float]:
    total = sum(counts.values())
    shares: dict[Hashable, float] = defaultdict(float)
    for made, times in sorted(counts.items(), key=str):
        shares[seen(made)] += times / total
    return shares


def _same(one: Counts, other: Counts) -> float | None:
    """The chance that two different samples of one case differ, over those of the two that have several."""
    chances = []
    for counts in (one, other):
        total = sum(counts.values())
        if total > 1:
            alike = sum(times * (times - 1) for times in counts.values())
            chances.append(1 - alike / (total * (total - 1)))
    return sum(chances) / len(chances) if chances else None


def _flips(kind: str, pairs: list[_Pair], confidence: float, seed: int) -> Flips:
    names = {name: number for number, name in enumerate(sorted({pair.original for pair in pairs}))}
    case = np.array([names[pair.original] for pair in pairs])
    each = np.bincount(case)
    ones = np.ones(len(names), np.int64)

    def share(values: list[float]) -> Rate:
        """Pairs over pairs; the pairs of one original are no independent ones."""
        return rate(np.bincount(case, weights=values), each, ones, confidence)

    return Flips(
        kind=kind,
        any=share([pair.any for pair in pairs]),
        rung=share([pair.rung for pair in pairs]),
        same_case=_asked_again([pair.same for pair in pairs if pair.same is not None], confidence, seed),
    )


def _asked_again(chances: list[float], confidence: float, seed: int) -> Mean:
    if not chances:
        return Mean(value=None, cases=0, interval=None)
    columns = np.column_stack([chances, np.ones(len(chances))])
    differ = int((columns[:, 0] > 0).sum())
    return Mean(
        value=float(columns[:, 0].mean()),
        cases=len(chances),
        interval=Resampling(columns, confidence, seed).interval(0, 1, differ),
    )
