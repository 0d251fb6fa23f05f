"""What a text is, and what stands behind the label of an illness in it: how it is with it, or its code."""

from __future__ import annotations

from functools import cached_property

from medrules.text import sentences as marks
from medrules.text.assertion_openings import FINITE
from medrules.text.cues import Found, word_class, words_of
from medrules.text.persons_notes import is_note
from medrules.text.persons_times import Times
from medrules.text.persons_told import tells_of_one

_STATUS_OF_NOTE = words_of("owners.txt", "status of a note")
_CODE_DIGITS = 6
_STATUS = words_of("owners.txt", "status")
_LABEL_WORDS = 2
_SPOKEN_OF = word_class("spoken of") | word_class("addressed")


class Labels(Times):
    """Labels of the mentions of one document."""

    @cached_property
    def _is_case(self) -> bool:
        """The text speaks of one patient or to a reader."""
        return not _SPOKEN_OF.isdisjoint(self.document.words.forms) or self._is_note

    @cached_property
    def _is_note(self) -> bool:
        """The text is a clinician's note."""
        return is_note(self.document)

    @cached_property
    def _is_told(self) -> bool:
        """The text tells what one patient has."""
        return tells_of_one(self.document.words.forms)

    def _of_status(self, span: tuple[int, int]) -> Found | None:
        """``Diabetes: currently stable``, ``Blood pressure: 124/76``: told of the patient."""
        words, at = self.document.words.forms, span[1] + 1
        note = self._is_case and not self._is_addressed
        if at >= len(words) or not (self._is_told or note):
            return None
        if note and (code := self._code(span)) is not None:
            return code
        at = self._behind_label(at) if note else at
        if at >= len(words) or not self.document.flags[at] & marks.COLON:
            return None
        status = words[at] in _STATUS or (note and words[at] in _STATUS_OF_NOTE)
        return Found(at, at + 1, "owner") if status or words[at][0].isdigit() else None

    def _behind_label(self, at: int) -> int:
        """Behind the label that the mention is part of: ``Hypertension and gout: …``, ``Anxiety disorder: …``."""
        forms, flags = self.document.words.forms, self.document.flags
        for place in range(at, min(at + _LABEL_WORDS + 2, len(forms))):
            if flags[place] & marks.COLON:
                return place
            if flags[place] & (marks.ENDS | marks.LINE | marks.SEMICOLON) or forms[place] in FINITE:
                break
        return at

    def _code(self, span: tuple[int, int]) -> Found | None:
        """An entry of a record with its code: ``Asthma - 195967001``, ``Migraine (G43.9)``."""
        forms, at = self.document.words.forms, span[1] + 1
        for place in range(at, min(at + 4, len(forms))):
            if self.document.flags[place] & marks.LINE:
                return None
            form = forms[place]
            coded = form[:1].isalpha() and form[1:3].isdigit() and form != "u200b"  # an escaped space is no code
            if coded or (form.isdigit() and len(form) >= _CODE_DIGITS):
                return Found(place, place + 1, "owner")
        return None
