"""Cuts a sentence into clauses: every word is advised, discouraged, stated, or part of a condition."""

from __future__ import annotations

from medrules.text import sentences as marks
from medrules.text.assertion_analysis import ADVICE, AGAINST, NONE, STATEMENT, Analysis, Context
from medrules.text.assertion_boundaries import CONTACTS, JOINTS
from medrules.text.assertion_inner import SUBORDINATORS, InnerClauses
from medrules.text.assertion_inverted import resumes_behind_only
from medrules.text.assertion_judging import advises, discourages, is_of_nobody, is_remote
from medrules.text.assertion_labels import read_label
from medrules.text.assertion_openings import ADVERSATIVES, COORDINATORS, FINITE, STRONG
from medrules.text.cues import Found

_CONTRASTS = frozenset(("not", "rather", "instead", "in", "as"))
_GIVEN = frozenset(("given", "considering", "based", "due", "because"))
_OF_SUBJECT = frozenset(("advice need", "advice back"))
_SUBJECT_RELATIVES = frozenset(("who", "that", "which"))
_GOES_ON = FINITE | COORDINATORS | {"to", "not", "never", "also", "still"}
_ORDERING = frozenset(("should", "must", "do", "to", "ought"))


def analyse(forms: list[str], flags: list[int], first: int, last: int, context: Context) -> Analysis:
    """Read one sentence from word ``first`` to ``last`` under what stands above it."""
    reader = _Reader(forms, flags, first, last, context)
    reader.run()
    return reader.result


def opening_of(forms: list[str], flags: list[int], first: int, last: int) -> str:
    """How a sentence opens, whatever stands above it: ``imperative``, ``finite`` or empty for a fragment."""
    return _Reader(forms, flags, first, last, Context()).opening(first)


class _Reader(InnerClauses):
    """One pass over the words of a sentence, left to right."""

    def run(self) -> None:
        """Fill the result. Most words can begin nothing: what they are is asked here, once, before any call."""
        forms, flags, acts, conditions = self.forms, self.flags, self.acts, self.conditions
        self._open(self.first, "")
        for at in range(self.first, self.last):
            form = forms[at]
            if at > self.first:
                if flags[at] or form in ADVERSATIVES or forms[at - 1] in JOINTS:
                    self._boundary(at)
                if form in CONTACTS and self._resumes(at):
                    self._begin(at, ADVICE, ",")
                elif form == "should" and resumes_behind_only(forms, self.first, at):
                    self._begin(at, STATEMENT, ",")
            if self.clause.act == AGAINST:
                self._end_gerund(at)
            if form in SUBORDINATORS or at in acts or at in conditions:
                self._subordinate(at)
            self._advance(at)
        if self.forms[self.first] in _GIVEN:
            self._state_reason()
        read_label(self, self.result, self.context)
        clause = self.clause
        asked = self.result.asked
        if asked is not None:
            ends = [main.start for main in self.mains if main.start > asked.end and main.joint in ("but", ";")]
            self.result.asked_end = min(ends, default=self.last)
        self.result.pending = self.pending
        if self.pending is not None and self.pending.start <= self.first + 1:
            inside, flags = self.result.inside, self.flags
            self.result.labelled = any(
                inside[at - 1 - self.first] and flags[at] & marks.COLON
                for at in range(self.pending.end, self.last)
            )
        opens = clause.act == AGAINST and clause.cue is not None and clause.cue.end == self.last
        self.result.end = Context(clause.act, clause.condition or self.pending, clause.inside, clause.cue, opens)

    def _state_reason(self) -> None:
        """``Given your history of cancer and surgery, …``: what is given is stated."""
        stop = next((at for at in self.result.borders if at > self.first), self.first)
        for place in range(stop - self.first):
            self.result.act[place] = self.result.act[place] or STATEMENT

    def _advance(self, at: int) -> None:
        """Write what holds at ``at`` and let the cue that begins here take effect."""
        result, place, clause = self.result, at - self.first, self.clause
        result.bare[place] = clause.act
        cue = self.acts.get(at)
        if cue is not None and cue.kind in _OF_SUBJECT and self._is_past_relative(at):
            self.result.borders.append(at)
            relative = self.clause
            self.clause = clause = self._resumed()
            strong = (place for place in range(relative.start, clause.start, -1) if self.flags[place] & STRONG)
            clause.start, clause.gap = next(strong, clause.start), range(relative.start, at)
        if cue is not None and not cue.kind.startswith("pseudo") and not clause.inside:
            self._act(cue)
        elif cue is not None and cue.kind == "pseudo held" and not clause.inside:
            self._hold(cue)
        result.act[place] = clause.act
        result.cue[place] = clause.cue
        result.inside[place] = clause.inside
        if result.condition[place] is None:
            result.condition[place] = clause.condition

    def _is_past_relative(self, at: int) -> bool:
        """``A child who will not drink needs``: the second verb is that of the main clause."""
        clause = self.clause
        if clause.kind != "relative" or clause.main is None or clause.main.act not in (NONE, STATEMENT):
            return False
        if self.forms[clause.start] not in _SUBJECT_RELATIVES or self.forms[at - 1] in _GOES_ON:
            return False
        return not FINITE.isdisjoint(self.forms[clause.start + 1 : at]) or at - clause.start > 2

    def _hold(self, cue: Found) -> None:
        """``You should not stop it``: it is advised to go on."""
        before = self.forms[cue.start - 1] if cue.start > self.first else ""
        if self.forms[cue.start] == "not" and before not in _ORDERING:
            return
        forbids = discourages(self, self.clause, cue._replace(kind="against"), self.covered)
        if forbids and self.clause.act != ADVICE:
            self.clause.act, self.clause.cue = ADVICE, cue

    def _act(self, cue: Found) -> None:
        """Let a cue of advice or prohibition take effect in its clause."""
        clause, kind = self.clause, cue.kind
        if kind == "advice need" and is_remote(self, clause, cue):
            clause.act, clause.cue = ADVICE, cue
            clause.condition = clause.condition or Found(cue.start - 1, cue.start, "condition")
        elif kind.startswith("advice"):
            if not advises(self, clause, cue, self.context.others):
                return
            clause.act, clause.cue = (AGAINST if is_of_nobody(self, clause, cue) else ADVICE), cue
        elif kind.startswith("against"):
            if (
                kind == "against back"
                and clause.kind == "relative"
                and self.forms[clause.start] in ("where", "when")
            ):
                return
            if not discourages(self, clause, cue, self.covered):
                return
            clause.act, clause.cue = AGAINST, cue
        elif kind == "nobody back":
            if not is_of_nobody(self, clause, cue):
                return
            clause.act, clause.cue = AGAINST, cue
        if kind.endswith("back"):
            refused: Found | None = None
            for index in range(clause.start, cue.start):
                if self.flags[index] & marks.COMMA:
                    refused = None
                refused = self._refused(index) or refused
                if index not in clause.gap:
                    does = (
                        (AGAINST, refused) if refused is not None and clause.act == ADVICE else (clause.act, cue)
                    )
                    self.result.act[index - self.first], self.result.cue[index - self.first] = does

    def _refused(self, at: int) -> Found | None:
        """``Paracetamol, not ibuprofen, is best``: the other of the two."""
        cue = self.acts.get(at)
        if cue is not None and cue.kind == "against noun" and self.forms[at] in _CONTRASTS:
            return cue
        return (
            Found(at, at + 1, "against noun") if self.forms[at] == "not" and self.flags[at] & marks.COMMA else None
        )
