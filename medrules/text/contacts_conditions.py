"""Tells what the condition of a contact is: a limit, the reader's present state, or an act still to come."""

from __future__ import annotations

from medrules.model.reading import Reading
from medrules.text.assertion_openings import STRONG
from medrules.text.document import Document
from medrules.text.how_soon import NEAR_WORDS
from medrules.text.sentences import CELL, COLON, COMMA, DASH, OPEN, SEMICOLON

_NEAR_VERB = 4
_LABEL_WORDS = 5
_CONDITIONS = ("if", "when")
_CONDITIONAL = frozenset(("resource", "condition", "case", "narrow", "heading condition", "concern"))
_DONE = frozenset(("sent", "told", "gave", "prescribed", "said", "found", "already", "discharged"))
_NUMBERS = frozenset(("a", "two", "three", "four", "five", "six", "several", "2", "3", "4", "5", "6", "7", "10"))
_UNITS = frozenset(("hours", "days", "day", "week", "weeks", "month", "months", "year", "years"))
_RESOURCES = frozenset(("resources", "helplines", "hotlines"))
_LINES = frozenset(("crisis", "lifeline", "hotline", "helpline", "samaritans"))
_ENTRY = COLON | OPEN | DASH | CELL
_TITLE_WORDS = 4
_LEAD_WORDS = 10
_LONGEST_LIST = 20
_SAME_DAY = frozenset(("today", "tonight", "24", "same"))
_CANNOT = frozenset(("can't", "cannot", "unable", "couldn't", "aren't", "not"))
_SEEN = frozenset(("see", "seen", "appointment", "visit", "in", "reach", "slot", "fit", "book"))
_AS = frozenset(("as", "like", "what", "which"))
_TELLING = frozenset(
    ("describe", "described", "said", "say", "mention", "mentioned", "report", "reported", "wrote")
)


def is_of_resource(reading: Reading) -> bool:
    """``Resources: … – It's important to see a doctor``: advice of its own, not limited by the lead-in."""
    conditions = {cue.kind for cue in reading.cues if cue.kind in _CONDITIONAL}
    return conditions == {"resource"} and reading.cue is not None and reading.cue.kind.startswith("advice")


def is_exception(reading: Reading) -> bool:
    """``Unless you are short of breath, rest at home``: it holds as things stand."""
    conditions = [cue for cue in reading.cues if cue.kind in _CONDITIONAL]
    return bool(conditions) and all(cue.text.lower() == "unless" for cue in conditions)


def is_unless_seen(document: Document, reading: Reading) -> bool:
    """``If you can't get an appointment today``, ``unless your GP can see you today``: within a day anyhow."""
    conditions = [cue for cue in reading.cues if cue.kind in _CONDITIONAL]
    return len(conditions) == 1 and _is_of_no_place_soon(document, document.word_at(conditions[0].start))


def _is_of_no_place_soon(document: Document, first: int) -> bool:
    forms, flags = document.words.forms, document.flags
    last = min(document.parts[document.part_of(first)].last, first + _LEAD_WORDS + _TITLE_WORDS)
    last = next((at for at in range(first + 1, last) if flags[at] & (COMMA | COLON | SEMICOLON)), last)
    words = forms[first:last]
    refused = words[0] == "unless" or not _CANNOT.isdisjoint(words)
    seen = not _SEEN.isdisjoint(words)
    return refused and seen and not _SAME_DAY.isdisjoint(words)


def is_as_described(document: Document, reading: Reading) -> bool:
    """``If it comes with exertion (as you described): …``: the condition is said to be the reader's own state."""
    forms = document.words.forms
    for cue in reading.cues:
        if cue.kind == "condition":
            part = document.parts[document.part_of(document.word_at(cue.start))]
            words = forms[part.first : part.last]
            if any(
                one in _AS and two == "you" and three in _TELLING
                for one, two, three in zip(words, words[1:], words[2:], strict=False)
            ):
                return True
    return False


def is_of_state(document: Document, reading: Reading) -> bool:
    """``If you are struggling with …``: the condition asks for what may well be the reader's state already."""
    forms = document.words.forms
    for cue in reading.cues:
        if cue.kind != "condition" or cue.text.lower() != "if":
            continue
        at = document.word_at(cue.start) + 1
        after = forms[at : at + 3]
        if after[:1] == ["you're"]:
            after = ["you", "are", *after[1:2]]
        if after[:2] == ["you", "are"] and after[2:] and after[2].endswith("ing"):
            return True
        if after[:1] in (["you"], ["you've"], ["your"]) and _is_dated(document, at):
            return True
        if not _DONE.isdisjoint(forms[at : at + _NEAR_VERB]):
            return True  # "if the ER sent you home"
    return False


def _is_dated(document: Document, at: int) -> bool:
    """``If you have had it for two days``: so exact a condition was told."""
    part = document.parts[document.part_of(at)]
    end = next(
        (place for place in range(at + 1, part.last) if document.flags[place] & (COMMA | STRONG)), part.last
    )
    clause = document.words.forms[at:end]
    return any(
        one == "for" and two in _NUMBERS and three in _UNITS
        for one, two, three in zip(clause, clause[1:], clause[2:], strict=False)
    )


def is_before(document: Document, last: int) -> bool:
    """``Ask your pharmacist before taking it``: a contact that waits for an act of the reader's own."""
    forms = document.words.forms
    stop = min(document.parts[document.part_of(last)].last, last + NEAR_WORDS)
    return any(forms[at] == "before" and forms[at + 1].endswith("ing") for at in range(last + 1, stop - 1))


def is_labelled(document: Document, last: int) -> bool:
    """``See a doctor: if you …``: the label of an item that begins with a condition."""
    number = document.part_of(last)
    part, forms = document.parts[number], document.words.forms
    behind = [at for at in range(last + 1, part.last) if document.flags[at] & COLON]
    if behind and behind[0] <= last + 3 and forms[behind[0]] in _CONDITIONS:
        return True
    follows = number + 1 < len(document.parts) and document.parts[number + 1].block == part.block
    bare = part.last - part.first <= _LABEL_WORDS and not document.assertion.analysis(number).opens
    return follows and bare and forms[part.last] in _CONDITIONS


def is_listed_line(document: Document, word: int) -> bool:
    """``Crisis resources: … Lifeline: dial 988``, ``If you need support: …``: a line to be used if needed."""
    forms, flags = document.words.forms, document.flags
    number = document.parts[document.part_of(word)].block
    first = document.blocks[number].first
    near = range(max(first, word - 1), word + 1)
    if forms[word] not in _LINES and not any(flags[at] & _ENTRY for at in near):
        return False
    if any(forms[at] in _RESOURCES and flags[at + 1] & COLON for at in range(first, word)):
        return True
    lead = range(first + 1, min(first + _LEAD_WORDS, word))
    if forms[first] == "if" and "need" in forms[first:word] and any(flags[at] & COLON for at in lead):
        return True
    return _is_under_resources(document, number)


def _is_under_resources(document: Document, number: int) -> bool:
    """A title of resources, however it is set, stands over the block or over its list."""
    blocks, forms = document.blocks, document.words.forms
    for above in range(number - 1, max(number - 1 - _LONGEST_LIST, -1), -1):
        block = blocks[above]
        if block.last - block.first <= _TITLE_WORDS and not _RESOURCES.isdisjoint(forms[block.first : block.last]):
            return True
        if not block.kind == blocks[number].kind == "item":
            return False
    return False
