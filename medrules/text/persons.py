"""Of whom and of when something is said: this patient, somebody else, people in general; now, past, planned."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from medrules.model.reading import Experiencer, Time
from medrules.text import sentences as marks
from medrules.text.assertion_analysis import Analysis
from medrules.text.assertion_context import Contexts
from medrules.text.assertion_openings import FINITE
from medrules.text.cues import Found, word_class, words_of

if TYPE_CHECKING:
    from medrules.text.document import Document

_CARE = word_class("care")
_MEANWHILE = frozenset(("until", "when", "while", "before", "after", "once"))
_OWNERS = words_of("owners.txt", "owners")
_BEFORE_HEAD = words_of("owners.txt", "ends a noun phrase")
_OPENS_OTHER = words_of("owners.txt", "opens another clause")
_SUPPOSES = _OPENS_OTHER - {"which", "who"}
_ARTICLES = frozenset(("the", "this"))
_NOW = words_of("owners.txt", "now")
_RESTATES = words_of("owners.txt", "restates")
_NOTICED = words_of("owners.txt", "noticed")
_GENERAL = words_of("owners.txt", "general")
_SPOKEN_OF = word_class("spoken of") | word_class("addressed")
_BREAKS = marks.COMMA | marks.COLON | marks.SEMICOLON | marks.DASH | marks.OPEN | marks.CELL
_REACH = 5
"""Words: an owner stands so near before what is his (``your severe left sided chest pain``)."""

Said = tuple[Time, Experiencer, Found | None]
OF_NOBODY: Said = ("current", "general", None)


class Persons:
    """Times and experiencers of the mentions of one document."""

    def __init__(self, document: Document, contexts: Contexts) -> None:
        self.document, self.contexts = document, contexts

    def read(self, analysis: Analysis, span: tuple[int, int], *, finding: bool, fragment: bool) -> Said:
        """When, and of whom, a statement outside conditions says the mention."""
        first, last = span
        if self.document.words.forms[last] in _CARE:
            return OF_NOBODY
        cues = analysis.cues.get("person", ())
        past = self._past(analysis, cues, first)
        other = next((cue for cue in cues if cue.kind == "other" and self._reaches(analysis, cue, first)), None)
        if (
            other is None
            and (owner := self._known(analysis, span, cues, finding=finding, fragment=fragment)) is not None
        ):
            return "past" if past is not None and past.start >= owner.start else "current", "patient", owner
        who: Experiencer = "general"
        shown = past
        if other is not None:
            who, shown = "other", other
        elif past is not None and past.kind == "patient past":
            who = "patient"
        elif (patient := self._told(analysis, cues, first)) is not None:
            who, shown = "patient", past or patient
        time: Time = (
            "past" if past is not None else "planned" if self._planned(analysis, cues, first) else "current"
        )
        return time, who, shown

    def _known(
        self, analysis: Analysis, span: tuple[int, int], cues: Sequence[Found], *, finding: bool, fragment: bool
    ) -> Found | None:
        """What makes it the patient's own, however unsure the sentence is (``may be due to your asthma``)."""
        first = span[0]
        if finding:
            owner, ends = self._owner(analysis, first)
            if owner is not None or ends:
                return owner
            if (owner := self._shared_owner(analysis, cues, span)) is not None:
                return owner
        elif _NOTICED.isdisjoint(self.document.words.forms[analysis.first : first]):
            return None
        return self._restated(analysis, first, fragment=fragment)

    def _reaches(self, analysis: Analysis, cue: Found, first: int) -> bool:
        """The cue stands before the mention in its clause."""
        section = cue.kind == "past section" and cue.start <= first
        if cue.start >= first or (not section and any(cue.end <= at <= first for at in analysis.borders)):
            return False
        forms = self.document.words.forms
        return not any(at <= cue.start and forms[at] in _MEANWHILE for at in analysis.borders)

    def _past(self, analysis: Analysis, cues: Sequence[Found], first: int) -> Found | None:
        """The nearest cue of the past; *current* behind it ends it."""
        found = [cue for cue in cues if "past" in cue.kind and self._reaches(analysis, cue, first)]
        if not found or not _NOW.isdisjoint(self.document.words.forms[found[-1].end : first]):
            return None
        return found[-1]

    def _planned(self, analysis: Analysis, cues: Sequence[Found], first: int) -> bool:
        return any(cue.kind == "planned" and self._reaches(analysis, cue, first) for cue in cues)

    def _told(self, analysis: Analysis, cues: Sequence[Found], first: int) -> Found | None:
        """*You have …*, *she takes …* before the mention, over an enumeration too."""
        forms = self.document.words.forms
        for cue in reversed(cues):
            if cue.kind != "patient" or cue.end > first or forms[cue.end - 1] in _OWNERS:
                continue
            size = cue.end - cue.start
            if size == 1 or (size == 2 and forms[cue.start] in _ARTICLES) or forms[cue.end : cue.end + 1] == ["to"]:
                continue
            before = forms[cue.start - 1] if cue.start > analysis.first else ""
            between = forms[cue.end : first]
            if before in _SUPPOSES or not _OPENS_OTHER.isdisjoint(between):
                continue
            if FINITE.isdisjoint(between) or self._reaches(analysis, cue, first):
                return cue
        return None

    def _owner(self, analysis: Analysis, first: int) -> tuple[Found | None, bool]:
        """*Your* in its noun phrase, or *the* before what was spoken of; and whether there is an owner at all."""
        forms, flags = self.document.words.forms, self.document.flags
        for at in range(first - 1, max(analysis.first, first - _REACH) - 1, -1):
            if flags[at + 1] & _BREAKS:
                break
            if forms[at] in _OWNERS:
                before = forms[at - 1] if at > analysis.first else ""
                return (None if before in _GENERAL else Found(at, at + 1, "owner")), True
            if forms[at] == "the" and first - at <= 2:
                spoken_of = self._is_case and _OPENS_OTHER.isdisjoint(forms[analysis.first : at])
                return (Found(at, at + 1, "owner") if spoken_of else None), False
            if forms[at] in _BEFORE_HEAD or forms[at] in FINITE:
                break
        return None, False

    def _shared_owner(self, analysis: Analysis, cues: Sequence[Found], span: tuple[int, int]) -> Found | None:
        """``Your asthma and eczema``: the owner of an enumeration."""
        forms, flags, (first, last) = self.document.words.forms, self.document.flags, span
        for cue in reversed(cues):
            if cue.kind != "patient" or cue.end > first or forms[cue.end - 1] not in _OWNERS:
                continue
            between = forms[cue.end : first]
            if not FINITE.isdisjoint(between) or not _OPENS_OTHER.isdisjoint(between):
                return None
            after = forms[last + 1] if last + 1 < analysis.last else ""
            opens = bool(flags[first] & marks.COMMA) and after in FINITE
            listed = (
                any(flags[at] & _BREAKS for at in range(cue.end, first + 1)) or "and" in between or "of" in between
            )
            return Found(cue.start, cue.end, "owner") if listed and not opens else None
        return None

    def _restated(self, analysis: Analysis, first: int, *, fragment: bool) -> Found | None:
        """An item under *Your symptoms* or *Why this is worrying* names what the patient told."""
        document, forms = self.document, self.document.words.forms
        block = document.parts[document.part_of(first)].block
        parent = document.parents[block]
        if parent < 0 or not self._is_case or self.contexts.context(block).inside:
            return None
        above = document.blocks[parent]
        restating = next((at for at in range(above.first, above.last) if forms[at] in _RESTATES), None)
        if restating is None or not _GENERAL.isdisjoint(forms[above.first : above.last]):
            return None
        opens = document.blocks[block].kind == "item" and first - analysis.first <= _REACH
        opening = forms[analysis.first : first]
        opens = opens and FINITE.isdisjoint(opening)
        kept = fragment and self.contexts.context(block).patient and _OPENS_OTHER.isdisjoint(opening)
        return Found(restating, restating + 1, "owner") if opens or kept else None

    @cached_property
    def _is_case(self) -> bool:
        """The text speaks of one patient or to a reader."""
        return not _SPOKEN_OF.isdisjoint(self.document.words.forms)
