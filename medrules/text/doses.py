"""Reads the doses in a stretch of text from its original characters: how much, how often, and what limits it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from medrules.text.doses_amounts import read_measured
from medrules.text.doses_filling import Amounts, Draft
from medrules.text.doses_frequency import Found, Phrases, read_often, time_unit
from medrules.text.doses_lexing import Token, dose_words, starts_sentence, tokenise, words_for
from medrules.text.doses_limits import cue_at
from medrules.text.doses_model import DAY, Dose, Often
from medrules.text.doses_units import DRUG, span_after

_MOST_TOKENS = 2000
"""Pieces of one stretch that are read; no sentence on a dose comes near."""


_NEARBY = 4
"""Pieces between an amount and the time that it is for."""


def read_doses(source: str, start: int, end: int, names: Sequence[tuple[int, int]] = ()) -> list[Dose]:
    """The doses from character ``start`` to ``end``, in their order.

    Args:
        source: the untouched text.
        start: the first character that is read.
        end: the first character that is not.
        names: where the medicine is named, so that *two 500 mg acetaminophen tablets* is one amount.

    Never raises. What cannot be worked out is missing (``Dose.missing``); what may be read in two ways says so
    (``Amount.misread``).
    """
    return read_pieces(with_names(tokenise(source, start, end), names))


def with_names(tokens: list[Token], names: Sequence[tuple[int, int]]) -> list[Token]:
    """The pieces with each name of the medicine as one piece."""
    found: list[Token] = []
    ahead = sorted(names, reverse=True)
    for token in tokens:
        while ahead and ahead[-1][1] <= token.start:
            ahead.pop()
        if ahead and token.end > ahead[-1][0]:
            first, last = ahead[-1]
            if not found or found[-1].start != first:
                found.append(Token("mark", first, last, DRUG))
        else:
            found.append(token)
    return found


def read_pieces(tokens: list[Token]) -> list[Dose]:
    """The doses in some pieces, in their order."""
    reader = _Reader(tokens[:_MOST_TOKENS])
    reader.read()
    return reader.doses()


_SENTENCE = 40
"""Pieces that are looked back over for the end of a sentence."""


@dataclass
class _Reader(Amounts):
    """Goes through the pieces of one stretch and puts its doses together."""

    def read(self) -> None:
        """Goes once through the pieces."""
        at = 0
        while at < len(self.tokens):
            at = self._step(at)

    def _step(self, at: int) -> int:
        if self.cue is not None and at >= self.cue.reach:
            self.cue, self.cued = None, None
        if (pause := self._pause(at)) is not None:
            return pause
        if (cue := cue_at(self.tokens, at)) is not None:
            self.cue, self.cued = cue, None
            return cue.end
        if (single := _single().match(self.tokens, at)) is not None and not self._counts(at):
            self._once(at)
            return single[1]
        if (found := read_measured(self.tokens, at)) is not None:
            self.measured(at, found)
            return found.end
        if (often := read_often(self.tokens, at)) is not None:
            self._often(at, often)
            return often.end
        if (spanned := self._spanned(at)) is not None:
            return spanned
        return self._word(at)

    def _spanned(self, at: int) -> int | None:
        """``4 g of acetaminophen a day``: the time that the amount before it is for."""
        last = self.drafts[-1] if self.drafts else None
        if last is None or last.hours is not None or last.often is not None or at - last.end > _NEARBY:
            return None
        end, hours = span_after(self.tokens, at)
        if hours is None:
            return None
        last.hours, last.end = hours, end
        return end

    def _counts(self, at: int) -> bool:
        """``one dose every 6 hours`` counts doses and is no single one."""
        return self.tokens[at].number is not None and read_often(self.tokens, at) is not None

    def _word(self, at: int) -> int:
        token, last = self.tokens[at], self.last()
        if last is not None and not last.flexible and _as_needed().match(self.tokens, at) is not None:
            last.flexible = True
        elif token.form in words_for("words", "divided") or (
            token.form in ("in", "as", "into") and self._in_doses(at)
        ):
            self._divide(at)
        elif token.form in words_for("words", "loading") and last is not None and last.often is None:
            last.once = True
        elif token.form in words_for("words", "then") and last is not None and last.often is None:
            last.once = last.hours is None
        elif token.number is not None and (bare := self.bare_count(at)) is not None:
            return bare
        return at + 1

    # How often

    def _often(self, at: int, found: Found) -> None:
        if self.cue is not None and self.cue.kind == "limit":
            if self.tokens[at].number is not None or self.tokens[at].form in dose_words()["counts"]:
                self.drafts.append(Draft("limit", self.cue.start, found.end, None, often=found.often))
                self.cue = None
            else:
                self.cued = found.often
            return
        before = [token.form for token in self.tokens[max(0, at - 2) : at]]
        if not _NOT.isdisjoint(before) or not self._carries(at):
            return
        if (
            self.drafts
            and self.drafts[-1].dropped
            and self.drafts[-1].often is None
            and self.drafts[-1].end >= at - 2
        ):
            self.drafts[-1].often = found.often
            return
        limit = self.drafts[-1] if self.drafts and self.drafts[-1].kind != "dose" else None
        if limit is not None and limit.often is None and limit.hours is None and limit.end >= at - 1:
            limit.hours, limit.end = DAY / found.often.most, found.end
            return
        last = self.last()
        if last is None:
            self.waiting = self.waiting or (found.often, at, found.end)
        else:
            self._attach(last, at, found)

    def _carries(self, at: int) -> bool:
        """A frequency in a later sentence is of the dose only behind *it*, *taken* or the like."""
        last = self.last()
        first = max(last.end if last is not None else 1, at - _SENTENCE)
        if not any(starts_sentence(self.tokens, place) for place in range(first, at)):
            return True
        before = self.tokens[at - 1]
        return (
            before.number is not None or before.form in words_for("carriers") or starts_sentence(self.tokens, at)
        )

    def _attach(self, last: Draft, at: int, found: Found) -> None:
        capped = [token.form for token in self.tokens[max(0, at - 2) : at]] == ["up", "to"]
        last.flexible = last.flexible or capped or found.often.least < found.often.most
        if last.often is None:
            if last.hours is None or last.divided or found.often.most != 1:
                last.often = found.often
        elif last.often.daytime and found.often.daytime:
            last.often = Often(
                last.often.least + found.often.least, last.often.most + found.often.most, daytime=True
            )
        elif capped or found.often.most < 1 <= last.often.most or found.often.daytime:
            most = min(last.often.most, found.often.most)
            last.often = Often(min(last.often.least, most), most) if not found.often.daytime else last.often
        else:
            last.often = Often(last.often.least, max(last.often.most, found.often.most))
        last.end = max(last.end, found.end)

    def _once(self, at: int) -> None:
        last = self.last()
        if last is None:
            self.single = at
        elif last.often is None:
            last.once = True

    def _in_doses(self, at: int) -> bool:
        """``2400 mg/day in 3 doses``."""
        last, ahead = self.last(), self.tokens[at + 1 : at + 3]
        counted = len(ahead) == 2 and ahead[0].number is not None and ahead[1].form in words_for("words", "dose")
        return counted and last is not None and last.hours is not None

    def _divide(self, at: int) -> None:
        """``3 g daily in divided doses``, ``divided every 8 hours``, ``in 3 divided doses``."""
        last = self.last()
        if last is None:
            return
        if last.hours is None:
            last.hours = DAY / last.often.most if last.often is not None and last.often.most <= 1 else DAY
            last.often = None
        last.divided = True
        if at + 1 < len(self.tokens) and self.tokens[at + 1].form in ("every", "q", "each"):
            return
        for token in (*self.tokens[max(last.end, at - 2) : at], *self.tokens[at + 1 : at + 4]):
            if (
                token.number is not None
                and not token.number.pair
                and 1 <= token.number.least <= token.number.most <= 24
            ):
                last.often = Often(token.number.least, token.number.most)
                break

    def _pause(self, at: int) -> int | None:
        """``for 7 days``, ``over 30 minutes``; ``at least 4 hours apart`` says how often."""
        form = self.tokens[at].form
        if form in words_for("words", "pauses"):
            place = at + 1
            while place < len(self.tokens) and self.tokens[place].form in (
                "a",
                "the",
                "next",
                "first",
                "another",
                "up",
                "to",
                "at",
                "least",
                "about",
            ):
                place += 1
            timed = self._timed(place)
            return timed if timed is not None and timed > place else None
        counted = self.tokens[at].number is not None and read_often(self.tokens, at) is None  # not 7 days a week
        if counted and (end := self._timed(at)) is not None:
            number = self.tokens[at].number
            apart = end < len(self.tokens) and self.tokens[end].form in words_for("words", "apart")
            hours = time_unit(self.tokens[end - 1])
            last = self.last()
            if apart and hours and number and number.least > 0 and last is not None and last.often is None:
                times = DAY / (number.least * hours)
                last.often, last.end = Often(min(times, 1.0), times), end + 1
            return end
        return None

    def _timed(self, at: int) -> int | None:
        """Where a number of days or hours ends."""
        place = at + 1 if at < len(self.tokens) and self.tokens[at].number is not None else at
        if place < len(self.tokens) and self.tokens[place].form == "-" and place > at:
            place += 1
        if place < len(self.tokens) and time_unit(self.tokens[place]) is not None:
            return place + 1
        return None

    # What comes out

    def doses(self) -> list[Dose]:
        """What was found."""
        self.share()
        self.sum()
        found = [self.dose(draft) for draft in self.drafts if not draft.dropped]
        if self.waiting is not None and not any(dose.kind == "dose" for dose in found):
            often, first, last = self.waiting
            found.append(Dose(self.tokens[first].start, self.tokens[last - 1].end, "dose", None, often=often))
        return sorted(found, key=lambda dose: dose.start)


_NOT = frozenset(("not", "never", "than"))


@cache
def _as_needed() -> Phrases:
    return Phrases((phrase, 1.0) for phrase in dose_words()["words"]["prn"])


@cache
def _single() -> Phrases:
    return Phrases((phrase, 1.0) for phrase in dose_words()["single"]["words"])
