"""Finds where clauses begin in a sentence: at marks and conjunctions, with an order or with a finite verb."""

from __future__ import annotations

from medrules.text import sentences as marks
from medrules.text.assertion_analysis import ADVICE, AGAINST, NONE, STATEMENT, Analysis, Clause, Context
from medrules.text.assertion_inverted import conditions_of, is_alarm_answered, lists_conditions
from medrules.text.assertion_openings import (
    ADVERSATIVES,
    AUXILIARIES,
    COORDINATORS,
    DETERMINERS,
    FINITE,
    PREPOSITIONS,
    REASONS,
    RELATIVES,
    STRONG,
    SUBJECTS,
    VERBS,
    Openings,
)
from medrules.text.cues import Found, find_cues, word_class

_WEAK = marks.COMMA | marks.OPEN | marks.CLOSE | marks.QUOTE
_PURPOSES = word_class("purpose")
_SUFFER = word_class("suffer")
_TIMES = word_class("time")
CONTACTS = frozenset(("call", "ring", "dial", "phone", "go", "see", "seek", "contact", "visit", "stop", "take"))
"""Orders that may follow their condition without a comma."""
_THEN = frozenset(("so", "please", "then"))
JOINTS = COORDINATORS | ADVERSATIVES | _THEN
"""Behind one of these a clause may begin."""
_OBLIGED = frozenset(("need", "needs", "have", "has"))
_STILL_AHEAD = 5
_RELIEF = word_class("relief")
_PARTICLES = frozenset(("away", "down", "up", "back", "on", "off", "through", "out"))
_BEFORE_VERBS = AUXILIARIES | COORDINATORS | SUBJECTS | DETERMINERS | PREPOSITIONS | RELATIVES | {"not"}
_SHORTEST_CONDITION = 3
_FIRST = REASONS | {"even", "despite", "given"}
_PARTS = marks.COMMA | marks.OPEN | marks.CLOSE | STRONG
_BEFORE_PHRASE = DETERMINERS | {"to", "just", "simply", "don't", "not", "never"}
_MODALS = frozenset(("will", "may", "can", "might", "would", "could", "likely"))
_MEDICAL = word_class("clinician")
_SOMEBODY = word_class("other") | {"someone", "somebody", "anyone", "them", "him"}
_WAITING = word_class("waiting")
_ARTICLES = frozenset(("a", "an", "any", "the"))
_NEEDLESS = frozenset(("need", "needn't", "needs"))


