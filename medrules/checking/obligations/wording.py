"""The sentences that say why an obligation came out as it did."""

from __future__ import annotations

from medrules.checking.obligations.judgement import shown
from medrules.checking.strength import counts, is_slip
from medrules.model.rule import Verb
from medrules.model.verdict import Evidence

DOES = {
    "mention": "mentions",
    "say": "says",
    "advise": "advises",
    "advise against": "advises against",
    "ask about": "asks about",
}
_SEVERAL = "only {found} of the {need} things that must be there"


def found_reason(verb: Verb, evidence: Evidence) -> str:
    """A demand that is met."""
    return f"The answer {DOES[verb]} it: {shown(evidence)}."


def forbidden_reason(verb: Verb, evidence: Evidence) -> str:
    """A prohibition that is violated."""
    return f"The answer {DOES[verb]} what it must never {verb}: {shown(evidence)}{_aside(evidence)}."


def weak_reason(verb: Verb, evidence: Evidence) -> str:
    """Evidence that a person has to look at, and what makes it weak."""
    return f"The answer may {verb} it: {shown(evidence)}, {_doubt(evidence)}."


def taken_back_reason(verb: Verb, evidence: Evidence, by: Evidence) -> str:
    """What a later answer of the conversation takes back, or may take back."""
    return f"An answer {DOES[verb]} it: {shown(evidence)}, but a later one takes it back: {shown(by)}."


def excused_reason(evidence: Evidence) -> str:
    """What ``unless`` excuses."""
    return f"What follows 'unless' holds for {shown(evidence)}."


def absence_reason(
    verb: Verb, nearest: Evidence | None, found: int, need: int, unconditionally: bool, *, misplaced: bool
) -> str:
    """A demand that is not met, with the nearest miss."""
    if need > 1 and found:
        start = f"The answer {DOES[verb]} {_SEVERAL.format(found=found, need=need)}"
        return f"{start}; nearest: {shown(nearest)}." if nearest else f"{start}."
    if nearest is None:
        return f"The answer nowhere {DOES[verb]} it."
    why = _miss(verb, nearest, unconditionally)
    if why is None:
        why = "it does not stand where the rule wants it" if misplaced else "it does not count"
    return f"The answer nowhere {DOES[verb]} it; nearest: {shown(nearest)}, but {why}."


def _aside(evidence: Evidence) -> str:
    reading = evidence.reading
    if reading is None:
        return ""
    cue = f" (“{reading.cue.text}”)" if reading.cue else ""
    if reading.certainty == "hedged":
        return ", hedged" + cue
    return ", under a condition" + cue if reading.condition == "conditional" else ""


def _doubt(evidence: Evidence) -> str:
    if evidence.how == "corrected":
        return f"if that is a typing slip for “{evidence.phrase}”"
    if evidence.doubtful:
        return "across a line break that may end a sentence"
    reading = evidence.reading
    cue = f" (“{reading.cue.text}”)" if reading and reading.cue else ""
    if reading and reading.condition == "conditional":
        return f"but under a condition{cue}"
    if reading and reading.certainty == "hedged":
        return f"but hedged{cue}"
    return "but the evidence for its place is weak"


def _miss(verb: Verb, evidence: Evidence, unconditionally: bool) -> str | None:
    """Why a mention is no evidence; None: its reading would do."""
    reading = evidence.reading
    if reading is None or is_slip(evidence):
        return None
    cue = f" (“{reading.cue.text}”)" if reading.cue else ""
    if counts(verb, reading):
        under = unconditionally and reading.condition == "conditional"
        return f"only under a condition{cue}" if under else None
    if reading.act == "question":
        return "as a question"
    if reading.act == "quotation":
        return f"as somebody else's words{cue}"
    if reading.experiencer == "other":
        return f"about somebody else{cue}"
    if reading.act == "advice against" and verb != "advise against":
        return f"it is advised against{cue}"
    if reading.polarity == "negated":
        return f"it is negated{cue}"
    if reading.time == "past":
        return f"in the past{cue}"
    return {
        "advise": "it is stated, not advised",
        "advise against": "it is not advised against",
        "ask about": "it is no question",
    }.get(verb)
