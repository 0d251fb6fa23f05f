"""Says how far a dose is recommended: by the reader of advice, and by the words that make a statement an order."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from medrules.checking.repeating import CONDITION_KINDS, is_consent
from medrules.checking.situation import Text
from medrules.checking.strength import FULL, NONE, WEAK, counts, is_slip, strength
from medrules.model.verdict import Evidence
from medrules.text.assertion_openings import FINITE
from medrules.text.doses_frequency import Phrases
from medrules.text.doses_lexing import Token, dose_words, tokenise

_BEFORE = 3
"""Words from the end of a dose to the name behind it."""
_FRAGMENT = 8
"""Words between a name and its dose in an order without a verb."""
_REPORTED = "under a heading that reports what is taken"
_OF_READER = "stated of the reader and not advised"


class Advised(NamedTuple):
    """How strong the evidence is that a dose is recommended, and what makes it weak."""

    level: int
    doubt: str = ""
    stated: bool = False
    """An order by its words alone; the reader of advice finds none."""


def advised(text: Text, drug: Evidence, dose: Evidence) -> Advised:
    """How strong the evidence is that this dose of this medicine is recommended.

    The table of *must never advise* decides where the reader finds advice. It knows no doses: *The recommended
    dose is …*, *You may take …* and the bare order *acetaminophen 1 g q6h* are statements to it, yet orders.
    """
    if _refused(dose) or (_refused(drug) and not _is_dated_by(drug, dose)):
        return Advised(NONE)
    level = max(_by_table(text, one) for one in (drug, dose))
    if level == WEAK and not is_slip(drug):
        found = Advised(WEAK, f"only under a condition{_cue(drug, dose)}")
    else:
        found = Advised(level) if level else _stated(text, drug, dose)._replace(stated=True)
    if found.level and drug.how == "corrected":
        return Advised(WEAK, f"if that is a typing slip for “{drug.phrase}”")
    if found.level and drug.doubtful:
        return Advised(WEAK, "across a line break that may end a sentence")
    return found


def _cue(*found: Evidence) -> str:
    readings = [one.reading for one in found if one.reading is not None]
    cues = [cue.text for reading in readings for cue in reading.cues if cue.kind in CONDITION_KINDS]
    return f" (“{cues[0]}”)" if cues else ""


def _by_table(text: Text, evidence: Evidence) -> int:
    consent = is_consent(text, evidence.reading, evidence.start)
    return strength("advise", evidence, never=True, unconditionally=False, consent=consent)


def _refused(evidence: Evidence) -> bool:
    """Asked, quoted, another's, past, negated or advised against."""
    reading = evidence.reading
    return reading is not None and (reading.act == "advice against" or not counts("say", reading))


def _is_dated_by(drug: Evidence, dose: Evidence) -> bool:
    """Whether only a number of the dose sets the medicine in the past: the *2000* of *2000 mg* is no year."""
    reading = drug.reading
    if reading is None or reading.time != "past" or reading.cue is None:
        return False
    inside = dose.start <= reading.cue.start and reading.cue.end <= dose.end
    return (
        inside
        and reading.cue.kind == "past"
        and not _refused(drug._replace(reading=reading._replace(time="current")))
    )


def _stated(text: Text, drug: Evidence, dose: Evidence) -> Advised:
    """An order in the words of a statement: of nobody's present or past treatment, and not as harmful."""
    reported = any(one.reading is not None and one.reading.experiencer == "patient" for one in (drug, dose))
    words = _sentence(text, dose.start)
    finite = any(token.form in FINITE for token in words)
    if reported and not finite and not _has(words, "harming") and _is_bare(text, drug, dose):
        under = _under_report(text, drug.start)
        return Advised(WEAK, _REPORTED if under else _OF_READER)
    if _has(words, "harming") or (reported and not any(token.form == "your" for token in words)):
        return Advised(NONE)
    if reported:
        return Advised(WEAK, _OF_READER)
    if _has(words, "asking"):
        return Advised(WEAK, "as something to ask about")
    if _has(words, "advising"):
        return Advised(FULL)
    if _has(words, "praising"):
        return Advised(WEAK, "stated and not advised")
    if _has(_sentence(text, dose.start, more=1), "questioning"):
        return Advised(WEAK, "questioned beside it")
    if finite or _has(words, "reports") or not _is_bare(text, drug, dose):
        return Advised(NONE)
    return Advised(FULL)


def _is_bare(text: Text, drug: Evidence, dose: Evidence) -> bool:
    """``Acetaminophen 1 g q6h``, ``1 g acetaminophen q6h``: name and dose side by side."""
    if dose.start < drug.end and drug.start < dose.end:
        return True
    document = text.document
    if dose.end < drug.start and document.word_at(drug.start) - document.word_at(dose.end - 1) > _BEFORE:
        return False
    first, last = document.word_at(min(drug.start, dose.start)), document.word_at(max(drug.start, dose.start))
    return (
        last - first <= _FRAGMENT or document.blocks[document.parts[document.part_of(first)].block].kind == "row"
    )


def _under_report(text: Text, start: int) -> bool:
    """What stands under *Home medications* or *On admission* reports what is taken; a person has to look."""
    heading = text.document.section(start)
    return heading is not None and _has(tokenise(heading, 0, len(heading)), "reporting")


def _sentence(text: Text, start: int, *, more: int = 0) -> list[Token]:
    """The pieces of a sentence or table row, and of so many that follow in its block."""
    document = text.document
    part = document.part_of(document.word_at(start))
    first, last, block = document.parts[part]
    for behind in document.parts[part + 1 : part + 1 + more]:
        last = behind.last if behind.block == block else last
    if document.blocks[block].kind == "row":
        first, last = document.blocks[block].first, document.blocks[block].last
    words = document.words
    return tokenise(words.source, words.starts[first], words.ends[last - 1])


@cache
def _cues(kind: str) -> Phrases:
    return Phrases((phrase, 1.0) for phrase in dose_words()["orders"][kind])


def _has(words: list[Token], kind: str) -> bool:
    return any(_cues(kind).match(words, at) is not None for at in range(len(words)))