class Boundaries(Openings):
    """A sentence while it is cut into main clauses."""

    def __init__(self, forms: list[str], flags: list[int], first: int, last: int, context: Context) -> None:
        self.context = context
        self.result = Analysis(first, last, find_cues(forms, flags, first, last))
        cues = self.result.cues
        conditions = conditions_of(forms, flags, (first, last), cues)
        acts = {cue.start: cue for cue in cues.get("act", ())}
        super().__init__(forms, flags, (first, last), acts, conditions)
        self.covered = {
            at
            for cue in cues.get("act", ())
            if not cue.kind.startswith("pseudo")
            for at in range(cue.start, cue.end)
        }
        self.covered |= {
            at for cue in conditions.values() if cue.kind == "case" for at in range(cue.start + 1, cue.end)
        }
        self.clause = Clause(first, NONE, None)
        self.mains: list[Clause] = [self.clause]
        self.saved: list[Clause] = []
        self.inserted = False
        """The condition stands between commas inside its clause (``call 111 or, if he is worse, 999``)."""
        self.pending: Found | None = None
        """A condition that stood first and governs the clauses that follow it."""

    def _boundary(self, at: int) -> None:
        """A mark or a conjunction before ``at`` may begin another clause."""
        found, form, before = self.flags[at], self.forms[at], self.forms[at - 1]
        if found & marks.CLOSE and self.saved:
            self.clause = self.saved.pop()
        if found & marks.OPEN:
            self.saved.append(self.clause)
            self.clause = self._copy(at)
        if form in ADVERSATIVES and form not in ("still", "yet"):
            self.result.borders.append(at)
            self._open(at, "but")
        elif found & STRONG:
            self._open(at, ";")
        elif form in COORDINATORS or (found & marks.QUOTE and not found & _PARTS and self._is_quoted_phrase(at)):
            return
        elif found & _WEAK:
            self._open(at, "," if found & marks.COMMA else "quote")
        elif before in COORDINATORS:
            self._open(at, ("," if self.flags[at - 1] & marks.COMMA else "") + before)
        elif (before in ADVERSATIVES and before not in ("still", "yet")) or before in _THEN:
            self._open(at, ",")

    def _is_quoted_phrase(self, at: int) -> bool:
        """``Don't "wait and see"``: quotation marks around what the clause goes on to say."""
        cue, before = self.clause.cue, self.forms[at - 1]
        return before in _BEFORE_PHRASE or (cue is not None and cue.end == at)

    def _resumes(self, at: int) -> bool:
        """``If it worsens call 911``: the order follows its condition without a comma."""
        clause, form, before = self.clause, self.forms[at], self.forms[at - 1]
        if clause.kind != "condition" or form not in CONTACTS or self.pending is not clause.condition:
            return False
        if at - clause.start < _SHORTEST_CONDITION or self.next_form(at) in _PARTICLES:
            return False
        return before not in _BEFORE_VERBS and self.opening(at) == "imperative"

    def _copy(self, at: int) -> Clause:
        clause = Clause(at, self.clause.act, self.clause.cue, self.clause.kind)
        clause.condition, clause.inside, clause.main = self.clause.condition, self.clause.inside, self.clause.main
        return clause

    def _open(self, at: int, joint: str) -> None:
        """Begin a clause at ``at`` if one begins there; a fragment goes on with the clause before it."""
        opening = self.opening(at)
        if at == self.first:
            self.result.opens = opening
        clause = self.clause
        alarm = clause.inside and clause.start == self.first and self.pending is not None and joint == ";"
        if alarm and not opening and is_alarm_answered(self.forms, self.flags, at):
            self._begin(at, ADVICE, joint)
            return
        if not opening and joint == "," and self._ends_first_clause(at):
            opening = "finite"
        if opening == "imperative" and not self._may_command(at, joint):
            opening = ""
        if (
            opening == "finite"
            and clause.inside
            and (
                joint in ("or", "and", "nor", "plus") or self.forms[self.after_leaders(at)] in FINITE - AUXILIARIES
            )
        ):
            return
        if opening == "finite" and joint == "," and clause.inside and lists_conditions(self, at):
            return
        if opening == "finite" and self._is_same_subject(at, joint):
            if self.context.act == NONE:
                for index in range(clause.start - self.first, at - self.first):
                    self.result.act[index] = STATEMENT
            clause.act = STATEMENT
            return
        if opening:
            self._begin(at, ADVICE if opening == "imperative" else STATEMENT, joint)
        elif self.inserted and joint == "," and clause.inside and clause.main is not None and at + 1 <= self.last:
            self.inserted = False
            self.clause = self._resumed()
            self.clause.condition = clause.condition
        elif joint == "but" and clause.act == AGAINST:
            self._begin(at, ADVICE if clause.kind == "main" else NONE, joint)
        elif clause.main is not None and (
            (clause.kind == "topic" and self._is_infinitive(at))
            or (clause.kind in ("relative", "reason") and joint == ",")
        ):
            self.clause = clause.main

    def _ends_first_clause(self, at: int) -> bool:
        """``While it may pass, a rash, a fever and pain are``: the main clause, though its subject is a list."""
        if len(self.mains) > 1 or self.forms[self.first] not in _FIRST or self.forms[at] not in DETERMINERS:
            return False
        return not FINITE.isdisjoint(self.forms[self.first : at]) and self.finite_at(at) < self.last

    def _is_infinitive(self, at: int) -> bool:
        """``… and to seek help`` goes back to the advice before the purpose."""
        return self.forms[at] == "to" and self.next_form(at) not in _PURPOSES

    def _is_same_subject(self, at: int, joint: str) -> bool:
        """``Ibuprofen and other painkillers are``: what stands before *and* is part of the subject."""
        clause, forms = self.clause, self.forms
        if (
            not joint
            or joint in (";", "but", "quote")
            or forms[at] in SUBJECTS
            or forms[clause.start] in PREPOSITIONS
        ):
            return False
        if joint == "," and forms[at] not in FINITE and COORDINATORS.isdisjoint(forms[at : self.finite_at(at)]):
            return False
        opens = clause.act in (NONE, STATEMENT) and clause.kind == "main" and not clause.inside
        return opens and self.pending is None and FINITE.isdisjoint(forms[clause.start : at])

    def _may_command(self, at: int, joint: str) -> bool:
        """Whether a verb in its base form after this joint is an order and no part of what goes on."""
        if self.context.others:
            return False
        clause = self.clause
        act = clause.main.act if clause.main is not None and not clause.inside else clause.act
        word = self.after_leaders(at)
        if clause.inside:
            suffers = self.forms[word] in _SUFFER and not self._is_causative(word)
            return joint.lstrip(",") not in COORDINATORS and not suffers
        if act == STATEMENT and joint == "," and self._is_after_modal(clause, at):
            return False
        if act == STATEMENT and at > self.first:
            return joint in (";", "but") or (joint == "," and (self.has_object(word) or self._forbids(word)))
        if act == AGAINST:
            if self.flags[at] & marks.COLON and clause.cue is not None and clause.cue.end >= at:
                return False  # a label: "Don't: share towels"
            if joint == "and" and clause.cue is not None and self._is_needless(clause.cue):
                return False  # "you do not need to worry and go to hospital"
            listed = joint == "," and "or" in self.forms[at : min(at + 6, self.last)]
            return not (joint.endswith("or") or (listed and not self._is_other_than_forbidden(at)))
        if act == ADVICE or at == self.first:
            return True
        opens = self.forms[self.first] in DETERMINERS and not _TIMES.intersection(self.forms[self.first : at])
        subject = act == NONE and opens and self.forms[self.first : self.first + 2] != ["no", "matter"]
        return joint in (";", "but") or (joint == "," and not subject)

    def _forbids(self, at: int) -> bool:
        """``It is late, so don't take it``: no subject, so an order."""
        if self.forms[at] == "do" and self.next_form(at) == "not":
            at += 1
        elif self.forms[at] not in ("don't", "never"):
            return False
        return self.next_form(at) in VERBS

    def _is_other_than_forbidden(self, at: int) -> bool:
        """``Do not wait, call 911 or go``, ``you need no appointment, call or write``: no more of the list."""
        cue = self.clause.cue
        if cue is None or self.forms[self.after_leaders(at)] in _WAITING:
            return False
        of_thing = self._is_needless(cue) and self.forms[cue.end] in _ARTICLES
        return of_thing or not _WAITING.isdisjoint(self.forms[cue.start : at])

    def _is_causative(self, at: int) -> bool:
        """``Have the husband interpret``: somebody is to do it."""
        whom = at + 1 + (self.next_form(at) in DETERMINERS)
        does = self.next_form(whom) if whom < self.last else ""
        return self.forms[at] == "have" and self.forms[whom] in _SOMEBODY and does in VERBS

    def _is_needless(self, cue: Found) -> bool:
        """``Do not need to``, ``needn't``: what stands behind *and* is not needed either."""
        return not _NEEDLESS.isdisjoint(self.forms[cue.start : cue.end])

    def _is_after_modal(self, clause: Clause, at: int) -> bool:
        """``The doctor will look, check your leg, and order``: all of it behind the one verb."""
        before = self.forms[clause.start : at]
        return not _MODALS.isdisjoint(before) and "you" not in before and not _MEDICAL.isdisjoint(before)

    def _begin(self, at: int, act: int, joint: str) -> None:
        cue = Found(at, self.after_leaders(at) + 1, "imperative") if act == ADVICE else None
        if act == ADVICE and at == self.first and self.context.open:
            act, cue = AGAINST, self.context.cue
        if joint == "but" or (self.flags[at] & marks.SEMICOLON and act == STATEMENT and not self.clause.inside):
            self.pending = None
        before = self.forms[max(at - 2, self.first) : at]
        if self.forms[at] in ("otherwise", "so") or (before[-1:] == ["so"] and before != ["if", "so"]):
            self.pending = None
        if self.pending is not None and self._holds_still(at):
            self.pending = None
        clause = Clause(at, act, cue, "main", joint)
        clause.condition = self.pending
        self.result.borders.append(at)
        self.mains.append(clause)
        self.clause = clause

    def _holds_still(self, at: int) -> bool:
        """``If it eases, you still need to go``: it holds whether or not it eases."""
        if self.pending is None or self.forms[self.pending.start] == "unless":
            return False
        if _RELIEF.isdisjoint(self.forms[self.pending.end : at]) or "not" in self.forms[self.pending.end : at]:
            return False
        stop = min(at + _STILL_AHEAD, self.last)
        for place in range(at + 1, stop):
            if self.flags[place] & (marks.COMMA | STRONG):
                return False
            if self.forms[place] == "still":
                beside, behind = {self.forms[place - 1], self.next_form(place)}, self.forms[place + 2 : place + 3]
                obliged = self.next_form(place) in _OBLIGED and behind == ["to"]
                return obliged or not beside.isdisjoint(("should", "must"))
        return False

    def _resumed(self) -> Clause:
        main = self.clause.main or self.clause
        clause = Clause(main.start, main.act, main.cue, "main", main.joint)
        clause.condition, clause.inside = main.condition, main.inside
        return clause
