"""Finds what a text tells its reader to do at home, and where it says that nobody need be seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from medrules.model.reading import Mention, Reading
from medrules.text.assertion_analysis import ADVICE
from medrules.text.assertion_openings import FINITE, VERBS
from medrules.text.cues import Node, compile_cues, longest, read_sections, words_of
from medrules.text.hits import Hit
from medrules.text.sentences import QUERY

if TYPE_CHECKING:
    from medrules.text.document import Document

_VERBS = words_of("care.txt", "self help")
_WITH_REMEDY = words_of("care.txt", "self help with")
_NO_HELP = words_of("care.txt", "no self help")
_AILMENTS = words_of("findings.txt", "nouns") | words_of("findings.txt", "ailing")
_NEEDLESS = (
    "would not",
    "wouldn't",
    "need",
    "necessary",
    "require",
    "warrant",
    "have to",
    "reason to",
    "call for",
)
_PHRASE = "what to do at home"
_GAP = 2
_OF_TALK = words_of("care.txt", "of talk")
_REMEDIES = words_of("care.txt", "remedy")
_DOES = words_of("care.txt", "does")
_BIDDING = words_of("care.txt", "bidding") | {
    "for",
    "two",
    "days",
    "few",
    "of",
    "weeks",
    "hours",
    "every",
    "twice",
    "daily",
    "times",
    "or",
}
_OTHERWISE = frozenset(("not", "prevent", "prevents", "risk", "reduce", "lower"))
_FRAGMENT = 22
_EVERY_VERB = _VERBS | _WITH_REMEDY
_REACH = 3
_REMEDIES_ENOUGH = 2
"""Names of remedies that show without any ailment that one is treated."""


@cache
def _ease() -> Node:
    return compile_cues({"at ease": read_sections("care.txt")["at ease"]})


def home_care(document: Document, *, reply: bool) -> list[Mention]:
    """The orders to the reader that an ailment calls for and no clinician: ``rinse it``, ``you should rest``.

    In a ``reply``, so short an answer to one reader, every order that is no talk is one (``strap it up``).
    """
    found: list[Mention] = []
    forms = set(document.words.forms)
    if _AILMENTS.isdisjoint(forms) and len(_REMEDIES & forms) < _REMEDIES_ENOUGH and not reply:
        return found
    for number, part in enumerate(document.parts):
        if not reply and _EVERY_VERB.isdisjoint(document.words.forms[part.first : part.last]):
            continue
        for at in (*_ordered(document, number), *(_openings(document, number) if reply else ())):
            start, end = document.words.starts[at], document.words.ends[at]
            reading = document.reading(start, end)
            if reading.act == "advice" and reading.condition == "unconditional":
                found.append(_mention(document, at, at + 1, reading))
                break
    return found


def _openings(document: Document, number: int) -> Iterator[int]:
    """The verb with which a sentence opens as an order, unless it is one of talk, thought or contact."""
    part = document.parts[number]
    forms, analysis = document.words.forms, document.assertion.analysis(number)
    if analysis.opens != "imperative" or document.flags[part.last] & QUERY:
        return
    at = next((at for at in range(part.first, part.last) if forms[at] in VERBS), part.last)
    helpless = not _NO_HELP.isdisjoint(forms[at + 1 : at + 1 + _GAP])
    if at < part.last and forms[at] not in _OF_TALK and not helpless:
        yield at


def _ordered(document: Document, number: int) -> Iterator[int]:
    """The verbs of a sentence that open an order or stand right behind what makes one."""
    forms, part = document.words.forms, document.parts[number]
    analysis = document.assertion.analysis(number)
    for at in range(part.first, part.last):
        beside = forms[at] in _WITH_REMEDY and not _REMEDIES.isdisjoint(forms[at + 1 : at + 1 + _REACH])
        if (forms[at] not in _VERBS and not beside) or analysis.act[at - part.first] != ADVICE:
            continue
        cue = analysis.cue[at - part.first]
        bidden = cue is not None and (cue.start == at or 0 <= at - cue.end <= _GAP)
        opens = at == part.first and analysis.opens in ("", "imperative")
        if (bidden or opens) and _NO_HELP.isdisjoint(forms[at + 1 : at + 1 + _GAP]):
            yield at


def at_ease(document: Document) -> list[Mention]:
    """Where the text says that it passes of itself or needs nobody, or names what helps (``fluids and rest``)."""
    forms, flags = document.words.forms, document.flags
    root, found = _ease(), []
    for number, part in enumerate(document.parts):
        if flags[part.last] & QUERY:
            continue
        for at in range(part.first, part.last):
            node = root.next.get(forms[at])
            match = longest(node, forms, flags, at + 1, part.last) if node is not None else None
            if match is not None and _holds(document, number, at):
                found.append(_mention(document, at, match[0], document.reading(*_span(document, at, match[0]))))
                break
        else:
            if _is_of_remedies(document, number):
                span = _span(document, part.first, part.last)
                found.append(_mention(document, part.first, part.last, document.reading(*span)))
    return found


def _holds(document: Document, number: int, at: int) -> bool:
    """It is said of the reader as it stands: no condition, no *unlikely to*."""
    analysis = document.assertion.analysis(number)
    place = at - analysis.first
    return analysis.condition[place] is None and not analysis.inside[place] and not _supposes(document, number)


def _supposes(document: Document, number: int) -> bool:
    context = document.assertion.context_of(number)
    return context.condition is not None


def _is_of_remedies(document: Document, number: int) -> bool:
    """``Lozenges, fluids and rest.``, ``Honey helps.``: a fragment of remedies, or remedies and that they help."""
    part, forms = document.parts[number], document.words.forms
    if document.blocks[part.block].kind == "heading" or part.last - part.first > _FRAGMENT:
        return False
    words = forms[part.first : part.last]
    if _REMEDIES.isdisjoint(words[:3]) or _supposes(document, number):
        return False
    verb = next((at for at, form in enumerate(words) if form in FINITE or form in _DOES), None)
    if verb is None:
        return all(form in _REMEDIES or form in _BIDDING or form.isdigit() for form in words)
    return not _DOES.isdisjoint(words[verb : verb + 3]) and _OTHERWISE.isdisjoint(words)


def _span(document: Document, first: int, last: int) -> tuple[int, int]:
    return document.words.starts[first], document.words.ends[last - 1]


def needless(document: Document, hits: Sequence[Hit]) -> list[Mention]:
    """Where the text says that a contact is not needed: ``you don't need to be seen``."""
    found = []
    for hit in hits:
        reading = document.reading(hit.start, hit.end)
        cue = reading.cue.text.lower() if reading.cue is not None else ""
        unless = any(cue.text.lower() == "unless" for cue in reading.cues)
        plain = reading.act == "advice against" and (reading.condition == "unconditional" or unless)
        if plain and any(word in cue for word in _NEEDLESS):
            text = document.words.source[hit.start : hit.end]
            found.append(Mention(hit.start, hit.end, text, hit.phrase, hit.how, reading, hit.doubtful))
    return found


def _mention(document: Document, first: int, last: int, reading: Reading) -> Mention:
    start, end = document.words.starts[first], document.words.ends[last - 1]
    return Mention(start, end, document.words.source[start:end], _PHRASE, "exact", reading, doubtful=False)
