"""The figures of each rule and of each of its obligations."""

from __future__ import annotations

import numpy as np

from medrules.model.figures import Rate, Rates
from medrules.model.rule import HARMS, Obligation, Rule
from medrules.model.tallies import ObligationTally, RuleTally
from medrules.scoring.kinds import VIOLATED
from medrules.scoring.profile import EMPTY, FAILED
from medrules.scoring.segments import Settings, outcomes, samples_by_case, undetermined, violation, weighing_alike
from medrules.scoring.tables import Grouped, Ints, Tables
from medrules.scoring.tally import Tally

_FEW = 64
"""Distinct verdicts up to which obligations that come to the same share their figures: in a small batch, most."""


def rule_tallies(tally: Tally, tables: Tables, settings: Settings) -> tuple[RuleTally, ...]:
    """One entry a rule, those that did most harm first."""
    counting = _Counting(tables, settings, tally)
    entries, first = [], 0
    for rule in tally.book.rules:
        after = first + len(rule.obligations)
        entries.append(counting.rule(rule, range(first, after)))
        first = after
    return tuple(sorted(entries, key=_harm_done))


class _Counting:
    """Verdicts of a run, sorted by obligation once."""

    def __init__(self, tables: Tables, settings: Settings, tally: Tally) -> None:
        state = tables.of_profile(lambda profile: profile.state)
        cases = tables.grouped((state != FAILED) & (state != EMPTY))
        self._tables = tables
        self._confidence = settings.confidence
        self._samples = samples_by_case(tables, cases)
        self._alike = weighing_alike(tables)
        self._none = tables.verdicts.outcome[:0], Grouped(tables.case[:0], tables.verdicts.times[:0], self._alike)
        """The verdicts of the many obligations of which there are none; what they come to is worked out once."""
        self._no_violation = violation(*self._none, settings.confidence)
        self._none_undetermined = undetermined(*self._none, settings.confidence)
        self._known: dict[tuple[bytes, ...], Rates] = {}
        self._judged = int(cases.count.sum())
        position = tables.verdicts.position
        self._order = np.argsort(position, kind="stable")
        self._ends = np.searchsorted(position[self._order], np.arange(len(tally.obligations) + 1))
        self._statuses = tally.approvals.statuses if tally.approvals is not None else {}

    def rule(self, rule: Rule, positions: range) -> RuleTally:
        outcome, cases = self._verdicts(positions)
        return RuleTally(
            id=rule.id,
            title=rule.title,
            pack=rule.pack,
            status=self._statuses.get(rule.id, rule.status),
            harm=max((obligation.harm for obligation in rule.obligations), key=HARMS.index, default=rule.harm),
            hazard=rule.hazard,
            categories=rule.categories,
            because=rule.because,
            sources=rule.sources,
            known_false_positives=rule.known_false_positives,
            file=rule.location.file,
            line=rule.location.line,
            outcomes=outcomes(outcome, cases.count, self._judged * len(positions)),
            cases=len(cases.names),
            cases_violated=int((cases.sums(outcome == VIOLATED) > 0).sum()),
            violation=self._violation(outcome, cases),
            undetermined=self._undetermined(outcome, positions),
            obligations=tuple(map(self._obligation, rule.obligations, positions)),
        )

    def _obligation(self, obligation: Obligation, position: int) -> ObligationTally:
        outcome, cases = self._verdicts(range(position, position + 1))
        return ObligationTally(
            number=obligation.number,
            text=obligation.text,
            harm=obligation.harm,
            line=obligation.location.line,
            outcomes=outcomes(outcome, cases.count, self._judged),
            cases=len(cases.names),
            violation=self._violation(outcome, cases),
        )

    def _violation(self, outcome: Ints, cases: Grouped) -> Rates:
        if not len(outcome):
            return self._no_violation
        if len(outcome) > _FEW:
            return violation(outcome, cases, self._confidence)
        alike = tuple(each.tobytes() for each in (outcome, cases.case, cases.count, cases.samples))
        found = self._known.get(alike)
        if found is None:
            found = self._known[alike] = violation(outcome, cases, self._confidence)
        return found

    def _undetermined(self, outcome: Ints, positions: range) -> Rate:
        if not len(outcome):
            return self._none_undetermined
        return undetermined(outcome, self._verdicts(positions, alike=True)[1], self._confidence)

    def _verdicts(self, positions: range, *, alike: bool = False) -> tuple[Ints, Grouped]:
        """Outcomes of some neighbouring obligations, and the same verdicts gathered into their cases."""
        verdicts = self._tables.verdicts
        first, last = self._ends[positions.start], self._ends[positions.stop]
        if first == last:
            return self._none
        taken = self._order[first:last]
        case = self._tables.case[verdicts.cell[taken]]
        samples = self._alike if alike else self._samples
        return verdicts.outcome[taken], Grouped(case, verdicts.times[taken], samples)


def _harm_done(tally: RuleTally) -> tuple[int, int, int, str]:
    """Worst first: by its harm where violated, then by how often, then by review."""
    found = tally.outcomes
    worst = max((HARMS.index(item.harm) for item in tally.obligations if item.outcomes.violated), default=-1)
    return -worst, -found.violated, -found.review - found.all_waived, tally.id
