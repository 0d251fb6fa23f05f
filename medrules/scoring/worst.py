"""The worst findings of a run with the answers they are about, in bounded memory."""

from __future__ import annotations

from medrules.model.book import RuleBook, Weights
from medrules.model.case import Unreadable
from medrules.model.finding import Finding, FindingCounts
from medrules.model.rule import HARMS
from medrules.model.verdict import Checked
from medrules.scoring.charging import multiplier
from medrules.scoring.events import Charge, group, links, obligations, spans

DEFAULT_MOST = 500


class Worst:
    """Keeps the worst findings: highest harm, most points, then case, sample, rule and obligation.

    A verdict of ``error`` has no harm of its own and comes after everything that was judged. What is waived is
    kept apart, so that neither pushes the other out, and comes last.
    """

    def __init__(self, book: RuleBook, weights: Weights, most: int = DEFAULT_MOST) -> None:
        self.most = most
        self._weights = weights
        self._links = {(rule.id, item.number): links(rule, item) for rule, item in obligations(book)}
        self._kept: list[Finding] = []
        self._waived: list[Finding] = []
        self._counts = [0, 0, 0, 0]

    def add(self, checked: Checked) -> None:
        """Look at one row."""
        sample = checked.sample
        if isinstance(sample, Unreadable) or not checked.verdicts:
            return
        counting = [verdict for verdict in checked.verdicts if not verdict.waived]
        broken = [verdict for verdict in counting if verdict.verdict == "violated"]
        open_ones = [verdict for verdict in counting if verdict.verdict in {"review", "error"}]
        waived = [Finding(verdict, sample, 0, 0.0) for verdict in checked.verdicts if verdict.waived]
        numbers = group([Charge(self._links[item.rule, item.obligation], spans(item)) for item in broken])
        factor = multiplier(self._weights, sample.category, sample.setting, sample.supervision)
        charged: dict[int, float] = {}
        for verdict, number in zip(broken, numbers, strict=True):
            points = self._weights.points.get(verdict.harm, 0.0) * factor
            charged[number] = max(charged.get(number, 0.0), points)
        for verdict, number in zip(broken, numbers, strict=True):
            self._kept.append(Finding(verdict, sample, number + 1, charged[number]))
        self._kept += [Finding(verdict, sample, 0, 0.0) for verdict in open_ones]
        self._waived += waived
        review = sum(1 for verdict in open_ones if verdict.verdict == "review")
        self._count(len(broken), review, len(open_ones) - review, len(waived))

    def merge(self, other: Worst) -> None:
        """Look at everything that ``other`` looked at."""
        self._kept += other._kept
        self._waived += other._waived
        self._count(*other._counts)

    def findings(self) -> tuple[Finding, ...]:
        """At most ``most`` findings, worst first, and as many waived ones behind them."""
        self._trim()
        return (*self._kept, *self._waived)

    def state(self) -> tuple[list[Finding], list[Finding], list[int]]:
        """What is kept, the waived ones apart, and the counts: all that ``restore`` needs to go on."""
        self._trim()
        return self._kept, self._waived, self._counts

    def restore(self, kept: list[Finding], waived: list[Finding], counts: list[int]) -> None:
        """Go on from a state."""
        self._kept, self._waived, self._counts = list(kept), list(waived), list(counts)

    @property
    def counts(self) -> FindingCounts:
        """How many findings there were in all."""
        return FindingCounts(*self._counts)

    def _count(self, *found: int) -> None:
        for index, more in enumerate(found):
            self._counts[index] += more
        if max(len(self._kept), len(self._waived)) >= 2 * self.most + 64:
            self._trim()

    def _trim(self) -> None:
        for kept in (self._kept, self._waived):
            kept.sort(key=_order)
            del kept[self.most :]


def _order(finding: Finding) -> tuple[bool, int, float, str, str, str, str, int]:
    verdict = finding.verdict
    return (
        verdict.verdict == "error",
        -HARMS.index(verdict.harm),
        -verdict.points,
        verdict.case,
        verdict.model or "",
        verdict.sample,
        verdict.rule,
        verdict.obligation,
    )
