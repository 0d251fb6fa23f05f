"""What makes a mention this patient's own: an owner, a verb, a lead-in, or what was told before."""

from __future__ import annotations

from collections.abc import Sequence

from medrules.text import sentences as marks
from medrules.text.assertion_analysis import NONE, Analysis
from medrules.text.assertion_openings import FINITE
from medrules.text.cues import Found, word_class, words_of
from medrules.text.persons_labels import Labels
from medrules.text.persons_told import find_holder, is_had
from medrules.text.vocabulary_known import drug_names

_OWNERS = words_of("owners.txt", "owners")
_BEFORE_HEAD = words_of("owners.txt", "ends a noun phrase")
_OPENS_OTHER = words_of("owners.txt", "opens another clause")
_SUPPOSES = _OPENS_OTHER - {"which", "who"}
_JUDGES = words_of("owners.txt", "judges")
_HAVING = frozenset(("you", "you're", "you've", "she", "he"))
_NAMED = frozenset(("complaint", "concern", "diagnosis", "impression", "assessment"))
_DEFINES = frozenset(("is", "are"))
_ANY_ILLNESS = words_of("owners.txt", "untold")
_DEGREES = frozenset(("severity", "type", "location", "stage", "extent", "course", "risk", "spread"))
_MAYBE = frozenset(("may", "might", "could", "should", "can"))
_ANYBODY = words_of("owners.txt", "anybody")
_SPOKEN = frozenset(("patient", "pt"))
_OF_PATIENTS = frozenset(("patient's", "person's", "client's", "child's", "woman's", "man's"))
_USUAL = word_class("usual")
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
        "tell",
        "which",
        "whether",
        "any",
    )
)
_LOOKS_FOR = frozenset(("for", "to", "look", "check", "consider", "monitor", "watch"))
_LONG = frozenset(
    ("the", "about", "over", "several", "many", "weeks", "days", "months", "years", "hours", "two", "three")
)
"""Behind *for* these open how long something lasts."""
_COMBINED = ["combination", "of"]
_SIDES = frozenset(("the", "your", "his", "her", "my", "both", "left", "right", "one", "a"))
"""Behind *to* these open a place (``pain going to the left arm``), no verb."""
_THESE = (["these", "symptoms"], ["those", "symptoms"], ["your", "symptoms"], ["you", "describe"])
_PICTURE = frozenset(("pattern", "picture", "presentation", "story", "combination"))
"""``Your symptoms are concerning (classic pattern: …)``."""
_LABEL_WORDS = 2
_ARTICLES = frozenset(("the", "this"))
_RESTATES = words_of("owners.txt", "restates")
_TREATMENTS = words_of("owners.txt", "treatments")
_HAS = words_of("owners.txt", "has")
_PEOPLE = words_of("owners.txt", "people")
_TELLS = words_of("owners.txt", "tells")
_ARTICLES_OF_ANY = frozenset(("a", "an", "any", "if", "when"))
_SHOWING = words_of("owners.txt", "showing")
_MEASURED = words_of("owners.txt", "measured")
_NOTICED = words_of("owners.txt", "noticed")
_BRACKET_REACH = 24
_GENERAL = words_of("owners.txt", "general")
_BREAKS = marks.COMMA | marks.COLON | marks.SEMICOLON | marks.DASH | marks.OPEN | marks.CELL
_REACH = 5
"""Words: an owner stands so near before what is his (``your severe left sided chest pain``)."""


def _looks_for(forms: list[str], low: int, high: int) -> bool:
    """``Your risk, check for fever``; not ``your symptoms, chest pain for 30 minutes going to the left arm``."""
    return any(forms[at] in _LOOKS_FOR and not _is_extent(forms, at) for at in range(low, high))


def _is_extent(forms: list[str], at: int) -> bool:
    """How long, or how far it goes."""
    behind = forms[at + 1]
    return (forms[at] == "for" and (behind.isdigit() or behind in _LONG)) or (
        forms[at] == "to" and behind in _SIDES
    )


