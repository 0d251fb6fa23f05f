"""Says whether care is advised for one of several cases, or for what has not happened, without an *if*."""

from __future__ import annotations

from typing import TYPE_CHECKING

from medrules.text.assertion_openings import AUXILIARIES
from medrules.text.cases import is_in_case
from medrules.text.cues import words_of
from medrules.text.sentences import ARROW, COLON, COMMA, QUERY

if TYPE_CHECKING:
    from medrules.text.document import Document

_LABELS = words_of("care.txt", "verdict label")
_OCCURRENCES = words_of("care.txt", "occurrence")
_SURE = words_of("care.txt", "occurrence sure")
_LIMITS = words_of("care.txt", "limit")
_NEEDS = frozenset(
    (
        "need",
        "needs",
        "require",
        "requires",
        "warrant",
        "warrants",
        "deserve",
        "deserves",
        "means",
        "mean",
        "reason",
        "should",
        "must",
    )
)
_INDEFINITE = frozenset(("a", "an", "another", "more", "repeated", "these", "those"))
_AT = frozenset(("at", "over", "above", "below", "under", "with", "from"))
_NO_BETTER = frozenset(
    (one, two)
    for one in ("no", "not", "still")
    for two in ("better", "improvement", "relief", "change", "there", "bad")
)
_LINES = frozenset(("crisis", "lifeline", "hotline", "helpline", "samaritans", "988"))
_AT_ONCE = frozenset(("now", "immediately", "immediate", "tonight", "today", "please"))
_ARROWS = frozenset("→➡►▸‣")
_THINGS = frozenset(("things", "what", "signs", "symptoms", "situations", "reasons", "changes"))
_WOULD = frozenset(("would", "that", "might", "could"))
_YOU = frozenset(("you", "your", "you're", "this", "these"))
_FRAGMENT = 12
_FRANKLY = frozenset(("honestly", "frankly", "really", "verdict", "answer"))


def is_supposed(document: Document, word: int) -> bool:
    """Whether what is advised at a word holds only in a case that is not known to be the reader's."""
    tests = (
        _is_behind_occurrence,
        is_of_any,
        _is_at_limit,
        _is_no_better,
        _is_of_line,
        is_in_case,
        _is_listed,
        _is_below_conditions,
    )
    return any(test(document, word) for test in tests)


def is_of_any(document: Document, word: int) -> bool:
    """``Any bleeding needs a doctor``, ``A spreading ring would need antibiotics``: of what has not happened."""
    part, forms = document.parts[document.part_of(word)], document.words.forms
    before = forms[part.first : word]
    if not before:
        return False
    if document.blocks[part.block].kind == "heading" and before[0] in _THINGS and not _WOULD.isdisjoint(before):
        return True  # "Things that would warrant a visit"
    if before[0] in _SURE and (before[0] == "any" or _YOU.isdisjoint(before)):
        return not _NEEDS.isdisjoint(forms[part.first : word + 1])
    return before[0] in _INDEFINITE and "would" in before[:_FRAGMENT] and before[0] != "would"


def _is_at_limit(document: Document, word: int) -> bool:
    """``At 38 or above, phone us``: the limit of a measure opens the sentence."""
    part, forms = document.parts[document.part_of(word)], document.words.forms
    before = forms[part.first : min(word, part.first + _FRAGMENT)]
    if len(before) < 3 or before[0] not in _AT or not any(form[:1].isdigit() for form in before[1:3]):
        return False
    marks = any(document.flags[at] & COMMA for at in range(part.first + 1, word + 1))
    return marks and not _LIMITS.isdisjoint(before) and "hours" not in before and "days" not in before


def _is_no_better(document: Document, word: int) -> bool:
    """``No better next week, show it to a doctor``: what has not come opens the sentence."""
    part, forms = document.parts[document.part_of(word)], document.words.forms
    if tuple(forms[part.first : part.first + 2]) not in _NO_BETTER:
        return False
    return any(document.flags[at] & (COMMA | COLON) for at in range(part.first + 2, word + 1))


