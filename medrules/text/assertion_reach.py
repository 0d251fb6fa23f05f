"""How far a negation or a hedge reaches: whether its scope holds a mention."""

from __future__ import annotations

from medrules.text import sentences as marks
from medrules.text.assertion_analysis import Analysis
from medrules.text.assertion_context import Contexts
from medrules.text.assertion_openings import FINITE, VERBS
from medrules.text.cues import Found, word_class, words_of
from medrules.text.vocabulary_known import drug_names

_SCOPE_ENDS = marks.SEMICOLON | marks.COLON | marks.DASH | marks.QUERY | marks.BANG
_FINDINGS = words_of("findings.txt", "nouns")
_ENDINGS = tuple(words_of("findings.txt", "endings"))
_PLACES = words_of("findings.txt", "places")
_AILING = words_of("findings.txt", "ailing")
_DEALING = words_of("findings.txt", "dealing")
_PHRASAL = word_class("without")
_LOOKS_BACK = word_class("looks back")
_BESIDE = word_class("beside")
_DURING = word_class("meanwhile")
_BEFORE_INFINITIVE = word_class("before infinitive")
_NEGATED = word_class("negated")
_DENIALS = word_class("denial")
_AT_TIME = frozenset(("during", "after", "post", "throughout"))
_OF = frozenset(("of", "for", "in", "from"))
_RESPONDS = frozenset(("respond", "responds", "responded", "responding"))
_RELATED = frozenset(("related", "linked", "connected", "due", "unrelated", "attributable"))
_DEFINITE = frozenset(("the", "your", "his", "her", "this", "these"))
_NEGATORS = word_class("negator")
_OPENERS = frozenset(("when", "who", "that", "which", "where", "whose"))
_SECOND = word_class("modal") | {"is", "are", "was", "were", "leads", "causes", "increases"}
_JOINTS = word_class("coordinator") | word_class("subject") | {"to", "not"}
_NEAR = 4
_EASED = word_class("eased")
_NOUN_PHRASE = 10
"""Words: a mention stands so far behind the preposition of its phrase."""


