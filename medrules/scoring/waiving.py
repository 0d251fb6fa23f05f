"""Marks the findings that a waiver in force covers: they are charged nothing, counted apart and never hidden."""

from __future__ import annotations

from medrules.model.approval import Approvals
from medrules.model.verdict import Checked, Verdict

WAIVABLE = frozenset({"violated", "review"})
"""What could not be evaluated stays an error, whoever waives the rule."""


class Waiving:
    """The waivers in force on a day, looked up by rule and case; one for the case goes before one for the rule."""

    def __init__(self, approvals: Approvals) -> None:
        self._waivers: dict[str, dict[str | None, int]] = {}
        for number, each in enumerate(approvals.waivers):
            if each.standing == "in force":
                cases = self._waivers.setdefault(each.waiver.rule, {})
                cases.setdefault(each.waiver.case, number)

    def covering(self, rule: str, case: str) -> int | None:
        """The place, among the waivers of the book, of the one that covers a rule's findings in a case."""
        cases = self._waivers.get(rule)
        if cases is None:
            return None
        return cases.get(case, cases.get(None))

    def mark(self, checked: Checked) -> Checked:
        """The same row with its waived verdicts marked; they carry no harm points."""
        if not self._waivers or not any(verdict.rule in self._waivers for verdict in checked.verdicts):
            return checked
        return checked._replace(verdicts=tuple(map(self.marked, checked.verdicts)))

    def marked(self, verdict: Verdict) -> Verdict:
        """The verdict, marked where a waiver in force covers it."""
        if verdict.verdict not in WAIVABLE or self.covering(verdict.rule, verdict.case) is None:
            return verdict
        return verdict._replace(waived=True, points=0.0)