def _is_of_line(document: Document, word: int) -> bool:
    """``- Crisis Text Line: text HOME to …``: an entry in a list of lines to be used when needed."""
    number = document.parts[document.part_of(word)].block
    block, forms = document.blocks[number], document.words.forms
    if block.kind == "heading":
        return False
    stop = min(block.last, block.first + _FRAGMENT)
    colon = next((at for at in range(block.first + 1, stop) if document.flags[at] & COLON), None)
    if colon is None or (colon > word and _opens_with_order(document, block.first)):
        return False
    label = forms[block.first : colon]
    if _LINES.isdisjoint(label) or not _AT_ONCE.isdisjoint(label):
        return False
    parent = document.parents[number]
    above = document.blocks[parent] if parent >= 0 else None
    return above is None or not _bids_at_once(document, above.first, above.last)


def _opens_with_order(document: Document, first: int) -> bool:
    return document.assertion.analysis(document.part_of(first)).opens == "imperative"


def _bids_at_once(document: Document, first: int, last: int) -> bool:
    """``Call one of these now``; not ``if you need immediate support, here are some lines``."""
    forms = document.words.forms
    for at in range(first, last):
        if forms[at] in _AT_ONCE and "if" not in forms[document.parts[document.part_of(at)].first : at]:
            return True
    return False


def _is_below_conditions(document: Document, word: int) -> bool:
    """``If … – or if … → Call 911``: an arrow behind a list of conditions says what follows from them."""
    number = document.parts[document.part_of(word)].block
    if number == 0 or document.blocks[number].mark not in _ARROWS or document.blocks[number - 1].kind != "item":
        return False
    if document.blocks[number - 1].mark in _ARROWS:
        return False
    analysis = document.assertion.analysis(document.part_of(document.blocks[number - 1].last - 1))
    context = document.assertion.context(number - 1)
    return analysis.end.inside or (context.inside and context.condition is not None)


def _is_behind_occurrence(document: Document, word: int) -> bool:
    """``New numbness → 911``, ``Severe pain? Straight to A&E``: a finding stands for the condition."""
    number = document.part_of(word)
    part, flags = document.parts[number], document.flags
    mark = next((at for at in range(word, part.first, -1) if flags[at] & (COLON | ARROW)), None)
    if mark is not None:
        low = next((at for at in range(mark - 1, part.first, -1) if flags[at] & (COLON | ARROW)), part.first)
        forms = document.words.forms[low:mark]
        return _is_occurrence(forms) or (bool(flags[mark] & ARROW) and _is_finding(document, low, forms))
    if number and document.parts[number - 1].block == part.block:
        above = document.parts[number - 1]
        asks = bool(flags[above.last] & QUERY) and above.last - above.first <= _FRAGMENT
        asks = asks and document.words.forms[above.first] not in _FRANKLY
        return asks and not set(document.words.forms[above.first : above.last]) & AUXILIARIES
    return False


def _is_finding(document: Document, low: int, forms: list[str]) -> bool:
    """A fragment before an arrow, which is neither a label nor an order (``Not better → GP``)."""
    if len(forms) > _FRAGMENT or not AUXILIARIES.isdisjoint(forms) or "your" in forms:
        return False
    number = document.part_of(low)
    ordered = document.assertion.analysis(number).opens == "imperative" and low == document.parts[number].first
    return not ordered and _LABELS.isdisjoint(forms)


def _is_occurrence(forms: list[str]) -> bool:
    """A fragment that names what may come."""
    if not forms or len(forms) > _FRAGMENT or not AUXILIARIES.isdisjoint(forms) or "your" in forms:
        return False
    if forms[0] in _SURE:
        return True
    return forms[0] in _OCCURRENCES and not _LIMITS.isdisjoint(forms)


def _is_listed(document: Document, word: int) -> bool:
    """An item among conditions (``See a doctor if: … – pain that spreads: these need urgent evaluation``)."""
    number = document.parts[document.part_of(word)].block
    if document.blocks[number].kind != "item":
        return False
    context = document.assertion.context(number)
    return context.inside and context.condition is not None
