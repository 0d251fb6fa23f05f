"""The doses of a stretch while it is read: how each amount joins those before it."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from medrules.text.doses_amounts import Measured, held_in
from medrules.text.doses_lexing import Token, words_for
from medrules.text.doses_limits import Cue, is_limited_behind
from medrules.text.doses_model import DAY, Amount, Dose, Often
from medrules.text.doses_units import COUNTED, MEASURED, kind_of

_STRENGTH_REACH = 8
"""Pieces between the strength of a tablet and how many are taken."""
_WAITS = 12
"""Pieces between how often and its amount, where that stands behind."""


@dataclass
class Draft:
    """A dose that is being put together. Positions are of pieces, ``end`` exclusive."""

    kind: Literal["dose", "limit", "threshold"]
    start: int
    end: int
    amount: Amount | None
    measured: Measured | None = None
    hours: float | None = None
    often: Often | None = None
    once: bool = False
    flexible: bool = False
    divided: bool = False
    restated: bool = False
    """It says in other units what the draft before it says."""
    dropped: bool = False
    regimen: int = 0


@dataclass
class Amounts:
    """The drafts so far, and what is known of strengths, liquids and limits."""

    tokens: list[Token]
    drafts: list[Draft] = field(default_factory=list)
    strength: Amount | None = None
    liquid: Measured | None = None
    waiting: tuple[Often, int, int] | None = None
    """A frequency that stands before its amount, and its pieces."""
    single: int = -100
    """Where a single dose was announced before its amount."""
    cue: Cue | None = None
    cued: Often | None = None
    """In ``maximum daily dose 4 g``, what the limit is for."""

    def measured(self, at: int, found: Measured) -> None:
        """An amount at a piece: a dose, a limit, or the strength of what is counted elsewhere."""
        last = self.last()
        if found.role == "strength" or self._says_strength(at, found, last):
            self.strength = found.amount
            if last is not None and last.amount is not None and kind_of(last.amount.unit) in COUNTED:
                last.amount = self._made_of(last.amount)
            return
        if found.role == "liquid":
            self._poured(found, last)
            return
        amount = self._worked_out(found, last, at)
        draft = Draft(self._kind(found), at, found.end, amount, found, found.hours)
        if self.cue is not None and draft.kind == "limit":
            draft.start = self.cue.start
            if self.waiting is not None and self.waiting[2] == draft.start:
                self.cued, draft.start, self.waiting = self.waiting[0], self.waiting[1], None  # daily maximum
            if draft.hours is None and self.cued is not None:
                draft.hours = DAY / self.cued.most
        self.cue = self.cued = None
        self._join(draft, last)
        self.drafts.append(draft)

    def _says_strength(self, at: int, found: Measured, last: Draft | None) -> bool:
        """``one tablet every day (2.5 mg)``."""
        if last is None or last.amount is None or last.often is None or found.role != "amount" or found.hours:
            return False
        counted, bracket = kind_of(last.amount.unit) in COUNTED, self.tokens[at - 1].form == "("
        return counted and bracket and kind_of(found.amount.unit) in MEASURED

    def _poured(self, found: Measured, last: Draft | None) -> None:
        self.liquid = found
        if last is not None and last.amount is not None and kind_of(last.amount.unit) == "volume" and found.volume:
            last.amount = held_in(last.amount, found.amount, found.volume) or last.amount

    def _kind(self, found: Measured) -> Literal["dose", "limit", "threshold"]:
        if self.cue is not None:
            return self.cue.kind
        return "limit" if is_limited_behind(self.tokens, found.end) else "dose"

    def _worked_out(self, found: Measured, last: Draft | None, at: int) -> Amount:
        """Tablets of a known strength and volumes of a known liquid as what they hold."""
        if found.role == "count":
            if last is not None and at - last.end <= 1 and self.tokens[at - 1].form == "(":
                return found.amount  # 650 mg (2 tablets): the same in other words
            formed = (
                last is not None and last.often is None and last.measured is not None and last.amount is not None
            )
            if formed and last is not None and last.measured is not None and last.kind == "dose":
                close = last.measured.formed or at - last.end <= _STRENGTH_REACH
                if close and self.strength is None and kind_of(last.measured.amount.unit) in MEASURED:
                    self.strength, last.dropped = last.amount, True
            return self._made_of(found.amount)
        self.strength = found.each or self.strength
        if kind_of(found.amount.unit) == "volume" and self.liquid is not None and self.liquid.volume is not None:
            return held_in(found.amount, self.liquid.amount, self.liquid.volume) or found.amount
        return found.amount

    def _made_of(self, count: Amount) -> Amount:
        if self.strength is None:
            return count
        return self.strength.times(count.least, count.most)

    def bare_count(self, at: int) -> int | None:
        """``500 mg tablets: take 2 every 4 hours``."""
        last, number = self.last(), self.tokens[at].number
        if number is None or number.pair or number.most > 20 or last is None or last.often is not None:
            return None
        taken = at > 0 and self.tokens[at - 1].form in words_for("words", "take")
        formed = (
            last.measured is not None and last.kind == "dose" and (last.measured.formed or self._opens(at - 1))
        )
        if not (formed and (taken or self.strength)) or last.amount is None:
            return None
        last.dropped = True
        amount = last.amount.times(number.least, number.most)
        self.drafts.append(Draft("dose", at, at + 1, amount))
        return at + 1

    def _opens(self, at: int) -> bool:
        """Whether a piece stands right behind a colon or comma that follows a strength: *500 mg: take 3*."""
        last = self.last()
        if last is None or last.measured is None or kind_of(last.measured.amount.unit) not in MEASURED:
            return False
        return at == last.end + 1 and self.tokens[at - 1].form in (":", ",", "-", "–", "—")

    def _join(self, draft: Draft, last: Draft | None) -> None:
        """What an amount is beside the one before it: another dose, the same in other words, a step."""
        before = [token.form for token in self.tokens[max(0, draft.start - 2) : draft.start]]
        if self._is_step(draft, before):
            draft.dropped = True
        elif draft.kind == "dose" and last is not None:
            totals = [token.form for token in self.tokens[max(0, draft.start - 3) : draft.start]]
            total = any(form in words_for("words", "total") for form in totals)
            bracket = "(" in before and last.end >= draft.start - 2 and last.often is None
            if (bracket or total) and draft.hours is None:
                draft.restated = True
        if draft.kind == "dose" and not draft.dropped:
            if self.waiting is not None and draft.start - self.waiting[2] <= _WAITS:
                draft.often, draft.start = self.waiting[0], self.waiting[1]
                if draft.hours is None and self._is_total(draft):
                    draft.hours, draft.often = DAY / self.waiting[0].most, None
            draft.once = draft.start - self.single <= _WAITS
            self.waiting, self.single = None, -_WAITS - 1

    def _is_total(self, draft: Draft) -> bool:
        """``the total daily dose is 4 g``: what a day comes to, in doses that are not said."""
        return draft.start > 0 and self.tokens[draft.start - 1].form == "total"

    def _is_step(self, draft: Draft, before: list[str]) -> bool:
        """``increase by 5 mg``, ``dispense 30 tablets``, ``from 1 g to 500 mg``."""
        if before[-1:] == ["from"]:
            after = [token.form for token in self.tokens[draft.end : draft.end + 5]]
            return "to" in after and draft.amount is not None and draft.amount.least == draft.amount.most
        known = before == ["instead", "of"] or any(form in words_for("words", "steps") for form in before[-1:])
        return known and before != ["followed", "by"]

    def last(self) -> Draft | None:
        """The latest dose that is none of a limit."""
        return next((draft for draft in reversed(self.drafts) if draft.kind == "dose" and not draft.dropped), None)

    def share(self) -> None:
        """A restated amount is said of the same doses; one that adds nothing is left out."""
        for before, draft in pairwise(self.drafts):
            if draft.restated and before.kind == "dose":
                draft.often = draft.often or before.often
                before.often = before.often or draft.often
                same = before.measured is not None and draft.measured is not None
                if same and before.measured.body == draft.measured.body:  # type: ignore[union-attr]
                    draft.dropped = True
                    before.end = max(before.end, draft.end)

    def sum(self) -> None:
        """Doses for several times of one day belong together."""
        number = 0
        doses = [draft for draft in self.drafts if draft.kind == "dose" and not draft.dropped]
        for before, draft in pairwise(doses):
            both = before.often is not None and draft.often is not None
            either = any(token.form == "or" for token in self.tokens[before.end : draft.start])
            if both and not either and before.often.daytime and draft.often.daytime:  # type: ignore[union-attr]
                number += 0 if before.regimen else 1
                before.regimen = draft.regimen = before.regimen or number

    def dose(self, draft: Draft) -> Dose:
        """A draft with the characters that it stands in."""
        measured = draft.measured
        start, end = self.tokens[draft.start].start, self.tokens[draft.end - 1].end
        return Dose(
            start,
            end,
            draft.kind,
            draft.amount,
            measured.body if measured is not None else "",
            draft.hours,
            draft.often,
            draft.once,
            measured.options if measured is not None else (),
            draft.flexible,
            draft.regimen,
        )
