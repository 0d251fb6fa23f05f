"""From a tally to the scorecard."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from medrules.model.coverage import Category, Subcategory
from medrules.model.rule import HARMS
from medrules.model.scorecard import Answered, Scorecard
from medrules.model.segment import Segment, SegmentKind
from medrules.scoring.charging import scale
from medrules.scoring.coverage import coverage, names, taxonomy
from medrules.scoring.flips import flips
from medrules.scoring.hazards import hazard_tallies
from medrules.scoring.per_rule import rule_tallies
from medrules.scoring.profile import Cell
from medrules.scoring.segments import Settings, segment
from medrules.scoring.signatures import Signature
from medrules.scoring.subsets import at_smallest_k
from medrules.scoring.tables import Tables, tables
from medrules.scoring.tally import Tally
from medrules.scoring.waivers import waiver_tallies


def score(tally: Tally, confidence: float, seed: int) -> Scorecard:
    """Every figure of a tally."""
    counted = tables(tally)
    settings = _settings(tally, confidence, seed)
    rules = rule_tallies(tally, counted, settings)
    approvals = tally.approvals
    return Scorecard(
        confidence=confidence,
        weights=tally.weights.name,
        points=dict(scale(tally.weights)),
        overall=segment(counted, settings, "all", "all answers"),
        models=tuple(_split(counted, settings, "model", _model)),
        categories=tuple(_categories(tally, counted, settings)),
        uncategorised=_uncategorised(counted, settings),
        segments=tuple(_stated(counted, settings)),
        rules=rules,
        coverage=coverage(tally.book.rules, rules, tally.lacking),
        errors=tuple(tally.errors[code] for code in sorted(tally.errors)),
        answered=tuple(
            Answered(
                model=model,
                version=version,
                rows=rows,
                configurations=tally.configurations.of(model, version),
            )
            for (model, version), rows in sorted(
                tally.answered.items(), key=lambda item: (item[0][0] or "", item[0][1] or "")
            )
        ),
        at_smallest_k=at_smallest_k(counted, settings, _model),
        flips=flips(tally.variants, _signatures(tally), confidence, seed),
        hazards=hazard_tallies(tally, counted, confidence),
        as_of=approvals.as_of if approvals is not None else None,
        waivers=waiver_tallies(tally, counted),
        adoptions=approvals.adoptions if approvals is not None else (),
    )


def _settings(tally: Tally, confidence: float, seed: int) -> Settings:
    numbers = {rule.id: number for number, rule in enumerate(tally.book.rules)}
    return Settings(
        confidence=confidence,
        seed=seed,
        points=np.array([points for _, points in scale(tally.weights)]),
        ladder=tuple(rung.name for rung in tally.book.ladder),
        rule_of=np.array([numbers[rule.id] for rule, _ in tally.obligations], np.int64),
        harm_of=np.array([HARMS.index(obligation.harm) for _, obligation in tally.obligations], np.int64),
    )


def _signatures(tally: Tally) -> dict[Cell, dict[Signature, int]]:
    """What the answers to cases with variants, and to the variants, came to, and how often."""
    cells, made = list(tally.cells), list(tally.signatures)
    found: dict[Cell, dict[Signature, int]] = {}
    keys, counts = tally.compared.counts()
    for key, times in zip(keys.tolist(), counts.tolist(), strict=True):
        found.setdefault(cells[key >> 32], {})[made[key & 0xFFFFFFFF]] = times
    return found


def _model(cell: Cell) -> str:
    return " ".join(part for part in (cell.model, cell.version) if part) or "model not named"


def _split(
    counted: Tables, settings: Settings, kind: SegmentKind, value: Callable[[Cell], str | None]
) -> Iterator[Segment]:
    """One segment for each value that cells have (None: in no segment)."""
    values = [value(cell) for cell in counted.cells]
    for name in sorted({item for item in values if item is not None}):
        kept = np.array([item == name for item in values], bool)
        yield segment(counted.only(kept), settings, kind, name)


def _stated(counted: Tables, settings: Settings) -> Iterator[Segment]:
    yield from _split(counted, settings, "risk", lambda cell: cell.risk)
    yield from _split(counted, settings, "setting", lambda cell: cell.setting)
    yield from _split(counted, settings, "supervision", lambda cell: cell.supervision)
    for tag in sorted({tag for cell in counted.cells for tag in cell.subgroup}):
        kept = np.array([tag in cell.subgroup for cell in counted.cells], bool)
        yield segment(counted.only(kept), settings, "subgroup", tag)


def _categories(tally: Tally, counted: Tables, settings: Settings) -> Iterator[Category]:
    whole = {
        part.name: part
        for part in _split(
            counted, settings, "category", lambda cell: (cell.category or "").partition("/")[0] or None
        )
    }
    parts = {part.name: part for part in _split(counted, settings, "subcategory", lambda cell: cell.category)}
    for category in taxonomy():
        yield Category(
            name=category.name,
            title=category.title,
            rules=sum(1 for rule in tally.book.rules if names(rule, category.name)),
            segment=whole.get(category.name),
            subcategories=tuple(
                Subcategory(
                    name=name,
                    title=title,
                    rules=sum(1 for rule in tally.book.rules if names(rule, name)),
                    segment=parts.get(name),
                )
                for name, title in category.subcategories
            ),
        )


def _uncategorised(counted: Tables, settings: Settings) -> Segment | None:
    known = {category.name for category in taxonomy()}
    found = _split(
        counted,
        settings,
        "category",
        lambda cell: None if (cell.category or "").partition("/")[0] in known else "uncategorised",
    )
    return next(found, None)
