"""Of whom and of when something is said: this patient, somebody else, people in general; now, past, planned."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from medrules.model.reading import Experiencer, Time
from medrules.text import sentences as marks
from medrules.text.assertion_analysis import NONE, Analysis
from medrules.text.assertion_context import Contexts
from medrules.text.assertion_openings import FINITE
from medrules.text.cues import Found, word_class, words_of
from medrules.text.persons_dates import past_date
from medrules.text.persons_told import find_holder, is_had, tells_of_one
from medrules.text.vocabulary_known import drug_names

if TYPE_CHECKING:
    from medrules.text.document import Document

_CARE = word_class("care")
_MEANWHILE = frozenset(("until", "when", "while", "before", "after", "once"))
_OWNERS = words_of("owners.txt", "owners")
_BEFORE_HEAD = words_of("owners.txt", "ends a noun phrase")
_OPENS_OTHER = words_of("owners.txt", "opens another clause")
_SUPPOSES = _OPENS_OTHER - {"which", "who"}
_HABITS = words_of("owners.txt", "habits")
_JUDGES = words_of("owners.txt", "judges")
_HAVING = frozenset(("you", "you're", "you've", "she", "he"))
_NAMED = frozenset(("complaint", "concern", "diagnosis", "impression", "assessment"))
_DEFINES = frozenset(("is", "are"))
_ANY_ILLNESS = words_of("owners.txt", "untold")
_DEGREES = frozenset(("severity", "type", "location", "stage", "extent", "course", "risk", "spread"))
_TELLS_HISTORY = frozenset(
    ("is", "was", "of", "for", "includes", "included", "significant", "positive", "notable", "as")
)
_MAYBE = frozenset(("may", "might", "could", "should", "can"))
_STATUS = words_of("owners.txt", "status")
_ASKS_HOW = words_of("owners.txt", "asks how")
_UNDER = frozenset(
    (
        "if",
        "when",
        "may",
        "might",
        "could",
        "can",
        "possible",
        "options",
        "should",
        "causes",
        "include",
        "includes",
    )
)
_LOOKS_FOR = frozenset(("for", "to", "look", "check", "consider", "monitor", "watch"))
_ADJACENT = frozenset(("past lasting", "past next"))
_WAS_USED = word_class("subject") | _HAVING | frozenset(("who", "patient", "pt", "also", "previously"))
_ARTICLES = frozenset(("the", "this"))
_NOW = words_of("owners.txt", "now")
_RESTATES = words_of("owners.txt", "restates")
_TREATMENTS = words_of("owners.txt", "treatments")
_LASTING = words_of("owners.txt", "lasting")
_HAS = words_of("owners.txt", "has")
_NOTICED = words_of("owners.txt", "noticed")
_GENERAL = words_of("owners.txt", "general")
_ADDRESSED = word_class("addressed")
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

    def _lasts(self, span: tuple[int, int], past: Found) -> bool:
        """A history of diabetes is diabetes."""
        words = self.document.words.forms[span[0] : span[1] + 1]
        return past.kind == "past lasting" or not _LASTING.isdisjoint(words)

    def _section(self, analysis: Analysis, first: int, kind: str) -> Found | None:
        """The label, heading or lead-in of a note over the mention (``Chief complaint:``)."""
        document = self.document
        labels = analysis.cues.get("person", ())
        for cue in labels:
            opens = cue.start <= analysis.first + (document.words.forms[analysis.first].isdigit())
            if (
                cue.kind == kind
                and opens
                and cue.end <= first
                and document.flags[cue.end] & (marks.COLON | marks.DASH)
            ):
                return cue
        block = document.parents[document.parts[document.part_of(first)].block]
        while block >= 0:
            head = document.blocks[block]
            above = self.contexts.analysis(document.part_of(head.last - 1)).cues.get("person", ())
            if above:
                size = head.last - head.first - 1
                whole = (found for found in above if found.kind == kind and found.end - found.start >= size)
                if (found := next(whole, None)) is not None:
                    return found
            if head.kind == "heading":
                return None
            block = document.parents[block]
        return None

    def _in_history(self, analysis: Analysis, span: tuple[int, int]) -> Found | None:
        """In a note: ``her gout history``, a habit, or an illness that lasts as an entry by itself."""
        forms, (first, last) = self.document.words.forms, span
        if last + 1 < analysis.last and forms[last + 1] == "history":
            return Found(last + 1, last + 2, "past")
        if self._is_addressed:
            return None
        if (section := self._section(analysis, first, "past section")) is not None:
            return section
        words = forms[first : last + 1]
        alone = analysis.last - analysis.first == last + 1 - first and self._opens_line(first)
        entry = alone and not _LASTING.isdisjoint(words)
        return Found(first, last + 1, "past lasting") if entry or not _HABITS.isdisjoint(words) else None

    @cached_property
    def _is_told(self) -> bool:
        """The text tells what one patient has."""
        return tells_of_one(self.document.words.forms)

    @cached_property
    def _is_addressed(self) -> bool:
        """The text speaks to somebody: it is no note."""
        return not _ADDRESSED.isdisjoint(self.document.words.forms)

    def _opens_line(self, word: int) -> bool:
        """Nothing stands before it in its line, not even a number."""
        source, start = self.document.words.source, self.document.words.starts[word]
        return not source[source.rfind("\n", 0, start) + 1 : start].strip()

    def _known(
        self, analysis: Analysis, span: tuple[int, int], cues: Sequence[Found], *, finding: bool, fragment: bool
    ) -> Found | None:
        """What makes it the patient's own, however unsure the sentence is (``may be due to your asthma``)."""
        first = span[0]
        if (owner := self._owner_behind(analysis, span[1])) is not None:
            return owner
        owner, ends = self._owner(analysis, span)
        if owner is not None and self._is_treatment(span) and self.document.words.forms[owner.start] != "the":
            return owner
        if finding:
            if owner is not None or ends:
                return owner
            if (owner := self._shared_owner(analysis, cues, span)) is not None:
                return owner
            if self._is_case and (judged := self._judged(analysis, span)) is not None:
                return judged
        elif _NOTICED.isdisjoint(self.document.words.forms[analysis.first : first]):
            return None
        return self._of_status(span) or self._restated(analysis, first, fragment=fragment)

    def _of_status(self, span: tuple[int, int]) -> Found | None:
        """``Diabetes: currently stable``, ``Blood pressure: 124/76``: told of the patient."""
        words, at = self.document.words.forms, span[1] + 1
        if at >= len(words) or not self.document.flags[at] & marks.COLON or not self._is_told:
            return None
        return Found(at, at + 1, "owner") if words[at] in _STATUS or words[at][0].isdigit() else None

    def _is_treatment(self, span: tuple[int, int]) -> bool:
        words = self.document.words.forms[span[0] : span[1] + 1]
        return words[-1] in _TREATMENTS or not drug_names().isdisjoint(words)

    def _judged(self, analysis: Analysis, span: tuple[int, int]) -> Found | None:
        """``Shortness of breath with fever is worrying``: what is judged so was told."""
        forms = self.document.words.forms
        if not FINITE.isdisjoint(forms[analysis.first : span[0]]):
            return None
        verb = next(
            (at for at in range(span[1] + 1, min(span[1] + 8, analysis.last)) if forms[at] in FINITE), None
        )
        if verb is None or forms[verb] not in ("is", "are"):
            return None
        judging = range(verb + 1, min(verb + 5, analysis.last))
        return next((Found(at, at + 1, "owner") for at in judging if forms[at] in _JUDGES), None)

    def _reaches(self, analysis: Analysis, cue: Found, first: int) -> bool:
        """The cue stands before the mention in its clause."""
        if cue.kind == "past section" and cue.start <= first:
            labels = self.document.flags[cue.end] & (marks.COLON | marks.DASH)
            if labels or (cue.end > first and not self._is_addressed):
                return True
        if cue.kind == "past section" and _TELLS_HISTORY.isdisjoint(
            self.document.words.forms[cue.end : cue.end + 1]
        ):
            return False
        forms = self.document.words.forms
        noun = cue.kind == "other" and forms[cue.end - 1] in ("of", "history")
        if noun and not FINITE.isdisjoint(forms[cue.end : first]):
            return False
        if cue.start >= first or any(cue.end <= at <= first for at in analysis.borders):
            return False
        return not any(at <= cue.start and forms[at] in _MEANWHILE for at in analysis.borders)

    def _past(self, analysis: Analysis, cues: Sequence[Found], first: int, finding: bool) -> Found | None:
        """The nearest cue of the past; *current* behind it ends it."""
        found = [cue for cue in cues if "past" in cue.kind and self._reaches(analysis, cue, first)]
        found = [cue for cue in found if cue.kind not in _ADJACENT or first - cue.end <= 1]
        forms = self.document.words.forms
        found = [cue for cue in found if finding or forms[cue.start : cue.end] != ["old"]]
        found = [cue for cue in found if not self._is_use(analysis, cue)]
        if not found or not _NOW.isdisjoint(self.document.words.forms[found[-1].end : first]):
            return None
        return found[-1]

    def _is_use(self, analysis: Analysis, cue: Found) -> bool:
        """``A drug used to treat``: what it is for, not what was done once."""
        forms = self.document.words.forms
        return forms[cue.start : cue.end] == ["used", "to"] and (
            cue.start == analysis.first or forms[cue.start - 1] not in _WAS_USED
        )

    def _dated(self, analysis: Analysis, span: tuple[int, int]) -> Found | None:
        """A date or an age in its clause sets it in the past."""
        first, last = span
        low = max((at for at in analysis.borders if at <= first), default=analysis.first)
        high = min((at for at in analysis.borders if at > last), default=analysis.last)
        return past_date(self.document.words.forms, self.document.flags, span, low, high)

    def _planned(self, analysis: Analysis, cues: Sequence[Found], first: int) -> bool:
        return any(cue.kind == "planned" and self._reaches(analysis, cue, first) for cue in cues)

    def _told(self, analysis: Analysis, cues: Sequence[Found], first: int) -> Found | None:
        """*You have …*, *she takes …* before the mention, over an enumeration too."""
        forms = self.document.words.forms
        for cue in reversed(cues):
            if cue.kind != "patient" or cue.end > first or forms[cue.end - 1] in _OWNERS:
                continue
            size = cue.end - cue.start
            if size == 1 or (size == 2 and forms[cue.start] in _ARTICLES) or forms[cue.end] == "to":
                continue
            before = forms[cue.start - 1] if cue.start > analysis.first else ""
            between = forms[cue.end : first]
            if before in _SUPPOSES or not _OPENS_OTHER.isdisjoint(between):
                continue
            if not is_had(forms, cue.end, first):
                continue
            if FINITE.isdisjoint(between) or self._reaches(analysis, cue, first):
                return cue
        found = find_holder(forms, self.document.flags, analysis.first, first)
        return found or (self._led(analysis, first) if analysis.act[first - analysis.first] == NONE else None)

    def _led(self, analysis: Analysis, first: int) -> Found | None:
        """An item under ``You're showing signs of …:`` or ``… because:`` is what this patient has."""
        document, forms = self.document, self.document.words.forms
        block = document.parts[document.part_of(first)].block
        parent = document.parents[block]
        if parent < 0 or first - analysis.first > _REACH or not document.blocks[parent].colon:
            return None
        above = document.blocks[parent]
        if (
            above.kind == "heading"
            or self.contexts.context(block).inside
            or _UNDER.intersection(forms[above.first : above.last])
        ):
            return None
        low = document.parts[document.part_of(above.last - 1)].first
        return find_holder(forms, document.flags, low, above.last)

    def _noted(self, analysis: Analysis, first: int, fragment: bool) -> Found | None:
        """What stands by itself in a section of a note that lists what the patient has or takes."""
        found = self._section(analysis, first, "patient section") if fragment and self._is_case else None
        if found is not None and self._is_addressed and self.document.words.forms[found.end - 1] not in _NAMED:
            return None
        return found

    def _owner(self, analysis: Analysis, span: tuple[int, int]) -> tuple[Found | None, bool]:
        """*Your* in its noun phrase, or *the* before what was spoken of; and whether there is an owner at all."""
        (first, last), forms, flags = span, self.document.words.forms, self.document.flags
        for at in range(first if last > first else first - 1, max(analysis.first, first - _REACH) - 1, -1):
            if at < first and flags[at + 1] & _BREAKS:
                break
            if forms[at] in _OWNERS:
                before = forms[at - 1] if at > analysis.first else ""
                return (None if before in _GENERAL else Found(at, at + 1, "owner")), True
            if forms[at] == "the" and first - at <= 2 and not flags[at] & marks.HYPHEN:
                spoken_of = self._is_spoken_of(at, last) and not self._is_supposed(analysis.first, at)
                return (Found(at, at + 1, "owner") if spoken_of else None), False
            if forms[at] in _BEFORE_HEAD or forms[at] in FINITE:
                break
        return None, False

    def _is_supposed(self, low: int, high: int) -> bool:
        """Another clause opens before it, but for *determine if* the thing that is there comes from something."""
        forms = self.document.words.forms
        return any(
            forms[at] in _OPENS_OTHER
            and not (forms[at] in ("if", "whether") and at > low and forms[at - 1] in _ASKS_HOW)
            for at in range(low, high)
        )

    def _is_spoken_of(self, at: int, last: int) -> bool:
        """``The pain`` of one patient, not *the severity of the infection* in a text that teaches."""
        forms = self.document.words.forms
        if self._is_told:
            return True
        degree = at > 1 and forms[at - 1] == "of" and forms[at - 2] in _DEGREES
        return self._is_case and forms[last] not in _ANY_ILLNESS and not degree

    def _owner_behind(self, analysis: Analysis, last: int) -> Found | None:
        """``The tablets (that) you are taking``."""
        forms, at = self.document.words.forms, last + 1
        if at + 2 < analysis.last and forms[at] == "of":
            at += 2
        if at < analysis.last and forms[at] in ("that", "which"):
            at += 1
        if at >= analysis.last or self.document.flags[at] & _BREAKS or forms[at] not in _HAVING:
            return None
        articles = (
            place for place in range(max(analysis.first + 1, last - _REACH), last) if forms[place] in ("a", "an")
        )
        if any(forms[place - 1] in _DEFINES for place in articles):
            return None  # "Orlistat is a medicine that you take by mouth"
        behind = forms[at + 1 : min(at + 4, analysis.last)]
        has = not _HAS.isdisjoint(behind) and behind[0] not in _MAYBE
        return Found(at, at + 1, "owner") if has else None

    def _shared_owner(self, analysis: Analysis, cues: Sequence[Found], span: tuple[int, int]) -> Found | None:
        """``Your asthma and eczema``: the owner of an enumeration."""
        forms, flags, (first, last) = self.document.words.forms, self.document.flags, span
        for cue in reversed(cues):
            if cue.kind != "patient" or cue.end > first or forms[cue.end - 1] not in _OWNERS:
                continue
            between = forms[cue.end : first]
            if not FINITE.isdisjoint(between) or not _OPENS_OTHER.isdisjoint(between):
                return None
            if not is_had(forms, cue.end, first) or not _LOOKS_FOR.isdisjoint(between):
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
        if above.colon and forms[above.last - 1] in ("because", "since"):
            return Found(above.last - 1, above.last, "owner") if first - analysis.first <= _REACH else None
        if restating is None or self._is_under_general(parent):
            return None
        opens = document.blocks[block].kind == "item" and first - analysis.first <= _REACH
        opening = forms[analysis.first : first]
        opens = opens and FINITE.isdisjoint(opening)
        kept = fragment and self.contexts.context(block).patient and _OPENS_OTHER.isdisjoint(opening)
        return Found(restating, restating + 1, "owner") if opens or kept else None

    def _is_under_general(self, block: int) -> bool:
        """A heading or lead-in at or above this block speaks of possibilities, purposes or warnings."""
        document = self.document
        while block >= 0:
            head = document.blocks[block]
            if not _GENERAL.isdisjoint(document.words.forms[head.first : head.last]):
                return True
            block = document.parents[block]
        return False

    @cached_property
    def _is_case(self) -> bool:
        """The text speaks of one patient or to a reader."""
        return not _SPOKEN_OF.isdisjoint(self.document.words.forms)
