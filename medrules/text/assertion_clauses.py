"""Cuts a sentence into clauses: every word is advised, discouraged, stated, or part of a condition."""

from __future__ import annotations

from medrules.text import sentences as marks
from medrules.text.assertion_analysis import ADVICE, AGAINST, NONE, STATEMENT, Analysis, Clause, Context
from medrules.text.assertion_inverted import (
    TELLERS,
    conditions_of,
    is_alarm_answered,
    is_place,
    is_told,
    lists_conditions,
    repeats,
    resumes_behind_only,
)
from medrules.text.assertion_judging import advises, discourages, is_occasion, is_of_nobody, is_remote
from medrules.text.assertion_labels import read_label
from medrules.text.assertion_openings import (
    ADVERSATIVES,
    AUXILIARIES,
    COORDINATORS,
    DETERMINERS,
    FINITE,
    LEADERS,
    PREPOSITIONS,
    REASONS,
    RELATIVES,
    STRONG,
    SUBJECTS,
    Openings,
)
from medrules.text.cues import Found, find_cues, word_class

_WEAK = marks.COMMA | marks.OPEN | marks.CLOSE | marks.QUOTE
_TOPICS = word_class("topic")
_PURPOSES = word_class("purpose")
_SUFFER = word_class("suffer")
_HOLDING = word_class("holding")
_TIMES = word_class("time")
_CONTACTS = frozenset(("call", "ring", "dial", "phone", "go", "see", "seek", "contact", "visit", "stop", "take"))
_PARTICLES = frozenset(("away", "down", "up", "back", "on", "off", "through", "out"))
_BEFORE_VERBS = AUXILIARIES | COORDINATORS | SUBJECTS | DETERMINERS | PREPOSITIONS | RELATIVES | {"not"}
_SHORTEST_CONDITION = 3
_LONGEST_LABEL = 5
_TOLD = frozenset(("told", "asked", "advised", "instructed", "encouraged", "able", "used"))
_FIRST = REASONS | {"even", "despite", "given"}
_PARTS = marks.COMMA | marks.OPEN | marks.CLOSE | STRONG
_BEFORE_PHRASE = DETERMINERS | {"to", "just", "simply", "don't", "not", "never"}
_CONTRASTS = frozenset(("not", "rather", "instead", "in", "as"))
_WEIGHED = frozenset(
    ("risks", "benefits", "pros", "cons", "dangers", "advantages", "disadvantages", "signs", "symptoms")
)
_CHOSEN = frozenset(("better", "rather", "safer", "wiser", "prefer", "best"))
_MODALS = frozenset(("will", "may", "can", "might", "would", "could", "likely"))
_MEDICAL = word_class("clinician")
_WATCHING = frozenset(("monitor", "watch", "track", "observe"))
_GIVEN = frozenset(("given", "considering", "based", "due", "because"))
_OF_SUBJECT = frozenset(("advice need", "advice back"))
_SUBJECT_RELATIVES = frozenset(("who", "that", "which"))
_GOES_ON = FINITE | COORDINATORS | {"to", "not", "never", "also", "still"}
_CHOOSING = frozenset(("choose", "opt", "pick", "prefer", "favour", "favor", "select", "recommend"))
_ORDERING = frozenset(("should", "must", "do", "to", "ought"))


def analyse(forms: list[str], flags: list[int], first: int, last: int, context: Context) -> Analysis:
    """Read one sentence from word ``first`` to ``last`` under what stands above it."""
    reader = _Reader(forms, flags, first, last, context)
    reader.run()
    return reader.result


def opening_of(forms: list[str], flags: list[int], first: int, last: int) -> str:
    """How a sentence opens, whatever stands above it: ``imperative``, ``finite`` or empty for a fragment."""
    return _Reader(forms, flags, first, last, Context()).opening(first)


