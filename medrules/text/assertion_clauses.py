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
_VERBS = _PLAIN_VERBS | words_of("verbs.txt", "doubtful") | words_of("verbs.txt", "prepositional")
_WITH_PREPOSITION = words_of("verbs.txt", "prepositional")
_SUBJECTS = word_class("subject")
_DETERMINERS = word_class("determiner")
_COORDINATORS = word_class("coordinator")
_ADVERSATIVES = word_class("adversative")
_RELATIVES = word_class("relative")
_REASONS = word_class("reason")
_ADVERBS = word_class("adverb")
_LEADERS = _ADVERBS | _COORDINATORS | _ADVERSATIVES
_PREPOSITIONS = word_class("preposition")
_TOPICS = word_class("topic")
_PURPOSES = word_class("purpose")
_EXPECTED = word_class("expected")
_SUFFER = word_class("suffer")
_CLINICIANS = word_class("clinician")
_READER = word_class("reader")
_NEGATORS = frozenset(("do", "don't", "never", "no", "not", "cannot", "can't"))
_OBJECTS = frozenset(
    [
        "you",
        "me",
        "us",
        "them",
        "him",
        "her",
        "it",
        "someone",
        "something",
        "anything",
        "everything",
        "to",
        "up",
        "out",
        "down",
        "off",
        "if",
        "emergency",
        "medical",
    ]
)
_ARTICLES = _DETERMINERS - word_class("subject")
_UNCERTAIN = frozenset(("may", "might", "could", "can"))
_GENERIC = word_class("generic")
_RESEARCH = word_class("research")
_ADDRESSED = word_class("addressed") | {"i", "we"}
_WEIGHTY = frozenset(("important", "essential", "crucial", "critical", "vital", "key"))
_LOOK_AHEAD = 14


class Context(NamedTuple):
    """What a lead-in or heading does to the fragments that stand under it."""

    act: int = NONE
    condition: Found | None = None
    """Advice under it holds only if something happens."""
    inside: bool = False
    """Fragments under it are themselves the conditions (``Go to the ER if you have:``)."""
    cue: Found | None = None
    others: bool = False
    """Verbs under it say what somebody else does (``Your doctor will:``): no imperatives."""
    hedge: Found | None = None
    """Fragments under it are uncertain (``Possible causes:``)."""
    patient: bool = False
    """Findings under it are this patient's (``Your symptoms:``)."""
    asked: Found | None = None
    """Fragments under it are asked of the reader (``Tell me:``)."""


class Analysis:
    """One sentence, word by word; every list is indexed by position minus ``first``."""

    __slots__ = (
        *("act", "asked", "asked_end", "bare", "borders", "carried", "condition", "cue", "cues", "end", "first"),
        *("inside", "labelled", "last", "opens", "pending"),
    )

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
        self.borders: list[int] = []
        """Where clauses start, main or subordinate: no negation or hedge reaches across."""
        self.opens = ""
        """How its first clause opens: ``imperative``, ``finite`` or empty for a fragment."""
        self.asked = next((cue for cue in cues.get("question", ()) if cue.kind == "ask"), None)
        """What is asked of the reader stands behind this cue, as far as ``asked_end``."""
        self.asked_end = last
        self.pending: Found | None = None
        """The condition that stood first and governed what followed it to the end."""
        self.labelled = False
        """The condition is the label of its block (``If it worsens: …``)."""
        self.carried: Found | None = None
        """The condition of the sentence before, where it goes on."""
        self.end = Context()


class _Clause:
    __slots__ = ("act", "condition", "cue", "inside", "joint", "kind", "main", "start")

    def __init__(self, start: int, act: int, cue: Found | None, kind: str = "main", joint: str = "") -> None:
        self.start, self.act, self.cue, self.kind, self.joint = start, act, cue, kind, joint
        self.condition: Found | None = None
        self.inside = False
        self.main: _Clause | None = None


def analyse(forms: list[str], flags: list[int], first: int, last: int, context: Context) -> Analysis:
    """Read one sentence from word ``first`` to ``last`` under what stands above it."""
    reader = _Reader(forms, flags, first, last, context)
    reader.run()
    return reader.result


