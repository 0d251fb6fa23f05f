"""How far a negation reaches: from its subject or its cue to the end of the clause or of the noun phrase."""

from __future__ import annotations

from medrules.text import sentences as marks
from medrules.text.cues import word_class, words_of


def _listed(section: str) -> frozenset[str]:
    return words_of("denial_words.txt", section)


_STOPS = marks.SEMICOLON | marks.COLON | marks.DASH | marks.QUERY | marks.BANG | marks.CELL
_BE = word_class("be")
_INFINITE_BE = frozenset(("be", "been"))
_AUXILIARIES = _BE | word_class("have") | word_class("do") | word_class("modal")
_FINITE = _AUXILIARIES | word_class("finite") | _listed("verbs")
_FINITE_ENDINGS = tuple(_listed("endings"))
_PARTICIPLE_ENDINGS = ("ed", "wn", "und", "en", "de", "ught", "elt", "ept")
_ENDS_CLAUSE = _listed("ends clause")
_ENDS_AFTER_COMMA = _listed("ends after comma") | _ENDS_CLAUSE
_GOES_ON = _listed("goes on after comma")
_STARTS = _listed("starts clause")
_OPENERS = _listed("openers")
_SUBORDINATE = _listed("subordinate")
_STATES = _listed("states")
_ADVERBS = _listed("adverbs")
_BEFORE_VERB = _AUXILIARIES | _ADVERBS
_DEGREES = _listed("degrees")
_HEADS = frozenset(("that", "which", "who"))
_RELATIVES = _HEADS | {"whose"}
_INNER = _RELATIVES | {"when", "if", "where", "whom"}
"""What opens a clause inside the reach, with a verb of its own."""
_JOINTS = frozenset(("and", "or", "nor"))
_PREPOSITIONS = word_class("preposition") - {"of", "as", "than"}
_ARTICLES = word_class("determiner")
_BEFORE_PARTICIPLE = _AUXILIARIES | _PREPOSITIONS | _ARTICLES | {"not", "of", "and", "or"}
_AFTER_PAST = _ARTICLES | {"that", "its", "their", "only", "significantly", "no", "similar"}
_LONGEST = 14
"""Words: a clause behind *and* shows its verb within so many."""


