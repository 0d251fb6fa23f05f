"""How strongly a sentence recommends something: openly, or by calling it useful, safe or an option."""

from __future__ import annotations

from functools import cache
from typing import Literal, NamedTuple

from medrules.text.cues import Found, read_sections
from medrules.text.inflection import forms as inflected
from medrules.text.slots import Cue

Strength = Literal["none", "weak", "strong"]

_CUE = {"strong": 4, "weak": 3}
"""What a cue adds to a sentence's score."""
_CUE_OF_ITS_OWN = {"strong": 4, "weak": 2}
"""What it adds besides where it is not about further research or a report of what was found."""
_SECOND = 3
"""What a second cue of usefulness adds."""
_RESEARCH, _REPORT = -4, -1
_ENOUGH = 5
"""The score from which a sentence recommends."""


class SentenceAdvice(NamedTuple):
    """The strength of a sentence's advice and the cue that showed it, as positions of words."""

    strength: Strength
    cue: Found | None = None


NO_ADVICE = SentenceAdvice("none")


class _Section(NamedTuple):
    weight: int
    """What it adds to the score; 0 for the sections that are no context."""
    cues: dict[str, list[Cue]]
    """By each word that they may begin with."""


@cache
def _sections() -> dict[str, _Section]:
    found = {}
    for title, entries in read_sections("advising.txt").items():
        name, *rest = title.split()
        weight = int(rest[-1]) * (-1 if "less" in rest else 1) if rest else 0
        cues: dict[str, list[Cue]] = {}
        for entry in entries:
            cue = Cue(entry.lstrip("="), _itself if entry.startswith("=") else inflected)
            for word in cue.firsts():
                cues.setdefault(word, []).append(cue)
        found[name] = _Section(weight, cues)
    return found


def _itself(_: str) -> tuple[str, ...]:
    return ()


def sentence_advice(forms: list[str], flags: list[int], first: int, last: int) -> SentenceAdvice:
    """The advice of words ``first`` to ``last``: what should be done (strong), what could be used (weak)."""
    hits = {name: _find(name, forms, flags, first, last) for name in _CUE}
    if not any(hits.values()):
        return NO_ADVICE
    shades = {name: _find(name, forms, flags, first, last) for name in ("research", "report", "perhaps")}
    own = {name: [one for one in found if _stands(one, name, shades)] for name, found in hits.items()}
    score = sum(_CUE[name] for name in _CUE if hits[name]) + sum(
        _CUE_OF_ITS_OWN[name] for name in own if own[name]
    )
    score += (
        _SECOND * (len(own["weak"]) > 1) + _RESEARCH * bool(shades["research"]) + _REPORT * bool(shades["report"])
    )
    for name, section in _sections().items():
        if section.weight and _find(name, forms, flags, first, last):
            score += section.weight
    if score < _ENOUGH:
        return NO_ADVICE
    for cue in own["strong"]:
        if not _meets(cue, shades["perhaps"]):
            return SentenceAdvice("strong", cue)
    return SentenceAdvice("weak", (own["strong"] or own["weak"] or hits["weak"] or hits["strong"])[0])


def _find(name: str, forms: list[str], flags: list[int], first: int, last: int) -> list[Found]:
    cues, found = _sections()[name].cues, []
    for at in range(first, last):
        entries = cues.get(forms[at])
        end = max((entry.end(forms, flags, at, last) for entry in entries), default=0) if entries else 0
        if end:
            found.append(Found(at, end, name))
    return found


def _stands(cue: Found, name: str, shades: dict[str, list[Found]]) -> bool:
    """Whether it speaks of practice; what stands behind a call for research is what the research is for."""
    if _meets(cue, shades["research"]) or _meets(cue, shades["report"]):
        return False
    return name != "weak" or not any(one.end <= cue.start for one in shades["research"])


def _meets(cue: Found, others: list[Found]) -> bool:
    return any(other.start < cue.end and cue.start < other.end for other in others)
