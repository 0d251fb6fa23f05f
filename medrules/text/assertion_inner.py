"""Reads the clauses inside a clause: conditions, relative clauses, reasons, topics and what others say."""

from __future__ import annotations

from medrules.text import sentences as marks
from medrules.text.assertion_analysis import ADVICE, AGAINST, NONE, STATEMENT, Clause
from medrules.text.assertion_boundaries import Boundaries
from medrules.text.assertion_inverted import TELLERS, is_place, is_told, repeats
from medrules.text.assertion_judging import is_occasion
from medrules.text.assertion_openings import COORDINATORS, FINITE, LEADERS, REASONS, RELATIVES, STRONG, SUBJECTS
from medrules.text.cues import Found, word_class, words_of
from medrules.text.timing import find_timing

_WEAK = marks.COMMA | marks.OPEN | marks.CLOSE | marks.QUOTE
_TOPICS = word_class("topic")
_PURPOSES = word_class("purpose")
_SUFFER = word_class("suffer")
_HOLDING = word_class("holding")
_LONGEST_LABEL = 5
_TOLD = frozenset(("told", "asked", "advised", "instructed", "encouraged", "able", "used"))
_WEIGHED = frozenset(
    ("risks", "benefits", "pros", "cons", "dangers", "advantages", "disadvantages", "signs", "symptoms")
)
_CHOSEN = frozenset(("better", "rather", "safer", "wiser", "prefer", "best"))
_GROUNDS = frozenset(("given", "considering"))
_FELT = frozenset(("when", "while"))
_SHORT = 3
_WHO = frozenset(("you", "she", "he"))
_BODILY = words_of("findings.txt", "bodily")
_ACHES = words_of("findings.txt", "hurts")
_AILMENTS = words_of("findings.txt", "nouns")
_WATCHING = frozenset(("monitor", "watch", "track", "observe"))
_CHOOSING = frozenset(("choose", "opt", "pick", "prefer", "favour", "favor", "select", "recommend"))
SUBORDINATORS = (
    RELATIVES | REASONS | TELLERS | _TOPICS | {"for", "with", "by", "over", "than", "as", "since", "to", "of"}
)
"""Words at which, beside the cues, something may begin inside a clause."""

_HAD = frozenset(("get", "getting", "got", "have", "having", "want", "like", "need"))
_TOWARDS = frozenset(("at", "of", "for", "with", "on", "about", "after", "from"))
_DONE = frozenset(
    (
        "looked",
        "seen",
        "checked",
        "examined",
        "evaluated",
        "assessed",
        "reviewed",
        "treated",
        "scanned",
        "tested",
        "fixed",
    )
)