class _Reader(Openings):
    """One pass over the words of a sentence, left to right."""

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

    def run(self) -> None:
        """Fill the result."""
        self._open(self.first, "")
        for at in range(self.first, self.last):
            if at > self.first:
                self._boundary(at)
                if self._resumes(at):
                    self._begin(at, ADVICE, ",")
                elif self.forms[at] == "should" and resumes_behind_only(self.forms, self.first, at):
                    self._begin(at, STATEMENT, ",")
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

    # Boundaries between clauses

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
        elif (before in ADVERSATIVES and before not in ("still", "yet")) or before in ("so", "please", "then"):
            self._open(at, ",")

    def _is_quoted_phrase(self, at: int) -> bool:
        """``Don't "wait and see"``: quotation marks around what the clause goes on to say."""
        cue, before = self.clause.cue, self.forms[at - 1]
        return before in _BEFORE_PHRASE or (cue is not None and cue.end == at)

    def _resumes(self, at: int) -> bool:
        """``If it worsens call 911``: the order follows its condition without a comma."""
        clause, form, before = self.clause, self.forms[at], self.forms[at - 1]
        if clause.kind != "condition" or form not in _CONTACTS or self.pending is not clause.condition:
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
            return joint.lstrip(",") not in COORDINATORS and self.forms[word] not in _SUFFER
        if act == STATEMENT and joint == "," and self._is_after_modal(clause, at):
            return False
        if act == STATEMENT and at > self.first:
            return joint in (";", "but") or (joint == "," and self.has_object(word))
        if act == AGAINST:
            if self.flags[at] & marks.COLON and clause.cue is not None and clause.cue.end >= at:
                return False  # a label: "Don't: share towels"
            listed = joint == "," and "or" in self.forms[at : min(at + 6, self.last)]
            return not (listed or joint.endswith("or"))
        if act == ADVICE or at == self.first:
            return True
        opens = self.forms[self.first] in DETERMINERS and not _TIMES.intersection(self.forms[self.first : at])
        subject = act == NONE and opens and self.forms[self.first : self.first + 2] != ["no", "matter"]
        return joint in (";", "but") or (joint == "," and not subject)

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
        clause = Clause(at, act, cue, "main", joint)
        clause.condition = self.pending
        self.result.borders.append(at)
        self.mains.append(clause)
        self.clause = clause

    # Clauses inside clauses

    def _subordinate(self, at: int) -> None:
        """A conjunction or relative word begins a clause inside the clause."""
        if self.clause.act == AGAINST and self._is_next_gerund(at):
            clause = self.clause
            clause.act, clause.cue = self.result.bare[clause.cue.start - self.first] if clause.cue else NONE, None
        cue = self.acts.get(at)
        if cue is not None and cue.kind == "pseudo hearsay":
            self._hearsay(cue)
            return
        condition = self.conditions.get(at)
        if condition is not None:
            if condition.kind in ("condition", "aside", "concern"):
                self._condition(condition)
            elif condition.kind == "narrow":
                self._narrow(condition)
            elif condition.kind == "case":
                self._govern_or_keep(condition)
            elif condition.kind == "heading condition" and self.forms[at] == "when":
                self._when_to(condition)
            return
        form, clause = self.forms[at], self.clause
        if at in self.covered or (form == "that" and at - 1 in self.covered):
            return
        if clause.act == ADVICE and self.leads(at) and self.opening(at) == "imperative":
            return  # "while you wait chew an aspirin": the order stands behind it
        if form == "for" and clause.act == ADVICE and is_occasion(self, clause, at):
            self._condition(Found(at, at + 1, "condition"))
            return
        if form in ("with", "for", "by") and clause.cue is not None and clause.cue.kind == "against swap":
            clause.act, clause.cue = ADVICE, None
        if form == "over" and clause.act == ADVICE and not _CHOOSING.isdisjoint(self.forms[clause.start : at]):
            clause.act, clause.cue = AGAINST, Found(at, at + 1, "against noun")
        if form == "than" and clause.act == ADVICE and not _CHOSEN.isdisjoint(self.forms[clause.start : at]):
            clause.act, clause.cue = AGAINST, Found(at, at + 1, "against noun")
        commands = clause.act in (ADVICE, AGAINST)
        if clause.act == ADVICE and form in TELLERS and is_told(self, clause, at):
            self._descend(at, "reason")
            return
        if (
            form in RELATIVES
            and at > self.first
            and (clause.act != STATEMENT or form == "whether" or self.next_form(at) in FINITE)
            and not (clause.act == AGAINST and self._holds(at) and not self.flags[at] & marks.COMMA)
        ):
            self._descend(at, "relative")
        elif form in REASONS or (
            form in ("as", "since") and at + 1 < self.last and self.forms[at + 1] in SUBJECTS
        ):
            self._descend(at, "reason")
        elif (
            form == "to"
            and not commands
            and self.next_form(at) in _PURPOSES
            and at > clause.start
            and self.forms[at - 1] not in _TOLD
        ):
            self.result.borders.append(at)
        elif (
            (form in _TOPICS and commands)
            or (form == "of" and commands and self.forms[at - 1] in _WEIGHED)
            or (form == "to" and commands and at > clause.start and self.next_form(at) in _PURPOSES)
        ):
            self._descend(at, "topic")

    def _holds(self, at: int) -> bool:
        """``Foods that contain nuts``, not *medicines that have not been prescribed*."""
        behind = self.forms[at + 2 : at + 3]
        return self.next_form(at) in _HOLDING and behind not in (["not"], ["been"])

    def _is_next_gerund(self, at: int) -> bool:
        """``Avoiding contact with mice, practising hygiene``: the second is not avoided."""
        clause, cue = self.clause, self.clause.cue
        if cue is None or not self.forms[at].endswith("ing") or clause.inside:
            return False
        if not self.forms[cue.start].endswith("ing") or self.forms[cue.end].endswith("ing") or at <= cue.end:
            return False
        return bool(self.flags[at] & marks.COMMA) or self.forms[at - 1] in COORDINATORS

    def _hearsay(self, cue: Found) -> None:
        """``Some people say that you should``: others' opinion, to the end of the clause."""
        self._descend(at := cue.start, "hearsay")
        self.clause.cue, self.clause.inside = cue, True
        self.result.act[at - self.first] = STATEMENT

    def _descend(self, at: int, kind: str) -> None:
        below = Clause(at, STATEMENT, None, kind)
        below.main = self.clause.main or self.clause
        below.condition, below.inside = self.clause.condition, self.clause.inside
        self.result.borders.append(at)
        self.clause = below

    def _condition(self, cue: Found) -> None:
        """Open the clause of a condition; one that stands behind governs the clause before it."""
        clause = self.clause
        if cue.kind != "aside":
            self._govern_or_keep(cue)
        inner = Clause(cue.start, STATEMENT, None, "condition")
        inner.inside, inner.condition = True, cue if cue.kind != "aside" else None
        inner.main = clause.main or clause
        self.result.borders.append(cue.start)
        self.clause = inner
        before = self.forms[cue.start - 1] if cue.start > self.first else ""
        self.inserted = bool(self.flags[cue.start] & marks.COMMA) and before in COORDINATORS

    def _when_to(self, cue: Found) -> None:
        """``When to call 911``: advice that holds when something happens."""
        clause = Clause(cue.start, ADVICE, cue)
        clause.condition = self.pending = cue
        self.result.borders.append(cue.start)
        self.mains.append(clause)
        self.clause = clause

    def _govern_or_keep(self, cue: Found) -> None:
        clause = self.clause.main or self.clause
        at = cue.start
        before = self.forms[at - 1] if at > self.first else ""
        leads = bool(self.flags[at] & marks.COLON) or all(
            self.forms[index] in LEADERS for index in range(clause.start, at)
        )
        short = bool(self.flags[at] & marks.COMMA) and at - clause.start <= 2
        if not leads and self.flags[at] & (STRONG | marks.COMMA) and self._precedes_order(cue.end):
            leads = True
        if clause.act == NONE and not leads and is_place(self, clause, at):
            clause.act, clause.cue, clause.condition = ADVICE, cue, cue
            for index in range(clause.start - self.first, at - self.first):
                self.result.act[index], self.result.cue[index], self.result.condition[index] = ADVICE, cue, cue
            return
        if clause.act == STATEMENT and not (leads or short) and before != "that":
            return
        if cue.kind == "case" and at == clause.start and clause.act == ADVICE:
            clause.condition = cue
        if (
            self.flags[at] & marks.COLON
            and clause.act == ADVICE
            and at - clause.start <= _LONGEST_LABEL
            and repeats(self, clause.start, at)
        ):
            for index in range(clause.start, at):
                self.result.condition[index - self.first] = self.result.condition[index - self.first] or cue
        if clause.act not in (ADVICE, AGAINST) or leads or short or before in ("that", "note", "but", "so"):
            self.pending = cue
            return
        since = self.clause.start if self.saved else self._governed_from(clause)
        for index in range(since - self.first, at - self.first):
            if self.result.condition[index] is None:
                self.result.condition[index] = cue
        if not self.saved:
            clause.condition = cue

    def _precedes_order(self, start: int) -> bool:
        """A comma and an order follow: the condition stands first although something stands before it."""
        for at in range(start, self.last - 1):
            if self.flags[at] & marks.COMMA and self.opening(at) == "imperative":
                return self.forms[self.after_leaders(at)] not in _SUFFER
        return False

    def _narrow(self, cue: Found) -> None:
        """``if needed`` holds for the thing before it alone."""
        at = cue.start - 1
        while (
            at > self.clause.start and self.forms[at] not in COORDINATORS and not self.flags[at] & (_WEAK | STRONG)
        ):
            at -= 1
        for index in range(at - self.first, cue.start - self.first):
            self.result.condition[index] = self.result.condition[index] or cue

    def _governed_from(self, clause: Clause) -> int:
        """A condition behind ``see a doctor or go to the ER`` holds for both."""
        place = self.mains.index(clause) if clause in self.mains else len(self.mains) - 1
        while (
            place > 0
            and self.mains[place].joint in ("or", "and")
            and self.mains[place - 1].act in (ADVICE, AGAINST)
            and _WATCHING.isdisjoint(self.forms[self.mains[place - 1].start : self.mains[place].start])
        ):
            place -= 1
        return min(self.mains[place].start, clause.start)

    # What holds at a word

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

    def _resumed(self) -> Clause:
        main = self.clause.main or self.clause
        clause = Clause(main.start, main.act, main.cue, "main", main.joint)
        clause.condition, clause.inside = main.condition, main.inside
        return clause

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
