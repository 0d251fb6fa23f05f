"""Says whether an order, a finite clause or a mere fragment begins at a word."""

from __future__ import annotations

from functools import cache, lru_cache

from medrules.text import sentences as marks
from medrules.text.cues import Found, Node, compile_cues, longest, read_sections, word_class, words_of
from medrules.text.slips import Slips

STRONG = marks.SEMICOLON | marks.COLON | marks.DASH | marks.ARROW | marks.CELL
"""Marks behind which another clause usually begins."""
AUXILIARIES = word_class("be") | word_class("have") | word_class("do") | word_class("modal")
FINITE = AUXILIARIES | word_class("finite")
ADVERSATIVES = word_class("adversative")
COORDINATORS = word_class("coordinator")
DETERMINERS = word_class("determiner")
REASONS = word_class("reason")
RELATIVES = word_class("relative")
SUBJECTS = word_class("subject")
LEADERS = word_class("adverb") | COORDINATORS | ADVERSATIVES
"""Words that may stand before the verb of an order."""
_PLAIN_VERBS = words_of("verbs.txt", "plain")
_WITH_PREPOSITION = words_of("verbs.txt", "prepositional")
VERBS = _PLAIN_VERBS | words_of("verbs.txt", "doubtful") | _WITH_PREPOSITION
_ADVERBS = word_class("adverb")
PREPOSITIONS = word_class("preposition")
_OBJECTS = word_class("object")
_CARRIES = frozenset(("drive", "rush"))
"""Verbs, and nouns too, by which somebody is brought somewhere."""
_NEGATORS = frozenset(("do", "don't", "never", "no", "not", "cannot", "can't"))
_SUBORDINATORS = ("condition", "no condition", "aside", "concern")
_WITH_OF = frozenset(("think", "dispose", "beware", "get", "be"))
_CASES = frozenset(("case", "cases", "situation", "situations", "circumstances"))
_NUMBERED = frozenset(("type", "stage", "grade", "phase", "level", "step", "page", "figure"))
"""Nouns before a number: ``Type 2 diabetes``."""
_NEEDS = frozenset(("need", "needs"))
_PERFECT = frozenset(("not", "never", "been", "had", "already", "received", "taken", "become"))
"""Behind *have* no order: ``but have not been vaccinated``."""
_LOOK_AHEAD = 14
_LOOK_AHEAD_OF_SUBJECT = 5


@cache
def _openers() -> Node:
    return compile_cues(read_sections("openers.txt"))


@cache
def _slips() -> Slips:
    return Slips({verb: verb for verb in _PLAIN_VERBS})


@lru_cache(maxsize=4096)
def is_misspelt_verb(form: str) -> bool:
    """Whether an unknown word is one slip away from a verb that orders (``Discotninue``)."""
    return _slips().correct(form) is not None


