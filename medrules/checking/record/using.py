"""What an answer says of the patient's use of a medicine: taken now, stopped, not taken, advised."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from medrules.checking.record.answer import Answer
from medrules.checking.record.labels import Label
from medrules.checking.record.names import Place
from medrules.checking.strength import FULL, WEAK
from medrules.model.reading import Reading
from medrules.text.sentences import COMMA

_NEAR = 6
"""Words between a cue and a name."""
_BEHIND = 5


class Use(NamedTuple):
    """What is said of the patient and a medicine, and how surely.

    *Listed* is what stands under *Medications* without a dose: the patient's medicines, or options; an *entry*
    stands in a line of its own that does not say whose it is; *other* is said of nobody, or not of now.
    """

    kind: Literal["taken", "stopped", "not taken", "advised", "allergic", "listed", "entry", "other"]
    level: int


_OTHER = Use("other", WEAK)


def use_of(answer: Answer, place: Place[Any]) -> Use:
    """The use that a mention speaks of; *other*: none of this patient."""
    words = answer.document.words
    reading = answer.document.reading(words.starts[place.first], words.ends[place.last - 1])
    if reading.act in ("question", "quotation") or reading.experiencer == "other":
        return _OTHER
    if is_allergy(answer, place):
        return Use("allergic", FULL)
    label = answer.label(place.first)
    if label is not None and label.field == "allergies" and answer.is_entry(place):
        return Use("allergic", FULL)
    turned_down = reading.act == "advice against" or reading.polarity == "negated"
    if turned_down and _may_state(answer, place):
        return Use("not taken", WEAK)
    if reading.condition == "conditional" or reading.act == "advice against":
        return _OTHER
    level = WEAK if reading.certainty == "hedged" else FULL
    if label is not None and label.field == "medications" and (reading.act == "advice" or answer.is_entry(place)):
        return _listed(answer, place, label, reading, level)
    if reading.act == "advice":
        level = min(level, _directness(answer, place, reading))
        first, _ = answer.clause(place.first)
        going_on = answer.cue("continuing", max(first, place.first - _NEAR), place.first) is not None
        return Use("taken" if going_on else "advised", level)
    return _stated(answer, place, reading, level)


def _may_state(answer: Answer, place: Place[Any]) -> bool:
    """*You do not take X* tells what is, or forbids it: a person has to look."""
    return tuple(answer.document.forms[max(0, place.first - 3) : place.first]) in _NOT_TAKING or (
        tuple(answer.document.forms[max(0, place.first - 4) : place.first]) in _NOT_TAKING
    )


_NOT_TAKING = frozenset((("you", "do", "not", "take"), ("you", "don't", "take"), ("you", "don’t", "take")))


def _directness(answer: Answer, place: Place[Any], reading: Reading) -> int:
    """*Infections should be treated with X* advises nobody in particular."""
    general = reading.cue is not None and reading.cue.kind.endswith("back") and not answer.of_patient(place.first)
    return WEAK if general else FULL


def _listed(answer: Answer, place: Place[Any], label: Label, reading: Reading, level: int) -> Use:
    """In a list of medicines."""
    if reading.polarity == "negated":
        return Use("not taken", level)
    first, behind = answer.entry(place)
    if label.status == "stopped" or answer.cue("ended", place.last, behind) is not None:
        return Use("stopped", level)
    if label.status == "planned" or answer.cue("new", max(first, place.first - 3), behind) is not None:
        return Use("advised", level)
    dosed = any(form[0].isdecimal() for form in answer.document.forms[place.last : behind])
    return Use("taken" if label.own or dosed else "listed", level)


def _stated(answer: Answer, place: Place[Any], reading: Reading, level: int) -> Use:
    """In a sentence that states something."""
    first, last = answer.clause(place.first)
    low = max(first, place.first - _NEAR)
    patient = answer.of_patient(place.first)
    if answer.cue("not-taking", low, place.first) is not None or (reading.polarity == "negated" and patient):
        return Use("not taken", level) if patient else _OTHER
    behind = min(last, place.last + _BEHIND)
    stopped = answer.cue("stopped", low, place.first) is not None or _was_stopped(answer, place.last, behind)
    if stopped:
        return Use("stopped", level if patient else WEAK)
    if answer.cue("given", low, place.first) is not None:
        return _OTHER
    if reading.experiencer == "patient" and patient:
        return _OTHER if reading.time != "current" else Use("taken", level)
    if patient and answer.cue("prescribed", low, place.first) is not None:
        return Use("taken", level)
    return Use("entry", WEAK) if not patient and answer.opens_line(place.first) else _OTHER


def _was_stopped(answer: Answer, first: int, last: int) -> bool:
    """``Warfarin was discontinued``."""
    at = answer.cue("stopped", first, last)
    return at is not None and answer.document.forms[at - 1] in ("was", "were", "been", "is", "are")


def is_allergy(answer: Answer, place: Place[Any]) -> bool:
    """``allergic to X``, ``allergies include X and Y``, ``X allergy``."""
    first, last = answer.clause(place.first)
    behind = min(last, place.last + 2)
    at = answer.cue("allergic", place.last, behind)
    if at is not None and not any(answer.document.flags[word] & COMMA for word in range(place.last, at + 1)):
        return True
    at = answer.cue("allergic", first, place.first)
    if at is None:
        return False
    between = answer.document.forms[at + 1 : place.first]
    opens = answer.document.gaps[at + 1].strip("*_ ")[:1] in (":", "(", "-", "–") or not between
    return (opens or between[0] in _LEADS) and _TURNS.isdisjoint(between)


_LEADS = frozenset(("to", "include", "includes", "including", "are", "is", "against", "with", "from", "after"))
"""Words that lead from *allergic* to what it is of."""
_TURNS = frozenset(
    ("take", "takes", "taking", "on", "use", "using", "start", "avoid", "so", "because", "can", "we")
)
"""Words between *allergic* and a name by which the sentence has gone on to something else."""
