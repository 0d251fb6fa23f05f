"""Cuts a sentence into clauses and says of every word whether it is advised, discouraged, stated, or a condition."""

from __future__ import annotations

from typing import NamedTuple

from medrules.text import sentences as marks
from medrules.text.cues import Found, find_cues, word_class, words_of

NONE, STATEMENT, ADVICE, AGAINST = 0, 1, 2, 3
"""What a clause does; NONE: a fragment, which does what the clause or the lead-in before it does."""

_STRONG = marks.SEMICOLON | marks.COLON | marks.DASH | marks.ARROW | marks.CELL
_WEAK = marks.COMMA | marks.OPEN | marks.CLOSE | marks.QUOTE
_AUXILIARIES = word_class("be") | word_class("have") | word_class("do") | word_class("modal")
_FINITE = _AUXILIARIES | word_class("finite")
_PLAIN_VERBS = words_of("verbs.txt", "plain")
_DOUBTFUL_VERBS = words_of("verbs.txt", "doubtful")
_VERBS = _PLAIN_VERBS | _DOUBTFUL_VERBS
_SUBJECTS = word_class("subject")
_DETERMINERS = word_class("determiner")
_COORDINATORS = word_class("coordinator")
_ADVERSATIVES = word_class("adversative")
_RELATIVES = word_class("relative")
_REASONS = word_class("reason")
_ADVERBS = word_class("adverb")
_PREPOSITIONS = word_class("preposition")
_TOPICS = word_class("topic")
_PURPOSES = word_class("purpose")
_EXPECTED = word_class("expected")
_INFINITIVE = frozenset(("to",))
_LOOK_AHEAD = 14


class Context(NamedTuple):
    """What a lead-in or heading does to the fragments that stand under it."""

    act: int = NONE
    condition: Found | None = None
    """Advice under it holds only if something happens."""
    inside: bool = False
    """Fragments under it are themselves the conditions (``Go to the ER if you have:``)."""
    cue: Found | None = None
    hedge: Found | None = None
    negation: Found | None = None
    question: Found | None = None


class Analysis:
    """One sentence, word by word; every list is indexed by position minus ``first``."""

    __slots__ = ("act", "bare", "condition", "cue", "cues", "end", "first", "inside", "last", "starts")

    def __init__(self, first: int, last: int, cues: dict[str, list[Found]]) -> None:
        size = last - first
        self.first, self.last, self.cues = first, last, cues
        self.act = [NONE] * size
        """What is done with a mention that begins here."""
        self.bare = [NONE] * size
        """The same without the cue that begins here."""
        self.cue: list[Found | None] = [None] * size
        self.condition: list[Found | None] = [None] * size
        self.inside = [False] * size
        self.starts: list[int] = []
        """Where clauses start."""
        self.end = Context()


class _Clause:
    __slots__ = ("act", "condition", "cue", "inside", "kind", "main", "start")

    def __init__(self, start: int, act: int, cue: Found | None, kind: str = "main") -> None:
        self.start, self.act, self.cue, self.kind = start, act, cue, kind
        self.condition: Found | None = None
        self.inside = False
        self.main: _Clause | None = None


def analyse(forms: list[str], flags: list[int], first: int, last: int) -> Analysis:
    """Read one sentence from word ``first`` to ``last``."""
    reader = _Reader(forms, flags, first, last)
    reader.run()
    return reader.result


