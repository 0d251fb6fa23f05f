"""Reads each place where a text names a level of care: whether it is advised, on what condition, how soon."""

from __future__ import annotations

from typing import NamedTuple

from medrules.model.reading import Mention, Reading
from medrules.text.assertion_openings import COORDINATORS, STRONG
from medrules.text.audience import Audience
from medrules.text.cases import is_passed_over
from medrules.text.contacts_conditions import (
    is_as_described,
    is_before,
    is_exception,
    is_labelled,
    is_listed_line,
    is_of_resource,
    is_of_state,
    is_unless_seen,
)
from medrules.text.cues import word_class, words_of
from medrules.text.document import Document
from medrules.text.hits import Hit
from medrules.text.how_soon import NEAR_WORDS, find_time
from medrules.text.leading_conditions import follows, leads, resumes
from medrules.text.scenarios import is_supposed
from medrules.text.sentences import COMMA, QUERY
from medrules.text.timing import Timing
from medrules.text.verdicts import is_bare_name, is_nominal, is_offer, is_past_or_object, is_stated, is_verdict

_NEAR_VERB = 4
_JOINS = ("-", ".", "‑", "–", ") ")
_SOON = 24.0
_TODAY = "urgent"
"""The rung of what is to be seen within two days."""
_ASKS_HOW = words_of("owners.txt", "asks how")
_WHETHER = frozenset(("if", "whether"))
_ASKING = (
    *(
        (modal, "you", verb)
        for modal in ("can", "could", "would", "will")
        for verb in ("come", "call", "book", "make")
    ),
    ("have", "you", "considered"),
    ("have", "you", "thought"),
    ("can", "you", "please"),
    ("could", "you", "please"),
    ("would", "you", "please"),
    ("will", "you", "please"),
)
"""Questions that advise: ``Have you considered calling a helpline?``"""
_ONLY_IF = frozenset((one, two) for one in ("only", "not", "no", "yes") for two in ("if", "when", "unless"))
_NEGATORS = word_class("negator")
_CALLS = word_class("calling")
_NEEDING = frozenset(("need", "require", "warrant", "want"))
_SPARING = frozenset(("avoid", "avoids", "avoiding", "spare", "spares", "save", "saves"))
_PASSIVE = frozenset(("seen", "out", "at", "over", "into"))
"""Ends of passive verbs: seen, checked out, looked at."""
_GIVERS = frozenset(form for form in word_class("clinicians") if form.endswith("s"))
_MANNERS = frozenset(("cautiously", "carefully", "seriously", "like"))
_MEANS = frozenset(("with", "using"))
_GIVING = word_class("clinician") | word_class("clinicians") | {"hospital", "er", "clinic", "emergency"}
_NEAR_GIVER = 8
_READER = word_class("addressed")
_TESTS = frozenset(("test", "tests", "testing"))
_FOUND = frozenset(("result", "results"))
_PRECAUTIONS = frozenset(("precautions", "precaution"))
_OF_HOSPITAL = frozenset(
    (
        "team",
        "switchboard",
        "pharmacist",
        "pharmacy",
        "portal",
        "doctor",
        "consultant",
        "clinic",
        "nurse",
        "specialist",
    )
)
"""``Your hospital team``: who is called, and no place to go to."""
_SKILLED = frozenset(("professional", "specialist", "medical"))
_LEARNT = frozenset(("training", "instruction", "education", "development", "experience", "lessons", "school"))
_POSSIBLE = frozenset(("can", "could", "may", "might"))
_INDIRECT = ("often", "when", "whether", "how", "where")


class Contact(NamedTuple):
    """One place where care is advised. ``word`` and ``part`` are positions of words and sentences."""

    level: str
    """The rung whose phrase it is."""
    hours: float | None
    vague: bool
    """The time says how urgent, not when."""
    calls: bool
    """It is a call or message, not a visit."""
    mention: Mention
    part: int
    word: int
    disclaimer: bool
    """It stands in a disclaimer."""
    deferred: bool
    """It waits for the reader's own concern, act or present state: counts where nothing else does."""
    stated: bool
    """It is said how urgent it is, not what is to be done."""
    faint: bool
    """It is said only that somebody can help: counts where nothing is advised."""
    nominal: bool
    """It is named as a noun (``a medical evaluation``), without a word on whose it is."""


