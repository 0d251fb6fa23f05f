"""``must [never] mention / say / advise / advise against / ask about X``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from medrules.checking.clauses.truth import Anchors, Clause, Truth
from medrules.checking.obligations.judgement import Judgement, absent, undecided
from medrules.checking.obligations.wording import (
    DOES,
    absence_reason,
    excused_reason,
    forbidden_reason,
    found_reason,
    taken_back_reason,
    weak_reason,
)
from medrules.checking.placing import Place
from medrules.checking.repeating import is_consent
from medrules.checking.situation import Situation, Text
from medrules.checking.strength import FULL, NONE, WEAK, is_slip, strength
from medrules.checking.targets import Wanted
from medrules.model.rule import Verb
from medrules.model.verdict import Evidence
from medrules.text.hits import Hit


class Graded(NamedTuple):
    """A mention and how strong it is as evidence."""

    level: int
    evidence: Evidence
    group: int
    taken_back: Evidence | None = None
    """Where a later answer of the conversation takes it back."""


@dataclass(frozen=True)
class SayDuty:
    """Positive obligations take the best mention of each group, ``never`` the worst."""

    verb: Verb
    never: bool
    wanted: Wanted
    before: Wanted | None
    unconditionally: bool
    place: Place

    @property
    def anchors(self) -> Anchors | None:
        """What is forbidden."""
        return frozenset(("output", group) for group in self.wanted.groups) if self.never else None

    def judge(self, situation: Situation, unless: Clause | None, /) -> Judgement:
        """By the verdict table; a mention for which ``unless`` holds does not count.

        What a met *must mention* rests on comes back unread.
        """
        if situation.brief and unless is None and self._is_plainly_met(situation.output):
            return _MET
        graded = list(self._graded(situation.output))
        if self.never and not graded:
            return self._nowhere
        excused: list[Graded] = []
        counted: list[Graded] = []
        odd: Truth | None = None
        for one in graded:
            found = unless.holds(situation, one.evidence) if one.level and unless else None
            if found is not None and found.faults:
                odd = found
            else:
                (excused if found is not None and found.value else counted).append(one)
        level = self._level(counted)
        if odd is not None and not (self.never and level == FULL):
            return undecided(odd, "the exception holds")
        if excused and (level == NONE or not self.never):
            evidence = tuple(one.evidence for one in excused)
            return Judgement("not applicable", excused_reason(evidence[0]), evidence)
        return self._forbidden(counted, level) if self.never else self._demanded(situation, counted, level)

    def _is_plainly_met(self, text: Text) -> bool:
        """Whether *must mention* is met by one sure mention of each group that is needed."""
        if self._reads or self.before is not None or text.conversation is not None:
            return False
        sure = sum(1 for group in self.wanted.groups if self._is_sure(text, group))
        return sure >= self.wanted.need

    def _is_sure(self, text: Text, group: str) -> bool:
        if self.place == _ANYWHERE:
            return text.scanned.is_sure(group)
        sure = (hit for hit in text.hits(group) if not (hit.doubtful or hit.how == "corrected"))
        return any(self.place.level(text, hit) == FULL for hit in sure)

    @cached_property
    def _nowhere(self) -> Judgement:
        """What most answers come to."""
        return self._forbidden([], NONE)

    def _level(self, graded: list[Graded]) -> int:
        best = [NONE] * len(self.wanted.groups)
        for one in graded:
            best[one.group] = max(best[one.group], one.level)
        return sorted(best, reverse=True)[self.wanted.need - 1]

    def _graded(self, text: Text) -> Iterator[Graded]:
        limits = _limits(text, self.before) if self.before else None
        for number, group in enumerate(self.wanted.groups):
            for hit in text.hits(group):
                evidence = text.evidence(hit, read=self._reads)
                level = self._strength(text, evidence)
                if level and limits:
                    level = min(level, _earlier(hit, limits))
                if level:
                    level = min(level, self.place.level(text, hit))
                taken = text.turns.taken_back(hit, self.verb) if level and text.turns else None
                if taken is not None:
                    level = min(level, WEAK if self.never or not taken.sure else NONE)
                yield Graded(level, evidence, number, taken.by if taken else None)

    @property
    def _reads(self) -> bool:
        """However it reads, a mention meets *must mention*: it is read only where it is shown."""
        return self.never or self.verb != "mention"

    def _strength(self, text: Text, evidence: Evidence) -> int:
        consent = self.never and is_consent(text, evidence.reading, evidence.start)
        return strength(
            self.verb, evidence, never=self.never, unconditionally=self.unconditionally, consent=consent
        )

    def _forbidden(self, graded: list[Graded], level: int) -> Judgement:
        if level == NONE:
            return Judgement("met", f"The answer nowhere {DOES[self.verb]} it.", (), _nearest(graded))
        evidence = _strongest(graded)
        if level == FULL:
            return Judgement("violated", forbidden_reason(self.verb, evidence[0]), evidence)
        return self._weak(graded, evidence)

    def _weak(self, graded: list[Graded], evidence: tuple[Evidence, ...]) -> Judgement:
        weak = next((one for one in graded if one.level == WEAK), None)
        first = weak.evidence if weak else evidence[0]
        if weak is None or weak.taken_back is None:
            return Judgement("review", weak_reason(self.verb, first), evidence)
        return Judgement(
            "review", taken_back_reason(self.verb, first, weak.taken_back), (*evidence, weak.taken_back)
        )

    def _demanded(self, situation: Situation, graded: list[Graded], level: int) -> Judgement:
        if level != FULL and not self._reads:
            graded = [one._replace(evidence=situation.output.read(one.evidence)) for one in graded]
        evidence = _strongest(graded)
        if level == FULL:
            return Judgement("met", found_reason(self.verb, evidence[0]), evidence)
        if level == WEAK:
            return self._weak(graded, evidence)
        lost = next((one for one in graded if one.level == NONE and one.taken_back), None)
        if lost is not None and lost.taken_back is not None:
            reason = taken_back_reason(self.verb, lost.evidence, lost.taken_back)
            return absent(situation, reason, lost.evidence)._replace(evidence=evidence)
        nearest = _nearest(graded)
        misplaced = bool(nearest) and bool(self.before or self.place != Place())
        found = len({one.group for one in graded if one.level})
        reason = absence_reason(
            self.verb, nearest, found, self.wanted.need, self.unconditionally, misplaced=misplaced
        )
        return absent(situation, reason, nearest)


_ANYWHERE = Place()
_MET = Judgement("met", "")
"""What is not shown needs no reason."""


class _Limits(NamedTuple):
    sure: int | None
    """Where Y surely begins."""
    perhaps: int | None
    """Where a typing slip or doubtful match of Y begins."""


def _limits(text: Text, before: Wanted) -> _Limits:
    hits = list(before.hits(text))
    sure = [hit.start for hit in hits if not (hit.doubtful or hit.how == "corrected")]
    return _Limits(min(sure, default=None), min((hit.start for hit in hits), default=None))


def _earlier(hit: Hit, limits: _Limits) -> int:
    """Whether a hit stands before Y, or there is no Y."""
    if limits.sure is not None and hit.start >= limits.sure:
        return NONE
    return WEAK if limits.perhaps is not None and hit.start >= limits.perhaps else FULL


def _strongest(graded: list[Graded]) -> tuple[Evidence, ...]:
    counting = sorted((one for one in graded if one.level), key=lambda one: (-one.level, one.evidence.start))
    return tuple({(one.evidence.start, one.evidence.end): one.evidence for one in counting}.values())


def _nearest(graded: list[Graded]) -> Evidence | None:
    """The right phrase with the wrong reading or in the wrong place; slips last."""
    missed = [one.evidence for one in graded if not one.level]
    return min(missed, key=lambda evidence: (is_slip(evidence), evidence.start), default=None)
