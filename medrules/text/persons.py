"""Of whom and of when something is said: this patient, somebody else, people in general; now, past, planned."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from medrules.model.reading import Experiencer, Time
from medrules.text.assertion_analysis import Analysis
from medrules.text.cues import Found, word_class, words_of
from medrules.text.persons_notes import find_note
from medrules.text.persons_owners import Owners
from medrules.text.persons_values import find_value

_CARE = word_class("care")
_IMAGINES = frozenset(("imagine", "suppose", "supposing", "pretend", "assume", "assuming", "picture"))
_IN_FAMILIES = words_of("owners.txt", "in families")
_PRONOUNS = frozenset(("she", "he", "her", "his", "him"))
_OFTEN = 2
_READER = frozenset(("you", "you've", "you're"))
_HAS = words_of("owners.txt", "holds")
_SAY_YOU = ["say", "you"]
_LONGEST_SLOT = 60
"""Characters."""

Said = tuple[Time, Experiencer, Found | None]
OF_NOBODY: Said = ("current", "general", None)


class Persons(Owners):
    """Times and experiencers of the mentions of one document."""

    def read(self, analysis: Analysis, span: tuple[int, int], *, finding: bool, fragment: bool) -> Said:
        """When, and of whom, a statement outside conditions says the mention."""
        first, last = span
        forms = self.document.words.forms
        if forms[last] in _CARE or forms[analysis.first] in _IMAGINES or forms[analysis.first :][:2] == _SAY_YOU:
            return OF_NOBODY
        if self._is_left_open(span):
            return OF_NOBODY
        cues = analysis.cues.get("person", ())
        past = (
            self._past(analysis, cues, first, finding)
            or self._in_history(analysis, span)
            or self._dated(analysis, span)
        )
        other = self._other(analysis, cues, first)
        if (
            other is None
            and (owner := self._known(analysis, span, cues, finding=finding, fragment=fragment)) is not None
        ):
            if past is not None and past.start >= owner.start:
                return ("current" if self._lasts(span, past) else "past"), "patient", past
            return "current", "patient", owner
        who: Experiencer = "general"
        shown = past
        if other is not None:
            who, shown = "other", other
        elif past is not None and past.kind == "patient past":
            who = "patient"
        elif (patient := self._of_this(analysis, span, cues, finding=finding, fragment=fragment)) is not None:
            who, shown = "patient", past or patient
        if past is not None:
            return ("current" if self._lasts(span, past) else "past"), who, shown
        return ("planned" if self._planned(analysis, cues, first) else "current"), who, shown

    def _is_left_open(self, span: tuple[int, int]) -> bool:
        """A place in a form that is still to be filled in: ``[associated symptoms]``; no link, no footnote."""
        source, words = self.document.words.source, self.document.words
        start, end = words.starts[span[0]], words.ends[span[1]]
        opened = source.rfind("[", max(0, start - _LONGEST_SLOT), start)
        closed = source.find("]", end, end + _LONGEST_SLOT)
        if opened < 0 or closed < 0 or "]" in source[opened:start] or "[" in source[end:closed]:
            return False
        return source[closed + 1 : closed + 2] not in ("(", "[", ":") and "\n" not in source[opened:closed]

    def is_listed(self, analysis: Analysis, span: tuple[int, int]) -> bool:
        """It stands in a list of what the patient has, had or takes: in a note's section, or with its code."""
        sections = ("patient section", "past section")
        return self._code(span) is not None or any(self._section(analysis, span[0], kind) for kind in sections)

    def _of_this(
        self, analysis: Analysis, span: tuple[int, int], cues: Sequence[Found], *, finding: bool, fragment: bool
    ) -> Found | None:
        """By what the sentence says it of this patient."""
        told = self._told(analysis, cues, span[0]) or self._noted(analysis, span[0], fragment)
        if told is None and (self._is_addressed or self._is_note):
            told = find_value(self.document, analysis, span)
        if told is not None or not self._is_note:
            return told
        return find_note(self.document, analysis, span, finding=finding)

    def _other(self, analysis: Analysis, cues: Sequence[Found], first: int) -> Found | None:
        """The cue that it is somebody else's; the relative whom the text is all about is the patient."""
        cue = next((cue for cue in cues if cue.kind == "other" and self._reaches(analysis, cue, first)), None)
        return None if cue is not None and self._is_asked_about(cue) else cue

    def _is_asked_about(self, cue: Found) -> bool:
        """``Your mother's confusion came on quickly``, where nothing is said of *you* or of heredity."""
        forms = self.document.words.forms
        if not (forms[cue.start] == "your" or forms[cue.start - 1 : cue.start] == ["your"]):
            return False
        spoken_of = sum(form in _PRONOUNS for form in forms)
        if spoken_of < _OFTEN or not _IN_FAMILIES.isdisjoint(forms):
            return False
        return not any(one in _READER and two in _HAS for one, two in pairwise(forms))