def read_contact(document: Document, audience: Audience, hit: Hit) -> Contact | None:
    """What one hit advises, or None where it advises nothing."""
    reading = _advice(document, hit)
    if reading is None:
        return None
    word, last = document.word_at(hit.start), document.word_at(hit.end - 1)
    if is_passed_over(document, word):
        return None
    deferred = any(cue.kind == "concern" for cue in reading.cues)
    deferred = deferred or (is_of_state(document, reading) and audience.is_talk)
    if reading.condition == "unconditional" and (
        document.words.forms[word - 1] == "without" or is_before(document, last) or is_labelled(document, last)
    ):
        reading = reading._replace(condition="conditional")
        deferred = document.words.forms[word - 1] != "without"
    if is_of_resource(reading) or is_exception(reading):
        reading = reading._replace(condition="unconditional")
    if reading.condition == "unconditional" and (
        is_supposed(document, word) or leads(document, word) or is_listed_line(document, word)
    ):
        reading = reading._replace(condition="conditional")
    elif reading.condition == "conditional" and (follows(document, last) or is_as_described(document, reading)):
        reading = reading._replace(condition="unconditional")
    if hit.group == _TODAY and reading.condition == "conditional" and is_unless_seen(document, reading):
        reading = reading._replace(condition="unconditional")
    text = document.words.source[hit.start : hit.end]
    mention = Mention(hit.start, hit.end, text, hit.phrase, hit.how, reading, hit.doubtful)
    timing = find_time(document, word, last)
    return Contact(
        level=hit.group,
        hours=timing.hours if timing is not None else None,
        vague=timing is not None and timing.vague,
        calls=document.words.forms[word] in _CALLS,
        mention=mention,
        part=document.part_of(word),
        word=word,
        disclaimer=audience.is_disclaimer(word) and not (hit.group == "routine" and _is_soon(timing)),
        deferred=deferred,
        stated=is_stated(hit) or document.words.forms[last] == "attention",
        faint=is_offer(hit),
        nominal=is_nominal(hit),
    )


def _is_soon(timing: Timing | None) -> bool:
    """No disclaimer asks for a visit within a day as a matter of routine."""
    return timing is not None and timing.hours <= _SOON


def _advice(document: Document, hit: Hit) -> Reading | None:
    """The reading of a hit that advises; None of one that does not."""
    if is_bare_name(hit) and not is_verdict(document, hit):
        return None
    reading = _whole(document, hit)
    if hit.phrase.startswith("(be|") and not _is_passive(document, hit):
        return None  # "it is important to evaluate" is no "be evaluated"
    if _is_address(document, hit) or _is_spared(document, hit) or is_past_or_object(document, hit):
        return None
    if _is_of_manner(document, hit) or _is_name(document, hit):
        return None
    if _is_not_needed(document, hit):
        return None
    if reading.act == "advice":
        return None if _is_indirect(document, hit, reading) or _is_of_clinicians(document, reading) else reading
    if reading.act == "question" and _is_begged(document, hit):
        return reading._replace(act="advice")
    if reading.act == "question" and _is_asking(document, hit):
        return reading._replace(act="advice", certainty="hedged")
    if reading.act == "question" and _is_answered_by_condition(document, hit):
        return reading._replace(act="advice", condition="conditional")
    if reading.act == "statement" and reading.condition == "conditional":
        word = document.word_at(hit.start)
        analysis = document.assertion.analysis(document.part_of(word))
        if analysis.inside[word - analysis.first] and resumes(document, word):
            return reading._replace(act="advice")
    stated = (
        reading.act == "statement" and reading.polarity == "affirmed" and not _is_of_possibility(document, hit)
    )
    return reading if stated and is_verdict(document, hit) else None


def _is_address(document: Document, hit: Hit) -> bool:
    """``www.hospitals.com``: a word within an address."""
    first, last = document.word_at(hit.start), document.word_at(hit.end - 1)
    return document.gaps[last] in (".", "://", "@") or _is_of_number(document, first, last)


def _is_of_number(document: Document, first: int, last: int) -> bool:
    """``1-800-999-6673``: figures within a longer number."""
    forms, gaps = document.words.forms, document.gaps
    if not forms[last].isdigit():
        return False
    behind = last + 1 < len(forms) and gaps[last + 1] in _JOINS and forms[last + 1].isdigit()
    return behind or (first == last and first > 0 and gaps[first] in _JOINS and forms[first - 1].isdigit())


def _is_of_manner(document: Document, hit: Hit) -> bool:
    """``Such infections should be treated with X``, ``… be treated cautiously``: how, and not by whom."""
    last = document.word_at(hit.end - 1)
    forms = document.words.forms
    behind = forms[last + 1 : min(document.parts[document.part_of(last)].last, last + _NEAR_GIVER)]
    if forms[last] != "treated" or not behind or not _GIVING.isdisjoint(behind):
        return False
    part = document.parts[document.part_of(last)]
    by_means = behind[0] in _MEANS and _READER.isdisjoint(forms[part.first : part.last])
    return (
        by_means
        or behind[0] in _MANNERS
        or (behind[0] == "as" and "soon" not in behind and "as" not in behind[1:])
    )


def _is_name(document: Document, hit: Hit) -> bool:
    """``Called an orthopedist``, ``negative test results``, ``non-emergent evaluation``: part of another name."""
    first, last = document.word_at(hit.start), document.word_at(hit.end - 1)
    forms = document.words.forms
    named = forms[first] == "called" and forms[first + 1 : first + 2] in (["a"], ["an"])
    behind = "".join(forms[last + 1 : last + 2])
    named = named or behind in _PRECAUTIONS  # "ED precautions reviewed"
    named = named or (first > 0 and forms[first - 1] == "non" and hit.phrase.startswith("emergent"))
    named = named or (forms[last] == "hospital" and behind in _OF_HOSPITAL)
    return named or (forms[last] in _TESTS and behind in _FOUND) or (forms[last] in _SKILLED and behind in _LEARNT)


