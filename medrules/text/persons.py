"""Of whom and of when something is said: this patient, somebody else, people in general; now, past, planned."""

from __future__ import annotations

from medrules.model.reading import Experiencer, Time
from medrules.text.assertion_analysis import Analysis
from medrules.text.cues import Found, word_class
from medrules.text.persons_owners import Owners

_CARE = word_class("care")

Said = tuple[Time, Experiencer, Found | None]
OF_NOBODY: Said = ("current", "general", None)


class Persons(Owners):
    """Times and experiencers of the mentions of one document."""

    def read(self, analysis: Analysis, span: tuple[int, int], *, finding: bool, fragment: bool) -> Said:
        """When, and of whom, a statement outside conditions says the mention."""
        first, last = span
        if self.document.words.forms[last] in _CARE:
            return OF_NOBODY
        cues = analysis.cues.get("person", ())
        past = (
            self._past(analysis, cues, first, finding)
            or self._in_history(analysis, span)
            or self._dated(analysis, span)
        )
        other = next((cue for cue in cues if cue.kind == "other" and self._reaches(analysis, cue, first)), None)
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
        elif (patient := self._told(analysis, cues, first) or self._noted(analysis, first, fragment)) is not None:
            who, shown = "patient", past or patient
        if past is not None:
            return ("current" if self._lasts(span, past) else "past"), who, shown
        return ("planned" if self._planned(analysis, cues, first) else "current"), who, shown
