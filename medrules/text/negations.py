"""Finds the negations of a sentence with the words that each of them reaches (BioScope's cues and scopes)."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from medrules.text.cues import Node, compile_cues, longest, read_sections, word_class
from medrules.text.negation_scopes import Scopes

_WHOLE = frozenset(("rather", "instead", "with", "no", "can", "could"))
"""Cues of several words that count whole; of the others one word is the cue."""
_CUES = word_class("negator") | {"impossible"}


class Negation(NamedTuple):
    """A cue and its reach as positions of words (ends exclusive)."""

    start: int
    end: int
    scope_start: int
    scope_end: int


@cache
def _roots() -> dict[str, Node]:
    return compile_cues(read_sections("denial.txt")).next


def find_negations(forms: list[str], flags: list[int], gaps: list[str], first: int, last: int) -> list[Negation]:
    """The negations of one sentence, in order; *neither … nor* are two cues with one reach."""
    roots, found = _roots(), list[Negation]()
    scopes = Scopes(forms, flags, gaps, first, last)
    at = first
    while at < last:
        node = roots.get(forms[at])
        match = longest(node, forms, flags, at + 1, last) if node is not None else None
        if match is None:
            at += 1
            continue
        stop, kind = match
        if kind != "pseudo":
            found.append(_negation(scopes, forms, at, stop, kind))
        at = stop
    return _paired(forms, found)


def _negation(scopes: Scopes, forms: list[str], start: int, stop: int, kind: str) -> Negation:
    if forms[start] not in _WHOLE or stop == start + 1:
        start = next(at for at in range(start, stop) if forms[at] in _CUES)
        stop = start + 1
    return Negation(start, stop, scopes.start(start, stop, kind), scopes.end(start, stop, kind))


def _paired(forms: list[str], found: list[Negation]) -> list[Negation]:
    """``neither … nor`` reach together over all that either reaches."""
    result: list[Negation] = []
    for one in found:
        before = result[-1] if result else None
        if forms[one.start] == "nor" and before is not None and forms[before.start] in ("neither", "nor"):
            high = max(before.scope_end, one.scope_end)
            result[-1] = before._replace(scope_end=high)
            result.append(one._replace(scope_start=before.scope_start, scope_end=high))
        else:
            result.append(one)
    return result