class InnerClauses(Boundaries):
    """A sentence while its subordinate clauses are read, and what their conditions govern."""

    def _subordinate(self, at: int) -> None:
        """A conjunction or relative word begins a clause inside the clause."""
        cue = self.acts.get(at)
        if cue is not None and cue.kind == "pseudo hearsay":
            self._hearsay(cue)
            return
        condition = self.conditions.get(at)
        if condition is not None:
            if condition.kind in ("condition", "aside", "concern"):
                if not self._tells_when(condition):
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
            and not self._is_had_done(at)
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
            (form in _TOPICS and commands and not self._is_of_follow(at) and self.next_form(at) != "hours")
            or (form == "of" and commands and self.forms[at - 1] in _WEIGHED)
            or (form == "to" and commands and at > clause.start and self.next_form(at) in _PURPOSES)
        ):
            self._descend(at, "topic")

    def _is_of_follow(self, at: int) -> bool:
        """``I recommend following up``: the verb, not the preposition."""
        cue = self.clause.cue
        behind = cue is not None and cue.end == at
        return self.forms[at] == "following" and (behind or self.next_form(at) == "up")

    def _end_gerund(self, at: int) -> None:
        """Behind ``avoiding X`` the next gerund is no longer what is avoided."""
        clause = self.clause
        if clause.act == AGAINST and clause.cue is not None and self._is_next_gerund(at):
            clause.act, clause.cue = self.result.bare[clause.cue.start - self.first], None

    def _holds(self, at: int) -> bool:
        """``Foods that contain nuts``, not *medicines that have not been prescribed*."""
        behind = self.forms[at + 2 : at + 3]
        return self.next_form(at) in _HOLDING and behind not in (["not"], ["been"])

    def _is_had_done(self, at: int) -> bool:
        """``Get that looked at``, ``look at that wound``: the thing itself, and no clause about it."""
        if self.forms[at] != "that":
            return False
        before, behind = self.forms[at - 1], self.next_form(at)
        return (before in _HAD and behind in _DONE) or (before in _TOWARDS and behind not in FINITE)

    def _is_next_gerund(self, at: int) -> bool:
        """``Avoiding contact with mice, practising hygiene``: the second is not avoided."""
        clause, cue = self.clause, self.clause.cue
        if cue is None or not self.forms[at].endswith("ing") or clause.inside:
            return False
        if not self.forms[cue.start].endswith("ing") or self.forms[cue.end].endswith("ing") or at <= cue.end:
            return False
        return bool(self.flags[at] & marks.COMMA) or self.forms[at - 1] in COORDINATORS

    def _tells_when(self, cue: Found) -> bool:
        """``Your symptoms, chest pain when breathing in, a swollen calf``: when it is felt, and no condition."""
        at = cue.end
        if self.forms[cue.start] not in _FELT or self.clause.act in (ADVICE, AGAINST) or at + 1 >= self.last:
            return False
        if self.forms[at] in _WHO and self.next_form(at) in _BODILY and cue.start > self.first:
            return self.forms[cue.start - 1] in _AILMENTS or self.forms[cue.start - 1] in _ACHES
        if not self.forms[at].endswith("ing") or self.forms[cue.start - 1] not in _AILMENTS:
            return False
        stop = min(at + 1 + _SHORT, self.last)
        return any(self.flags[place] & (_WEAK | STRONG) for place in range(at + 1, stop + 1))

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

    def _is_of_ground(self, clause: Clause, at: int) -> bool:
        """``Given the dizziness when you stand``: when it is so, and not when to act."""
        ground = self.forms[clause.start + 1 : at]
        return self.forms[clause.start] in _GROUNDS and bool(ground) and FINITE.isdisjoint(ground)

    def _govern_or_keep(self, cue: Found) -> None:
        clause = self.clause.main or self.clause
        at = cue.start
        if self.forms[at] == "when" and self._is_of_ground(clause, at):
            return  # "given the dizziness when you stand, go"
        before = self.forms[at - 1] if at > self.first else ""
        leads = bool(self.flags[at] & marks.COLON) or all(
            self.forms[index] in LEADERS for index in range(clause.start, at)
        )
        short = bool(self.flags[at] & marks.COMMA) and at - clause.start <= 2
        if not leads and self.flags[at] & (STRONG | marks.COMMA) and self._precedes_order(cue.end):
            leads = True
        if not leads and self.flags[at] & marks.SEMICOLON and self._precedes_clause(cue.end):
            leads = True
        if clause.act == NONE and not leads and is_place(self, clause, at):
            clause.act, clause.cue, clause.condition = ADVICE, cue, cue
            for index in range(clause.start - self.first, at - self.first):
                self.result.act[index], self.result.cue[index], self.result.condition[index] = ADVICE, cue, cue
            return
        if clause.act == STATEMENT and not (leads or short) and before != "that":
            return
        if cue.kind == "case" and (leads or (at == clause.start and clause.act == ADVICE)):
            clause.condition = cue  # "in severe cases you should": no comma ends it
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
        since = (
            self.clause.start if self.saved else max(self._governed_from(clause), self._second_place(clause, at))
        )
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

    def _precedes_clause(self, start: int) -> bool:
        """``Call today; if they are shut, urgent care is an option``: what it governs stands behind a comma."""
        return any(self.flags[at] & marks.COMMA for at in range(start + 1, self.last))

    def _narrow(self, cue: Found) -> None:
        """``if needed`` holds for the thing before it alone."""
        at = cue.start - 1
        while (
            at > self.clause.start and self.forms[at] not in COORDINATORS and not self.flags[at] & (_WEAK | STRONG)
        ):
            at -= 1
        for index in range(at - self.first, cue.start - self.first):
            self.result.condition[index] = self.result.condition[index] or cue

    def _second_place(self, clause: Clause, at: int) -> int:
        """``Go to urgent care today, or to A&E if you faint``: where the part begins that the condition is of."""
        turns = (
            place
            for place in range(at - 1, clause.start, -1)
            if self.forms[place] == "or" and self.flags[place] & marks.COMMA
        )
        place = 0 if self.flags[at] & marks.COMMA else next(turns, 0)
        return place if place and find_timing(self.forms, self.flags, clause.start, place) else 0

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