class Reaches(Contexts):
    """The scopes of the cues of one document."""

    def _is_finding(self, first: int, last: int) -> bool:
        """The mention is something that a person has, not something to do."""
        opens, form = self.document.forms[first], self.document.forms[last]
        counted = last > first and self.document.forms[first + 1][0].isdigit()
        if last > first and opens in VERBS and opens not in _PLACES and not counted:
            return False
        if opens in drug_names() and "for" in self.document.forms[first:last]:
            return False  # "metformin with meals for weight loss"
        ailing = last > first and opens in _AILING
        return ailing or form in _FINDINGS or (len(form) > 5 and form.endswith(_ENDINGS))

    def _words(self) -> tuple[list[str], list[int]]:
        return self.document.forms, self.document.flags

    def _scope(self, analysis: Analysis, family: str, first: int, last: int) -> Found | None:
        """The nearest cue of this family whose scope holds the mention."""
        flags, best = self.document.flags, None
        for cue in analysis.cues.get(family, ()):
            if cue.kind == "pseudo" or (cue.start <= last and cue.end > first and not self._negates(cue, first)):
                continue
            if cue.start < first:
                if cue.kind.endswith("back") or any(cue.end <= border <= first for border in analysis.borders):
                    continue
                if cue.kind == "negation stop":
                    best = None
                    continue
                if family == "negation" and self._is_past_phrase(cue, first):
                    continue
                if family == "hedge" and self._is_past_hedge(cue, first, last):
                    continue
                if family == "negation" and self._is_dealt_with(cue, first, last):
                    continue
                if family == "negation" and self._is_past_clause(analysis, cue, first):
                    continue
                if family == "negation" and self._is_not_without(analysis, cue):
                    best = None
                    continue
                if cue.kind == "negation noun" and first > cue.end:
                    continue
                listed = any(flags[at] & marks.COMMA for at in range(cue.end, first + 1))
                if cue.kind == "hedge finding" and not self._is_finding(first, last):
                    continue
                if cue.kind == "hedge next" and (first > cue.end + 2 or listed or self._is_source(cue, first)):
                    continue
                start = cue.end + (family == "hedge" and bool(flags[cue.end] & marks.COLON))
                if not any(flags[index] & _SCOPE_ENDS for index in range(start, first + 1)):
                    best = cue
            elif cue.kind.endswith("back") or (cue.kind == "hedge" and self._looks_back(analysis, cue, first)):
                if any(last < border <= cue.start for border in analysis.borders):
                    continue
                label = cue.start == last + 1 and bool(flags[cue.start] & marks.COLON)
                if label or not any(flags[index] & _SCOPE_ENDS for index in range(last + 1, cue.start + 1)):
                    best = best or cue
        if best is None and family == "negation":
            best = self._denied_label(analysis, last) or self._rid_of(analysis, last)
        return best

    def _looks_back(self, analysis: Analysis, cue: Found, first: int) -> bool:
        """A verb of doubt also holds for its subject, not for what stands beside the subject's noun."""
        forms = self.document.forms
        if cue.end == analysis.last and cue.end == cue.start + 1:
            return True
        if _LOOKS_BACK.isdisjoint(forms[cue.start : cue.end]):
            return False
        for at in range(first - 1, max(analysis.first, first - _NOUN_PHRASE) - 1, -1):
            if forms[at] in _BESIDE:
                return (
                    at == analysis.first or at in analysis.borders or bool(self.document.flags[at] & marks.COLON)
                )
            if forms[at] in FINITE or at + 1 in analysis.borders:
                return True
        return True

    def _is_past_hedge(self, cue: Found, first: int, last: int) -> bool:
        """``May need medicine to stop the bleeding``: what is treated, or goes on at the time, is not in doubt."""
        forms = self.document.forms
        if any(forms[at] in _DURING and forms[at - 1] not in FINITE for at in range(cue.end, first)):
            return True
        if not self._is_finding(first, last):
            return False
        return any(
            forms[at] == "to" and forms[at + 1] in _DEALING and forms[at - 1] not in _BEFORE_INFINITIVE
            for at in range(cue.end + 1, first - 1)
        )

    def _is_not_without(self, analysis: Analysis, cue: Found) -> bool:
        """``You won't recover without fluids``: they are needed."""
        forms = self.document.forms
        if forms[cue.end - 1] != "without" or forms[cue.end] in FINITE:
            return False
        start = max((at for at in analysis.borders if at <= cue.start), default=analysis.first)
        return not _NEGATED.isdisjoint(forms[start : cue.start])

    def _is_source(self, cue: Found, first: int) -> bool:
        """``Potential sources of infection``: the source is in doubt, not the infection."""
        forms = self.document.forms
        return forms[cue.start] == "potential" and not _OF.isdisjoint(forms[cue.end : first])

    def _is_dealt_with(self, cue: Found, first: int, last: int) -> bool:
        """``Does not treat the infection``, ``cannot detect cancer``: nobody says that there is none."""
        forms = self.document.forms
        between = forms[cue.end : first]
        if not _AT_TIME.isdisjoint(between):
            return True
        if any(form == "by" and forms[at - 1] in _EASED for at, form in enumerate(between, cue.end)):
            return True
        if not _RESPONDS.isdisjoint(between) or self._is_next_gerund(cue, first):
            return True
        if not _RELATED.isdisjoint(between) and not _DEFINITE.isdisjoint(forms[max(cue.end, first - 2) : first]):
            return True
        return not _DEALING.isdisjoint(between) and self._is_finding(first, last)

    def _is_past_clause(self, analysis: Analysis, cue: Found, first: int) -> bool:
        """``Taking them when they are not needed can lead to resistance``: the second verb is not denied."""
        forms = self.document.forms
        opener = next((at for at in range(cue.start - 1, analysis.first, -1) if forms[at] in _OPENERS), 0)
        if not opener or cue.start - opener > _NEAR:
            return False
        return any(
            forms[at] in _SECOND and forms[at - 1] not in _JOINTS and forms[at - 1] not in _OPENERS
            for at in range(cue.end + 1, first)
        )

    def _is_next_gerund(self, cue: Found, first: int) -> bool:
        """``Not eating enough, standing too long``: the second is not denied."""
        forms, flags = self._words()
        if forms[cue.end - 1] != "not" or not forms[cue.end].endswith("ing"):
            return False
        return any(forms[at].endswith("ing") and flags[at] & marks.COMMA for at in range(cue.end + 1, first + 1))

    def _negates(self, cue: Found, first: int) -> bool:
        """The cue goes on into the mention, but its negator stands before it (``no`` and *sign of infection*)."""
        return not _NEGATORS.isdisjoint(self.document.forms[cue.start : first])

    def _denied_label(self, analysis: Analysis, last: int) -> Found | None:
        """``Rash: no``, ``Fever - none``."""
        at, (forms, flags) = last + 1, self._words()
        if at >= analysis.last or not flags[at] & (marks.COLON | marks.DASH) or forms[at] not in _DENIALS:
            return None
        ends = at + 1 >= analysis.last or flags[at + 1] & (marks.COMMA | marks.SEMICOLON | marks.OPEN)
        return Found(at, at + 1, "negation back") if ends else None

    def _rid_of(self, analysis: Analysis, last: int) -> Found | None:
        """``Fever-free``."""
        at, (forms, flags) = last + 1, self._words()
        free = at < analysis.last and forms[at] == "free" and bool(flags[at] & marks.HYPHEN)
        return Found(at, at + 1, "negation back") if free else None

    def _is_past_phrase(self, cue: Found, first: int) -> bool:
        """*Without* and its like reach over a noun phrase: a verb stands between it and the mention."""
        forms = self.document.forms
        return not _PHRASAL.isdisjoint(forms[cue.start : cue.end]) and not FINITE.isdisjoint(
            forms[cue.end : first]
        )

    def _label_hedge(self, analysis: Analysis, last: int) -> Found | None:
        """A label is as uncertain as what it labels (``Surgery: in some cases, surgery may be needed``)."""
        flags = self.document.flags
        colon = next((at for at in range(last + 1, analysis.last) if flags[at] & marks.COLON), None)
        if colon is None or any(analysis.first < border <= last for border in analysis.borders):
            return None
        if analysis.opens == "imperative" and last + 1 != colon:
            return None  # "go to the ER now: it may be ...": what may be is the reason
        for cue in analysis.cues.get("hedge", ()):
            if cue.start >= colon and cue.kind in ("hedge", "hedge next"):
                return cue
        return None