class Openings:
    """The words of one sentence, with the cues that begin at each."""

    def __init__(
        self,
        forms: list[str],
        flags: list[int],
        span: tuple[int, int],
        acts: dict[int, Found],
        conditions: dict[int, Found],
    ) -> None:
        self.forms, self.flags = forms, flags
        self.first, self.last = span
        self.acts, self.conditions = acts, conditions

    def opening(self, at: int) -> str:
        """Whether an imperative, a finite clause or (empty) a fragment begins at ``at``."""
        forms, last = self.forms, self.last
        start = at
        while start < last and (behind := self._behind_leader(start)) > start:
            if start > at and self.flags[start] & STRONG:
                return ""
            start = behind
        if start >= last or (start in self.conditions and self.conditions[start].kind in _SUBORDINATORS):
            return ""
        form = forms[start]
        if form == "do" and self.next_form(start) in _PLAIN_VERBS:
            return "imperative"
        if (form in VERBS or is_misspelt_verb(form)) and self._is_imperative(start):
            return "imperative"
        if (
            form in _NEGATORS
            and start in self.acts
            and not (form == "never" and self.acts[start].kind == "pseudo")
            and (
                form not in ("no", "not")
                or self.acts[start].kind in ("against", "advice")
                or (self.next_form(start) in VERBS and self.acts[start].kind != "against limit")
            )
        ):
            return "imperative"
        if form in SUBJECTS:
            return "finite" if start in self.acts or self._has_finite(start, _LOOK_AHEAD_OF_SUBJECT) else ""
        if form in RELATIVES or form in REASONS or form == "to":
            return ""
        return "finite" if self._has_finite(start, _LOOK_AHEAD) else ""

    def _is_imperative(self, at: int) -> bool:
        after = self.forms[at + 1] if at + 1 < self.last else ""
        mark = self.flags[at + 1] if at + 1 < self.last else marks.STOP
        if after == "of" and self.forms[at] not in _WITH_OF:
            return False
        if self.forms[at] == "have" and after in _PERFECT:
            return False
        if self.forms[at] in _PLAIN_VERBS or self.forms[at] not in VERBS:
            return not (
                after in AUXILIARIES and not mark & (marks.COMMA | STRONG) and after not in ("have", "do", "be")
            )
        return self.has_object(at)

    def has_object(self, at: int) -> bool:
        """What follows a verb shows that it is one: an article, a pronoun, an adverb, a number."""
        if at + 1 >= self.last:
            return False
        form, after, mark = self.forms[at], self.forms[at + 1], self.flags[at + 1]
        if mark & (STRONG | marks.ENDS | marks.COMMA | marks.SLASH | marks.HYPHEN | marks.OPEN):
            return False
        if after in FINITE and after != "have":
            return False
        if form in _NUMBERED and after[:1].isdigit():
            return False
        if after == "that" and self.forms[at + 2 : at + 3] and self.forms[at + 2] in FINITE:
            return False
        if after in DETERMINERS or after in _ADVERBS or after in _OBJECTS or after[:1].isdigit():
            return True
        if after == "and" and self.next_form(at + 1) in _PLAIN_VERBS:
            return self._is_imperative(at + 2)  # "rest and drink fluids"
        if form in _CARRIES and self.next_form(at + 1) == "to" and after not in PREPOSITIONS:
            return not self._has_finite(at + 1, _LOOK_AHEAD)  # "drive dad to the hospital"
        return (after in PREPOSITIONS and form in _WITH_PREPOSITION) or (
            form in _PLAIN_VERBS and after not in PREPOSITIONS
        )

    def _has_finite(self, at: int, ahead: int) -> bool:
        """A finite verb stands before the next boundary."""
        forms, flags = self.forms, self.flags
        for index in range(at, min(at + ahead, self.last)):
            form = forms[index]
            if index > at and (flags[index] & (STRONG | marks.COMMA | marks.OPEN | marks.CLOSE)):
                return False
            if index > at and (form in RELATIVES or form in REASONS or index in self.conditions):
                return False
            if form in FINITE and not (index > at and forms[index - 1] == "to"):
                return True
            if form in _NEEDS and self.next_form(index) == "to" and forms[index - 1] not in DETERMINERS:
                return True
        return False

    def after_leaders(self, at: int) -> int:
        """The word behind adverbs and conjunctions."""
        while (behind := self._behind_leader(at)) > at and behind < self.last:
            at = behind
        return at

    def leads(self, at: int) -> bool:
        """Whether a phrase of several words begins here that may stand before an order."""
        return self._behind_leader(at) > at + 1

    def _behind_leader(self, at: int) -> int:
        """Behind an adverb, conjunction or phrase that may stand before an order; ``at`` where there is none."""
        if self.forms[at] in LEADERS or (at == self.first and self._is_number(at)):
            return at + 1
        if at == self.first and self.forms[at] == "for":
            named = (at + 3, at + 4) if self.next_form(at) in DETERMINERS else (at + 2,)
            ordered = (behind for behind in named if self._is_plain_order(behind))
            if (order := next(ordered, at)) > at:
                return order
        case = self.conditions.get(at)
        if case is not None and case.kind == "case" and self.forms[case.end - 1] in _CASES:
            return case.end
        node = _openers().next.get(self.forms[at])
        match = longest(node, self.forms, self.flags, at + 1, self.last) if node is not None else None
        return match[0] if match is not None else at

    def _is_plain_order(self, at: int) -> bool:
        """``For the tooth take …``: a verb that is hardly ever a noun, with what it is to be done to."""
        named = at + 1 < self.last and self.forms[at] in _PLAIN_VERBS and not self.flags[at] & marks.COMMA
        return named and self.forms[at + 1] not in FINITE and self.forms[at + 1] not in PREPOSITIONS

    def _is_number(self, at: int) -> bool:
        """``2) Take …``: the number of an item inside a line."""
        behind = self.flags[at + 1] if at + 1 < self.last else 0
        return self.forms[at].isdigit() and len(self.forms[at]) <= 2 and bool(behind & (marks.CLOSE | marks.STOP))

    def next_form(self, at: int) -> str:
        """The word after this one, empty at the end."""
        return self.forms[at + 1] if at + 1 < self.last else ""

    def finite_at(self, at: int) -> int:
        """The next finite verb, or the end."""
        return next((place for place in range(at, self.last) if self.forms[place] in FINITE), self.last)
