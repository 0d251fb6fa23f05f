"""When something is said to have been: now, in the past, or planned, by tense, date, label or section."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from medrules.text import sentences as marks
from medrules.text.assertion_analysis import Analysis
from medrules.text.assertion_context import Contexts
from medrules.text.assertion_openings import FINITE
from medrules.text.cues import Found, word_class, words_of
from medrules.text.persons_dates import past_date

if TYPE_CHECKING:
    from medrules.text.document import Document

_MEANWHILE = frozenset(("until", "when", "while", "before", "after", "once"))
_HABITS = words_of("owners.txt", "habits")
_HAVING = frozenset(("you", "you're", "you've", "she", "he"))
_TELLS_HISTORY = frozenset(
    ("is", "was", "of", "for", "includes", "included", "significant", "positive", "notable", "as")
)
_SECTION_WORDS = words_of("owners.txt", "section words")
_ADJACENT = frozenset(("past lasting", "past next"))
_WAS_USED = word_class("subject") | _HAVING | frozenset(("who", "patient", "pt", "also", "previously"))
_ONCE = ["in", "the", "past"]
_NOW = words_of("owners.txt", "now")
_LASTING = words_of("owners.txt", "lasting")
_ADDRESSED = word_class("addressed")


class Times:
    """Times of the mentions of one document."""

    def __init__(self, document: Document, contexts: Contexts) -> None:
        self.document, self.contexts = document, contexts

    def _lasts(self, span: tuple[int, int], past: Found) -> bool:
        """A history of diabetes is diabetes."""
        forms = self.document.words.forms
        if forms[past.start : past.end] == _ONCE:
            return False  # "he had gout in the past"
        words = forms[span[0] : span[1] + 1]
        return past.kind == "past lasting" or not _LASTING.isdisjoint(words)

    def _section(self, analysis: Analysis, first: int, kind: str) -> Found | None:
        """The label, heading or lead-in of a note over the mention (``Chief complaint:``)."""
        if not self._has_sections:
            return None
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
    def _has_sections(self) -> bool:
        """A word of a note's labels stands in the text."""
        return not _SECTION_WORDS.isdisjoint(self.document.words.forms)

    @cached_property
    def _is_addressed(self) -> bool:
        """The text speaks to somebody: it is no note."""
        return not _ADDRESSED.isdisjoint(self.document.words.forms)

    def _opens_line(self, word: int) -> bool:
        """Nothing stands before it in its line, not even a number."""
        source, start = self.document.words.source, self.document.words.starts[word]
        return not source[source.rfind("\n", 0, start) + 1 : start].strip()

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
        if "past" in cue.kind and self._next_item(cue.end, first):
            return False
        return not any(at <= cue.start and forms[at] in _MEANWHILE for at in analysis.borders)

    def _next_item(self, start: int, first: int) -> bool:
        """An item of a list within the sentence begins on the way (``1) oesophagitis s/p biopsy 2) hernia``)."""
        words = self.document.words
        return any(
            words.forms[at].isdigit()
            and words.source[words.ends[at] : words.ends[at] + 1] == ")"
            and words.source[words.starts[at] - 1 : words.starts[at]] in ("", " ", "\n")
            for at in range(start, first)
        )

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