class Scopes:
    """The reaches of the negations of one sentence, from word ``first`` to ``last``."""

    def __init__(self, forms: list[str], flags: list[int], gaps: list[str], first: int, last: int) -> None:
        self.forms, self.flags, self.gaps, self.first, self.last = forms, flags, gaps, first, last

    def start(self, start: int, stop: int, kind: str) -> int:
        """The cue itself, or its subject where that is what is denied (``X was not detected``, ``was absent``)."""
        absent = self.forms[start] == "absent" and self._follows_be(start)
        denied = kind == "clause" and self._denies_subject(start, stop)
        return self._subject(start) if absent or denied else start

    def end(self, start: int, stop: int, kind: str) -> int:
        """Where the reach ends (exclusive)."""
        form = self.forms[start]
        phrase = kind == "phrase" and form not in ("no", "none", "neither", "nor")
        phrase = phrase or (form == "unable" and not self._follows_be(start))
        return self._end(start, stop, phrase or (form == "not" and self._is_constituent(start)))

    # Words and marks

    def _stops(self, at: int) -> bool:
        """A mark that ends a clause; not the hyphen of ``pre- and post-`` or ``-73``."""
        gap = self.gaps[at]
        hanging = gap.strip() == "-" and not (gap[:1].isspace() and gap[-1:].isspace())
        return bool(self.flags[at] & _STOPS) and not hanging

    def _after(self, at: int) -> str:
        return self.forms[at + 1] if at + 1 < self.last else ""

    def _is_compound(self, at: int) -> bool:
        """Part of a word with a hyphen or a slash."""
        return bool(self.flags[at] & (marks.HYPHEN | marks.SLASH)) or (
            at + 1 < self.last and bool(self.flags[at + 1] & marks.HYPHEN)
        )

    def _is_finite(self, at: int) -> bool:
        """A finite verb, as far as its form and its neighbours show it."""
        form = self.forms[at]
        if self._is_compound(at):
            return False
        if form in _FINITE:
            return True
        before = self.forms[at - 1] if at > self.first else ""
        if len(form) > 5 and form.endswith(_FINITE_ENDINGS):
            return bool(before) and before not in _ARTICLES
        past = len(form) > 4 and form.endswith("ed") and bool(before) and before not in _BEFORE_PARTICIPLE
        return past and self._after(at) in _AFTER_PAST

    def _has_verb(self, low: int, high: int) -> bool:
        return any(self._is_finite(at) for at in range(low, high))

    def _begins_clause(self, at: int) -> bool:
        """A verb stands before the next mark: another clause, not another item of an enumeration."""
        if at < self.last and self.forms[at] == "that":
            return True
        inner = False
        for index in range(at, min(at + _LONGEST, self.last)):
            if index > at and (self._stops(index) or self.flags[index] & marks.COMMA):
                return False
            if self.forms[index] in _RELATIVES:
                inner = True
            elif self._is_finite(index):
                return not inner
            elif self.forms[index] in _ENDS_CLAUSE:
                return False
        return False

    # Where the reach starts

    def _follows_be(self, at: int) -> bool:
        while at > self.first and self.forms[at - 1] in _ADVERBS | _DEGREES:
            at -= 1
        return at > self.first and self.forms[at - 1] in _BE

    def _denies_subject(self, start: int, stop: int) -> bool:
        """Something was not done to the subject; of a state (``is not associated``) only the state is denied."""
        after = self.forms[stop : min(stop + 4, self.last)]
        if self.forms[start] not in ("not", "can", "could", "cannot", "never", "no") or not after:
            return False
        if after[0] in ("appear", "seem"):
            return True
        passive = (start > self.first and self.forms[start - 1] in _BE) or not _INFINITE_BE.isdisjoint(after[:2])
        verb = next((form for form in after[:3] if form not in _ADVERBS), "")
        hyphen = stop + 1 < self.last and self.flags[stop + 1] & marks.HYPHEN
        return (
            passive and not hyphen and len(verb) > 3 and verb not in _STATES and verb.endswith(_PARTICIPLE_ENDINGS)
        )

    def _subject(self, cue: int) -> int:
        """The start of the clause whose verb the cue denies; an inserted piece between commas belongs to it."""
        verb = cue
        while verb > self.first and self.forms[verb - 1] in _BEFORE_VERB:
            verb -= 1
            if self.flags[verb] & marks.COMMA:
                break
        inserted = bool(self.flags[verb] & marks.COMMA) and self.forms[self.first] in _OPENERS
        depth = 0
        for at in range(verb, self.first, -1):
            found = self.flags[at]
            depth += bool(found & marks.CLOSE) - bool(found & marks.OPEN)
            if depth < 0 or (depth == 0 and self._stops(at)) or self._starts_clause(at, verb, depth):
                return at
            if found & marks.COMMA and depth == 0 and at < verb:
                if not inserted and self.forms[at - 1] not in _JOINTS and not self._lists(at, verb):
                    return at
                inserted = False
        return self.first

    def _starts_clause(self, at: int, verb: int, depth: int) -> bool:
        """Whether the word before ``at`` opens the clause."""
        before = self.forms[at - 1]
        if at == verb:
            return before in _RELATIVES or before in _JOINTS
        if before in _STARTS:
            return not self._is_within_subject(at, verb)
        if before not in ("and", "or") or depth > 0 or not self._has_verb(self.first, at - 1):
            return False
        return bool(self.flags[at - 1] & marks.COMMA) or self._has_verb(self._clause_before(at), at - 1)

    def _is_within_subject(self, at: int, verb: int) -> bool:
        """A relative clause inside the subject (``the cells that express X were not …``)."""
        head = at - 2 >= self.first and not self._is_finite(at - 2)
        return self.forms[at - 1] in _HEADS and head and self._has_verb(at, verb)

    def _clause_before(self, at: int) -> int:
        low = at - 1
        while low > self.first and self.forms[low - 1] not in _STARTS:
            if self.flags[low] & (_STOPS | marks.COMMA):
                break
            low -= 1
        return low

    def _lists(self, at: int, verb: int) -> bool:
        """``A, B, and C were not …``."""
        joint = next((index for index in range(at, verb) if self.forms[index] in ("and", "or")), None)
        near = joint is not None and joint - at <= 6
        return near and self.forms[self.first] not in _OPENERS and not self._has_verb(at, verb)

    # Where it ends

    def _end(self, start: int, low: int, phrase: bool) -> int:
        one_verb = phrase or self._in_relative(start)
        subject = self.forms[start] in ("no", "none", "neither") and self._opens_clause(start)
        narrow = phrase or self._in_opener(start)
        depth, commas, inner = 0, 0, False
        for at in range(low, self.last):
            found, form = self.flags[at], self.forms[at]
            depth = max(depth, 0) + bool(found & marks.OPEN) - bool(found & marks.CLOSE)
            if depth < 0 or (at > low and self._is_over(at, depth)):
                return at
            if at == low or depth > 0:
                continue
            if found & marks.COMMA:
                if not self._goes_on(at, commas, narrow):
                    return at
                commas += 1
            elif self._breaks(at, subject) or (phrase and self._leaves(start, at)):
                return at
            elif form in _INNER:
                inner = True
            elif (subject or one_verb) and self._is_finite(at):
                if not subject and not inner:
                    return at
                subject = inner = False
        return self.last

    def _is_constituent(self, start: int) -> bool:
        """``but not B cells``: no verb is denied."""
        before = [form for form in self.forms[max(self.first, start - 3) : start] if form not in _ADVERBS]
        return not before or (before[-1] not in _AUXILIARIES and before[-1] not in ("not", "to"))

    def _in_relative(self, start: int) -> bool:
        """The cue stands in a clause after a noun and *that* or *which*, so a second verb is the main one."""
        for at in range(start - 1, self.first, -1):
            if self.flags[at + 1] & (_STOPS | marks.COMMA):
                return False
            if self.forms[at] in _HEADS:
                head = self.forms[at - 1]
                noun = not self._is_finite(at - 1) and head not in _STARTS and not head.endswith(("ing", "ed"))
                return noun and not self.flags[at] & marks.COMMA
        return False

    def _opens_clause(self, start: int) -> bool:
        """The cue opens its clause, so that what it denies is the subject."""
        if start == self.first or self.flags[start] & _STOPS or self.forms[start - 1] in _STARTS | _JOINTS:
            return True
        return bool(self.flags[start] & marks.COMMA) and self.forms[self.first] in _OPENERS

    def _in_opener(self, start: int) -> bool:
        """The cue stands in the piece that comes before the main clause, so a comma ends it."""
        low = start
        while low > self.first and not self.flags[low] & (_STOPS | marks.COMMA):
            low -= 1
        return low == self.first and self.forms[low] in _SUBORDINATE

    def _is_over(self, at: int, depth: int) -> bool:
        """A mark ends the clause; so does what stands in parentheses behind a full stop."""
        found = self.flags[at]
        return bool(found & marks.OPEN and found & marks.STOP) or (depth <= 0 and self._stops(at))

    def _breaks(self, at: int, subject: bool) -> bool:
        """A word ends the clause; *and* does where another clause follows it."""
        form = self.forms[at]
        if form == "as":
            after = self._after(at)
            compares = self.forms[at - 1] in ("such", "well")
            return not compares and (after.endswith("ed") or after in ("shown", "seen", "a", "it"))
        return form in _ENDS_CLAUSE or (form in _JOINTS and not subject and self._begins_clause(at + 1))

    def _leaves(self, start: int, at: int) -> bool:
        """A past tense ends ``X but not Y inhibited Z``."""
        if self.forms[start] != "not" or not self.forms[at].endswith("ed") or self._is_compound(at):
            return False
        return self.forms[at - 1] not in _BEFORE_PARTICIPLE and self._after(at) not in _PREPOSITIONS | {""}

    def _goes_on(self, at: int, commas: int, narrow: bool) -> bool:
        """Whether a comma only divides an enumeration or brings an apposition in."""
        form = self.forms[at]
        if form in _GOES_ON:
            return True
        if form in _ENDS_AFTER_COMMA or form.endswith(("ing", "ed")):
            return False
        if form in _JOINTS:
            return (commas > 0 or form != "and") and not self._begins_clause(at + 1)
        return self._is_item(at, narrow)

    def _is_item(self, at: int, narrow: bool) -> bool:
        """A piece without a verb that is followed by another, and at last by *and* or *or*; or an apposition."""
        for index in range(at, self.last):
            if self.forms[index] in _JOINTS and index > at:
                return not self._begins_clause(index + 1) and not (narrow and index - at > 3)
            if (index > at and self._stops(index)) or self.forms[index] in _RELATIVES:
                break
            if self._is_finite(index) or self.forms[index] in _ENDS_CLAUSE:
                return False
        return self.forms[at] in ("a", "an") and not narrow