class Owners(Labels):
    """Owners of the mentions of one document."""

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
            if (owner := self._told_in_brackets(analysis, first)) is not None:
                return owner
            if self._is_case and (judged := self._judged(analysis, span)) is not None:
                return judged
        elif owner is not None and not _MEASURED.isdisjoint(self.document.words.forms[owner.end : first]):
            return owner
        elif _NOTICED.isdisjoint(self.document.words.forms[analysis.first : first]):
            return None
        return self._of_status(span) or self._restated(analysis, first, fragment=fragment)

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
            if before in _ANYBODY and forms[cue.start] in _SPOKEN:
                continue
            if before == "such" or self._is_general_cue(analysis, cue):
                continue
            if before in _SUPPOSES or not _OPENS_OTHER.isdisjoint(between):
                continue
            if not is_had(forms, cue.end, first):
                continue
            if FINITE.isdisjoint(between) or self._reaches(analysis, cue, first):
                return cue
        found = find_holder(forms, self.document.flags, analysis.first, first)
        return found or (self._led(analysis, first) if analysis.act[first - analysis.first] == NONE else None)

    def _is_general_cue(self, analysis: Analysis, cue: Found) -> bool:
        """``A positive test shows``; ``educate the patient on``."""
        forms = self.document.words.forms
        before = forms[max(analysis.first, cue.start - 2) : cue.start]
        if forms[cue.end - 1] == "on":
            return not _TELLS.isdisjoint(before)
        return not _ARTICLES_OF_ANY.isdisjoint(before) and forms[cue.start] in _SHOWING

    def _led(self, analysis: Analysis, first: int) -> Found | None:
        """An item under ``You're showing signs of …:`` or ``… because:`` is what this patient has."""
        document, forms = self.document, self.document.words.forms
        block = document.parts[document.part_of(first)].block
        parent = document.parents[block]
        if parent < 0 or first - analysis.first > _REACH or not document.blocks[parent].colon:
            return None
        above = document.blocks[parent]
        if self.contexts.context(block).inside or _UNDER.intersection(forms[above.first : above.last]):
            return None
        low = document.parts[document.part_of(above.last - 1)].first
        return find_holder(forms, document.flags, low, above.last)

    def _noted(self, analysis: Analysis, first: int, fragment: bool) -> Found | None:
        """What stands by itself in a section of a note that lists what the patient has or takes."""
        found = self._section(analysis, first, "patient section") if fragment and self._is_case else None
        if found is None or self.document.words.forms[found.end - 1] in _NAMED:
            return found
        return found if (self._is_told or self._is_note) and not self._is_addressed else None

    def _owner(self, analysis: Analysis, span: tuple[int, int]) -> tuple[Found | None, bool]:
        """*Your* in its noun phrase, or *the* before what was spoken of; and whether there is an owner at all."""
        (first, last), forms, flags = span, self.document.words.forms, self.document.flags
        for at in range(first if last > first else first - 1, max(analysis.first, first - _REACH) - 1, -1):
            if at < first and flags[at + 1] & _BREAKS:
                break
            if forms[at] in _OWNERS:
                before = forms[at - 1] if at > analysis.first else ""
                general = before in _GENERAL or self._is_anybodys(analysis, at)
                return (None if general else Found(at, at + 1, "owner")), True
            if forms[at] == "the" and first - at <= 2 and not flags[at] & marks.HYPHEN:
                spoken_of = self._is_spoken_of(at, last) and not self._is_supposed(analysis.first, at)
                teaches = not _USUAL.isdisjoint(forms[analysis.first : analysis.last])
                spoken_of = spoken_of and (self._is_told or not teaches)
                return (Found(at, at + 1, "owner") if spoken_of else None), False
            if forms[at] in _BEFORE_HEAD or forms[at] in FINITE:
                break
        return None, False

    def _is_anybodys(self, analysis: Analysis, at: int) -> bool:
        """``Every patient's``; ``people … their``, where no patient is spoken of before."""
        forms, low = self.document.words.forms, analysis.first
        if forms[at] in _OF_PATIENTS:
            return at > low and forms[at - 1] in _ANYBODY
        before = forms[low:at]
        return forms[at] == "their" and not _PEOPLE.isdisjoint(before) and _SPOKEN.isdisjoint(before)

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

    def _told_in_brackets(self, analysis: Analysis, first: int) -> Found | None:
        """``These symptoms (chest pain, sweating)``: what was told, unless the sentence supposes it."""
        forms, flags = self.document.words.forms, self.document.flags
        low = max(analysis.first + 2, first - _BRACKET_REACH)
        opened = next((at for at in range(first, low - 1, -1) if flags[at] & marks.OPEN), None)
        if opened is None or not _OPENS_OTHER.isdisjoint(forms[analysis.first : analysis.last]):
            return None
        if forms[opened - 2 : opened] in _THESE:
            return Found(opened - 2, opened, "owner")
        matched = forms[analysis.first : analysis.first + 2] in _THESE and not _PICTURE.isdisjoint(
            forms[opened : opened + 2]
        )
        return Found(analysis.first, analysis.first + 2, "owner") if matched else None

    def _shared_owner(self, analysis: Analysis, cues: Sequence[Found], span: tuple[int, int]) -> Found | None:
        """``Your asthma and eczema``: the owner of an enumeration."""
        forms, flags, (first, last) = self.document.words.forms, self.document.flags, span
        for cue in reversed(cues):
            owning = not _OWNERS.isdisjoint((forms[cue.start], forms[cue.end - 1]))
            if cue.kind != "patient" or cue.end > first or not owning:
                continue
            between = forms[cue.end : first]
            if not FINITE.isdisjoint(between) or not _OPENS_OTHER.isdisjoint(between):
                return None
            if self._is_anybodys(analysis, cue.end - 1):
                return None
            if not is_had(forms, cue.end, first) or _looks_for(forms, cue.end, first):
                return None
            after = forms[last + 1] if last + 1 < analysis.last else ""
            opens = bool(flags[first] & marks.COMMA) and after in FINITE
            listed = (
                any(flags[at] & _BREAKS for at in range(cue.end, first + 1)) or "and" in between or "of" in between
            )
            listed = listed or forms[cue.end - 1] == "of"
            return Found(cue.start, cue.end, "owner") if listed and not opens else None
        return None

    def _restated(self, analysis: Analysis, first: int, *, fragment: bool) -> Found | None:
        """An item under *Your symptoms* or *Why this is worrying* names what the patient told."""
        document, forms = self.document, self.document.words.forms
        block = document.parts[document.part_of(first)].block
        parent = document.parents[block]
        if parent < 0 or not self._is_case or self._is_note or self.contexts.context(block).inside:
            return None
        above = document.blocks[parent]
        if above.last - above.first <= _LABEL_WORDS and document.parents[parent] >= 0:
            above = document.blocks[document.parents[parent]]  # "Summary of your situation" over "Symptoms:"
        restating = next((at for at in range(above.first, above.last) if forms[at] in _RESTATES), None)
        restating = self._told_in_lead(above.last - 1) if restating is None else restating
        led = forms[above.last - 1] in ("because", "since") or forms[above.last - 2 : above.last] == _COMBINED
        if above.colon and led:
            return Found(above.last - 1, above.last, "owner") if first - analysis.first <= _REACH else None
        if restating is None or self._is_under_general(parent):
            return None
        opens = document.blocks[block].kind == "item" and first - analysis.first <= _REACH
        opening = forms[analysis.first : first]
        opens = opens and all(form in _NOTICED for form in opening if form in FINITE)
        kept = fragment and self.contexts.context(block).patient and _OPENS_OTHER.isdisjoint(opening)
        return Found(restating, restating + 1, "owner") if opens or kept else None

    def _told_in_lead(self, word: int) -> int | None:
        """``The combination you have is textbook PE:``: where the lead-in says that it was told."""
        lead = self.contexts.analysis(self.document.part_of(word))
        for cue in lead.cues.get("person", ()):
            if (
                cue.kind == "patient"
                and cue.end - cue.start > 2
                and self.document.words.forms[cue.end - 1] in _HAS
            ):
                return cue.start
        return None

    def _is_under_general(self, block: int) -> bool:
        """A heading or lead-in at or above this block speaks of possibilities, purposes or warnings."""
        document = self.document
        while block >= 0:
            head = document.blocks[block]
            low = document.parts[document.part_of(head.last - 1)].first
            if not _GENERAL.isdisjoint(document.words.forms[max(low, head.first) : head.last]):
                return True
            block = document.parents[block]
        return False