def _is_not_needed(document: Document, hit: Hit) -> bool:
    """``You don't urgently need an allergist``."""
    word = document.word_at(hit.start)
    forms, first = document.words.forms, document.parts[document.part_of(word)].first
    return forms[word] in _NEEDING and not _NEGATORS.isdisjoint(forms[max(first, word - 2) : word])


def _is_spared(document: Document, hit: Hit) -> bool:
    """``To avoid a long ER wait``, ``without an ER visit``: the care that is spared."""
    word = document.word_at(hit.start)
    forms, first = document.words.forms, document.parts[document.part_of(word)].first
    marked = (at for at in range(word, first, -1) if document.flags[at] & (COMMA | STRONG))
    before = forms[max(next(marked, first), word - _NEAR_VERB) : word]
    if not COORDINATORS.isdisjoint(before):
        return False
    noun = not forms[word].endswith("ing") and forms[word - 1] != "without"
    return not _SPARING.isdisjoint(before) or (noun and "without" in before)


def _is_passive(document: Document, hit: Hit) -> bool:
    last = document.word_at(hit.end - 1)
    forms = document.words.forms
    if forms[last] == "emergently":
        return True
    return forms[last - 1] != "to" and (forms[last].endswith("ed") or forms[last] in _PASSIVE)


def _is_of_clinicians(document: Document, reading: Reading) -> bool:
    """``Clinicians should refer …``: what those are to do who give care."""
    if reading.cue is None:
        return False
    at = document.word_at(reading.cue.start)
    first = document.parts[document.part_of(at)].first
    return at > first and document.words.forms[at - 1] in _GIVERS


def _is_of_possibility(document: Document, hit: Hit) -> bool:
    """``Glaucoma can cause pain. This is an emergency.``: what is told of an illness that may be there or not."""
    number = document.part_of(document.word_at(hit.start))
    part = document.parts[number]
    if number == 0 or document.blocks[part.block].kind != "item":
        return False
    before = document.parts[number - 1]
    return before.block == part.block and not _POSSIBLE.isdisjoint(
        document.words.forms[before.first : before.last]
    )


def _whole(document: Document, hit: Hit) -> Reading:
    """The reading of a hit; of its end where the clause changes in it (``talk to friends, and see a GP if``)."""
    reading = document.reading(hit.start, hit.end)
    first, last = document.word_at(hit.start), document.word_at(hit.end - 1)
    analysis = document.assertion.analysis(document.part_of(first))
    low, high = first - analysis.first, min(last, analysis.last - 1) - analysis.first
    if analysis.act[low] == analysis.act[high] and analysis.condition[low] == analysis.condition[high]:
        return reading
    end = document.reading(document.words.starts[last], document.words.ends[last])
    turns = reading.act == end.act == "advice" and reading.condition != end.condition
    begins = reading.act == "statement" and end.act == "advice"  # "a doctor should see this"
    return end if turns or (begins and end.cue is not None and end.cue.start >= hit.start) else reading


def _is_indirect(document: Document, hit: Hit, reading: Reading) -> bool:
    """``Know when to seek help``, ``decide whether you need treatment``: what is advised is to know it."""
    word = document.word_at(hit.start)
    first = document.parts[document.part_of(word)].first
    before = document.words.forms[max(first, word - 3) : word]
    if len(before) == 3 and before[-1] == "to" and before[-2] in _INDIRECT:
        return True
    start = max([first, *(at for at in range(first, word + 1) if document.flags[at] & (COMMA | STRONG))])
    forms = document.words.forms
    near = forms[max(start, word - _NEAR_VERB) : word]
    asked = any(
        forms[at] in _WHETHER and forms[at - 1] in _ASKS_HOW for at in range(max(start, word - NEAR_WORDS), word)
    )
    return reading.condition == "unconditional" and (asked or not _WHETHER.isdisjoint(near))


def _is_asking(document: Document, hit: Hit) -> bool:
    word = document.word_at(hit.start)
    first = document.parts[document.part_of(word)].first
    forms = document.words.forms[first : word + 1]
    return any(tuple(forms[at : at + 3]) in _ASKING for at in range(max(len(forms) - 2, 0)))


def _is_answered_by_condition(document: Document, hit: Hit) -> bool:
    """``Should you see a doctor? Only if it lasts.``"""
    below = document.part_of(document.word_at(hit.start)) + 1
    if below >= len(document.parts):
        return False
    part = document.parts[below]
    opens = document.words.forms[part.first : part.first + 2]
    return opens[:1] == ["if"] or tuple(opens) in _ONLY_IF


def _is_begged(document: Document, hit: Hit) -> bool:
    """``If you answer those, I can help, but either way: please get seen``: no part of what is asked."""
    word = document.word_at(hit.start)
    part = document.parts[document.part_of(word)]
    return (
        not document.flags[part.last] & QUERY
        and "please" in document.words.forms[max(part.first, word - 2) : word]
    )
