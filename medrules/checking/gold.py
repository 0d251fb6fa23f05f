"""Whether an answer says the gold answer of its case: for calibration, not for any rule."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from medrules.checking.obligations.say import SayDuty
from medrules.checking.placing import place
from medrules.checking.sections import section_phrase
from medrules.checking.situation import Situation, Text
from medrules.checking.targets import Groups
from medrules.model.case import Sample
from medrules.model.phrase import Target
from medrules.model.rule import Placement
from medrules.text.scan import Scanner
from medrules.text.words import split

_KEPT: Final = 4096
"""Gold answers whose index is kept."""


class GoldAnswers:
    """Judges answers against the gold answers of their cases, each compiled when it is first met."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, ...], Callable[[Sample], bool | None]] = {}

    def correct(self, sample: Sample) -> bool | None:
        """Whether an answer says one of the texts of its gold answer, as ``must say`` judges.

        None where the case has no gold answer, or the evidence is weak.
        """
        gold = tuple(text for text in sample.gold.answer if split(text).forms)
        if not gold:
            return None
        if gold not in self._known:
            if len(self._known) >= _KEPT:
                self._known.clear()
            self._known[gold] = _judge(gold)
        return self._known[gold](sample)


def _judge(gold: tuple[str, ...]) -> Callable[[Sample], bool | None]:
    groups = Groups()
    wanted = groups.wanted(Target(terms=tuple(map(section_phrase, gold))))
    where = place(Placement(), groups)
    duty = SayDuty(verb="say", never=False, wanted=wanted, before=None, unconditionally=False, place=where)
    scanner = Scanner(groups.terms, {})

    def judged(sample: Sample) -> bool | None:
        read = Situation(sample, Text("output", scanner.scan([sample.output])[0]), None, None)
        return {"met": True, "violated": False}.get(duty.judge(read, None).outcome)

    return judged
