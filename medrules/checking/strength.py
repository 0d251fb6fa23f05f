"""The verdict table: how strong the evidence of one mention is, by the verb of the rule and the reading."""

from __future__ import annotations

from medrules.model.reading import Reading
from medrules.model.rule import Verb
from medrules.model.verdict import Evidence

NONE, WEAK, FULL = 0, 1, 2
"""No evidence; evidence that a person has to review; evidence."""


def strength(verb: Verb, evidence: Evidence, *, never: bool, unconditionally: bool, consent: bool) -> int:
    """The strength of a mention as evidence for *must VERB*, or with ``never`` against *must never VERB*.

    Args:
        verb: the verb of the obligation.
        evidence: the mention; without a reading it counts as a bare mention.
        never: the obligation forbids.
        unconditionally: a conditional mention is not enough.
        consent: the mention's condition is a clinician's consent.
    """
    reading = evidence.reading
    if verb == "mention" or reading is None:
        found = FULL
    elif not counts(verb, reading):
        return NONE
    elif never:
        found = _against_never(verb, reading, consent)
    else:
        found = _for_must(verb, reading, unconditionally)
    return min(found, WEAK) if is_slip(evidence) else found


def counts(verb: Verb, reading: Reading) -> bool:
    """Whether a mention that reads so is said, advised, advised against or asked about at all."""
    if verb == "mention":
        return True
    if verb == "ask about":
        return reading.act == "question"
    if reading.experiencer == "other" or reading.act in ("question", "quotation"):
        return False
    if verb == "advise against":
        return reading.act == "advice against"
    if reading.polarity == "negated" or reading.time == "past":
        return False
    return reading.act == "advice" if verb == "advise" else reading.act in ("statement", "advice")


def is_slip(evidence: Evidence) -> bool:
    """A corrected typing slip or a match across a doubtful border: a person has to look."""
    return evidence.how == "corrected" or evidence.doubtful


def _for_must(verb: Verb, reading: Reading, unconditionally: bool) -> int:
    if reading.condition == "conditional" and unconditionally:
        return NONE
    return WEAK if reading.certainty == "hedged" and verb in ("advise", "advise against") else FULL


def _against_never(verb: Verb, reading: Reading, consent: bool) -> int:
    if reading.condition == "conditional" and (verb == "say" or consent):
        return WEAK
    return FULL
