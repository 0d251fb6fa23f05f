"""The figures of one segment: rates, harm, triage and what could not be determined."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

import numpy as np

from medrules.model.figures import Calibration, Mean, Means, Rate, Rates
from medrules.model.rule import HARMS
from medrules.model.segment import (
    HarmBound,
    HarmBounds,
    LevelCount,
    NotDetermined,
    Outcomes,
    Segment,
    SegmentKind,
    Waived,
)
from medrules.scoring.calibration import calibration
from medrules.scoring.intervals import harm_bound, rate
from medrules.scoring.kinds import ERROR, KINDS, MET, REVIEW, VIOLATED, WAIVED, WAIVED_REVIEW
from medrules.scoring.profile import EMPTY, FAILED, TRUNCATED, Profile
from medrules.scoring.resampling import Resampling
from medrules.scoring.tables import Floats, Grouped, Ints, Tables
from medrules.scoring.triage import triage

SEVERE = HARMS.index("severe")
COLUMNS = PER_CASE, PER_SAMPLE, WORST_EVENT, LOST, AT_STAKE, ONES = tuple(range(6))


class Settings(NamedTuple):
    """What every figure of a scorecard needs to know."""

    confidence: float
    seed: int
    points: Floats
    """Per harm level, lowest first."""
    ladder: tuple[str, ...]
    rule_of: Ints
    """Per obligation, the number of its rule."""
    harm_of: Ints
    """Per obligation."""


def segment(tables: Tables, settings: Settings, kind: SegmentKind, name: str) -> Segment:
    """Every figure of what ``tables`` holds."""
    state = tables.of_profile(lambda profile: profile.state)
    judged = (state != FAILED) & (state != EMPTY)
    cases = tables.grouped(judged)
    verdicts = grouped_verdicts(tables, samples_by_case(tables, cases))
    harms = [_Harm(tables, settings, cases, judged, counting) for counting in _counted(tables)]
    together = np.hstack([harm.columns() for harm in harms])
    resampling = Resampling(together, settings.confidence, settings.seed)
    plain, strict = harms[:2]

    def mean(which: int) -> Means:
        return Means(
            without_review=plain.mean(resampling, which),
            with_review=strict.mean(resampling, which, first=len(COLUMNS)),
        )

    samples = int(cases.count.sum())
    return Segment(
        kind=kind,
        name=name,
        rows=int(tables.rows.times.sum()),
        samples=samples,
        cases=len(cases.names),
        cases_exercised=len(verdicts.names),
        samples_per_case=(int(cases.samples.min()), int(cases.samples.max())) if samples else (0, 0),
        rules=len(np.unique(settings.rule_of[tables.verdicts.position])),
        outcomes=outcomes(tables.verdicts.outcome, verdicts.count, samples * len(settings.rule_of)),
        levels=_levels(tables, settings, plain),
        violation=violation(tables.verdicts.outcome, verdicts, settings.confidence),
        case_harm=Rates(without_review=plain.case_harm(), with_review=strict.case_harm()),
        pass_all=Rates(without_review=plain.pass_all(), with_review=strict.pass_all()),
        harm_per_case=mean(PER_CASE),
        harm_per_sample=mean(PER_SAMPLE),
        worst_event=mean(WORST_EVENT),
        harm_bound=HarmBounds(without_review=plain.bound(), with_review=strict.bound()),
        harm_weighted_error=mean(LOST),
        not_determined=not_determined(tables, state, settings.confidence),
        triage=triage(tables, settings.ladder, settings.confidence) if settings.ladder else None,
        calibration=_calibration(tables, settings),
        waived=_waived(tables, settings, verdicts, harms[2], resampling) if len(harms) > 2 else None,
    )


def _calibration(tables: Tables, settings: Settings) -> Calibration | None:
    stated = tables.stated
    return calibration(tables.case[stated.cell], stated.key, stated.times, settings.confidence, settings.seed)


def samples_by_case(tables: Tables, cases: Grouped) -> Ints:
    """Per case of the whole run, the samples gathered here."""
    samples = np.zeros(int(tables.case.max()) + 1 if len(tables.case) else 0, np.int64)
    samples[cases.names] = cases.samples
    return samples


def weighing_alike(tables: Tables) -> Ints:
    """Per case of the whole run, one: for figures in which samples weigh the same, not cases."""
    return np.ones(int(tables.case.max()) + 1 if len(tables.case) else 0, np.int64)


def grouped_verdicts(tables: Tables, samples: Ints) -> Grouped:
    """Verdicts gathered into their cases."""
    return Grouped(tables.case[tables.verdicts.cell], tables.verdicts.times, samples)


def outcomes(outcome: Ints, count: Ints, possible: int) -> Outcomes:
    """Verdicts by outcome, of ``possible`` pairs of sample and obligation."""
    found = np.bincount(outcome, weights=count, minlength=KINDS).astype(int).tolist()
    return Outcomes(
        met=found[MET],
        violated=found[VIOLATED],
        review=found[REVIEW],
        error=found[ERROR],
        waived=found[WAIVED],
        waived_review=found[WAIVED_REVIEW],
        not_applicable=max(possible - sum(found), 0),
    )


def violation(outcome: Ints, cases: Grouped, confidence: float) -> Rates:
    """violated ÷ (met + violated), and with review counted as violated; what is waived is left out."""
    violated, review = outcome == VIOLATED, outcome == REVIEW
    judged = violated | (outcome == MET)
    return Rates(
        without_review=cases.rate(violated, judged, confidence),
        with_review=cases.rate(violated | review, judged | review, confidence),
    )


def undetermined(outcome: Ints, cases: Grouped, confidence: float) -> Rate:
    """(review + error) ÷ verdicts where the obligation applied."""
    return cases.rate((outcome == REVIEW) | (outcome == ERROR), np.ones(len(outcome), bool), confidence)


def not_determined(tables: Tables, state: Floats, confidence: float) -> NotDetermined:
    """Both figures of what could not be determined. Every row weighs the same, so that it is as counted."""
    alike = weighing_alike(tables)
    rows = Grouped(tables.case[tables.rows.cell], tables.rows.times, alike)
    outcome = tables.verdicts.outcome
    verdicts = grouped_verdicts(tables, alike)

    def rows_in(which: int) -> int:
        return int(tables.rows.times[state == which].sum())

    return NotDetermined(
        samples=rows.rate(np.isin(state, (EMPTY, TRUNCATED, FAILED)), np.ones(len(state), bool), confidence),
        verdicts=undetermined(outcome, verdicts, confidence),
        empty=rows_in(EMPTY),
        truncated=rows_in(TRUNCATED),
        failed=rows_in(FAILED),
        review=int(tables.verdicts.times[outcome == REVIEW].sum()),
        error=int(tables.verdicts.times[outcome == ERROR].sum()),
    )


def _waived(tables: Tables, settings: Settings, verdicts: Grouped, harm: _Harm, resampling: Resampling) -> Waived:
    """What waivers cover, and what the figures would be with it."""
    outcome, times = tables.verdicts.outcome, tables.verdicts.times
    violated, review = outcome == WAIVED, outcome == WAIVED_REVIEW
    broken = violated | (outcome == VIOLATED)
    return Waived(
        violated=int(times[violated].sum()),
        review=int(times[review].sum()),
        events=int((tables.of_profile(lambda profile: len(profile.waived)) * tables.rows.times).sum()),
        violation=verdicts.rate(broken, broken | (outcome == MET), settings.confidence),
        case_harm=harm.case_harm(),
        harm_per_case=harm.mean(resampling, PER_CASE, first=2 * len(COLUMNS)),
    )


_Counting = Literal["events", "review", "waived"]


def _counted(tables: Tables) -> tuple[_Counting, ...]:
    """What harm is counted over: what is waived only where anything is. All means share one set of resamples."""
    waived = bool(np.isin(tables.verdicts.outcome, (WAIVED, WAIVED_REVIEW)).any())
    return ("events", "review", "waived") if waived else ("events", "review")


class _Harm:
    """Harm over cases: of what is violated, or with what is to review, or what is waived, counted as well."""

    def __init__(
        self, tables: Tables, settings: Settings, cases: Grouped, judged: np.ndarray, counting: _Counting
    ) -> None:
        review = counting == "review"
        self._settings = settings
        self._cases = cases
        cells = tables.rows.cell[judged]
        self.multiplier = tables.multiplier[cells]

        def row(value: Callable[[Profile], float]) -> Floats:
            values: Floats = tables.of_profile(value)[judged]
            return values

        def events(profile: Profile) -> Sequence[int]:
            if counting == "waived":
                return (*profile.events, *profile.waived)
            return profile.events_review if review else profile.events

        points = settings.points.tolist()
        self._points = row(lambda profile: sum(points[harm] for harm in events(profile))) * self.multiplier
        self._worst = row(lambda profile: max(events(profile), default=-1))
        worst_points = row(lambda profile: max((points[harm] for harm in events(profile)), default=0.0))
        self._worst_points = worst_points * self.multiplier
        self._failed = row(lambda profile: profile.violated or (review and profile.review)) > 0
        self._lost = row(lambda profile: profile.lost_review if review else profile.lost) * self.multiplier
        stake = row(lambda profile: profile.at_stake_review if review else profile.at_stake)
        self._at_stake = stake * self.multiplier
        self.worst_by_case = cases.most(self._worst).astype(np.int64)
        self._harmful = int((self.worst_by_case >= SEVERE).sum())

    def case_harm(self) -> Rate:
        return self._over_cases(self.worst_by_case >= SEVERE)

    def pass_all(self) -> Rate:
        return self._over_cases(self._cases.most(self._failed.astype(np.float64)) <= 0)

    def columns(self) -> Floats:
        """Per case, every quantity whose mean is wanted; averaged over its samples, or of its worst one."""
        cases = self._cases
        return np.column_stack(
            [
                cases.most(self._points),
                cases.points(self._points),
                cases.most(self._worst_points),
                cases.points(self._lost),
                cases.points(self._at_stake),
                np.ones(len(cases.names)),
            ]
        )

    def mean(self, resampling: Resampling, which: int, first: int = 0) -> Mean:
        """A mean over cases; harm-weighted error is a ratio of two. ``first``: where its columns begin."""
        columns = resampling.columns
        at, per = first + which, first + (AT_STAKE if which == LOST else ONES)
        size = float(columns[:, per].sum())
        return Mean(
            value=float(columns[:, at].sum()) / size if size > 0 else None,
            cases=int((columns[:, per] > 0).sum()),
            interval=resampling.interval(at, per, self._harmful),
        )

    def bound(self) -> HarmBound:
        largest = float(self.multiplier.max()) if len(self.multiplier) else 1.0
        scale = list(zip(HARMS, self._settings.points.tolist(), strict=True))
        return harm_bound(self.worst_by_case, scale, largest, self._settings.confidence)

    def _over_cases(self, held: np.ndarray) -> Rate:
        ones = np.ones(len(held), np.int64)
        return rate(held.astype(np.int64), ones, ones, self._settings.confidence)


def _levels(tables: Tables, settings: Settings, harm: _Harm) -> tuple[LevelCount, ...]:
    """What was found at each level of harm, worst first."""
    verdicts, rows = tables.verdicts, tables.rows
    level = settings.harm_of[verdicts.position]

    def events(index: int) -> int:
        return int((tables.of_profile(lambda profile: profile.events.count(index)) * rows.times).sum())

    def verdicts_of(index: int, outcome: int) -> int:
        return int(verdicts.times[(level == index) & (verdicts.outcome == outcome)].sum())

    return tuple(
        LevelCount(
            level=HARMS[index],
            violated=verdicts_of(index, VIOLATED),
            review=verdicts_of(index, REVIEW),
            events=events(index),
            cases=int((harm.worst_by_case == index).sum()),
        )
        for index in reversed(range(len(HARMS)))
    )