class _Reader:
    """One pass over the words of a sentence, left to right."""

    def __init__(self, forms: list[str], flags: list[int], first: int, last: int) -> None:
        self.forms, self.flags, self.first, self.last = forms, flags, first, last
        self.result = Analysis(first, last, find_cues(forms, flags, first, last))
        cues = self.result.cues
        self.acts = {cue.start: cue for cue in cues.get("act", ())}
        self.conditions = {cue.start: cue for cue in cues.get("condition", ())}
        self.covered = {at: cue for cue in cues.get("act", ()) for at in range(cue.start, cue.end)}
        self.clause = _Clause(first, NONE, None)
        self.saved: list[_Clause] = []
        self.pending: Found | None = None
        """A condition that stood first and governs the clauses that follow it."""
        self.joined = ""

    def run(self) -> None:
        """Fill the result."""
        self._open(self.first, "")
        for at in range(self.first, self.last):
            if at > self.first:
                self._boundary(at)
            self._subordinate(at)
            self._advance(at)
        self.result.end = self._ending()

    def _boundary(self, at: int) -> None:
        """A mark or a conjunction before ``at`` may begin another clause."""
        found, form = self.flags[at], self.forms[at]
        before = self.forms[at - 1]
        if found & marks.CLOSE and self.saved:
            self.clause = self.saved.pop()
        if found & marks.OPEN:
            self.saved.append(self.clause)
            self.clause = self._copy(at)
        if found & _STRONG:
            self._open(at, ";")
        elif found & _WEAK:
            self._open(at, ",")
        elif form in _ADVERSATIVES:
            self._open(at, "but")
        elif before in _COORDINATORS or before == "then":
            self._open(at, before)
        elif before in _ADVERSATIVES or before in ("so", "please"):
            self._open(at, ",")

    def _copy(self, at: int) -> _Clause:
        clause = _Clause(at, self.clause.act, self.clause.cue, self.clause.kind)
        clause.condition, clause.inside, clause.main = self.clause.condition, self.clause.inside, self.clause.main
        return clause

    def _open(self, at: int, joint: str) -> None:
        """Begin a clause at ``at`` if one begins there; a fragment goes on with the clause before it."""
        opening = self._opening(at)
        clause = self.clause
        if joint == "or" and opening == "imperative" and clause.act == AGAINST and clause.kind == "main":
            return
        if clause.inside and joint in ("or", "and", "nor", "&", "plus") and opening != "imperative":
            return
        if opening == "" and joint in ("but", ";") and not clause.inside:
            if joint == "but" and clause.act == AGAINST:
                self._begin(at, NONE, joint)
            return
        if opening == "":
            if clause.kind in ("relative", "reason") and joint == "," and clause.main is not None:
                self.clause = clause.main
            return
        self._begin(at, ADVICE if opening == "imperative" else STATEMENT, joint)

    def _begin(self, at: int, act: int, joint: str) -> None:
        cue = Found(at, at + 1, "imperative") if act == ADVICE else None
        clause = _Clause(at, act, cue)
        self.joined = joint
        if joint == "but" or (joint == ";" and not self.clause.inside and self.pending is None):
            self.pending = None
        clause.condition = self.pending
        self.result.starts.append(at)
        self.clause = clause

    def _opening(self, at: int) -> str:
        """Whether an imperative, a finite clause or (empty) a fragment begins at ``at``."""
        forms, last = self.forms, self.last
        start = at
        while start < last and (
            forms[start] in _ADVERBS or forms[start] in _COORDINATORS or forms[start] in _ADVERSATIVES
        ):
            if start > at and self.flags[start] & _STRONG:
                return ""
            start += 1
        if start >= last or (start in self.conditions and self.conditions[start].kind == "condition"):
            return ""
        form = forms[start]
        if form in _VERBS and self._is_imperative(start):
            return "imperative"
        if (
            start in self.acts
            and self.acts[start].kind in ("against", "against noun")
            and form in ("do", "don't", "never", "no", "not")
        ):
            return "imperative"
        if form in _SUBJECTS:
            return "finite" if self._has_finite(start, 5) else ""
        if form in _RELATIVES or form in _REASONS or form in _INFINITIVE:
            return ""
        return "finite" if self._has_finite(start, _LOOK_AHEAD) else ""

    def _is_imperative(self, at: int) -> bool:
        forms = self.forms
        after = forms[at + 1] if at + 1 < self.last else ""
        mark = self.flags[at + 1] if at + 1 < self.last else marks.STOP
        if forms[at] in _PLAIN_VERBS:
            return not (
                after in _AUXILIARIES and not mark & (marks.COMMA | _STRONG) and after not in ("have", "do", "be")
            )
        if not after or mark & (_STRONG | marks.ENDS | marks.COMMA | marks.SLASH | marks.HYPHEN):
            return False
        if after in _FINITE and after not in ("have",):
            return False
        return (
            after in _DETERMINERS
            or after in _ADVERBS
            or after.isdigit()
            or after
            in (
                "you",
                "me",
                "us",
                "them",
                "him",
                "her",
                "it",
                "someone",
                "to",
                "up",
                "out",
                "down",
                "off",
                "if",
                "emergency",
            )
            or (after in ("for", "with", "on", "in", "at", "from")
            and forms[at] not in ("pain", "care"))
        )

    def _has_finite(self, at: int, ahead: int) -> bool:
        """A finite verb stands before the next boundary."""
        forms, flags = self.forms, self.flags
        for index in range(at, min(at + ahead, self.last)):
            form = forms[index]
            if index > at and (flags[index] & (_STRONG | marks.COMMA | marks.OPEN | marks.CLOSE)):
                return False
            if index > at and (form in _RELATIVES or form in _REASONS or index in self.conditions):
                return False
            if form in _FINITE:
                return True
        return False

    def _subordinate(self, at: int) -> None:
        """A conjunction or relative word begins a clause inside the clause."""
        condition = self.conditions.get(at)
        if condition is not None:
            if condition.kind == "condition":
                self._condition(condition)
            return
        form = self.forms[at]
        if at in self.covered and self.covered[at].start < at:
            return
        if form in _RELATIVES and at > self.first and self.clause.act != STATEMENT:
            self._descend(at, "relative")
        elif form in _REASONS or (form in _TOPICS and self.clause.act in (ADVICE, AGAINST)):
            self._descend(at, "reason" if form in _REASONS else "topic")
        elif (
            form == "to"
            and at + 1 < self.last
            and self.forms[at + 1] in _PURPOSES
            and self.clause.act in (ADVICE, AGAINST)
            and at > self.clause.start
        ):
            self._descend(at, "topic")

    def _descend(self, at: int, kind: str) -> None:
        below = _Clause(at, STATEMENT, None, kind)
        below.main = self.clause.main or self.clause
        below.condition, below.inside = self.clause.condition, self.clause.inside
        self.clause = below

    def _condition(self, cue: Found) -> None:
        """Open the clause of a condition; one that stands behind governs the clause before it."""
        clause = self.clause
        at = cue.start
        opens = (
            at == self.first
            or at == clause.start
            or self.result.act[clause.start - self.first : at - self.first] == []
        )
        nothing = all(
            self.forms[index] in _ADVERBS or self.forms[index] in _COORDINATORS
            for index in range(clause.start, at)
        )
        inner = _Clause(at, STATEMENT, None, "condition")
        inner.inside = True
        inner.main = clause.main or clause
        if opens or nothing or clause.inside:
            self.pending = cue
        else:
            self._govern(clause.main or clause, at, cue)
        inner.condition = cue
        self.clause = inner

    def _govern(self, clause: _Clause, stop: int, cue: Found) -> None:
        start = clause.start
        if self.joined == "or" and len(self.result.starts) > 1:
            start = self.result.starts[-2]
        for index in range(start - self.first, stop - self.first):
            if self.result.condition[index] is None:
                self.result.condition[index] = cue
        clause.condition = cue

    def _advance(self, at: int) -> None:
        """Write what holds at ``at`` and let the cue that begins here take effect."""
        result, place, clause = self.result, at - self.first, self.clause
        result.bare[place] = clause.act
        cue = self.acts.get(at)
        if cue is not None and cue.kind != "pseudo" and not clause.inside:
            self._act(cue)
        elif cue is not None and cue.kind == "pseudo" and clause.act == NONE and cue.start == clause.start:
            clause.act, clause.cue = ADVICE, cue
        result.act[place] = clause.act
        result.cue[place] = clause.cue
        result.inside[place] = clause.inside
        if result.condition[place] is None:
            result.condition[place] = clause.condition

    def _act(self, cue: Found) -> None:
        clause = self.clause
        kind = cue.kind
        if (
            kind == "advice"
            and cue.end < self.last
            and self.forms[cue.end] in _EXPECTED
            and self.forms[cue.start] == "should"
        ):
            return
        if kind.endswith("back"):
            act = ADVICE if kind == "advice back" else AGAINST
            for index in range(clause.start - self.first, cue.start - self.first):
                self.result.act[index], self.result.cue[index] = act, cue
            clause.act, clause.cue = act, cue
        elif kind == "advice":
            clause.act, clause.cue = ADVICE, cue
        elif kind == "against" or clause.act != STATEMENT:
            clause.act, clause.cue = AGAINST, cue

    def _ending(self) -> Context:
        clause = self.clause
        return Context(clause.act, clause.condition or self.pending, clause.inside, clause.cue)