class _Reader:
    """One pass over the words of a sentence, left to right."""

    def __init__(self, forms: list[str], flags: list[int], first: int, last: int, context: Context) -> None:
        self.forms, self.flags, self.first, self.last, self.context = forms, flags, first, last, context
        self.result = Analysis(first, last, find_cues(forms, flags, first, last))
        cues = self.result.cues
        self.acts = {cue.start: cue for cue in cues.get("act", ())}
        self.covered = {
            at
            for cue in cues.get("act", ())
            if not cue.kind.startswith("pseudo")
            for at in range(cue.start, cue.end)
        }
        asks = bool(flags[last] & marks.QUERY)
        self.conditions = {
            cue.start: cue for cue in cues.get("condition", ()) if not (asks and forms[cue.start] == "should")
        }
        self.clause = _Clause(first, NONE, None)
        self.mains: list[_Clause] = [self.clause]
        self.saved: list[_Clause] = []
        self.pending: Found | None = None
        """A condition that stood first and governs the clauses that follow it."""

    def run(self) -> None:
        """Fill the result."""
        self._open(self.first, "")
        for at in range(self.first, self.last):
            if at > self.first:
                self._boundary(at)
            self._subordinate(at)
            self._advance(at)
        self._label()
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
        self.result.end = Context(clause.act, clause.condition or self.pending, clause.inside, clause.cue)

    # Boundaries between clauses

    def _boundary(self, at: int) -> None:
        """A mark or a conjunction before ``at`` may begin another clause."""
        found, form, before = self.flags[at], self.forms[at], self.forms[at - 1]
        if found & marks.CLOSE and self.saved:
            self.clause = self.saved.pop()
        if found & marks.OPEN:
            self.saved.append(self.clause)
            self.clause = self._copy(at)
        if form in _ADVERSATIVES and form not in ("still", "yet"):
            self._open(at, "but")
        elif found & _STRONG:
            self._open(at, ";")
        elif form in _COORDINATORS:
            return
        elif found & _WEAK:
            self._open(at, "," if found & marks.COMMA else "quote")
        elif before in _COORDINATORS:
            self._open(at, ("," if self.flags[at - 1] & marks.COMMA else "") + before)
        elif (before in _ADVERSATIVES and before not in ("still", "yet")) or before in ("so", "please", "then"):
            self._open(at, ",")

    def _copy(self, at: int) -> _Clause:
        clause = _Clause(at, self.clause.act, self.clause.cue, self.clause.kind)
        clause.condition, clause.inside, clause.main = self.clause.condition, self.clause.inside, self.clause.main
        return clause

    def _open(self, at: int, joint: str) -> None:
        """Begin a clause at ``at`` if one begins there; a fragment goes on with the clause before it."""
        opening = self._opening(at)
        if at == self.first:
            self.result.opens = opening
        clause = self.clause
        if opening == "imperative" and not self._may_command(at, joint):
            opening = ""
        if (
            opening == "finite"
            and clause.inside
            and (
                joint in ("or", "and", "nor", "plus")
                or self.forms[self._after_leaders(at)] in _FINITE - _AUXILIARIES
            )
        ):
            return
        if opening:
            self._begin(at, ADVICE if opening == "imperative" else STATEMENT, joint)
        elif joint == "but" and clause.act == AGAINST:
            self._begin(at, ADVICE if clause.kind == "main" else NONE, joint)
        elif clause.kind in ("relative", "reason") and joint == "," and clause.main is not None:
            self.clause = clause.main

    def _may_command(self, at: int, joint: str) -> bool:
        """Whether a verb in its base form after this joint is an order and no part of what goes on."""
        if self.context.others:
            return False
        clause = self.clause
        act = clause.main.act if clause.main is not None and not clause.inside else clause.act
        word = self._after_leaders(at)
        if clause.inside:
            return joint.lstrip(",") not in _COORDINATORS and self.forms[word] not in _SUFFER
        if act == STATEMENT and at > self.first:
            return joint in (";", "but") or (joint == "," and self._has_object(word))
        if act == AGAINST:
            if joint.endswith("or") or (joint == "," and "or" in self.forms[at : min(at + 6, self.last)]):
                return False
            return True
        if act == ADVICE or at == self.first:
            return True
        subject = act == NONE and self.forms[self.first] in _DETERMINERS
        return joint in (";", "but") or (joint == "," and not subject)

    def _after_leaders(self, at: int) -> int:
        while at + 1 < self.last and self.forms[at] in _LEADERS:
            at += 1
        return at

    def _begin(self, at: int, act: int, joint: str) -> None:
        cue = Found(at, self._after_leaders(at) + 1, "imperative") if act == ADVICE else None
        if joint == "but" or (self.flags[at] & marks.SEMICOLON and act == STATEMENT and not self.clause.inside):
            self.pending = None
        if self.forms[at] in ("otherwise", "so") or (at > self.first and self.forms[at - 1] == "so"):
            self.pending = None
        clause = _Clause(at, act, cue, "main", joint)
        clause.condition = self.pending
        self.result.borders.append(at)
        self.mains.append(clause)
        self.clause = clause

    def _opening(self, at: int) -> str:
        """Whether an imperative, a finite clause or (empty) a fragment begins at ``at``."""
        forms, last = self.forms, self.last
        start = at
        while start < last and forms[start] in _LEADERS:
            if start > at and self.flags[start] & _STRONG:
                return ""
            start += 1
        if start >= last or (
            start in self.conditions
            and self.conditions[start].kind in ("condition", "no condition", "aside", "concern")
        ):
            return ""
        form = forms[start]
        if form in _VERBS and self._is_imperative(start):
            return "imperative"
        if (
            form in _NEGATORS
            and start in self.acts
            and (
                form not in ("no", "not")
                or self.acts[start].kind in ("against", "advice")
                or self._next(start) in _VERBS
            )
        ):
            return "imperative"
        if form in _SUBJECTS:
            return "finite" if self._has_finite(start, 5) else ""
        if form in _RELATIVES or form in _REASONS or form == "to":
            return ""
        return "finite" if self._has_finite(start, _LOOK_AHEAD) else ""

    def _is_imperative(self, at: int) -> bool:
        after = self.forms[at + 1] if at + 1 < self.last else ""
        mark = self.flags[at + 1] if at + 1 < self.last else marks.STOP
        if self.forms[at] in _PLAIN_VERBS:
            return not (
                after in _AUXILIARIES and not mark & (marks.COMMA | _STRONG) and after not in ("have", "do", "be")
            )
        return self._has_object(at)

    def _has_object(self, at: int) -> bool:
        """What follows a verb shows that it is one: an article, a pronoun, an adverb, a number."""
        if at + 1 >= self.last:
            return False
        form, after, mark = self.forms[at], self.forms[at + 1], self.flags[at + 1]
        if mark & (_STRONG | marks.ENDS | marks.COMMA | marks.SLASH | marks.HYPHEN | marks.OPEN):
            return False
        if after in _FINITE and after != "have":
            return False
        if after in _DETERMINERS or after in _ADVERBS or after in _OBJECTS or after[:1].isdigit():
            return True
        return (after in _PREPOSITIONS and form in _WITH_PREPOSITION) or (
            form in _PLAIN_VERBS and after not in _PREPOSITIONS
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

    # Clauses inside clauses

    def _subordinate(self, at: int) -> None:
        """A conjunction or relative word begins a clause inside the clause."""
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
        if at in self.covered:
            return
        commands = clause.act in (ADVICE, AGAINST)
        if (
            form in _RELATIVES
            and at > self.first
            and (clause.act != STATEMENT or form == "whether" or self._next(at) in _FINITE)
        ):
            self._descend(at, "relative")
        elif form in _REASONS or (
            form in ("as", "since") and at + 1 < self.last and self.forms[at + 1] in _SUBJECTS
        ):
            self._descend(at, "reason")
        elif form == "to" and not commands and self._next(at) in _PURPOSES and at > clause.start:
            self.result.borders.append(at)
        elif (form in _TOPICS and commands) or (
            form == "to" and commands and at > clause.start and self._next(at) in _PURPOSES
        ):
            self._descend(at, "topic")

    def _next(self, at: int) -> str:
        return self.forms[at + 1] if at + 1 < self.last else ""

    def _descend(self, at: int, kind: str) -> None:
        below = _Clause(at, STATEMENT, None, kind)
        below.main = self.clause.main or self.clause
        below.condition, below.inside = self.clause.condition, self.clause.inside
        self.result.borders.append(at)
        self.clause = below

    def _condition(self, cue: Found) -> None:
        """Open the clause of a condition; one that stands behind governs the clause before it."""
        clause = self.clause
        if cue.kind != "aside":
            self._govern_or_keep(cue)
        inner = _Clause(cue.start, STATEMENT, None, "condition")
        inner.inside, inner.condition = True, cue if cue.kind != "aside" else None
        inner.main = clause.main or clause
        self.result.borders.append(cue.start)
        self.clause = inner

    def _when_to(self, cue: Found) -> None:
        """``When to call 911``: advice that holds when something happens."""
        clause = _Clause(cue.start, ADVICE, cue)
        clause.condition = self.pending = cue
        self.result.borders.append(cue.start)
        self.mains.append(clause)
        self.clause = clause

    def _govern_or_keep(self, cue: Found) -> None:
        clause = self.clause.main or self.clause
        at = cue.start
        before = self.forms[at - 1] if at > self.first else ""
        leads = bool(self.flags[at] & marks.COLON) or all(
            self.forms[index] in _LEADERS for index in range(clause.start, at)
        )
        short = bool(self.flags[at] & marks.COMMA) and at - clause.start <= 2
        if not leads and self.flags[at] & (_STRONG | marks.COMMA) and self._precedes_order(cue.end):
            leads = True
        if clause.act == STATEMENT and not (leads or short) and before != "that":
            return
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
            if self.flags[at] & marks.COMMA and self._opening(at) == "imperative":
                return self.forms[self._after_leaders(at)] not in _SUFFER
        return False

    def _narrow(self, cue: Found) -> None:
        """``if needed`` holds for the thing before it alone."""
        at = cue.start - 1
        while (
            at > self.clause.start
            and self.forms[at] not in _COORDINATORS
            and not self.flags[at] & (_WEAK | _STRONG)
        ):
            at -= 1
        for index in range(at - self.first, cue.start - self.first):
            self.result.condition[index] = self.result.condition[index] or cue

    def _governed_from(self, clause: _Clause) -> int:
        """A condition behind ``see a doctor or go to the ER`` holds for both."""
        place = self.mains.index(clause) if clause in self.mains else len(self.mains) - 1
        while (
            place > 0
            and self.mains[place].joint in ("or", "and", ",or")
            and self.mains[place - 1].act in (ADVICE, AGAINST)
        ):
            place -= 1
        return min(self.mains[place].start, clause.start)

    # What holds at a word

    def _advance(self, at: int) -> None:
        """Write what holds at ``at`` and let the cue that begins here take effect."""
        result, place, clause = self.result, at - self.first, self.clause
        result.bare[place] = clause.act
        cue = self.acts.get(at)
        if cue is not None and not cue.kind.startswith("pseudo") and not clause.inside:
            self._act(cue)
        result.act[place] = clause.act
        result.cue[place] = clause.cue
        result.inside[place] = clause.inside
        if result.condition[place] is None:
            result.condition[place] = clause.condition

    def _act(self, cue: Found) -> None:
        """Let a cue of advice or prohibition take effect in its clause."""
        clause, kind = self.clause, cue.kind
        if kind.startswith("advice"):
            if not self._advises(cue):
                return
            clause.act, clause.cue = ADVICE, cue
        elif kind.startswith("against"):
            if not self._discourages(cue):
                return
            clause.act, clause.cue = AGAINST, cue
        if kind.endswith("back"):
            for index in range(clause.start - self.first, cue.start - self.first):
                self.result.act[index], self.result.cue[index] = clause.act, cue

    def _advises(self, cue: Found) -> bool:
        """Not what is expected (``should improve``), what a doctor must do, or what may be needed in general."""
        forms, start = self.forms, cue.start
        after = forms[cue.end] if cue.end < self.last else ""
        subject = forms[self.clause.start : start]
        if self.clause.kind == "relative" and len(subject) == 1 or _is_research(subject):
            return False
        if forms[start] == "should" and after in _EXPECTED and "you" not in subject:
            return False
        if cue.kind == "advice need":
            if forms[start - 1] in _ARTICLES or after in ("for", "of"):
                return False
            known = self.clause.kind == "main" and bool(subject) and forms[start - 1] not in _UNCERTAIN
            return known and not _GENERIC.intersection(subject)
        if cue.kind == "advice back":
            if forms[start] == "be" and start > self.first and forms[start - 1] in _UNCERTAIN:
                return False
            if self.clause.kind == "relative" or (self.context.others and "you" not in subject):
                return False
            means = after in ("for", "in") and "to" not in forms[cue.end : cue.end + 6]
            return not (means and forms[cue.end - 1] in _WEIGHTY)
        if forms[start] in ("need", "needs", "must", "have", "has", "needed") and subject:
            return not _CLINICIANS.intersection(subject[-3:])
        return True

    def _discourages(self, cue: Found) -> bool:
        """``do not`` orders only at the start of a clause; ``to avoid X`` behind another verb is a purpose."""
        forms, start, clause = self.forms, cue.start, self.clause
        if forms[start] in ("do", "don't", "never", "no", "not") and cue.kind == "against":
            opens = self._after_leaders(clause.start) >= start or clause.act in (ADVICE, NONE)
            return opens or forms[start - 1] in ("you", "to", "should", "must")
        if start > self.first and forms[start - 1] == "to" and (start - 1) not in self.covered:
            return False
        if cue.kind == "against noun" and forms[start] == "not":
            return clause.act == ADVICE
        if cue.kind == "against noun":
            return clause.act != STATEMENT or self._after_leaders(clause.start) == start
        return True

    def _label(self) -> None:
        """A label (``Emergency room: go if …``) takes the act of what it stands over."""
        result = self.result
        size = self.last - self.first
        colon = next((place for place in range(1, size) if self.flags[self.first + place] & marks.COLON), 0)
        if not colon or any(result.act[:colon]):
            return
        for place in range(colon, size):
            if result.act[place] in (ADVICE, AGAINST):
                for index in range(colon):
                    result.act[index], result.cue[index] = result.act[place], result.cue[place]
                    result.condition[index] = result.condition[place]
                return
            if result.act[place] == STATEMENT and not result.inside[place]:
                return


def _is_research(subject: list[str]) -> bool:
    """``Further studies should …`` advises researchers."""
    return not _RESEARCH.isdisjoint(subject[-3:]) and _ADDRESSED.isdisjoint(subject)
