"""Says whether a condition holds for a contact that it does not plainly stand beside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from medrules.text.assertion_openings import STRONG
from medrules.text.cues import Found, words_of
from medrules.text.sentences import COMMA

if TYPE_CHECKING:
    from medrules.text.document import Document

_JOINTS = frozenset(("and", "but", "so", "or", "then"))
_TURNS = frozenset(("but", "however", "otherwise", "regardless", "anyway", "still", "either"))
_ORDERS = words_of("care.txt", "contact order")
_DUTIES = frozenset(("should", "must", "need", "ought", "please", "you'll", "you'd", "then"))
_BEFORE_VERBS = frozenset(
    ("to", "and", "or", "you", "we", "they", "not", "can", "can't", "cannot", "don't", "i", "a", "the")
)
_SHORTEST = 2
"""Words of the shortest condition."""
_REACH = 4


def leads(document: Document, word: int) -> bool:
    """``…, and if it gets worse, call us``: the condition before a contact holds for it."""
    cue = _last(document, word)
    if cue is None or not _opens_clause(document, cue.start):
        return False
    forms, flags = document.words.forms, document.flags
    between = range(cue.end, word)
    if any(flags[at + 1] & STRONG for at in between) or not _TURNS.isdisjoint(forms[cue.end : word]):
        return False
    return any(flags[at + 1] & COMMA for at in between)


def resumes(document: Document, word: int) -> bool:
    """``If you have chest pain you should go to hospital``: what is to be done follows without a comma."""
    cue = _last(document, word)
    if cue is None or word - cue.end < _SHORTEST:
        return False
    forms = document.words.forms
    if any(document.flags[at] & COMMA for at in range(cue.end + 1, word + 1)):
        return False
    before = forms[max(cue.end + _SHORTEST, word - _REACH) : word]
    if "you" in before[:-1] and not _DUTIES.isdisjoint(before[before.index("you") :]):
        return True
    return forms[word] in _ORDERS and forms[word - 1] not in _BEFORE_VERBS


def follows(document: Document, last: int) -> bool:
    """``See a therapist, and if it gets worse, call 988``: the condition behind a contact leads to the next."""
    part = document.parts[document.part_of(last)]
    analysis = document.assertion.analysis(document.part_of(last))
    cues = [cue for cue in analysis.cues.get("condition", ()) if cue.start > last and cue.kind == "condition"]
    if not cues or document.words.forms[cues[0].start - 1] != "and":
        return False
    forms, flags = document.words.forms, document.flags
    behind = range(cues[0].end + 1, part.last)
    return any(
        flags[at] & COMMA and (forms[at] in _ORDERS or forms[at] in _DUTIES or forms[at] == "you") for at in behind
    )


def _last(document: Document, word: int) -> Found | None:
    """The last condition that begins before a word of its sentence."""
    cues = document.assertion.analysis(document.part_of(word)).cues.get("condition", ())
    return next((cue for cue in reversed(cues) if cue.end <= word and cue.kind == "condition"), None)


def _opens_clause(document: Document, at: int) -> bool:
    first = document.parts[document.part_of(at)].first
    return at == first or bool(document.flags[at] & (COMMA | STRONG)) or document.words.forms[at - 1] in _JOINTS
